"""The department tree."""

from __future__ import annotations

from sqlalchemy import Connection, select

from suyuan.access.tables import department as t


def below(conn: Connection, id: int | None) -> dict[int, str]:
    """The department with this internal id and all below it, with their public ids; empty for ``None``."""
    if id is None:
        return {}
    top = select(t.c.id).where(t.c.id == id).cte("below", recursive=True)
    tree = top.union(select(t.c.id).join(top, t.c.parent == top.c.id))
    rows = conn.execute(select(t.c.id, t.c.uid).join(tree, tree.c.id == t.c.id).order_by(t.c.id))
    return {row.id: row.uid for row in rows}

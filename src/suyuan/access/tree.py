"""The department tree."""

from __future__ import annotations

from sqlalchemy import Connection, select

from suyuan.access.tables import department as t


def below(conn: Connection, id: int | None) -> frozenset[int]:
    """The department with this internal id and all below it; empty for ``None``."""
    if id is None:
        return frozenset()
    top = select(t.c.id).where(t.c.id == id).cte("below", recursive=True)
    tree = top.union(select(t.c.id).join(top, t.c.parent == top.c.id))
    return frozenset(conn.scalars(select(tree.c.id)))

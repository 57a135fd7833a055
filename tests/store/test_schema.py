"""A change of our own tables needs a migration."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from suyuan.store.engine import Store
from suyuan.store.migrate import import_tables
from suyuan.store.tables import metadata

ELSEWHERE = {
    "sqlite": {"xid", "ix_ledger_entry_feed", "ix_trace_link_event", "ix_trace_link_unit"},
    "postgresql": {"ix_trace_link_event_sqlite"},
}
"""Columns and indexes that only the other database has."""


def test_the_revisions_lead_to_the_tables_as_they_stand(store: Store) -> None:
    import_tables()
    with store.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"include_object": ours, "compare_type": False})
        found = [each for each in compare_metadata(context, metadata) if not named(each) & ELSEWHERE[store.dialect]]
    assert found == [], "the rooms' tables changed: write a revision (suyuan.store.migrate.make_revision)"


def ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Tables that people drew are none of ours."""
    return not (kind == "table" and reflected and other is None and str(name).startswith(("f_", "alembic")))


def named(difference: Any) -> set[str]:
    """The names of what differs."""
    parts = difference if isinstance(difference, tuple) else tuple(difference[0])
    return {str(part.name) for part in parts if hasattr(part, "name")}

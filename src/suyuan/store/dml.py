"""Statements that both databases know but SQLAlchemy spells per database."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from suyuan.store.quick import Quick


@functools.lru_cache(maxsize=256)
def _statement(table: Table, dialect: str) -> Quick:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return Quick(make(table).inline().on_conflict_do_nothing())


def insert_new(conn: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same unique key is there; whether it was inserted.

    On PostgreSQL this waits for a transaction that is about to insert the same key.
    """
    return _statement(table, conn.dialect.name).run(conn, values) == 1

"""Statements that both databases know but SQLAlchemy spells per database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(conn: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same unique key is there; whether it was inserted.

    On PostgreSQL this waits for a transaction that is about to insert the same key.
    """
    make = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    statement = make(table).inline().on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return conn.execute(statement, values).rowcount == 1

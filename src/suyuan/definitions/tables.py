"""Where definitions are kept: every version, its state, and a stamp that tells caches of a change."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, UniqueConstraint

from suyuan.store.columns import Instant, Key, Text
from suyuan.store.tables import metadata

definition = Table(
    "definition",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("version", Key, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Key, nullable=False),
    Column("body", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("actor_key", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("kind", "key", "version"),
    Index(None, "kind", "state"),
)
"""One row a version; ``body`` is JSON text, since the order of its keys is the order of the fields."""

definition_stamp = Table(
    "definition_stamp",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("stamp", Key, nullable=False),
)
"""Counts the changes of published definitions of each kind, so that every process notices them."""

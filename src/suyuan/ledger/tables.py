"""The ledger's tables: the entries, and the tree that seals them."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table

from suyuan.store.columns import Instant, Key, Text
from suyuan.store.feed import feed_column, feed_index
from suyuan.store.tables import metadata

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("id", Key, primary_key=True),
    feed_column(),
    Column("uid", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor_key", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("person", Key),
    Column("device", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("client_time", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("leaf", LargeBinary(32), nullable=False),
    Index(None, "subject_kind", "subject_id", "id"),
)
"""``body`` is the canonical text that was hashed, verbatim: it covers every other column but ``id`` and ``xid``."""

feed_index(ledger_entry).ddl_if(dialect="postgresql")  # SQLite's feed follows the primary key

ledger_leaf = Table(
    "ledger_leaf",
    metadata,
    Column("position", Key, primary_key=True, autoincrement=False),
    Column("entry", Key, nullable=False, unique=True),
    Column("hash", LargeBinary(32), nullable=False),
)
"""Which entry is which leaf of the tree, in commit order."""

ledger_node = Table(
    "ledger_node",
    metadata,
    Column("level", Key, primary_key=True, autoincrement=False),
    Column("position", Key, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)
"""Roots of complete subtrees of ``2 ** level`` leaves (level 1 and up), written once when complete."""

ledger_checkpoint = Table(
    "ledger_checkpoint",
    metadata,
    Column("size", Key, primary_key=True, autoincrement=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Signed heads of the tree, oldest first; copies leave the database (see ``seal``)."""

ledger_stuck = Table(
    "ledger_stuck",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("entry", Key, primary_key=True, autoincrement=False),
    Column("error", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Entries that a follower could not digest after many tries; it went on without them."""

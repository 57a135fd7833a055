"""The counters that numbers come from, and numbers set aside; the forms' own tables are made by publishing (see
``physical``)."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, UniqueConstraint

from suyuan.store.columns import Instant, Key, Text
from suyuan.store.tables import metadata

number_counter = Table(
    "number_counter",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("prefix", Text, primary_key=True),
    Column("last", Key, nullable=False),
)
"""``last`` number given for each resolved pattern; only ever counts up."""

number_reserved = Table(
    "number_reserved",
    metadata,
    Column("id", Key, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("scope", "number"),
    Index("ix_number_reserved_owner", "scope", "owner"),
)
"""Numbers given out before their records: ``owner`` is an actor's key; each is used once, and never by another."""

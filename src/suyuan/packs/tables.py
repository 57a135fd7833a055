"""What was installed when, and what was there before, so that it can be taken back."""

from __future__ import annotations

from sqlalchemy import Column, Table

from suyuan.store.columns import Instant, Json, Key, Text
from suyuan.store.tables import metadata

pack_install = Table(
    "pack_install",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("pack", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("actor_key", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Json, nullable=False),
)
"""``state`` is ``installed`` or ``rolled_back``; ``body`` holds the pack's label and version and, of each document
published, its kind, key, version and the version that was published before (null: none was)."""

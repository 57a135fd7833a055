"""What records need beside the tables of the forms: uploaded files and where they are used, saved views."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from suyuan.store.columns import Flag, Instant, Json, Key, Text
from suyuan.store.tables import metadata

attachment = Table(
    "attachment",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("uploaded_at", Instant, nullable=False, index=True),
)
"""``uploaded_by`` is an actor's key; ``type`` is told by the content, never by the client."""

attachment_use = Table(
    "attachment_use",
    metadata,
    Column("id", Key, primary_key=True),
    Column("attachment", Key, ForeignKey("attachment.id"), nullable=False),
    Column("form", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    UniqueConstraint("attachment", "form", "record", "field"),
)
"""Which records show a file, in which field: who may read that, may read the file."""

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("form", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("shared", Flag, nullable=False),
    Column("body", Json, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_saved_view_form", "form", "owner"),
)
"""``owner`` is an actor's key; ``body`` holds ``where``, ``sort`` and ``fields``."""

plant_setting = Table(
    "plant_setting",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("body", Json, nullable=False),
)
"""One row: the settings of the plant as a whole."""

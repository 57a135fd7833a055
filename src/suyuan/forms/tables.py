"""The counters that numbers come from; the forms' own tables are made by publishing (see ``physical``)."""

from __future__ import annotations

from sqlalchemy import Column, Table

from suyuan.store.columns import Key, Text
from suyuan.store.tables import metadata

number_counter = Table(
    "number_counter",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("prefix", Text, primary_key=True),
    Column("last", Key, nullable=False),
)
"""``last`` number given for each resolved pattern; only ever counts up."""

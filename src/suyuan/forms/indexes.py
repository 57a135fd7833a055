"""Indexes of tables that hold records: at once where these are few, or the index keeps a promise; else as a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Index, MetaData, Table, func, inspect, select

from suyuan.definitions.read import struct_of
from suyuan.forms.form import Form
from suyuan.forms.physical import tables
from suyuan.store import ddl, jobs
from suyuan.store.engine import Tx

LARGE = 50_000
"""Records from which on publishing does not wait for an index."""
JOB = "forms.index"


def index(tx: Tx, form: str, made: list[Table]) -> None:
    """Create the indexes that ``made``, tables of ``form`` with records in them, still lack."""
    later = False
    for table in made:
        missing = list(_missing(tx, table))
        large = any(not one.unique for one in missing) and _large(tx, table)
        for one in missing:
            if one.unique or not large:
                ddl.create_index(tx, one)
            else:
                later = True
    if later:
        jobs.enqueue(tx, JOB, {"form": form})


@jobs.handles(JOB)
def index_later(tx: Tx, args: Any) -> None:
    """Create what publishing did not wait for."""
    form: Form | None = struct_of(tx.conn, "forms", args["form"], retired=True)
    if form is not None:
        table, lists = tables(form, MetaData())
        for one in (one for each in (table, *lists.values()) for one in _missing(tx, each)):
            ddl.create_index(tx, one)


def _missing(tx: Tx, table: Table) -> Iterator[Index]:
    there = {found["name"] for found in inspect(tx.conn).get_indexes(table.name)}
    yield from (one for one in sorted(table.indexes, key=lambda one: one.name or "") if one.name not in there)


def _large(tx: Tx, table: Table) -> bool:
    return (tx.run(select(func.max(table.c.id))).scalar() or 0) > LARGE

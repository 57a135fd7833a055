"""A form's tables: one typed table for its records, one for the rows of each detail list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Index, MetaData, Table

from suyuan.forms.field_type import FIELD_TYPES, Cell
from suyuan.forms.form import Field, Form
from suyuan.store.columns import Instant, Key, Text
from suyuan.store.tables import metadata as shared

OWN_COLUMNS = (
    "id",
    "uid",
    "version",
    "revision",
    "state",
    "title",
    "created_at",
    "created_by",
    "updated_at",
)
ROW_COLUMNS = ("id", "uid", "record", "position")
MAX_NAME = 63
"""Longest name PostgreSQL keeps."""


def table_name(form: str, list: str = "") -> str:
    """``f_<form>``, or ``f_<form>__<list>`` for the rows of a detail list."""
    return f"f_{form}__{list}" if list else f"f_{form}"


def cells(field: Field) -> list[Cell]:
    """The columns of ``field``; none for a detail list."""
    return FIELD_TYPES[field.type].columns(field)


def form_table(form: Form, metadata: MetaData) -> Table:
    """The table of a form's records, with its indexes."""
    table = Table(
        table_name(form.key),
        metadata,
        Column("id", Key, primary_key=True),
        Column("uid", Text, nullable=False, unique=True),
        Column("version", Key, nullable=False),
        Column("revision", Key, nullable=False),
        Column("state", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("created_by", Key),
        Column("updated_at", Instant, nullable=False),
        *_columns(form.fields),
    )
    Index(_index_name("ix", table.name, "created_at"), table.c.created_at, table.c.id)
    _index(table, form.fields)
    for name, keys in unique_sets(form).items():
        _unique(table, name, keys)
    return table


def list_table(form: Form, field: Field, metadata: MetaData) -> Table:
    """The table of the rows of one detail list, with its indexes."""
    table = Table(
        table_name(form.key, field.key),
        metadata,
        Column("id", Key, primary_key=True),
        Column("uid", Text, nullable=False, unique=True),
        Column("record", Key, nullable=False),
        Column("position", Key, nullable=False),
        *_columns(field.options.fields),
    )
    Index(_index_name("ix", table.name, "record"), table.c.record, table.c.position)
    _index(table, field.options.fields, unique=False)
    return table


def tables(form: Form, metadata: MetaData) -> tuple[Table, dict[str, Table]]:
    """Both kinds at once: the form's table, and its lists' by key."""
    lists = {f.key: list_table(form, f, metadata) for f in form.fields if f.type == "list"}
    return form_table(form, metadata), lists


def _columns(fields: list[Field]) -> Iterator[Column[Any]]:
    for field in fields:
        for cell in cells(field):
            yield Column(cell.name, cell.type)


def _index(table: Table, fields: list[Field], unique: bool = True) -> None:
    for field in fields:
        if field.unique and unique and not field.retired:
            _unique(table, unique_name(table.name, field.key), [field.key])
        elif field.type in ("serial", "datetime"):
            Index(_index_name("ix", table.name, field.key), table.c[field.key])
        for cell in cells(field):
            if cell.refers:
                Index(_index_name("ix", table.name, cell.name), table.c[cell.name])


def _unique(table: Table, name: str, keys: list[str]) -> None:
    submitted = table.c.state == "submitted"
    Index(name, *(table.c[key] for key in keys), unique=True, sqlite_where=submitted, postgresql_where=submitted)


def unique_sets(form: Form) -> dict[str, list[str]]:
    """Index name -> field keys, for what must differ together among submitted records."""
    sets = [sorted(set(unique.fields)) for unique in form.uniques]
    return {unique_name(table_name(form.key), "__".join(keys)): keys for keys in sets}


def unique_name(table: str, column: str) -> str:
    """Name of the index that keeps a field unique among submitted records."""
    return _index_name("uq", table, column)


def _index_name(kind: str, table: str, column: str) -> str:
    name = f"{kind}_{table}__{column}"
    if len(name) <= MAX_NAME:
        return name
    return f"{name[: MAX_NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def foreign_keys(table: Table, fields: list[Field], record: str, known: set[str]) -> list[ForeignKeyConstraint]:
    """The foreign keys of ``table``, whose targets are put beside it in its metadata.

    :param record: for a list's table, the table of its form; else ``""``.
    :param known: tables of other forms that exist or are being made.
    """
    wanted = {"record": record} if record else {"created_by": "person"}
    wanted |= {cell.name: cell.refers for field in fields for cell in cells(field) if cell.refers}
    made = []
    for column, target in wanted.items():
        if target not in known and target not in shared.tables:
            continue
        if target not in table.metadata.tables:
            Table(target, table.metadata, Column("id", Key, primary_key=True))
        name = _index_name("fk", table.name, column)
        made.append(ForeignKeyConstraint([column], [f"{target}.id"], name=name, use_alter=True))
    return made

"""Tables that grow while the plant runs: additive, in the transaction of the definition, the same on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Index, Table, inspect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, DDLElement

from suyuan.store.engine import Tx


class AddColumn(DDLElement):
    """``ALTER TABLE ... ADD COLUMN ...``; ``column`` already belongs to its table."""

    def __init__(self, column: Column[Any]) -> None:
        self.column = column


@compiles(AddColumn)
def _add_column(element: AddColumn, compiler: Any, **kw: Any) -> str:
    column = element.column
    words = compiler.get_column_specification(column)
    for key in column.foreign_keys:
        words += (
            f" REFERENCES {compiler.preparer.format_table(key.column.table)}"
            f" ({compiler.preparer.format_column(key.column)})"
        )
    return f"ALTER TABLE {compiler.preparer.format_table(column.table)} ADD COLUMN {words}"


def create_table(tx: Tx, table: Table) -> None:
    """Create ``table`` with its indexes; nothing happens when it is there (columns are not compared)."""
    table.create(tx.conn, checkfirst=True)


def add_columns(tx: Tx, table: Table, columns: Sequence[Column[Any]], *, indexed: bool = True) -> list[str]:
    """Add those of ``columns`` (which belong to ``table``) that the database lacks, with their own indexes.

    :param indexed: ``False`` leaves the indexes to the caller.
    :returns: names of the columns that were added.
    :raises ValueError: a column is neither nullable nor has a server default, so rows already there have no value.
    """
    there = {found["name"] for found in inspect(tx.conn).get_columns(table.name)}
    missing = [column for column in columns if column.name not in there]
    for column in missing:
        if not column.nullable and column.server_default is None:
            raise ValueError(f"{table.name}.{column.name}: a column added later must be nullable or have a default")
    for column in missing:
        tx.run(AddColumn(column))
    added = {column.name for column in missing}
    for index in sorted(table.indexes, key=lambda index: index.name or ""):
        if indexed and added & {column.name for column in index.columns}:
            create_index(tx, index)
    return [column.name for column in missing]


def create_index(tx: Tx, index: Index) -> None:
    """Create ``index``; nothing happens when one of its name is there."""
    tx.run(CreateIndex(index, if_not_exists=True))

"""A field made ready for work, with its type and columns, and a detail list with its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Table

from suyuan.forms.field_type import FIELD_TYPES, Cell, FieldType
from suyuan.forms.form import Field
from suyuan.forms.look import Resolve
from suyuan.forms.place import Values


class LiveField:
    """A field with its type and columns."""

    __slots__ = ("cells", "clean", "columns", "field", "names", "type", "width")

    def __init__(self, field: Field, table: Table) -> None:
        self.field = field
        self.type: FieldType = FIELD_TYPES[field.type]
        self.cells: list[Cell] = self.type.columns(field)
        self.names = [cell.name for cell in self.cells]
        self.columns: list[Column[Any]] = [table.c[name] for name in self.names]

    def store(self, value: Any, into: dict[str, Any]) -> None:
        for cell in self.cells:
            into[cell.name] = None if value is None else cell.pick(value)

    def load(self, row: Mapping[str, Any], at: Resolve) -> Any:
        if not self.names or row[self.names[0]] is None:
            return None
        return self.type.load(self.field, [row[name] for name in self.names], at)


class LiveList:
    """A detail list: its table and the fields of its rows.

    :ivar fields: those in use, by key, in order.
    """

    def __init__(self, field: Field, table: Table) -> None:
        self.field, self.table, self.key = field, table, field.key
        self.fields = {f.key: LiveField(f, table) for f in field.options.fields if not f.retired}

    def row(self, values: Values) -> dict[str, Any]:
        """The columns of one row's values, for INSERT and UPDATE."""
        out: dict[str, Any] = {}
        for key, live in self.fields.items():
            live.store(values.get(key), out)
        return out

    def load(self, row: Mapping[str, Any], at: Resolve) -> Values:
        """The values of one row, with its public id under ``id``."""
        return {"id": row["uid"], **{key: live.load(row, at) for key, live in self.fields.items()}}

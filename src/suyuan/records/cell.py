"""A value of a record as one cell of a sheet, typed so that a spreadsheet may count with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.form import Field
from suyuan.forms.values import Linked, Measure, Money
from suyuan.kernel.i18n import say
from suyuan.print.sheet import CellKind, Column
from suyuan.records.look import Desk
from suyuan.records.show import may_know


@dataclass(frozen=True)
class Amount:
    """A number with its unit of measure or currency."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}".strip()


Cell = str | Decimal | date | datetime | Amount | None


def cell(desk: Desk, field: Field | None, value: Any, lang: str) -> Cell:
    """``value`` as a cell: numbers, dates and amounts as such, all else in words.

    :param field: whose options tell the words of a choice; ``None`` for what no field holds.
    """
    if value is None or isinstance(value, Decimal | date):
        return value
    if isinstance(value, Measure):
        return Amount(value.value, value.uom)
    if isinstance(value, Money):
        return Amount(value.value, value.currency)
    if isinstance(value, Linked):
        return value.title if may_know(desk, value) else ""
    if field is not None and field.type != "list":
        return FIELD_TYPES[field.type].show(field, value, lang)
    if isinstance(value, bool):
        return say("print.yes" if value else "print.no", lang)
    if isinstance(value, list | tuple):
        shown = (told(cell(desk, None, item, lang)) for item in value)
        return ("、" if lang == "zh" else ", ").join(text for text in shown if text)
    return str(value)


def told(value: Cell, lang: str = "zh") -> str:
    """A cell in words that need no clock: dates as they are, instants as RFC 3339."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def split_amounts(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], lang: str
) -> tuple[list[Column], list[list[Any]]]:
    """Columns and rows of a sheet in which every amount has its number and its unit in cells of their own."""
    columns: list[Column] = []
    splits: list[bool] = []
    for n, head in enumerate(heads):
        values = [row[n] for row in rows if row[n] is not None and row[n] != ""]
        amounts = bool(values) and all(isinstance(v, Amount) for v in values)
        columns.append(Column(head, 0, "number" if amounts else kind_of(values)))
        splits.append(amounts)
        if amounts:
            columns.append(Column(say("records.unit_of", lang)))
    return columns, [[part for n, value in enumerate(row) for part in _parts(value, splits[n])] for row in rows]


def joined_amounts(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> tuple[list[Column], list[list[Any]]]:
    """The same with number and unit in one cell, for paper and screen."""
    shown = [[str(value) if isinstance(value, Amount) else value for value in row] for row in rows]
    kinds: list[CellKind] = [_paper_kind([row[n] for row in rows]) for n in range(len(heads))]
    return [Column(head, 0, kind) for head, kind in zip(heads, kinds)], shown


def _parts(value: Cell, split: bool) -> tuple[Any, ...]:
    if not split:
        return (str(value) if isinstance(value, Amount) else value,)
    return (value.value, value.unit) if isinstance(value, Amount) else (None, None)


def _paper_kind(values: Sequence[Cell]) -> CellKind:
    there = [v for v in values if v is not None and v != ""]
    return "number" if there and all(isinstance(v, Amount | Decimal) for v in there) else "text"


def kind_of(values: Sequence[Cell]) -> CellKind:
    """What a column of ``values`` holds."""
    if values and all(isinstance(v, datetime) for v in values):
        return "datetime"
    if values and all(isinstance(v, date) and not isinstance(v, datetime) for v in values):
        return "date"
    return "number" if values and all(isinstance(v, Decimal) for v in values) else "text"

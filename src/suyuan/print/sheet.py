"""The words of a table, whatever it is written as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Literal

from suyuan.kernel.i18n import say

CellKind = Literal["text", "number", "date", "datetime", "money"]


@dataclass(frozen=True)
class Column:
    """One column.

    :param width: in characters of Latin text (a Chinese one counts two); found from the contents when 0.
    :param kind: how its values are written; a value of another type is written as what it is.
    """

    label: str
    width: int = 0
    kind: CellKind = "text"


@dataclass(frozen=True)
class Sheet:
    """A table with a name.

    :param name: of the sheet; made fit for Excel where it is written.
    :param rows: as many values as there are columns: ``None``, text, ``bool``, ``int``, ``Decimal``, ``date`` or an
        aware ``datetime``.
    :param title: line above the table; none leaves the head in the first row, as machines want it.
    :param note: lines under the title.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    title: str = ""
    note: str = ""


def words(value: Any, lang: str, zone: tzinfo = UTC) -> str:
    """A value as text in ``lang``; instants by the clock of ``zone``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("print.yes" if value else "print.no", lang)
    if isinstance(value, datetime):
        local = value.astimezone(zone) if value.tzinfo else value
        return local.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def width_of(text: str) -> int:
    """Characters of Latin text that ``text`` is as wide as."""
    return sum(2 if c > "\u2e7f" else 1 for c in text)

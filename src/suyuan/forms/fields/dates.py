"""Dates, and instants with their zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from suyuan.expr.types import DATE, DATETIME, Type
from suyuan.forms.field_type import FIELD_TYPES, ORDER, Cell, Face, FieldType, same
from suyuan.forms.form import Field
from suyuan.forms.look import Look
from suyuan.kernel.errors import refuse
from suyuan.store.columns import Day, Instant

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LOOSE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.I)
LEEWAY = timedelta(minutes=5)


class DateOptions(msgspec.Struct, frozen=True):
    """:param not_future: refused after today (an instant: more than 5 minutes from now, clocks differ).
    :param not_past: refused before today (an instant: more than 5 minutes ago).
    """

    not_future: bool = False
    not_past: bool = False


class DateField(FieldType):
    key = "date"
    widget = "date"
    Options = DateOptions
    operators = ORDER
    face = Face(icon="date", unique=True)

    def expr_type(self, f: Field) -> Type:
        return DATE

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Day(), same)]

    def clean(self, f: Field, value: Any, look: Look) -> date:
        found = value if type(value) is date else _date(value)
        o: DateOptions = f.options
        if o.not_future and found > look.env.today:
            raise refuse("", "forms.in_future")
        if o.not_past and found < look.env.today:
            raise refuse("", "forms.in_past")
        return found

    def parse(self, f: Field, text: str, lang: str) -> Any:
        match = _LOOSE.fullmatch(text.strip())
        return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text.strip()

    def example(self, f: Field) -> str:
        return "2026-11-22"


def _date(value: Any) -> date:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        if match and int(match[1]) >= 1900:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise refuse("", "forms.want_date")


class DatetimeField(FieldType):
    key = "datetime"
    widget = "datetime"
    Options = DateOptions
    operators = ORDER
    face = Face(icon="clock")

    def expr_type(self, f: Field) -> Type:
        return DATETIME

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Instant(), same)]

    def clean(self, f: Field, value: Any, look: Look) -> datetime:
        found = value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else _instant(value)
        o: DateOptions = f.options
        if o.not_future and found > look.env.now + LEEWAY:
            raise refuse("", "forms.in_future")
        if o.not_past and found < look.env.now - LEEWAY:
            raise refuse("", "forms.in_past")
        return found

    def example(self, f: Field) -> str:
        return "2026-11-22T08:00:00Z"


def _instant(value: Any) -> datetime:
    try:
        if isinstance(value, str) and _INSTANT.fullmatch(value) and value >= "1900":
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise refuse("", "forms.want_datetime")


FIELD_TYPES.add(DateField())
FIELD_TYPES.add(DatetimeField())

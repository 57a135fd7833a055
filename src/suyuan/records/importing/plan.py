"""The words of an import: which column means what, and what is to be done with the rows."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm

State = Literal["reading", "ready", "checking", "checked", "running", "done", "stopped", "cancelled", "failed"]
Mode = Literal["new", "update", "both"]
Blank = Literal["leave", "clear"]
ID = "id"
"""The column of a record's own public id, as an export gives it."""
PIECE = 200
"""Rows written in one transaction: what the others of the plant wait for at most."""
MOST_AT_ONCE = 5000
"""Up to so many lines, a file whose rows must all be right is written in one transaction."""
MOST_LINES = 200_000
_KEYS = ("text", "serial", "scan", "choice", "link", "number", "date", "datetime", "person", "department", "location")


class Mapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one column holds.

    :param column: its position, from 0.
    :param to: ``code``, ``items.material``, or ``id``.
    :param unit: it holds only the unit of measure of that field.
    """

    column: int
    to: str
    unit: bool = False


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be done.

    :param mapping: columns that are read; the others are passed over.
    :param by: fields that tell which record a row is about; ``("id",)`` is the record's own id; none: all are new.
    :param mode: make new ones, change those that are there, or both.
    :param blank: what an empty cell of a changed record means.
    :param good_only: write the rows that are right and hand the others back.
    :param warned: warnings of the form were seen and are accepted.
    """

    mapping: tuple[Mapped, ...]
    by: tuple[str, ...] = ()
    mode: Mode = "new"
    blank: Blank = "leave"
    good_only: bool = False
    warned: bool = False


class Sample(msgspec.Struct, frozen=True):
    """One column of a file as it was found.

    :param head: what its first line says.
    :param values: some of what stands below.
    """

    head: str
    values: list[str]


class Body(msgspec.Struct, frozen=True):
    """What a job remembers beside its counts.

    :param sheet: name of the sheet it was read from.
    :param plan: what it was last told to do.
    :param noted: rows whose key stands in the file twice are known.
    :param why: code of the reason it failed, with its parameters.
    """

    sheet: str
    head: int
    columns: list[Sample]
    plan: Plan | None = None
    noted: bool = False
    why: str = ""
    params: dict[str, Any] = {}


def may_be_key(live: LiveForm, field: Field) -> bool:
    """Whether records can be told apart by this field."""
    return field.key in live.plain and field.type in _KEYS and bool(live.plain[field.key].names)

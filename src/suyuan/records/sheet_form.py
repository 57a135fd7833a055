"""A form from a sheet: each column becomes a field, its type guessed from the head and from what stands below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from suyuan.definitions.definition import Body
from suyuan.forms.formats import FORMATS
from suyuan.forms.slugs import slug, slugs
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.units import UOMS
from suyuan.records.grid import Cell
from suyuan.records.importing.source import opened

LOOKED = 2000
"""Lines that are looked at."""
MOST_FIELDS = 300
FEW, LONG = 12, 60
"""Different values that make a choice at most; characters that make a text long."""
_NUMBERED = re.compile(r"(序号|行号|no\.?|#)", re.I)
_CODE = re.compile(r"编号|编码|代码|单号|批号|code\b|\bno\.?$|number", re.I)
_PHONE = re.compile(r"电话|手机|phone|mobile|\btel", re.I)
_RATE = re.compile(r"%|率$|百分|percent|rate$", re.I)
_UNIT = re.compile(r"^(.*?)\s*[(（]([^()（）]{1,6})[)）]\s*$")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOMENT = re.compile(_DAY.pattern + r"[ T]+\d{1,2}:\d{2}(:\d{2})?")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")
_TRUTH = frozenset({"是", "否", "yes", "no", "true", "false", "y", "n", "√", "×"})
_TESTED = ("email", "uscc", "sc_licence", "mobile", "phone")


@dataclass(frozen=True)
class Guessed:
    """The form a sheet suggests.

    :param definition: the document, to be saved as a draft.
    :param notices: what was left open or left out, by path of the field.
    """

    definition: Body
    notices: list[Mistake]


@dataclass(frozen=True)
class Column:
    """A column: its head and its cells that hold something, texts stripped."""

    head: str
    cells: Sequence[Cell]
    blanks: int


def form_of_sheet(stream: BinaryIO, kind: str, name: str) -> Guessed:
    """The form that the first sheet of a file suggests.

    :param kind: csv or xlsx.
    :param name: of the form; the sheet's own when blank.
    :raises Malformed: it is no such file.
    :raises Invalid: it has no head line, or too many columns.
    """
    with opened(stream, kind, [name]) as lines:
        head = lines.head[1]
        rows = [row for _, row in itertools.islice(lines.rows, LOOKED)]
        name = name or lines.sheet or "表单"
    if len([cell for cell in head if cell]) > MOST_FIELDS:
        raise Invalid([Mistake("", "records.import_too_wide", {"most": MOST_FIELDS})])
    notices: list[Mistake] = []
    columns = [_column(text, [row[n] if n < len(row) else None for row in rows]) for n, text in enumerate(head) if text]
    kept = [c for c in columns if not _counts(c)]
    notices += [Mistake("", "records.sheet_numbers", {"label": c.head}) for c in columns if c not in kept]
    fields: Body = {}
    for key, column in zip(slugs(_label(c.head)[0] for c in kept), kept):
        fields[key] = _field(column)
        if not column.cells:
            notices.append(Mistake(f"fields.{key}", "records.sheet_blank", {"label": column.head}))
        elif fields[key]["type"] == "choice":
            count = len(fields[key]["options"])
            notices.append(Mistake(f"fields.{key}", "records.sheet_choice", {"label": column.head, "count": count}))
    if not fields:
        raise Invalid([Mistake("", "records.import_head")])
    return Guessed({"form": slug(name), "label": {"zh": name, "en": name}, "fields": fields}, notices)


def _column(head: str, cells: list[Cell]) -> Column:
    held = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
    return Column(head, [c for c in held if c not in (None, "")], sum(c in (None, "") for c in held))


def _counts(column: Column) -> bool:
    """Whether the column only numbers the lines."""
    values = [str(cell) for cell in column.cells]
    return bool(_NUMBERED.fullmatch(column.head)) and values == [str(n) for n in range(1, len(values) + 1)]


def _label(head: str) -> tuple[str, str]:
    """The head without its unit, and the unit."""
    found = _UNIT.match(head)
    return (found[1], found[2]) if found is not None and found[1] else (head, "")


def _field(column: Column) -> Body:
    label, unit = _label(column.head)
    found = (guess(column) for guess in GUESSES) if column.cells else ()
    typed = next((guessed for guessed in found if guessed is not None), {"type": "text"})
    number = typed["type"] in ("number", "percentage", "quantity")
    shown = label if not unit or (number and typed["type"] != "percentage") or unit == "%" else column.head
    field: Body = {**typed, "label": {"zh": shown, "en": shown}}
    if not column.blanks and len(column.cells) >= 3:
        field["required"] = True
    values = [str(cell) for cell in column.cells]
    if typed == {"type": "text"} and _CODE.search(label) and len(values) >= 3 and len(set(values)) == len(values):
        field["unique"] = True
    return field


def _all(column: Column, fits: Callable[[Any], Any]) -> bool:
    return all(fits(cell) for cell in column.cells)


def _bool(column: Column) -> Body | None:
    fits = _all(column, lambda c: isinstance(c, bool) or (isinstance(c, str) and c.lower() in _TRUTH))
    return {"type": "bool"} if fits else None


def _date(column: Column) -> Body | None:
    def day(cell: Cell) -> bool:
        if isinstance(cell, datetime):
            return cell.time() == time()
        return isinstance(cell, date) or (isinstance(cell, str) and bool(_DAY.fullmatch(cell)))

    return {"type": "date"} if _all(column, day) else None


def _datetime(column: Column) -> Body | None:
    def moment(cell: Cell) -> bool:
        told = isinstance(cell, str) and (_MOMENT.fullmatch(cell) or _DAY.fullmatch(cell))
        return isinstance(cell, date) or bool(told)

    return {"type": "datetime"} if _all(column, moment) else None


def _formatted(column: Column) -> Body | None:
    texts = [str(cell) for cell in column.cells]
    for key in _TESTED:
        fits = all(_is_format(key, text) for text in texts)
        if fits and (key not in ("mobile", "phone") or _PHONE.search(column.head)):
            return {"type": key}
    return None


def _is_format(key: str, text: str) -> bool:
    try:
        FORMATS[key].clean(text)
    except Invalid:
        return False
    return True


def _number(column: Column) -> Body | None:
    numbers = [_as_number(cell) for cell in column.cells]
    if any(number is None for number in numbers):
        return None
    decimals = min(6, max(max(0, -int(n.normalize().as_tuple().exponent)) for n in numbers if n is not None))
    label, unit = _label(column.head)
    if unit in UOMS:
        return {"type": "quantity", "uom": unit, "decimals": max(decimals, UOMS[unit].decimals)}
    if unit == "%" or (not unit and _RATE.search(label)):
        return {"type": "percentage", "decimals": max(decimals, 2)}
    return {"type": "number", "decimals": decimals, **({"suffix": unit} if unit else {})}


def _as_number(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, Decimal | str):
        return None
    text = format(cell, "f") if isinstance(cell, Decimal) else cell.replace(",", "").removesuffix("%")
    try:
        return Decimal(text) if isinstance(cell, Decimal) or _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None


def _choice(column: Column) -> Body | None:
    values = [cell for cell in column.cells if isinstance(cell, str)]
    different = list(dict.fromkeys(values))
    few = len(different) <= FEW and len(different) * 3 <= len(values) and len(values) >= 6
    if len(values) < len(column.cells) or not few or any(len(v) > 20 for v in different):
        return None
    return {"type": "choice", "options": list(_options(different))}


def _options(different: list[str]) -> Iterator[Body]:
    for key, value in zip(slugs(different), different):
        yield {"key": key, "label": {"zh": value, "en": value}}


def _long(column: Column) -> Body | None:
    texts = [str(cell) for cell in column.cells]
    return {"type": "long_text", "width": 12} if any(len(t) > LONG or "\n" in t for t in texts) else None


GUESSES: tuple[Callable[[Column], Body | None], ...] = (
    _bool, _date, _datetime, _formatted, _number, _choice, _long,
)  # fmt: skip

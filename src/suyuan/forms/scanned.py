"""What a scanner read: a GS1 code taken apart, or just a text."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from suyuan.codes.ai import matches
from suyuan.codes.digital_link import parse as parse_link
from suyuan.codes.digital_link import recognise
from suyuan.codes.elements import build_elements, parse_elements
from suyuan.kernel.errors import Invalid

GS = "\x1d"


@dataclass(frozen=True)
class Scanned:
    """A GS1 code.

    :param text: with brackets, ``(01)...(10)...``; a Digital Link as it was scanned.
    :param elements: content by application identifier.
    """

    text: str
    elements: dict[str, str]


def scanned(text: str) -> Scanned | None:
    """``text`` as a GS1 code, ``None`` when it does not claim to be one.

    Digits alone are not taken for element strings: many codes that are not GS1's would pass by chance.

    :raises Invalid: it claims to be a GS1 code (brackets, symbology identifier, FNC1) and is a wrong one.
    """
    if text.lower().startswith(("http://", "https://")):
        found = recognise(text)
        return Scanned(text, dict(found) | _attributes(text)) if found else None
    if not (text.startswith(("(", "]C1", "]d2", "]Q3", "]e0")) or GS in text):
        return None
    elements = parse_elements(text)
    return Scanned(build_elements(elements), dict(elements))


def _attributes(uri: str) -> dict[str, str]:
    """What a Digital Link says in its query; nothing where a value of it is wrong."""
    try:
        return dict(parse_link(uri).query)
    except Invalid:
        return {}


DATES = ("11", "12", "13", "15", "16", "17", "7006")
COUNTS = ("20", "30", "37")
_DECIMALS = re.compile(r"(?:3[1-6]|39)\d(\d)", re.ASCII)


def element_of(text: str | None, ai: str, kind: str, today: date) -> Any:
    """The content under ``ai`` of a scanned text already cleaned, as a field of that kind takes it.

    :param ai: an application identifier; ``n`` stands for any digit, ``310n`` is a weight however many its decimals.
    :param kind: kind of the field's value: ``date`` and ``number`` get a date and a number, others the text itself.
    :returns: ``None`` where the code says nothing of it, or nothing of that kind.
    """
    try:
        read = scanned(text) if text is not None else None
    except Invalid:
        return None
    found = next(((key, value) for key, value in read.elements.items() if matches(ai, key)), None) if read else None
    if found is None:
        return None
    key, value = found
    if kind == "date":
        return _day(value, today) if key in DATES else None
    return _number(key, value) if kind == "number" else value


def _day(text: str, today: date) -> date | None:
    """``YYMMDD`` as a date: the century nearest to now, day 00 the last of its month (GS1 GenSpecs 7.12)."""
    year, month, day = (int(text[n : n + 2]) for n in (0, 2, 4))
    year += today.year - today.year % 100
    year += 100 if year - today.year <= -50 else -100 if year - today.year >= 51 else 0
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _number(key: str, text: str) -> Decimal | None:
    decimals = _DECIMALS.fullmatch(key)
    if not text.isdigit() or not (decimals or key in COUNTS):
        return None
    return Decimal(int(text)).scaleb(-int(decimals[1])) if decimals else Decimal(int(text))

"""What a scanner read: a GS1 code taken apart, or just a text."""

from __future__ import annotations

from dataclasses import dataclass

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
        return Scanned(text, dict(found)) if found else None
    if not (text.startswith(("(", "]C1", "]d2", "]Q3", "]e0")) or GS in text):
        return None
    elements = parse_elements(text)
    return Scanned(build_elements(elements), dict(elements))


def element_of(text: str | None, ai: str) -> str | None:
    """The content under ``ai`` of a scanned text already cleaned, if any."""
    if text is None:
        return None
    try:
        read = scanned(text)
    except Invalid:
        return None
    return read.elements.get(ai) if read else None

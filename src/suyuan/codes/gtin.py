"""The GTIN in a text that somebody scanned or typed, and the spellings plants keep it in."""

from __future__ import annotations

from suyuan.codes.canonical import elements_of
from suyuan.codes.content import is_right

LENGTHS = (8, 12, 13, 14)


def gtin_in(text: str) -> str | None:
    """The GTIN of ``text`` as 14 digits, ``None`` when there is none.

    :param text: an element string, a Digital Link, an EPC URN; or the digits alone, 8, 12, 13 or 14 of them whose
        check digit is right (GS1 GenSpecs 3.3.2).
    """
    found = elements_of(text)
    if found is not None:
        return dict(found).get("01")
    digits = text.strip()
    if len(digits) not in LENGTHS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits.zfill(14) if is_right("01", digits.zfill(14)) else None


def spellings(gtin: str) -> tuple[str, ...]:
    """The same GTIN without the zeros in front that make it 14 digits: as GTIN-13, GTIN-12, GTIN-8, if it is one."""
    short = (gtin[14 - length :] for length in LENGTHS if not gtin[: 14 - length].strip("0"))
    return tuple(dict.fromkeys(short))

"""Whether the value of an application identifier is right: character set, length, and the content rules by name."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator

from suyuan.codes.ai import AIS, Ai, Part
from suyuan.codes.check_digits import CSET_82, has_gs1_pair, has_mod10, has_mod97
from suyuan.codes.countries import COUNTRIES, COUNTRY_NUMBERS, CURRENCY_NUMBERS

CHARSETS = {
    "n": frozenset("0123456789"),
    "x": frozenset(CSET_82),
    "y": frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "z": frozenset("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz="),
}
_PERCENT = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


def is_date(text: str, day_zero: bool) -> bool:
    """Whether ``text`` is a date YYMMDD or YYYYMMDD; with ``day_zero``, DD 00 means the whole month."""
    year, month, day = int(text[:-4]), int(text[-4:-2]), int(text[-2:])
    if len(text) == 6:
        year += 2000
    if not 1 <= month <= 12 or year < 1:
        return False
    return (day_zero and day == 0) or 1 <= day <= calendar.monthrange(year, month)[1]


def _is_birth_order(text: str) -> bool:
    born, slash, of = text[0], text[1], text[2]
    return slash == "/" and born.isdigit() and of.isdigit() and "0" < born <= of


RULES: dict[str, Callable[[str], bool]] = {
    "check": has_mod10,
    "pair": has_gs1_pair,
    "prefix": lambda v: len(v) >= 4 and v[:4].isdigit(),
    "date": lambda v: is_date(v, day_zero=False),
    "date0": lambda v: is_date(v, day_zero=True),
    "date8": lambda v: is_date(v, day_zero=False),
    "hourmin": lambda v: v[:2] < "24" and v[2:] < "60",
    "hour": lambda v: v < "24",
    "minute": lambda v: v < "60",
    "country": COUNTRY_NUMBERS.__contains__,
    "country999": lambda v: v == "999" or v in COUNTRY_NUMBERS,
    "country2": COUNTRIES.__contains__,
    "currency": CURRENCY_NUMBERS.__contains__,
    "percent": lambda v: _PERCENT.fullmatch(v) is not None,
    "yesno": lambda v: v in "01",
    "minus": lambda v: v == "-",
    "latitude": lambda v: int(v) <= 1_800_000_000,
    "longitude": lambda v: int(v) <= 3_600_000_000,
    "importer": lambda v: v in CHARSETS["z"] and v != "=",
    "package": lambda v: (v.isalnum() and v.isupper()) or v.isdigit(),
    "media": lambda v: "01" <= v <= "10" or "80" <= v <= "99",
    "sex": lambda v: v in "0129",
    "birthorder": _is_birth_order,
    "nonzero": lambda v: v.strip("0") != "",
    "zero": lambda v: v == "0",
    "nozero": lambda v: v == "0" or not v.startswith("0"),
    "winding": lambda v: v in "019",
    "pieces": lambda v: "00" < v[:2] <= v[2:],
    "iban": lambda v: len(v) > 4 and v[:2].isalpha() and v.isupper() and v[2:4].isdigit() and has_mod97(v),
    "nondigit": lambda v: not v.isdigit(),
    "coupon": lambda v: v[:1].isdigit(),
}


def _cut(parts: tuple[Part, ...], value: str) -> Iterator[tuple[Part, str]]:
    """Each part with the characters it takes; whatever is left over goes to the last."""
    at = 0
    for number, part in enumerate(parts):
        if part.optional and at >= len(value):
            return
        end = at + part.most if number < len(parts) - 1 else len(value)
        yield part, value[at:end]
        at = end


def faults(ai: Ai, value: str) -> Iterator[tuple[str, dict[str, object]]]:
    """What is wrong with ``value``: text keys with their parameters; nothing when it is right."""
    for part, piece in _cut(ai.parts, value):
        wrong = sorted(set(piece) - CHARSETS[part.charset])
        if wrong:
            yield "codes.ai_characters", {"ai": ai.key, "characters": " ".join(wrong)}
        elif not part.least <= len(piece) <= part.most:
            yield "codes.ai_length", {"ai": ai.key, "value": value}
        else:
            for rule in part.rules:
                if not RULES[rule](piece):
                    yield f"codes.ai_{rule}", {"ai": ai.key, "value": piece}


def is_right(key: str, value: str) -> bool:
    """Whether ``value`` is a right value of the identifier ``key``."""
    return key in AIS and next(faults(AIS[key], value), None) is None


def has_shape(key: str, value: str) -> bool:
    """Whether ``value`` has the characters and length of ``key``, whatever its check digit."""
    return all(
        part.least <= len(piece) <= part.most and CHARSETS[part.charset].issuperset(piece)
        for part, piece in _cut(AIS[key].parts, value)
    ) and bool(value)

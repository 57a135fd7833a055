"""Exact decimal arithmetic of 34 significant digits, half up; the blank is ``None``.

Magnitudes of 10^100 and more are blank, as a division by nothing is; the last digit kept is 10^-132.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_UP, Emin=-99, Emax=99, traps=[InvalidOperation, DivisionByZero, Overflow]
)
ZERO = Decimal(0)
_add, _subtract, _multiply, _divide = CONTEXT.add, CONTEXT.subtract, CONTEXT.multiply, CONTEXT.divide


def add(a: Any, b: Any) -> Any:
    """``a + b`` of numbers, or a date and days."""
    if a is None or b is None:
        return None
    try:
        return _add(a, b)
    except Overflow:
        return None
    except TypeError:
        return shifted(a, b, 1) if isinstance(a, date) else shifted(b, a, 1)


def subtract(a: Any, b: Any) -> Any:
    """``a - b`` of numbers, a date and days, or two dates (days between)."""
    if a is None or b is None:
        return None
    try:
        return _subtract(a, b)
    except Overflow:
        return None
    except TypeError:
        if plain_date(a) and plain_date(b):
            return Decimal((a - b).days)
        return shifted(a, b, -1)


def multiply(a: Any, b: Any) -> Any:
    """``a * b``."""
    if a is None or b is None:
        return None
    try:
        return _multiply(a, b)
    except Overflow:
        return None


def divide(a: Any, b: Any) -> Any:
    """``a / b``; blank where ``b`` is 0."""
    if a is None or b is None or not b:
        return None
    try:
        return _divide(a, b)
    except Overflow:
        return None


def negative(a: Any) -> Any:
    """``-a``."""
    return None if a is None else subtract(ZERO, a)


def plain_date(value: object) -> bool:
    """Whether it is a calendar date and not an instant."""
    return isinstance(value, date) and not isinstance(value, datetime)


def shifted(day: Any, days: Any, sign: int) -> date | None:
    """``day`` moved by whole ``days`` (what is behind the point is dropped), blank outside the years 1 to 9999."""
    if not plain_date(day) or isinstance(days, (bool, float)):
        raise TypeError("not a date and a number")
    try:
        moved: date = day + timedelta(days=sign * small(days))
    except OverflowError:
        return None
    return moved


def small(value: Decimal | int, limit: int = 10_000_000) -> int:
    """The whole part of ``value``, held within plus or minus ``limit``."""
    return int(max(min(value, limit), -limit))


def rounded(value: Decimal, digits: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """``value`` with at most ``digits`` decimals (negative: tens, hundreds...)."""
    value = CONTEXT.plus(value)
    if digits >= 0 and value.as_tuple().exponent >= -digits:  # type: ignore[operator]
        return value
    step = Decimal((0, (1,), -max(min(digits, 132), -99)))
    try:
        return value.quantize(step, mode, CONTEXT)
    except InvalidOperation:
        return value


def floor_mod(a: Decimal, b: Decimal) -> Decimal | None:
    """What is left of ``a`` after whole ``b``s, with the sign of ``b``; blank where ``b`` is 0."""
    if not b:
        return None
    try:
        rest = CONTEXT.remainder(a, b)
    except InvalidOperation:
        return None
    return add(rest, b) if rest and (rest < 0) != (b < 0) else rest


def whole(value: Decimal) -> Decimal:
    """The greatest whole number not above ``value``."""
    return rounded(value, 0, ROUND_FLOOR)


def plain(value: Decimal) -> str:
    """The digits of a number without exponent or idle zeros."""
    try:
        value = CONTEXT.plus(value)
    except Overflow:
        return ""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def same(a: Any, b: Any) -> bool:
    """Null-safe equality; links are equal by their ids, and to text by their public id."""
    if a is None or b is None:
        return a is b
    if isinstance(a, Mapping) or isinstance(b, Mapping):
        return _linked(a, b)
    return bool(a == b)


def _linked(a: Any, b: Any) -> bool:
    if isinstance(a, str):
        a, b = b, a
    if isinstance(b, str):
        return isinstance(a, Mapping) and a.get("uid", a.get("id")) == b
    return isinstance(a, Mapping) and isinstance(b, Mapping) and a.get("id") == b.get("id")

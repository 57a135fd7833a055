"""Exact numbers from what clients send."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache
from typing import Any

from suyuan.kernel.errors import refuse

MAX_DIGITS = 18
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


@cache
def step(decimals: int) -> Decimal:
    """The smallest number with ``decimals`` decimals."""
    return Decimal(1).scaleb(-decimals)


def exact(value: Any, decimals: int) -> Decimal:
    """``value`` (``Decimal``, ``int`` or text; never a float) with just ``decimals`` decimals.

    :raises Invalid: it is no number, has more decimals, or more than 18 digits in all.
    """
    if type(value) is Decimal:
        number = value
    elif type(value) is int:
        if not -(10**MAX_DIGITS) < value < 10**MAX_DIGITS:
            raise refuse("", "forms.too_many_digits", digits=MAX_DIGITS - decimals)
        number = Decimal(value)
    elif type(value) is str and len(value) <= 60 and "_" not in value:
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            raise refuse("", "forms.want_number", given=value) from None
    else:
        raise refuse("", "forms.want_number", given=str(value)[:60])
    if not number.is_finite():
        raise refuse("", "forms.want_number", given=str(value))
    if number and not -MAX_DIGITS - 1 <= number.adjusted() < MAX_DIGITS - decimals:
        if number.adjusted() < 0:
            raise refuse("", "forms.too_precise", decimals=decimals)
        raise refuse("", "forms.too_many_digits", digits=MAX_DIGITS - decimals)
    settled = number.quantize(step(decimals), context=_WIDE)
    if settled != number:
        raise refuse("", "forms.too_precise", decimals=decimals)
    return settled if settled else abs(settled)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """``value`` rounded half up to ``decimals`` decimals, as computed fields are.

    :raises Invalid: it has more than 18 digits.
    """
    if value and value.adjusted() >= MAX_DIGITS - decimals:
        raise refuse("", "forms.too_many_digits", digits=MAX_DIGITS - decimals)
    settled = value.quantize(step(decimals), context=_WIDE)
    return settled if settled else abs(settled)


def within(value: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    """``value``, refused outside ``least`` to ``most``."""
    if least is not None and value < least:
        raise refuse("", "forms.too_small", least=format(least, "f"))
    if most is not None and value > most:
        raise refuse("", "forms.too_large", most=format(most, "f"))
    return value

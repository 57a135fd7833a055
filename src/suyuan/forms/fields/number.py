"""Exact numbers with fixed decimals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from suyuan.expr.types import Number, Type
from suyuan.forms.field_type import FIELD_TYPES, ORDER, Cell, Face, FieldType, same
from suyuan.forms.form import Field
from suyuan.forms.look import Look
from suyuan.forms.numbers import exact, within
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.store.columns import Scaled


class NumberOptions(msgspec.Struct, frozen=True):
    """:param decimals: decimals kept, 0 to 9; more are refused. Fixed at first publish.
    :param min: least value.
    :param max: greatest value.
    :param low: least normal value: less is shown red, and taken.
    :param high: greatest normal value: more is shown red, and taken.
    :param percent: shown with a % sign; 12.5 means 12.5 %.
    :param suffix: shown behind the number.
    :param sum: in a detail list, the total of the column stands below it.
    """

    decimals: int = 0
    min: Decimal | None = None
    max: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    percent: bool = False
    suffix: str = ""
    sum: bool = False

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        yield from bounds_mistakes(self.decimals, self.min, self.max)
        if self.low is not None and self.high is not None and self.low > self.high:
            yield Mistake("high", "forms.min_over_max")


def bounds_mistakes(decimals: int, least: Decimal | None, most: Decimal | None) -> Iterator[Mistake]:
    """What is wrong with the decimals and limits of a number."""
    if not 0 <= decimals <= MOST_DECIMALS:
        yield Mistake("decimals", "forms.option_range", {"least": 0, "most": MOST_DECIMALS})
        return
    for name, bound in (("min", least), ("max", most)):
        if bound is not None:
            try:
                exact(bound, decimals)
            except Invalid as wrong:
                yield from (m.under(name) for m in wrong.mistakes)
    if least is not None and most is not None and least > most:
        yield Mistake("max", "forms.min_over_max")


MOST_DECIMALS = 9


class NumberField(FieldType):
    key = "number"
    widget = "number"
    Options = NumberOptions
    operators = ORDER
    face = Face(icon="number", unique=True)

    def expr_type(self, f: Field) -> Type:
        return Number(f.options.decimals)

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Scaled(f.options.decimals), same)]

    def clean(self, f: Field, value: Any, look: Look) -> Decimal:
        o: NumberOptions = f.options
        return within(exact(value, o.decimals), o.min, o.max)

    def show(self, f: Field, value: Any, lang: str) -> str:
        o: NumberOptions = f.options
        ending = "%" if o.percent else o.suffix
        return f"{value:,f} {ending}" if ending else f"{value:,f}"

    def parse(self, f: Field, text: str, lang: str) -> Any:
        ending = "%" if f.options.percent else f.options.suffix
        bare = text.strip()
        if ending and bare.endswith(ending):
            bare = bare[: -len(ending)]
        return bare.replace(",", "").replace("，", "").strip()

    def example(self, f: Field) -> str:
        o: NumberOptions = f.options
        least = o.min if o.min is not None else Decimal(0)
        value = max(least, Decimal(1)) if o.max is None or o.max >= 1 else o.max
        return format(value.quantize(Decimal(1).scaleb(-o.decimals)), "f")


FIELD_TYPES.add(NumberField())

"""Amounts of money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from suyuan.expr.types import Number, Type
from suyuan.forms.field_type import FIELD_TYPES, ORDER, Cell, Face, FieldType
from suyuan.forms.fields.number import bounds_mistakes
from suyuan.forms.form import Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.numbers import exact, within
from suyuan.forms.values import Money
from suyuan.kernel.errors import Mistake, refuse
from suyuan.store.columns import Scaled, Text


class MoneyOptions(msgspec.Struct, frozen=True):
    """:param currency: ISO 4217 code taken when none is given.
    :param currencies: the codes allowed; only ``currency`` when empty.
    :param decimals: decimals kept. Fixed at first publish.
    :param min: least amount.
    :param max: greatest amount.
    """

    currency: str = "CNY"
    currencies: list[str] = []
    decimals: int = 2
    min: Decimal | None = None
    max: Decimal | None = None

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        for n, code in enumerate([self.currency, *self.currencies]):
            if not (len(code) == 3 and code.isascii() and code.isupper()):
                yield Mistake(f"currencies[{n - 1}]" if n else "currency", "forms.bad_currency", {"given": code})
        if self.currencies and self.currency not in self.currencies:
            yield Mistake("currency", "forms.not_offered", {"given": self.currency})
        yield from bounds_mistakes(self.decimals, self.min, self.max)


class MoneyField(FieldType):
    key = "money"
    widget = "money"
    Options = MoneyOptions
    operators = ORDER
    face = Face(icon="money")

    def expr_type(self, f: Field) -> Type:
        return Number(f.options.decimals)

    def columns(self, f: Field) -> list[Cell]:
        return [
            Cell(f.key, Scaled(f.options.decimals), lambda m: m.value),
            Cell(f"{f.key}_currency", Text(), lambda m: m.currency),
        ]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> Money:
        return Money(parts[0], parts[1])

    def clean(self, f: Field, value: Any, look: Look) -> Money:
        o: MoneyOptions = f.options
        if isinstance(value, Money):
            return value
        if isinstance(value, Decimal):
            return Money(within(exact(value, o.decimals), o.min, o.max), o.currency)
        if not isinstance(value, Mapping) or "value" not in value or set(value) - {"value", "currency"}:
            raise refuse("", "forms.want_money")
        currency = value.get("currency") or o.currency
        if currency not in (o.currencies or [o.currency]):
            raise refuse("currency", "forms.not_offered", given=str(currency))
        return Money(within(exact(value["value"], o.decimals), o.min, o.max), currency)

    def show(self, f: Field, value: Any, lang: str) -> str:
        return f"{value.value:,f} {value.currency}"

    def parse(self, f: Field, text: str, lang: str) -> Any:
        number, _, currency = text.strip().replace(",", "").partition(" ")
        return {"value": number, "currency": currency.strip() or f.options.currency}

    def example(self, f: Field) -> Any:
        return {"value": format(Decimal(12).quantize(Decimal(1).scaleb(-f.options.decimals)), "f"), "currency": "CNY"}


FIELD_TYPES.add(MoneyField())

"""Quantities with their unit of measure."""

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
from suyuan.forms.marks import FieldPath, Uom, Uoms
from suyuan.forms.numbers import exact, rounded, within
from suyuan.forms.values import Measure
from suyuan.kernel.errors import Mistake, refuse
from suyuan.kernel.units import UOMS, convert
from suyuan.store.columns import Scaled, Text

BASE_DECIMALS = 6
MEASURES = ("quantity", "catch_weight")
"""The types whose values are a ``Measure``."""


class QuantityOptions(msgspec.Struct, frozen=True):
    """:param uom: the one unit of measure.
    :param uoms: several to choose from; the first is the reference that expressions count in.
    :param of: path of a lot, or of a link to the form serving as material: any unit that converts to its base unit.
    :param decimals: decimals kept of what is given. Fixed at first publish.
    :param min: least value, in the unit given.
    :param max: greatest value, in the unit given.
    """

    uom: Uom = ""
    uoms: Uoms = []
    of: FieldPath = ""
    decimals: int = 3
    min: Decimal | None = None
    max: Decimal | None = None

    def reference(self) -> str:
        """The unit expressions count in; ``""`` when it is the base unit of what ``of`` names."""
        return self.uom or (self.uoms[0] if self.uoms else "")

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        if sum(bool(one) for one in (self.uom, self.uoms, self.of)) != 1:
            yield Mistake("", "forms.uom_of_what")
        for n, uom in enumerate([self.uom] if self.uom else self.uoms):
            path = "uom" if self.uom else f"uoms[{n}]"
            if uom not in UOMS:
                yield Mistake(path, "kernel.unknown_unit", {"uom": uom})
            elif self.uoms and self.uoms[0] in UOMS and UOMS[uom].dimension != UOMS[self.uoms[0]].dimension:
                yield Mistake(path, "kernel.no_conversion", {"given": uom, "wanted": self.uoms[0]})
        yield from bounds_mistakes(self.decimals, self.min, self.max)


class QuantityField(FieldType):
    key = "quantity"
    widget = "quantity"
    Options = QuantityOptions
    operators = ORDER
    face = Face(icon="scale", start={"uom": "kg"})

    def expr_type(self, f: Field) -> Type:
        return Number(BASE_DECIMALS)

    def columns(self, f: Field) -> list[Cell]:
        return [
            Cell(f.key, Scaled(f.options.decimals), lambda m: m.value),
            Cell(f"{f.key}_uom", Text(), lambda m: m.uom),
            Cell(f"{f.key}_base", Scaled(BASE_DECIMALS), lambda m: m.base),
        ]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> Measure:
        return Measure(parts[0], parts[1], parts[2], f.options.reference())

    def clean(self, f: Field, value: Any, look: Look) -> Measure:
        o: QuantityOptions = f.options
        if isinstance(value, Measure):
            return value
        if isinstance(value, Decimal):
            number, uom = value, ""
        elif isinstance(value, Mapping) and "value" in value and not set(value) - {"value", "uom"}:
            number, uom = value["value"], value.get("uom") or ""
        else:
            raise refuse("", "forms.want_quantity")
        settled = Measure(within(exact(number, o.decimals), o.min, o.max), _known(uom))
        return settled if o.of else measured(settled, o.reference(), None, o.uoms)

    def show(self, f: Field, value: Any, lang: str) -> str:
        return f"{trimmed(value.value)} {value.uom}".strip()

    def parse(self, f: Field, text: str, lang: str) -> Any:
        number, _, uom = text.strip().replace(",", "").partition(" ")
        return {"value": number, "uom": uom.strip()}

    def example(self, f: Field) -> Any:
        o: QuantityOptions = f.options
        value = max(o.min or Decimal(1), Decimal(1)).quantize(Decimal(1).scaleb(-o.decimals))
        return {"value": format(value, "f"), "uom": o.reference() or "kg"}


def _known(uom: Any) -> str:
    if uom and (not isinstance(uom, str) or uom not in UOMS):
        raise refuse("uom", "kernel.unknown_unit", uom=str(uom)[:20])
    return str(uom)


def trimmed(value: Decimal) -> str:
    """``value`` with thousands separated and no zeros at its end."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def measured(given: Measure, reference: str, own: Mapping[str, Decimal] | None, allowed: Sequence[str] = ()) -> Measure:
    """``given`` with its amount in ``reference``, to 6 decimals, half up.

    :param own: a material's conversions, as in ``units.convert``.
    :param allowed: units that may be given; any that converts when empty.
    :raises Invalid: the unit is not allowed or does not convert; the path is ``uom``.
    """
    uom = given.uom or reference
    if uom != reference and allowed and uom not in allowed:
        raise refuse("uom", "forms.not_offered", given=uom)
    if uom != reference and not allowed and own is None:
        raise refuse("uom", "forms.not_offered", given=uom)
    try:
        base = rounded(convert(given.value, uom, reference, own), BASE_DECIMALS)
    except Exception as refused:
        raise refuse("uom", "kernel.no_conversion", given=uom, wanted=reference) from refused
    return Measure(given.value, uom, base, reference)


FIELD_TYPES.add(QuantityField())

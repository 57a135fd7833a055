"""Catch weight: pieces, and the weight they really have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from suyuan.forms.field_type import FIELD_TYPES, Cell
from suyuan.forms.fields.quantity import BASE_DECIMALS, QuantityField, QuantityOptions, measured, trimmed
from suyuan.forms.form import Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.marks import Uom
from suyuan.forms.numbers import exact, rounded, within
from suyuan.forms.values import CatchWeight, Counted, Measure
from suyuan.kernel.errors import Invalid, Mistake, refuse
from suyuan.kernel.units import UOMS, convert
from suyuan.store.columns import Scaled

PIECE_DECIMALS = 3


class CatchWeightOptions(QuantityOptions, frozen=True):
    """:param uom: the one unit of the weight.
    :param uoms: several to choose from; the first is the reference that expressions count in.
    :param of: path of a lot, or of a link to the form serving as material: its conversions give a piece's weight.
    :param decimals: decimals kept of the weight. Fixed at first publish.
    :param min: least weight, in the unit given.
    :param max: greatest weight, in the unit given.
    :param piece: unit the pieces are counted in.
    :param tolerance: per cent that the weight may be off the usual weight of the pieces.
    """

    piece: Uom = "pcs"
    tolerance: Decimal | None = None

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        yield from super().mistakes()
        if self.piece not in UOMS:
            yield Mistake("piece", "kernel.unknown_unit", {"uom": self.piece})
        if self.tolerance is not None and not 0 <= self.tolerance <= 100:
            yield Mistake("tolerance", "forms.option_range", {"least": 0, "most": 100})


class CatchWeightField(QuantityField):
    """A quantity that also knows its pieces: everything that weighs takes it for the weight."""

    key = "catch_weight"
    widget = "catch_weight"
    Options = CatchWeightOptions

    def columns(self, f: Field) -> list[Cell]:
        pieces = Cell(f"{f.key}_pieces", Scaled(PIECE_DECIMALS), lambda m: getattr(m, "pieces", None))
        return [*super().columns(f), pieces]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> CatchWeight:
        return CatchWeight(parts[0], parts[1], parts[2], f.options.reference(), parts[3])

    def clean(self, f: Field, value: Any, look: Look) -> Any:
        if isinstance(value, CatchWeight | Counted):
            return value
        if isinstance(value, Measure | Decimal):
            return _with(super().clean(f, value, look), None)
        if not isinstance(value, Mapping) or set(value) - {"value", "uom", "pieces"}:
            raise refuse("", "forms.want_catch_weight")
        pieces = value.get("pieces")
        try:
            counted = None if pieces in (None, "") else within(exact(pieces, PIECE_DECIMALS), Decimal(0), None)
        except Invalid as wrong:
            raise Invalid([m.under("pieces") for m in wrong.mistakes]) from None
        if value.get("value") in (None, ""):
            if counted is None:
                raise refuse("", "forms.want_catch_weight")
            if not f.options.of:
                raise refuse("value", "forms.weight_needed")
            return Counted(counted)
        weight = super().clean(f, {k: v for k, v in value.items() if k != "pieces"}, look)
        return _with(weight, counted)

    def show(self, f: Field, value: Any, lang: str) -> str:
        weight = super().show(f, value, lang)
        pieces = getattr(value, "pieces", None)
        return weight if pieces is None else f"{trimmed(pieces)} × {weight}"

    def parse(self, f: Field, text: str, lang: str) -> Any:
        head, sign, rest = text.replace("*", "×").partition("×")
        weight = super().parse(f, rest if sign else head, lang)
        return weight | {"pieces": head.strip().replace(",", "")} if sign else weight

    def example(self, f: Field) -> Any:
        return {"pieces": "5.000", **super().example(f)}


def _with(weight: Measure, pieces: Decimal | None) -> CatchWeight:
    return CatchWeight(weight.value, weight.uom, weight.base, weight.base_uom, pieces)


def weighed(f: Field, given: CatchWeight | Counted, uom: str, own: Mapping[str, Decimal]) -> CatchWeight:
    """``given`` with its weight in ``uom``, the base unit of its material; from the pieces where it was not weighed.

    :param own: the material's conversions, as in ``units.convert``.
    :raises Invalid: the pieces do not convert, or weigh more or less than the tolerance allows.
    """
    o: CatchWeightOptions = f.options
    usual = None if given.pieces is None else _usual(given.pieces, o.piece, uom, own)
    if isinstance(given, Counted):
        if usual is None:
            raise refuse("value", "forms.weight_needed")
        return CatchWeight(rounded(usual, o.decimals), uom, usual, uom, given.pieces)
    weight = measured(given, uom, own)
    assert weight.base is not None
    if usual and o.tolerance is not None and abs(weight.base - usual) * 100 > usual * o.tolerance:
        told = {"pieces": trimmed(given.pieces or Decimal(0)), "usual": f"{trimmed(usual)} {uom}"}
        raise refuse("value", "forms.weight_off", **told, tolerance=trimmed(o.tolerance))
    return _with(weight, given.pieces)


def _usual(pieces: Decimal, piece: str, uom: str, own: Mapping[str, Decimal]) -> Decimal | None:
    try:
        return rounded(convert(pieces, piece, uom, own), BASE_DECIMALS)
    except Invalid:
        return None


FIELD_TYPES.add(CatchWeightField())

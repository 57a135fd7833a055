"""Read a record's values as a trace mapping names them: lots, quantities, places, expressions."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from suyuan.expr import Env, Expression, compiled, parse
from suyuan.forms.form import LinkMapping
from suyuan.forms.values import Linked, Measure, scalar
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.units import Quantity, convert
from suyuan.trace.event import Place

Values = Mapping[str, Any]
SIX = Decimal("0.000001")
MOST = Decimal(10) ** 12


@functools.lru_cache(4096)
def expression(text: str) -> Expression:
    """``text`` parsed once."""
    return parse(text)


@dataclass(frozen=True)
class Spot:
    """Where in a record one link is read: the record itself, or one row of a detail list.

    :param path: of the lot field, as ``inputs[2].lot``.
    :param lot: value of the lot field.
    :param row: the row's values, ``None`` when the lot stands in the record itself.
    """

    path: str
    lot: Any
    list_key: str = ""
    index: int = -1
    row: Values | None = None


def spots(mapping: LinkMapping, values: Values) -> list[Spot]:
    """Every place that ``mapping`` names a lot at, blank ones left out."""
    outer, _, inner = mapping.lot.partition(".")
    if not inner:
        value = values.get(outer)
        return [] if value is None else [Spot(outer, value)]
    return [
        Spot(f"{outer}[{index}].{inner}", row[inner], outer, index, row)
        for index, row in enumerate(values.get(outer) or ())
        if row.get(inner) is not None
    ]


class Reader:
    """Reads one record's values, keeping every mistake.

    :param values: by field key, as ``LiveForm.compute`` gives them.
    """

    def __init__(self, values: Values, env: Env) -> None:
        self.values = values
        self.env = env
        self.mistakes: list[Mistake] = []

    @functools.cached_property
    def scalars(self) -> dict[str, Any]:
        """The values as expressions see them."""
        return {key: _scalars(value) for key, value in self.values.items()}

    def evaluate(self, text: str, path: str, spot: Spot | None = None) -> Any:
        """The value of expression ``text``; ``None`` with a mistake at ``path`` when it has none."""
        values = self.scalars
        if spot is not None and spot.row is not None:
            row = {key: scalar(value) for key, value in spot.row.items()}
            values = {**values, **row, spot.list_key: row}
        try:
            return compiled(expression(text))(values, self.env)
        except Invalid as error:
            self.mistakes += [Mistake(path, m.code, m.params) for m in error.mistakes]
            return None

    def amount(self, text: str, spot: Spot) -> tuple[Any, str]:
        """The quantity ``text`` gives at ``spot`` (a ``Measure``, a ``Decimal`` or ``None``) and the path to blame."""
        outer, _, inner = text.partition(".")
        if not inner and outer.isidentifier():
            if spot.row is not None and outer in spot.row:
                return spot.row[outer], beside(spot, outer)
            if outer in self.values:
                return self.values[outer], outer
        if inner.isidentifier() and outer == spot.list_key and spot.row is not None:
            return spot.row.get(inner), beside(spot, inner)
        return self.evaluate(text, spot.path, spot), spot.path

    def place(self, path: str | None, spot: Spot | None = None) -> Place | None:
        """The place or party in the field at ``path``; of the row that ``spot`` stands in, where it is the row's."""
        value = self._at(path, spot) if path else None
        if isinstance(value, Linked):
            return Place(value.form, value.id, value.title)
        return Place("", 0, value) if isinstance(value, str) else None

    def _at(self, path: str, spot: Spot | None) -> Any:
        value: Any = self.values
        if spot is not None and spot.row is not None:
            own = path.removeprefix(f"{spot.list_key}.")
            if own != path or own.partition(".")[0] in spot.row:
                value, path = spot.row, own
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def time(self, text: str | None, path: str) -> datetime:
        """The event time that ``text`` gives; the moment of writing when it gives none."""
        value = self.evaluate(text, path) if text else None
        if isinstance(value, date) and not isinstance(value, datetime):
            value = self.env.start_of(value)
        if value is None:
            return self.env.now
        if not isinstance(value, datetime) or value.tzinfo is None:
            self.mistakes.append(Mistake(path, "trace.bad_time"))
            return self.env.now
        return value


def beside(spot: Spot, key: str) -> str:
    """The path of the field ``key`` of the row that ``spot`` stands in."""
    return f"{spot.list_key}[{spot.index}].{key}"


def _scalars(value: Any) -> Any:
    if isinstance(value, list):
        return [{k: scalar(v) for k, v in row.items()} if isinstance(row, dict) else scalar(row) for row in value]
    return scalar(value)


@dataclass(frozen=True)
class Amount:
    """A quantity in a lot's base uom, and as it was given when that was another."""

    value: Decimal
    given: Quantity | None = None


def in_uom(value: Any, uom: str, conversions: Mapping[str, Decimal]) -> Amount:
    """``value`` (``Measure``, ``Quantity`` or plain ``Decimal``) in ``uom``, with 6 decimals.

    :param conversions: the material's own.
    :raises Invalid: it is no number, does not convert, is too precise or too large; ``path`` is empty.
    """
    if isinstance(value, Measure | Quantity):
        given = Quantity(value.value, value.uom or uom)
        base = value.base if isinstance(value, Measure) and value.base_uom == uom else None
        if base is None:
            base = convert(given.value, given.uom, uom, conversions)
        if given.uom != uom:
            return Amount(_fitting(base.quantize(SIX, ROUND_HALF_EVEN)), given)
        return Amount(_fitting(base))
    if not isinstance(value, Decimal):
        raise Invalid([Mistake("", "trace.quantity_no_number")])
    return Amount(_fitting(value))


def _fitting(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= MOST:
        raise Invalid([Mistake("", "trace.quantity_too_large")])
    fitted = value.quantize(SIX)
    if fitted != value:
        raise Invalid([Mistake("", "trace.quantity_too_precise")])
    return fitted

"""Sums over lots of different uoms: only what compares is added."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from suyuan.kernel.units import UOMS
from suyuan.trace.event import TraceEvent
from suyuan.trace.given import SIX

_FIRST = ("mass", "volume", "count")


@functools.cache
def dimension(uom: str) -> tuple[str, Decimal]:
    """The dimension of ``uom`` and its factor to that dimension's base; an unknown uom is a dimension of its own."""
    found = UOMS.get(uom)
    return (found.dimension, found.factor) if found else (uom, Decimal(1))


@functools.cache
def base_of(name: str) -> str:
    """The base uom of a dimension."""
    return next((u.key for u in UOMS if u.dimension == name and u.factor == 1), name)


def total(parts: Iterable[tuple[str, Decimal]]) -> tuple[str, Decimal] | None:
    """Base uom and sum of the parts (uom, quantity) of one dimension: mass if there is any, else volume, else count.

    Parts of other dimensions are left out: no one knows what a carton weighs.
    """
    sums: dict[str, Decimal] = {}
    for uom, quantity in parts:
        name, factor = dimension(uom)
        sums[name] = sums.get(name, Decimal(0)) + quantity * factor
    for name in (*_FIRST, *sums):
        if sums.get(name):
            return base_of(name), sums[name].quantize(SIX, ROUND_HALF_EVEN)
    return None


def totals_of(event: TraceEvent) -> dict[str, object]:
    """The columns ``inputs_total`` to ``outputs_uom`` of an event."""
    inward: list[tuple[str, Decimal]] = list(event.nested)
    outward: list[tuple[str, Decimal]] = []
    for link in event.links:
        if link.quantity is None or link.lot.kind == "logistic":
            continue
        if link.side <= 1:
            inward.append((link.lot.uom, link.quantity))
        elif link.side == 2:
            outward.append((link.lot.uom, link.quantity))
    ins, outs = total(inward), total(outward)
    return {
        "inputs_total": ins[1] if ins else None,
        "inputs_uom": ins[0] if ins else None,
        "outputs_total": outs[1] if outs else None,
        "outputs_uom": outs[0] if outs else None,
    }

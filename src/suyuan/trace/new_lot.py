"""What a new lot will be: from the form's facts, its material, and the event that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from suyuan.forms.values import Measure, NewLot
from suyuan.kernel.units import Quantity
from suyuan.trace.event import STATUSES, Lot, LotPlan
from suyuan.trace.look import Material


def lot_plan(
    path: str,
    new: NewLot,
    material: Material | None,
    measure: Any,
    status: str | None,
    made_on: date | None,
    stage: str | None,
) -> LotPlan:
    """The lot to be made.

    :param path: of the lot field.
    :param measure: the quantity given for it, whose uom it takes when it has no material.
    :param status: what the mapping says; the form's own fact goes before it.
    :param made_on: the day it is produced when the form does not say; ``None`` when it is not made here.
    :param stage: of the form, when it does not say.
    """
    facts = new.facts
    kind = str(facts.get("kind") or "lot")
    produced = facts.get("produced_on") or (made_on if kind == "lot" else None)
    return LotPlan(
        path,
        new.code or "",
        kind,
        _first_status(facts.get("status") or status, material),
        _uom(kind, material, measure),
        material.id if material else None,
        material.title if material else "",
        material.gtin if material else None,
        facts.get("supplier_lot"),
        produced,
        facts.get("expires_on") or _expiry(produced, material),
        facts.get("stage") or stage,
    )


def inherited(
    made: LotPlan, source: Lot, material: Material | None, facts: Mapping[str, Any], status: str | None
) -> LotPlan:
    """``made`` with what it does not say itself taken from ``source``, the lot it is a part of.

    :param material: of another kind, when the form gives one (a downgrade).
    :param facts: what the form's mapping gives of the lot.
    :param status: what the event's mapping gives.
    """
    told = {name: facts.get(name) or getattr(source, name) for name in ("supplier_lot", "produced_on", "expires_on")}
    told["stage"] = facts.get("stage") or source.stage or made.stage
    first = next((s for s in (facts.get("status"), status) if s in STATUSES), source.status)
    if material is None or material.id == source.material:
        told |= {"material": source.material, "title": source.title, "uom": source.uom}
    return replace(made, status=str(first), **told)


def _first_status(given: str | None, material: Material | None) -> str:
    if given in STATUSES:
        return str(given)
    return "quarantine" if material is not None and material.inspect else "released"


def _uom(kind: str, material: Material | None, measure: Any) -> str:
    if material is not None:
        return material.uom
    if kind == "lot" and isinstance(measure, Measure | Quantity) and measure.uom:
        return measure.uom
    return "pcs"


def _expiry(produced: date | None, material: Material | None) -> date | None:
    if produced is None or material is None or not material.shelf_life:
        return None
    return produced + timedelta(days=material.shelf_life)

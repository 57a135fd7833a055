"""Divide lots: parts of one or more lots of a material become lots of their own, whatever their status."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from suyuan.forms.form import LinkMapping
from suyuan.forms.values import NewLot
from suyuan.trace.event import ZERO, Lot, LotPlan, Place, Side
from suyuan.trace.given import Amount, Spot
from suyuan.trace.parts import Parts
from suyuan.trace.words import plain

Source = tuple[Lot, Spot, LinkMapping, Place | None]

WORST = ("recalled", "rejected", "held", "quarantine", "released")
"""Which status a part of lots of several statuses has."""


def worst(lots: Sequence[Lot]) -> str:
    """The status that all of ``lots`` together have."""
    return min((lot.status for lot in lots), key=lambda s: WORST.index(s) if s in WORST else 0)


class Split:
    """One division, while it is planned."""

    def __init__(self, planner: Parts) -> None:
        self.planner = planner
        self.judge = planner.judge

    def run(self) -> None:
        """Plan the links: the inputs, then their parts."""
        sources = self._sources()
        outputs = list(self.planner.spots(self.planner.mapping.outputs))
        if not sources or not outputs:
            return
        lots = [lot for lot, *_ in sources]
        source = replace(lots[0], status=worst(lots))
        made = [amount for spot, link in outputs if (amount := self._part(source, spot, link)) is not None]
        self._take(sources, sum(made, ZERO), whole=len(made) == len(outputs))

    def _sources(self) -> list[Source]:
        planner = self.planner
        found: list[Source] = []
        for spot, link in planner.spots(planner.mapping.inputs):
            at = planner.place_from(spot, link)
            if (lot := planner.existing(spot, Side.IN_INPUT, at)) is None:
                continue
            if lot.kind != "lot":
                self.judge.refuse(spot.path, "trace.split_container", lot=lot.code)
            elif found and lot.material != found[0][0].material:
                self.judge.refuse(spot.path, "trace.split_mixed", lot=lot.code, other=found[0][0].code)
            else:
                found.append((lot, spot, link, at))
        return found

    def _part(self, source: Lot, spot: Spot, link: LinkMapping) -> Decimal | None:
        """The quantity of one part, in the uom of the lot it is of; ``None`` when it does not compare."""
        planner, text = self.planner, link.quantity
        if not isinstance(spot.lot, NewLot) or spot.lot.made is not None:
            if (lot := planner.existing(spot, Side.OUT_OUTPUT)) is None:
                return None
            planner.statuses.add(planner.status_at(spot))
            part: Lot | LotPlan = lot
        else:
            part = planner.new_lot(spot, spot.lot, planner.reader.amount(text, spot)[0] if text else None, source)
            self.judge.new(part)
        amount = planner.amount(part, spot, text)
        if amount is None:
            return None
        planner.link(part, Side.OUT_OUTPUT, amount, spot.path)
        return amount.value if part.uom == source.uom else None

    def _take(self, sources: Sequence[Source], made: Decimal, whole: bool) -> None:
        """Take what the parts are: blank for the only source is all of it."""
        planner, taken = self.planner, ZERO
        parts, planner.links = planner.links, []
        for lot, spot, link, at in sources:
            given = planner.reader.amount(link.quantity, spot)[0] if link.quantity else None
            only = len(sources) == 1 and given is None and whole and made > 0
            amount = Amount(made) if only else planner.amount(lot, spot, link.quantity)
            if amount is not None:
                planner.take(lot, Side.IN_INPUT, amount, spot, at)
                taken += amount.value
        if whole and made and taken and taken != made:
            lot, spot = sources[0][0], sources[0][1]
            self.judge.refuse(
                spot.path, "trace.split_differs", lot=lot.code, taken=plain(taken), made=plain(made), uom=lot.uom
            )
        planner.links += parts

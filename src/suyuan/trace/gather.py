"""One pass over the links of reached units: what flows through which event, what was made of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from suyuan.trace.delta import RETURNED
from suyuan.trace.event import Side
from suyuan.trace.walk import LinkRow


class Flow:
    """One event through which something flows between reached units.

    :ivar ins: quantity by unit in millionths of the unit's own uom; :ivar outs: likewise.
    :ivar ins_total: over all that goes in, also of units not reached, in millionths of ``ins_uom``.
    """

    __slots__ = ("ins", "ins_total", "ins_uom", "key", "outs", "outs_total", "outs_uom")

    def __init__(self, key: int) -> None:
        self.key = key
        self.ins: dict[int, int | None] = {}
        self.outs: dict[int, int | None] = {}
        self.ins_total: int | None = None
        self.ins_uom: str | None = None
        self.outs_total: int | None = None
        self.outs_uom: str | None = None


class Gathered:
    """What the links tell.

    :ivar flows: by event.
    :ivar made: all that was made of each unit, in millionths; of one only received, what was received.
    :ivar containers: units that hold or held others; :ivar emptied: those of them that were emptied.
    :ivar content_uoms: of containers, once totals are known.
    :ivar timed: whether a container was emptied or eaten, so that what happens to it counts only for a time.
    """

    def __init__(self, links: Iterable[LinkRow], events: Mapping[int, Sequence[Any]], verb: int, loss: int) -> None:
        """:param events: rows by id; :param verb: and :param loss: are positions in them."""
        self.containers: set[int] = set()
        self.content_uoms: dict[int, str] = {}
        self.emptied: set[int] = set()
        self.flows: dict[int, Flow] = {}
        self.made: dict[int, int] = {}
        received: dict[int, int] = {}
        eaten: set[int] = set()
        flows, made = self.flows, self.made
        for unit, side, event, _, quantity in links:
            if side > 3:
                if side != 4:
                    self._beside(unit, side)
                elif quantity is not None and events[event][verb] == "create":
                    made[unit] = made.get(unit, 0) + quantity
                continue
            flow = flows.get(event)
            if flow is None:
                flow = flows[event] = Flow(event)
            part = flow.ins if side < 2 else flow.outs
            if unit in part:
                before = part[unit]
                part[unit] = None if before is None or quantity is None else before + quantity
            else:
                part[unit] = quantity
            if side == 0:
                eaten.add(unit)
            elif side == 3:
                self.containers.add(unit)
            elif side == 2 and quantity is not None:
                row = events[event]
                into = received if row[verb] == "receive" else made
                if row[loss] != RETURNED:
                    into[unit] = into.get(unit, 0) + quantity
        self.made = received | made
        self.timed = bool(self.emptied) or not eaten.isdisjoint(self.containers)
        self.emptied &= self.containers

    def _beside(self, unit: int, side: int) -> None:
        if side in (Side.AT_PARENT, Side.OFF_PARENT):
            self.containers.add(unit)
        if side in (Side.OFF_PARENT, Side.OFF_CHILD):
            self.emptied.add(unit)

    def with_totals(self, events: Mapping[int, Sequence[Any]], at: int) -> list[Flow]:
        """The flows that have both sides, with the totals of their events, the first of the four ``at`` that position.

        All that was ever packed into a container is then what was made of it.
        """
        for key, flow in self.flows.items():
            flow.ins_total, flow.ins_uom, flow.outs_total, flow.outs_uom = events[key][at : at + 4]
            for unit in flow.outs:
                if unit in self.containers:
                    self.made[unit] = self.made.get(unit, 0) + (flow.ins_total or 0)
                    if flow.ins_uom is not None:
                        self.content_uoms[unit] = flow.ins_uom
        return [flow for flow in self.flows.values() if flow.ins and flow.outs]

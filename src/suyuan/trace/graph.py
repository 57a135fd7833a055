"""Trace back and forward: which units, through which events, with how much of the one in the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection

from suyuan.kernel.collector import held_back
from suyuan.kernel.errors import NotFound
from suyuan.trace.episodes import Moment, reach
from suyuan.trace.event import ROLE_OF_SIDE, Side
from suyuan.trace.gather import Flow, Gathered
from suyuan.trace.genealogy import Event, Genealogy, Link, Unit
from suyuan.trace.record import sets_status
from suyuan.trace.share import WHOLE, Back, Forward, Shares, in_order
from suyuan.trace.walk import BACK, EVENT_COLUMNS, FORWARD, UNIT_COLUMNS, Direction, LinkRow, Walk

_ID, _VERB, _TIME, _STATUS, _TOTALS, _LOSS = (
    EVENT_COLUMNS.index(name) for name in ("id", "verb", "event_time", "status", "inputs_total", "loss")
)
_SHOWN = len(EVENT_COLUMNS)
_UOM = UNIT_COLUMNS.index("uom")
_TO_MILLIONTHS = WHOLE // 1_000_000
_KEY = attrgetter("key")


class Decimals(dict[int | None, Decimal | None]):
    """Millionths to decimals without needless zeros, each value made once."""

    def __missing__(self, millionths: int | None) -> Decimal | None:
        made = self[millionths] = None if millionths is None else _decimal(millionths)
        return made


@dataclass
class _Part:
    """One direction of an answer, by internal ids."""

    walk: Walk
    levels: dict[int, int]
    links: list[LinkRow]
    events: dict[int, Any]
    units: dict[int, Any]
    found: Gathered
    shares: Shares


class TraceGraph:
    """The graph as one connection sees it.

    :param today: date by which a released lot counts as expired; the stored status is shown when ``None``.
    """

    def __init__(self, conn: Connection, today: date | None = None) -> None:
        self.conn = conn
        self.today = today

    def back(
        self, unit: int, depth: int | None = None, as_of: datetime | None = None, limit: int | None = None
    ) -> Genealogy:
        """Everything that went into ``unit`` (internal id): inputs of outputs, contents of containers.

        Events in which a reached unit is an input only are left out: they tell of where else it went.

        :param depth: generations at most.
        :param as_of: as known at this instant: later records, corrections and error declarations are not.
        :param limit: units shown at most, the nearest first; ``hidden`` counts the others.
        :raises NotFound: there is no such unit.
        """
        return self._told("back", unit, (BACK,), depth, as_of, limit)

    def forward(
        self, unit: int, depth: int | None = None, as_of: datetime | None = None, limit: int | None = None
    ) -> Genealogy:
        """Everything ``unit`` (internal id) went into, with the events of every unit reached; see ``back``."""
        return self._told("forward", unit, (FORWARD,), depth, as_of, limit)

    def both(
        self, unit: int, depth: int | None = None, as_of: datetime | None = None, limit: int | None = None
    ) -> Genealogy:
        """``back`` and ``forward`` in one answer; see there."""
        return self._told("both", unit, (BACK, FORWARD), depth, as_of, limit)

    def _told(
        self,
        name: str,
        unit: int,
        directions: tuple[Direction, ...],
        depth: int | None,
        as_of: datetime | None,
        limit: int | None,
    ) -> Genealogy:
        with held_back():
            parts = [self._part(unit, direction, depth, as_of, limit) for direction in directions]
            return self._answer(name, parts, as_of, limit)

    def reach(self, unit: int, direction: str, depth: int | None = None, as_of: datetime | None = None) -> list[int]:
        """Only which units (internal ids, ``unit`` first) lie ``back`` or ``forward``: the walk without the telling.

        A container that was emptied counts here for all that ever was in it; ``back`` and ``forward`` look closer.
        """
        return Walk(self.conn, as_of).closure(unit, BACK if direction == "back" else FORWARD, depth)

    def _part(
        self, start: int, direction: Direction, depth: int | None, as_of: datetime | None, limit: int | None
    ) -> _Part:
        walk = Walk(self.conn, as_of)
        reached = set(walk.closure(start, direction, depth))
        links = walk.links_of(reached, direction.shown)
        if direction is BACK:
            links += _eaten(walk, links, reached)
        whole = limit is None or len(reached) <= limit
        events = {row[_ID]: row for row in walk.events({link[2] for link in links}, whole)}
        units = {row[0]: row for row in walk.units(reached)}
        if start not in units:
            raise NotFound("trace.unknown_lot", lot=start)
        found = Gathered(links, events, _VERB, _LOSS)
        if found.timed:
            links = _in_time(start, direction, links, events, found)
            found = Gathered(links, events, _VERB, _LOSS)
        forward = direction is FORWARD
        flows = sorted(found.with_totals(events, _TOTALS), key=_KEY, reverse=not forward)
        ordered = in_order(flows, forward)
        levels = _levels_in_order(start, direction, flows) if ordered else _levels(start, direction, flows)
        if len(levels) < len(reached):
            links = [link for link in links if link[0] in levels]
        uoms = {key: row[_UOM] for key, row in units.items()}
        solver = (Forward if forward else Back)(start, flows, found.made, uoms, found.containers, found.emptied)
        shares = solver.solve(ordered)
        return _Part(walk, levels, links, events, units, found, shares)

    def _answer(self, direction: str, parts: list[_Part], as_of: datetime | None, limit: int | None) -> Genealogy:
        levels = _nearest(parts)
        order = sorted(levels, key=lambda key: abs(levels[key]))
        kept = order if limit is None else order[: max(limit, 1)]
        statuses = _statuses_then(parts) if as_of is not None else {}
        decimals = Decimals()
        units = [self._unit(key, levels[key], parts, statuses, decimals) for key in kept]
        links = _links(parts, kept, len(order))
        events = parts[0].events if len(parts) == 1 else parts[1].events | parts[0].events
        shown = sorted({link[2] for link in links})
        shown.sort(key=lambda key: events[key][_TIME])
        if any(len(events[key]) == _SHOWN for key in shown):
            events = {row[_ID]: row for row in parts[0].walk.events(shown, True)}
        names = {key: events[key][_SHOWN] for key in shown}
        ids = {key: unit.id for key, unit in zip(kept, units)}
        for part in parts:
            links = _without_counts(links, part.found.content_uoms)
        return Genealogy(
            units[0],
            direction,
            units,
            [Event(*events[key][_SHOWN:]) for key in shown],
            [Link(names[event], ids[unit], ROLE_OF_SIDE[side], decimals[q]) for unit, side, event, _, q in links],
            len(order) - len(kept),
            kept,
        )

    def _unit(self, key: int, level: int, parts: list[_Part], statuses: dict[int, str], decimals: Decimals) -> Unit:
        part = parts[-1] if level > 0 or key not in parts[0].units else parts[0]
        _, id, code, kind, title, supplier_lot, produced, expires, status, uom, stage, form = part.units[key]
        ends = part.walk.day(expires)
        status = statuses.get(key, status)
        if status == "released" and self.today is not None and ends is not None and ends < self.today:
            status = "expired"
        share, found = part.shares.shares.get(key), part.found
        made = found.made.get(key) if key not in found.containers or key in found.content_uoms else None
        return Unit(
            id,
            code,
            kind,
            title,
            supplier_lot,
            part.walk.day(produced),
            ends,
            status,
            found.content_uoms.get(key, uom),
            stage,
            form,
            level,
            decimals[made],
            decimals[part.shares.amounts.get(key)],
            None if share is None else decimals[(share + _TO_MILLIONTHS // 2) // _TO_MILLIONTHS],
        )


def _eaten(walk: Walk, links: list[LinkRow], reached: set[int]) -> list[LinkRow]:
    """What went into the events that made reached units."""
    made_in = {event for _, side, event, _, _ in links if side == Side.OUT_OUTPUT}
    return [link for link in walk.links_in(made_in, (Side.IN_INPUT,)) if link[0] in reached]


def _nearest(parts: list[_Part]) -> dict[int, int]:
    levels = dict(parts[0].levels)
    for part in parts[1:]:
        for key, level in part.levels.items():
            if key not in levels or level < abs(levels[key]):
                levels[key] = level
    return levels


def _links(parts: list[_Part], kept: list[int], count: int) -> list[LinkRow]:
    """The links of ``kept`` units, each once, event by event."""
    links = parts[0].links
    if len(parts) == 2:
        links = list(dict.fromkeys([*links, *parts[1].links]))
    if len(kept) < count:
        among = set(kept)
        links = [link for link in links if link[0] in among]
    links.sort(key=itemgetter(2))
    return links


def _without_counts(links: list[LinkRow], containers: Mapping[int, str]) -> list[LinkRow]:
    """A container shown with what it holds has no quantity of its own on its links: "one" is not one kilogram."""
    if not containers:
        return links
    return [(u, side, event, n, None) if u in containers else (u, side, event, n, q) for u, side, event, n, q in links]


def _levels_in_order(start: int, direction: Direction, flows: Iterable[Flow]) -> dict[int, int]:
    """As ``_levels``, in one pass over ``flows`` that come after whatever feeds them."""
    forward, step = direction.sign > 0, direction.sign
    levels = {start: 0}
    known = levels.get
    for flow in flows:
        near, far = (flow.ins, flow.outs) if forward else (flow.outs, flow.ins)
        reached = [abs(level) for level in map(known, near) if level is not None]
        if reached:
            level = min(reached) + 1
            for unit in far:
                if (old := known(unit)) is None or abs(old) > level:
                    levels[unit] = level * step
    return levels


def _levels(start: int, direction: Direction, flows: Iterable[Flow]) -> dict[int, int]:
    """Generations from ``start`` to every unit, by the shortest way."""
    forward = direction.sign > 0
    ways: dict[int, list[Flow]] = {}
    for flow in flows:
        for unit in flow.ins if forward else flow.outs:
            ways.setdefault(unit, []).append(flow)
    levels, row, level = {start: 0}, [start], 0
    done: set[int] = set()
    while row:
        level += direction.sign
        following: list[int] = []
        for unit in row:
            for flow in ways.get(unit, ()):
                if flow.key in done:
                    continue
                done.add(flow.key)
                for far in flow.outs if forward else flow.ins:
                    if far not in levels:
                        levels[far] = level
                        following.append(far)
        row = following
    return levels


def _in_time(
    start: int, direction: Direction, links: list[LinkRow], events: dict[int, Any], found: Gathered
) -> list[LinkRow]:
    """The links that remain when containers count only for what was inside at the time.

    Of a container never emptied, fillings before that time stay: they are part of what it holds.
    """
    moments: dict[int, Moment] = {key: (row[_TIME], key) for key, row in events.items()}
    verbs = {key: row[_VERB] for key, row in events.items()}
    reached = reach(start, direction, links, moments, verbs, found.containers)

    def counts(unit: int, side: int, event: int) -> bool:
        if unit not in found.containers or (unit, event) in reached.packings:
            return True
        at = moments[event]
        if side == Side.OUT_PARENT and unit not in found.emptied:
            return any(at <= span.until for span in reached.spans[unit])
        return any(span.holds(at) for span in reached.spans[unit])

    return [link for link in links if link[0] in reached.spans and counts(link[0], link[1], link[2])]


def _statuses_then(parts: Iterable[_Part]) -> dict[int, str]:
    """The statuses that the events known then had given, the last written winning."""
    found: dict[int, tuple[int, str]] = {}
    for part in parts:
        for unit, side, event, _, _ in part.links:
            status = part.events[event][_STATUS]
            if status is not None and sets_status(side) and event >= found.get(unit, (0, ""))[0]:
                found[unit] = (event, status)
    return {unit: status for unit, (_, status) in found.items()}


def _decimal(millionths: int) -> Decimal:
    places = 6
    while places and millionths % 10 == 0:
        millionths //= 10
        places -= 1
    return Decimal(millionths).scaleb(-places)

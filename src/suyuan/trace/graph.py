"""Trace back and forward: which units, through which events, with how much of the one in the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from suyuan.kernel.errors import NotFound
from suyuan.trace.episodes import Moment, Span, needs_time, spans
from suyuan.trace.event import ROLE_OF_SIDE, Side
from suyuan.trace.genealogy import Event, Genealogy, Link, Unit
from suyuan.trace.record import sets_status
from suyuan.trace.share import WHOLE, Flow, Shares, flows_of, solver
from suyuan.trace.walk import BACK, EVENT_COLUMNS, FORWARD, Direction, LinkRow, Walk

_AT = {name: position for position, name in enumerate(EVENT_COLUMNS)}
_TIME, _ID, _VERB, _STATUS = _AT["event_time"], _AT["id"], _AT["verb"], _AT["status"]
_TOTALS = slice(_AT["inputs_total"], _AT["outputs_uom"] + 1)
_SHOWN = _AT["inputs_total"]
_PARENTS = (Side.OUT_PARENT, Side.AT_PARENT, Side.OFF_PARENT)


@dataclass
class _Part:
    """One direction of an answer, by internal ids."""

    levels: dict[int, int]
    links: list[LinkRow]
    events: dict[int, Any]
    units: dict[int, Any]
    made: dict[int, int] = field(default_factory=dict)
    shares: Shares = field(default_factory=lambda: Shares({}, {}))


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
        part = self._part(unit, BACK, depth, as_of)
        return self._answer(unit, "back", [part], as_of, limit)

    def forward(
        self, unit: int, depth: int | None = None, as_of: datetime | None = None, limit: int | None = None
    ) -> Genealogy:
        """Everything ``unit`` (internal id) went into, with the events of every unit reached; see ``back``."""
        part = self._part(unit, FORWARD, depth, as_of)
        return self._answer(unit, "forward", [part], as_of, limit)

    def both(
        self, unit: int, depth: int | None = None, as_of: datetime | None = None, limit: int | None = None
    ) -> Genealogy:
        """``back`` and ``forward`` in one answer; see there."""
        parts = [self._part(unit, direction, depth, as_of) for direction in (BACK, FORWARD)]
        return self._answer(unit, "both", parts, as_of, limit)

    def _part(self, start: int, direction: Direction, depth: int | None, as_of: datetime | None) -> _Part:
        walk = Walk(self.conn, as_of)
        reached = set(walk.closure(start, direction, depth))
        links = walk.links_of(reached, direction.shown)
        if direction is BACK:
            links += self._eaten(walk, links, reached)
        events = {row[_ID]: row for row in walk.events({link[2] for link in links})}
        units = {row[0]: row for row in walk.units(reached)}
        if start not in units:
            raise NotFound("trace.unknown_lot", lot=start)
        containers = {unit for unit, side, _, _, _ in links if side in _PARENTS}
        emptied = {unit for unit, side, _, _, _ in links if unit in containers and side >= Side.OFF_PARENT}
        if needs_time(links, containers):
            links = _in_time(start, direction, links, events, containers)
            reached = {start} | {link[0] for link in links}
        flows = flows_of(links, {key: tuple(row[_TOTALS]) for key, row in events.items()})
        levels = _levels(start, direction, flows)
        part = _Part(levels, [k for k in links if k[0] in levels], events, units)
        part.made = _made(links, events)
        uoms = {key: row[10] for key, row in units.items()}
        solved = solver(direction)(start, direction, flows, part.made, uoms, containers).unsure(emptied).solve()
        part.shares = solved
        return part

    def _eaten(self, walk: Walk, links: list[LinkRow], reached: set[int]) -> list[LinkRow]:
        """What went into the events that made reached units."""
        made_in = {event for _, side, event, _, _ in links if side == Side.OUT_OUTPUT}
        return [link for link in walk.links_in(made_in, (Side.IN_INPUT,)) if link[0] in reached]

    def _answer(
        self, start: int, direction: str, parts: list[_Part], as_of: datetime | None, limit: int | None
    ) -> Genealogy:
        levels: dict[int, int] = {}
        for part in parts:
            for key, level in part.levels.items():
                if key not in levels or abs(level) < abs(levels[key]):
                    levels[key] = level
        order = sorted(levels, key=lambda key: (abs(levels[key]), key))
        kept = order if limit is None else order[: max(limit, 1)]
        statuses = _statuses_then(parts) if as_of is not None else {}
        units = {key: self._unit(key, levels[key], parts, statuses) for key in kept}
        links = _links(parts, units)
        events = {key: row for part in parts for key, row in part.events.items()}
        shown = sorted({link[2] for link in links}, key=lambda key: (events[key][_TIME], key))
        made_events = {key: Event(*events[key][:_SHOWN]) for key in shown}
        return Genealogy(
            units[start],
            direction,
            list(units.values()),
            list(made_events.values()),
            [
                Link(made_events[event].id, units[unit].id, ROLE_OF_SIDE[side], _decimal(quantity))
                for unit, side, event, _, quantity in links
            ],
            len(order) - len(kept),
        )

    def _unit(self, key: int, level: int, parts: list[_Part], statuses: dict[int, str]) -> Unit:
        part = parts[-1] if level > 0 or key not in parts[0].units else parts[0]
        row = part.units[key]
        status = statuses.get(key, row[9])
        if status == "released" and self.today is not None and row[8] is not None and row[8] < self.today:
            status = "expired"
        make: Callable[..., Unit] = Unit
        amount, share = part.shares.amounts.get(key), part.shares.shares.get(key)
        return make(
            *row[:9],
            status,
            *row[10:],
            level,
            _decimal(part.made.get(key)) if row[3] != "logistic" else None,
            _decimal(amount),
            None if share is None else Decimal((share * 1_000_000 + WHOLE // 2) // WHOLE).scaleb(-6),
        )


def _links(parts: list[_Part], units: Iterable[int]) -> list[LinkRow]:
    """The links of ``units``, each once, event by event."""
    kept = set(units)
    if len(parts) == 1:
        found: Iterable[LinkRow] = parts[0].links
    else:
        found = {tuple(link): link for part in parts for link in part.links}.values()
    return sorted((link for link in found if link[0] in kept), key=lambda link: (link[2], link[3]))


def _levels(start: int, direction: Direction, flows: Iterable[Flow]) -> dict[int, int]:
    """Generations from ``start`` to every unit, by the shortest way."""
    ways: dict[int, list[Flow]] = {}
    for flow in flows:
        for unit in flow.ins if direction.sign > 0 else flow.outs:
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
                for far in flow.outs if direction.sign > 0 else flow.ins:
                    if far not in levels:
                        levels[far] = level
                        following.append(far)
        row = following
    return levels


def _made(links: Iterable[LinkRow], events: dict[int, Any]) -> dict[int, int]:
    """All that was made of each unit, in millionths; of one only received, what was received; of a container, what
    was ever packed into it (in the base uom of the packing event's total)."""
    made: dict[int, int] = {}
    received: dict[int, int] = {}
    for unit, side, event, _, quantity in links:
        if side == Side.OUT_PARENT:
            made[unit] = made.get(unit, 0) + (events[event][_AT["inputs_total"]] or 0)
        elif side == Side.OUT_OUTPUT and quantity is not None:
            into = received if events[event][_VERB] == "receive" else made
            into[unit] = into.get(unit, 0) + quantity
    return received | made


def _in_time(
    start: int, direction: Direction, links: list[LinkRow], events: dict[int, Any], containers: set[int]
) -> list[LinkRow]:
    """The links that remain when containers count only for what was inside at the time."""
    moments: dict[int, Moment] = {key: (row[_TIME], key) for key, row in events.items()}
    reached = spans(start, direction, links, moments, containers)
    return [
        link
        for link in links
        if link[0] in reached and (link[0] not in containers or _counts(reached[link[0]], moments[link[2]], link[1]))
    ]


def _counts(known: list[Span], at: Moment, side: int) -> bool:
    """Whether what happens to a container ``at`` that moment lies in one of its spans; a filling just before also."""
    if side == Side.OUT_PARENT:
        return any(at <= span.until for span in known)
    return any(span.holds(at) for span in known)


def _statuses_then(parts: Iterable[_Part]) -> dict[int, str]:
    """The statuses that the events known then had given, the last written winning."""
    found: dict[int, tuple[int, str]] = {}
    for part in parts:
        for unit, side, event, _, _ in part.links:
            status = part.events[event][_STATUS]
            if status is not None and sets_status(side) and event >= found.get(unit, (0, ""))[0]:
                found[unit] = (event, status)
    return {unit: status for unit, (_, status) in found.items()}


def _decimal(millionths: int | None) -> Decimal | None:
    """Millionths as a decimal with three decimals, with six where three do not hold it."""
    if millionths is None:
        return None
    if millionths % 1000 == 0:
        return Decimal(millionths // 1000).scaleb(-3)
    return Decimal(millionths).scaleb(-6)

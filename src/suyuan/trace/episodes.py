"""Containers in time: what happens to a container counts only for what was inside then.

Used when a container of the closure was ever emptied; otherwise the plain closure is already exact.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from suyuan.trace.event import Side, emptied_sides
from suyuan.trace.walk import Direction, LinkRow

Moment = tuple[str, int]
"""Event time (texts of one form, which sort), and the event's id for those of one instant."""

EVER: Moment = ("", 0)
NEVER: Moment = ("~", 0)


class Stay(NamedTuple):
    """``content`` was in ``container`` from ``since`` on, until ``until``."""

    content: int
    container: int
    event: int
    since: Moment
    until: Moment


class Span(NamedTuple):
    """The time for which a reached unit counts."""

    since: Moment
    until: Moment

    def meets(self, stay: Stay) -> Span | None:
        """The time both have in common."""
        since, until = max(self.since, stay.since), min(self.until, stay.until)
        return Span(since, until) if since < until else None

    def holds(self, moment: Moment) -> bool:
        return self.since <= moment <= self.until


ALWAYS = Span(EVER, NEVER)


class _Parts:
    """The links of one event by side."""

    def __init__(self) -> None:
        self.of: dict[int, list[tuple[int, int | None]]] = {}

    def units(self, *sides: int) -> list[int]:
        return [unit for side in sides for unit, _ in self.of.get(side, ())]


def _by_event(links: Iterable[LinkRow]) -> dict[int, _Parts]:
    parts: dict[int, _Parts] = {}
    for unit, side, event, _, quantity in links:
        parts.setdefault(event, _Parts()).of.setdefault(side, []).append((unit, quantity))
    return parts


def stays(links: Iterable[LinkRow], moments: Mapping[int, Moment], verbs: Mapping[int, str]) -> list[Stay]:
    """Every stay of a reached unit in a reached container, from the events in the order they happened.

    A partial taking out ends a stay only when nothing is left of it; an emptying without named contents ends all.
    """
    events = _by_event(links)
    open_: dict[tuple[int, int], list[tuple[int, int | None]]] = {}
    found: list[Stay] = []

    def end(key: tuple[int, int], at: Moment, quantity: int | None) -> None:
        left = quantity
        while open_.get(key) and (left is None or left > 0):
            began, held = open_[key].pop(0)
            if left is not None and held is not None and held > left:
                open_[key].insert(0, (began, held - left))
                return
            found.append(Stay(key[0], key[1], began, moments[began], at))
            left = None if left is None or held is None else left - held

    for event in sorted(events, key=lambda e: moments[e]):
        parts, at = events[event], moments[event]
        for container in parts.units(Side.OUT_PARENT):
            for content, quantity in parts.of.get(Side.IN_CHILD, ()):
                open_.setdefault((content, container), []).append((event, quantity))
        emptied = parts.units(*emptied_sides(verbs[event]))
        named = parts.of.get(Side.OFF_CHILD, ())
        for content, quantity in named:
            for container in emptied:
                end((content, container), at, quantity)
        if not named:
            for key in [key for key in open_ if key[1] in emptied]:
                end(key, at, None)
    for key, held in open_.items():
        found += [Stay(*key, began, moments[began], NEVER) for began, _ in held]
    return found


class Reached(NamedTuple):
    """What a walk in time reached.

    :param spans: the times for which each unit counts.
    :param packings: (unit, event) of both sides of every packing it went through, also ones before those times.
    """

    spans: dict[int, list[Span]]
    packings: set[tuple[int, int]]


def reach(
    start: int,
    direction: Direction,
    links: list[LinkRow],
    moments: Mapping[int, Moment],
    verbs: Mapping[int, str],
    containers: set[int],
) -> Reached:
    """The units that are reached from ``start`` when containers count only for what was inside at the time.

    :param moments: of the links' events, and :param verbs: of them.
    """
    graph = _TimedGraph(direction, links, moments, verbs, containers)
    found = Reached({start: [ALWAYS]}, set())
    waiting = deque([(start, ALWAYS)])
    while waiting:
        unit, span = waiting.popleft()
        for far, when, event in graph.from_(unit, span):
            found.packings.update(((unit, event), (far, event)))
            known = found.spans.setdefault(far, [])
            if not any(k.since <= when.since and when.until <= k.until for k in known):
                known.append(when)
                waiting.append((far, when))
    return found


class _TimedGraph:
    def __init__(
        self,
        direction: Direction,
        links: list[LinkRow],
        moments: Mapping[int, Moment],
        verbs: Mapping[int, str],
        containers: set[int],
    ) -> None:
        self.forward = direction.sign > 0
        self.moments = moments
        self.containers = containers
        self.made: dict[int, list[tuple[int, int]]] = {}
        self.stays: dict[int, list[Stay]] = {}
        for event, parts in _by_event(links).items():
            for eaten in parts.units(Side.IN_INPUT):
                for made in parts.units(Side.OUT_OUTPUT):
                    near, far = (eaten, made) if self.forward else (made, eaten)
                    self.made.setdefault(near, []).append((event, far))
        for stay in stays(links, moments, verbs):
            self.stays.setdefault(stay.content if self.forward else stay.container, []).append(stay)

    def from_(self, unit: int, span: Span) -> Iterable[tuple[int, Span, int]]:
        """Units one step on, each with its time and the event that leads there."""
        for stay in self.stays.get(unit, ()):
            if (common := span.meets(stay)) is not None:
                far = stay.container if self.forward else stay.content
                yield far, common if self.forward else self._of(far, common), stay.event
        for event, far in self.made.get(unit, ()):
            at = self.moments[event]
            if not self.forward:
                yield far, self._of(far, Span(at, (at[0], at[1] + 1))), event
            elif unit not in self.containers or span.holds(at):
                yield far, ALWAYS, event

    def _of(self, unit: int, span: Span) -> Span:
        return span if unit in self.containers else ALWAYS

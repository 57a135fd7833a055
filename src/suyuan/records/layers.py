"""Evidence for every lot of a trace at once: checks, temperature, equipment and people, as marks on their cards.

A mark counts the records of the lot's own events, checks that name it, what belongs to those records, and the climate
where it lay; `context` tells of one lot all there is. Nothing here knows a form by name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import RowMapping, select

from suyuan.access.rights import viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.live import LiveForm
from suyuan.forms.values import PERSON
from suyuan.kernel.actor import Actor
from suyuan.records.climate import SETTLING, Stay, is_temperature, limits, settled
from suyuan.records.columns import SqlNames, any_of
from suyuan.records.context import is_line, links_to, outcomes, targets
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk
from suyuan.records.lots_of import lot_paths
from suyuan.records.show import may_know
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store
from suyuan.trace.event import VOIDED, ZERO
from suyuan.trace.genealogy import Genealogy
from suyuan.trace.tables import lot_balance, trace_event, trace_link

AT_ONCE, MOST_READINGS, MOST_NAMES = 500, 20_000, 6
_e, _k = trace_event.c, trace_link.c
_Records = dict[str, dict[str, set[str]]]
"""By form and public id of the record: the units it concerns."""


class Mark(msgspec.Struct, frozen=True):
    """What stands beside one unit.

    :param checks: inspections that say how they came out; ``failed`` of them.
    :param lowest: and ``highest``: temperatures measured of it or around it; ``out`` how many lay beyond the limits
        of its place.
    :param equipment: and ``people``: names, at most six of each.
    """

    checks: int
    failed: int
    lowest: Decimal | None
    highest: Decimal | None
    out: int
    equipment: list[str]
    people: list[str]


@dataclass
class _Tally:
    good: list[bool] = field(default_factory=list)
    warmth: list[Decimal] = field(default_factory=list)
    out: int = 0
    equipment: dict[str, None] = field(default_factory=dict)
    people: dict[str, None] = field(default_factory=dict)

    def mark(self) -> Mark:
        low, high = (min(self.warmth), max(self.warmth)) if self.warmth else (None, None)
        failed = self.good.count(False)
        names = (list(told)[:MOST_NAMES] for told in (self.equipment, self.people))
        return Mark(len(self.good), failed, low, high, self.out, *names)


def layers(store: Store, found: Genealogy, *, by: Actor) -> dict[str, Mark]:
    """Marks by the public id of the unit, of units beside which anything stands that ``by`` may read.

    The caller has made sure that ``by`` may trace.
    """
    forms, seen = catalogue(store), viewer(store, by)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        gathering = _Gathering(desk)
        records = _records_of(found)
        for form, uids in records.items():
            gathering.read(form, uids)
        gathering.follow(records)
        units = {key: unit.id for key, unit in zip(found.keys, found.units)}
        gathering.named(units)
        gathering.climate(units)
        return {unit: tally.mark() for unit, tally in gathering.tallies.items()}


def _records_of(found: Genealogy) -> _Records:
    """The records of the units' standing events."""
    units: dict[str, set[str]] = defaultdict(set)
    for link in found.links:
        units[link.event].add(link.unit)
    records: _Records = defaultdict(lambda: defaultdict(set))
    for event in found.events:
        if event.form and event.record and not event.voided_at:
            records[event.form][event.record] |= units[event.id]
    return records


class _Gathering:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.tallies: dict[str, _Tally] = defaultdict(_Tally)
        self.things = targets(desk, "equipment")
        self.ids: dict[str, dict[int, set[str]]] = defaultdict(dict)

    def read(self, form: str, uids: dict[str, set[str]]) -> None:
        """What the records of one form tell."""
        if form not in self.desk.catalogue.words or not self.desk.viewer.can("read", form):
            return
        live = self.desk.catalogue.any(form)
        reader = _Reader(self.desk, live, self.things)
        for row in self._rows(live, live.table.c.uid, list(uids)):
            units = uids[row["uid"]]
            self.ids[form][row["id"]] = units
            reader.tell(row, [self.tallies[unit] for unit in units])

    def follow(self, records: _Records) -> None:
        """Records that belong to those: the cold-chain log of a shipment."""
        read = {form for form in records if self.ids[form]}
        for other in self.desk.catalogue:
            if other.key in records or not self.desk.viewer.can("read", other.key):
                continue
            live = self.desk.catalogue.any(other.key)
            may = self.desk.viewer.readable(other.key)
            for form in read:
                for path in links_to(live, form):
                    column = live.column(path)
                    if column is None or not may.has(path):
                        continue
                    reader = _Reader(self.desk, live, self.things)
                    for row in self._rows(live, column, list(self.ids[form])):
                        reader.tell(row, [self.tallies[unit] for unit in self.ids[form][row[column.name]]])

    def named(self, units: dict[int, str]) -> None:
        """Checks that name a unit in a field of their own."""
        for form in self.desk.catalogue:
            live = self.desk.catalogue.any(form.key)
            may = self.desk.viewer.readable(form.key)
            if form.stage != "inspection" or not outcomes(live) or not self.desk.viewer.can("read", form.key):
                continue
            reader = _Reader(self.desk, live, self.things)
            for path in (p for p in lot_paths(live) if "." not in p and may.has(p)):
                column = live.column(path)
                if column is None:
                    continue
                for row in self._rows(live, column, list(units)):
                    if row["id"] not in self.ids[form.key]:
                        reader.tell(row, [self.tallies[units[row[column.name]]]])

    def _rows(self, live: LiveForm, column: Any, values: list[Any]) -> Iterator[RowMapping]:
        """Submitted records that the viewer may read whose ``column`` holds one of ``values``."""
        for at in range(0, len(values), AT_ONCE):
            query = select(live.table).where(column.in_(values[at : at + AT_ONCE]), live.table.c.state == SUBMITTED)
            for where in _seen(self.desk, live):
                query = query.where(where)
            yield from self.desk.conn.execute(query).mappings()

    def climate(self, units: dict[int, str]) -> None:
        """Temperatures of the places while the units lay there."""
        stays = _stays(self.desk, list(units))
        if not stays:
            return
        for form in self.desk.catalogue:
            about = form.about
            if about is None or not about.place or "." in about.place or not self.desk.viewer.can("read", form.key):
                continue
            live = self.desk.catalogue.any(form.key)
            for readings in _Readings.of(self.desk, live, about.place, about.when, stays):
                for key, lain in stays.items():
                    for stay in lain:
                        readings.tell(stay, self.desk.env.now, self.tallies, units[key])


class _Reader:
    """Tells what a row of one form says: how a check came out, temperatures, equipment, people."""

    def __init__(self, desk: Desk, live: LiveForm, things: set[str]) -> None:
        self.desk = desk
        may = desk.viewer.readable(live.key)
        plain = {key: f for key, f in live.plain.items() if f.names and may.has(key)}
        judged = outcomes(live) if live.form.stage == "inspection" else {}
        self.judged = {plain[key].names[0]: said for key, said in judged.items() if key in plain}
        self.warm = [f.names[0] for key, f in plain.items() if f.field.type == "number" and is_temperature(live, key)]
        linked = {f.names[0]: FIELD_TYPES[f.field.type].expr_type(f.field).form for f in plain.values()}
        self.people = [name for name, form in linked.items() if form == PERSON]
        self.things = {n: form for n, form in linked.items() if form and (form in things or is_line(desk, form))}

    def tell(self, row: RowMapping, tallies: Iterable[_Tally]) -> None:
        told = [v for name, said in self.judged.items() if (v := said.get(str(row[name]))) is not None]
        warmth = [row[name] for name in self.warm if row[name] is not None]
        people = self._titles((PERSON, row[name]) for name in self.people)
        things = self._titles((form, row[name]) for name, form in self.things.items())
        for tally in tallies:
            if told:
                tally.good.append(all(told))
            tally.warmth += warmth
            tally.people |= people
            tally.equipment |= things

    def _titles(self, links: Iterable[tuple[str, Any]]) -> dict[str, None]:
        found = (self.desk.at(form, id) for form, id in links if isinstance(id, int))
        return {linked.title: None for linked in found if linked is not None and may_know(self.desk, linked)}


@dataclass(frozen=True)
class _Readings:
    """Temperatures of one place by one form: instants in order, and the values then."""

    place: tuple[str, int]
    instants: list[datetime]
    values: list[list[Decimal]]
    lowest: Decimal | None
    highest: Decimal | None

    @classmethod
    def of(
        cls, desk: Desk, live: LiveForm, place: str, when: str | None, stays: dict[int, list[Stay]]
    ) -> Iterator[_Readings]:
        """Those of ``live`` about the places stayed in; ``place`` and ``when`` are its fields."""
        may, at = desk.viewer.readable(live.key), live.field(place)
        warm = [k for k, f in live.plain.items() if f.field.type == "number" and is_temperature(live, k) and may.has(k)]
        if at is None or not warm or not may.has(place) or (when and not may.has(when)):
            return
        form = FIELD_TYPES[at.type].expr_type(at).form
        lain = {stay.place: stay for stays_of in stays.values() for stay in stays_of if stay.form == form}
        column, moment = live.column(place), live.column(when) if when else live.table.c.created_at
        if not lain or column is None or moment is None:
            return
        names = [live.plain[key].names[0] for key in warm]
        query = select(live.table).where(column.in_(list(lain)), live.table.c.state == SUBMITTED).order_by(moment)
        for where in _seen(desk, live):
            query = query.where(where)
        told: dict[int, list[tuple[datetime, list[Decimal]]]] = defaultdict(list)
        for row in desk.conn.execute(query.limit(MOST_READINGS)).mappings():
            then = row[moment.name]
            instant = then if isinstance(then, datetime) else desk.env.start_of(then)
            told[row[column.name]].append((instant.astimezone(UTC), [row[n] for n in names if row[n] is not None]))
        for key, rows in told.items():
            yield cls((str(form), key), [r[0] for r in rows], [r[1] for r in rows], *limits(desk, lain[key]))

    def tell(self, stay: Stay, now: datetime, tallies: dict[str, _Tally], unit: str) -> None:
        if (stay.form, stay.place) != self.place:
            return
        first, last = bisect_left(self.instants, stay.since), bisect_right(self.instants, stay.until or now)
        for value in (v for values in self.values[first:last] for v in values):
            tallies[unit].warmth.append(value)
            beyond = (self.lowest is not None and value < self.lowest) or (
                self.highest is not None and value > self.highest
            )
            tallies[unit].out += beyond


def _seen(desk: Desk, live: LiveForm) -> list[Any]:
    """The conditions on records that the viewer may read."""
    rows = desk.viewer.rows(live.key)
    if rows is None:
        return []
    return [any_of(rows, SqlNames(live, desk.catalogue, desk.env, live.table, desk.viewer), desk.env)]


def _stays(desk: Desk, units: list[int]) -> dict[int, list[Stay]]:
    """Where each unit lay and when."""
    rows: dict[int, list[Any]] = defaultdict(list)
    gone: set[int] = set()
    for at in range(0, len(units), AT_ONCE):
        some = units[at : at + AT_ONCE]
        query = select(_k.unit, _e.event_time, _e.place_form, _e.place, _e.place_title, _e.verb)
        query = query.join(trace_link, _k.event == _e.id).where(_k.unit.in_(some), _k.side < VOIDED)
        for row in desk.conn.execute(query.order_by(_e.event_time, _e.id)):
            rows[row.unit].append(row)
        c = lot_balance.c
        gone |= set(desk.conn.execute(select(c.lot).where(c.lot.in_(some), c.on_hand == ZERO)).scalars())
    return {unit: settled(told, unit in gone) for unit, told in rows.items() if any(r.verb in SETTLING for r in told)}

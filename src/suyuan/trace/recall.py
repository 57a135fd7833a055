"""What a recall reaches: every lot forward of its triggers, why each is in, what is left of it and who got it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from suyuan.codes.canonical import canonical
from suyuan.trace.delta import RETURNED
from suyuan.trace.event import VOIDED, ZERO
from suyuan.trace.genealogy import Event, Genealogy, Link, Unit
from suyuan.trace.graph import TraceGraph
from suyuan.trace.lots import MOST
from suyuan.trace.tables import lot, lot_balance, lot_identifier, lot_stock, trace_event, trace_link
from suyuan.trace.totals import base_of, dimension

_l, _b, _s, _e, _k = lot.c, lot_balance.c, lot_stock.c, trace_event.c, trace_link.c
_FROM_TO = {"transform": ("input", "output"), "pack": ("child", "parent")}
MOST_TRIGGERS = 100


class Why(msgspec.Struct, frozen=True, gc=False):
    """Why a lot is in: what it ate of what.

    :param trigger: code of the nearest trigger; its own code for a trigger itself.
    :param through: code of the reached lot that went straight into it, the nearest one; ``None`` for a trigger.
    :param quantity: of ``through`` that went in, in ``uom``.
    :param amount: of the trigger that is in it, in ``trigger_uom``; ``None`` where quantities do not tell.
    :param share: the part of it that is the trigger, 0 to 1.
    :param record: public id of the record (of ``form``) by which it went in, with its title.
    """

    trigger: str
    through: str | None = None
    quantity: Decimal | None = None
    uom: str | None = None
    amount: Decimal | None = None
    trigger_uom: str | None = None
    share: Decimal | None = None
    form: str | None = None
    record: str | None = None
    record_title: str | None = None


class Lying(msgspec.Struct, frozen=True, gc=False):
    """What lies of a lot at one place (``None`` where its records name none)."""

    place: str | None
    quantity: Decimal


class Reached(msgspec.Struct, frozen=True, gc=False):
    """A lot, item or container that a recall reaches, with what became of it, in ``uom``.

    :param key: internal id.
    :param level: generations from the nearest trigger.
    :param quantity: all that was made or received of it; of a container, all that was put into it.
    :param shipped: and not come back.
    :param on_hand: here now, ``packed`` of it inside containers; 1 or 0 for a container.
    :param lying: the same by place, where most lies first.
    """

    key: int
    unit: Unit
    level: int
    why: Why
    quantity: Decimal | None
    on_hand: Decimal
    packed: Decimal
    used: Decimal
    shipped: Decimal
    lost: Decimal
    lying: tuple[Lying, ...]

    @property
    def place(self) -> str | None:
        """Where most of it lies."""
        return self.lying[0].place if self.lying else None

    @property
    def contained(self) -> bool:
        """Whether it is a container, whose content is counted with the lots inside."""
        return self.unit.kind == "logistic"


class Moved(msgspec.Struct, frozen=True, gc=False):
    """A reached lot leaving for, or coming back from, a party.

    :param key: internal id of the lot; :param code: its code.
    :param quantity: in ``uom``; ``None`` for a container, whose contents have rows of their own.
    :param party: what the party was called then, record ``party_id`` of ``party_form`` (0 when not one of ours).
    """

    key: int
    code: str
    title: str
    quantity: Decimal | None
    uom: str
    time: datetime
    party_form: str
    party_id: int
    party: str | None
    form: str | None
    record: str | None
    record_id: int
    record_title: str | None


class Scope(msgspec.Struct, frozen=True):
    """The whole of it.

    :param triggers: codes it began with.
    :param lots: level by level, the triggers first.
    :param deliveries: what left, in the order it did; :param returns: what came back.
    :param onward: what parties passed on to others, as far as they told.
    """

    triggers: list[str]
    lots: list[Reached]
    deliveries: list[Moved]
    returns: list[Moved]
    onward: list[Moved]

    @property
    def keys(self) -> list[int]:
        """Internal ids of the lots."""
        return [found.key for found in self.lots]


class Sum(msgspec.Struct, frozen=True):
    """Quantities of everything reached that is measured alike, containers left out.

    :param affected: what there is of it outside other reached lots: ``on_hand + out + lost``.
    :param shipped: all that ever left; :param out: of it what has not come back.
    :param lost: lost, destroyed or sampled.
    """

    uom: str
    affected: Decimal
    on_hand: Decimal
    shipped: Decimal
    returned: Decimal
    out: Decimal
    lost: Decimal


class Suspect(msgspec.Struct, frozen=True):
    """A lot that went into several lots complained of.

    :param unit: it, as seen from the lot it lies farthest from.
    :param into: codes of those of the lots it went into.
    """

    unit: Unit
    into: list[str]


def scope(conn: Connection, triggers: Sequence[int], today: date | None = None) -> Scope:
    """Everything that the lots ``triggers`` (internal ids) went into, siblings left out.

    :param today: date by which a released lot counts as expired.
    :raises NotFound: one of them is no lot.
    """
    graph = TraceGraph(conn, today)
    walks = [graph.forward(key) for key in dict.fromkeys(triggers)]
    nearest: dict[int, tuple[Unit, Why]] = {}
    for walk in walks:
        whys = _whys(walk)
        for key, unit in zip(walk.keys, walk.units):
            if key not in nearest or unit.level < nearest[key][0].level:
                nearest[key] = (unit, whys[unit.id])
    keys = sorted(nearest, key=lambda key: (nearest[key][0].level, key))
    state, lying = _state(conn, keys), _lying(conn, keys)
    lots = [_reached(key, *nearest[key], state[key], lying.get(key, ())) for key in keys]
    moves = _moves(conn, keys, {found.key: found.unit for found in lots})
    return Scope([walk.unit.code for walk in walks], lots, *moves)


def _reached(key: int, unit: Unit, why: Why, row: Any, lying: Sequence[Lying]) -> Reached:
    parts = (row.on_hand, row.packed, row.used, row.shipped, None if row.lost is None else row.lost + row.sampled)
    on_hand, packed, used, shipped, lost = (ZERO if part is None else part for part in parts)
    return Reached(key, unit, unit.level, why, unit.quantity, on_hand, packed, used, shipped, lost, tuple(lying))


def _whys(walk: Genealogy) -> dict[str, Why]:
    """Why each unit of one walk is in, by public id."""
    units = {unit.id: unit for unit in walk.units}
    ways = _ways(walk, units)
    start = walk.unit
    found = {}
    for unit in walk.units:
        if unit.id == start.id:
            found[unit.id] = Why(start.code, trigger_uom=start.uom, amount=start.quantity, share=Decimal(1))
            continue
        event, link = ways.get(unit.id, (None, None))
        near = units[link.unit] if link else None
        found[unit.id] = Why(
            start.code,
            near.code if near else None,
            link.quantity if link else None,
            near.uom if near else None,
            unit.amount,
            start.uom,
            unit.share,
            event.form if event else None,
            event.record if event else None,
            event.record_title if event else None,
        )
    return found


def _ways(walk: Genealogy, units: dict[str, Unit]) -> dict[str, tuple[Event, Link]]:
    """By public id of what was made: the event, and the link of the reached unit nearest to the start that went in."""
    events = {event.id: event for event in walk.events if event.verb in _FROM_TO}
    went: dict[str, list[Link]] = {}
    made: list[Link] = []
    for link in walk.links:
        if (event := events.get(link.event)) is not None:
            into, out = _FROM_TO[event.verb]
            if link.role == into:
                went.setdefault(link.event, []).append(link)
            elif link.role == out:
                made.append(link)
    best = {key: min(links, key=lambda link: units[link.unit].level) for key, links in went.items()}
    ways: dict[str, tuple[Event, Link]] = {}
    for link in made:
        near = best.get(link.event)
        if near is None or units[near.unit].level >= units[link.unit].level:
            continue
        known = ways.get(link.unit)
        if known is None or units[near.unit].level < units[known[1].unit].level:
            ways[link.unit] = (events[link.event], near)
    return ways


def _pieces(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + MOST] for start in range(0, len(keys), MOST))


def _state(conn: Connection, keys: Sequence[int]) -> dict[int, Any]:
    columns = (_l.id, _b.on_hand, _b.packed, _b.used, _b.shipped, _b.lost, _b.sampled)
    query = select(*columns).select_from(lot.outerjoin(lot_balance, _b.lot == _l.id))
    return {row.id: row for piece in _pieces(keys) for row in conn.execute(query.where(_l.id.in_(piece)))}


def _lying(conn: Connection, keys: Sequence[int]) -> dict[int, list[Lying]]:
    query = select(_s.lot, _s.place_title, _s.on_hand).where(_s.on_hand > 0).order_by(_s.on_hand.desc(), _s.id)
    found: dict[int, list[Lying]] = {}
    for piece in _pieces(keys):
        for row in conn.execute(query.where(_s.lot.in_(piece))):
            found.setdefault(row.lot, []).append(Lying(row.place_title, row.on_hand))
    return found


def _moves(conn: Connection, keys: Sequence[int], names: dict[int, Unit]) -> tuple[list[Moved], ...]:
    """What left, what came back and what was passed on of the lots ``keys``, each in the order it happened."""
    columns = (
        *(_e.id, _e.verb, _e.event_time, _e.form, _e.record, _e.record_uid, _e.record_title),
        *(_e.source_form, _e.source, _e.source_title),
        *(_e.destination_form, _e.destination, _e.destination_title, _k.unit, _k.quantity),
    )
    query = select(*columns).join(trace_link, _k.event == _e.id)
    passed_on = (_e.verb == "observe") & _e.destination.is_not(None) & _e.source.is_not(None)
    came_back = (_e.verb == "receive") & (_e.loss == RETURNED)
    query = query.where((_e.verb == "ship") | came_back | passed_on, _k.side < VOIDED)
    rows = [row for piece in _pieces(keys) for row in conn.execute(query.where(_k.unit.in_(piece)))]
    rows.sort(key=lambda row: (row.event_time, row.id))
    out = [_moved(row, names[row.unit], "destination") for row in rows if row.verb == "ship"]
    back = [_moved(row, names[row.unit], "source") for row in rows if row.verb == "receive"]
    onward = [_moved(row, names[row.unit], "destination") for row in rows if row.verb == "observe"]
    return out, back, onward


def _moved(row: Any, unit: Unit, party: str) -> Moved:
    return Moved(
        row.unit,
        unit.code,
        unit.title,
        None if unit.kind == "logistic" else row.quantity,
        unit.uom,
        row.event_time,
        getattr(row, f"{party}_form") or "",
        getattr(row, party) or 0,
        getattr(row, f"{party}_title"),
        row.form,
        row.record_uid,
        row.record or 0,
        row.record_title,
    )


def sums(found: Scope) -> list[Sum]:
    """The quantities of a scope, one sum for masses, one for volumes, one for counts; the heaviest kind first."""
    parts: dict[str, list[Decimal]] = {}

    def add(uom: str, *amounts: Decimal) -> None:
        name, factor = dimension(uom)
        known = parts.setdefault(name, [ZERO] * 4)
        for n, amount in enumerate(amounts):
            known[n] += amount * factor

    for reached in found.lots:
        if not reached.contained:
            add(reached.unit.uom, reached.on_hand, reached.shipped, reached.lost, ZERO)
    for move in found.returns:
        if move.quantity is not None:
            add(move.uom, ZERO, ZERO, ZERO, move.quantity)
    order = sorted(parts, key=lambda name: ("mass", "volume", "count", name).index(name))
    return [_sum(base_of(name), *parts[name]) for name in order]


def _sum(uom: str, on_hand: Decimal, out: Decimal, lost: Decimal, returned: Decimal) -> Sum:
    return Sum(uom, on_hand + out + lost, on_hand, out + returned, returned, out, lost)


def suspects(conn: Connection, lots: Sequence[int], today: date | None = None) -> list[Suspect]:
    """Lots that went into more than one of ``lots`` (internal ids), those in most of them first.

    With one lot: everything that went into it. Lots bought come before those made of them.
    """
    graph = TraceGraph(conn, today)
    found: dict[int, Unit] = {}
    into: dict[int, list[str]] = {}
    for key in dict.fromkeys(lots):
        walk = graph.back(key)
        for at, unit in zip(walk.keys, walk.units):
            if at == key or unit.kind == "logistic":
                continue
            into.setdefault(at, []).append(walk.unit.code)
            if at not in found or unit.level < found[at].level:
                found[at] = unit
    least = 2 if len(set(lots)) > 1 else 1
    order = sorted(found, key=lambda at: (-len(into[at]), found[at].stage != "receipt", found[at].level, at))
    return [Suspect(found[at], into[at]) for at in order if len(into[at]) >= least]


def named(conn: Connection, text: str) -> list[int]:
    """Internal ids of the lots that ``text`` names: one by its code or another name, else all of a supplier's lot."""
    text = text.strip()
    by_code = conn.execute(select(_l.id).where(_l.code == text)).scalars().all()
    if by_code or not text:
        return list(by_code)
    names = select(lot_identifier.c.lot).where(lot_identifier.c.value == canonical(text)).limit(2)
    by_name = conn.execute(names).scalars().all()
    if len(by_name) == 1:
        return list(by_name)
    same = select(_l.id).where(_l.supplier_lot == text).order_by(_l.id).limit(MOST_TRIGGERS)
    return list(conn.execute(same).scalars())

"""What became of a lot: the balance, and its proof by replaying the events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from suyuan.trace.delta import Delta, delta_of
from suyuan.trace.event import VOIDED, ZERO, Place, Side, emptied_sides
from suyuan.trace.restock import touches_of
from suyuan.trace.stock import Pile, PlaceKey, folded, key_of
from suyuan.trace.tables import lot, lot_balance, lot_inside, lot_stock, trace_event, trace_link
from suyuan.trace.void import statuses_from_events

_e, _k, _b, _i = trace_event.c, trace_link.c, lot_balance.c, lot_inside.c


class Balance(msgspec.Struct, frozen=True):
    """received + made = used + shipped + on_hand + lost + sampled + unexplained, all in ``uom``.

    :param packed: the part of ``on_hand`` inside containers.
    :param unexplained: differences that stock counts posted: what is missing (or, negative, too much).
    """

    received: Decimal
    made: Decimal
    used: Decimal
    shipped: Decimal
    on_hand: Decimal
    lost: Decimal
    sampled: Decimal
    unexplained: Decimal
    packed: Decimal
    uom: str


def balance(conn: Connection, lot_id: int) -> Balance | None:
    """The balance of a lot by its internal id; ``None`` when it has none."""
    row = conn.execute(select(lot_balance, lot.c.uom).join(lot, lot.c.id == _b.lot).where(_b.lot == lot_id)).first()
    if row is None:
        return None
    gone = row.used + row.shipped + row.lost + row.sampled
    unexplained = row.received + row.made - gone - row.on_hand
    return Balance(
        row.received,
        row.made,
        row.used,
        row.shipped,
        row.on_hand,
        row.lost,
        row.sampled,
        unexplained,
        row.packed,
        row.uom,
    )


class Difference(msgspec.Struct, frozen=True):
    """Something stored that the events do not give.

    :param what: a column of the balance, ``at`` a place, ``status``, or ``inside``.
    """

    lot: str
    what: str
    stored: str
    replayed: str


def replay(conn: Connection) -> list[Difference]:
    """Recompute every balance, pile, status and open containment from the standing events, and say what differs."""
    codes = {row.id: row.code for row in conn.execute(select(lot.c.id, lot.c.code))}
    return [*_balances(conn, codes), *_stocks(conn, codes), *_statuses(conn, codes), *_insides(conn, codes)]


def _standing(conn: Connection) -> Iterator[Any]:
    query = (
        select(_e.id, _e.verb, _e.step, _e.loss, _e.event_time, _k.unit, _k.side, _k.quantity)
        .join(trace_link, _k.event == _e.id)
        .where(_k.side < VOIDED)
        .order_by(_e.id, _k.n)
    )
    return iter(conn.execute(query))


def _balances(conn: Connection, codes: dict[int, str]) -> Iterator[Difference]:
    sums: dict[int, list[Decimal]] = {}
    for row in _standing(conn):
        found = sums.setdefault(row.unit, [ZERO] * len(Delta._fields))
        for position, value in enumerate(delta_of(row.verb, row.side, row.quantity, row.step, row.loss)):
            found[position] += value
    for row in conn.execute(select(lot_balance)):
        replayed = sums.pop(row.lot, [ZERO] * len(Delta._fields))
        for name, value in zip(Delta._fields, replayed):
            if (stored := getattr(row, name)) != value:
                yield Difference(codes[row.lot], name, str(stored), str(value))
    for key, values in sums.items():
        if any(values):
            yield Difference(codes.get(key, str(key)), "balance", "", str(Delta(*values)))


def _stocks(conn: Connection, codes: dict[int, str]) -> Iterator[Difference]:
    """Piles that are not what the events laid, or do not add up to the balance."""
    stored: dict[int, dict[PlaceKey, Pile]] = {}
    for row in conn.execute(select(lot_stock).order_by(lot_stock.c.id)):
        place = Place(row.place_form or "", row.place or 0, row.place_title or "")
        pile = Pile(place, row.on_hand - row.packed, row.packed, row.since)
        stored.setdefault(row.lot, {})[key_of(place)] = pile
    laid = {unit: {key_of(p.place): p for p in folded(touches)} for unit, touches in touches_of(conn).items()}
    for unit in sorted(stored.keys() | laid.keys()):
        was, now = stored.get(unit, {}), laid.get(unit, {})
        for key in sorted(was.keys() | now.keys()):
            if was.get(key) != now.get(key):
                yield Difference(codes[unit], f"at {_name(key, was, now)}", _lies(was.get(key)), _lies(now.get(key)))
    for row in conn.execute(select(_b.lot, _b.on_hand, _b.packed)):
        piles = stored.get(row.lot, {}).values()
        sums = sum((p.on_hand for p in piles), ZERO), sum((p.packed for p in piles), ZERO)
        if sums != (row.on_hand, row.packed):
            yield Difference(
                codes[row.lot], "on_hand by place", f"{sums[0]} ({sums[1]})", f"{row.on_hand} ({row.packed})"
            )


def _name(key: PlaceKey, *piles: Mapping[PlaceKey, Pile]) -> str:
    return next(found[key].place.title for found in piles if key in found) or "-"


def _lies(pile: Pile | None) -> str:
    return "" if pile is None else f"{pile.on_hand} ({pile.packed})"


def _statuses(conn: Connection, codes: dict[int, str]) -> Iterator[Difference]:
    rows = conn.execute(select(lot.c.id, lot.c.status)).all()
    statuses = statuses_from_events(conn, [row.id for row in rows])
    for row in rows:
        if (replayed := statuses[row.id]) != row.status:
            yield Difference(codes[row.id], "status", row.status, replayed)


def _insides(conn: Connection, codes: dict[int, str]) -> Iterator[Difference]:
    replayed = _contents(_standing(conn))
    stored: dict[tuple[int, int], Decimal] = {}
    for row in conn.execute(select(_i.container, _i.content, _i.quantity).where(_i.until.is_(None))):
        stored[row.container, row.content] = stored.get((row.container, row.content), ZERO) + row.quantity
    for key in sorted(stored.keys() | replayed.keys()):
        was, now = stored.get(key, ZERO), replayed.get(key, ZERO)
        if was != now:
            yield Difference(codes[key[1]], f"inside {codes[key[0]]}", str(was), str(now))


def _contents(rows: Iterable[Any]) -> dict[tuple[int, int], Decimal]:
    """What is left in each container: (container, content) -> quantity."""
    held: dict[tuple[int, int], Decimal] = {}
    events: dict[int, list[Any]] = {}
    for row in rows:
        if row.verb in ("pack", "unpack", "transform"):
            events.setdefault(row.id, []).append(row)
    for parts in events.values():
        parents = [p.unit for p in parts if p.side == Side.OUT_PARENT]
        emptied = [p.unit for p in parts if p.side in emptied_sides(p.verb)]
        if emptied and not any(p.side == Side.OFF_CHILD for p in parts):
            for pair in [pair for pair in held if pair[0] in emptied]:
                del held[pair]
        for part in parts:
            if part.quantity is None:
                continue
            if part.side == Side.IN_CHILD and parents:
                held[parents[0], part.unit] = held.get((parents[0], part.unit), ZERO) + part.quantity
            elif part.side == Side.OFF_CHILD:
                _let_out(held, emptied, part.unit, part.quantity)
    return {key: quantity for key, quantity in held.items() if quantity}


def _let_out(held: dict[tuple[int, int], Decimal], containers: list[int], content: int, quantity: Decimal) -> None:
    for container in containers:
        taken = min(held.get((container, content), ZERO), quantity)
        if taken:
            held[container, content] -= taken
            quantity -= taken

"""Write what happened: events, their links, contents of containers, and the balances by conditional UPDATE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import bindparam, select, update

from suyuan.kernel.errors import Invalid, Mistake
from suyuan.ledger.entry import Entry
from suyuan.store.engine import Tx
from suyuan.store.quick import Quick
from suyuan.trace.delta import NOTHING, Delta, added, delta_of
from suyuan.trace.event import LinkPlan, Lot, Origin, Side, TraceEvent, emptied_sides
from suyuan.trace.given import MOST, SIX
from suyuan.trace.inside import empty, pack_in, take_out
from suyuan.trace.restock import restock
from suyuan.trace.still import hold_statuses
from suyuan.trace.stock import landing
from suyuan.trace.tables import lot, lot_balance, trace_event, trace_link, trace_link_at
from suyuan.trace.totals import totals_of
from suyuan.trace.words import plain

TYPE_OF_VERB = {"transform": ("TransformationEvent", None), "pack": ("AggregationEvent", "ADD")} | {
    "unpack": ("AggregationEvent", "DELETE"),
    "receive": ("ObjectEvent", "OBSERVE"),
    "create": ("ObjectEvent", "ADD"),
    "dispose": ("ObjectEvent", "DELETE"),
}
_OBSERVE = ("ObjectEvent", "OBSERVE")

_EVENT = Quick(trace_event.insert().returning(trace_event.c.id))
_LINK = Quick(trace_link.insert())
_AT = Quick(trace_link_at.insert())
_BALANCE = Quick(lot_balance.insert())
_b = lot_balance.c
_COLUMNS = Delta._fields
_ADD = update(lot_balance).where(_b.lot == bindparam("of")).values({n: _b[n] + bindparam(f"d_{n}") for n in _COLUMNS})
_TAKE = Quick(
    _ADD.where(
        _b.on_hand - _b.packed >= bindparam("needed", type_=_b.on_hand.type),
        _b.packed + bindparam("d_packed") >= 0,
        _b.shipped + bindparam("d_shipped") >= 0,
    )
)
_LARGEST = MOST - SIX
"""The most that a column of ``Scaled(6)`` holds on both databases; beyond it SQLite would go on in floats."""
_ADD_ANY = Quick(
    _ADD.where(
        *(_b[n] + bindparam(f"d_{n}") <= _LARGEST for n in _COLUMNS),
        _b.on_hand + bindparam("d_on_hand") >= -_LARGEST,
    )
)
_STATUS = Quick(update(lot).where(lot.c.id == bindparam("of")).values(status=bindparam("to")))
_PLACED = (
    update(lot)
    .where(lot.c.id == bindparam("of"))
    .values(place_form=bindparam("form_"), place=bindparam("place_"), place_title=bindparam("title_"))
)


def record(tx: Tx, events: Sequence[TraceEvent], entry: Entry, origin: Origin | None = None) -> list[int]:
    """Write ``events``, whose lots are all made (see ``make_lots``).

    :param entry: the ledger entry that tells of them.
    :returns: the events' ids.
    :raises Invalid: a lot has less left than is taken: another writer was faster.
    :raises Again: a lot was held, or otherwise got another status, meanwhile.
    """
    hold_statuses(tx, events)
    ids = write_events(tx, events, entry.id, origin)
    apply(tx, deltas(events), {link.lot.id: link for e in events for link in e.links if isinstance(link.lot, Lot)})
    restock(tx, ids, events)
    return ids


def write_events(
    tx: Tx, events: Sequence[TraceEvent], entry: int, origin: Origin | None, corrects: Sequence[int | None] = ()
) -> list[int]:
    """Write ``events`` with their links, containments, places and statuses, but not their balances."""
    ids = []
    for position, event in enumerate(events):
        old = corrects[position] if position < len(corrects) else None
        key = _EVENT.first(tx.conn, _event_row(tx, event, entry, origin, old))
        assert key is not None
        ids.append(int(key[0]))
        if rows := _link_rows(event, ids[-1]):
            _LINK.many(tx.conn, rows)
            _AT.many(tx.conn, _at_rows(event, ids[-1]))
        if event.verb in ("pack", "unpack", "transform"):
            _contain(tx, event, ids[-1])
        _set_places(tx, event)
        _set_statuses(tx, event)
    return ids


def _event_row(tx: Tx, event: TraceEvent, entry: int, origin: Origin | None, corrects: int | None) -> dict[str, Any]:
    kind, action = TYPE_OF_VERB.get(event.verb, _OBSERVE)
    row = {
        "uid": tx.store.ids.new(),
        "entry": entry,
        "verb": event.verb,
        "type": kind,
        "action": action,
        "event_time": event.time.astimezone(UTC),
        "offset_minutes": event.offset,
        "recorded_at": tx.now,
        "form": origin.form if origin else None,
        "record": origin.id if origin else None,
        "record_uid": origin.uid if origin else None,
        "record_title": origin.title if origin else None,
        "step": event.step,
        "disposition": event.disposition,
        "status": event.status,
        "loss": event.loss,
        "corrects": corrects,
        **totals_of(event),
    }
    for name, place in (("place", event.where), ("source", event.source), ("destination", event.destination)):
        row[f"{name}_form"] = place.form if place else None
        row[name] = place.id if place else None
        row[f"{name}_title"] = place.title if place else None
    return row


def _link_rows(event: TraceEvent, key: int) -> list[dict[str, Any]]:
    return [
        {
            "unit": _id(link),
            "side": int(link.side),
            "event": key,
            "n": n,
            "role": link.role,
            "quantity": link.quantity,
            "given": f"{link.given.value} {link.given.uom}" if link.given else None,
        }
        for n, link in enumerate(event.links)
    ]


def _at_rows(event: TraceEvent, key: int) -> list[dict[str, Any]]:
    return [
        {"event": key, "n": n, "place_form": at.form, "place": at.id, "place_title": at.title}
        for n, link in enumerate(event.links)
        if (at := link.at) is not None
    ]


def _id(link: LinkPlan) -> int:
    assert isinstance(link.lot, Lot), f"the lot at {link.path} is not made yet"
    return link.lot.id


def _contain(tx: Tx, event: TraceEvent, key: int) -> None:
    holders = (Side.OUT_PARENT, *emptied_sides(event.verb))
    parents = [_id(link) for link in event.links if link.side in holders]
    if event.verb == "unpack" and not any(link.side == Side.OFF_CHILD for link in event.links):
        empty(tx, parents, key)
    for link in event.links:
        if link.quantity is None:
            continue
        if link.side == Side.IN_CHILD:
            pack_in(tx, parents[0], _id(link), link.quantity, key)
        elif link.side == Side.OFF_CHILD:
            take_out(tx, parents, _id(link), link.quantity, key)


def _set_places(tx: Tx, event: TraceEvent) -> None:
    place = landing(event.verb, event.where, event.destination)
    if place is None:
        return
    moved = (Side.OUT_OUTPUT, Side.OUT_PARENT) if event.verb != "move" else (Side.AT_OBJECT,)
    for link in event.links:
        if link.side in moved and isinstance(link.lot, Lot) and not link.lot.fresh:
            tx.run(_PLACED, {"of": link.lot.id, "form_": place.form, "place_": place.id, "title_": place.title})


def _set_statuses(tx: Tx, event: TraceEvent) -> None:
    if event.status is None:
        return
    for link in event.links:
        if sets_status(link.side) and isinstance(link.lot, Lot) and not link.lot.fresh:
            _STATUS.run(tx.conn, {"of": link.lot.id, "to": event.status})


def sets_status(side: int) -> bool:
    """Whether an event's status is given to the lot on ``side``."""
    return side in (Side.AT_OBJECT, Side.OUT_OUTPUT)


def deltas(events: Iterable[TraceEvent]) -> dict[int, Delta]:
    """The net change of each lot's balance by its id."""
    parts: dict[int, list[Delta]] = {}
    for event in events:
        for link in event.links:
            change = delta_of(event.verb, link.side, link.quantity, event.step, event.loss)
            if change is not NOTHING:
                parts.setdefault(_id(link), []).append(change)
            elif isinstance(link.lot, Lot) and link.lot.fresh:
                parts.setdefault(link.lot.id, [])
    return {key: found[0] if len(found) == 1 else added(found) for key, found in parts.items()}


def apply(tx: Tx, changes: dict[int, Delta], links: dict[int, LinkPlan]) -> None:
    """Change the balances, in the order of the lots' ids; every lot that has too little is named at once."""
    mistakes: list[Mistake] = []
    for key in sorted(changes):
        change, link = changes[key], links.get(key)
        ref = link.lot if link is not None and isinstance(link.lot, Lot) else None
        if ref is not None and ref.fresh:
            _BALANCE.run(tx.conn, {"lot": key, **change._asdict()})
        elif change == NOTHING:
            continue
        elif ref is not None and ref.foreign:
            if _ADD_ANY.run(tx.conn, _parameters(key, change)) != 1:
                mistakes.append(Mistake(link.path if link else "", "trace.quantity_too_large", {"lot": ref.code}))
        elif _TAKE.run(tx.conn, _parameters(key, change) | {"needed": change.packed - change.on_hand}) != 1:
            mistakes.append(_too_little(tx, key, change, link))
    if mistakes:
        raise Invalid(mistakes)


def _parameters(key: int, change: Delta) -> dict[str, Any]:
    return {"of": key, **{f"d_{name}": value for name, value in zip(_COLUMNS, change)}}


def _too_little(tx: Tx, key: int, change: Delta, link: LinkPlan | None) -> Mistake:
    found = tx.run(
        select(lot.c.code, lot.c.uom, _b.on_hand, _b.packed, _b.shipped)
        .join(lot_balance, _b.lot == lot.c.id)
        .where(lot.c.id == key)
    ).one()
    path = link.path if link else ""
    if found.shipped + change.shipped < 0:
        back = {"lot": found.code, "shipped": plain(found.shipped), "asked": plain(-change.shipped), "uom": found.uom}
        return Mistake(path, "trace.returned_more", back)
    return Mistake(
        path,
        "trace.too_little",
        {
            "lot": found.code,
            "free": plain(found.on_hand - found.packed),
            "asked": plain(change.packed - change.on_hand),
            "uom": found.uom,
        },
    )

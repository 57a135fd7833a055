"""Take events back or correct them: nothing is erased, old and new stay visible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from suyuan.kernel.errors import Invalid, Mistake
from suyuan.ledger.entry import Entry
from suyuan.store.engine import Tx
from suyuan.trace.delta import NOTHING, Delta, added, delta_of
from suyuan.trace.event import VOID, VOIDED, LinkPlan, Lot, Origin, Side, TraceEvent
from suyuan.trace.inside import undo
from suyuan.trace.look import Taken
from suyuan.trace.lots import MOST, refs
from suyuan.trace.record import apply, deltas, sets_status, write_events
from suyuan.trace.restock import first_of, refold, standing_of, touches_of
from suyuan.trace.stock import folded
from suyuan.trace.tables import lot, trace_event, trace_link

_e, _k = trace_event.c, trace_link.c
_VOID = (
    update(trace_event)
    .where(_e.id == bindparam("of"), _e.voided_at.is_(None))
    .values(
        voided_at=bindparam("at"),
        voided_by=bindparam("by"),
        void_entry=bindparam("entry_"),
        void_reason=bindparam("why"),
    )
)
_SHOWN = 5
MAKES = (Side.OUT_OUTPUT, Side.OUT_PARENT)


def void_events(tx: Tx, events: Sequence[int], entry: Entry, reason: str) -> None:
    """Declare ``events`` (ids) errors and take back what they did.

    :raises Invalid: a lot they brought was used later; the message names by what.
    """
    replace_events(tx, events, [], entry, None, reason)


def replace_events(
    tx: Tx,
    old: Sequence[int],
    new: Sequence[TraceEvent],
    entry: Entry,
    origin: Origin | None,
    reason: str,
    paths: dict[int, str] | None = None,
) -> list[int]:
    """Declare ``old`` errors and write ``new`` (all lots made) in their place; balances change by the difference.

    :param paths: by lot id, the field a mistake about it stands at, for lots that ``new`` no longer names.
    :returns: the new events' ids; the first corrects the first old one, and so on.
    :raises Invalid: a lot they brought was used later; the message names by what.
    """
    was = [_event(tx.conn, key) for key in old]
    links = {key: _links(tx.conn, key) for key in old}
    for key in reversed(old):
        if not undo(tx, key):
            raise Invalid([Mistake("", "trace.contents_changed")])
    ids = write_events(tx, new, entry.id, origin, list(old))
    for position, key in enumerate(old):
        by = ids[position] if position < len(ids) else None
        tx.run(_VOID, {"of": key, "at": tx.now, "by": by, "entry_": entry.id, "why": reason})
        tx.run(update(trace_link).where(_k.event == key).values(side=_k.side + VOIDED))
    _restore_statuses(tx, was, links, new)
    _balance(tx, _taken_back(was, links), new, set(old) | set(ids), paths or {})
    refold(tx, _touched(links, new))
    return ids


def _touched(links: Mapping[int, list[Row[Any]]], new: Sequence[TraceEvent]) -> set[int]:
    named = {link.lot.id for event in new for link in event.links if isinstance(link.lot, Lot)}
    return named | {link.unit for found in links.values() for link in found}


def _event(conn: Connection, key: int) -> Row[Any]:
    return conn.execute(select(trace_event).where(_e.id == key)).one()


def _links(conn: Connection, key: int) -> list[Row[Any]]:
    return list(conn.execute(select(_k.unit, _k.side, _k.quantity).where(_k.event == key).order_by(_k.n)))


def _taken_back(was: Sequence[Row[Any]], links: dict[int, list[Row[Any]]]) -> dict[int, Delta]:
    parts: dict[int, list[Delta]] = {}
    for event in was:
        for link in links[event.id]:
            change = delta_of(event.verb, link.side, link.quantity, event.step, event.loss)
            if change is not NOTHING:
                parts.setdefault(link.unit, []).append(-change)
    return {key: added(found) for key, found in parts.items()}


def _balance(tx: Tx, back: dict[int, Delta], new: Sequence[TraceEvent], these: set[int], paths: dict[int, str]) -> None:
    """Apply the difference; a lot that lacks what was used later is refused with those later events."""
    forth = deltas(new)
    changes = {
        key: added([part for part in (back.get(key), forth.get(key)) if part is not None]) for key in back | forth
    }
    known = refs(tx.conn, [key for key in back if key not in forth])
    named = {link.lot.id: link for event in new for link in event.links if isinstance(link.lot, Lot)}
    for key, found in known.items():
        named[key] = LinkPlan(found, Side.AT_OBJECT, None, None, paths.get(key, ""))
    try:
        apply(tx, changes, named)
    except Invalid as error:
        raise _with_later_events(tx.conn, error, these) from error


def _with_later_events(conn: Connection, error: Invalid, these: set[int]) -> Invalid:
    return Invalid([_explained(conn, mistake, these) for mistake in error.mistakes])


def _explained(conn: Connection, mistake: Mistake, these: set[int]) -> Mistake:
    code = mistake.params["lot"]
    key = conn.execute(select(lot.c.id).where(lot.c.code == code)).scalar_one()
    later, forms = later_events(conn, key, these)
    if not later:
        return mistake
    return Mistake(mistake.path, "trace.used_later", {"lot": code, "events": ", ".join(later), "forms": forms})


def later_events(conn: Connection, lot_id: int, these: Iterable[int]) -> tuple[list[str], list[str]]:
    """Titles, and forms, of the standing events that took something of a lot after the first of ``these``."""
    these = set(these)
    takes = select(_e.id, _e.verb, _e.form, _e.record_title, _e.step, _e.loss, _k.side, _k.quantity).join(
        trace_link, _k.event == _e.id
    )
    rows = conn.execute(takes.where(_k.unit == lot_id, _k.side < VOIDED, _e.id > min(these)).order_by(_e.id).limit(200))
    found: dict[str, None] = {}
    forms: dict[str, None] = {}
    for row in rows:
        change = delta_of(row.verb, row.side, row.quantity, row.step, row.loss)
        if row.id not in these and (change.on_hand < 0 or change.shipped < 0 or change.packed != 0):
            found.setdefault(row.record_title or row.verb)
            forms.setdefault(row.form or "")
    titles = list(found)
    return titles[:_SHOWN] + (["…"] if len(titles) > _SHOWN else []), [form for form in forms if form]


def _restore_statuses(
    tx: Tx, was: Sequence[Row[Any]], links: dict[int, list[Row[Any]]], new: Sequence[TraceEvent]
) -> None:
    """Lots whose status a voided event gave get the one they would have without it."""
    units = {link.unit for event in was if event.status for link in links[event.id] if sets_status(link.side)}
    units |= {link.unit for found in links.values() for link in found if link.side in MAKES}
    units -= {link.lot.id for e in new if e.status for link in e.links if sets_status(link.side)}  # type: ignore[union-attr]
    by_status: dict[str, list[int]] = {}
    for unit, status in statuses_from_events(tx.conn, sorted(units)).items():
        by_status.setdefault(status, []).append(unit)
    for status, keys in by_status.items():
        for piece in _pieces(keys):
            tx.run(update(lot).where(lot.c.id.in_(piece)).values(status=status))


def statuses_from_events(conn: Connection, units: Sequence[int]) -> dict[int, str]:
    """The status each lot has by its standing events, in the order they were written; void when none brought it."""
    given = (
        select(_k.unit, func.max(_e.id).label("event"))
        .join(trace_event, _k.event == _e.id)
        .where(_k.side.in_([s for s in range(VOIDED) if sets_status(s)]), _e.status.is_not(None))
        .group_by(_k.unit)
    )
    found: dict[int, str] = {}
    for piece in _pieces(units):
        last = given.where(_k.unit.in_(piece)).subquery()
        joined = lot.outerjoin(last, last.c.unit == lot.c.id).outerjoin(trace_event, _e.id == last.c.event)
        status = func.coalesce(_e.status, lot.c.first_status).label("status")
        query = select(lot.c.id, lot.c.foreign, status).select_from(joined).where(lot.c.id.in_(piece))
        standing = standing_of(conn, piece)
        for row in conn.execute(query):
            found[row.id] = row.status if row.foreign or row.id in standing else VOID
    return found


def status_from_events(conn: Connection, unit: int) -> str:
    """The same of one lot."""
    return statuses_from_events(conn, [unit])[unit]


def _pieces(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + MOST] for start in range(0, len(keys), MOST))


def events_of_record(conn: Connection, form: str, uid: str) -> list[int]:
    """The standing events of a record, in their order."""
    query = select(_e.id).where(_e.record_uid == uid, _e.form == form, _e.voided_at.is_(None)).order_by(_e.id)
    return list(conn.execute(query).scalars())


def taken_by(conn: Connection, events: Sequence[int]) -> Taken:
    """What ``events`` took, so that planning their correction may use it again."""
    was = [_event(conn, key) for key in events]
    links = {key: _links(conn, key) for key in events}
    back = _taken_back(was, links)
    lots = frozenset(link.unit for found in links.values() for link in found)
    touches = touches_of(conn, sorted(lots), without=events)
    stock = {unit: folded(touches.get(unit, ())) for unit in lots}
    first = min(first_of(conn, events), default=0)
    books = {unit: folded(touches.get(unit, ()), before=first) for unit in lots}
    return Taken({key: change.on_hand - change.packed for key, change in back.items()}, lots, stock, books)

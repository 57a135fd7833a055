"""Keep the piles of lots by place in the transaction of the events that move them; rebuild them from the events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, update

from suyuan.kernel.errors import Invalid, Mistake
from suyuan.store.engine import Tx
from suyuan.store.quick import Quick
from suyuan.trace.event import VOID, VOIDED, LinkPlan, Lot, Place, Side, TraceEvent
from suyuan.trace.stock import Pile, Piles, Touch, at_place, folded, key_of, landing, lay
from suyuan.trace.tables import lot, lot_balance, lot_stock, trace_event, trace_link, trace_link_at
from suyuan.trace.words import plain

_s, _e, _k, _a = lot_stock.c, trace_event.c, trace_link.c, trace_link_at.c
_PILES = Quick(
    select(_s.id, _s.place_form, _s.place, _s.place_title, _s.on_hand, _s.packed, _s.since).where(
        _s.lot == bindparam("of")
    )
)
_INSERT = Quick(lot_stock.insert())
_CHANGE = Quick(
    update(lot_stock)
    .where(_s.id == bindparam("row"))
    .values(
        place_title=bindparam("title_"),
        on_hand=bindparam("on_hand_"),
        packed=bindparam("packed_"),
        since=bindparam("since_"),
    )
)
_DELETE = Quick(delete(lot_stock).where(_s.id == bindparam("row")))
_LOCK = Quick(select(lot_balance.c.lot).where(lot_balance.c.lot == bindparam("of")).with_for_update())
_SOME = 500

Kept = dict[tuple[str, int, str], tuple[int, Pile]]


def piles_of(conn: Connection, lot_id: int) -> Piles:
    """Where the lot with this internal id lies, oldest first."""
    piles = (pile for _, pile in _kept(conn, lot_id).values())
    return tuple(sorted(piles, key=lambda p: (p.since, key_of(p.place))))


def _kept(conn: Connection, lot_id: int) -> Kept:
    found: Kept = {}
    for row, form, place, title, on_hand, packed, since in _PILES.all(conn, {"of": lot_id}):
        pile = Pile(Place(form or "", place or 0, title or ""), on_hand - packed, packed, since)
        found[key_of(pile.place)] = (row, pile)
    return found


def restock(tx: Tx, ids: Sequence[int], events: Sequence[TraceEvent]) -> None:
    """Lay what new ``events`` (with their ``ids``) do to where their lots lie; their balances are written already.

    :raises Invalid: more is taken from a place than lies there: another writer was faster.
    """
    touches: dict[int, list[tuple[Touch, LinkPlan]]] = {}
    moved: set[int] = set()
    for key, event in zip(ids, events, strict=True):
        where = landing(event.verb, event.where, event.destination)
        for link in event.links:
            if (event.verb == "move" or link.quantity is not None) and isinstance(link.lot, Lot):
                touch = Touch(event.verb, link.side, link.quantity, event.step, event.loss, where, link.at, key)
                touches.setdefault(link.lot.id, []).append((touch, link))
                if event.verb == "move":
                    moved.add(link.lot.id)
    mistakes: list[Mistake] = []
    for unit in sorted(touches):
        if unit in moved and tx.store.dialect == "postgresql":
            _LOCK.first(tx.conn, {"of": unit})
        mistakes += _lay(tx, unit, touches[unit])
    if mistakes:
        raise Invalid(mistakes)


def _lay(tx: Tx, unit: int, touches: Sequence[tuple[Touch, LinkPlan]]) -> Iterator[Mistake]:
    fresh = any(isinstance(link.lot, Lot) and link.lot.fresh for _, link in touches)
    kept: Kept = {} if fresh else _kept(tx.conn, unit)
    piles = tuple(sorted((p for _, p in kept.values()), key=lambda p: (p.since, key_of(p.place))))
    for touch, link in touches:
        if link.strict and link.at is not None and (found := _lacks(piles, link)) is not None:
            yield found
        piles = lay(piles, touch)
    _write(tx, unit, kept, piles)


def _lacks(piles: Piles, link: LinkPlan) -> Mistake | None:
    here = at_place(piles, link.at) if link.at is not None else None
    free = here.free if here is not None else 0
    if link.quantity is None or link.at is None or link.quantity <= free:
        return None
    return too_little_here(link, link.at, here)


def too_little_here(link: LinkPlan, at: Place, here: Pile | None) -> Mistake:
    """The refusal of a link that takes more than lies at its place."""
    return Mistake(
        link.path,
        "trace.too_little_here",
        {
            "lot": link.lot.code,
            "place": at.title,
            "free": plain(here.free) if here is not None else "0",
            "asked": plain(link.quantity) if link.quantity is not None else "",
            "uom": link.lot.uom,
        },
    )


def _write(tx: Tx, unit: int, kept: Kept, piles: Piles) -> None:
    left = {key_of(pile.place): pile for pile in piles}
    for key, (row, pile) in kept.items():
        now = left.pop(key, None)
        if now is None:
            _DELETE.run(tx.conn, {"row": row})
        elif now != pile:
            changed = {"title_": now.place.title or None, "on_hand_": now.on_hand, "packed_": now.packed}
            _CHANGE.run(tx.conn, {"row": row, **changed, "since_": now.since})
    _INSERT.many(tx.conn, [_row(unit, pile) for pile in left.values()])


def _row(unit: int, pile: Pile) -> dict[str, Any]:
    place = pile.place
    named = bool(place.id or place.title)
    return {
        "lot": unit,
        "place_form": place.form if named else None,
        "place": place.id if named else None,
        "place_title": place.title if named else None,
        "on_hand": pile.on_hand,
        "packed": pile.packed,
        "since": pile.since,
    }


def refold(tx: Tx, units: Iterable[int]) -> None:
    """Write the piles of ``units`` anew from their standing events, after some were taken back or corrected."""
    wanted = sorted(set(units))
    found = touches_of(tx.conn, wanted)
    for unit in wanted:
        _write(tx, unit, _kept(tx.conn, unit), folded(found.get(unit, ())))


def touches_of(
    conn: Connection, units: Sequence[int] | None = None, without: Iterable[int] = ()
) -> dict[int, list[Touch]]:
    """What the standing events did to where lots lie, by lot: lists of ``Touch`` in the order they count.

    A corrected event counts where the one it corrects did.

    :param units: internal ids of lots; all of them when ``None``.
    :param without: ids of events to leave out.
    """
    left_out = set(without)
    found: dict[int, list[Touch]] = {}
    rows = [row for row in _rows(conn, units) if row.id not in left_out]
    roots = _roots(conn, {row.id: row.corrects for row in rows if row.corrects is not None})
    keyed = [((roots.get(row.id, row.id), row.id, row.n), row) for row in rows]
    for (since, _, _), row in sorted(keyed, key=lambda pair: pair[0]):
        found.setdefault(row.unit, []).append(_touch(row, since))
    return found


def _rows(conn: Connection, units: Sequence[int] | None) -> Iterator[Any]:
    at = and_(_a.event == _k.event, _a.n == _k.n)
    query = (
        select(
            _k.unit, _k.side, _k.n, _k.quantity, _e.id, _e.corrects, _e.verb, _e.step, _e.loss,
            _e.place_form, _e.place, _e.place_title, _e.destination_form, _e.destination, _e.destination_title,
            _a.place_form.label("at_form"), _a.place.label("at"), _a.place_title.label("at_title"),
        )
        .join(trace_event, _e.id == _k.event)
        .outerjoin(trace_link_at, at)
        .where(_k.side < VOIDED, (_k.quantity.is_not(None)) | (_e.verb == "move"))
    )  # fmt: skip
    if units is None:
        yield from conn.execute(query)
        return
    for start in range(0, len(units), _SOME):
        yield from conn.execute(query.where(_k.unit.in_(units[start : start + _SOME])))


def _roots(conn: Connection, corrects: Mapping[int, int]) -> dict[int, int]:
    """The first event of each chain of corrections."""
    known: dict[int, int | None] = dict(corrects)
    ask = set(corrects.values())
    while ask := ask - known.keys():
        older = conn.execute(select(_e.id, _e.corrects).where(_e.id.in_(sorted(ask)[:_SOME]))).all()
        known |= {row.id: row.corrects for row in older}
        ask |= {row.corrects for row in older if row.corrects is not None}
    return {key: _root(key, known) for key in corrects}


def first_of(conn: Connection, events: Sequence[int]) -> list[int]:
    """The events that ``events`` are corrections of, themselves where they correct none."""
    rows = conn.execute(select(_e.id, _e.corrects).where(_e.id.in_(events))).all()
    roots = _roots(conn, {row.id: row.corrects for row in rows if row.corrects is not None})
    return [roots.get(row.id, row.id) for row in rows]


def _root(key: int, known: Mapping[int, int | None]) -> int:
    while (older := known.get(key)) is not None:
        key = older
    return key


def _touch(row: Any, since: int) -> Touch:
    where = _place(row.place_form, row.place, row.place_title)
    destination = _place(row.destination_form, row.destination, row.destination_title)
    at = _place(row.at_form, row.at, row.at_title)
    return Touch(row.verb, row.side, row.quantity, row.step, row.loss, landing(row.verb, where, destination), at, since)


def _place(form: str | None, id: int | None, title: str | None) -> Place | None:
    return None if form is None and title is None else Place(form or "", id or 0, title or "")


_MAKING = (Side.OUT_OUTPUT, Side.OUT_PARENT, Side.AT_OBJECT, Side.AT_CHILD)


def standing_of(conn: Connection, units: Sequence[int]) -> set[int]:
    """Those of ``units``, some hundreds at most, of which a standing record still says that they came or were made."""
    making = (_k.side.in_((Side.OUT_OUTPUT, Side.OUT_PARENT))) | (
        _k.side.in_(_MAKING) & _e.verb.in_(("receive", "create"))
    )
    query = select(_k.unit).join(trace_event, _e.id == _k.event).where(_k.unit.in_(units), making).distinct()
    return set(conn.execute(query).scalars())


def rebuild(conn: Connection) -> None:
    """Write every pile, and the lots that are void, from the events: for databases older than the piles."""
    conn.execute(delete(lot_stock))
    for unit, touches in touches_of(conn).items():
        _INSERT.many(conn, [_row(unit, pile) for pile in folded(touches)])
    voided = select(_k.unit).where(_k.side >= VOIDED).distinct()
    for row in conn.execute(select(lot.c.id, lot.c.foreign).where(lot.c.id.in_(voided))).all():
        if not row.foreign and not standing_of(conn, [row.id]):
            conn.execute(update(lot).where(lot.c.id == row.id).values(status=VOID))

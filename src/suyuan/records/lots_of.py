"""The lots that a record is about: what it did to them, what it names, what its party got or gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound
from suyuan.records.desk import desk_for
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.event import VOIDED, Lot
from suyuan.trace.tables import lot, trace_event, trace_link

MOST = 200
_e, _k, _l = trace_event.c, trace_link.c, lot.c


def lots_of(store: Store, form: str, uid: str, *, by: Actor, limit: int = MOST) -> tuple[list[Lot], str]:
    """The lots of one record, newest first, and its title: a document's own lots and those of the records that name
    it; a customer's or supplier's, sent or received; a material's.

    The caller has made sure that ``by`` may trace.

    :raises Forbidden: the actor may not read the form.
    :raises NotFound: there is no such record, or the actor may not see it.
    """
    forms, seen = catalogue(store), viewer(store, by)
    require(seen, "read", form)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        record = desk.record(form, uid)
        if record is None:
            raise NotFound("records.no_record")
        live = forms.any(form)
        found = lots_of_record(conn, form, uid, limit)
        found = _more(conn, found, [_named(live, record.id)], limit)
        role = live.form.serves.role if live.form.serves else None
        if role == "material":
            of = select(_l.id).where(_l.material == record.id).order_by(_l.id.desc())
            found = _more(conn, found, [of], limit)
        elif role is not None:
            found = _more(conn, found, [_of_party(form, record.id)], limit)
        else:
            found = _more(conn, found, _of_followers(forms, form, record.id), limit)
        return found, record.title


def lots_of_record(conn: Connection, form: str, uid: str, limit: int) -> list[Lot]:
    """The lots that a record's events are about, what it made first."""
    query = select(_k.unit).join(trace_event, _e.id == _k.event).where(_e.record_uid == uid, _k.side < VOIDED)
    ids = conn.execute(query.order_by(_made_first(), _k.unit.desc()).limit(limit * 4)).scalars()
    return _lots(conn, list(dict.fromkeys(ids))[:limit])


def _made_first() -> ColumnElement[Any]:
    return or_(_k.side == 2, _k.side == 3).desc()


def _lots(conn: Connection, ids: Sequence[int]) -> list[Lot]:
    known = lots.refs(conn, ids)
    return [known[id] for id in ids if id in known]


def _more(conn: Connection, found: list[Lot], queries: Iterable[Select[Any]], limit: int) -> list[Lot]:
    ids = dict.fromkeys(lot.id for lot in found)
    for query in queries:
        if len(ids) < limit:
            ids |= dict.fromkeys(row[0] for row in conn.execute(query.limit(limit * 2)) if row[0] is not None)
    return _lots(conn, list(ids)[:limit])


def _of_party(form: str, id: int) -> Select[Any]:
    """Lots of events that came from or went to the party, or happened at the place."""
    there = or_(
        (_e.destination_form == form) & (_e.destination == id),
        (_e.source_form == form) & (_e.source == id),
        (_e.place_form == form) & (_e.place == id),
    )
    of = select(_k.unit).join(trace_event, _e.id == _k.event).where(there, _k.side < VOIDED)
    return of.order_by(_e.id.desc())


def lot_paths(live: LiveForm) -> list[str]:
    """Paths of the lot fields of a form."""
    found = [key for key, f in live.plain.items() if f.field.type == "lot"]
    return found + [
        f"{key}.{k}" for key, rows in live.lists.items() for k, f in rows.fields.items() if f.field.type == "lot"
    ]


def _named(live: LiveForm, id: int) -> Select[Any]:
    """Lots in any lot field of the record."""
    parts = []
    for path in lot_paths(live):
        column = live.column(path)
        if column is not None:
            own = live.table.c.id if column.table is live.table else column.table.c.record
            parts.append(select(column.label("lot")).where(own == id, column.is_not(None)))
    if not parts:
        return select(_l.id).where(_l.id < 0)
    first, *others = parts
    return select(first.union(*others).subquery().c.lot)


def _of_followers(forms: Catalogue, form: str, id: int) -> Iterable[Select[Any]]:
    """Lots of the records that name this one: a work order's feedings, a purchase order's receipts."""
    for other in forms:
        live = forms.any(other.key)
        for field in live.plain.values():
            if other.trace and _leads_to(field.field, form):
                uids = select(live.table.c.uid).where(field.columns[0] == id, live.table.c.state == SUBMITTED)
                of = select(_k.unit).join(trace_event, _e.id == _k.event)
                yield of.where(_e.record_uid.in_(uids.limit(MOST)), _k.side < VOIDED).order_by(
                    _made_first(), _k.unit.desc()
                )


def _leads_to(field: Field, form: str) -> bool:
    return field.type in ("link", "location") and FIELD_TYPES[field.type].expr_type(field).form == form

"""Which lots may be chosen in a field: those that can be used first, what expires first before the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, select

from suyuan.expr import compiled, to_sql
from suyuan.expr.sql_columns import Columns
from suyuan.forms.form import Field, Form, LinkMapping
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Names
from suyuan.forms.values import Linked, wire
from suyuan.kernel.errors import SuyuanError
from suyuan.kernel.i18n import say
from suyuan.records.allow import condition
from suyuan.records.columns import SqlNames
from suyuan.records.look import Desk
from suyuan.records.lot_facts import inside_status
from suyuan.trace import lots
from suyuan.trace.event import ZERO, Lot, Place
from suyuan.trace.plan import RETURNING
from suyuan.trace.stock import at_place, key_of
from suyuan.trace.tables import lot, lot_balance, lot_stock
from suyuan.trace.words import plain

SCANNED = 400
"""Candidates looked at when a condition cannot be asked of the database."""
NAMES = (
    "code", "kind", "material", "supplier_lot", "produced_on", "expires_on", "status", "uom", "on_hand", "free",
    "place", "days_left", "fefo",
)  # fmt: skip
"""What a picker is told of each lot."""
_l, _b, _s = lot.c, lot_balance.c, lot_stock.c


class Taking(NamedTuple):
    """What the form does with the lot of a field, if it takes from it.

    :param quantity: it takes some of it, so that there must be something free.
    :param released: it refuses lots that are not released.
    :param at: path of the place field that it takes from.
    """

    quantity: bool
    released: bool
    at: str | None


def taking(form: Form, path: str) -> Taking | None:
    """How ``form`` takes from the lot field at ``path``; ``None`` when it does not."""
    found: list[Taking] = []
    for m in form.trace:
        for link in (*m.inputs, *m.objects):
            if link.lot == path and (takes := _takes(m.verb, link, m.step)):
                judged = m.verb in ("transform", "pack", "ship") and not m.split and m.step != RETURNING
                found.append(Taking(takes, judged, link.at))
    if not found:
        return None
    return Taking(True, any(t.released for t in found), next((t.at for t in found if t.at), None))


def _takes(verb: str, link: LinkMapping, step: str | None) -> bool:
    if verb == "observe":
        return step == "sampling" and link.quantity is not None
    return verb in ("transform", "pack", "ship", "dispose", "move")


def lot_options(
    desk: Desk,
    live: LiveForm,
    path: str,
    field: Field,
    wheres: list[str],
    around: Mapping[str, Any],
    search: str,
    limit: int,
) -> Iterator[dict[str, Any]]:
    """Existing lots for ``field``; a field that makes a lot offers none.

    :param path: of the field, as ``inputs.lot``.
    :param wheres: conditions that a lot must meet.
    :param around: what they read as ``this``.
    """
    if field.options.new is not None:
        return
    use = taking(live.form, path)
    here = _place(around, use.at, path) if use is not None and use.at else None
    query = _candidates(desk, field, use, here, search)
    query, left = asked(query, wheres, lot_columns(desk, live), around, desk)
    ids = list(desk.conn.execute(query.limit(SCANNED if left else limit)).scalars())
    known, seen = lots.refs(desk.conn, ids), 0
    for id in ids:
        linked = desk.made(known[id])
        if not holds(left, linked, around, desk):
            continue
        yield _option(desk, known[id], linked, here)
        seen += 1
        if seen == limit:
            return


def _place(around: Mapping[str, Any], at: str, path: str) -> Place | None:
    own = at.removeprefix(f"{path.partition('.')[0]}.") if "." in path else at
    value = around.get(own)
    return Place(value.form, value.id, value.title) if isinstance(value, Linked) else None


def holds(wheres: list[str], linked: Linked, around: Mapping[str, Any], desk: Desk) -> bool:
    """Whether the conditions hold of ``linked`` as the record stands; one that fails does not."""
    try:
        return all(compiled(condition(text))(Names({"this": around}, linked), desk.env) is True for text in wheres)
    except SuyuanError:
        return False


def asked(
    query: Select[Any], wheres: list[str], columns: Columns, around: Mapping[str, Any], desk: Desk
) -> tuple[Select[Any], list[str]]:
    """``query`` with the conditions that the database can answer, and those that it cannot.

    :param around: what they read as ``this``.
    """
    left = []
    for text in wheres:
        try:
            query = query.where(to_sql(condition(text), columns, desk.env, {"this": around}))
        except SuyuanError:
            left.append(text)
    return query, left


def _candidates(desk: Desk, field: Field, use: Taking | None, here: Place | None, search: str) -> Select[int]:
    """The query for lots in the order they are offered."""
    query = select(_l.id).select_from(lot.outerjoin(lot_balance, _b.lot == _l.id)).where(_l.status != "void")
    found = [unit.id for unit in lots.search(desk.conn, search, SCANNED)] if search else []
    if search:
        query = query.where(_l.id.in_(found))
    if use is not None:
        query = query.where(_b.on_hand > _b.packed)
        if here is not None:
            query = query.where(_l.id.in_(_lying(here)))
    elif not search:
        query = query.where(_b.on_hand > 0)
    return query.order_by(*_order(desk, field.options.order, use, found))


def _lying(here: Place) -> Select[Any]:
    form, id, title = key_of(here)
    same = and_(_s.place_form == form, _s.place == id) if id else _s.place_title == title
    return select(_s.lot).where(same, _s.on_hand > _s.packed)


def lot_columns(desk: Desk, live: LiveForm) -> Columns:
    """The columns of a condition on lots."""
    names = SqlNames(live, desk.catalogue, desk.env, live.table, None)

    def column(path: tuple[str, ...]) -> ColumnElement[Any] | None:
        key = {"id": "uid", "title": "code"}.get(path[0], path[0])
        if key == "material" and len(path) > 1:
            serving = desk.catalogue.serving("material")
            return None if serving is None else names.through(serving.key, _l.material, path[1:])
        if len(path) > 1:
            return None
        if key == "on_hand":
            return _b.on_hand
        if key == "status":
            return _status(desk)
        return _l[key] if key in ("uid", "code", "kind", "material", "supplier_lot", "produced_on", "expires_on",
                                  "uom", "stage") else None  # fmt: skip

    return column


def _status(desk: Desk) -> ColumnElement[Any]:
    return case((and_(_l.status == "released", _l.expires_on < desk.env.today), "expired"), else_=_l.status)


def _order(desk: Desk, text: str, use: Taking | None, found: list[int]) -> list[ColumnElement[Any]]:
    """What can be used first; then as the field says, or what expires first where the form takes from it."""
    order: list[ColumnElement[Any]] = []
    if use is not None and use.released:
        order.append(case((_status(desk) == "released", 0), else_=1))
    wanted = text or ("expires_on" if use is not None else "")
    for part in filter(None, (p.strip() for p in wanted.split(","))):
        column = _sortable(part.lstrip("-"))
        order += [column.is_(None), column.desc() if part.startswith("-") else column.asc()]
    if not text and found:
        order = [case({id: n for n, id in enumerate(found)}, value=_l.id), *order]
    return [*order, _l.id.asc() if use is not None else _l.id.desc()]


def _sortable(name: str) -> ColumnElement[Any]:
    if name in ("free", "on_hand"):
        return _b.on_hand - _b.packed if name == "free" else _b.on_hand
    return _l[{"days_left": "expires_on", "fefo": "expires_on"}.get(name, name)]


def _option(desk: Desk, unit: Lot, linked: Linked, here: Place | None) -> dict[str, Any]:
    fields = {name: wire(linked[name]) for name in NAMES} | {"inside_status": inside_status(desk, unit)}
    free = unit.free
    if here is not None:
        pile = at_place(desk.stock(unit.id), here)
        free = pile.free if pile is not None else ZERO
        fields |= {"free": wire(free), "place": here.title}
    hint = _hint(desk, unit, free, fields["place"])
    return {"id": unit.code, "title": unit.code, "hint": hint, "fill": {}, "fields": fields}


def _hint(desk: Desk, unit: Lot, free: Any, place: str | None) -> str:
    lang = desk.viewer.actor.lang
    parts = [unit.title]
    if unit.kind != "logistic":
        parts.append(say("records.lot_free", lang, free=plain(free), uom=unit.uom))
    parts.append(place or "")
    if unit.expires_on is not None:
        parts.append(say("records.lot_expires", lang, day=unit.expires_on.isoformat()))
    return " · ".join(part for part in parts if part)

"""My day: the worklists of one person's roles, counted and begun, with only what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, func, select

from suyuan.access.rights import viewer
from suyuan.definitions.read import listed, stamp
from suyuan.forms.catalogue import catalogue
from suyuan.forms.fields.quantity import trimmed
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid
from suyuan.kernel.i18n import say
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.page import records
from suyuan.records.plant import hidden_by, plant_of
from suyuan.records.read import compiled
from suyuan.records.record import Query
from suyuan.records.worklist import Worklist
from suyuan.records.worklist_kind import Worklists
from suyuan.store.engine import Store
from suyuan.trace.event import Lot
from suyuan.trace.waiting import waiting

MOST_COUNTED = 1000
_KIND = Worklists()


@dataclass(frozen=True)
class Doing:
    """One asker of worklists."""

    store: Store
    desk: Desk
    lang: str


def my_day(store: Store, *, by: Actor) -> list[dict[str, Any]]:
    """The worklists of the actor's roles, in order; those they may not read are left out.

    :returns: of each: key, label, hint, tone, face, count (``more`` where it is at least that), the first rows with
        title, facts and what to fill in, where all of them are, what to do then.
    """
    seen = viewer(store, by)
    forms = catalogue(store)
    off = hidden_by(plant_of(store))
    told = []
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        doing = Doing(store, desk, by.lang)
        mine = [w for w in _published(store, conn) if not w.roles or set(w.roles) & set(seen.roles)]
        for one in sorted(mine, key=lambda w: (w.order, w.key)):
            if one.form and (one.form not in forms or off(forms.any(one.form).form)):
                continue
            found = _of_lots(doing, one) if one.lots is not None else _of_records(doing, one)
            if found is not None:
                told.append(_head(doing, one) | found)
    return told


_known: WeakKeyDictionary[Store, tuple[int, list[Worklist]]] = WeakKeyDictionary()


def _published(store: Store, conn: Connection) -> list[Worklist]:
    """The published worklists, parsed again only when one of them changed."""
    now = stamp(conn, "worklists")
    known = _known.get(store)
    if known is None or known[0] != now:
        parsed = (_KIND.parse(d.key, d.body)[0] for d in listed(conn, "worklists"))
        known = _known[store] = (now, [w for w in parsed if w is not None])
    return known[1]


def _head(doing: Doing, one: Worklist) -> dict[str, Any]:
    then = one.then
    done = None
    if then is not None and then.form in doing.desk.catalogue and doing.desk.viewer.can("submit", then.form):
        done = {"form": then.form, "label": then.label or doing.desk.catalogue.any(then.form).form.label}
    return {
        "key": one.key,
        "label": one.label,
        "hint": one.hint,
        "tone": one.tone,
        "face": one.face,
        "empty": one.empty,
        "then": done,
    }


def _of_records(doing: Doing, one: Worklist) -> dict[str, Any] | None:
    desk = doing.desk
    if not desk.viewer.can("read", one.form):
        return None
    live = live_of(desk.catalogue, one.form, reading=True)
    may = desk.viewer.readable(one.form)
    filled = [path for path in (one.then.fill.values() if one.then else ()) if path != "id"]
    fields = tuple(k for k in dict.fromkeys([*one.fields, *filled]) if k in live.plain and may.has(k))
    query = Query(one.form, where=one.where, sort=one.sort, fields=fields, voided=False)
    try:
        made = compiled(desk, live, query)
    except Invalid:
        return None
    inner = made.select.order_by(None).subquery()
    count = desk.conn.execute(select(func.count()).select_from(inner), {"limit": MOST_COUNTED}).scalar_one()
    items = []
    if one.face == "list" and count:
        items = records(made.layout, desk, desk.conn.execute(made.select, {"limit": one.rows}).all())
    rows = [
        {
            "id": r.id,
            "title": r.title,
            "facts": [_fact(doing, live, k, r.fields[k]) for k in one.fields if r.fields.get(k) is not None],
            "fill": _filling(one, {**r.fields, "id": r.id}),
        }
        for r in items
    ]
    place = {"form": one.form, "where": one.where, "sort": one.sort}
    return _counted(int(count)) | {"rows": rows, "all": place, "stage": live.form.stage}


def _fact(doing: Doing, live: LiveForm, key: str, value: Any) -> dict[str, Any]:
    field = live.fields[key]
    return {"label": field.field.label, "type": field.field.type, "value": _words(doing, live, key, value)}


def _words(doing: Doing, live: LiveForm, key: str, value: Any) -> str:
    """A value as sent out, in words."""
    one = live.fields[key]
    if one.field.type in ("choice", "multi", "bool"):
        return one.type.show(one.field, value, doing.lang)
    if isinstance(value, dict):
        if "value" in value:
            return f"{trimmed(Decimal(value['value']))} {value.get('uom') or value.get('currency') or ''}".strip()
        return str(value.get("code") or value.get("title") or value.get("name") or "")
    if one.field.type == "datetime":
        return datetime.fromisoformat(str(value)).astimezone(plant_of(doing.store).tz).strftime("%m-%d %H:%M")
    if isinstance(value, list):
        return say("records.worklist_many", doing.lang, count=len(value))
    return str(value)


def _filling(one: Worklist, values: dict[str, Any]) -> dict[str, str]:
    """Field of the form that follows -> what its address says of it."""
    found = {ours: _plain(values.get(path)) for ours, path in (one.then.fill.items() if one.then else ())}
    return {ours: text for ours, text in found.items() if text}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        if "value" in value:
            return f"{value['value']} {value.get('uom') or value.get('currency') or ''}".strip()
        return str(value.get("code") or value.get("id") or "")
    return "" if value is None else str(value)


def _of_lots(doing: Doing, one: Worklist) -> dict[str, Any] | None:
    desk, lots = doing.desk, one.lots
    if lots is None or not desk.viewer.may("trace"):
        return None
    today = desk.env.today
    until = None if lots.expiring is None else today + timedelta(days=lots.expiring)
    found, count = waiting(
        desk.conn,
        today,
        status=lots.status,
        stages=lots.stages,
        until=until,
        in_stock=lots.in_stock,
        limit=one.rows if one.face == "list" else 0,
        most=MOST_COUNTED,
    )
    rows = [_lot_row(doing, one, lot) for lot in found]
    status = lots.status[0] if len(lots.status) == 1 else None
    return _counted(count) | {"rows": rows, "all": {"lots": True, "status": status}, "stage": None}


def _lot_row(doing: Doing, one: Worklist, lot: Lot) -> dict[str, Any]:
    desk = doing.desk
    serving = desk.catalogue.serving("material")
    material = None if serving is None or lot.material is None else desk.at(serving.key, lot.material)
    return {
        "lot": lot.code,
        "title": lot.title,
        "status": lot.status,
        "expires_on": lot.expires_on,
        "days_left": None if lot.expires_on is None else (lot.expires_on - desk.env.today).days,
        "on_hand": lot.on_hand,
        "uom": lot.uom,
        "facts": [],
        "fill": _filling(one, {"code": lot.code, "material": None if material is None else {"id": material.uid}}),
    }


def _counted(count: int) -> dict[str, Any]:
    return {"count": count, "more": count >= MOST_COUNTED}

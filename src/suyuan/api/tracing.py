"""Lots and traces as answered: the same body over HTTP and on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec import structs
from sqlalchemy import Connection, select

from suyuan.access.rights import Viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.kernel.errors import NotFound
from suyuan.records.lot_facts import worst_status
from suyuan.records.paging import fingerprint, read_cursor, write_cursor
from suyuan.records.plant import env_of
from suyuan.records.show import kept_title
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.balance import balance
from suyuan.trace.delta import delta_of
from suyuan.trace.event import VOIDED, Lot
from suyuan.trace.genealogy import Genealogy
from suyuan.trace.graph import TraceGraph
from suyuan.trace.restock import piles_of
from suyuan.trace.stock import main_place
from suyuan.trace.tables import lot, trace_event, trace_link

MOST_UNITS = 50_000
"""Units of one trace that are sent unless asked otherwise; the rest are counted in ``hidden``."""


def today_of(store: Store) -> date:
    """Today by the plant's clock."""
    return env_of(store, store.clock.now(), None).today


def amount(value: Decimal | None) -> str | None:
    """A quantity without needless zeros, as people write it; exact."""
    if value is None:
        return None
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def materials(conn: Connection, forms: Catalogue, ids: Iterable[int | None]) -> dict[int, dict[str, str]]:
    """``{id, title}`` of materials by internal id, of as many as there are."""
    serving = forms.serving("material")
    wanted = sorted({id for id in ids if id is not None})
    if serving is None or not wanted:
        return {}
    c = serving.table.c
    found: dict[int, dict[str, str]] = {}
    for start in range(0, len(wanted), 500):
        query = select(c.id, c.uid, c.title).where(c.id.in_(wanted[start : start + 500]))
        found |= {row.id: {"id": row.uid, "title": row.title} for row in conn.execute(query)}
    return found


def lot_row(found: Lot, today: date, known: dict[int, dict[str, str]]) -> dict[str, Any]:
    """One lot as lists answer it."""
    material = known.get(found.material) if found.material is not None else None
    return {
        "id": found.uid,
        "code": found.code,
        "kind": found.kind,
        "material": material,
        "title": found.title,
        "supplier_lot": found.supplier_lot,
        "produced_on": found.produced_on,
        "expires_on": found.expires_on,
        "status": found.status_on(today),
        "uom": found.uom,
        "stage": found.stage,
        "on_hand": amount(found.on_hand),
        "free": amount(found.free),
        "foreign": found.foreign,
    }


def lots_body(
    store: Store,
    *,
    search: str = "",
    status: str | None = None,
    material: str | None = None,
    stage: str | None = None,
    in_stock: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Lots, newest first; with ``search`` those that answer to the text, the surest first, without further pages.

    :raises Malformed: a cursor that was not given out here.
    """
    today, forms = today_of(store), catalogue(store)
    with store.read() as conn:
        if search.strip():
            found = [x for x in lots.search(conn, search, limit) if status in (None, x.status_on(today))]
            following = None
        else:
            of = _material_id(conn, forms, material)
            if material is not None and of is None:
                return {"items": [], "next": None}
            mark = fingerprint("lots", status, material, stage, in_stock)
            place = None if cursor is None else read_cursor(store, mark, cursor, 1)[0]
            wanted = lots.Wanted(status, of, None, stage, in_stock, place, limit + 1)
            found = lots.listed(conn, wanted, today)
            following = write_cursor(store, mark, [found[limit - 1].id]) if len(found) > limit else None
            found = found[:limit]
        known = materials(conn, forms, (x.material for x in found))
    return {"items": [lot_row(x, today, known) for x in found], "next": following}


def _material_id(conn: Connection, forms: Catalogue, uid: str | None) -> int | None:
    serving = forms.serving("material")
    if uid is None or serving is None:
        return None
    found: int | None = conn.execute(select(serving.table.c.id).where(serving.table.c.uid == uid)).scalar()
    return found


def found_lot(conn: Connection, code: str) -> Lot:
    """The lot that ``code`` names.

    :raises NotFound: there is none.
    """
    found = lots.find(conn, code) if code.strip() else None
    if found is None:
        raise NotFound("trace.unknown_lot", lot=code[:100])
    return found


def lot_body(store: Store, code: str, seen: Viewer) -> dict[str, Any]:
    """One lot with its balance, what it is in and what is in it, and the events it stood in.

    :raises NotFound: there is no such lot.
    """
    today, forms = today_of(store), catalogue(store)
    with store.read() as conn:
        found = found_lot(conn, code)
        known = materials(conn, forms, [found.material])
        body = lot_row(found, today, known)
        had = balance(conn, found.id)
        row = conn.execute(select(lot.c.form, lot.c.record).where(lot.c.id == found.id)).one()
        piles = piles_of(conn, found.id)
        inside = lots.contents(conn, found.id) if found.kind == "logistic" else ()
        names = {found.id: found.code} | {i.lot.id: i.lot.code for i in inside}
        events = _events_of(conn, found.id, forms, seen)
    if had is not None:
        parts = ("received", "made", "used", "shipped", "on_hand", "lost", "sampled", "unexplained", "packed")
        body["balance"] = {name: amount(getattr(had, name)) for name in parts} | {"uom": had.uom}
    else:
        body["balance"] = None
    place = main_place(piles)
    body |= {"form": row.form, "record": row.record, "place": place.title if place else None, "events": events}
    body["places"] = [
        {"place": pile.place.title or None, "on_hand": amount(pile.on_hand), "free": amount(pile.free)}
        for pile in piles
    ]
    body["days_left"] = None if found.expires_on is None else (found.expires_on - today).days
    body["inside_status"] = worst_status(i.lot.status_on(today) for i in inside if i.lot.kind != "logistic")
    body["contents"] = [
        {"code": i.lot.code, "title": i.lot.title, "quantity": amount(i.quantity), "uom": i.lot.uom}
        | {"container": names.get(i.container)}
        for i in inside
    ]
    return body


MOST_EVENTS = 200


def _events_of(conn: Connection, id: int, forms: Catalogue, seen: Viewer) -> list[dict[str, Any]]:
    e, k = trace_event.c, trace_link.c
    query = (
        select(trace_event, k.role, k.side, k.quantity)
        .join(trace_link, k.event == e.id)
        .where(k.unit == id)
        .order_by(e.event_time.desc(), e.id.desc())
        .limit(MOST_EVENTS)
    )
    rows: Any = conn.execute(query).mappings()
    return [
        {
            "id": row["uid"],
            "verb": row["verb"],
            "time": row["event_time"],
            "recorded_at": row["recorded_at"],
            "role": row["role"],
            "quantity": amount(row["quantity"]),
            "form": row["form"],
            "record": row["record_uid"],
            "record_title": kept_title(forms, seen, row["form"], row["record_title"]),
            "place": row["place_title"],
            "source": row["source_title"],
            "destination": row["destination_title"],
            "step": row["step"],
            "status": row["status"],
            "part": None if row["side"] >= VOIDED else part_of(row),
            "voided_at": row["voided_at"],
        }
        for row in rows
    ]


PARTS = ("received", "made", "used", "shipped", "lost", "sampled")


def part_of(row: Any) -> str | None:
    """Which figure of the lot's balance an event's link counts in; ``None`` where it changes none.

    :param row: the event with ``side`` and ``quantity`` of the link.
    """
    done = delta_of(row["verb"], row["side"], row["quantity"], row["step"], row["loss"])
    told = next((name for name in PARTS if getattr(done, name)), None)
    return told or ("unexplained" if done.on_hand else None)


def wall_body(store: Store) -> dict[str, Any]:
    """Every lot in compact columns, for the lot wall; ``hidden`` counts those beyond the limit."""
    today = today_of(store)
    with store.read() as conn:
        columns = lots.wall(conn)
        total = lots.counted(conn)
    ends = columns.pop("expires_on")
    columns["status"] = [
        "expired" if status == "released" and end is not None and end < today else status
        for status, end in zip(columns["status"], ends)
    ]
    columns["day"] = [at.date() for at in columns.pop("at")]
    return {**columns, "hidden": total - len(columns["code"])}


def trace_of(
    store: Store,
    code: str,
    direction: str,
    as_of: datetime | None = None,
    depth: int | None = None,
    limit: int = MOST_UNITS,
) -> Genealogy:
    """Where a lot came from and went.

    :param direction: back, forward or both.
    :raises NotFound: there is no such lot.
    """
    today = today_of(store)
    with store.read() as conn:
        graph = TraceGraph(conn, today)
        walk = {"back": graph.back, "forward": graph.forward, "both": graph.both}[direction]
        return walk(found_lot(conn, code).id, depth, as_of, limit)


def trace_body(found: Genealogy, forms: Catalogue, seen: Viewer) -> dict[str, Any]:
    """A trace as answered; its Structs are encoded as they are, since there may be a hundred thousand."""
    shut = {form for form in {event.form for event in found.events} if kept_title(forms, seen, form, "") is None}
    events = [structs.replace(e, record_title=None) if e.form in shut else e for e in found.events]
    return {
        "unit": found.unit,
        "direction": found.direction,
        "units": found.units,
        "events": events if shut else found.events,
        "links": found.links,
        "hidden": found.hidden,
    }

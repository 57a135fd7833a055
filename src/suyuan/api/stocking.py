"""Stock as answered: piles by lot and place, sums by material or place, and the same as a table to take away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from suyuan.api.tracing import amount, materials, today_of
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.kernel.i18n import say
from suyuan.print.sheet import Column, Sheet
from suyuan.records.paging import Key, after, fingerprint, read_cursor, write_cursor
from suyuan.store.engine import Store
from suyuan.trace.stocklist import StockAsked, Sum, status_now, stock_query, sums, totals
from suyuan.trace.tables import lot, lot_stock
from suyuan.trace.words import status_words

_l, _s = lot.c, lot_stock.c
MOST_SUMS = 2000
NOWHERE = "none"
"""What names the place of lots whose records name none."""

_SHOWN = (
    _s.id, _l.code, _l.material, _l.title, _l.kind, _l.supplier_lot, _l.produced_on, _l.expires_on, _l.uom, _l.stage,
    _s.place_form, _s.place, _s.place_title, _s.on_hand, _s.packed,
)  # fmt: skip


def stock_body(
    store: Store,
    *,
    by: str = "lot",
    material: str | None = None,
    place: str | None = None,
    status: str | None = None,
    expiring: int | None = None,
    search: str = "",
    limit: int = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """``{items, next, totals, today}``: piles by lot and place with what expires first before the rest, or sums.

    :param by: ``lot``, ``material`` or ``place``; sums come in one page.
    :param material: and ``place``: public ids; ``place`` may be ``none``.
    :raises Malformed: a cursor that was not given out here.
    """
    today, forms = today_of(store), catalogue(store)
    with store.read() as conn:
        asked = _asked(conn, forms, material, place, status, expiring, search)
        if asked is None:
            return {"items": [], "next": None, "totals": _totals_body(None), "today": today}
        if by == "lot":
            mark = fingerprint("stock", material, place, status, expiring, search)
            items, following = _piles(store, conn, forms, asked, today, limit, mark, cursor)
        else:
            found = sums(conn, asked, today, by == "place", MOST_SUMS)
            items, following = _sums_body(conn, forms, found, today, by == "place"), None
        return {"items": items, "next": following, "totals": _totals_body(totals(conn, asked, today)), "today": today}


def _asked(
    conn: Connection,
    forms: Catalogue,
    material: str | None,
    place: str | None,
    status: str | None,
    expiring: int | None,
    search: str,
) -> StockAsked | None:
    """``None`` when a material or place is named that does not exist."""
    of, at = None, None
    if material is not None:
        serving = forms.serving("material")
        of = None if serving is None else _id_of(conn, serving, material)
        if of is None:
            return None
    if place == NOWHERE:
        at = ("", 0)
    elif place is not None:
        known = ((live.key, _id_of(conn, live, place)) for live in forms.servings("place"))
        at = next(((key, id) for key, id in known if id is not None), None)
        if at is None:
            return None
    return StockAsked(of, at, status, expiring, search)


def _id_of(conn: Connection, live: Any, uid: str) -> int | None:
    found: int | None = conn.execute(select(live.table.c.id).where(live.table.c.uid == uid)).scalar()
    return found


def _piles(
    store: Store,
    conn: Connection,
    forms: Catalogue,
    asked: StockAsked,
    today: date,
    limit: int,
    mark: bytes,
    cursor: str | None,
) -> tuple[list[dict[str, Any]], str | None]:
    last = func.coalesce(_l.expires_on, date.max, type_=_l.expires_on.type).label("last_day")
    keys = [Key(_l.title, False, False), Key(last, False, False), Key(_l.code, False, False), Key(_s.id, False, False)]
    query = stock_query(conn, asked, today, *_SHOWN, status_now(today).label("status_now"), last)
    if cursor is not None:
        query = query.where(after(keys, read_cursor(store, mark, cursor, len(keys))))
    rows = conn.execute(query.order_by(*(key.ordered() for key in keys)).limit(limit + 1)).all()
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        end = rows[-1]
        following = write_cursor(store, mark, [end.title, end.last_day, end.code, end.id])
    known = materials(conn, forms, (row.material for row in rows))
    places = _places(conn, forms, ((row.place_form, row.place) for row in rows))
    return [_pile(row, today, known, places) for row in rows], following


def _pile(row: Any, today: date, known: dict[int, Any], places: dict[tuple[str, int], str]) -> dict[str, Any]:
    return {
        "code": row.code,
        "kind": row.kind,
        "material": known.get(row.material),
        "title": row.title,
        "supplier_lot": row.supplier_lot,
        "produced_on": row.produced_on,
        "expires_on": row.expires_on,
        "days_left": None if row.expires_on is None else (row.expires_on - today).days,
        "status": row.status_now,
        "stage": row.stage,
        "place": _place(row.place_form, row.place, row.place_title, places),
        "on_hand": amount(row.on_hand),
        "free": amount(row.on_hand - row.packed),
        "uom": row.uom,
    }


def _place(form: str | None, id: int | None, title: str | None, places: dict[tuple[str, int], str]) -> Any:
    return {"id": places.get((form or "", id or 0)), "title": title} if title else None


def _places(conn: Connection, forms: Catalogue, wanted: Iterable[tuple[str | None, int | None]]) -> dict[Any, str]:
    """Public ids of places by form and internal id."""
    by_form: dict[str, set[int]] = {}
    for form, id in wanted:
        if form and id:
            by_form.setdefault(form, set()).add(id)
    found: dict[Any, str] = {}
    for key, ids in by_form.items():
        c = forms.any(key).table.c
        for row in conn.execute(select(c.id, c.uid).where(c.id.in_(sorted(ids)))):
            found[key, row.id] = row.uid
    return found


def _sums_body(
    conn: Connection, forms: Catalogue, found: list[Sum], today: date, by_place: bool
) -> list[dict[str, Any]]:
    known = materials(conn, forms, (one.material for one in found))
    places = _places(conn, forms, ((one.place[0], one.place[1]) for one in found))
    return [
        {
            "material": known.get(one.material) if one.material is not None else None,
            "title": one.title,
            "uom": one.uom,
            "lots": one.lots,
            "on_hand": amount(one.on_hand),
            "free": amount(one.free),
            "by_status": {name: amount(value) for name, value in one.by_status.items()},
            "expires_on": one.expires_on,
            "days_left": None if one.expires_on is None else (one.expires_on - today).days,
        }
        | ({"place": _place(*one.place, places)} if by_place else {})
        for one in found
    ]


def _totals_body(found: Any) -> dict[str, Any]:
    if found is None:
        return {"lots": 0, "by_status": {}, "quantities": []}
    return {
        "lots": found.lots,
        "by_status": found.by_status,
        "quantities": [{"uom": u, "on_hand": amount(a), "free": amount(f)} for u, a, f in found.quantities],
    }


MOST_LINES = 50_000


def stock_sheet(store: Store, lang: str, **asked: Any) -> Sheet:
    """The piles that were asked for, as a table."""
    today, forms = today_of(store), catalogue(store)
    with store.read() as conn:
        found = _asked(conn, forms, **asked)
        rows: list[Any] = []
        if found is not None:
            query = stock_query(conn, found, today, *_SHOWN, status_now(today).label("status_now"))
            rows = list(conn.execute(query.order_by(_l.title, _l.expires_on, _l.code, _s.id).limit(MOST_LINES)))
    heads = [say(f"api.stock_{name}", lang) for name in _HEADS]
    kinds = ("number" if h in ("on_hand", "free") else "date" if h.endswith("_on") else "text" for h in _HEADS)
    columns = [Column(head, kind=kind) for head, kind in zip(heads, kinds)]  # type: ignore[arg-type]
    title = say("api.stock_title", lang, day=today.isoformat())
    return Sheet(say("api.stock_sheet", lang), columns, [_line(row, lang) for row in rows], title)


_HEADS = ("material", "lot", "supplier_lot", "place", "status", "produced_on", "expires_on", "on_hand", "free", "uom")


def _line(row: Any, lang: str) -> list[Any]:
    status = status_words(row.status_now).show(lang)
    days = (row.produced_on, row.expires_on)
    return [row.title, row.code, row.supplier_lot, row.place_title, status, *days, row.on_hand,
            row.on_hand - row.packed, row.uom]  # fmt: skip

"""Stock as it is asked for: by lot and place, summed by material, or by place and material."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select

from suyuan.trace.lots import search
from suyuan.trace.tables import lot, lot_stock

_l, _s = lot.c, lot_stock.c
FROM = lot_stock.join(lot, _l.id == _s.lot)
STATES = ("released", "quarantine", "held", "rejected", "recalled", "expired")
SEARCHED = 400


class StockAsked(msgspec.Struct, frozen=True):
    """Which stock.

    :param place: form and record id of a place; ``("", 0)`` for what lies nowhere in particular.
    :param status: a stored status, ``expired``, or ``released`` (which then is not expired).
    :param expiring: expires within so many days from today; those expired already with them.
    :param text: code, supplier's lot or material, or the beginning of one.
    """

    material: int | None = None
    place: tuple[str, int] | None = None
    status: str | None = None
    expiring: int | None = None
    text: str = ""


class Sum(msgspec.Struct, frozen=True):
    """Stock of one material (at one place, when asked so), in ``uom``.

    :param by_status: what is on hand by status, expired derived.
    :param expires_on: of the released lot that expires first.
    """

    material: int | None
    title: str
    uom: str
    place: tuple[str, int, str]
    lots: int
    on_hand: Decimal
    free: Decimal
    by_status: dict[str, Decimal]
    expires_on: date | None


def status_now(today: date) -> ColumnElement[Any]:
    """A lot's status with "expired" derived."""
    return case((and_(_l.status == "released", _l.expires_on < today), "expired"), else_=_l.status)


def stock_query(conn: Connection, asked: StockAsked, today: date, *columns: ColumnElement[Any]) -> Select[Any]:
    """The piles of lots of our own (containers aside) that ``asked`` means."""
    found = [_l.kind != "logistic", _s.on_hand != 0, _l.foreign == False]  # noqa: E712
    if asked.material is not None:
        found.append(_l.material == asked.material)
    if asked.place is not None:
        found.append(_at(asked.place))
    if asked.status is not None:
        found.append(status_now(today) == asked.status)
    if asked.expiring is not None:
        found.append(_l.expires_on <= today + timedelta(days=asked.expiring))
    if asked.text.strip():
        ids = [unit.id for unit in search(conn, asked.text, SEARCHED)]
        found.append(or_(_l.id.in_(ids), _l.title.contains(asked.text.strip(), autoescape=True)))
    return select(*columns).select_from(FROM).where(*found)


def _at(place: tuple[str, int]) -> ColumnElement[bool]:
    form, id = place
    if not id:
        return and_(or_(_s.place.is_(None), _s.place == 0), _s.place_title.is_(None))
    return and_(_s.place_form == form, _s.place == id)


def sums(conn: Connection, asked: StockAsked, today: date, by_place: bool, limit: int) -> list[Sum]:
    """Stock by material, or by place and material, each in its own uom."""
    status = status_now(today).label("status_now")
    place = [_s.place_form, _s.place, _s.place_title] if by_place else []
    keys: list[ColumnElement[Any]] = [_l.material, _l.title, _l.uom, *place]
    query = stock_query(
        conn,
        asked,
        today,
        *keys,
        status,
        func.count(func.distinct(_l.id)).label("lots"),
        func.sum(_s.on_hand).label("on_hand"),
        func.sum(_s.packed).label("packed"),
        func.min(_l.expires_on).label("expires_on"),
    ).group_by(*keys, status)
    rows = conn.execute(query.order_by(*place[::-1], _l.title, _l.uom)).all()
    grouped: dict[Any, list[Row[Any]]] = {}
    for row in rows:
        at = (row.place_form, row.place, row.place_title) if by_place else ()
        key = (row.material if row.material is not None else row.title, row.uom, *at)
        grouped.setdefault(key, []).append(row)
    return [_sum(found, by_place) for found in list(grouped.values())[:limit]]


def _sum(rows: Sequence[Row[Any]], by_place: bool) -> Sum:
    first = rows[-1]
    at = (first.place_form or "", first.place or 0, first.place_title or "") if by_place else ("", 0, "")
    by_status: dict[str, Decimal] = {}
    for row in rows:
        by_status[row.status_now] = by_status.get(row.status_now, Decimal(0)) + row.on_hand
    days = [row.expires_on for row in rows if row.status_now == "released" and row.expires_on is not None]
    on_hand = sum((row.on_hand for row in rows), Decimal(0))
    packed = sum((row.packed for row in rows), Decimal(0))
    lots = sum(row.lots for row in rows)
    return Sum(
        first.material, first.title, first.uom, at, lots, on_hand, on_hand - packed, by_status, min(days, default=None)
    )


class Totals(msgspec.Struct, frozen=True):
    """What ``asked`` means altogether.

    :param quantities: (uom, on hand, free); uoms are not added to one another.
    :param by_status: how many lots there are of each status.
    """

    lots: int
    by_status: dict[str, int]
    quantities: list[tuple[str, Decimal, Decimal]]


def totals(conn: Connection, asked: StockAsked, today: date) -> Totals:
    """The totals of the stock that ``asked`` means."""
    status = status_now(today).label("status_now")
    count = func.count(func.distinct(_l.id)).label("lots")
    by_status = {
        row.status_now: int(row.lots)
        for row in conn.execute(stock_query(conn, asked, today, status, count).group_by(status))
    }
    summed = stock_query(
        conn, asked, today, _l.uom, func.sum(_s.on_hand).label("on_hand"), func.sum(_s.packed).label("packed")
    )
    rows = conn.execute(summed.group_by(_l.uom).order_by(_l.uom))
    return Totals(sum(by_status.values()), by_status, [(r.uom, r.on_hand, r.on_hand - r.packed) for r in rows])

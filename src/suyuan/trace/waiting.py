"""Lots that somebody should do something about: by status, stage and expiry, the first to expire first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, false, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from suyuan.trace.event import Lot
from suyuan.trace.lots import refs
from suyuan.trace.tables import lot, lot_balance

_l, _b = lot.c, lot_balance.c


def waiting(
    conn: Connection,
    today: date,
    *,
    status: Sequence[str] = (),
    stages: Sequence[str] = (),
    until: date | None = None,
    in_stock: bool = True,
    limit: int = 10,
    most: int = 1000,
) -> tuple[list[Lot], int]:
    """The first of them, and how many there are, counted up to ``most``.

    :param status: stored statuses or ``expired``; ``released`` leaves expired ones out.
    :param until: only those that expire on this day or before.
    """
    wheres: list[ColumnElement[bool]] = [_l.foreign == false()]
    if status:
        wheres.append(or_(*(_has(one, today) for one in status)))
    if stages:
        wheres.append(_l.stage.in_(stages))
    if until is not None:
        wheres.append(_l.expires_on <= until)
    if in_stock:
        wheres.append(_b.on_hand > 0)
    ids = select(_l.id).select_from(lot.outerjoin(lot_balance, _b.lot == _l.id)).where(*wheres)
    count = conn.execute(select(func.count()).select_from(ids.limit(most).subquery())).scalar_one()
    first = list(conn.execute(ids.order_by(_l.expires_on.is_(None), _l.expires_on, _l.id).limit(limit)).scalars())
    known = refs(conn, first)
    return [known[id] for id in first], int(count)


def _has(status: str, today: date) -> ColumnElement[bool]:
    over = (_l.status == "released") & (_l.expires_on < today)
    if status == "expired":
        return over
    if status == "released":
        return (_l.status == "released") & or_(_l.expires_on.is_(None), _l.expires_on >= today)
    return _l.status == status

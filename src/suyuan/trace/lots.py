"""Find lots: by any of their names, by search, in pages, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, or_, select, union
from sqlalchemy.sql.elements import ColumnElement

from suyuan.codes.canonical import canonical
from suyuan.codes.confusables import skeleton
from suyuan.store.quick import Quick
from suyuan.trace.event import ZERO, Inside, Lot
from suyuan.trace.inside import open_rows
from suyuan.trace.tables import lot, lot_balance, lot_identifier

_l, _b = lot.c, lot_balance.c
_REF = (
    _l.id,
    _l.uid,
    _l.code,
    _l.kind,
    _l.status,
    _l.uom,
    _l.material,
    _l.title,
    _l.supplier_lot,
    _l.produced_on,
    _l.expires_on,
    _l.stage,
    _l.foreign,
    _b.on_hand,
    _b.packed,
)
_FROM = lot.outerjoin(lot_balance, _b.lot == _l.id)
_REFS = select(*_REF).select_from(_FROM)
_BY_CODE = Quick(_REFS.where(_l.code == bindparam("code")))
_BY_ID = Quick(_REFS.where(_l.id == bindparam("of")))
_ALIKE = Quick(select(_l.code).where(_l.skeleton == bindparam("skeleton")).limit(10))
MOST = 500


def ref_by_code(conn: Connection, code: str) -> Lot | None:
    """The lot with exactly this code, as it stands."""
    row = _BY_CODE.first(conn, {"code": code})
    return None if row is None else _ref(row)


def ref(conn: Connection, id: int) -> Lot | None:
    """The lot with this internal id, as it stands."""
    row = _BY_ID.first(conn, {"of": id})
    return None if row is None else _ref(row)


def refs(conn: Connection, ids: Sequence[int]) -> dict[int, Lot]:
    """The lots with these internal ids, as they stand."""
    found: dict[int, Lot] = {}
    for start in range(0, len(ids), MOST):
        for row in conn.execute(_REFS.where(_l.id.in_(ids[start : start + MOST]))):
            found[row.id] = _ref(row)
    return found


def _ref(row: Sequence[Any]) -> Lot:
    *words, on_hand, packed = row
    make: Callable[..., Lot] = Lot
    return make(*words, on_hand=ZERO if on_hand is None else on_hand, packed=ZERO if packed is None else packed)


def find(conn: Connection, text: str) -> Lot | None:
    """The one lot that ``text`` names: its code, GTIN + lot, SSCC, EPC, Digital Link, else a supplier's lot.

    :returns: ``None`` when nothing, or more than one lot of suppliers, answers to it.
    """
    text = text.strip()
    if found := ref_by_code(conn, text):
        return found
    named = select(lot_identifier.c.lot).where(lot_identifier.c.value == bindparam("value"))
    found_ids = [row.lot for row in conn.execute(named.limit(2), {"value": canonical(text)})]
    if not found_ids:
        found_ids = [row.id for row in conn.execute(select(_l.id).where(_l.supplier_lot == text).limit(2))]
    return ref(conn, found_ids[0]) if len(found_ids) == 1 else None


def alike(conn: Connection, code: str) -> list[str]:
    """Codes of lots that are ``code`` or look like it; ``code`` itself first, if it is one; at most ten."""
    found = [row[0] for row in _ALIKE.all(conn, {"skeleton": skeleton(code)})]
    return sorted(found, key=lambda other: other != code)


def contents(conn: Connection, container: int) -> tuple[Inside, ...]:
    """Everything in ``container`` now, through containers in it, outermost first."""
    found: list[tuple[int, int, Decimal]] = []
    seen, level = {container}, [container]
    while level:
        rows = open_rows(conn, level)
        found.extend(rows)
        level = [content for _, content, _ in rows if content not in seen]
        seen.update(level)
    known = refs(conn, list({content for _, content, _ in found}))
    return tuple(Inside(known[content], quantity, holder) for holder, content, quantity in found)


class Wanted(msgspec.Struct, frozen=True):
    """Which lots to list.

    :param status: one of the stored statuses, or ``expired``, or ``released`` (which then are not expired).
    :param in_stock: only those with something on hand.
    :param after: id of the last lot of the page before; newest first.
    """

    status: str | None = None
    material: int | None = None
    kind: str | None = None
    stage: str | None = None
    in_stock: bool = False
    after: int | None = None
    limit: int = 50


def listed(conn: Connection, wanted: Wanted, today: date) -> list[Lot]:
    """A page of lots, newest first, at most ``wanted.limit``."""
    query = _REFS.order_by(_l.id.desc()).limit(min(wanted.limit, MOST + 1))
    for column, value in ((_l.material, wanted.material), (_l.kind, wanted.kind), (_l.stage, wanted.stage)):
        if value is not None:
            query = query.where(column == value)
    if wanted.status is not None:
        query = query.where(_has_status(wanted.status, today))
    if wanted.in_stock:
        query = query.where(_b.on_hand > 0)
    if wanted.after is not None:
        query = query.where(_l.id < wanted.after)
    return [_ref(row) for row in conn.execute(query)]


def _has_status(status: str, today: date) -> ColumnElement[bool]:
    if status == "expired":
        return (_l.status == "released") & (_l.expires_on < today)
    if status == "released":
        return (_l.status == "released") & or_(_l.expires_on.is_(None), _l.expires_on >= today)
    return _l.status == status


def search(conn: Connection, text: str, limit: int = 20) -> list[Lot]:
    """Lots whose code, supplier's lot, material or other name begins with ``text``; if few, also codes holding it."""
    text = text.strip()
    if not text:
        return listed(conn, Wanted(limit=limit), date.min)
    exact = find(conn, text)
    ids = [exact.id] if exact else []
    ids += [key for key in conn.execute(_beginning(text, limit)).scalars() if key not in ids]
    if len(ids) < limit:
        holding = select(_l.id).where(
            or_(_l.code.contains(text, autoescape=True), _l.title.contains(text, autoescape=True))
        )
        more = conn.execute(holding.order_by(_l.id.desc()).limit(limit)).scalars()
        ids += [key for key in more if key not in ids]
    known = refs(conn, ids[:limit])
    return [known[key] for key in ids[:limit]]


def _beginning(text: str, limit: int) -> Select[Any]:
    """Ids by prefix, each through its own index, the last in order first: numbers mostly rise with time."""
    parts = [
        select(column.label("id"))
        .where(name >= text, name < text + "\U0010ffff")
        .order_by(name.desc())
        .limit(limit)
        .subquery()
        for column, name in (
            (_l.id, _l.code),
            (_l.id, _l.supplier_lot),
            (_l.id, _l.title),
            (lot_identifier.c.lot, lot_identifier.c.value),
        )
    ]
    both = union(*(select(part.c.id) for part in parts)).subquery()
    return select(both.c.id).order_by(both.c.id.desc()).limit(limit)


def wall(conn: Connection, limit: int = 100_000) -> dict[str, list[Any]]:
    """Every lot in compact columns for the lot wall, newest first.

    :returns: equally long lists ``code``, ``stage``, ``status`` (stored), ``expires_on`` and ``at`` (when written).
    """
    query = select(_l.code, _l.stage, _l.status, _l.expires_on, _l.created_at).order_by(_l.id.desc()).limit(limit)
    columns = list(zip(*conn.execute(query).all())) or [()] * 5
    names = ("code", "stage", "status", "expires_on", "at")
    return {name: list(column) for name, column in zip(names, columns)}


def counted(conn: Connection) -> int:
    """How many lots there are."""
    return int(conn.execute(select(func.count()).select_from(lot)).scalar_one())

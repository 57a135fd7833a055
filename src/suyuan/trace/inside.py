"""What lies in which container, now and before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import Connection, bindparam, select, update

from suyuan.store.engine import Tx
from suyuan.trace.tables import lot_inside

_i = lot_inside.c
_INSERT = lot_inside.insert()
_CLOSE = update(lot_inside).where(_i.id == bindparam("row")).values(until=bindparam("by"))
_OPEN_OF = select(_i.id, _i.container, _i.quantity).where(_i.content == bindparam("of"), _i.until.is_(None))


def pack_in(tx: Tx, container: int, content: int, quantity: Decimal, event: int) -> None:
    """``quantity`` of ``content`` lies in ``container`` since ``event``."""
    row = {"container": container, "content": content, "quantity": quantity, "since": event, "until": None}
    tx.run(_INSERT, row)


def take_out(tx: Tx, containers: Iterable[int], content: int, quantity: Decimal, event: int) -> None:
    """``quantity`` of ``content`` leaves ``containers`` by ``event``, what went in first leaving first.

    What stays of a row is written as a new row since the same ``event``. More than is inside takes all there is:
    the conditional UPDATE of ``packed`` refuses it.
    """
    among, left = set(containers), quantity
    for row in tx.run(_OPEN_OF.order_by(_i.id), {"of": content}).all():
        if left <= 0 or row.container not in among:
            continue
        tx.run(_CLOSE, {"row": row.id, "by": event})
        if row.quantity > left:
            pack_in(tx, row.container, content, row.quantity - left, event)
        left -= row.quantity


def empty(tx: Tx, containers: Sequence[int], event: int) -> None:
    """Everything leaves ``containers`` by ``event``, which does not say what it was."""
    tx.run(update(lot_inside).where(_i.container.in_(containers), _i.until.is_(None)).values(until=event))


def undo(tx: Tx, event: int) -> bool:
    """Take back what ``event`` did to containers; whether nothing later stands on it."""
    begun = tx.run(select(_i.id, _i.until).where(_i.since == event)).all()
    if any(row.until is not None for row in begun):
        return False
    if begun:
        tx.run(_CLOSE, [{"row": row.id, "by": event} for row in begun])
    tx.run(update(lot_inside).where(_i.until == event, _i.since != event).values(until=None))
    return True


def open_rows(conn: Connection, containers: Sequence[int]) -> list[tuple[int, int, Decimal]]:
    """(container, content, quantity) of what lies directly in ``containers`` now, in the order it went in."""
    rows = conn.execute(
        select(_i.container, _i.content, _i.quantity)
        .where(_i.container.in_(containers), _i.until.is_(None))
        .order_by(_i.id)
    )
    return [(row.container, row.content, row.quantity) for row in rows]

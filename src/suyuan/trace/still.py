"""Where writers run beside one another: the lots that are taken still have the status they were judged by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from suyuan.store.engine import Tx
from suyuan.store.quick import Quick
from suyuan.store.sqlite import Again
from suyuan.trace.event import Lot, TraceEvent
from suyuan.trace.tables import lot

_LOOKING = frozenset({"observe"})
_MOST = 500
_STATUSES = select(lot.c.id, lot.c.status).order_by(lot.c.id).with_for_update(read=True)
_ONE = Quick(_STATUSES.where(lot.c.id == bindparam("of")))


def hold_statuses(tx: Tx, events: Sequence[TraceEvent]) -> None:
    """Keep the statuses of the lots that ``events`` take until the transaction ends.

    A hold that was committed meanwhile is seen, one that comes later waits. SQLite has one writer: nothing to do there.

    :raises Again: a lot has another status by now; the transaction is run again and judges it anew.
    """
    if tx.store.dialect == "sqlite":
        return
    judged = {
        link.lot.id: link.lot.status
        for event in events
        if event.verb not in _LOOKING
        for link in event.links
        if isinstance(link.lot, Lot) and not link.lot.fresh
    }
    ids = sorted(judged)
    for start in range(0, len(ids), _MOST):
        part = ids[start : start + _MOST]
        if len(part) == 1:
            rows = _ONE.all(tx.conn, {"of": part[0]})
        else:
            rows = [tuple(row) for row in tx.conn.execute(_STATUSES.where(lot.c.id.in_(part)))]
        if any(judged[id] != status for id, status in rows):
            raise Again

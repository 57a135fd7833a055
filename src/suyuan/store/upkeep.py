"""The daily housekeeping of the store itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from suyuan.store import idempotency, jobs
from suyuan.store.engine import Store, Tx

NAME = "store.upkeep"
ANSWERS_KEPT = timedelta(days=7)
JOBS_KEPT = timedelta(days=7)


@jobs.handles(NAME)
def upkeep(tx: Tx, args: Any) -> None:
    """Drop answers no client will ask for again and jobs done long ago; refresh the planner's statistics."""
    idempotency.forget(tx, tx.now - ANSWERS_KEPT)
    jobs.sweep(tx, tx.now - JOBS_KEPT)
    if tx.store.dialect == "sqlite":
        tx.conn.exec_driver_sql("PRAGMA optimize").close()


def schedule_upkeep(store: Store) -> None:
    """Have the housekeeping done each night at 19:10 UTC (03:10 in China)."""
    store.write(lambda tx: jobs.schedule(tx, NAME, timedelta(days=1), offset=timedelta(hours=19, minutes=10)))

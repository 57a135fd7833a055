"""A consumer's place in the feed exists before it is first locked, so that two processes never both make it."""

from __future__ import annotations

from suyuan.store.dml import insert_new
from suyuan.store.engine import Store
from suyuan.store.feed import cursor_of
from suyuan.store.tables import feed_cursor


def enter(store: Store, consumer: str) -> None:
    """Make the place of ``consumer`` at the beginning of the feed unless it has one."""
    with store.read() as conn:
        if str(cursor_of(conn, consumer)) != "0.0":
            return
    store.write(
        lambda tx: insert_new(tx.conn, feed_cursor, {"consumer": consumer, "xid": 0, "row": 0, "moved_at": tx.now})
    )

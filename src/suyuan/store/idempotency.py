"""Answers kept under the key that the client made, in the same transaction as what they answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from suyuan.kernel.errors import Conflict
from suyuan.store.dml import insert_new
from suyuan.store.engine import Again, Tx
from suyuan.store.quick import Quick
from suyuan.store.tables import idempotency

_KEPT = Quick(
    select(idempotency.c.body_hash, idempotency.c.answer).where(
        idempotency.c.actor == bindparam("actor"),
        idempotency.c.route == bindparam("route"),
        idempotency.c.key == bindparam("key"),
    )
)


def remembered(conn: Connection, actor: str, route: str, key: str, body_hash: bytes) -> bytes | None:
    """The answer given to the same request before, ``None`` when there was none.

    Ask inside the write transaction, before anything else.

    :param actor: whose key it is (``Actor.key``).
    :param route: what was asked, e.g. ``POST /records/raw_receipt``.
    :param body_hash: SHA-256 of the request's body.
    :raises Conflict: the key was used for another body.
    """
    found = _KEPT.first(conn, {"actor": actor, "route": route, "key": key})
    if found is None:
        return None
    if bytes(found[0]) != body_hash:
        raise Conflict("store.other_body")
    return bytes(found[1])


def remember(tx: Tx, actor: str, route: str, key: str, body_hash: bytes, answer: bytes) -> None:
    """Keep ``answer`` with what this transaction writes.

    When another transaction kept one first, this one is undone and run again, and ``remembered`` then finds the
    other's answer: two equal requests at once make one record and get one answer.
    """
    values = {"actor": actor, "route": route, "key": key, "body_hash": body_hash, "answer": answer}
    if not insert_new(tx.conn, idempotency, {**values, "created_at": tx.now}):
        raise Again(f"idempotency key {key!r}")


def forget(tx: Tx, before: datetime) -> int:
    """Drop the answers kept before an instant; how many."""
    return tx.run(delete(idempotency).where(idempotency.c.created_at < before)).rowcount

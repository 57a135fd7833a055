"""Write one fact into the ledger, in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suyuan.kernel.actor import Actor
from suyuan.ledger.entry import Canonical, Entry, Subject, canonical_bytes, leaf_hash
from suyuan.ledger.follow import inside_followers
from suyuan.ledger.tables import ledger_entry
from suyuan.store.engine import Tx
from suyuan.store.quick import Quick

SALT_BYTES = 16
_INSERT = Quick(ledger_entry.insert().returning(ledger_entry.c.id))


def append(
    tx: Tx,
    kind: str,
    subject: Subject | tuple[str, str],
    body: Mapping[str, Any],
    by: Actor,
    *,
    reason: str = "",
    via: str = "",
) -> Entry:
    """Write the entry, then let the inside followers of ``kind`` do their part in the same transaction.

    :param kind: what happened, as ``record.submitted``.
    :param subject: what it happened to: kind and public id.
    :param body: the fact, of JSON values, ``Decimal``, dates and msgspec Structs; no floats, no secrets.
    :param via: the door it came through (``screen``, ``api``, ``import`` ...).
    :returns: the entry, whose ``body`` is the one given.
    :raises Exception: whatever an inside follower refuses with; then nothing is written.
    """
    store = tx.store
    uid, (subject_kind, subject_id) = store.ids.new(), subject
    what = Canonical(
        by.key,
        by.name,
        by.address,
        tx.now,
        body,
        by.client_time,
        by.device,
        kind,
        by.person,
        reason,
        subject_id,
        subject_kind,
        uid,
        via,
    )
    canonical, salt = canonical_bytes(what), store.entropy.bytes(SALT_BYTES)
    key = _INSERT.first(tx.conn, _row(what, canonical, salt))
    assert key is not None
    entry = _entry(key[0], what, body)
    for follower in inside_followers(kind):
        follower(tx, entry)
    return entry


def _row(what: Canonical, canonical: bytes, salt: bytes) -> dict[str, Any]:
    return {
        "uid": what.uid,
        "kind": what.kind,
        "subject_kind": what.subject_kind,
        "subject_id": what.subject_id,
        "at": what.at,
        "actor_key": what.actor_key,
        "actor_name": what.actor_name,
        "person": what.person,
        "device": what.device,
        "address": what.address,
        "client_time": what.client_time,
        "via": what.via,
        "reason": what.reason,
        "body": canonical.decode(),
        "salt": salt,
        "leaf": leaf_hash(salt, canonical),
    }


def _entry(id: int, what: Canonical, body: Mapping[str, Any]) -> Entry:
    return Entry(
        id,
        what.uid,
        what.kind,
        Subject(what.subject_kind, what.subject_id),
        what.at,
        what.actor_key,
        what.actor_name,
        what.person,
        what.device,
        what.address,
        what.client_time,
        what.via,
        what.reason,
        body,
    )

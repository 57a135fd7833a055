"""Back-off for signing in: guessing gets slow, and no stranger can lock anybody out.

A try is charged before the password is looked at, so that parallel tries do not pass unseen, and given back when it was
right. It is charged to *buckets*. A device that signed in before carries a token that proves it: its tries go to a
bucket of its own, which nobody else can fill. Tries from elsewhere share three: of this account from this address, of
this account from anywhere, of this address. (OWASP, "Slow down online guessing attacks with device cookies".)
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import delete, select, update

from suyuan.access.tables import sign_in_attempt as t
from suyuan.access.token import own_secret
from suyuan.kernel.errors import TooMany
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx

FORGET = timedelta(days=1)
NONCE = 16
_KEY = "sign-in-device"


class Bucket(NamedTuple):
    """Where failed tries are counted.

    :param key: what for, digested, so that neither typed user names nor addresses stand in the table.
    :param free: failures before the first wait.
    :param longest: seconds that a wait grows to, doubling from one.
    :param own: emptied by a success; the others only get their charge back.
    """

    key: str
    free: int
    longest: int
    own: bool = False

    def wait(self, failures: int) -> timedelta:
        """How long after the ``failures``-th failure the next try has to wait."""
        over = failures - self.free
        return timedelta(seconds=min(self.longest, 2 ** min(over - 1, 20)) if over > 0 else 0)


def buckets(user: str, address: str, device: str | None) -> list[Bucket]:
    """The buckets of a try, in the order in which they are locked.

    :param user: folded.
    :param device: the token of a device that signed in as ``user`` before, verified; else ``None``.
    """
    if device is not None:
        return [Bucket(_digest("device", device), 5, 300, own=True)]
    shared = [
        Bucket(_digest("pair", user, address), 5, 300, own=True),
        Bucket(_digest("user", user), 20, 60),
        Bucket(_digest("address", address), 50, 60),
    ]
    return sorted(shared)


def confirmation(uid: str) -> list[Bucket]:
    """The bucket of somebody signed in who gives their password again."""
    return [Bucket(_digest("confirm", uid), 5, 300, own=True)]


def link_pin(uid: str, address: str) -> list[Bucket]:
    """The buckets of a try of a public link's PIN: from this address, and from anywhere."""
    return sorted([Bucket(_digest("link", uid, address), 5, 300, own=True), Bucket(_digest("link", uid), 50, 60)])


def charge(tx: Tx, tried: list[Bucket]) -> None:
    """Count a failure in each bucket beforehand.

    :raises TooMany: a bucket still has to wait; then nothing is charged.
    """
    waiting = timedelta(0)
    for bucket in tried:
        failures, until = _locked(tx, bucket)
        waiting = max(waiting, until - tx.now)
        after = tx.now + bucket.wait(failures + 1)
        _set(tx, bucket, failures=failures + 1, last=tx.now, until=after)
    if waiting > timedelta(0):
        raise TooMany("access.wait", seconds=ceil(waiting.total_seconds()))


def refund(tx: Tx, tried: list[Bucket]) -> None:
    """The try was right: give its charge back, and forget what lies a day back."""
    for bucket in tried:
        failures, _ = _locked(tx, bucket)
        left = 0 if bucket.own else max(0, failures - 1)
        _set(tx, bucket, failures=left, until=tx.now)
    tx.run(delete(t).where(t.c.last < tx.now - FORGET))


def _locked(tx: Tx, bucket: Bucket) -> tuple[int, datetime]:
    insert_new(tx.conn, t, {"bucket": bucket.key, "failures": 0, "last": tx.now, "until": tx.now})
    query = select(t.c.failures, t.c.last, t.c.until).where(t.c.bucket == bucket.key)
    row = tx.run(query.with_for_update()).one()
    return (0 if tx.now - row.last > FORGET else row.failures), row.until


def _set(tx: Tx, bucket: Bucket, **values: object) -> None:
    tx.run(update(t).where(t.c.bucket == bucket.key).values(**values))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def device_token(store: Store, user: str) -> str:
    """A token that proves that this device signed in as ``user`` (folded); it opens nothing by itself."""
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + _proof(store, user, nonce)).decode()


def is_device(store: Store, user: str, token: str) -> bool:
    """Whether ``token`` was made by ``device_token`` for ``user``."""
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(raw[NONCE:], _proof(store, user, raw[:NONCE]))


def _proof(store: Store, user: str, nonce: bytes) -> bytes:
    return hmac.digest(own_secret(store, _KEY), nonce + user.encode("utf-8", "surrogatepass"), "sha256")

"""The policy stamp: a number that rises with every change of rights, so that what is cached knows when it is stale."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Connection, select, update

from suyuan.access.tables import access_policy
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx

T = TypeVar("T")
FRESH = timedelta(seconds=1)
LARGEST = 20_000


class Cached(NamedTuple):
    """Something read under ``stamp``; worthless under any other."""

    stamp: int
    value: Any


class PolicyCache:
    """What one process remembers of rights, sessions and keys; ``get`` answers only what is surely current.

    A change made by this process is known at once, one made by another within a second (of the store's clock).
    """

    def __init__(self, store: Store) -> None:
        self._store = ref(store)
        self._lock = threading.Lock()
        self._checked: datetime | None = None
        self._stamp = 0
        self._kept: dict[Hashable, Cached] = {}

    def get(self, key: Hashable) -> Cached | None:
        """What is kept under ``key``, if no right has changed since."""
        store = self._store()
        assert store is not None
        now, checked = store.clock.now(), self._checked
        if checked is None or not timedelta(0) <= now - checked < FRESH:
            self._checked = now
            with store.read() as conn:
                self.stamp_in(conn)
        found = self._kept.get(key)
        return found if found is not None and found.stamp == self._stamp else None

    def put(self, key: Hashable, found: Cached) -> None:
        """Keep ``found`` unless rights have changed since it was read."""
        with self._lock:
            if found.stamp == self._stamp:
                if len(self._kept) >= LARGEST:
                    self._kept.clear()
                self._kept[key] = found

    def drop(self, key: Hashable) -> None:
        """Forget ``key``."""
        with self._lock:
            self._kept.pop(key, None)

    def recheck(self) -> None:
        """Look at the stamp again before the next answer."""
        self._checked = None

    def stamp_in(self, conn: Connection) -> int:
        """The stamp as this connection sees it."""
        stamp = conn.scalar(select(access_policy.c.stamp)) or 0
        self.moved(stamp)
        return stamp

    def moved(self, stamp: int) -> None:
        """Rights changed: the stamp is now ``stamp``, if it is newer."""
        with self._lock:
            if stamp > self._stamp:
                self._stamp = stamp
                self._kept.clear()


_caches: WeakKeyDictionary[Store, PolicyCache] = WeakKeyDictionary()
_making = threading.Lock()


def cache_of(store: Store) -> PolicyCache:
    """The one cache of ``store`` in this process."""
    found = _caches.get(store)
    if found is None:
        with _making:
            found = _caches.setdefault(store, PolicyCache(store))
    return found


def bump(tx: Tx) -> None:
    """Rights change in this transaction; call it first: it also lets only one such change happen at a time."""
    raised = update(access_policy).values(stamp=access_policy.c.stamp + 1)
    if tx.run(raised).rowcount == 0:
        insert_new(tx.conn, access_policy, {"id": 1, "stamp": 0, "claimed": None})
        tx.run(raised)
    stamp = tx.run(select(access_policy.c.stamp)).scalar_one()
    cache = cache_of(tx.store)
    tx.after_commit(lambda: cache.moved(stamp))


def change(store: Store, fn: Callable[[Tx], T]) -> T:
    """``store.write(fn)`` for a function that calls ``bump``: when it answers, this process sees the new rights."""
    try:
        return store.write(fn)
    finally:
        cache_of(store).recheck()

"""How often something was published in this process, for caches that must notice at once."""

from __future__ import annotations

import threading
import weakref

from suyuan.store.engine import Store

_counts: weakref.WeakKeyDictionary[Store, int] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def changes_of(store: Store) -> int:
    """A number that grows whenever a publication of this process is committed."""
    return _counts.get(store, 0)


def changed(store: Store) -> None:
    """A publication was committed."""
    with _lock:
        _counts[store] = _counts.get(store, 0) + 1

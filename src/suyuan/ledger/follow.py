"""Who reacts to what is written: inside the same transaction, or after it, each at its own pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from suyuan.ledger.entry import Entry
from suyuan.store.engine import Tx

Handler = Callable[[Tx, Entry], Any]


def matches(pattern: str, kind: str) -> bool:
    """Whether ``kind`` (``record.submitted``) is meant by ``pattern``: itself, ``record.*`` or ``*``."""
    return pattern in ("*", kind) or (pattern.endswith(".*") and kind.startswith(pattern[:-1]))


@dataclass
class Consumer:
    """One after-commit follower: a name with a cursor of its own, and what it does for which kinds.

    :param name: stable; its place in the feed is kept under ``follow:<name>``.
    """

    name: str
    handlers: list[tuple[str, Handler]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.name

    def of(self, kind: str) -> list[Handler]:
        """What it does for entries of ``kind``, in the order declared."""
        return [handler for pattern, handler in self.handlers if matches(pattern, kind)]


class Followers:
    """All followers declared by the rooms; a test may make its own set."""

    def __init__(self) -> None:
        self._inside: list[tuple[str, Handler]] = []
        self._by_kind: dict[str, tuple[Handler, ...]] = {}
        self.consumers: dict[str, Consumer] = {}

    def add_inside(self, kinds: Iterable[str], handler: Handler) -> None:
        self._inside += [(kind, handler) for kind in kinds]
        self._by_kind.clear()

    def add_consumer(self, kinds: Iterable[str], name: str, handler: Handler) -> None:
        consumer = self.consumers.setdefault(name, Consumer(name))
        consumer.handlers += [(kind, handler) for kind in kinds]

    def remove(self, handler: Handler) -> None:
        """Forget ``handler`` everywhere (for tests and for plug-ins that leave)."""
        self._inside = [pair for pair in self._inside if pair[1] is not handler]
        self._by_kind.clear()
        for name, consumer in list(self.consumers.items()):
            consumer.handlers = [pair for pair in consumer.handlers if pair[1] is not handler]
            if not consumer.handlers:
                del self.consumers[name]

    def inside(self, kind: str) -> tuple[Handler, ...]:
        """Handlers that run within ``append`` for ``kind``."""
        found = self._by_kind.get(kind)
        if found is None:
            found = tuple(handler for pattern, handler in self._inside if matches(pattern, kind))
            self._by_kind[kind] = found
        return found


FOLLOWERS = Followers()
inside_followers = FOLLOWERS.inside


def follows(*kinds: str, inside: bool = False, name: str = "") -> Callable[[Handler], Handler]:
    """Declare the function below as a follower of ``kinds`` (``record.submitted``, ``record.*`` or ``*``).

    ``inside=True``: runs in the same transaction, may refuse it by raising, must be quick.
    ``name="consumer"``: runs after the commit, in a transaction of its own together with its cursor, so that each
    entry takes effect once; anything sent elsewhere must be repeatable by (entry, consumer).

    :raises ValueError: when it is neither or both.
    """
    if inside == bool(name):
        raise ValueError("a follower is either inside=True or has a name")

    def declare(handler: Handler) -> Handler:
        if inside:
            FOLLOWERS.add_inside(kinds, handler)
        else:
            FOLLOWERS.add_consumer(kinds, name, handler)
        return handler

    return declare

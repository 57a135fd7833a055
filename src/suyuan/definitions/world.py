"""The definitions around the ones being checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from suyuan.definitions.read import published_keys, struct_of


@dataclass(frozen=True)
class World:
    """The published definitions as a check sees them, with those published together in front.

    :param pending: Structs being published in the same transaction, by kind and key.
    """

    conn: Connection
    pending: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    _read: dict[tuple[str, str], Any] = field(default_factory=dict)
    _keys: dict[str, list[str]] = field(default_factory=dict)

    def one(self, kind: str, key: str) -> Any | None:
        """The Struct of ``key``, ``None`` when it is neither pending nor published."""
        if (kind, key) in self.pending:
            return self.pending[kind, key]
        if (kind, key) not in self._read:
            self._read[kind, key] = struct_of(self.conn, kind, key)
        return self._read[kind, key]

    def last(self, kind: str, key: str) -> Any | None:
        """What was published last under ``key``, even if it is retired by now."""
        return struct_of(self.conn, kind, key, retired=True)

    def all(self, kind: str) -> Iterator[Any]:
        """Every Struct of a kind, pending ones in place of what they replace."""
        if kind not in self._keys:
            own = {key for of, key in self.pending if of == kind}
            self._keys[kind] = sorted(own.union(published_keys(self.conn, kind)))
        return (found for key in self._keys[kind] if (found := self.one(kind, key)) is not None)

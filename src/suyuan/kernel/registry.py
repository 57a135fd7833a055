"""The one idiom for every plug-in seam: a named, ordered set that packages fill by being imported."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """Anything that can be registered: it knows its own key."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Registry(Generic[T]):
    """Members of one seam by key, in the order they were added."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._members: dict[str, T] = {}

    def add(self, member: T) -> T:
        """Register ``member``; raises ``ValueError`` when its key is taken."""
        if member.key in self._members:
            raise ValueError(f"{self.what} {member.key!r} is registered twice")
        self._members[member.key] = member
        return member

    def __getitem__(self, key: str) -> T:
        return self._members[key]

    def get(self, key: str) -> T | None:
        return self._members.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._members

    def __iter__(self) -> Iterator[T]:
        return iter(self._members.values())

    def __len__(self) -> int:
        return len(self._members)

    def keys(self) -> list[str]:
        return list(self._members)

    def scan(self, package: ModuleType) -> None:
        """Import every module of ``package``, each of which adds its member."""
        for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            importlib.import_module(found.name)

"""What verifying finds, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from suyuan.kernel.i18n import say

MOST = 1000
"""Faults of one code that are listed; the rest are only counted."""


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was sealed.

    :param code: text key, as ``ledger.fault_changed``; ``params`` are the values for its words.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def show(self, lang: str) -> str:
        """The fault in words."""
        return say(self.code, lang, **self.params)


@dataclass
class Report:
    """What ``verify`` found.

    :ivar entries: rows of the ledger read.
    :ivar sealed: leaves of the tree.
    :ivar unsealed: entries after the last seal: not yet protected.
    :ivar checkpoints: checkpoints compared, from the database, the copy outside it and the file given.
    :ivar root: root of the tree as read, hex.
    :ivar faults: at most ``MOST`` of each kind.
    :ivar counts: how many of each kind there are, by code.
    """

    entries: int = 0
    sealed: int = 0
    unsealed: int = 0
    checkpoints: int = 0
    root: str = ""
    faults: list[Fault] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.counts

    def add(self, fault: Fault) -> None:
        count = self.counts[fault.code] = self.counts.get(fault.code, 0) + 1
        if count <= MOST:
            self.faults.append(fault)

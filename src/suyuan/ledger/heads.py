"""The checkpoints that a ledger is held against when it is verified."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select

from suyuan.kernel.errors import Malformed
from suyuan.kernel.i18n import Label, catalogue
from suyuan.ledger.checkpoint import Checkpoint, parse_checkpoint, split_notes
from suyuan.ledger.report import Fault, Report
from suyuan.ledger.seal import checkpoint_file, signer_of
from suyuan.ledger.tables import ledger_checkpoint
from suyuan.store.engine import Store


class Heads:
    """All checkpoints to compare with, by size: from the database, the copy outside it, and the file given.

    :ivar sizes: ascending.
    :ivar told: whether a difference was reported.
    """

    def __init__(self, store: Store, conn: Connection, given: str | None, report: Report) -> None:
        self._report = report
        self._key = signer_of(store).verifier
        self.by_size: dict[int, list[tuple[str, Checkpoint]]] = {}
        self._good = 0
        self.told = False
        for row in conn.execute(select(ledger_checkpoint).order_by(ledger_checkpoint.c.size)):
            self._row(row)
        file = checkpoint_file(store)
        if file.exists():
            with file.open(encoding="utf-8", errors="replace") as stream:
                self._notes("file", stream)
        if given is not None:
            self._notes("given", given.splitlines())
        self.sizes = sorted(self.by_size)
        report.checkpoints = sum(len(found) for found in self.by_size.values())
        self._newest_signed()

    def _row(self, row: Row[Any]) -> None:
        found = self._add("database", row.note)
        if found is not None and (found.size, found.root, found.at) != (row.size, row.root, row.at):
            self._report.add(Fault("ledger.fault_checkpoint", {"size": row.size}))

    def _notes(self, source: str, lines: Iterable[str]) -> None:
        count = 0
        for note in split_notes(lines):
            found = self._add(source, note)
            count += 1
            if source == "given" and found is not None and not self._key.signed(note):
                self._unsigned(source, found)
        if source == "given" and not count:
            self._report.add(Fault("ledger.fault_unreadable", {"source": _source(source)}))

    def _add(self, source: str, note: str) -> Checkpoint | None:
        try:
            found = parse_checkpoint(note)
        except Malformed:
            self._report.add(Fault("ledger.fault_unreadable", {"source": _source(source)}))
            return None
        self.by_size.setdefault(found.size, []).append((source, found))
        return found

    def _newest_signed(self) -> None:
        for source in ("database", "file"):
            mine = [found for size in self.sizes for name, found in self.by_size[size] if name == source]
            if mine and not self._key.signed(mine[-1].note):
                self._unsigned(source, mine[-1])

    def _unsigned(self, source: str, found: Checkpoint) -> None:
        self._report.add(Fault("ledger.fault_signature", {"source": _source(source), "size": found.size}))

    def sizes_in(self, start: int, end: int) -> list[int]:
        """Sizes of checkpoints above ``start`` and below ``end``."""
        return self.sizes[bisect_right(self.sizes, start) : bisect_left(self.sizes, end)]

    def compare(self, size: int, root: bytes) -> None:
        """Hold the root of the first ``size`` leaves against every checkpoint of that size.

        Only the first that differs is told: all later ones differ then too.
        """
        differing = [(name, found) for name, found in self.by_size[size] if found.root != root]
        if not differing:
            self._good = size
            return
        for name, found in differing:
            if not self._key.signed(found.note):
                self._unsigned(name, found)
        if not self.told:
            self.told = True
            names = {"source": _source(differing[-1][0]), "size": size, "first": self._good, "last": size - 1}
            self._report.add(Fault("ledger.fault_history", names))

    def beyond(self, size: int) -> None:
        """Tell of the largest checkpoint if it has more leaves than there are."""
        if self.sizes and self.sizes[-1] > size:
            name, found = self.by_size[self.sizes[-1]][-1]
            params = {"source": _source(name), "size": found.size, "found": size}
            self._report.add(Fault("ledger.fault_truncated", params))


def _source(name: str) -> Label:
    return catalogue().get(f"ledger.source_{name}", Label(name, name))

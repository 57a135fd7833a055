"""Read the whole ledger again and name everything in it that is not as it was sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from suyuan.ledger.heads import Heads
from suyuan.ledger.merkle import Node, grow, root_of
from suyuan.ledger.report import Fault, Report
from suyuan.ledger.seal import CONSUMER, nodes_at
from suyuan.ledger.tables import ledger_entry, ledger_leaf, ledger_node
from suyuan.store.engine import Store
from suyuan.store.feed import cursor_of

CHUNK = 12
"""Leaves are read in subtrees of ``2 ** CHUNK``."""
_MISSING = bytes(32)

Check = Callable[[Connection], Iterable[Fault]]
CHECKS: dict[str, Check] = {}


def checks(name: str) -> Callable[[Check], Check]:
    """Declare the function below as part of ``verify``: a room compares its own tables with their after-images.

    It is given a read-only snapshot and yields what is wrong (see ``read.latest_of``).

    :raises ValueError: the name is taken.
    """

    def declare(check: Check) -> Check:
        if name in CHECKS:
            raise ValueError(f"check {name!r} is declared twice")
        CHECKS[name] = check
        return check

    return declare


def verify(store: Store, checkpoint: str | None = None) -> Report:
    """Compare every entry with its sealed hash, the tree with its nodes and checkpoints, and the rooms' own tables.

    :param checkpoint: text of a file with one or more notes that were once published; the strongest evidence, since
        nobody who rewrites the database can change it.
    :returns: everything that was changed, removed, inserted or reordered, by entry.
    """
    report = Report()
    with store.read() as conn:
        with _readable("ledger", report):
            heads = Heads(store, conn, checkpoint, report)
            _Reading(conn, heads, report).run()
        for name, check in CHECKS.items():
            with _readable(name, report):
                for fault in check(conn):
                    report.add(fault)
    return report


@contextmanager
def _readable(part: str, report: Report) -> Iterator[None]:
    """A database that somebody wrote into may hold anything: what cannot be read is a fault, and the rest is read."""
    try:
        yield
    except Exception as error:
        report.add(Fault("ledger.fault_unreadable", {"part": part, "reason": type(error).__name__}))


class _Columns(msgspec.Struct, frozen=True):
    """The canonical text without its body."""

    actor_key: str
    actor_name: str
    address: str
    at: datetime
    client_time: str
    device: str
    kind: str
    person: int | None
    reason: str
    subject_id: str
    subject_kind: str
    uid: str
    via: str


_COMPARED = _Columns.__struct_fields__
_decoder = msgspec.json.Decoder(_Columns)
_leaf, _entry, _node = ledger_leaf.c, ledger_entry.c, ledger_node.c
_ENTRY = (_entry.id, _entry.xid, _entry.body, _entry.salt, _entry.leaf, *(_entry[name] for name in _COMPARED))
_FIRST = 5
_UID = _FIRST + _COMPARED.index("uid")
_SEALED = (
    select(*_ENTRY, _leaf.position, _leaf.entry, _leaf.hash)
    .select_from(ledger_leaf.outerjoin(ledger_entry, _entry.id == _leaf.entry))
    .order_by(_leaf.position)
)
_OTHERS = (
    select(*_ENTRY)
    .select_from(ledger_entry.outerjoin(ledger_leaf, _leaf.entry == _entry.id))
    .where(_leaf.entry.is_(None))
    .order_by(_entry.id)
)


class _Reading:
    """One pass over the ledger, a chunk of leaves at a time."""

    def __init__(self, conn: Connection, heads: Heads, report: Report) -> None:
        self._conn = conn
        self._heads = heads
        self._report = report
        self._peaks: list[bytes] = []
        self._last = (0, 0)
        self._next = cursor_of(conn, CONSUMER)
        self._one_writer = conn.dialect.name == "sqlite"
        self._changed: list[tuple[int, str, bytes, bytes]] = []
        self._missing: list[int] = []
        self._bad: set[tuple[int, int]] = set()
        self._suspects: list[Node] = []

    def run(self) -> None:
        """Fill the report."""
        total = self._leaves()
        for start in range(0, total, 1 << CHUNK):
            self._chunk(start, min(total, start + (1 << CHUNK)))
        self._report.sealed = total
        self._report.root = root_of(self._peaks).hex()
        self._heads.beyond(total)
        self._tell_changed()
        self._tell_missing()
        self._tell_suspects()
        self._unsealed()

    def _leaves(self) -> int:
        last, count = self._conn.execute(select(func.max(_leaf.position), func.count())).one()
        if last is None:
            return 0
        total: int = min(last + 1, max(count, *self._heads.sizes, 0))
        if total <= last:  # a leaf far out: no reason to walk there
            self._report.add(Fault("ledger.fault_unleafed", {"first": total, "last": last}))
        return total

    def _chunk(self, start: int, end: int) -> None:
        rows: Sequence[Any] = self._conn.execute(_SEALED.where(_leaf.position >= start, _leaf.position < end)).all()
        hashes = [_MISSING] * (end - start)
        for row in rows:
            hashes[row[-3] - start] = row[-1]
            self._sealed(row)
        if len(rows) < end - start:
            there = {row[-3] for row in rows}
            self._missing += [n for n in range(start, end) if n not in there]
            self._bad.update((0, n) for n in range(start, end) if n not in there)
        self._compare_nodes(start, end, self._grow(start, end, hashes))

    def _grow(self, start: int, end: int, hashes: list[bytes]) -> list[Node]:
        nodes: list[Node] = []
        begin = start
        for size in [*(size for size in self._heads.sizes_in(start, end)), end]:
            fresh, self._peaks = grow(begin, self._peaks, hashes[begin - start : size - start])
            nodes += fresh
            begin = size
            if size in self._heads.by_size:
                self._heads.compare(size, root_of(self._peaks))
        return nodes

    def _sealed(self, row: Any) -> None:
        entry, position, sealed = row[0], row[-3], row[-1]
        if entry is None:
            self._report.add(Fault("ledger.fault_removed", {"index": position, "entry": row[-2]}))
            return
        self._report.entries += 1
        leaf = self._row(row, row[:-3])
        if leaf != sealed:
            self._changed.append((position, row[_UID], leaf, sealed))
        if self._before_last(row) and leaf == sealed:
            self._report.add(Fault("ledger.fault_reordered", {"uid": row[_UID], "index": position}))
        self._last = max(self._last, (row[1], entry))

    def _before_last(self, row: Any) -> bool:
        """Whether the entry was committed before the last sealed one; not known of those restored from a backup."""
        return bool(self._one_writer or row[1]) and (row[1], row[0]) <= self._last

    def _row(self, row: Any, columns: Sequence[Any]) -> bytes:
        """The leaf made anew from the kept text; tells of columns that disagree with it."""
        body = row[2].encode()
        leaf = sha256(b"\0" + row[3] + body).digest()
        wrong = [] if leaf == row[4] else ["leaf"]
        try:
            told: Sequence[Any] = msgspec.structs.astuple(_decoder.decode(body))
        except msgspec.MsgspecError:
            told = ()
        if told != columns[_FIRST:]:
            wrong += _differing(told, columns[_FIRST:])
        if wrong:
            params = {"uid": row[_UID], "entry": row[0], "columns": ", ".join(wrong)}
            self._report.add(Fault("ledger.fault_column", params))
        return leaf

    def _compare_nodes(self, start: int, end: int, made: list[Node]) -> None:
        made.sort()
        high = [node for node in made if node.level > CHUNK]
        above = nodes_at(self._conn, [(node.level, node.position) for node in high])
        low = [node.hash for node in made if node.level <= CHUNK]
        kept: list[bytes] = []
        for where in _low_nodes(start, end):
            kept += self._conn.scalars(select(_node.hash).where(*where).order_by(_node.position))
        if low == kept and all(above.get((node.level, node.position)) == node.hash for node in high):
            return
        for where in _low_nodes(start, end):
            for level, position, hashed in self._conn.execute(select(ledger_node).where(*where)):
                above[level, position] = hashed
        self._differing_nodes(made, above)

    def _differing_nodes(self, made: list[Node], kept: dict[tuple[int, int], bytes]) -> None:
        for node in made:
            if kept.get((node.level, node.position)) == node.hash:
                continue
            below = {(node.level - 1, node.position * 2), (node.level - 1, node.position * 2 + 1)}
            if not below & self._bad:
                self._suspects.append(node)
            self._bad.add((node.level, node.position))

    def _tell_changed(self) -> None:
        sealed = {was for _, _, _, was in self._changed}
        for position, uid, now, _ in self._changed:
            code = "ledger.fault_reordered" if now in sealed else "ledger.fault_changed"
            self._report.add(Fault(code, {"uid": uid, "index": position}))

    def _tell_missing(self) -> None:
        for first, last in _ranges(self._missing):
            self._report.add(Fault("ledger.fault_unleafed", {"first": first, "last": last}))

    def _tell_suspects(self) -> None:
        for node in self._suspects:
            if not self._heads.told or node.level > 1:
                self._report.add(Fault("ledger.fault_node", {"level": node.level, "place": node.position}))
                continue
            first, last = node.position * 2, node.position * 2 + 1
            query = select(_entry.uid).join(ledger_leaf, _leaf.entry == _entry.id)
            uids = self._conn.scalars(query.where(_leaf.position.in_([first, last])).order_by(_leaf.position))
            params = {"first": first, "last": last, "uids": ", ".join(uids)}
            self._report.add(Fault("ledger.fault_rewritten", params))

    def _unsealed(self) -> None:
        for row in self._conn.execution_options(yield_per=1000).execute(_OTHERS):
            self._report.entries += 1
            self._row(row, row)
            if self._before_last(row) or (row[1], row[0]) <= (self._next.xid, self._next.id):
                self._report.add(Fault("ledger.fault_inserted", {"uid": row[_UID], "entry": row[0]}))
            else:
                self._report.unsealed += 1


def _low_nodes(start: int, end: int) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Conditions for the nodes of each level up to ``CHUNK`` that lie within these leaves."""
    for level in range(1, CHUNK + 1):
        if end >> level > start >> level:
            yield _node.level == level, _node.position >= start >> level, _node.position < end >> level


def _differing(told: Sequence[Any], columns: Sequence[Any]) -> list[str]:
    if not told:
        return ["body"]
    return [name for name, a, b in zip(_COMPARED, told, columns) if a != b]


def _ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive ``numbers`` (ascending), as first and last."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run[0], run[-1]
            run = []
        run.append(number)
    if run:
        yield run[0], run[-1]

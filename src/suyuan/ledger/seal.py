"""The sealer: puts entries into the tree in commit order, signs its head, and takes a copy out of the database."""

from __future__ import annotations

import logging
import os
import re
import secrets
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Row, Table, and_, exists, or_, select

from suyuan.kernel.errors import Malformed
from suyuan.ledger.checkpoint import Checkpoint, Signer, parse_checkpoint, split_notes
from suyuan.ledger.merkle import grow, peak_places, root_of
from suyuan.ledger.place import enter
from suyuan.ledger.tables import ledger_checkpoint, ledger_entry, ledger_leaf, ledger_node
from suyuan.store.columns import Key
from suyuan.store.engine import Store, Tx
from suyuan.store.feed import after, cursor_of, feed_column, hold, newest, save_cursor

log = logging.getLogger(__name__)

CONSUMER = "ledger:seal"
SECRET = "ledger-seal"
BATCH = 1000
"""Entries sealed in one transaction: about 20 ms of the writer's time."""
_TAIL = 20_000
_END = re.compile(rb"\n\xe2\x80\x94 \S+ \S+\n\n")

_thin = Table(
    "ledger_entry", MetaData(), Column("id", Key, primary_key=True), feed_column(), Column("leaf", LargeBinary)
)

_UNSEALED = ~exists().where(ledger_leaf.c.entry == _thin.c.id)  # a restored backup sets cursors back a little


def signer_of(store: Store) -> Signer:
    """The ledger's key, kept outside the database and made the first time."""
    if not store.secrets.has(SECRET):
        store.secrets.put(SECRET, secrets.token_bytes(32))
    return Signer(store.secrets.get(SECRET))


def checkpoint_file(store: Store) -> Path:
    """Where copies of the checkpoints are kept outside the database."""
    return store.settings.dir / "checkpoints.txt"


class Sealer:
    """Seals what is committed; several processes may each have one, of which one at a time works."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.signer = signer_of(store)
        self._file = checkpoint_file(store)
        self._lock = threading.Lock()
        self._copied: int | None = None
        enter(store, CONSUMER)

    def seal(self) -> Checkpoint | None:
        """Seal all that is committed and settled by now; the new head, ``None`` when there was nothing new."""
        last = None
        with self._lock:
            while self._anything() and (made := self.store.write(self._step)) is not None:
                last = made
            self._copy_out()
        return last

    def _anything(self) -> bool:
        with self.store.read() as conn:
            return newest(conn, ledger_entry) > cursor_of(conn, CONSUMER)

    def _step(self, tx: Tx) -> Checkpoint | None:
        cursor = hold(tx, CONSUMER)
        rows, cursor = after(tx.conn, _thin, cursor, BATCH, _UNSEALED)
        if not rows:
            return None
        size, peaks = _head(tx.conn)
        nodes, peaks = grow(size, peaks, [row.leaf for row in rows])
        made = self.signer.sign(size + len(rows), root_of(peaks), tx.now)
        self._write(tx, size, rows, made)
        if nodes:
            tx.run(ledger_node.insert(), [node._asdict() for node in nodes])
        save_cursor(tx, CONSUMER, cursor)
        return made

    def _write(self, tx: Tx, size: int, rows: Sequence[Row[Any]], made: Checkpoint) -> None:
        leaves = [{"position": size + n, "entry": row.id, "hash": row.leaf} for n, row in enumerate(rows)]
        tx.run(ledger_leaf.insert(), leaves)
        tx.run(ledger_checkpoint.insert(), {"size": made.size, "root": made.root, "note": made.note, "at": tx.now})

    def _copy_out(self) -> None:
        if self._copied is None:
            cut_torn(self._file)
            self._copied = last_copied(self._file)
        t = ledger_checkpoint
        with self.store.read() as conn:
            rows = conn.execute(select(t.c.size, t.c.note).where(t.c.size > self._copied).order_by(t.c.size)).all()
        if rows:
            _append(self._file, "".join(row.note + "\n" for row in rows))
            self._copied = rows[-1].size


def _head(conn: Connection) -> tuple[int, list[bytes]]:
    size = conn.scalar(select(ledger_checkpoint.c.size).order_by(ledger_checkpoint.c.size.desc()).limit(1)) or 0
    found = nodes_at(conn, peak_places(size))
    return size, [found[place] for place in peak_places(size)]


def nodes_at(conn: Connection, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The hashes kept at these (level, index) places; those that are not there are left out."""
    n, leaf = ledger_node, ledger_leaf
    found: dict[tuple[int, int], bytes] = {}
    if indexes := [index for level, index in places if level == 0]:
        for row in conn.execute(select(leaf.c.position, leaf.c.hash).where(leaf.c.position.in_(indexes))):
            found[0, row.position] = row.hash
    if above := [and_(n.c.level == level, n.c.position == index) for level, index in places if level]:
        for node in conn.execute(select(n.c.level, n.c.position, n.c.hash).where(or_(*above))):
            found[node.level, node.position] = node.hash
    return found


def last_copied(file: Path) -> int:
    """The size of the largest checkpoint at the end of ``file``; 0 when there is none."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - _TAIL))
            text = stream.read().decode(errors="replace")
    except FileNotFoundError:
        return 0
    sizes = []
    for note in split_notes(text.splitlines()):
        try:
            sizes.append(parse_checkpoint(note).size)
        except Malformed:
            continue
    return max(sizes, default=0)


def cut_torn(file: Path) -> None:
    """Take away what a power cut left unfinished at the end of ``file``; the database still has it."""
    if not file.exists():
        return
    with file.open("r+b") as stream:
        begin = max(0, file.stat().st_size - _TAIL)
        stream.seek(begin)
        ends = [found.end() for found in _END.finditer(stream.read())]
        if ends or not begin:
            stream.truncate(begin + (ends[-1] if ends else 0))


def _append(file: Path, text: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)

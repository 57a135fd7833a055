"""Runs the after-commit followers, each at its own pace, and the sealer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, or_, select

from suyuan.kernel.errors import OutOfSpace, Unavailable
from suyuan.ledger.follow import FOLLOWERS, Consumer, Followers
from suyuan.ledger.place import enter
from suyuan.ledger.read import entry_of
from suyuan.ledger.seal import Sealer
from suyuan.ledger.tables import ledger_entry, ledger_stuck
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx
from suyuan.store.feed import START, Cursor, after, cursor_of, hold, newest, save_cursor

log = logging.getLogger(__name__)

BATCH = 200
TRIES = 8
LONGEST_WAIT = timedelta(minutes=5)
GATHER = 0.02
"""Seconds for commits to gather, so that a busy plant is followed in batches."""
POLL = 1.0
"""Seconds between two seals, and after which a follower looks although nothing woke it."""


@dataclass
class _State:
    """Where a consumer is in this process.

    :ivar passed: everything up to here is done or not for this consumer; the kept cursor may lie behind.
    :ivar alone: so many entries are given one by one, since a batch of them failed.
    :ivar tries: failures of the entry it stands before.
    :ivar wait: not before this instant again.
    """

    passed: Cursor = START
    alone: int = 0
    tries: int = 0
    wait: datetime | None = None


class Runner:
    """Gives committed entries to the consumers of ``followers``, in commit order, each entry once to each.

    What a consumer writes commits together with its cursor. A failing entry is tried ``TRIES`` times with growing
    pauses, then set aside as *stuck* (see ``stuck`` and ``replay``), and the consumer goes on without it. Several
    processes may run the same consumers.
    """

    def __init__(self, store: Store, followers: Followers = FOLLOWERS) -> None:
        self._store = store
        self._followers = followers
        self._states: dict[str, _State] = {}

    def run_due(self) -> bool:
        """Give each consumer at most one batch; whether any had something to do."""
        busy = [self._advance(consumer) for consumer in list(self._followers.consumers.values())]
        return any(busy)

    def _advance(self, consumer: Consumer) -> bool:
        state = self._state(consumer)
        if state.wait is not None and self._store.clock.now() < state.wait:
            return False
        kept, rows, end = self._look(consumer, state, 1 if state.alone else BATCH)
        if not rows:
            return False
        try:
            done = self._store.write(lambda tx: _digest(tx, consumer, kept, rows, end))
        except (Unavailable, OutOfSpace) as error:
            log.warning("follower %s waits: %s", consumer.name, error)
            state.wait = self._store.clock.now() + timedelta(seconds=POLL)
        except Exception as error:
            self._failed(consumer, state, kept, rows, end, error)
        else:
            self._past(state, end if done else state.passed)
        return True

    def _past(self, state: _State, end: Cursor) -> None:
        state.passed, state.alone, state.tries, state.wait = end, max(0, state.alone - 1), 0, None

    def _state(self, consumer: Consumer) -> _State:
        if consumer.name not in self._states:
            enter(self._store, place_of(consumer))
            self._states[consumer.name] = _State()
        return self._states[consumer.name]

    def _look(self, consumer: Consumer, state: _State, limit: int) -> tuple[Cursor, Sequence[Row[Any]], Cursor]:
        with self._store.read() as conn:
            kept = cursor_of(conn, place_of(consumer))
            rows, end = after(conn, ledger_entry, max(kept, state.passed), limit, _meant(consumer))
            if not rows:
                state.passed = max(state.passed, newest(conn, ledger_entry))
        return kept, rows, end

    def _failed(
        self,
        consumer: Consumer,
        state: _State,
        kept: Cursor,
        rows: Sequence[Row[Any]],
        end: Cursor,
        error: Exception,
    ) -> None:
        if len(rows) > 1:  # one by one, so that only the failing entry waits
            state.alone = len(rows)
            return
        state.tries += 1
        if state.tries <= TRIES:
            state.alone = max(state.alone, 1)
            state.wait = self._store.clock.now() + min(LONGEST_WAIT, timedelta(seconds=2**state.tries))
            log.warning("follower %s failed at entry %s: %r", consumer.name, rows[0].id, error)
            return
        log.error("follower %s goes on without entry %s", consumer.name, rows[0].id, exc_info=error)
        done = self._store.write(lambda tx: _set_aside(tx, consumer, kept, rows[0].id, end, error))
        self._past(state, end if done else state.passed)


def place_of(consumer: Consumer) -> str:
    """The name under which a consumer's cursor is kept."""
    return f"follow:{consumer.name}"


def _meant(consumer: Consumer) -> ColumnElement[bool]:
    kind = ledger_entry.c.kind
    clauses: list[ColumnElement[bool]] = []
    for pattern, _ in consumer.handlers:
        if pattern == "*":
            return kind.is_not(None)
        clauses.append(kind.startswith(pattern[:-1], autoescape=True) if pattern.endswith(".*") else kind == pattern)
    return or_(*clauses)


def _digest(tx: Tx, consumer: Consumer, kept: Cursor, rows: Sequence[Row[Any]], end: Cursor) -> bool:
    """Whether it was done here: not when another process has moved the cursor meanwhile."""
    if hold(tx, place_of(consumer)) != kept:
        return False
    for row in rows:
        for handler in consumer.of(row.kind):
            handler(tx, entry_of(row.id, row.body))
    save_cursor(tx, place_of(consumer), end)
    return True


def _set_aside(tx: Tx, consumer: Consumer, kept: Cursor, entry: int, end: Cursor, error: Exception) -> bool:
    if hold(tx, place_of(consumer)) != kept:
        return False
    values = {"consumer": consumer.name, "entry": entry, "error": repr(error).replace("\0", "")[:2000], "at": tx.now}
    insert_new(tx.conn, ledger_stuck, values)
    save_cursor(tx, place_of(consumer), end)
    return True


def stuck(conn: Connection) -> Sequence[Row[Any]]:
    """Entries set aside: ``consumer entry error at``, oldest first."""
    return conn.execute(select(ledger_stuck).order_by(ledger_stuck.c.at, ledger_stuck.c.entry)).all()


def replay(store: Store, name: str, entry: int, followers: Followers = FOLLOWERS) -> None:
    """Give a stuck entry to its consumer once more; what it raises is raised here and the entry stays stuck."""
    consumer = followers.consumers[name]

    def again(tx: Tx) -> None:
        t = ledger_stuck
        row = tx.run(
            select(ledger_entry.c.id, ledger_entry.c.kind, ledger_entry.c.body).where(ledger_entry.c.id == entry)
        )
        found = row.one()
        if tx.run(delete(t).where(t.c.consumer == name, t.c.entry == entry)).rowcount:
            for handler in consumer.of(found.kind):
                handler(tx, entry_of(found.id, found.body))

    store.write(again)


class Loop:
    """The thread of ``suyuan serve`` and ``suyuan work`` that follows the ledger and seals it."""

    def __init__(self, store: Store, followers: Followers = FOLLOWERS) -> None:
        self._store = store
        self._runner = Runner(store, followers)
        self._sealer = Sealer(store)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Run on a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="suyuan-ledger", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand, seal once more, then stop; returns when it has."""
        self._stopping.set()
        self._store.committed.wake()
        if self._thread is not None:
            self._thread.join()

    def run(self) -> None:
        """Follow and seal on this thread until ``stop``; an unreachable database is waited for."""
        self._store.listen()
        due = monotonic()
        while not self._stopping.is_set():
            seen = self._store.committed.count
            busy = self._try(self._runner.run_due)
            if monotonic() >= due:
                self._try(self._sealer.seal)
                due = monotonic() + POLL
            if not busy:
                self._store.committed.wait(seen, max(0.0, due - monotonic()))
                self._stopping.wait(GATHER)
        self._try(self._sealer.seal)

    def _try(self, step: Any) -> bool:
        try:
            return bool(step())
        except Exception as error:
            log.warning("following the ledger was interrupted: %r", error)
            return False

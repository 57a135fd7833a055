"""Those who follow after the commit: each at its own pace, each entry once, none lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from suyuan.kernel.actor import CLI
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Unavailable
from suyuan.kernel.settings import Settings
from suyuan.ledger import run as run_module
from suyuan.ledger.append import append
from suyuan.ledger.entry import Entry
from suyuan.ledger.follow import Followers, Handler
from suyuan.ledger.read import entry_of
from suyuan.ledger.run import TRIES, Loop, Runner, replay, stuck
from suyuan.ledger.seal import checkpoint_file
from suyuan.ledger.tables import ledger_entry as t
from suyuan.ledger.tables import ledger_stuck
from suyuan.store.engine import Store, Tx, open_store
from tests.ledger.conftest import Tell

Given = list[tuple[str, int]]


def followers(**handlers: tuple[str, Handler]) -> Followers:
    found = Followers()
    for name, (kind, handler) in handlers.items():
        found.add_consumer([kind], name, handler)
    return found


def keeping(into: Given, name: str) -> Handler:
    return lambda tx, entry: into.append((name, entry.body["n"]))


def drain(runner: Runner) -> None:
    while runner.run_due():
        pass


def test_each_follower_gets_its_kinds_in_order_and_once(store: Store, tell: Tell) -> None:
    given: Given = []
    both = followers(one=("record.submitted", keeping(given, "one")), all=("record.*", keeping(given, "all")))
    runner = Runner(store, both)
    tell(3)
    tell(2, 3, kind="record.amended")
    tell(1, 9, kind="definition.published")
    drain(runner)
    drain(runner)
    drain(Runner(store, both))
    assert [n for name, n in given if name == "one"] == [0, 1, 2]
    assert [n for name, n in given if name == "all"] == [0, 1, 2, 3, 4]


def test_a_follower_goes_on_where_it_was_after_a_restart(store: Store, tell: Tell) -> None:
    given: Given = []
    one = followers(one=("record.submitted", keeping(given, "one")))
    tell(2)
    drain(Runner(store, one))
    tell(2, 2)
    drain(Runner(store, one))
    assert [n for _, n in given] == [0, 1, 2, 3]


def test_what_a_follower_writes_commits_with_its_cursor_or_not_at_all(
    store: Store, tell: Tell, clock: SetClock
) -> None:
    broken = [True]

    def write(tx: Tx, entry: Entry) -> None:
        append(tx, "copied", ("copy", entry.subject.id), {"n": entry.body["n"]}, CLI)
        if entry.body["n"] == 2 and broken[0]:
            raise RuntimeError("no")

    runner = Runner(store, followers(copy=("record.submitted", write)))
    tell(4)
    drain(runner)
    assert copies(store) == [0, 1]
    broken[0] = False
    drain(runner)
    assert copies(store) == [0, 1]
    clock.move(timedelta(seconds=2))
    drain(runner)
    assert copies(store) == [0, 1, 2, 3]


def copies(store: Store) -> list[int]:
    with store.read() as conn:
        rows = conn.execute(select(t.c.id, t.c.body).where(t.c.kind == "copied").order_by(t.c.id)).all()
    return [entry_of(row.id, row.body).body["n"] for row in rows]


def test_an_entry_that_always_fails_is_set_aside_and_holds_up_nobody(store: Store, tell: Tell, clock: SetClock) -> None:
    given: Given = []
    broken = [True]

    def picky(tx: Tx, entry: Entry) -> None:
        if entry.body["n"] == 1 and broken[0]:
            raise RuntimeError("cannot digest\0this")
        given.append(("picky", entry.body["n"]))

    both = followers(picky=("record.submitted", picky), easy=("record.submitted", keeping(given, "easy")))
    runner = Runner(store, both)
    entries = tell(3)
    waits = []
    for _ in range(TRIES + 1):
        drain(runner)
        waits.append(list(dict.fromkeys(n for name, n in given if name == "picky")))  # a failed batch is given again
        clock.move(timedelta(minutes=5))
    drain(runner)
    assert [n for name, n in given if name == "easy"] == [0, 1, 2]
    assert waits == [[0]] * TRIES + [[0, 2]]
    with store.read() as conn:
        (row,) = stuck(conn)
    assert (row.consumer, row.entry, row.error) == ("picky", entries[1].id, "RuntimeError('cannot digest\\x00this')")
    with pytest.raises(RuntimeError):
        replay(store, "picky", row.entry, both)
    broken[0] = False
    replay(store, "picky", row.entry, both)
    replay(store, "picky", row.entry, both)
    assert [n for name, n in given if name == "picky"] == [0, 0, 2, 1]
    with store.read() as conn:
        assert conn.execute(select(ledger_stuck)).first() is None


def test_an_unreachable_database_does_not_count_as_a_failure_of_the_entry(
    store: Store, tell: Tell, clock: SetClock
) -> None:
    given: Given = []
    down = [True]

    def write(tx: Tx, entry: Entry) -> None:
        if down[0]:
            raise Unavailable("store.unavailable")
        given.append(("x", entry.body["n"]))

    runner = Runner(store, followers(x=("record.submitted", write)))
    tell(2)
    for _ in range(TRIES * 2):
        drain(runner)
        clock.move(timedelta(seconds=1))
    down[0] = False
    drain(runner)
    assert [n for _, n in given] == [0, 1]


def test_two_processes_give_each_entry_once(
    store: Store, settings: Settings, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "BATCH", 3)

    def write(tx: Tx, entry: Entry) -> None:
        append(tx, "copied", ("copy", entry.subject.id), {"n": entry.body["n"]}, CLI)

    both = followers(copy=("record.submitted", write))
    tell(40)
    other = open_store(settings)
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(drain, [Runner(store, both), Runner(other, both)]))
    finally:
        other.close()
    assert copies(store) == list(range(40))


def test_the_loop_follows_and_seals_until_it_is_stopped(store: Store, tell: Tell) -> None:
    heard = threading.Event()
    loop = Loop(store, followers(x=("record.submitted", lambda tx, entry: heard.set())))
    loop.start()
    try:
        tell()
        assert heard.wait(10)
        tell()
    finally:
        loop.stop()
    assert "\n2\n" in checkpoint_file(store).read_text()

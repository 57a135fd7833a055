"""The commit-ordered feed: whoever follows it misses nothing, sees nothing twice, and sees it in one order."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Column, MetaData, Table

from suyuan.kernel.errors import Malformed
from suyuan.store.columns import Key, Text
from suyuan.store.engine import Store, Tx
from suyuan.store.feed import START, Cursor, after, cursor_of, feed_column, feed_index, newest, save_cursor

fact = Table("test_fact", MetaData(), Column("id", Key, primary_key=True), feed_column(), Column("text", Text))
feed_index(fact)


@pytest.fixture
def facts(store: Store) -> Store:
    store.write(lambda tx: fact.create(tx.conn))
    return store


def put(text: str) -> Callable[[Tx], None]:
    def write(tx: Tx) -> None:
        tx.run(fact.insert(), {"text": text})

    return write


def drain(store: Store, cursor: Cursor, limit: int = 7) -> tuple[list[str], Cursor]:
    seen: list[str] = []
    while True:
        with store.read() as conn:
            rows, cursor = after(conn, fact, cursor, limit)
        if not rows:
            return seen, cursor
        seen += [row.text for row in rows]


def test_a_follower_sees_what_was_written_in_order_and_once(facts: Store) -> None:
    for i in range(20):
        facts.write(put(str(i)))
    seen, cursor = drain(facts, START)
    assert seen == [str(i) for i in range(20)]
    facts.write(put("late"))
    assert drain(facts, cursor)[0] == ["late"]
    assert drain(facts, newest_of(facts))[0] == []


def newest_of(store: Store) -> Cursor:
    with store.read() as conn:
        return newest(conn, fact)


def test_a_row_committed_late_is_still_seen(facts: Store) -> None:
    """The one with the lower id commits after the one with the higher id has been read."""
    if facts.dialect == "sqlite":
        pytest.skip("SQLite has one writer: nothing commits out of order")
    inserted, go = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        tx.run(fact.insert(), {"text": "slow"})
        inserted.set()
        assert go.wait(20)

    waiting = facts.write_soon(slow)
    assert inserted.wait(20)
    facts.write(put("quick"))
    early, cursor = drain(facts, START)
    assert early == [], "nothing may be read past a transaction that is still running"
    go.set()
    waiting.result()
    assert drain(facts, cursor)[0] == ["slow", "quick"]


def test_many_writers_and_one_follower(facts: Store) -> None:
    count = 300
    over = threading.Event()
    seen: list[str] = []

    def follow() -> None:
        cursor, last = START, False
        while True:
            count_seen = facts.committed.count
            found, cursor = drain(facts, cursor)
            seen.extend(found)
            if last:
                return
            last = over.is_set()
            facts.committed.wait(count_seen, 0.05)

    follower = threading.Thread(target=follow)
    follower.start()
    rng = random.Random(3)

    def delayed(i: int, wait: float) -> None:
        def write(tx: Tx) -> None:
            tx.run(fact.insert(), {"text": str(i)})
            threading.Event().wait(wait)

        facts.write(write)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(delayed, range(count), [rng.choice([0, 0, 0, 0.004]) for _ in range(count)]))
    over.set()
    follower.join()
    assert sorted(seen, key=int) == [str(i) for i in range(count)]


def test_a_consumers_place_is_kept_with_what_it_did(facts: Store) -> None:
    with facts.read() as conn:
        assert cursor_of(conn, "webhooks") == START
    for cursor in (Cursor(3, 4), Cursor(5, 6)):
        facts.write(lambda tx, cursor=cursor: save_cursor(tx, "webhooks", cursor))  # type: ignore[misc]
    with facts.read() as conn:
        assert cursor_of(conn, "webhooks") == Cursor(5, 6)


def test_a_cursor_reads_back_from_its_text() -> None:
    assert Cursor.parse(str(Cursor(12, 34))) == Cursor(12, 34)
    for bad in ("", "1", "a.b", "1.-2", "1.2.3", "١.٢"):
        with pytest.raises(Malformed):
            Cursor.parse(bad)

"""The same request, asked again or twice at once, makes one record and gets one answer."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import Column, MetaData, Table, func, select

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Conflict
from suyuan.store.columns import Key, Text
from suyuan.store.engine import Store, Tx
from suyuan.store.idempotency import forget, remember, remembered

receipt = Table("test_receipt", MetaData(), Column("id", Key, primary_key=True), Column("text", Text))
ROUTE = "POST /records/receipt"


@pytest.fixture
def plant(store: Store) -> Store:
    store.write(lambda tx: receipt.create(tx.conn))
    return store


def ask(store: Store, key: str, body: bytes = b"body", meet: threading.Barrier | None = None) -> bytes:
    def write(tx: Tx) -> bytes:
        found = remembered(tx.conn, "person:1", ROUTE, key, body)
        if found is not None:
            return found
        if meet is not None:
            with suppress(threading.BrokenBarrierError):
                meet.wait(5)
        made = tx.run(receipt.insert().returning(receipt.c.id), {"text": key}).scalar_one()
        answer = str(made).encode()
        remember(tx, "person:1", ROUTE, key, body, answer)
        return answer

    return store.write(write)


def count(store: Store) -> int:
    with store.read() as conn:
        return conn.execute(select(func.count()).select_from(receipt)).scalar_one()


def test_a_repeated_request_gets_the_first_answer(plant: Store) -> None:
    first = ask(plant, "k1")
    assert ask(plant, "k1") == first
    assert ask(plant, "k2") != first
    assert count(plant) == 2


def test_another_body_under_the_same_key_is_refused(plant: Store) -> None:
    ask(plant, "k1")
    with pytest.raises(Conflict):
        ask(plant, "k1", b"other")
    assert count(plant) == 1


def test_two_at_once_make_one_record_and_get_one_answer(plant: Store) -> None:
    meet = threading.Barrier(2) if plant.dialect == "postgresql" else None
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: ask(plant, "k1", meet=meet), range(2)))
    assert answers[0] == answers[1]
    assert count(plant) == 1


def test_a_hundred_requests_with_twenty_keys(plant: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda i: (i % 20, ask(plant, str(i % 20))), range(100)))
    assert len(set(answers)) == 20
    assert count(plant) == 20


def test_refusals_are_not_kept(plant: Store) -> None:
    def refuse(tx: Tx) -> None:
        remember(tx, "person:1", ROUTE, "k1", b"body", b"answer")
        raise ValueError

    with pytest.raises(ValueError):
        plant.write(refuse)
    with plant.read() as conn:
        assert remembered(conn, "person:1", ROUTE, "k1", b"body") is None


def test_old_answers_are_forgotten(plant: Store, clock: SetClock) -> None:
    ask(plant, "old")
    clock.move(timedelta(days=8))
    ask(plant, "new")
    assert plant.write(lambda tx: forget(tx, tx.now - timedelta(days=7))) == 1
    with plant.read() as conn:
        assert remembered(conn, "person:1", ROUTE, "old", b"body") is None
        assert remembered(conn, "person:1", ROUTE, "new", b"body") is not None

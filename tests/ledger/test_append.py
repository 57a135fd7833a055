"""What is written into the ledger, and who hears of it at once."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Forbidden
from suyuan.ledger.append import append
from suyuan.ledger.entry import Entry, Subject, leaf_hash
from suyuan.ledger.follow import FOLLOWERS, follows, matches
from suyuan.ledger.read import entries_of, entry_by_uid, latest_of
from suyuan.ledger.tables import ledger_entry
from suyuan.store.engine import Store, Tx

LI = Actor(
    "person:0193", "李雷", person=7, device="scanner 3", address="10.0.0.9", client_time="2026-11-22T16:00:00+08:00"
)


def test_an_entry_comes_back_as_it_was_told(store: Store, clock: SetClock) -> None:
    told = store.write(
        lambda tx: append(
            tx, "record.submitted", Subject("record", "r1"), {"net": Decimal("12.40")}, LI, reason="到货", via="api"
        )
    )
    with store.read() as conn:
        (read,) = entries_of(conn, ("record", "r1"))
        assert entry_by_uid(conn, told.uid) == read
    assert (read.id, read.uid, read.kind, read.at) == (told.id, told.uid, "record.submitted", clock.now())
    assert (read.actor_key, read.actor_name, read.person) == ("person:0193", "李雷", 7)
    assert (read.device, read.address, read.client_time) == ("scanner 3", "10.0.0.9", "2026-11-22T16:00:00+08:00")
    assert (read.reason, read.via, read.body) == ("到货", "api", {"net": "12.40"})


def test_the_kept_bytes_are_canonical_cover_every_column_and_are_what_the_leaf_hashes(store: Store) -> None:
    store.write(lambda tx: append(tx, "k", ("record", "r"), {"b": 1, "a": {"d": "\0", "c": None}}, LI))
    with store.read() as conn:
        row = conn.execute(select(ledger_entry)).one()._asdict()
    told = json.loads(row["body"])
    assert row["body"] == json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert told["body"] == {"a": {"c": None, "d": "\0"}, "b": 1}
    columns = set(row) - {"id", "xid", "salt", "leaf", "body"}
    assert columns == set(told) - {"body"}
    assert all(row[c] == told[c] for c in columns - {"at"})
    assert row["leaf"] == leaf_hash(row["salt"], row["body"].encode())


def test_two_equal_facts_have_different_leaves(store: Store) -> None:
    def twice(tx: Tx) -> None:
        append(tx, "k", ("a", "1"), {}, CLI)
        append(tx, "k", ("a", "1"), {}, CLI)

    store.write(twice)
    with store.read() as conn:
        leaves = conn.execute(select(ledger_entry.c.leaf, ledger_entry.c.uid)).all()
    assert len({r.leaf for r in leaves}) == len({r.uid for r in leaves}) == 2


def test_an_inside_follower_hears_of_its_kinds_and_may_refuse_the_whole_write(store: Store) -> None:
    heard: list[Entry] = []

    @follows("lot.*", inside=True)
    def listen(tx: Tx, entry: Entry) -> None:
        heard.append(entry)
        if entry.body["say"] == "no":
            raise Forbidden("ledger.test")

    try:
        store.write(lambda tx: append(tx, "lot.made", ("lot", "1"), {"say": "yes"}, CLI))
        store.write(lambda tx: append(tx, "lottery.won", ("lot", "1"), {"say": "no"}, CLI))
        with pytest.raises(Forbidden):
            store.write(lambda tx: append(tx, "lot.made", ("lot", "2"), {"say": "no"}, CLI))
    finally:
        FOLLOWERS.remove(listen)
    assert [e.subject.id for e in heard] == ["1", "2"]
    with store.read() as conn:
        assert conn.scalar(select(func.count()).select_from(ledger_entry)) == 2


def test_the_latest_entry_of_each_thing_is_found(store: Store) -> None:
    def three(tx: Tx) -> None:
        for id, n in (("a", 1), ("b", 1), ("a", 2)):
            append(tx, "record.amended", ("record", id), {"n": n}, CLI)

    store.write(three)
    with store.read() as conn:
        assert [(e.subject.id, e.body["n"]) for e in latest_of(conn, "record")] == [("b", 1), ("a", 2)]


def test_a_follower_is_inside_or_has_a_name() -> None:
    with pytest.raises(ValueError):
        follows("x")
    with pytest.raises(ValueError):
        follows("x", inside=True, name="x")
    assert matches("*", "a.b")
    assert matches("a.*", "a.b")
    assert not matches("a.*", "ab.c")
    assert not matches("a.b", "a.bc")

"""What a database administrator can do to the ledger, and how each is found with one published checkpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from suyuan.ledger.checkpoint import Signer
from suyuan.ledger.entry import leaf_hash
from suyuan.ledger.merkle import grow, root_of
from suyuan.ledger.report import Fault, Report
from suyuan.ledger.seal import Sealer, checkpoint_file
from suyuan.ledger.tables import ledger_checkpoint, ledger_entry, ledger_leaf, ledger_node
from suyuan.ledger.verify import CHECKS, checks, verify
from suyuan.store.engine import Store
from suyuan.store.tables import feed_cursor
from tests.ledger.conftest import Tell

SEALED, UNSEALED = 19, 2


@pytest.fixture(autouse=True)
def _no_other_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries of these tests tell of nothing that other rooms keep."""
    for name in list(CHECKS):
        monkeypatch.delitem(CHECKS, name)


@pytest.fixture
def published(store: Store, tell: Tell, sealer: Sealer) -> str:
    """Nineteen entries sealed in three goes, two not yet; the checkpoint that was published at the end."""
    for n in (0, 5, 9):
        tell({0: 5, 5: 4, 9: 10}[n], n)
        head = sealer.seal()
    tell(UNSEALED, SEALED)
    assert head is not None
    return head.note


@pytest.fixture
def tamper(store: Store) -> Callable[..., None]:
    """Runs statements as the database administrator would."""

    def run(*statements: Any) -> None:
        store.write(lambda tx: [tx.run(s) for s in statements] and None)

    return run


def entry_at(store: Store, position: int) -> Any:
    with store.read() as conn:
        query = select(ledger_entry).join(ledger_leaf, ledger_leaf.c.entry == ledger_entry.c.id)
        return conn.execute(query.where(ledger_leaf.c.position == position)).one()


def codes(report: Report) -> list[str]:
    return sorted(code.removeprefix("ledger.fault_") for code in report.counts)


def rebuild(store: Store, conn_leaves: list[bytes], signer: Signer, tamper: Callable[..., None]) -> None:
    """Everything made anew, so that the database agrees with itself."""
    nodes, peaks = grow(0, [], conn_leaves)
    head = signer.sign(len(conn_leaves), root_of(peaks), store.clock.now())
    tamper(
        delete(ledger_node),
        delete(ledger_checkpoint),
        insert(ledger_node).values([node._asdict() for node in nodes]),
        insert(ledger_checkpoint).values(size=head.size, root=head.root, note=head.note, at=head.at),
    )


def leaves_of(store: Store) -> list[bytes]:
    with store.read() as conn:
        return list(conn.scalars(select(ledger_leaf.c.hash).order_by(ledger_leaf.c.position)))


def test_an_untouched_ledger_is_found_whole(store: Store, published: str) -> None:
    report = verify(store, published)
    assert report.ok, [f.show("en") for f in report.faults]
    assert (report.entries, report.sealed, report.unsealed, report.checkpoints) == (21, SEALED, UNSEALED, 7)
    assert verify(store).ok


def test_an_empty_ledger_is_whole(store: Store) -> None:
    assert verify(store).ok


def test_a_ledger_of_one_entry_is_read(store: Store, tell: Tell, sealer: Sealer, tamper: Callable[..., None]) -> None:
    tell()
    sealer.seal()
    assert verify(store).sealed == 1
    tamper(update(ledger_entry).values(body="{}"))
    assert not verify(store).ok


@pytest.mark.parametrize("column", [c.name for c in ledger_entry.c if c.name not in ("id", "xid", "at", "person")])
def test_a_changed_column_is_named(store: Store, published: str, tamper: Callable[..., None], column: str) -> None:
    row = entry_at(store, 7)
    old = getattr(row, column)
    new = old[:-1] + b"\0" if isinstance(old, bytes) else old + " "
    tamper(update(ledger_entry).where(ledger_entry.c.id == row.id).values({column: new}))
    report = verify(store, published)
    assert not report.ok
    named = [f.params for f in report.faults]
    wanted = {"body": "leaf", "salt": "leaf"}.get(column, column)
    assert any(p.get("entry") == row.id and wanted in p.get("columns", "") for p in named)
    assert ("changed" in codes(report)) == (column in ("body", "salt"))


def test_a_changed_time_or_person_is_named(store: Store, published: str, tamper: Callable[..., None]) -> None:
    row = entry_at(store, 3)
    tamper(update(ledger_entry).where(ledger_entry.c.id == row.id).values(at=row.at.replace(year=2025), person=None))
    (fault,) = verify(store).faults
    assert fault.params == {"uid": row.uid, "entry": row.id, "columns": "at, person"}


def test_a_changed_body_is_named_even_when_its_own_leaf_was_made_anew(
    store: Store, published: str, tamper: Callable[..., None]
) -> None:
    row = entry_at(store, 7)
    body = row.body.replace('"n":7', '"n":8')
    assert body != row.body
    leaf = leaf_hash(row.salt, body.encode())
    tamper(update(ledger_entry).where(ledger_entry.c.id == row.id).values(body=body, leaf=leaf))
    report = verify(store)
    assert [(f.code, f.params) for f in report.faults] == [("ledger.fault_changed", {"uid": row.uid, "index": 7})]
    assert report.faults[0].show("en").startswith(f"Entry {row.uid}")


def test_a_body_rewritten_with_leaf_and_sealed_leaf_is_narrowed_down_to_two(
    store: Store, published: str, tamper: Callable[..., None]
) -> None:
    row, neighbour = entry_at(store, 7), entry_at(store, 6)
    body = row.body.replace('"n":7', '"n":8')
    leaf = leaf_hash(row.salt, body.encode())
    tamper(
        update(ledger_entry).where(ledger_entry.c.id == row.id).values(body=body, leaf=leaf),
        update(ledger_leaf).where(ledger_leaf.c.entry == row.id).values(hash=leaf),
    )
    report = verify(store)
    assert codes(report) == ["history", "rewritten"]
    (fault,) = [f for f in report.faults if f.code.endswith("rewritten")]
    assert fault.params == {"first": 6, "last": 7, "uids": f"{neighbour.uid}, {row.uid}"}


def test_a_history_rewritten_throughout_differs_from_the_checkpoints(
    store: Store, published: str, sealer: Sealer, tamper: Callable[..., None]
) -> None:
    row = entry_at(store, 7)
    body = row.body.replace('"n":7', '"n":8')
    leaf = leaf_hash(row.salt, body.encode())
    tamper(
        update(ledger_entry).where(ledger_entry.c.id == row.id).values(body=body, leaf=leaf),
        update(ledger_leaf).where(ledger_leaf.c.entry == row.id).values(hash=leaf),
    )
    rebuild(store, leaves_of(store), Signer(bytes(32)), tamper)
    history = [f.params for f in verify(store).faults if f.code.endswith("history")]
    assert [(p["first"], p["last"], p["size"]) for p in history] == [(5, 8, 9)]
    checkpoint_file(store).unlink()
    assert codes(verify(store)) == ["signature"]
    assert codes(verify(store, published)) == ["history", "signature"]
    store.secrets.folder.joinpath("ledger-seal.key").write_bytes(bytes(32))
    assert verify(store).ok  # all was rewritten, the key too: only what was published can tell
    assert codes(verify(store, published)) == ["history", "signature"]


def test_a_removed_entry_is_named(store: Store, published: str, tamper: Callable[..., None]) -> None:
    row = entry_at(store, 4)
    tamper(delete(ledger_entry).where(ledger_entry.c.id == row.id))
    assert [(f.code, f.params) for f in verify(store).faults] == [
        ("ledger.fault_removed", {"index": 4, "entry": row.id})
    ]


def test_an_entry_removed_with_its_leaf_leaves_a_gap(store: Store, published: str, tamper: Callable[..., None]) -> None:
    row = entry_at(store, 4)
    tamper(
        delete(ledger_leaf).where(ledger_leaf.c.entry == row.id),
        delete(ledger_entry).where(ledger_entry.c.id == row.id),
    )
    report = verify(store)
    assert "unleafed" in codes(report)
    assert [f.params for f in report.faults if f.code.endswith("unleafed")] == [{"first": 4, "last": 4}]


def test_an_entry_removed_and_the_rest_moved_up_is_found(
    store: Store, published: str, tamper: Callable[..., None]
) -> None:
    row = entry_at(store, 4)
    tamper(
        delete(ledger_leaf).where(ledger_leaf.c.entry == row.id),
        delete(ledger_entry).where(ledger_entry.c.id == row.id),
        update(ledger_leaf).where(ledger_leaf.c.position > 4).values(position=-ledger_leaf.c.position),
        update(ledger_leaf).where(ledger_leaf.c.position < 0).values(position=-ledger_leaf.c.position - 1),
    )
    rebuild(store, leaves_of(store), Signer(bytes(32)), tamper)
    report = verify(store, published)
    assert {"history", "truncated", "signature"} <= set(codes(report))
    (fault,) = [f for f in report.faults if f.code.endswith("history")]
    assert (fault.params["first"], fault.params["last"]) == (0, 4)


def test_a_restored_backup_is_found_whole_and_sealed_on(
    store: Store, published: str, tell: Tell, sealer: Sealer, tamper: Callable[..., None]
) -> None:
    """A portable backup loses the ids of transactions and sets cursors back to where nothing can be missed."""
    row = entry_at(store, 15)
    tamper(update(ledger_entry).values(xid=0), update(feed_cursor).values(xid=0, row=row.id))
    assert verify(store, published).ok
    head = sealer.seal()
    assert head is not None
    assert head.size == SEALED + UNSEALED
    tell(2, 50)
    sealer.seal()
    report = verify(store, published)
    assert report.ok
    assert (report.sealed, report.unsealed) == (SEALED + UNSEALED + 2, 0)


def test_an_inserted_entry_is_named(store: Store, published: str, tamper: Callable[..., None]) -> None:
    row = entry_at(store, 3)._asdict()
    tamper(
        delete(ledger_leaf).where(ledger_leaf.c.entry == row["id"]),
        insert(ledger_leaf).values(position=3, entry=900, hash=row["leaf"]),
        update(ledger_entry).where(ledger_entry.c.id == row["id"]).values(id=900),
    )
    assert "reordered" in codes(verify(store))
    tamper(update(ledger_entry).where(ledger_entry.c.id == 900).values(id=row["id"]))
    tamper(update(ledger_leaf).where(ledger_leaf.c.position == 3).values(entry=row["id"]))
    assert verify(store, published).ok
    forged = row | {"id": -1, "uid": "forged", "xid": row["xid"]}
    tamper(insert(ledger_entry).values(**forged))
    report = verify(store)
    assert codes(report) == ["column", "inserted"]
    assert all(f.params["entry"] == -1 for f in report.faults)


def test_two_swapped_entries_are_named(store: Store, published: str, tamper: Callable[..., None]) -> None:
    a, b = entry_at(store, 6), entry_at(store, 7)
    e = ledger_entry
    tamper(
        update(e).where(e.c.id == a.id).values(id=-1),
        update(e).where(e.c.id == b.id).values(id=a.id),
        update(e).where(e.c.id == -1).values(id=b.id),
    )
    report = verify(store)
    assert codes(report) == ["reordered"]
    assert {(f.params["uid"], f.params["index"]) for f in report.faults} == {(b.uid, 6), (a.uid, 7)}


def test_two_swapped_leaves_are_found(store: Store, published: str, tamper: Callable[..., None]) -> None:
    leaf = ledger_leaf
    tamper(
        update(leaf).where(leaf.c.position == 6).values(position=-1),
        update(leaf).where(leaf.c.position == 7).values(position=6),
        update(leaf).where(leaf.c.position == -1).values(position=7),
    )
    assert {"history", "reordered", "rewritten"} <= set(codes(verify(store)))


def test_a_cut_off_tail_is_found(store: Store, published: str, tamper: Callable[..., None]) -> None:
    row = entry_at(store, 9)
    tamper(
        delete(ledger_entry).where(ledger_entry.c.id >= row.id),
        delete(ledger_leaf).where(ledger_leaf.c.position >= 9),
        delete(ledger_node).where((ledger_node.c.position + 1) * 2 > 9),
        delete(ledger_checkpoint).where(ledger_checkpoint.c.size > 9),
    )
    faults = [f for f in verify(store).faults if f.code.endswith("truncated")]
    assert [(f.params["size"], f.params["found"], f.params["source"].en) for f in faults] == [
        (19, 9, "copy outside the database")
    ]
    checkpoint_file(store).unlink()
    assert "truncated" not in codes(verify(store))
    assert "truncated" in codes(verify(store, published))


def test_changed_nodes_and_checkpoints_are_found(store: Store, published: str, tamper: Callable[..., None]) -> None:
    place = (ledger_node.c.level == 2) & (ledger_node.c.position == 1)
    tamper(update(ledger_node).where(place).values(hash=bytes(32)))
    assert [(f.code, f.params) for f in verify(store).faults] == [("ledger.fault_node", {"level": 2, "place": 1})]
    tamper(update(ledger_checkpoint).where(ledger_checkpoint.c.size == 9).values(root=bytes(32)))
    assert codes(verify(store)) == ["checkpoint", "node"]
    tamper(update(ledger_checkpoint).where(ledger_checkpoint.c.size == 9).values(note="gone"))
    assert codes(verify(store)) == ["node", "unreadable"]


def test_a_leaf_far_out_does_not_make_the_reader_walk_there(
    store: Store, published: str, tamper: Callable[..., None]
) -> None:
    tamper(update(ledger_leaf).where(ledger_leaf.c.position == 18).values(position=1 << 60))
    report = verify(store)
    assert [f.params["last"] for f in report.faults if f.code.endswith("unleafed")] == [1 << 60, 18]


def test_a_file_that_is_no_checkpoint_is_said_to_be_none(store: Store, published: str) -> None:
    for text in ("", "hello\n"):
        assert codes(verify(store, text)) == ["unreadable"]


def test_other_rooms_check_their_own_tables(store: Store, published: str) -> None:
    @checks("test")
    def look(conn: Connection) -> Iterator[Fault]:
        if conn.scalar(select(ledger_entry.c.id).limit(1)):
            yield Fault("ledger.no_entry", {})

    try:
        report = verify(store)
        with pytest.raises(ValueError):
            checks("test")(look)
    finally:
        del CHECKS["test"]
    assert [f.show("en") for f in report.faults] == ["There is no such ledger entry"]


def test_more_than_one_chunk_is_read_as_well(
    store: Store,
    published: str,
    tell: Tell,
    sealer: Sealer,
    monkeypatch: pytest.MonkeyPatch,
    tamper: Callable[..., None],
) -> None:
    monkeypatch.setattr("suyuan.ledger.verify.CHUNK", 2)
    sealer.seal()
    assert verify(store, published).ok
    place = (ledger_node.c.level == 4) & (ledger_node.c.position == 0)
    tamper(update(ledger_node).where(place).values(hash=bytes(32)))
    assert [f.params for f in verify(store).faults] == [{"level": 4, "place": 0}]

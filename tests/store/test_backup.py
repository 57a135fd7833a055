"""A plant in one file, and back."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Index, MetaData, Table, select

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Conflict, Malformed
from suyuan.kernel.settings import Settings
from suyuan.store.backup import backup, restore
from suyuan.store.columns import Flag, Instant, Json, Key, Scaled, Text
from suyuan.store.engine import Store, Tx, open_store
from suyuan.store.feed import START, after, cursor_of, feed_column, save_cursor

own = MetaData()
supplier = Table("f_supplier", own, Column("id", Key, primary_key=True), Column("name", Text, unique=True))
receipt = Table(
    "f_receipt",
    own,
    Column("id", Key, primary_key=True),
    feed_column(),
    Column("supplier", Key, ForeignKey("f_supplier.id")),
    Column("weight", Scaled(3), nullable=False),
    Column("at", Instant),
    Column("body", Json),
    Column("ok", Flag),
    Index("ix_f_receipt_heavy", "weight"),
)


def fill(tx: Tx) -> None:
    own.create_all(tx.conn)
    key = tx.run(supplier.insert().returning(supplier.c.id), {"name": '盐厂\t\\N\n"x"'}).scalar_one()
    row = {"supplier": key, "at": tx.now, "ok": True, "body": {"a": ["b", None, "\\u"]}}
    for weight in ("0.001", "999999999999999.999"):
        tx.run(receipt.insert(), {**row, "weight": Decimal(weight)})


def everything(store: Store) -> list[tuple[object, ...]]:
    columns = [column for column in receipt.c if column.name != "xid"]
    with store.read() as conn:
        rows = conn.execute(select(supplier.c.name, *columns).join(supplier).order_by(receipt.c.id)).all()
    return [tuple(row) for row in rows]


@pytest.fixture
def empty(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> Iterator[Settings]:
    """A place without a plant."""
    folder = tmp_path / "restored"
    if dialect == "sqlite":
        yield Settings.read(folder, environ={})
        return
    server = request.getfixturevalue("cluster")
    schema = server.new_schema()
    yield Settings(folder, f"{server.url}&schema={schema}")
    server.drop_schema(schema)


def test_a_restored_plant_is_the_plant(store: Store, empty: Settings, tmp_path: Path, clock: SetClock) -> None:
    store.write(fill)
    photo = store.files.put([b"photo"])
    key = store.secrets.get("ledger")
    made = backup(store, tmp_path / "out" / "plant.backup", secrets=True)
    assert (made.files, made.dialect) == (1, store.dialect)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["plant.backup"]
    before = everything(store)
    store.write(lambda tx: tx.run(receipt.delete()).rowcount)
    restore(empty, made.path)
    again = open_store(empty, clock=clock)
    try:
        assert everything(again) == before
        assert again.files.open(photo.sha256, verify=True).read() == b"photo"
        assert again.secrets.get("ledger") == key
        newer = {"supplier": 1, "weight": Decimal(1)}
        key_after = again.write(lambda tx: tx.run(receipt.insert().returning(receipt.c.id), newer).scalar_one())
        assert key_after == 3, "counting goes on where it was"
    finally:
        again.close()


def test_followers_go_on_where_they_were(store: Store, empty: Settings, tmp_path: Path, clock: SetClock) -> None:
    store.write(fill)
    store.write(lambda tx: tx.run(receipt.insert(), {"supplier": 1, "weight": Decimal(3)}).rowcount)
    with store.read() as conn:
        _, seen = after(conn, receipt, START, 2)
    store.write(lambda tx: save_cursor(tx, "webhooks", seen))
    backup(store, tmp_path / "plant.backup")
    restore(empty, tmp_path / "plant.backup")
    again = open_store(empty, clock=clock)
    try:
        again.write(lambda tx: tx.run(receipt.insert(), {"supplier": 1, "weight": Decimal(4)}).rowcount)
        with again.read() as conn:
            rows, _ = after(conn, receipt, cursor_of(conn, "webhooks"), 10)
        assert [row.weight for row in rows] == [3, 4]
    finally:
        again.close()


def test_a_backup_is_of_one_moment_while_others_write(store: Store, empty: Settings, tmp_path: Path) -> None:
    store.write(fill)
    over = threading.Event()

    def pair(tx: Tx) -> None:
        key = tx.run(supplier.insert().returning(supplier.c.id), {"name": None}).scalar_one()
        tx.run(receipt.insert(), {"supplier": key, "weight": Decimal(1)})

    def go_on() -> None:
        while not over.is_set():
            store.write(pair)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        backup(store, tmp_path / "plant.backup")
    finally:
        over.set()
        thread.join()
    restore(empty, tmp_path / "plant.backup")
    again = open_store(empty)
    try:
        with again.read() as conn:
            suppliers = set(conn.execute(select(supplier.c.id)).scalars())
            assert suppliers == set(conn.execute(select(receipt.c.supplier)).scalars())
    finally:
        again.close()


def test_a_backup_without_keys_holds_none(store: Store, tmp_path: Path) -> None:
    store.secrets.get("ledger")
    made = backup(store, tmp_path / "plant.backup")
    with zipfile.ZipFile(made.path) as archive:
        assert not [name for name in archive.namelist() if "secret" in name]


def test_nothing_is_restored_over_a_plant(store: Store, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "plant.backup")
    with pytest.raises(Conflict):
        restore(store.settings, made.path)


def test_what_is_no_backup_is_refused(empty: Settings, tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04 something else"):
        (tmp_path / "no.backup").write_bytes(content)
        with pytest.raises(Malformed):
            restore(empty, tmp_path / "no.backup")


def test_a_damaged_backup_is_refused(store: Store, empty: Settings, tmp_path: Path) -> None:
    store.write(fill)
    made = backup(store, tmp_path / "plant.backup")
    whole = made.path.read_bytes()
    with zipfile.ZipFile(made.path) as archive:
        largest = max(archive.infolist(), key=lambda member: member.compress_size)
    data = largest.header_offset + len(largest.filename) + 50
    for part in range(10):
        content = bytearray(whole)
        content[data + part * (largest.compress_size - 50) // 10] ^= 0xFF
        made.path.write_bytes(content)
        with pytest.raises(Malformed):
            restore(empty, made.path)

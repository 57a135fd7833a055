"""Statements of the busiest paths do exactly what SQLAlchemy's own execution does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Column, MetaData, Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from suyuan.store.columns import Day, Flag, Instant, Json, Key, Scaled, Text, Unstorable
from suyuan.store.engine import Store, Tx
from suyuan.store.quick import Quick

lot = Table(
    "test_lot",
    MetaData(),
    Column("id", Key, primary_key=True),
    Column("code", Text, unique=True),
    Column("amount", Scaled(6)),
    Column("day", Day),
    Column("at", Instant),
    Column("body", Json),
    Column("ok", Flag),
)
put = Quick(insert(lot))
put_back = Quick(insert(lot).returning(lot.c.id, lot.c.at))
of_code = Quick(select(lot).where(lot.c.code == bindparam("code")))
take = Quick(
    update(lot)
    .where(lot.c.code == bindparam("which"), lot.c.amount >= bindparam("amount_taken", type_=Scaled(6)))
    .values(amount=lot.c.amount - bindparam("amount_taken", type_=Scaled(6)), ok=True)
)
all_codes = Quick(select(lot.c.code).where(lot.c.id > 0).order_by(lot.c.id).limit(2))


@pytest.fixture
def lots(store: Store) -> Store:
    store.write(lambda tx: lot.create(tx.conn))
    return store


def test_rows_come_back_as_from_sqlalchemy(lots: Store) -> None:
    def write(tx: Tx) -> None:
        row = {"code": "盐-1", "amount": Decimal("2.5"), "day": date(2026, 11, 22), "at": tx.now}
        assert put.run(tx.conn, {**row, "body": {"a": [1]}, "ok": False}) == 1
        assert put_back.first(tx.conn, {"code": "盐-2", "at": tx.now}) == (2, tx.now)
        put.many(tx.conn, [{"code": "盐-3", "body": None}, {"code": "盐-4", "body": [None, "x"]}])

    lots.write(write)
    with lots.read() as conn:
        for code in ("盐-1", "盐-2", "盐-4"):
            wanted = [tuple(row) for row in conn.execute(select(lot).where(lot.c.code == code))]
            assert of_code.all(conn, {"code": code}) == wanted
            assert of_code.first(conn, {"code": code}) == wanted[0]
        assert of_code.first(conn, {"code": "none"}) is None
        assert all_codes.all(conn) == [("盐-1",), ("盐-2",)]


def test_a_conditional_change_tells_whether_it_happened(lots: Store) -> None:
    lots.write(lambda tx: put.run(tx.conn, {"code": "a", "amount": Decimal("1.5")}))
    given = {"which": "a", "amount_taken": Decimal(1)}
    assert [lots.write(lambda tx: take.run(tx.conn, given)) for _ in range(2)] == [1, 0]
    with lots.read() as conn:
        assert of_code.all(conn, {"code": "a"})[0][2:7:4] == (Decimal("0.5"), True)


def test_errors_are_sqlalchemys_own(lots: Store) -> None:
    lots.write(lambda tx: put.run(tx.conn, {"code": "a"}))
    with pytest.raises(IntegrityError):
        lots.write(lambda tx: put.run(tx.conn, {"code": "a"}))
    with pytest.raises(Unstorable):
        lots.write(lambda tx: put.run(tx.conn, {"code": "b", "amount": 0.5}))
    with pytest.raises(KeyError):
        lots.write(lambda tx: take.run(tx.conn, {"which": "a"}))


def test_a_reader_keeps_its_snapshot(lots: Store) -> None:
    with lots.read() as conn:
        assert all_codes.all(conn) == []
        lots.write(lambda tx: put.run(tx.conn, {"code": "a"}))
        assert all_codes.all(conn) == []
    with lots.read() as conn:
        assert all_codes.all(conn) == [("a",)]


def test_a_statement_that_is_not_constant_is_refused(lots: Store) -> None:
    several = Quick(select(lot.c.id).where(lot.c.code.in_(["a", "b"])))
    with lots.read() as conn, pytest.raises(ValueError, match="not a constant"):
        several.all(conn)

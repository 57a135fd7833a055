"""Tables that grow while the plant runs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, inspect, select

from suyuan.store.columns import Json, Key, Scaled, Text
from suyuan.store.ddl import add_columns, create_index, create_table
from suyuan.store.engine import Store, Tx


def first() -> Table:
    return Table("f_salt", MetaData(), Column("id", Key, primary_key=True), Column("code", Text, index=True))


def second() -> Table:
    table = first()
    table.append_column(Column("weight", Scaled(3), index=True))
    table.append_column(Column("parent", Key, ForeignKey("f_salt.id")))
    table.append_column(Column("grade", Integer, nullable=False, server_default="2"))
    table.append_column(Column("photos", Json))
    return table


def names(store: Store) -> set[str]:
    with store.read() as conn:
        return {column["name"] for column in inspect(conn).get_columns("f_salt")}


def indexes(store: Store) -> set[str | None]:
    with store.read() as conn:
        return {index["name"] for index in inspect(conn).get_indexes("f_salt")}


def test_a_table_is_made_once_and_grows(store: Store) -> None:
    old, new = first(), second()
    for _ in range(2):
        store.write(lambda tx: create_table(tx, old))
    store.write(lambda tx: tx.run(old.insert(), {"code": "S1"}))
    assert store.write(lambda tx: add_columns(tx, new, list(new.columns))) == ["weight", "parent", "grade", "photos"]
    assert store.write(lambda tx: add_columns(tx, new, list(new.columns))) == []
    store.write(lambda tx: tx.run(new.insert(), {"code": "S2", "weight": Decimal("0.125"), "photos": ["a"]}))
    with store.read() as conn:
        rows = conn.execute(select(new.c.code, new.c.weight, new.c.grade, new.c.photos).order_by(new.c.id)).all()
    assert [tuple(row) for row in rows] == [("S1", None, 2, None), ("S2", Decimal("0.125"), 2, ["a"])]
    assert indexes(store) == {"ix_f_salt_code", "ix_f_salt_weight"}
    several = Index("ix_f_salt_several", new.c.grade, new.c.weight)
    for _ in range(2):
        store.write(lambda tx: create_index(tx, several))
    assert "ix_f_salt_several" in indexes(store)


def test_a_publication_that_fails_leaves_no_table_behind(store: Store) -> None:
    store.write(lambda tx: create_table(tx, first()))

    def publish(tx: Tx) -> None:
        table = second()
        add_columns(tx, table, list(table.columns))
        raise ValueError("a check failed")

    with pytest.raises(ValueError, match="a check failed"):
        store.write(publish)
    assert names(store) == {"id", "code"}


def test_a_column_without_a_value_for_old_rows_is_refused(store: Store) -> None:
    store.write(lambda tx: create_table(tx, first()))
    table = first()
    table.append_column(Column("must", Text, nullable=False))
    with pytest.raises(ValueError, match="must be nullable"):
        store.write(lambda tx: add_columns(tx, table, [table.c.must]))


def test_what_is_added_can_be_written_at_once_in_the_same_transaction(store: Store) -> None:
    def publish(tx: Tx) -> None:
        create_table(tx, first())
        table = second()
        add_columns(tx, table, list(table.columns))
        tx.run(table.insert(), {"code": "S1", "weight": Decimal(1)})

    store.write(publish)
    assert "weight" in names(store)

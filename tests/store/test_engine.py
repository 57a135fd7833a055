"""Writing and reading through the store."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Column, MetaData, Table, select

from suyuan.store.columns import Key, Text
from suyuan.store.engine import Store, Tx

note = Table("test_note", MetaData(), Column("id", Key, primary_key=True), Column("text", Text, nullable=False))


def texts(store: Store) -> list[str]:
    with store.read() as conn:
        return list(conn.execute(select(note.c.text).order_by(note.c.id)).scalars())


def put(text: str) -> Callable[[Tx], None]:
    def write(tx: Tx) -> None:
        tx.run(note.insert(), {"text": text})

    return write


@pytest.fixture
def notes(store: Store) -> Store:
    store.write(lambda tx: note.create(tx.conn))
    return store


def test_what_is_written_is_read(notes: Store) -> None:
    notes.write(lambda tx: tx.run(note.insert(), {"text": "盐"}))
    assert texts(notes) == ["盐"]


def test_an_exception_undoes_only_its_own_writes(notes: Store) -> None:
    def bad(tx: Tx) -> None:
        tx.run(note.insert(), {"text": "bad"})
        raise ValueError("no")

    good = [notes.write_soon(put(f"good {i}")) for i in range(3)]
    refused = notes.write_soon(bad)
    more = notes.write_soon(put("more"))
    with pytest.raises(ValueError, match="no"):
        refused.result()
    [f.result() for f in [*good, more]]
    assert sorted(texts(notes)) == ["good 0", "good 1", "good 2", "more"]

"""Values come back from both databases exactly as they went in, and sort alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, func, select

from suyuan.store.columns import Day, Flag, Instant, Json, Key, Scaled, Text, Unstorable
from suyuan.store.engine import Store

thing = Table(
    "test_thing",
    MetaData(),
    Column("id", Key, primary_key=True),
    Column("at", Instant),
    Column("day", Day),
    Column("amount", Scaled(6)),
    Column("whole", Scaled(0)),
    Column("text", Text),
    Column("body", Json),
    Column("ok", Flag),
)


@pytest.fixture
def things(store: Store) -> Store:
    store.write(lambda tx: thing.create(tx.conn))
    return store


def kept(store: Store, **values: Any) -> dict[str, Any]:
    key = store.write(lambda tx: tx.run(thing.insert().returning(thing.c.id), values).scalar_one())
    with store.read() as conn:
        row = conn.execute(select(thing).where(thing.c.id == key)).one()
    return {name: row._mapping[name] for name in values}


def test_every_kind_of_value_comes_back(things: Store) -> None:
    values = {
        "at": datetime(2026, 11, 22, 16, 0, 0, 123456, timezone(timedelta(hours=8))),
        "day": date(2026, 11, 22),
        "amount": Decimal("-123456789012.345678"),
        "whole": Decimal(7),
        "text": "盐 'n' \"salt\" \\ %s :x 🧂",
        "body": {"b": [1, None, True, "x"], "a": {"深": 0.5}},
        "ok": False,
    }
    back = kept(things, **values)
    assert back == values
    assert back["at"].utcoffset() == timedelta(0)
    assert str(back["amount"]) == "-123456789012.345678"
    assert back["ok"] is False


def test_blank_comes_back_blank(things: Store) -> None:
    blank = dict.fromkeys(("at", "day", "amount", "whole", "text", "body", "ok"))
    assert kept(things, **blank) == blank


@pytest.mark.parametrize(
    "values",
    [
        {"at": datetime(2026, 11, 22)},
        {"day": datetime(2026, 11, 22, tzinfo=UTC)},
        {"day": "2026-11-22"},
        {"amount": 1.5},
        {"amount": True},
        {"amount": "1.5"},
        {"amount": Decimal("0.0000001")},
        {"amount": Decimal("1234567890123")},
        {"amount": Decimal("NaN")},
        {"amount": Decimal("Infinity")},
        {"text": "a\0b"},
        {"text": 5},
        {"body": {"a": "x\0"}},
        {"body": {"a\0": 1}},
        {"ok": 1},
    ],
)
def test_what_does_not_fit_exactly_is_refused(things: Store, values: dict[str, Any]) -> None:
    with pytest.raises(Unstorable):
        kept(things, **values)


def test_a_backslash_before_u0000_is_only_text(things: Store) -> None:
    assert kept(things, body={"a": "\\u0000"}) == {"body": {"a": "\\u0000"}}


@given(st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, allow_nan=False, places=6))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_decimal_that_fits_is_kept(things: Store, amount: Decimal) -> None:
    assert kept(things, amount=amount) == {"amount": amount}


def test_amounts_are_compared_and_added_exactly_in_the_database(things: Store) -> None:
    amounts = [Decimal("0.1"), Decimal("0.2"), Decimal("-5"), Decimal("10")]
    things.write(lambda tx: tx.run(thing.insert(), [{"amount": amount} for amount in amounts]))
    with things.read() as conn:
        assert conn.execute(select(func.sum(thing.c.amount))).scalar_one() == Decimal("5.3")
        assert conn.execute(select(func.max(thing.c.amount))).scalar_one() == 10
        small = select(thing.c.amount).where(thing.c.amount <= Decimal("0.2")).order_by(thing.c.amount)
        assert list(conn.execute(small).scalars()) == [Decimal(-5), Decimal("0.1"), Decimal("0.2")]
        more = select(thing.c.amount + Decimal("0.7")).where(thing.c.amount == Decimal("0.1"))
        assert conn.execute(more).scalar_one() == Decimal("0.8")
        assert conn.execute(select(thing.c.amount * 3).order_by(thing.c.amount)).scalars().first() == -15


def test_a_column_is_changed_by_an_amount_in_the_database(things: Store) -> None:
    things.write(lambda tx: tx.run(thing.insert(), {"amount": Decimal("2.5")}))
    take = thing.update().where(thing.c.amount >= Decimal("1.5")).values(amount=thing.c.amount - Decimal("1.5"))
    assert [things.write(lambda tx: tx.run(take).rowcount) for _ in range(2)] == [1, 0]


def test_multiplying_a_column_by_a_decimal_is_refused(things: Store) -> None:
    with pytest.raises(Unstorable):
        _ = thing.c.amount * Decimal("1.5")


def test_texts_sort_by_code_point_and_likeness_knows_case(things: Store) -> None:
    words = ["b", "B", "a", "é", "盐", "Z", "_", "aa", "🧂", "\ufb01"]
    things.write(lambda tx: tx.run(thing.insert(), [{"text": word} for word in words]))
    with things.read() as conn:
        assert list(conn.execute(select(thing.c.text).order_by(thing.c.text)).scalars()) == sorted(words)
        assert list(conn.execute(select(thing.c.text).where(thing.c.text.like("B%"))).scalars()) == ["B"]


def test_instants_are_compared_across_zones(things: Store) -> None:
    china = timezone(timedelta(hours=8))
    kept(things, at=datetime(2026, 11, 22, 8, 0, tzinfo=china))
    query = select(func.count()).where(thing.c.at < datetime(2026, 11, 22, 0, 0, 0, 1, tzinfo=UTC))
    with things.read() as conn:
        assert conn.execute(query).scalar_one() == 1
        assert conn.execute(select(func.min(thing.c.at))).scalar_one() == datetime(2026, 11, 22, tzinfo=UTC)


def test_keys_are_never_given_twice(things: Store) -> None:
    def put_and_drop(drop: bool) -> int:
        def write(tx: Any) -> int:
            key: int = tx.run(thing.insert().returning(thing.c.id), {"text": "x"}).scalar_one()
            if drop:
                tx.run(thing.delete())
            return key

        return things.write(write)

    first = put_and_drop(True)
    assert put_and_drop(False) > first

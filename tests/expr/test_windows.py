"""Functions over past records: one query each, bound before the rest is evaluated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Index, MetaData, Select, Table, insert

from suyuan.expr import Env, ExpressionError, Past, bind_windows, evaluate, parse, window_sql, windows
from suyuan.store.columns import Instant, Key, Scaled, Text
from suyuan.store.engine import Store

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
RECEIPTS = Table(
    "expr_receipt",
    MetaData(),
    Column("id", Key, primary_key=True),
    Column("supplier", Key),
    Column("verdict", Text),
    Column("quantity", Scaled(3)),
    Column("at", Instant),
)
Index("expr_receipt_supplier", RECEIPTS.c.supplier, RECEIPTS.c.id)

Given = tuple[int, str | None, str | None, int]


def stored(store: Store, rows: list[Given]) -> None:
    """Receipts of a supplier, verdict, quantity, and how many hours ago."""

    def write(tx: Any) -> None:
        RECEIPTS.create(tx.conn)
        for supplier, verdict, quantity, hours in rows:
            amount = None if quantity is None else Decimal(quantity)
            at = NOW - timedelta(hours=hours)
            tx.run(insert(RECEIPTS).values(supplier=supplier, verdict=verdict, quantity=amount, at=at))

    store.write(write)


def answer(store: Store, text: str, supplier: int) -> Any:
    """The value of ``text`` for a record of ``supplier``."""
    e, values = parse(text), {"this": {"supplier": {"id": supplier}}}
    past = Past(RECEIPTS, lambda path: RECEIPTS.c.get(path[0]), RECEIPTS.c.id, RECEIPTS.c.at)
    with store.read() as conn:

        def run(query: Select[Any]) -> Any:
            return conn.execute(query).all()

        return evaluate(e, values, bind_windows(e, run, past, Env.at(NOW), values))


FAILED = 'ALL(LAST(3, verdict, supplier = this.supplier) = "fail")'


def test_three_failures_in_a_row_are_noticed_and_two_are_not(store: Store) -> None:
    rows: list[Given] = [(1, "fail", "1", 9), (2, "pass", "1", 8), (1, "fail", "1", 7), (2, "fail", "1", 6)]
    stored(store, [*rows, (1, "fail", "1", 5), (2, "fail", "1", 4), (3, "fail", "1", 3), (3, "fail", "1", 2)])
    assert answer(store, FAILED, 1) is True
    assert answer(store, FAILED, 2) is False
    assert answer(store, FAILED, 3) is False
    assert answer(store, "COUNT(LAST(3, verdict, supplier = this.supplier))", 3) == 2


def test_periods_end_now_and_leave_out_what_is_older(store: Store) -> None:
    stored(
        store,
        [(1, "pass", "1.5", 1), (1, "pass", "2", 23), (1, "fail", None, 2), (1, "pass", "9", 24), (2, None, "4", 1)],
    )
    assert answer(store, 'COUNTIF(supplier = this.supplier, "24h")', 1) == 3
    assert answer(store, 'COUNTIF(verdict = "pass" AND supplier = this.supplier, "1d")', 1) == 2
    assert answer(store, 'SUMIF(quantity, supplier = this.supplier, "1d")', 1) == Decimal("3.5")
    assert answer(store, 'AVERAGEIF(quantity, supplier = this.supplier, "1d")', 1) == Decimal("1.75")
    assert answer(store, 'SUMIF(quantity, supplier = this.supplier, "1d")', 9) == 0
    assert answer(store, 'AVERAGEIF(quantity, supplier = this.supplier, "1d")', 9) is None
    assert answer(store, 'SUM(LAST(2, quantity * 2, verdict = "pass"))', 1) == 22


def test_a_condition_sql_cannot_do_is_refused_before_it_runs() -> None:
    past = Past(RECEIPTS, lambda path: RECEIPTS.c.get(path[0]), RECEIPTS.c.id, RECEIPTS.c.at)
    (window,) = windows(parse("COUNT(LAST(3, verdict, ROUND(quantity) = 1))"))
    with pytest.raises(ExpressionError, match="no_sql"):
        window_sql(window, past, Env.at(NOW), {})

"""How conditions look in SQL: bare where an index can serve them, exact where a blank would matter."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from tests.expr.generate import ENV

from suyuan.expr import BOOL, DATE, DATETIME, TEXT, LinkTo, NameScope, Number, parse, sql_problems, to_sql
from suyuan.store.columns import Day, Flag, Instant, Key, Scaled, Text

LOTS = Table(
    "lot",
    MetaData(),
    Column("qty", Scaled(3)),
    Column("price", Scaled(6)),
    Column("code", Text),
    Column("rush", Flag),
    Column("due", Day),
    Column("at", Instant),
    Column("supplier", Key),
)
SCOPE = NameScope(
    {
        "qty": Number(3),
        "price": Number(6),
        "code": TEXT,
        "rush": BOOL,
        "due": DATE,
        "at": DATETIME,
        "supplier": LinkTo("supplier"),
        "this.supplier": LinkTo("supplier"),
    }
)


def sql(text: str, dialect: str = "sqlite") -> str:
    values = {"this": {"supplier": {"id": 7}}}
    made = to_sql(parse(text), lambda path: LOTS.c.get(path[0]), ENV, values)
    dialects = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
    compiled = made.compile(dialect=dialects[dialect], compile_kwargs={"literal_binds": True})
    return str(compiled).replace("lot.", "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('code = "A1"', "code = 'A1'"),
        ("qty > 1.5", "qty > 1500"),
        ("1.5 < qty", "qty > 1500"),
        ("qty > 1.0005", "qty > 1000"),
        ("qty < 1.0005", "qty <= 1000"),
        ('code = "A1" AND qty > 1 AND rush', "code = 'A1' AND qty > 1000 AND rush IS 1"),
        ("NOT(qty > 1)", "coalesce(qty > 1000, 0) = 0"),
        ('NOT(code = "A1")', "code IS NOT ?"),
        ("ISBLANK(due)", "due IS NULL"),
        ("due < TODAY() + 30", "due < '2026-12-22'"),
        ("at >= TODAY()", "at >= '2026-11-21T16:00:00.000000Z'"),
        ("DATE(at) = TODAY()", "at >= '2026-11-21T16:00:00.000000Z' AND at < '2026-11-22T16:00:00.000000Z'"),
        ("supplier = this.supplier", "supplier = 7"),
        ('code IN ("A", "B")', "code IN ('A', 'B')"),
        ("qty * 2 > 5", None),
        ("qty > price", None),
    ],
)
def test_a_condition_reads_like_sql_written_by_hand(text: str, wanted: str | None) -> None:
    assert sql_problems(parse(text), SCOPE) == []
    assert sql(text, "postgresql")
    if wanted is not None:
        assert sql(text) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("qty / 2 > 1", "no_sql"),
        ("ROUND(qty) = 1", "no_sql"),
        ("qty * price > 1", "no_sql"),
        ("qty + price > price * 1000000", "too_large_for_sql"),
        ('code & qty = "a1"', "no_sql"),
        ("YEAR(at) = 2026", "no_sql"),
    ],
)
def test_what_cannot_be_exact_is_refused_with_its_place(text: str, code: str) -> None:
    (problem,) = sql_problems(parse(text), SCOPE)
    assert problem.code == f"expr.{code}"
    assert "at" in problem.params


def test_every_part_that_cannot_be_exact_is_told() -> None:
    told = sql_problems(parse("qty / 2 > 1 AND ROUND(qty) = 1 OR YEAR(at) = 2026"), SCOPE)
    assert [m.params["at"] for m in told] == [0, 16, 34]


@pytest.mark.parametrize(
    "text",
    [
        "MAX(" + ", ".join(f"qty + {i}" for i in range(100)) + ") > 5",
        "due" + " + 1" * 30 + " < TODAY()",
        "RIGHT(" * 30 + "code" + ", 5)" * 30 + ' = "a"',
        "((((((qty * 1.05) * 1.05) * 1.05) * 1.05) * 1.05) * 1.05) * 1.05 > 3",
        "(" * 28 + '(code = "a")' + " <> rush)" * 28,
    ],
)
def test_sql_stays_about_as_long_as_the_expression(text: str) -> None:
    assert sql_problems(parse(text), SCOPE) == []
    assert len(sql(text)) < 40 * len(text)
    assert len(sql(text, "postgresql")) < 40 * len(text)


def test_an_expression_that_would_run_away_in_sql_is_refused() -> None:
    text = "rush"
    for _ in range(10):
        text = f"IN({text}, rush, rush, rush, rush, rush, rush, rush, rush)"
    (problem,) = sql_problems(parse(text), SCOPE)
    assert problem.code == "expr.too_many_parts"

"""Every back end gives the same answer: thousands of expressions at random, over records of edge values."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.expr.databases import Bench
from tests.expr.generate import ENV, FIELDS, SCOPE, Generator, records

from suyuan.expr import TEXT, Expression, ExpressionError, ListOf, check, evaluate, parse
from suyuan.expr.sql import sql_problems, to_sql
from suyuan.store.engine import Store

RECORDS = records(random.Random(11), 8)


def expressions(seed: int, count: int, sql: bool) -> list[Expression]:
    """Expressions that pass the check, from a seed."""
    generator, found = Generator(seed, sql), []
    while len(found) < count:
        try:
            e = parse(generator.expression())
            check(e, SCOPE)
        except ExpressionError:
            continue
        if not sql or not sql_problems(e, SCOPE):
            found.append(e)
    return found


def known(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value


def disagreements(store: Store, given: list[Expression]) -> list[str]:
    """Where the database answers otherwise than Python, as a value or as a filter."""
    bench = Bench(store, {**FIELDS, "tags": ListOf(TEXT)}, RECORDS)
    found = []
    for at in range(0, len(given), 40):
        batch = given[at : at + 40]
        answers = bench.answers([bench.sql(e, ENV) for e in batch])
        for e, answer in zip(batch, answers):
            wanted = [known(evaluate(e, r, ENV)) for r in RECORDS]
            if answer != wanted:
                found.append(f"{e.text}: {answer} instead of {wanted}")
        bool_ones = [e for e in batch[:4] if check(e, SCOPE).kind == "bool"]
        for e in bool_ones:
            kept = bench.kept(to_sql(e, bench.column, ENV))
            if kept != [i for i, r in enumerate(RECORDS) if evaluate(e, r, ENV) is True]:
                found.append(f"WHERE {e.text}: kept {kept}")
    return found


def test_sql_answers_as_python_does(store: Store) -> None:
    assert disagreements(store, expressions(seed=1, count=2500, sql=True)) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_sql_answers_as_python_does_for_long(store: Store, seed: int) -> None:
    assert disagreements(store, expressions(seed=1000 + seed, count=5000, sql=True)) == []

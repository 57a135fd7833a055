"""Every back end gives the same answer: thousands of expressions at random, over records of edge values."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from tests.expr.browser import ROOT, answers, bundle, compressed_size, written
from tests.expr.databases import Bench
from tests.expr.generate import ENV, FIELDS, SCOPE, Generator, records

from suyuan.expr import TEXT, Expression, ExpressionError, ListOf, check, evaluate, parse
from suyuan.expr.sql import to_sql
from suyuan.expr.sql_problems import sql_problems
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


def browser_disagreements(given: list[Expression], folder: Path) -> list[str]:
    """Where the browser answers otherwise than Python."""
    found = []
    for e, told in zip(given, answers(list(given), RECORDS, SCOPE.names, folder), strict=True):
        wanted = {
            "text": e.text,
            "kind": check(e, SCOPE).kind,
            "values": [written(evaluate(e, r, ENV)) for r in RECORDS],
        }
        if told != wanted:
            found.append(f"{told} instead of {wanted}")
    return found


def test_the_browser_answers_as_python_does(tmp_path: Path) -> None:
    assert browser_disagreements(expressions(seed=2, count=5000, sql=False), tmp_path) == []


def test_the_browser_finds_the_mistakes_python_finds(tmp_path: Path) -> None:
    generator, rng = Generator(3, False), random.Random(3)
    texts = []
    for _ in range(2000):
        text = generator.expression()
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(text) + 1)
            text = (
                text[:at]
                + rng.choice(["(", ")", ",", "n3", " s ", "rows.q", "=", "+", "nobody", '"', "", "1"])
                + text[at + 1 :]
            )
        texts.append(text)
    found = []
    for text, told in zip(texts, answers(list(texts), [], SCOPE.names, tmp_path), strict=True):
        try:
            e = parse(text)
            wanted: dict[str, Any] = {"text": e.text, "kind": check(e, SCOPE).kind, "values": []}
        except ExpressionError as error:
            wanted = {"mistakes": [m.code.removeprefix("expr.") for m in error.mistakes]}
        if told != wanted:
            found.append(f"{text}: {told} instead of {wanted}")
    assert found == []


def test_the_browser_gets_at_most_15_kb(tmp_path: Path) -> None:
    made = bundle(ROOT / "web" / "src" / "expr" / "index.ts", tmp_path, "--minify")
    assert compressed_size(made) <= 15 * 1024


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_the_browser_answers_as_python_does_for_long(tmp_path: Path, seed: int) -> None:
    assert browser_disagreements(expressions(seed=2000 + seed, count=5000, sql=False), tmp_path) == []


def test_sql_answers_as_python_does(store: Store) -> None:
    assert disagreements(store, expressions(seed=1, count=2500, sql=True)) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_sql_answers_as_python_does_for_long(store: Store, seed: int) -> None:
    assert disagreements(store, expressions(seed=1000 + seed, count=5000, sql=True)) == []

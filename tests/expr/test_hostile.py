"""Whatever is typed, the answer is a value or an error in words, quickly."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.expr.conform import record

from suyuan.expr import ExpressionError, check, evaluate, from_tree, parse, reads, sql_problems, windows

SCOPE, VALUES, ENV = record()
WORDS = """<= <> AND or IN IF( SUM( ANY( LAST( 1 0.5 qty rows.q tags lot this.lot made seen name BLANK TRUE "x" "30d"
DATE( DATEADD( TEXT( XLOOKUP( __class__ constructor ; -- %s lambda 0x1 1e9 字段"""
PIECES = [*"()+-*/&=<>,.{}'\"“”（），＞＝ \n\0\ud800𠀀", *WORDS.split(), "NOT ", "9" * 34]

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.text(max_size=60),
)


def mistakes(run: Callable[[Any], Any], given: Any) -> list[str] | None:
    """The codes of the expression error ``run`` gives, ``None`` for an answer; any other error fails the test."""
    try:
        run(given)
    except ExpressionError as error:
        return [m.code for m in error.mistakes]
    return None


def tried(text: str) -> Any:
    e = parse(text)
    assert parse(e.text) == e == from_tree(e.tree)
    reads(e)
    evaluate_or_error(e)
    check(e, SCOPE)
    windows(e)
    sql_problems(e, SCOPE)
    return evaluate(e, VALUES, ENV)


def evaluate_or_error(e: Any) -> None:
    with contextlib.suppress(ExpressionError):
        evaluate(e, VALUES, ENV)


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_hostile_text_gives_only_an_expression_error(text: str) -> None:
    told = mistakes(tried, text)
    assert told is None or (told and all(code.startswith("expr.") for code in told))


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just("Infinity"), st.just("1E+9999")
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(["field", "number", "text", "bool", "blank", "call", "args", "x"]), inner, max_size=3
            ),
        ),
    )
)
def test_a_hostile_tree_gives_only_an_expression_error(tree: Any) -> None:
    assert mistakes(from_tree, tree) != []


@pytest.mark.parametrize(
    "text",
    [
        "(" * 4000,
        "-" * 4000,
        "NOT " * 1000,
        "1" + "+1" * 2000,
        "{" * 4096,
        '"' * 4095,
        "a." * 2000 + "a",
        "IF(" * 1300,
        "*".join(["9" * 34] * 30),
        "SUM(" + ",".join(["rows.q * rows.q"] * 120) + ")",
        'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE("'
        + "a" * 900
        + '","a","'
        + "a" * 900
        + '"),"a","'
        + "a" * 900
        + '"),"a","b")',
        "ANY(" * 10 + "rows.q > 1" + ")" * 10,
        "ROUND(1, 9999999999)",
        "DATEADD(made, 99999999999999999999999999999999)",
        "DATE(99999999999999999999, 1, 1)",
        'TEXT(99999999999999999999999999999999.99, "#,##0.00000000000000000000")',
        "qty NOT",
        "NOT",
        "a NOT IN",
        "LAST(1.5, qty)",
    ],
)
def test_nothing_runs_away(text: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(ExpressionError):
        tried(text)
    assert time.process_time() - begun < 0.2

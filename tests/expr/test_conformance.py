"""The cases every back end runs: Python and both databases here, TypeScript in ``web/src/expr/conformance.test.ts``."""

from __future__ import annotations

from typing import Any

import pytest
from tests.expr.conform import cases, record, value_of
from tests.expr.databases import Bench

from suyuan.expr import check, evaluate, parse, sql_problems
from suyuan.store.engine import Store

SCOPE, VALUES, ENV = record()
CASES = cases()


@pytest.mark.parametrize(("group", "case"), CASES, ids=[c["text"] for _, c in CASES])
def test_python_gives_the_result_of_every_case(group: str, case: dict[str, Any]) -> None:
    e = parse(case["text"])
    check(e, SCOPE)
    wanted = value_of(case["result"])
    found = evaluate(e, VALUES, ENV)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(("group", "case"), CASES, ids=[c["text"] for _, c in CASES])
def test_what_sql_can_do_is_what_the_case_says(group: str, case: dict[str, Any]) -> None:
    if "sql" in case:
        assert (sql_problems(parse(case["text"]), SCOPE) == []) is case["sql"]


def test_both_databases_give_the_result_of_every_case_they_can(store: Store) -> None:
    scalars = {n: t for n, t in SCOPE.names.items() if "." not in n and t.kind not in ("list",)}
    lists = {n: t for n, t in SCOPE.names.items() if n in ("tags", "no_tags")}
    bench = Bench(store, scalars | lists, [VALUES])
    chosen = [c for _, c in CASES if c.get("sql")]
    answers = bench.answers([bench.sql(parse(c["text"]), ENV) for c in chosen])
    assert len(chosen) > 150
    wrong = [(c["text"], a[0], c["result"]) for c, a in zip(chosen, answers) if a[0] != value_of(c["result"])]
    assert wrong == []

"""What every function must have: cases, words in both languages, examples that hold, a place in the reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.expr.conform import cases, record
from tests.expr.test_evaluate import VALUES

from suyuan.expr import FUNCTIONS, Function, evaluate, parse
from suyuan.expr.docs import GROUPS, written
from suyuan.expr.functions.texts import shown
from suyuan.expr.node import Call, walk
from suyuan.expr.rows import ELSEWHERE, WINDOWS
from suyuan.kernel.i18n import catalogue

ROOT = Path(__file__).parents[2]
USED: dict[str, set[str]] = {}
for _, _case in cases():
    for _node in walk(parse(_case["text"]).root):
        if isinstance(_node, Call):
            USED.setdefault(_node.fn, set()).add(_case["text"])


@pytest.mark.parametrize("function", list(FUNCTIONS), ids=FUNCTIONS.keys())
def test_a_function_is_complete(function: Function) -> None:
    assert len(USED.get(function.key, set())) >= 3, "at least three conformance cases"
    assert function.doc.zh
    assert function.doc.en
    assert function.group in GROUPS
    assert function.examples


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if f.key not in WINDOWS | ELSEWHERE], ids=lambda f: f.key)
def test_the_examples_of_a_function_hold(function: Function) -> None:
    rows = [{**VALUES["inputs"][0], "name": "flour"}, {**VALUES["inputs"][1], "name": "salt"}]
    env = record()[2]
    for text, result in function.examples:
        found = shown(env, evaluate(parse(text), {**VALUES, "inputs": rows}, env))
        assert found == (env.user if function.key == "CURRENT_USER" else result), text


def test_what_is_written_out_of_the_functions_is_up_to_date() -> None:
    for file, text in written(ROOT).items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: run python -m suyuan.expr.docs ."


def test_every_word_is_in_both_languages() -> None:
    mine = {k: v for k, v in catalogue().items() if k.startswith("expr.")}
    assert len(mine) > 30
    assert all(words.zh and words.en for words in mine.values())

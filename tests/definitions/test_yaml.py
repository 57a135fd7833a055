"""Definitions as YAML: readable out, strict in, errors that name file, line and remedy."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import suyuan.forms
from suyuan.definitions.document import from_yaml, located, mistakes_in, to_yaml
from suyuan.definitions.yaml_text import MAX_BYTES, dump, load, words
from suyuan.kernel.errors import Invalid, Mistake

assert suyuan.forms

GOOD = """\
form: feeding
label: {zh: 投料记录, en: Feeding}
title: '{no} · {lot}'
fields:
  no: {type: serial, rule: 'FD-{yyMMdd}-{###}'}
  fed: {type: quantity, label: {zh: 实投, en: Fed}, uom: kg, min: 0.001, required: true}
  inputs:
    type: list
    fields:
      lot: {type: lot, required: true}
"""


def refused(text: str, file: str = "feeding.yaml") -> list[str]:
    with pytest.raises(Invalid) as caught:
        from_yaml(text, file)
    return words(caught.value.mistakes, "en")


def test_a_document_comes_out_as_it_reads_best() -> None:
    document = from_yaml(GOOD, "feeding.yaml")
    assert document.kind == "forms"
    assert document.key == "feeding"
    assert mistakes_in(document) == []
    assert to_yaml("forms", document.body) == GOOD


def test_every_mistake_of_the_shape_is_told_with_its_line() -> None:
    text = GOOD.replace("min: 0.001, required: true", "min: few, requird: true")
    text = text.replace("serial", "serail").replace("      lot: {type: lot,", "      lot: {")
    assert words(mistakes_in(from_yaml(text, "feeding.yaml")), "en") == [
        "feeding.yaml:5: There is no field type “serail”; did you mean “serial”?",
        "feeding.yaml:6: unknown key “requird”; did you mean “required”?",
        "feeding.yaml:6: a number is wanted, not “few”",
        "feeding.yaml:10: “type” is missing",
    ]


def test_mistakes_in_chinese() -> None:
    text = GOOD.replace("title:", "titel:")
    assert words(mistakes_in(from_yaml(text, "feeding.yaml")), "zh") == [
        "feeding.yaml:3: 未知的键“titel”；是否想写“title”？"
    ]


def test_broken_yaml_names_its_line() -> None:
    assert refused("form: a\nfields: {b: [}\n")[0].startswith("feeding.yaml:2: this is not YAML: ")
    assert refused("form: a\n\tlabel: b\n")[0].startswith("feeding.yaml:2: this is not YAML: ")


def test_a_key_stands_once() -> None:
    assert refused("form: a\nlabel: x\nlabel: y\n") == [
        "feeding.yaml:3: the key “label” stands twice; please remove one"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("form: a\nfields: &x {}\nviews: *x\n", "feeding.yaml:3: anchors, aliases and tags"),
        ("form: !!python/object/apply:os.system [ls]\n", "feeding.yaml:1: anchors, aliases and tags"),
        ("form: a\n---\nform: b\n", "feeding.yaml:2: one file holds one definition"),
        ("form: a\n? [b]\n: c\n", "feeding.yaml:2: a key must be a word"),
        ("- form: a\n", "feeding.yaml:1: “key: value” pairs are wanted"),
        ("fields: {}\n", "feeding.yaml:1: it is not clear what this defines"),
        ("form: Feeding!\n", "feeding.yaml:1: “Feeding!” cannot be a key"),
        ("form: a\nx: " + "[" * 40 + "]" * 40, "feeding.yaml:2: the file is nested too deep"),
        ("[" * 100_000, "feeding.yaml:1: the file is nested too deep"),
        ("form: a\nx: [" + "1," * 60_000 + "]", "feeding.yaml:2: the file is nested too deep or holds too much"),
        ("form: a # " + "x" * MAX_BYTES, "feeding.yaml: the file is too big"),
        ("form: a\x00\n", "feeding.yaml: this is not YAML"),
    ],
)
def test_hostile_yaml_is_refused(text: str, said: str) -> None:
    assert refused(text)[0].startswith(said)


def test_words_that_other_yamls_read_as_truth_are_words_here() -> None:
    body = load("no: yes\non: off\nn: 1_000\nsex: 012\nt: 1:30\nd: 2026-11-22\ne: 1e3\nnone: ~\n").body
    assert body == {"no": "yes", "on": "off", "n": "1_000", "sex": "012", "t": "1:30", "d": "2026-11-22", "e": "1e3",
                    "none": None}  # fmt: skip


def test_numbers_are_exact() -> None:
    body = load("a: 0.10\nb: -3\nc: '3'\n").body
    assert str(body["a"]) == "0.10"
    assert isinstance(body["a"], Decimal)
    assert body["b"] == -3
    assert body["c"] == "3"


def test_mistakes_found_while_publishing_find_their_lines_too() -> None:
    document = from_yaml(GOOD, "feeding.yaml")
    found = located(document, [Mistake("feeding/fields.inputs.fields.lot.where", "forms.required")])
    assert found[0].path == "feeding.yaml:10"


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"))
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | TEXT
    | st.decimals(places=3, min_value=-999, max_value=999),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(TEXT, PLAIN, max_size=5))
def test_what_is_written_is_read_back(body: dict[str, object]) -> None:
    assert load(dump(body)).body == body

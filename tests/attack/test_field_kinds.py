"""Scripts, markup and odd characters through every text that the kinds of field take: words at most, or refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from suyuan.forms.document import dump, parse
from suyuan.forms.live import LiveForm
from suyuan.forms.rich import clean_html, from_words
from suyuan.kernel.errors import Invalid
from suyuan.records.files import file_name, media_type
from suyuan.store.engine import Store
from tests.attack.payloads import PAYLOADS
from tests.forms.plant import PlantLook, published

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)

SAFE = re.compile(r"</?(?:p|h2|h3|ul|ol|li|strong|em)>|<br>|<a href=\"https?://[^\"<>\s]+\">|</a>|[^<>]")

KINDS = """
form: kinds
label: {zh: 类型, en: Kinds}
fields:
  short: {type: text, max: 200}
  story: {type: rich_text}
  place: {type: address}
  start: {type: time}
  part: {type: tree, branches: [{key: a, label: A}]}
  birds: {type: catch_weight, uom: kg}
  code: {type: scan}
"""


@pytest.fixture
def form(store: Store) -> LiveForm:
    return published(store, KINDS).form("kinds")


def test_rich_text_and_notes_keep_nothing_that_runs(form: LiveForm) -> None:
    assert len(set(PAYLOADS)) == 100
    for payload in PAYLOADS:
        for html in (clean_html(payload), from_words(payload), note_of(payload)):
            assert SAFE.sub("", html) == "", payload
            assert "javascript:" not in re.sub(r">[^<]*<", "><", f">{html}<").lower()
        values, _ = form.check({"story": payload}, PlantLook())
        assert SAFE.sub("", values["story"] or "") == "", payload


def note_of(payload: str) -> str:
    body = {"label": "x", "fields": {"n": {"type": "note", "text": {"zh": payload, "en": payload}}}}
    made, mistakes = parse("a", body)
    assert mistakes == []
    assert made is not None
    return str(made.fields[0].options.text.en)


def test_labels_hints_and_options_stay_the_words_they_were(form: LiveForm) -> None:
    for payload in PAYLOADS:
        words = {"zh": payload, "en": payload}
        field: dict[str, Any] = {"label": words, "hint": words}
        fields = {
            "a": {**field, "type": "color_tag", "options": [{"key": "k", "label": words}]},
            "b": {**field, "type": "tree", "branches": [{"key": "k", "label": words}]},
            "c": {**field, "type": "number", "suffix": payload},
            "d": {**field, "type": "divider"},
        }
        made, mistakes = parse("a", {"label": words, "fields": fields})
        assert mistakes == []
        assert made is not None
        told = dump(made)["fields"]
        assert [told[key]["label"] for key in "abcd"] == [words] * 4
        assert told["b"]["branches"][0]["label"] == words
        assert told["c"]["suffix"] == payload


def test_values_are_words_or_refused_and_never_something_else(form: LiveForm) -> None:
    for payload in PAYLOADS:
        given = dict.fromkeys(("short", "place", "start", "part", "code"), payload)
        values, mistakes = form.check(
            {**given, "birds": {"pieces": payload, "value": payload, "uom": payload}}, PlantLook()
        )
        refused = {m.path.partition(".")[0] for m in mistakes}
        assert {"start", "part", "birds"} <= refused
        for key in ("short", "place"):
            assert key in refused or values[key] == payload.strip()


def test_file_names_are_text_without_folders_and_no_content_is_told_as_markup(form: LiveForm) -> None:
    for payload in PAYLOADS:
        try:
            name = file_name(f"{payload}.png")
        except Invalid:
            continue
        assert not set(name) & set("/\\\t\n\r\0")
        assert media_type(payload.encode()) in ("text/plain", "application/octet-stream")

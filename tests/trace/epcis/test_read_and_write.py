from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standards import documents, needed

from suyuan.kernel.errors import Malformed
from suyuan.trace.epcis.check import check
from suyuan.trace.epcis.read import document_of, read_document, read_json
from suyuan.trace.epcis.write import epcis_document, query_document, write_document, write_json

PO = '{"@context": "https://ref.gs1.org/standards/epcis/epcis-context.jsonld", "type": "ObjectEvent", %s}'


def lexemes(data: bytes) -> object:
    """The document with every number as its own text and every object as ordered pairs."""
    text = data.decode("utf-8-sig")
    return json.loads(text, parse_float=lambda t: ("n", t), parse_int=lambda t: ("n", t), object_pairs_hook=list)


@needed
@pytest.mark.parametrize("file", documents("epcis/gs1-json", "epcis/openepcis", "epcis/eventhash", "trace"), ids=str)
def test_a_document_comes_out_as_it_came_in(file):
    data = file.read_bytes()
    assert lexemes(write_json(read_document(data).value)) == lexemes(data)


def test_numbers_keep_their_spelling_and_are_exact():
    value = read_json(b'{"b": 1.0, "a": [10, 1E2, -0.50, 12345678901234567890.123456789]}')
    assert write_json(value) == b'{"b":1.0,"a":[10,1E2,-0.50,12345678901234567890.123456789]}'
    assert value["a"][3] == Decimal("12345678901234567890.123456789")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip


@given(json_values)
def test_any_json_value_survives_reading_and_writing(value):
    data = json.dumps(value, default=str, ensure_ascii=False).encode()
    assert lexemes(write_json(read_json(data))) == lexemes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a": 1, "a": 2}', "duplicate"),
        (b'{"a": NaN}', "number"),
        (b'{"a": -Infinity}', "number"),
        (b'{"a": 1e999}', "number"),
        (b'{"a": ' + b"9" * 200 + b"}", "number"),
        (b"[" * 65 + b"]" * 65, "depth"),
        (b"[" * 100_000 + b"]" * 100_000, "depth"),
        (b'{"a": }', "syntax"),
        (b'{"a": 1} x', "syntax"),
        (b'{"a": "\xff"}', "encoding"),
        (b'{"a": "\\ud800"}', "character"),
        (b'{"a\\u0000": 1}', "character"),
        (b'{"a": "tab\there"}', "syntax"),
        (b'"text"', "kind"),
    ],
)
def test_what_is_no_strict_json_is_refused(data, code):
    with pytest.raises(Malformed) as refused:
        read_document(data)
    assert refused.value.code == f"trace.epcis_json_{code}"


def test_depth_64_is_still_read():
    assert read_json(b"[" * 64 + b"]" * 64)


def test_events_are_found_in_every_kind_of_document():
    event = {"type": "ObjectEvent"}
    assert document_of(event).paths == [""]
    assert document_of([event, event]).paths == ["[0]", "[1]"]
    whole = {"type": "EPCISDocument", "epcisBody": {"eventList": [event]}}
    assert document_of(whole).paths == ["epcisBody.eventList[0]"]
    query = query_document([event], creation_date="2026-01-01T00:00:00Z")
    assert document_of(query).paths == ["epcisBody.queryResults.resultsBody.eventList[0]"]
    assert document_of(query).events == [event]


def test_events_of_documents_that_mean_different_things_by_a_prefix_stay_apart():
    one = {"type": "ObjectEvent", "ex:a": "1"}
    contexts = [["https://c.example/epcis", {"ex": "https://one.example/"}], {"ex": "https://two.example/"}]
    made = epcis_document([one, one], contexts, creation_date="2026-01-01T00:00:00Z")
    assert made["@context"] == contexts[0]
    assert made["epcisBody"]["eventList"] == [one, {"@context": contexts[1], **one}]


@needed
def test_captured_events_written_together_make_a_right_document():
    read = [read_document(f.read_bytes()) for f in documents("epcis/gs1-json")]
    events = [e for d in read for e in d.events]
    contexts = [d.context for d in read for _ in d.events]
    data = write_document(events, contexts, creation_date="2026-01-01T00:00:00Z")
    again = read_document(data)
    assert check(again, strict=True) == []
    assert [{k: v for k, v in e.items() if k != "@context"} for e in again.events] == [
        {k: v for k, v in e.items() if k != "@context"} for e in events
    ]

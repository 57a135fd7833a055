from __future__ import annotations

import json

import pytest
from standards import FOLDER, documents, needed

from suyuan.trace.epcis.hash import event_hash, pre_hash, utc_millis
from suyuan.trace.epcis.read import document_of, read_document, read_json


@needed
@pytest.mark.parametrize("file", documents("epcis/eventhash"), ids=str)
def test_the_hash_of_every_reference_document_is_the_expected_one(file):
    document = read_document(file.read_bytes())
    texts = [pre_hash(document, e) for e in document.events]
    assert texts == [line for line in file.with_suffix(".prehashes").read_text("utf-8").splitlines() if line]
    assert [event_hash(document, e) for e in document.events] == file.with_suffix(".hashes").read_text().split()


@needed
def test_events_that_differ_in_spelling_only_hash_equally():
    document = read_document((FOLDER / "epcis/eventhash-equal/ReferenceEventHashAlgorithm.json").read_bytes())
    assert len({event_hash(document, e) for e in document.events}) == 1


EVENT = {
    "type": "ObjectEvent",
    "eventTime": "2026-07-22T06:45:00.0004+08:00",
    "eventTimeZoneOffset": "+08:00",
    "action": "OBSERVE",
    "bizStep": "receiving",
    "epcList": ["urn:epc:id:sgtin:4012345.011111.9876", "urn:epc:id:sscc:4012345.3111111111"],
    "quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.A1", "quantity": 1.50, "uom": "KGM"}],
    "own:field": {"own:b": 1.0, "own:a": ["x", "y"]},
}
CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"own": "https://own.example/"}]


def hashed(event, context=CONTEXT):
    document = document_of(read_json(json.dumps({"@context": context, **event}).encode()))
    return event_hash(document, document.events[0])


@pytest.mark.parametrize(
    "changes",
    [
        {"eventTime": "2026-07-21T22:45:00Z"},
        {"bizStep": "urn:epcglobal:cbv:bizstep:receiving"},
        {"bizStep": "https://ref.gs1.org/cbv/BizStep-receiving"},
        {
            "epcList": [
                "https://plant.example/x/00/340123451111111111?a=1",
                "https://id.gs1.org/01/04012345111118/21/9876",
            ]
        },
        {"quantityList": [{"uom": "KGM", "quantity": 1.5, "epcClass": "https://own.example/01/04012345123456/10/A1"}]},
        {"eventID": "urn:uuid:b1a2", "recordTime": "2026-07-23T00:00:00Z"},
        {"own:field": {"own:a": ["y", "x"], "own:b": 1}},
        {"childQuantityList": []},
        {"errorDeclaration": {"declarationTime": "2026-07-23T00:00:00Z"}},
    ],
)
def test_another_spelling_hashes_equally(changes):
    assert hashed({**EVENT, **changes}) == hashed(EVENT)


def test_the_name_of_a_prefix_does_not_matter():
    other = {k: v for k, v in EVENT.items() if k != "own:field"}
    other["o:field"] = {"o:b": 1, "o:a": ["x", "y"]}
    assert hashed(other, [CONTEXT[0], {"o": "https://own.example/"}]) == hashed(EVENT)


@pytest.mark.parametrize(
    "changes",
    [
        {"bizStep": "shipping"},
        {"own:field": "x"},
        {"eventTime": "2026-07-22T06:45:01+08:00"},
        {"disposition": "expired"},
    ],
)
def test_another_event_hashes_differently(changes):
    assert hashed({**EVENT, **changes}) != hashed(EVENT)


@pytest.mark.parametrize(
    ("given", "utc"),
    [
        ("2019-10-21T01:58:56+02:00", "2019-10-20T23:58:56.000Z"),
        ("2022-02-16T08:40:21.3142715Z", "2022-02-16T08:40:21.314Z"),
        ("2022-12-31T23:59:59.9995Z", "2023-01-01T00:00:00.000Z"),
        ("not a time", "not a time"),
        ("2022-13-01T00:00:00Z", "2022-13-01T00:00:00Z"),
    ],
)
def test_times_are_utc_with_milliseconds(given, utc):
    assert utc_millis(given) == utc

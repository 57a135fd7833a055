from __future__ import annotations

import copy
import json
import random

import pytest
from standards import AGAINST_SCHEMA, FOLDER, documents, needed, schema

from suyuan.kernel.i18n import catalogue
from suyuan.trace.epcis.check import check, doubts
from suyuan.trace.epcis.event import events_of
from suyuan.trace.epcis.read import document_of, read_document, read_json
from suyuan.trace.epcis.write import write_json

INVALID = {
    "Combination_of_events_with_missing_mandatory_fields.json": [
        ("epcisBody.eventList[0].action", "required"),
        ("epcisBody.eventList[1].eventTimeZoneOffset", "required"),
        ("epcisBody.eventList[1].action", "required"),
    ],
    "Combination_of_non_standard_bizStep_and_disposition.json": [
        ("epcisBody.eventList[0].bizStep", "word_biz_step"),
        ("epcisBody.eventList[1].disposition", "word_disposition"),
    ],
    "EPCISDocument_without_context.json": [("@context", "required")],
    "ObjectEvent_with_invalid_action.json": [("epcisBody.eventList[0].action", "action")],
    "ObjectEvent_with_invalid_certificationInfo.json": [
        ("epcisBody.eventList[0].certificationInfo[0]", "not_text"),
        ("epcisBody.eventList[0].certificationInfo[1]", "not_text"),
    ],
    "ObjectEvent_with_invalid_eventTime_format.json": [("epcisBody.eventList[0].eventTime", "not_time")],
    "ObjectEvent_with_non_standard_disposition.json": [("epcisBody.eventList[0].disposition", "word_disposition")],
    "ObjectEvent_with_unknown_field_in_quantityList.json": [
        ("epcisBody.eventList[0].quantityList[0].weight", "unknown_field")
    ],
}

EVENT = {
    "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    "type": "ObjectEvent",
    "eventTime": "2026-07-22T06:45:00+08:00",
    "eventTimeZoneOffset": "+08:00",
    "action": "ADD",
    "epcList": ["https://id.gs1.org/01/09521141012345/21/2017"],
}


def codes(event, strict=False):
    return [(m.path, m.code.removeprefix("trace.epcis_")) for m in check(as_document(event), strict)]


def as_document(value):
    return document_of(read_json(json.dumps(value).encode()))


@needed
@pytest.mark.parametrize(
    "file", documents("epcis/gs1-json", "epcis/openepcis/Capture/Documents", "epcis/openepcis/Capture/Events"), ids=str
)
def test_official_documents_are_right(file):
    document = read_document(file.read_bytes())
    assert check(document) == []
    assert {m.code for m in check(document, strict=True)} >= AGAINST_SCHEMA.get(file.name, set())


@needed
@pytest.mark.parametrize("file", documents("epcis/openepcis/Capture/Invalid"), ids=str)
def test_official_invalid_documents_are_refused_for_their_reason(file):
    found = [(m.path, m.code) for m in check(read_document(file.read_bytes()))]
    assert found == [(path, f"trace.epcis_{code}") for path, code in INVALID[file.name]]


@needed
@pytest.mark.parametrize("file", documents("trace"), ids=str)
def test_real_seafood_chains_are_taken(file):
    assert check(read_document(file.read_bytes())) == []


@needed
def test_a_time_without_offset_is_local_to_the_event_and_a_doubt():
    document = read_document((FOLDER / "trace/EPCISQueryDocument_with_masterdata.jsonld").read_bytes())
    assert [m.code for m in doubts(document) if "Time" in m.path] == ["trace.epcis_local_time"]
    assert [m.code for m in check(document, strict=True) if "eventTime" in m.path] == ["trace.epcis_not_time"]
    (event,) = events_of(document)
    assert event.time.isoformat() == "2023-06-29T09:04:13.013000+00:00"


def spots(value, path=()):
    """Every place in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in items:
        yield from spots(held, (*path, key))


def changed(value, path, change):
    made = copy.deepcopy(value)
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return made


def rename(holder, key):
    if isinstance(holder, dict):
        holder[f"un{key}"] = holder.pop(key)
    else:
        holder.insert(0, holder[key])


CHANGES = [
    lambda holder, key: holder.pop(key),
    rename,
    *(
        lambda holder, key, value=value: holder.__setitem__(key, value)
        for value in (None, True, 7, "", "no uri", "receiving", [], {}, ["x y"], {"a": 1}, "urn:x:y", "OBSERVE",
                      "DELETE", "2026-02-30T00:00:00Z", "https://gs1.org/voc/Nonsense",
                      "urn:epcglobal:cbv:bizstep:receiving")
    ),
]  # fmt: skip


@needed
@pytest.mark.parametrize(
    "file", documents("epcis/gs1-json", "epcis/openepcis/Capture/Documents", "epcis/openepcis/Capture/Events"), ids=str
)
def test_whatever_the_schema_refuses_is_refused(file):
    whole = json.loads(file.read_text("utf-8-sig"))
    places = [p for p in spots(whole) if p]
    chance = random.Random(file.name)
    for path in chance.sample(places, min(len(places), 25)):
        made = changed(whole, path, chance.choice(CHANGES))
        if not schema().is_valid(made):
            assert check(as_document(made), strict=True), (path, "the schema refuses this")


@needed
@pytest.mark.parametrize("change", range(len(CHANGES)))
@pytest.mark.parametrize("type", ["object", "aggregation"])
def test_every_single_change_of_a_full_event_that_the_schema_refuses_is_refused(type, change):
    file = next(f for f in documents("epcis/gs1-json") if f.name == f"{type}_event_all_possible_fields.jsonld")
    whole = json.loads(file.read_text("utf-8-sig"))
    del whole["epcisBody"]["eventList"][1:]
    places = [p for p in spots(whole) if p and not any(":" in str(k) for k in p[:-1])]
    for path in places[change % 3 :: 3]:
        made = changed(whole, path, CHANGES[change])
        if not schema().is_valid(made):
            assert check(as_document(made), strict=True), (path, "the schema refuses this")


def test_a_right_event_is_right():
    assert codes(EVENT) == []


@pytest.mark.parametrize("spelling", ["receiving", "urn:epcglobal:cbv:bizstep:receiving", "cbv:BizStep-receiving",
                                      "https://ref.gs1.org/cbv/BizStep-receiving", "https://ns.gs1.org/cbv/BizStep-receiving",
                                      "https://plant.example/step/thawing", "gdst:thawing"])  # fmt: skip
def test_a_business_step_may_be_spelled_any_way(spelling):
    assert codes({**EVENT, "bizStep": spelling}) == []


@pytest.mark.parametrize("spelling", ["recieving", "urn:epcglobal:cbv:bizstep:recieving", "cbv:BizStep-recieving",
                                      "https://ref.gs1.org/cbv/BizStep-recieving", "Receiving", ""])  # fmt: skip
def test_a_business_step_that_claims_to_be_standard_has_to_be(spelling):
    assert codes({**EVENT, "bizStep": spelling}) == [("bizStep", "word_biz_step")]


def test_every_mistake_is_told_at_once():
    event = {
        **EVENT, "eventTime": "22-07-2026", "weight": 5, "action": "CREATE", "ilmd": {"lotNumber": "1"},
        "quantityList": [{"epcClass": "x", "quantity": "5", "uom": "kg"}, {"quantity": -1}],
    }  # fmt: skip
    assert sorted(codes(event)) == sorted([
        ("eventTime", "not_time"), ("weight", "unknown_field"), ("action", "action"), ("ilmd", "ilmd_action"),
        ("ilmd.lotNumber", "unknown_field"), ("quantityList[0].epcClass", "not_uri"),
        ("quantityList[0].quantity", "not_number"), ("quantityList[0].uom", "uom"),
        ("quantityList[1].epcClass", "required"), ("quantityList[1].quantity", "negative"),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"epcList": [EVENT["epcList"][0]] * 2}, [("epcList[1]", "repeated")]),
        ({"type": "AggregationEvent", "epcList": ...}, [("", "needs_what"), ("parentID", "needs_parent")]),
        ({"type": "AssociationEvent", "epcList": ...}, [("", "needs_what"), ("parentID", "required")]),
        ({"type": "TransformationEvent", "epcList": ..., "action": ...}, [("", "needs_both")]),
        ({"type": "TransactionEvent"}, [("bizTransactionList", "required")]),
        ({"type": "Happening"}, [("type", "event_type")]),
        ({"eventTimeZoneOffset": "+15:00"}, [("eventTimeZoneOffset", "offset")]),
        ({"eventTime": "2026-02-30T00:00:00Z"}, [("eventTime", "not_time")]),
        ({"errorDeclaration": {}}, [("errorDeclaration.declarationTime", "required")]),
        ({"@context": ...}, [("@context", "required")]),
        ({"epcList": ["https://例.example/1"]}, [("epcList[0]", "not_uri")]),
        ({"sensorElementList": [{"sensorReport": []}]}, [("sensorElementList[0].sensorReport", "empty")]),
    ],
)
def test_rules_of_single_fields(changes, found):
    event = {k: v for k, v in {**EVENT, **changes}.items() if v is not ...}
    assert sorted(codes(event)) == found


def test_wrong_check_digits_and_epcs_are_doubts_not_mistakes():
    event = {**EVENT, "epcList": ["https://x.example/01/09521141012346/21/1", "urn:epc:id:sscc:08600031303.0003"]}
    assert codes(event) == []
    assert [(m.path, m.code) for m in doubts(as_document(event))] == [
        ("epcList[0]", "codes.ai_check"), ("epcList[1]", "codes.epc_syntax")
    ]  # fmt: skip


@needed
def test_every_refusal_has_words_in_both_languages():
    texts = catalogue()
    found = {m.code for f in documents("epcis/openepcis") for m in check(read_document(f.read_bytes()))}
    for file in documents("epcis/gs1-json/WithFullCombinationOfFields"):
        whole = read_document(file.read_bytes()).value
        for path in [p for p in spots(whole) if p]:
            for change in CHANGES[:12]:
                made = changed(whole, path, change)
                found |= {m.code for m in check(document_of(made))}
    assert len(found) > 20
    assert all(texts[code].zh and texts[code].en for code in found)
    assert write_json({}) == b"{}"

"""Somebody else's supply chains go in, trace right, and come out unchanged."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, Invalid, SuyuanError
from suyuan.records.capture import capture
from suyuan.records.epcis_out import export
from suyuan.trace.balance import replay
from suyuan.trace.epcis.read import read_json
from suyuan.trace.graph import TraceGraph
from suyuan.trace.lots import find

FOLDER = Path(__file__).resolve().parents[2] / "../shared/standards"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of standards' test documents is not here")
CHAINS = sorted((FOLDER / "trace").glob("*.jsonld"))
OFFICIAL = sorted(
    file
    for part in ("gs1-json", "openepcis/Capture/Documents", "openepcis/Capture/Events")
    for file in (FOLDER / "epcis" / part).rglob("*.json*")
    if file.name != "AssociationEvent-h.jsonld"  # writes eventID twice in one object
)


def take(store, *documents: bytes):
    return [capture(store, document, by=CLI) for document in documents]


def events_in(document: bytes) -> list[dict]:
    body = json.loads(document.decode("utf-8-sig"), parse_float=Decimal)["epcisBody"]
    return body["eventList"] if "eventList" in body else body["queryResults"]["resultsBody"]["eventList"]


def edges(events: list[dict]) -> set[tuple[str, str]]:
    """From what went in to what came out, and from contents to containers: read naively from the JSON."""
    found: set[tuple[str, str]] = set()
    whole: dict[str, tuple[set[str], set[str]]] = {}
    for number, event in enumerate(events):
        if event["type"] == "TransformationEvent":
            ins, outs = whole.setdefault(event.get("transformationID", f"#{number}"), (set(), set()))
            ins |= {*event.get("inputEPCList", ()), *(q["epcClass"] for q in event.get("inputQuantityList", ()))}
            outs |= {*event.get("outputEPCList", ()), *(q["epcClass"] for q in event.get("outputQuantityList", ()))}
        elif event["type"] == "AggregationEvent" and event["action"] == "ADD":
            children = {*event.get("childEPCs", ()), *(q["epcClass"] for q in event.get("childQuantityList", ()))}
            found |= {(child, event["parentID"]) for child in children}
    return found | {(i, o) for ins, outs in whole.values() for i in ins for o in outs}


def walk(start: str, pairs: set[tuple[str, str]]) -> set[str]:
    reached, fresh = {start}, {start}
    while fresh:
        fresh = {out for inn, out in pairs if inn in fresh} - reached
        reached |= fresh
    return reached


@needed
@pytest.mark.parametrize("file", CHAINS, ids=lambda f: f.stem)
def test_a_seafood_chain_traces_as_its_events_say(file, store):
    take(store, file.read_bytes())
    events = events_in(file.read_bytes())
    forward = edges(events)
    back = {(out, inn) for inn, out in forward}
    with store.read() as conn:
        for code in {unit for pair in forward for unit in pair}:
            start = find(conn, code)
            graph = TraceGraph(conn)
            assert {u.code for u in graph.back(start.id).units} == walk(code, back)
            assert {u.code for u in graph.forward(start.id).units} == walk(code, forward)
        assert replay(conn) == []


@needed
def test_all_chains_live_in_one_plant_and_capturing_again_changes_nothing(store):
    documents = [file.read_bytes() for file in CHAINS]
    first = take(store, *documents)
    again = take(store, *documents)
    assert all(done.fresh == len(done.events) for done in first)
    assert all(done.fresh == 0 for done in again)
    assert [done.events for done in again] == [done.events for done in first]


@needed
@pytest.mark.parametrize("file", OFFICIAL, ids=lambda f: f.stem)
def test_an_official_document_comes_out_as_it_went_in(file, store):
    given = file.read_bytes()
    take(store, given)
    told = export(store, by=CLI)
    assert read_json(told) == read_json(given.removeprefix(b"\xef\xbb\xbf"))


@needed
def test_events_of_several_documents_come_out_each_unchanged(store):
    documents = [file.read_bytes() for file in CHAINS]
    take(store, *documents)
    told = {json.dumps(event, sort_keys=True, default=str) for event in events_in(export(store, by=CLI))}
    sent = [event for document in documents for event in events_in(document)]
    bare = {json.dumps({k: v for k, v in json.loads(e).items() if k != "@context"}, sort_keys=True) for e in told}
    for event in sent:
        shown = json.loads(json.dumps(event, default=str))
        assert json.dumps({k: v for k, v in shown.items() if k != "@context"}, sort_keys=True) in bare


@needed
@pytest.mark.parametrize(
    "file", sorted((FOLDER / "epcis/openepcis/Capture/Invalid").glob("*.json")), ids=lambda f: f.stem
)
def test_an_invalid_document_is_refused_and_leaves_no_trace(file, store):
    with pytest.raises(SuyuanError):
        take(store, file.read_bytes())
    assert events_in(export(store, by=CLI)) == []


LOT = "urn:epc:class:lgtin:4012345.012345.A1"


def event(**more):
    return {
        "type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning",
        "eventTime": "2026-07-22T06:45:00+08:00", "eventTimeZoneOffset": "+08:00",
        "quantityList": [{"epcClass": LOT, "quantity": 12.5, "uom": "KGM"}], **more,
    }  # fmt: skip


def document(*events):
    return json.dumps({
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPCISDocument",
        "schemaVersion": "2.0", "creationDate": "2026-07-22T06:45:00+08:00", "epcisBody": {"eventList": list(events)},
    }).encode()  # fmt: skip


def test_an_error_declaration_takes_the_event_back_and_both_stay_visible(store):
    wrong = event(eventID="urn:uuid:1")
    declared = wrong | {
        "errorDeclaration": {"declarationTime": "2026-07-23T06:45:00+08:00", "correctiveEventIDs": ["urn:uuid:2"]}
    }
    right = event(eventID="urn:uuid:2", quantityList=[{"epcClass": LOT, "quantity": 10, "uom": "KGM"}])
    take(store, document(wrong), document(right), document(declared))
    with store.read() as conn:
        assert find(conn, LOT).on_hand == 10
        assert replay(conn) == []
    assert [e["eventID"] for e in events_in(export(store, by=CLI))] == ["urn:uuid:1", "urn:uuid:2", "urn:uuid:1"]


def test_another_event_under_a_known_id_is_refused(store):
    take(store, document(event(eventID="urn:uuid:1")))
    with pytest.raises(Conflict):
        take(store, document(event(eventID="urn:uuid:1", bizStep="inspecting")))


def test_an_event_without_id_told_in_other_words_is_the_same_event(store):
    take(store, document(event()))
    (again,) = take(store, document(event(bizStep="https://ref.gs1.org/cbv/BizStep-commissioning")))
    assert again.fresh == 0


def test_a_document_with_one_wrong_event_is_refused_whole(store):
    with pytest.raises(Invalid):
        take(store, document(event(eventID="urn:uuid:1"), event(action="CHANGE")))
    assert events_in(export(store, by=CLI)) == []


def test_a_urn_and_a_digital_link_of_one_lot_are_one_unit(store):
    link = "https://example.org/01/04012345123456/10/A1"
    take(
        store,
        document(event()),
        document(event(action="OBSERVE", quantityList=[{"epcClass": link, "quantity": 1, "uom": "KGM"}])),
    )
    with store.read() as conn:
        assert find(conn, link).id == find(conn, LOT).id

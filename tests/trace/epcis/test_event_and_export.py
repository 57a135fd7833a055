from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from standards import documents, needed, schema

from suyuan.kernel.errors import Invalid
from suyuan.trace.epcis import vocabulary as cbv
from suyuan.trace.epcis.check import check, doubts
from suyuan.trace.epcis.event import events_of
from suyuan.trace.epcis.read import read_document
from suyuan.trace.epcis.to_epcis import OwnDeclaration, OwnEvent, OwnUnit, export, lot_uri, place_uri, to_epcis

LISTS = {
    f"{name}List"
    for name in ["epc", "quantity", "childQuantity", "inputEPC", "inputQuantity", "outputEPC", "outputQuantity"]
} | {"childEPCs"}
AT = datetime(2026, 7, 21, 22, 45, tzinfo=UTC)
FLOUR = OwnUnit(lot_uri("F-1", "plant.example"), Decimal("12.500"), "KGM")
DOUGH = OwnUnit(lot_uri("D/1 号", "plant.example", "6901234567892"), Decimal("0.0000001"), "TNE")
PALLET = OwnUnit("https://plant.example/00/340123451111111111", Decimal(1), instance=True)


@needed
@pytest.mark.parametrize("file", documents("epcis/gs1-json", "epcis/openepcis/Capture/Documents", "trace"), ids=str)
def test_every_official_event_is_understood(file):
    document = read_document(file.read_bytes())
    if check(document):
        pytest.skip("not a right document")
    for event, raw in zip(events_of(document), document.events, strict=True):
        told = [v for k, v in raw.items() if k in LISTS]
        assert len(event.units) == sum(map(len, told)) + ("parentID" in raw)
        assert event.time.tzinfo is UTC
        assert event.biz_step is None or event.biz_step in cbv.BIZ_STEPS or ":" in event.biz_step


def test_roles_quantities_and_words_are_normalised():
    document = read_document(json.dumps({
        "@context": [{"own": "https://own.example/"}], "type": "TransformationEvent",
        "eventTime": "2026-07-22T06:45:00+08:00", "eventTimeZoneOffset": "+08:00",
        "inputQuantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.A1", "quantity": 2.50, "uom": "KGM"}],
        "outputEPCList": ["https://x.example/01/04012345111118/21/1"], "bizStep": "cbv:BizStep-commissioning",
        "disposition": "own:resting", "readPoint": {"id": "urn:epc:id:sgln:4012345.00005.0"},
        "sourceList": [{"type": "urn:epcglobal:cbv:sdt:location", "source": "urn:epc:id:sgln:4012345.00005.0"}],
    }).encode())  # fmt: skip
    assert check(document) == []
    (event,) = events_of(document)
    (used,), (made,) = event.of("input"), event.of("output")
    assert (used.key, used.quantity, used.uom) == ("https://id.gs1.org/01/04012345123456/10/A1", Decimal("2.5"), "KGM")
    assert used.is_class
    assert not made.is_class
    assert made.key == "https://id.gs1.org/01/04012345111118/21/1"
    assert event.time == AT
    assert event.biz_step == "commissioning"
    assert event.disposition == "https://own.example/resting"
    assert event.read_point == "https://id.gs1.org/414/4012345000054"
    assert event.sources == (("location", event.read_point),)


def own(verb, **fields):
    return OwnEvent("0198c3f0-0000-7000-8000-000000000001", verb, AT, "+08:00", **fields)


OWN = [
    own("receive", objects=(FLOUR,), sources=(("owning_party", "https://s.example/417/6901234567892"),),
        disposition="in_progress"),
    own("create", objects=(DOUGH,), ilmd={"cbvmda:bestBeforeDate": "2026-08-01"}),
    own("transform", inputs=(FLOUR,), outputs=(DOUGH,), ilmd={"suyuan:recipe": "R-1"}),
    own("transform", inputs=(FLOUR,)),
    own("move", objects=(FLOUR, PALLET), biz_location=place_uri("冷库 1", "plant.example")),
    own("pack", parent=PALLET.uri, children=(DOUGH,)),
    own("unpack", parent=PALLET.uri),
    own("ship", objects=(PALLET,), biz_transactions=(("desadv", "urn:own:1"), (None, "urn:own:2")),
        destinations=(("possessing_party", "https://c.example/party/C-004"),)),
    own("observe", objects=(OwnUnit(FLOUR.uri),), read_point=place_uri("L1", "plant.example", "6901234567892")),
    own("dispose", objects=(FLOUR,), record_time=AT,
        error_declaration=OwnDeclaration(AT, "incorrect_data", ("urn:uuid:2",))),
]  # fmt: skip


@needed
def test_our_own_events_are_right_under_our_rules_and_under_the_schema():
    data = export(OWN, AT, "+08:00")
    document = read_document(data)
    assert check(document, strict=True) == []
    assert doubts(document) == []
    assert list(schema().iter_errors(json.loads(data))) == []


def test_our_own_events_come_back_with_the_same_quantities():
    events = events_of(read_document(export(OWN, AT, "+08:00")))
    assert [u.quantity for u in events[2].units] == [Decimal("12.5"), Decimal("0.0000001")]
    assert [u.role for u in events[5].units] == ["parent", "child"]
    assert [u.quantity for u in events[4].units] == [None, Decimal("12.5")]
    assert all(e.time == AT for e in events)


def test_quantities_are_written_plainly():
    assert b'"quantity":12.5,' in export([OWN[0]], AT)
    assert b'"quantity":0.0000001,' in export([OWN[1]], AT)


def test_an_event_without_units_or_verb_is_refused():
    with pytest.raises(Invalid, match="epcis_no_units"):
        to_epcis(own("ship"))
    with pytest.raises(Invalid, match="epcis_verb"):
        to_epcis(own("juggle", objects=(FLOUR,)))


@needed
def test_the_vocabulary_is_complete():
    graph = json.loads(next(f for f in documents("epcis/spec") if f.name == "CBV.jsonld").read_text("utf-8"))["@graph"]
    names = {entry["@id"] for entry in graph}

    def listed(short):
        return {n.removeprefix(f"cbv:{short}") for n in names if n.startswith(f"cbv:{short}")}

    for words in (
        cbv.BIZ_STEP,
        cbv.DISPOSITION,
        cbv.BIZ_TRANSACTION,
        cbv.SOURCE_DESTINATION,
        cbv.ERROR_REASON,
        cbv.COMPONENT,
    ):
        assert words.words == listed(words.short)
    assert (len(cbv.BIZ_STEPS), len(cbv.DISPOSITIONS)) == (41, 33)
    assert all(label.zh and label.en for label in (*cbv.BIZ_STEPS.values(), *cbv.DISPOSITIONS.values()))

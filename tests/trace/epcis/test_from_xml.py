from __future__ import annotations

from decimal import Decimal

import pytest
from standards import FOLDER, needed

from suyuan.kernel.errors import Malformed
from suyuan.trace.epcis.check import check
from suyuan.trace.epcis.event import events_of
from suyuan.trace.epcis.from_xml import read_any, read_xml
from suyuan.trace.epcis.hash import event_hash, pre_hash
from suyuan.trace.epcis.read import read_document
from suyuan.trace.epcis.write import write_json

DOCTYPE = {
    "event_with_identical_hash_id_6.xml", "aggregation_event_all_possible_fields.xml",
    "object_event_all_possible_fields.xml", "transaction_event_all_possible_fields.xml",
}  # fmt: skip
NO_EVENTS = {"CBV-11.4-2020-06-16a.xml", "Example-CaptureJobSuccess.xml", "Example-CaptureJobWithErrors.xml"}
NO_TYPE = {"SensorDataExamples.xml"}


def xml_files(folder):
    return sorted((FOLDER / folder).rglob("*.xml"))


@needed
@pytest.mark.parametrize("file", xml_files("epcis/eventhash"), ids=str)
def test_the_hash_of_every_reference_xml_is_the_expected_one(file):
    document = read_xml(file.read_bytes())
    texts = [pre_hash(document, e) for e in document.events]
    assert texts == [line for line in file.with_suffix(".prehashes").read_text("utf-8").splitlines() if line]
    assert [event_hash(document, e) for e in document.events] == file.with_suffix(".hashes").read_text().split()


@needed
@pytest.mark.parametrize("file", xml_files("epcis/eventhash-equal"), ids=str)
def test_xml_events_that_differ_in_spelling_only_hash_equally(file):
    document = read_xml(file.read_bytes())
    assert len(document.events) > 1
    assert len({event_hash(document, e) for e in document.events}) == 1


@needed
@pytest.mark.parametrize("file", xml_files("epcis/gs1-xml"), ids=str)
def test_official_xml_documents_are_understood(file):
    if file.name in DOCTYPE | NO_EVENTS:
        with pytest.raises(Malformed, match="doctype" if file.name in DOCTYPE else "kind"):
            read_xml(file.read_bytes())
        return
    document = read_xml(file.read_bytes())
    assert check(document) == []
    strictly = {m.code for m in check(document, strict=True)}
    assert strictly >= ({"trace.epcis_required"} if file.name in NO_TYPE else set())
    assert document.events
    assert read_document(write_json(document.value)).value == document.value


OLD = b"""<?xml version="1.0" encoding="UTF-8"?>
<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:1" xmlns:own="https://own.example/" schemaVersion="1.2"
    xmlns:mda="urn:epcglobal:cbv:mda" creationDate="2026-07-22T06:45:00+08:00">
 <EPCISHeader>
  <h:StandardBusinessDocumentHeader
      xmlns:h="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">
   <h:Sender><h:Identifier>urn:epc:id:sgln:4012345.00005.0</h:Identifier></h:Sender>
  </h:StandardBusinessDocumentHeader>
  <extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:Location">
   <VocabularyElementList><VocabularyElement id="urn:epc:id:sgln:4012345.00005.0">
    <attribute id="urn:epcglobal:cbv:mda#name">\xe5\x86\xb7\xe5\xba\x93</attribute>
    <children><id>urn:epc:id:sgln:4012345.00005.1</id></children>
   </VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension>
 </EPCISHeader>
 <EPCISBody><EventList>
  <ObjectEvent>
   <eventTime>2026-07-22T06:45:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
   <baseExtension><eventID>urn:uuid:1</eventID><errorDeclaration><declarationTime>2026-07-23T00:00:00Z</declarationTime>
    <reason>urn:epcglobal:cbv:er:incorrect_data</reason>
    <correctiveEventIDs><correctiveEventID>urn:uuid:2</correctiveEventID></correctiveEventIDs></errorDeclaration>
   </baseExtension>
   <epcList/><action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>
   <extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:4012345.012345.A</epcClass>
    <quantity>+012.50</quantity><uom>KGM</uom></quantityElement></quantityList>
    <ilmd><mda:lotNumber>A</mda:lotNumber><own:p><own:q>1</own:q><own:q>2</own:q></own:p></ilmd></extension>
   <own:note own:by="x">hello</own:note>
  </ObjectEvent>
  <extension><TransformationEvent>
   <eventTime>2026-07-22T06:45:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
   <inputEPCList><epc>urn:epc:id:sgtin:4012345.011111.1</epc></inputEPCList>
   <outputEPCList><epc>urn:epc:id:sgtin:4012345.011111.2</epc></outputEPCList>
  </TransformationEvent></extension>
 </EventList></EPCISBody>
</e:EPCISDocument>"""


def test_epcis_1_2_is_read_into_the_same_events():
    document = read_any(OLD)
    assert check(document, strict=True) == []
    made, changed = events_of(document)
    assert [u.quantity for u in made.units] == [Decimal("12.50")]
    assert b'"quantity":12.50,' in write_json(document.value)
    assert made.event_id == "urn:uuid:1"
    assert made.error_declaration.reason == "incorrect_data"
    assert made.error_declaration.corrective_events == ("urn:uuid:2",)
    assert made.ilmd == {"cbvmda:lotNumber": "A", "own:p": {"own:q": ["1", "2"]}}
    assert made.raw["own:note"] == {"own:by": "x", "#text": "hello"}
    assert [u.role for u in changed.units] == ["input", "output"]
    assert document.value["sender"] == "urn:epc:id:sgln:4012345.00005.0"
    (location,) = document.header["epcisMasterData"]["vocabularyList"][0]["vocabularyElementList"]
    assert location["attributes"] == [{"id": "urn:epcglobal:cbv:mda#name", "attribute": "冷库"}]
    assert location["children"] == ["urn:epc:id:sgln:4012345.00005.1"]


def test_a_prefix_that_means_two_things_stays_two_things():
    data = OLD.replace(b"<TransformationEvent>", b'<TransformationEvent xmlns:own="https://other.example/">').replace(
        b"</inputEPCList>", b"</inputEPCList><own:a>1</own:a>"
    )
    document = read_xml(data)
    first, second = (pre_hash(document, e) for e in document.events)
    assert "{https://own.example/}note" in first
    assert second.endswith("{https://other.example/}a=1")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml_doctype"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "xml_doctype"),
        (b"<a>&x;</a>", "xml_syntax"),
        (b"<a>", "xml_syntax"),
        (b"<", "xml_syntax"),
        (b"<html/>", "xml_kind"),
        (b"<a>" * 70 + b"</a>" * 70, "json_depth"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "json_encoding"),
        (b"<a>\xff</a>", "xml_syntax"),
    ],
)
def test_unsafe_or_broken_xml_is_refused(data, code):
    with pytest.raises(Malformed) as refused:
        read_any(data)
    assert refused.value.code == f"trace.epcis_{code}"

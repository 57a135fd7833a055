"""One box finds lots, documents, parties and codes; nobody finds what they may not see."""

from __future__ import annotations

import pytest

from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Forbidden, NotFound
from suyuan.records import void
from suyuan.records.lots_of import lots_of
from suyuan.records.options import options
from suyuan.records.search import Hit, search
from tests.records.plant import FORMS, ROLES, Plant, publish

PRINTED = {
    "printing": """
form: printing
label: {zh: 赋码, en: Printing}
title: "{no}"
fields:
  no: {type: serial, rule: "PR-{###}"}
  lot: {type: lot, required: true}
  codes: {type: code_range}
trace: {verb: observe, objects: {lot: lot}}
"""
}


@pytest.fixture
def lot(plant: Plant) -> str:
    return str(plant.receipt(supplier_lot="MILL-77").fields["lot"]["code"])


def find(plant: Plant, text: str, role: str = "boss") -> list[Hit]:
    return search(plant.store, text, by=plant.people[role])


def test_a_lot_code_is_the_first_answer(plant: Plant, lot: str) -> None:
    plant.receipt()
    first = find(plant, lot)[0]
    assert (first.group, first.rank, first.code) == ("lot", 0, lot)


def test_a_suppliers_lot_leads_to_ours(plant: Plant, lot: str) -> None:
    first = find(plant, "mill-7")[0]
    assert (first.group, first.code) == ("supplier_lot", lot)
    assert "MILL-77" in first.hint


def test_a_document_number_leads_to_the_document_and_its_lots(plant: Plant, lot: str) -> None:
    hits = [h for h in find(plant, "RR-") if h.group == "document"]
    assert hits[0].form == "receipt"
    assert hits[0].lots == [lot]


def test_a_customer_leads_to_the_lots_sent_there(plant: Plant, lot: str) -> None:
    plant.write("shipment", customer=plant.shop, lot=lot, quantity={"value": "4", "uom": "kg"})
    (hit,) = [h for h in find(plant, "shop") if h.group == "party"]
    assert hit.id is not None
    found, title = lots_of(plant.store, "supplier", hit.id, by=plant.boss)
    assert title == "Shop"
    assert [one.code for one in found] == [lot]


def test_a_suppliers_lots_are_those_received_from_it(plant: Plant, lot: str) -> None:
    found, _ = lots_of(plant.store, "supplier", plant.mill, by=plant.boss)
    assert [one.code for one in found] == [lot]


def test_a_material_leads_to_its_lots(plant: Plant, lot: str) -> None:
    (hit,) = [h for h in find(plant, "Flour") if h.group == "material"]
    assert hit.id == plant.flour
    assert [one.code for one in lots_of(plant.store, "material", plant.flour, by=plant.boss)[0]] == [lot]


@pytest.mark.parametrize(("text", "found"), [("BX0150", True), ("BX0100", True), ("BX0099", False), ("BX150", False)])
def test_a_printed_serial_is_found_in_the_run_it_lies_in(plant: Plant, lot: str, text: str, found: bool) -> None:
    publish(plant.store, PRINTED)
    plant.write("printing", lot=lot, codes={"from": "BX0100", "to": "BX0199"})
    hits = [h for h in find(plant, text) if h.group == "serial"]
    assert [h.code for h in hits] == ([lot] if found else [])


def test_nobody_finds_what_they_may_not_see(plant: Plant, lot: str) -> None:
    plant.write("shipment", customer=plant.shop, lot=lot, quantity={"value": "4", "uom": "kg"})
    assert find(plant, lot, "nothing") == []
    assert find(plant, "shop", "nothing") == []
    assert [h.form for h in find(plant, "shop", "clerk")] == ["supplier"]
    assert find(plant, "sauce", "clerk") == []
    assert [h.title for h in find(plant, "Mill", "own_only") if h.group == "party"] == ["Mill"]
    assert [h for h in find(plant, "Shop", "own_only") if h.group == "party"] == []
    with pytest.raises(Forbidden):
        lots_of(plant.store, "shipment", plant.shop, by=plant.people["clerk"])
    with pytest.raises(NotFound):
        lots_of(plant.store, "supplier", plant.shop, by=plant.people["own_only"])


def test_voided_documents_are_not_found(plant: Plant) -> None:
    made = plant.write("supplier", name="Gone Ltd")
    void(plant.store, "supplier", made.id, by=plant.boss, reason="wrong")
    assert find(plant, "Gone") == []


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "\\", "x" * 5000, "(01)", "\u202e", "https://a/01/1"])
def test_odd_texts_are_only_texts(plant: Plant, lot: str, text: str) -> None:
    assert all(isinstance(hit, Hit) for hit in find(plant, text))
    assert len(find(plant, text)) <= 20


GTIN = FORMS["material"].replace("conversions: conversions}", "conversions: conversions, gtin: gtin}") + (
    "  gtin: {type: text, max: 14}\n"
)


@pytest.mark.parametrize("typed", ["06901234500011", "6901234500011", "(01)06901234500011"])
def test_a_gtin_as_printed_or_as_typed_leads_to_the_product(plant: Plant, typed: str) -> None:
    publish(plant.store, {"material": GTIN})
    plant.write("material", code="P", name="Dumplings", gtin="06901234500011")
    assert [(hit.group, hit.title) for hit in find(plant, typed)] == [("material", "Dumplings")]


@pytest.mark.parametrize(
    "scanned", ["06901234500011", "6901234500011", "(01)06901234500011(10)A1", "https://id.gs1.org/01/06901234500011"]
)
@pytest.mark.parametrize("kept", ["06901234500011", "6901234500011"])
def test_a_scanned_gtin_is_the_material_meant_in_a_field(plant: Plant, kept: str, scanned: str) -> None:
    publish(plant.store, {"material": GTIN})
    dumplings = plant.write("material", code="P", name="Dumplings", gtin=kept).id
    plant.write("material", code="PX", name="P, frozen")
    found = options(plant.store, "receipt", "material", by=plant.boss, values={}, search=scanned)["items"]
    assert [(item["id"], item.get("exact")) for item in found] == [(dumplings, True)]


def test_its_own_code_comes_before_what_only_holds_it(plant: Plant) -> None:
    publish(plant.store, {"material": GTIN})
    for n in range(3):
        plant.write("material", code=f"AP{n}", name=f"A{n}")
    mine = plant.write("material", code="P", name="Dumplings", gtin="06901234500011").id
    found = options(plant.store, "receipt", "material", by=plant.boss, values={}, search="P", limit=2)["items"]
    assert [item.get("exact") for item in found] == [True, None]
    assert found[0]["id"] == mine


def test_a_gtin_that_may_not_be_read_finds_nothing(plant: Plant) -> None:
    publish(plant.store, {"material": GTIN})
    plant.write("material", code="P", name="Dumplings", gtin="06901234500011")
    clerk = next(role for role in ROLES if role["role"] == "clerk")
    grants = [g | {"hide": ["gtin"]} if g["form"] == "material" else g for g in clerk["grants"]]
    plant.store.write(lambda tx: store_role(tx, parse_role(clerk | {"grants": grants}), CLI))
    told = options(plant.store, "receipt", "material", by=plant.people["clerk"], values={}, search="6901234500011")
    assert told["items"] == []


def test_digits_that_are_no_gtin_are_only_digits(plant: Plant) -> None:
    publish(plant.store, {"material": GTIN})
    plant.write("material", code="P", name="Dumplings", gtin="06901234500011")
    assert find(plant, "6901234500012") == []

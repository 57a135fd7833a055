"""The trace report tells the whole of a lot, closes its balance, proves its entries, and shows nobody more than they
may see; the FSMA 204 sheet has a row for each input of a transformation."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from pypdf import PdfReader

from suyuan.kernel.errors import Forbidden, NotFound
from suyuan.ledger.seal import Sealer
from suyuan.print.sheet import Sheet
from suyuan.records.cell import Amount
from suyuan.records.letterhead import letterhead
from suyuan.records.report.fsma import fsma_sheet
from suyuan.records.report.make import trace_report
from suyuan.records.report.words import Section, TraceReport
from suyuan.records.report.write import report_pdf, report_xlsx
from suyuan.records.void import void
from tests.records.plant import Plant, publish

TYPED = {
    "intake": """
form: intake
label: {zh: 收料, en: Intake}
stage: receipt
title: "{code}"
fields:
  supplier: {type: link, to: supplier, required: true}
  material: {type: link, to: material, required: true}
  quantity: {type: quantity, of: material, required: true}
  lot: {type: lot, new: {material: material}}
  code: {type: text}
trace: {verb: receive, outputs: {lot: lot, quantity: quantity}, source: supplier}
""",
    "blend": """
form: blend
label: {zh: 混合, en: Blend}
stage: production
title: "{product}"
fields:
  material: {type: link, to: material, required: true}
  product: {type: lot, new: {material: material}}
  made: {type: quantity, of: material, required: true}
  inputs:
    type: list
    fields:
      lot: {type: lot, required: true}
      fed: {type: quantity, of: lot, required: true}
trace: {verb: transform, inputs: {lot: inputs.lot, quantity: inputs.fed}, outputs: {lot: product, quantity: made}}
""",
}


def section(report: TraceReport, name: str) -> Section:
    return next(s for s in report.sections if s.name == name)


@pytest.fixture
def chain(plant: Plant) -> tuple[str, str]:
    """Flour went into dough, which was checked and shipped; their codes."""
    flour = plant.receipt("100", price="2").fields["lot"]["code"]
    dough = plant.making((flour, "30"), made="29").fields["product"]["code"]
    plant.write("verdict", lot=dough, status="released")
    plant.write("shipment", customer=plant.shop, lot=dough, quantity={"value": "9", "uom": "kg"})
    Sealer(plant.store).seal()
    return flour, dough


def test_it_tells_both_ways_closes_the_balance_and_proves_every_entry(plant: Plant, chain: tuple[str, str]) -> None:
    flour, dough = chain
    found = trace_report(plant.store, dough, "en", by=plant.boss)
    assert found.balanced == ("0 + 29 = 0 + 9 + 20 + 0 + 0 + 0 kg. It closes with nothing unexplained", True)
    (source,) = section(found, "Where from (trace back)").rows
    assert source[1:3] == ["Flour", flour]
    assert source[7] == Amount(Decimal("30"), "kg")
    assert source[11] == "Mill"
    (gone,) = section(found, "Customers").rows
    assert (gone[2], gone[7], gone[8]) == ("Shop", dough, Amount(Decimal("9"), "kg"))
    assert {r.key for r in found.records} == {"receipt", "making", "verdict", "shipment"}
    assert len(found.proofs.rows) == 4
    assert {row[-1] for row in found.proofs.rows} == {"holds"}
    assert found.said == []


def test_one_way_leaves_the_other_out(plant: Plant, chain: tuple[str, str]) -> None:
    names = {s.name for s in trace_report(plant.store, chain[0], "en", by=plant.boss, direction="back").sections}
    assert "Where from (trace back)" in names
    assert "Where to (trace forward)" not in names


def test_what_else_an_ingredient_went_into_is_no_part_of_the_report(plant: Plant, chain: tuple[str, str]) -> None:
    sibling = plant.making((chain[0], "5"), made="5")
    found = trace_report(plant.store, chain[1], "en", by=plant.boss)
    assert sibling.id not in {r.uid for r in found.records}
    assert len([r for r in found.records if r.key == "making"]) == 1
    whole = trace_report(plant.store, chain[0], "en", by=plant.boss)
    assert sibling.id in {r.uid for r in whole.records}


def test_a_voided_record_is_told_as_voided(plant: Plant) -> None:
    made = plant.receipt()
    void(plant.store, "receipt", made.id, by=plant.boss, reason="wrong")
    found = trace_report(plant.store, made.fields["lot"]["code"], "en", by=plant.boss)
    assert found.records[0].facts[-1][1] == "voided"


def test_what_the_reader_may_not_see_is_left_out_and_said(plant: Plant, chain: tuple[str, str]) -> None:
    clerk = plant.people["clerk"]
    found = trace_report(plant.store, chain[1], "en", by=clerk)
    assert {r.key for r in found.records} == {"receipt", "making"}
    assert "Shipment" in found.said[0]
    told = {label for r in found.records for label, _ in r.facts}
    assert "Price" not in told
    raw = report_pdf(plant.store, found, letterhead(plant.store, "en", clerk), clerk)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    assert "2.00" not in text
    with pytest.raises(Forbidden):
        trace_report(plant.store, chain[1], "en", by=plant.people["nothing"])
    with pytest.raises(NotFound):
        trace_report(plant.store, "no such lot", "en", by=plant.boss)


def test_paper_and_workbook_hold_the_lineage_and_the_proofs(plant: Plant, chain: tuple[str, str]) -> None:
    found = trace_report(plant.store, chain[1], "zh", by=plant.boss)
    head = letterhead(plant.store, "zh", plant.boss)
    text = "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(report_pdf(plant.store, found, head, plant.boss))).pages
    )
    for wanted in ("追溯报告", *chain, "Mill", "Shop", "物料平衡", "成立", "suyuan/"):
        assert wanted in text, wanted
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(found, head)))
    assert {"概要", "追溯事件", "账本证明", "入库单", "制作"} <= set(book.sheetnames)
    fed = book["制作·Inputs"]
    assert chain[0] in [cell.value for row in fed.iter_rows() for cell in row]


def rows_of(sheet: Sheet) -> list[dict[str, object]]:
    heads = [c.label for c in sheet.columns]
    return [dict(zip(heads, row)) for row in sheet.rows]


def test_a_transformation_of_three_lots_is_three_rows_that_share_the_event(plant: Plant) -> None:
    publish(plant.store, TYPED)
    for code, kg in (("L101", "60"), ("L201", "30"), ("T801", "10")):
        plant.write(
            "intake",
            supplier=plant.mill,
            material=plant.flour,
            lot=code,
            code=code,
            quantity={"value": kg, "uom": "kg"},
        )
    fed = [{"lot": c, "fed": {"value": q, "uom": "kg"}} for c, q in (("L101", "50"), ("L201", "25"), ("T801", "5"))]
    plant.write("blend", material=plant.dough, product="S101", made={"value": "78.5", "uom": "kg"}, inputs=fed)
    plant.write("verdict", lot="S101", status="released")
    plant.write("shipment", customer=plant.shop, lot="S101", quantity={"value": "40", "uom": "kg"})
    rows = rows_of(fsma_sheet(plant.store, "en", by=plant.boss, codes=["S101"]))
    mixed = [r for r in rows if r["Critical tracking event"] == "Transformation"]
    assert [(r["Input TLC"], r["Input quantity used"]) for r in mixed] == [
        ("L101", Decimal(50)),
        ("L201", Decimal(25)),
        ("T801", Decimal(5)),
    ]
    assert {(r["Traceability lot code"], r["Quantity"], r["Uom"]) for r in mixed} == {("S101", Decimal("78.5"), "kg")}
    assert len({r["Event id"] for r in mixed}) == 1
    received = [r for r in rows if r["Critical tracking event"] == "Receiving"]
    assert {(r["Traceability lot code"], r["Immediate previous source"]) for r in received} == {
        ("L101", "Mill"),
        ("L201", "Mill"),
        ("T801", "Mill"),
    }
    (shipped,) = [r for r in rows if r["Critical tracking event"] == "Shipping"]
    assert (shipped["Quantity"], shipped["Immediate subsequent recipient"]) == (Decimal(40), "Shop")

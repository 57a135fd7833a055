"""Printing over HTTP: templates, PDF of one record and of many, labels of lots, previews."""

from __future__ import annotations

import base64
import io

import pytest
from pypdf import PdfReader

from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant
from tests.records.test_prints import NOTE, publish

API = "/api/v1"
LOT = """
print: lot_tag
label: {zh: 批次标签, en: Lot tag}
form: receipt
kind: label
page: {size: custom, width: 60, height: 40}
blocks:
- {block: text, x: 2, y: 2, w: 56, h: 8, text: "{lot} {material}"}
- {block: code, x: 2, y: 12, w: 26, h: 26, code: qr, content: "{lot}", readable: false}
"""


@pytest.fixture(autouse=True)
def templates(plant: Plant) -> None:
    """A page and a label of receipts."""
    publish(plant, NOTE)
    publish(plant, LOT)


def pages(raw: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages]


def test_a_form_tells_its_templates_to_its_readers(caller: Caller, boss: Client) -> None:
    items = boss.get(f"{API}/forms/receipt/prints").json["items"]
    assert [(i["key"], i["kind"]) for i in items] == [("lot_tag", "label"), ("note", "page")]
    assert caller("nothing").get(f"{API}/forms/receipt/prints").status == 403
    assert {b["key"] for b in boss.get(f"{API}/prints/blocks").json["items"]} >= {"text", "code", "table"}


def test_a_record_is_an_address_that_gives_a_pdf(plant: Plant, boss: Client, caller: Caller) -> None:
    record = plant.receipt()
    at = f"{API}/records/receipt/{record.id}/print"
    made = boss.get(f"{at}/note.pdf?lang=zh")
    assert (made.status, made.headers["content-type"]) == (200, "application/pdf")
    assert made.headers["cache-control"] == "no-store"
    assert "供应商" not in pages(made.raw)[0]
    assert "Mill" in pages(made.raw)[0]
    assert len(pages(boss.get(f"{at}/lot_tag.pdf?copies=3").raw)) == 3
    assert boss.get(f"{at}/note").status == 404
    assert boss.get(f"{at}/nothing.pdf").status == 404
    assert boss.get(f"{at}/note.pdf?copies=0").status == 400
    assert caller("nothing").get(f"{at}/note.pdf").status == 403
    assert caller("nobody").get(f"{at}/note.pdf").status == 401
    assert caller("own_only").get(f"{at}/note.pdf").status == 404


def test_many_records_print_as_one_file_in_the_order_asked_for(plant: Plant, boss: Client) -> None:
    codes = {r.id: r.fields["lot"]["code"] for r in (plant.receipt() for _ in range(3))}
    ids = list(codes)[::-1]
    made = boss.post(f"{API}/records/receipt/print/lot_tag", {"ids": ids, "copies": 2})
    assert [next(line for line in page.splitlines()).split()[0] for page in pages(made.raw)] == [
        codes[id] for id in ids for _ in range(2)
    ]
    wrong = boss.post(f"{API}/records/receipt/print/lot_tag", {"ids": [], "copies": 1})
    assert (wrong.status, wrong.errors) == (422, {"ids": "records.print_nothing"})
    assert boss.post(f"{API}/records/receipt/print/lot_tag", {"ids": ids, "many": 1}).status == 422


def test_lots_print_by_their_codes_unless_they_are_stopped(plant: Plant, boss: Client, caller: Caller) -> None:
    code = plant.receipt().fields["lot"]["code"]
    assert [i["key"] for i in boss.get(f"{API}/lots/prints?code={code}").json["items"]] == ["lot_tag"]
    assert len(pages(boss.post(f"{API}/lots/print", {"print": "lot_tag", "codes": [code], "copies": 4}).raw)) == 4
    plant.write("verdict", lot=code, status="held")
    held = boss.post(f"{API}/lots/print", {"print": "lot_tag", "codes": [code]})
    assert (held.status, held.errors) == (422, {"ids[0]": "records.print_stopped"})
    assert code in held.json["errors"][0]["message"]
    assert caller("own_only").get(f"{API}/lots/prints?code={code}").status == 403


def test_drawing_proposing_looking_and_publishing(plant: Plant, boss: Client, caller: Caller) -> None:
    wish = {"form": "making", "kind": "label"}
    found = boss.post(f"{API}/prints/propose", wish).json
    assert found["key"] == "making_label"
    draft = boss("PUT", f"{API}/prints/making_label", {"definition": found["definition"]}).json
    assert draft["state"] == "draft"
    drawn = boss.get(f"{API}/forms/making/prints?drafts=true").json["items"]
    assert [(d["key"], d["state"], d["definition"]["kind"]) for d in drawn] == [("making_label", "draft", "label")]
    assert boss.get(f"{API}/forms/making/prints").json["items"] == []
    assert caller("clerk").get(f"{API}/forms/making/prints?drafts=true").status == 403
    looked = boss.post(f"{API}/prints/making_label/preview", {"definition": found["definition"]}).json
    assert base64.b64decode(looked["images"][0]).startswith(b"\x89PNG")
    assert (looked["pages"], looked["record"], looked["left_out"]) == (1, None, [])
    assert boss.post(f"{API}/prints/making_label/publish").json["version"] == 1
    assert boss.post(f"{API}/prints/propose", wish).json["key"] == "making_label_2"
    bad = found["definition"] | {"blocks": [{"block": "text", "text": "{gone}", "x": 1, "y": 1, "w": 5, "h": 5}]}
    refused = boss.post(f"{API}/prints/making_label/preview", {"definition": bad})
    assert refused.errors["blocks[0].text.zh"] == "forms.no_field"
    assert caller("clerk").post(f"{API}/prints/making_label/preview", {"definition": bad}).status == 403
    assert caller("clerk")("PUT", f"{API}/prints/x", {"definition": bad}).status == 403
    assert boss.post(f"{API}/prints/making_label/retire").status == 200
    assert boss.get(f"{API}/forms/making/prints").json["items"] == []

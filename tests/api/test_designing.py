"""Drawing forms over HTTP: drafts, the ways back, what is told of a draft and of trying it."""

from __future__ import annotations

from typing import Any

from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.kernel.actor import CLI
from suyuan.records.xlsx_in import XLSX
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant
from tests.records.test_prints import NOTE as RECEIPT_NOTE
from tests.records.test_prints import publish

FORMS = "/api/v1/forms"
NOTE: dict[str, Any] = {
    "form": "note",
    "label": {"zh": "便签", "en": "Note"},
    "app": "office",
    "folder": "daily",
    "fields": {"a": {"type": "text", "label": {"zh": "甲", "en": "A"}}},
}


def test_drafts_are_listed_and_read_by_designers_only(boss: Client, caller: Caller) -> None:
    saved = boss("PUT", f"{FORMS}/note", {"definition": NOTE, "revision": 0}).json
    assert (saved["state"], saved["revision"]) == ("draft", 1)
    items = boss.get(f"{FORMS}?drafts=true").json["items"]
    (note,) = [item for item in items if item["key"] == "note"]
    assert {k: note[k] for k in ("state", "published", "revision", "by", "folder", "app")} == {
        "state": "draft", "published": False, "revision": 1, "by": "boss person", "folder": "daily", "app": "office",
    }  # fmt: skip
    assert [item["key"] for item in items if item["state"] == "published"] != []
    assert all(item["key"] != "note" for item in boss.get(FORMS).json["items"])
    clerk = caller("clerk")
    assert clerk.get(f"{FORMS}?drafts=true").status == 403
    assert boss.get(f"{FORMS}/note?draft=true").json["definition"]["folder"] == "daily"
    boss.post(f"{FORMS}/note/publish", {"note": "first"})
    boss("PUT", f"{FORMS}/receipt", {"label": "x", "fields": "none yet"})
    assert clerk.get(f"{FORMS}/receipt?draft=true").status == 403
    assert clerk.get(f"{FORMS}/receipt?version=2").status == 404
    assert clerk.get(f"{FORMS}/receipt?version=1").status == 200
    assert clerk.get(f"{FORMS}/receipt").json["version"] == 1
    assert boss.get(f"{FORMS}/receipt?draft=true").json["definition"]["fields"] == "none yet"
    assert boss.get(f"{FORMS}/receipt").json["state"] == "published"


def test_rollback_discard_retire_and_bring_back(boss: Client) -> None:
    boss("PUT", f"{FORMS}/note", NOTE)
    boss.post(f"{FORMS}/note/publish")
    more = NOTE | {"fields": NOTE["fields"] | {"b": {"type": "number"}}}
    boss("PUT", f"{FORMS}/note", more)
    boss.post(f"{FORMS}/note/publish")
    back = boss.post(f"{FORMS}/note/rollback", {"version": 1, "note": "too early"})
    assert (back.status, back.json["version"]) == (200, 3)
    assert back.json["definition"]["fields"]["b"] == {"type": "number", "retired": True}
    told = {v["version"]: v["changes"] for v in boss.get(f"{FORMS}/note/versions").json["items"]}
    assert [change["words"]["en"] for change in told[2]] == ["New field “B” (Number)"]
    assert told[1] == []
    boss("PUT", f"{FORMS}/note", more)
    assert boss.post(f"{FORMS}/note/rollback", {"version": 2}).status == 409
    assert boss("DELETE", f"{FORMS}/note/draft").status == 204
    assert boss("DELETE", f"{FORMS}/note/draft").status == 404
    assert boss.post(f"{FORMS}/note/retire", {"reason": "unused"}).json["state"] == "retired"
    assert boss.get(f"{FORMS}/note?draft=true").json["state"] == "retired"
    assert boss.post(f"{FORMS}/note/restore").json["state"] == "published"
    assert boss.post(f"{FORMS}/note/restore").status == 409


def examined(boss: Client, key: str, document: dict[str, Any]) -> dict[str, Any]:
    reply = boss.post(f"{FORMS}/{key}/examine", {"definition": document})
    assert reply.status == 200, reply.raw
    return dict(reply.json)


def test_examining_tells_changes_in_words_what_they_touch_mistakes_and_hints(boss: Client, plant: Plant) -> None:
    plant.receipt()
    publish(plant, RECEIPT_NOTE)
    document = boss.get(f"{FORMS}/receipt").json["definition"]
    fields = dict(document["fields"])
    fields["price"] = fields["price"] | {"required": True, "label": {"zh": "单价", "en": "Unit price"}}
    del fields["photo"]
    fields["quantity"] = {"type": "text"}
    fields["grade"] = {
        "type": "choice",
        "label": {"zh": "等级", "en": "Grade"},
        "options": [{"key": "a", "label": "A"}],
    }
    fields["sum"] = {"type": "expression", "value": "prise * 2"}
    fields["verdict"] = {"type": "verdict", "value": "TRUE", "label": {"zh": "判定", "en": "Verdict"}}
    document |= {"fields": fields, "guards": [], "app": "nowhere"}
    found = examined(boss, "receipt", document)
    assert found["version"] == 2
    words = {change["path"]: change["words"]["en"] for change in found["changes"]}
    assert words["fields.price.label"] == "“Unit price”: name Price → Unit price"
    assert words["fields.photo"] == "The field “Photo” is retired; its data stays, and old records show it as before"
    assert words["fields.grade"] == "New field “Grade” (Choice)"
    assert words["guards[0]"] == "Submit check: “Too dear” is gone"
    mistakes = {m["path"]: m for m in found["mistakes"]}
    assert mistakes["fields.sum.value"]["code"] == "expr.unknown_name"
    assert "say quantity_2" in mistakes["fields.quantity.type"]["message"]
    assert found["touches"]["records"] == 1
    assert [template["key"] for template in found["touches"]["prints"]] == ["note"]
    assert [role["key"] for role in found["touches"]["roles"]] == ["boss", "clerk", "own_only"]
    assert found["sentences"][0]["en"].startswith("Receive: makes Lot with Quantity")
    assert {h["path"] for h in found["hints"]} >= {"app", "fields.grade", "fields.price.required", "fields.verdict"}
    assert boss.get(f"{FORMS}/receipt").json["version"] == 1, "nothing is written"
    supplier = examined(boss, "supplier", boss.get(f"{FORMS}/supplier").json["definition"])
    assert [form["key"] for form in supplier["touches"]["forms"]] == ["receipt", "shipment"]
    assert (supplier["changes"], supplier["mistakes"]) == ([], [])


def test_what_falls_into_a_part_without_a_title_has_not_moved(boss: Client) -> None:
    document = boss.get(f"{FORMS}/supplier").json["definition"]
    fields = {**document["fields"], "city": {"type": "text", "label": {"zh": "城市", "en": "City"}}}
    most = [key for key in fields if key != "city"]
    rest = {"label": {"zh": "其他", "en": "Rest"}, "fields": ["city"], "tab": True}
    sections = [{"label": {"zh": "", "en": ""}, "fields": most}, rest]
    found = examined(boss, "supplier", document | {"fields": fields, "sections": sections})
    assert [change["words"]["en"] for change in found["changes"] if change["path"] != "fields.city.label"] == [
        "Section: “untitled” is new",
        "Section: “Rest” is new",
        "The field “City” moves to “Rest”",
    ]


def test_a_document_that_cannot_be_read_is_examined_too(boss: Client) -> None:
    found = examined(boss, "note", NOTE | {"fields": {"a": {"type": "txt"}}})
    assert [(m["path"], m["code"]) for m in found["mistakes"]] == [("fields.a.type", "forms.unknown_type_near")]
    assert (found["version"], found["changes"]) == (1, [])
    fresh = examined(boss, "note", NOTE)
    assert [c["words"]["en"] for c in fresh["changes"]] == ["New form “Note” with 1 fields"]


DELIVERY: dict[str, Any] = {
    "form": "delivery",
    "label": "收货",
    "fields": {
        "no": {"type": "serial", "rule": "D-{###}"},
        "supplier": {"type": "link", "to": "supplier", "where": 'city = "Hebei"', "fill": {"city": "city"}},
        "city": {"type": "text"},
        "kg": {"type": "number", "decimals": 1, "required": True},
        "grams": {"type": "expression", "value": "kg * 1000", "decimals": 0},
        "lines": {"type": "list", "fields": {"n": {"type": "number"}, "twice": {"type": "number", "value": "n * 2"}}},
    },
    "guards": [{"refuse": "kg > 100", "say": "太重", "at": "kg", "warn": True}],
}


def test_a_form_is_tried_before_it_is_published(boss: Client, plant: Plant) -> None:
    given = {"supplier": plant.mill, "kg": "101.5", "lines": [{"n": 2}]}
    found = boss.post(f"{FORMS}/delivery/try", {"definition": DELIVERY, "fields": given}).json
    assert found["fields"]["grams"] == "101500"
    assert (found["fields"]["city"], found["fields"]["lines"][0]["twice"]) == ("Hebei", "4")
    assert [e["code"] for e in found["errors"]] == ["forms.guard_warns"]
    ask = {"definition": DELIVERY, "field": "supplier", "values": {}}
    items = boss.post(f"{FORMS}/delivery/try/options", ask).json["items"]
    assert [(item["title"], item["fill"]) for item in items] == [("Mill", {"city": "Hebei"})]
    broken = DELIVERY | {"fields": DELIVERY["fields"] | {"grams": {"type": "expression", "value": "kilo * 2"}}}
    refused = boss.post(f"{FORMS}/delivery/try", {"definition": broken, "fields": given})
    assert refused.errors == {"definition.fields.grams.value": "expr.unknown_name"}
    assert boss.get(f"{FORMS}/delivery").status == 404


def test_a_designer_learns_nothing_beyond_their_own_rights(boss: Client, plant: Plant, caller: Caller) -> None:
    role = {
        "role": "clerk",
        "label": {"zh": "x", "en": "x"},
        "abilities": ["design"],
        "grants": [{"form": "supplier", "verbs": ["read"], "hide": ["secret"]}],
    }
    plant.store.write(lambda tx: store_role(tx, parse_role(role), CLI))
    clerk = caller("clerk")
    spying = {
        "value": {"type": "expression", "value": "supplier.secret", "result": "text"},
        "elsewhere": {"type": "expression", "value": 'COUNTOF("material")'},
        "copy": {"type": "lookup", "from": "supplier.secret"},
    }
    link = {"type": "link", "to": "supplier"}
    for name, field in spying.items():
        document = {"label": "x", "fields": {"supplier": link, name: field}}
        body = {"definition": document, "fields": {"supplier": plant.mill}}
        reply = clerk.post(f"{FORMS}/spy/try", body)
        assert set(reply.errors.values()) == {"records.try_unreadable"}, name
        assert b"sauce" not in reply.raw
        assert boss.post(f"{FORMS}/spy/try", body).status == 200
    for more in ({"fill": {"t": "secret"}}, {"where": 'secret = "sauce"'}):
        document = {"label": "x", "fields": {"t": {"type": "text"}, "supplier": link | more}}
        body = {"definition": document, "field": "supplier", "values": {}}
        assert set(clerk.post(f"{FORMS}/spy/try/options", body).errors.values()) == {"records.try_unreadable"}
    document = {"label": "x", "fields": {"supplier": link}}
    ask = {"definition": document, "text": "supplier.secret", "values": {"supplier": plant.mill}}
    assert clerk.post(f"{FORMS}/spy/expression", ask).json["value"] is None
    assert boss.post(f"{FORMS}/spy/expression", ask).json["value"] == "sauce"


def test_an_expression_is_told_by_type_mistakes_and_value_on_a_sample(boss: Client, plant: Plant) -> None:
    document = boss.get(f"{FORMS}/receipt").json["definition"]
    record = plant.receipt("12.5", price="2")
    plant.receipt("3", price="10")

    def told(text: str, **more: Any) -> dict[str, Any]:
        return dict(boss.post(f"{FORMS}/receipt/expression", {"definition": document, "text": text, **more}).json)

    newest = told("quantity * price", want="number")
    assert (newest["type"], float(newest["value"]), newest["shown"]) == ("number", 30, "30")
    assert newest["reads"] == ["price", "quantity"]
    assert newest["sample"]["title"].endswith("Flour")
    named = told("material.name & supplier_lot", record=record.id)
    assert (named["type"], named["value"]) == ("text", "FlourA-1")
    wrong = told("quantity + + prise", want="number")
    assert wrong["errors"]
    assert wrong["type"] is None
    assert told("prise > 1")["errors"][0]["position"] == 0
    assert told("quantity", want="bool")["errors"]
    target = told('city = "Hebei" AND this.price > 1', target="supplier", want="bool")
    assert (target["type"], target["errors"], target["shown"] in ("Yes", "No")) == ("bool", [], True)
    typed = told("price + 1", values={"price": "4.50"})
    assert (typed["value"], typed["sample"]) == ("5.50", None)
    unknown = boss.post(f"{FORMS}/new_one/expression", {"definition": DELIVERY, "text": "n + 1", "at": "lines.twice"})
    assert unknown.json["errors"] == []
    assert unknown.json["type"] == "number"
    assert unknown.json["value"] is not None
    of_rows = {"definition": DELIVERY, "text": "row.n > kg", "target": "$rows:lines", "want": "bool"}
    assert boss.post(f"{FORMS}/new_one/expression", of_rows).json["errors"] == []
    assert boss.post(f"{FORMS}/new_one/expression", of_rows | {"text": "row.m > kg"}).json["errors"][0]["position"] == 0
    gone = boss.post(f"{FORMS}/receipt/expression", {"definition": document, "text": "1", "record": "nothing"})
    assert gone.status == 404


def test_who_amends_an_old_record_is_told_what_changed_since(boss: Client, plant: Plant, caller: Caller) -> None:
    document = boss.get(f"{FORMS}/receipt").json["definition"]
    fields = document["fields"] | {"colour": {"type": "text", "label": {"zh": "颜色", "en": "Colour"}}}
    fields["price"] |= {"label": {"zh": "单价", "en": "Unit price"}}
    boss("PUT", f"{FORMS}/receipt", document | {"fields": fields})
    boss.post(f"{FORMS}/receipt/publish")
    items = boss.get(f"{FORMS}/receipt/changes?since=1").json["items"]
    assert [change["words"]["en"] for change in items] == [
        "“Unit price”: name Price → Unit price",
        "New field “Colour” (Text)",
    ]
    seen = caller("clerk").get(f"{FORMS}/receipt/changes?since=1").json["items"]
    assert [change["path"] for change in seen] == ["fields.colour"]
    assert boss.get(f"{FORMS}/receipt/changes?since=9").status == 404
    assert boss.get(f"{FORMS}/receipt/changes?since=2").json["items"] == []


def test_a_form_begins_from_a_sheet_a_template_and_labels(boss: Client, caller: Caller) -> None:
    assert boss.post("/api/v1/slugs", {"texts": ["供应商", "Lot no.", "供应商"]}).json["keys"] == [
        "gong_ying_shang",
        "lot_no",
        "gong_ying_shang_2",
    ]
    raw = b"Item,Kg\nFlour,12.5\nSalt,3\n"
    found = boss("POST", f"{FORMS}/from-sheet?name=Stock%20take", raw=raw, content_type="text/csv").json
    assert found["definition"]["form"] == "stock_take"
    assert {k: f["type"] for k, f in found["definition"]["fields"].items()} == {"item": "text", "kg": "number"}
    assert examined(boss, "stock_take", found["definition"])["mistakes"] == []
    broken = boss("POST", f"{FORMS}/from-sheet", raw=b"PK nothing", content_type=XLSX)
    assert broken.status == 400
    items = boss.get("/api/v1/form-templates").json["items"]
    receipt = next(item for item in items if (item["pack"], item["key"]) == ("food", "raw_receipt"))
    assert receipt["fields"] > 10
    assert "location" in receipt["needs"]
    document = boss.get("/api/v1/form-templates/food/raw_receipt").json["definition"]
    assert document["form"] == "raw_receipt"
    assert boss.get("/api/v1/form-templates/..%2f..%2fetc/raw_receipt").status == 404
    assert boss.get("/api/v1/form-templates/food/nothing").status == 404
    assert caller("clerk").get("/api/v1/form-templates").status == 403


def test_whatever_is_wrong_with_a_draft_an_expression_in_it_can_be_written(boss: Client, plant: Plant) -> None:
    broken: dict[str, Any] = {
        "id": {"type": "text"},
        "copy": {"type": "lookup", "from": "nothing..here"},
        "other": {"type": "lookup", "from": "nowhere.at_all"},
        "deep": {"type": "number", "decimals": 99},
        "no": {"type": "serial", "rule": "{{{"},
        "pick": {"type": "choice", "options": []},
        "kg": {"type": "quantity"},
        "kg_uom": {"type": "text"},
        "mill": {"type": "link", "to": "not_there", "where": "((("},
        "lot": {"type": "lot", "new": {"rule": "}", "material": "+"}},
        "round": {"type": "number", "value": "around"},
        "around": {"type": "number", "value": "round"},
        "line": {"type": "divider"},
        "rows": {"type": "list", "fields": {"record": {"type": "text"}, "n": {"type": "number"}}},
        "good": {"type": "number"},
    }
    document = {"label": "x", "fields": broken, "linkage": [{"name": "x", "when": "(", "hide": ["nothing"]}]}
    for more in ({}, {"values": {"good": "2", "pick": "x", "rows": [{"n": "1"}]}}, {"target": "supplier"}):
        body = {"definition": document, "text": "good + 1" if "target" not in more else "city", **more}
        reply = boss.post(f"{FORMS}/broken/expression", body)
        assert reply.status == 200, reply.raw
        assert reply.json["errors"] == []
    assert boss.post(f"{FORMS}/broken/try", {"definition": document, "fields": {"good": 1}}).status == 422
    assert boss.post(f"{FORMS}/broken/examine", {"definition": document}).status == 200

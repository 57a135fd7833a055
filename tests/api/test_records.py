"""Records over HTTP, as the public contract says."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant

BASE = "/api/v1/records/receipt"


def test_submit_read_amend_void(boss: Client, plant: Plant) -> None:
    made = boss.post(BASE, {"fields": plant.delivery("12.5", price=2)})
    assert made.status == 201
    record = made.json
    assert made.headers["location"] == f"{BASE}/{record['id']}"
    assert set(record) >= {"id", "form", "version", "revision", "state", "created_at", "created_by", "fields"}
    assert record["fields"]["quantity"] == {"value": "12.500", "uom": "kg"}
    assert record["created_at"].endswith("Z")
    assert boss.get(f"{BASE}/{record['id']}").json == record
    then = boss("PATCH", f"{BASE}/{record['id']}", {"fields": {"price": "3.5"}, "reason": "typo", "revision": 1}).json
    assert (then["revision"], then["fields"]["price"]) == (2, "3.50")
    stale = boss("PATCH", f"{BASE}/{record['id']}", {"fields": {}, "reason": "typo", "revision": 1})
    assert stale.status == 409
    items = boss.get(f"{BASE}/{record['id']}/timeline").json["items"]
    assert [i["verb"] for i in items] == ["amended", "submitted"]
    assert items[0]["changes"][0]["label"] == {"zh": "", "en": "Price"}
    gone = boss.post(f"{BASE}/{record['id']}/void", {"reason": "wrong"})
    assert gone.json["state"] == "voided"


def test_a_problem_is_told_in_the_callers_language(boss: Client, plant: Plant) -> None:
    given = {"fields": plant.delivery(price="1.234") | {"place": None}}
    english = boss.post(BASE, given)
    chinese = boss.post(BASE, given, accept_language="zh-CN,zh;q=0.9")
    assert english.status == chinese.status == 422
    assert english.headers["content-type"] == "application/problem+json"
    assert english.headers["content-language"] == "en"
    assert set(english.json) >= {"type", "title", "status", "detail", "id", "errors"}
    assert english.errors == chinese.errors == {"price": "forms.too_precise", "place": "forms.required"}
    assert english.json["errors"][0]["message"] != chinese.json["errors"][0]["message"]


def test_numbers_are_never_floats(boss: Client, plant: Plant) -> None:
    raw = json.dumps({"fields": plant.delivery()}).replace('"100"', "0.1000000000000000055")
    reply = boss("POST", BASE, raw=raw.encode(), content_type="application/json")
    assert list(reply.errors.values()) == ["forms.too_precise"]
    raw = json.dumps({"fields": plant.delivery()}).replace('"100"', "1.5e1")
    reply = boss("POST", BASE, raw=raw.encode(), content_type="application/json")
    assert reply.json["fields"]["quantity"]["value"] == "15.000"


def test_the_same_key_same_body_same_answer(boss: Client, plant: Plant) -> None:
    given = {"fields": plant.delivery()}
    first = boss.post(BASE, given, idempotency_key="abc")
    again = boss.post(BASE, given, idempotency_key="abc")
    assert (again.status, again.json) == (201, first.json)
    assert boss.post(BASE, {"fields": plant.delivery("1")}, idempotency_key="abc").status == 409
    assert len(boss.get(BASE).json["items"]) == 1
    assert boss.get(BASE, idempotency_key="abc").status == 400


def test_filter_sort_choose_and_page(boss: Client, plant: Plant) -> None:
    for kg, price in (("5", "2"), ("7", None), ("6", "1"), ("8", "2")):
        boss.post(BASE, {"fields": plant.delivery(kg, price=price, supplier_lot=f"L{kg}")})
    found = boss.get(f"{BASE}?where=quantity > 5 AND price >= 1&sort=price,-no&fields=no,price,supplier.city").json
    assert [i["fields"]["no"][-1] for i in found["items"]] == ["3", "4"]
    assert found["items"][0]["fields"]["supplier"] == {"id": plant.mill, "title": "Mill", "city": "Hebei"}
    assert set(found["items"][0]["fields"]) == {"no", "price", "supplier"}
    assert "total" not in found
    pages, cursor = [], ""
    while cursor is not None:
        page = boss.get(f"{BASE}?sort=-price,no&limit=1&fields=no" + (f"&cursor={cursor}" if cursor else "")).json
        pages += [i["fields"]["no"][-1] for i in page["items"]]
        cursor = page["next"]
    assert pages == ["1", "4", "3", "2"]
    assert len(boss.get(f"{BASE}?search=rr-2611").json["items"]) == 4


def test_a_cursor_fits_only_its_query(boss: Client, caller: Caller, plant: Plant) -> None:
    for _ in range(3):
        boss.post(BASE, {"fields": plant.delivery()})
    cursor = boss.get(f"{BASE}?limit=1&sort=no").json["next"]
    assert boss.get(f"{BASE}?limit=2&sort=no&cursor={cursor}").status == 200
    for path in (f"{BASE}?sort=-no&cursor={cursor}", f"{BASE}?sort=no&where=price>1&cursor={cursor}"):
        reply = boss.get(path)
        assert (reply.status, reply.json["code"]) == (400, "records.bad_cursor")
    assert boss.get(f"{BASE}?sort=no&cursor={cursor[:-2]}AA").status == 400
    assert boss.get(f"{BASE}?sort=no&cursor=%00%ff").status == 400
    assert caller("clerk").get(f"{BASE}?limit=1&sort=no&cursor={cursor}").status == 400


@pytest.mark.parametrize(
    ("query", "status", "path"),
    [
        ("where=price >", 422, "where"),
        ("where=nothing = 1", 422, "where"),
        ("where=price", 422, "where"),
        ("sort=nothing", 422, "sort"),
        ("fields=nothing,price", 422, "fields"),
        ("limit=0", 400, "limit"),
        ("limit=501", 400, "limit"),
        ("limit=1.5", 400, "limit"),
        ("colour=red", 400, "colour"),
        ("sort=no&sort=price", 400, "sort"),
    ],
)
def test_a_bad_query_names_what_is_wrong(boss: Client, query: str, status: int, path: str) -> None:
    reply = boss.get(f"{BASE}?{query}".replace(" ", "%20"))
    assert reply.status == status
    assert list(reply.errors) == [path]


def test_an_unreadable_field_answers_as_an_unknown_one_at_every_door(
    caller: Caller, plant: Plant, boss: Client
) -> None:
    id = boss.post(BASE, {"fields": plant.delivery(price="7")}).json["id"]
    clerk = caller("clerk")

    def told(path: str) -> Any:
        reply = clerk.get(path)
        problem = {k: v for k, v in reply.json.items() if k != "id"}
        return reply.status, json.loads(json.dumps(problem).replace("price", "X").replace("pricy", "X"))

    for door in (
        "?where={}%20%3E%201",
        "?sort={}",
        "?fields={}",
        "?where=supplier.{}%20=%20%22a%22",
        "?sort=supplier.{}",
    ):
        assert told(BASE + door.format("price")) == told(BASE + door.format("pricy")), door
    assert "price" not in clerk.get(f"{BASE}/{id}").json["fields"]
    assert "price" not in clerk.get(BASE).json["items"][0]["fields"]
    assert clerk.get(f"{BASE}?where=supplier.secret%20=%20%22sauce%22").status == 422
    assert boss.get(f"{BASE}?where=supplier.secret%20=%20%22sauce%22").json["items"]


def test_rows_one_may_not_see_are_not_there(caller: Caller, plant: Plant, boss: Client) -> None:
    theirs = boss.post(BASE, {"fields": plant.delivery()}).json["id"]
    own = caller("own_only")
    mine = own.post(BASE, {"fields": plant.delivery()}).json["id"]
    assert own.get(f"{BASE}/{theirs}").status == 404
    assert [i["id"] for i in own.get(BASE).json["items"]] == [mine]
    assert own.get(f"{BASE}/{theirs}/timeline").status == 404
    assert [s["id"] for s in own.get("/api/v1/records/supplier").json["items"]] == [plant.mill]


def test_check_writes_nothing(boss: Client, plant: Plant) -> None:
    reply = boss.post(f"{BASE}/check", {"fields": {"quantity": {"value": "2", "uom": "kg"}, "price": "3"}})
    assert reply.status == 200
    assert reply.json["fields"]["worth"] == "6.00"
    assert {e["path"] for e in reply.json["errors"]} == {"supplier", "material", "place"}
    assert boss.get(BASE).json["items"] == []


def test_options_offer_what_the_field_takes(boss: Client, caller: Caller, plant: Plant) -> None:
    code = boss.post(BASE, {"fields": plant.delivery()}).json["fields"]["lot"]["code"]

    def ask(client: Client, form: str, field: str, **more: Any) -> Any:
        return client.post(f"/api/v1/forms/{form}/options", {"field": field, **more})

    assert [i["title"] for i in ask(boss, "receipt", "supplier").json["items"]] == ["Mill", "Shop"]
    assert [i["title"] for i in ask(boss, "receipt", "supplier", search="sho").json["items"]] == ["Shop"]
    assert [i["title"] for i in ask(caller("own_only"), "receipt", "supplier").json["items"]] == ["Mill"]
    assert [i["id"] for i in ask(boss, "making", "inputs.lot", row={}, search=code).json["items"]] == [code]
    beside = ask(boss, "receipt", "supplier").json
    assert [(c["key"], c["number"]) for c in beside["columns"]] == [("city", False), ("secret", False)]
    assert [(i["shown"], i["hint"]) for i in beside["items"]] == [
        (["Hebei", "sauce"], "Hebei · sauce"),
        (["Beijing", ""], "Beijing"),
    ]
    less = ask(caller("clerk"), "receipt", "supplier").json
    assert ([c["key"] for c in less["columns"]], less["items"][0]["shown"]) == (["city"], ["Hebei"])
    assert ask(boss, "receipt", "nothing").errors == {"field": "records.no_field"}
    assert ask(caller("nothing"), "receipt", "supplier").status == 403


def test_import_all_or_nothing_naming_every_bad_row(boss: Client, caller: Caller, plant: Plant) -> None:
    good = json.dumps({"fields": plant.delivery()})
    bad = json.dumps({"fields": plant.delivery("-1")})
    lines = "\n".join([good, bad, "{", good, '{"fields": {"supplier": 1}}']).encode()
    sent = {"content_type": "application/jsonl"}
    refused = boss("POST", f"{BASE}/import", raw=lines, **sent)
    assert refused.status == 422
    assert [b["row"] for b in refused.json["bad"]] == [2, 3, 5]
    assert refused.json["bad"][0]["errors"][0]["message"]
    assert boss.get(BASE).json["items"] == []
    dry = boss("POST", f"{BASE}/import?dry_run=true", raw=(good + "\n" + good).encode(), **sent)
    assert (dry.json["rows"], dry.json["submitted"], dry.json["bad"]) == (2, 0, [])
    done = boss("POST", f"{BASE}/import", raw=(good + "\n" + good).encode(), **sent)
    assert (done.status, done.json["submitted"]) == (200, 2)
    assert len(boss.get(BASE).json["items"]) == 2
    assert caller("clerk")("POST", f"{BASE}/import", raw=lines, **sent).status == 403


def test_csv_goes_in_and_comes_out_unharmed(boss: Client, plant: Plant) -> None:
    text = "name,city\r\n=cmd|' /C calc'!A0,上海\r\n\"a,b\",-1\r\n"
    done = boss("POST", "/api/v1/records/supplier/import", raw=text.encode(), content_type="text/csv")
    assert done.json["submitted"] == 2, done.raw
    out = boss.get("/api/v1/records/supplier/export?sort=created_at&fields=name,city")
    assert out.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(out.raw.decode("utf-8-sig"))))
    assert rows[0] == ["Record id", "Record state", "Submitted at", "Name", "City"]
    assert [r[3:] for r in rows[3:]] == [["'=cmd|' /C calc'!A0", "上海"], ["a,b", "-1"]]
    listed = boss.get("/api/v1/records/supplier/export?format=json&sort=created_at").json
    assert [r["fields"]["name"] for r in listed] == ["Mill", "Shop", "=cmd|' /C calc'!A0", "a,b"]
    receipts = b"supplier,material,quantity,place\nMill,Flour,12.5 kg,Shelf\nNobody,Flour,1 kg,Shelf\n"
    named = boss("POST", f"{BASE}/import?dry_run=true", raw=receipts, content_type="text/csv").json
    assert [(b["row"], b["errors"][0]["path"]) for b in named["bad"]] == [(3, "supplier")]
    wrong = boss("POST", "/api/v1/records/supplier/import", raw=b"name,colour\nx,y\n", content_type="text/csv")
    assert wrong.json["bad"][0]["errors"][0]["path"] == "colour"


def test_views_are_kept_for_oneself_or_for_all(boss: Client, caller: Caller) -> None:
    path = "/api/v1/forms/receipt/views"
    own = boss.post(path, {"name": "Mine", "where": "price > 1", "sort": "-no", "fields": ["no"]}).json
    shared = boss.post(path, {"name": "All", "shared": True}).json
    assert [v["name"] for v in boss.get(path).json["items"]] == ["All", "Mine"]
    clerk = caller("clerk")
    assert [v["name"] for v in clerk.get(path).json["items"]] == ["All"]
    assert clerk("DELETE", f"{path}/{shared['id']}").status == 403
    assert clerk("DELETE", f"{path}/{own['id']}").status == 404
    assert boss("DELETE", f"{path}/{own['id']}").status == 204
    assert clerk.post(path, {"name": "x", "where": "price > 1"}).status == 422


def test_files_are_seen_with_the_record_that_shows_them(boss: Client, caller: Caller, plant: Plant) -> None:
    html = b"<script>alert(1)</script>"
    kept = boss("POST", "/api/v1/files?name=..%2Fa.html", raw=html, content_type="text/html")
    assert kept.status == 201
    assert (kept.json["name"], kept.json["type"]) == ("a.html", "text/plain")
    path = f"/api/v1/files/{kept.json['id']}"
    clerk = caller("clerk")
    assert clerk.get(path).status == 404
    assert boss.post(BASE, {"fields": plant.delivery(photo=[kept.json["id"]])}).status == 201
    reply = clerk.get(path)
    assert reply.raw == html
    assert reply.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in reply.headers["content-security-policy"]
    assert caller("nothing").get(path).status == 404


def test_forms_tell_what_the_caller_may(caller: Caller) -> None:
    clerk = caller("clerk")
    info = clerk.get("/api/v1/forms/receipt").json
    assert info["may"] == ["read", "submit", "amend"]
    assert "price" not in info["readable"]
    assert info["definition"]["fields"]["quantity"]["of"] == "material"
    assert clerk.get("/api/v1/forms/shipment").status == 404
    assert {f["key"] for f in clerk.get("/api/v1/forms").json["items"]} == {
        "supplier", "material", "place", "receipt", "making",
    }  # fmt: skip


def test_a_form_is_drawn_published_and_used(boss: Client, caller: Caller) -> None:
    drawn = {"label": {"zh": "备忘", "en": "Memo"}, "fields": {"text": {"type": "text", "required": True}}}
    saved = boss("PUT", "/api/v1/forms/memo", {"form": "memo", **drawn})
    assert saved.json["state"] == "draft"
    assert boss("PUT", "/api/v1/forms/memo", {"definition": drawn, "revision": 7}).status == 409
    assert boss.post("/api/v1/forms/memo/publish").json["version"] == 1
    assert boss.post("/api/v1/records/memo", {"fields": {"text": "hello"}}).status == 201
    broken = {"fields": {"text": {"type": "txt"}}, "label": {"en": "x"}}
    boss("PUT", "/api/v1/forms/memo", {"form": "memo", **broken})
    assert "fields.text.type" in boss.post("/api/v1/forms/memo/publish").errors
    assert [v["state"] for v in boss.get("/api/v1/forms/memo/versions").json["items"]] == ["draft", "published"]
    assert caller("clerk")("PUT", "/api/v1/forms/memo", drawn).status == 403


def test_lots_and_traces(boss: Client, caller: Caller, plant: Plant) -> None:
    flour = plant.receipt("10").fields["lot"]["code"]
    dough = plant.making((flour, "4"), made="4").fields["product"]["code"]
    lot = boss.get(f"/api/v1/lots/one?code={flour}").json
    assert lot["balance"]["on_hand"] == "6"
    assert lot["balance"]["unexplained"] == "0"
    assert lot["material"] == {"id": plant.flour, "title": "Flour"}
    assert [e["verb"] for e in lot["events"]] == ["transform", "receive"]
    assert boss.get("/api/v1/lots/one?code=NOPE").status == 404
    back = boss.get(f"/api/v1/trace?code={dough}&direction=back").json
    assert [u["code"] for u in back["units"]] == [dough, flour]
    assert back["unit"]["code"] == dough
    assert {link["role"] for link in back["links"]} == {"input", "output"}
    assert [x["code"] for x in boss.get("/api/v1/lots?status=quarantine").json["items"]] == [dough]
    first = boss.get("/api/v1/lots?limit=1").json
    second = boss.get(f"/api/v1/lots?limit=1&cursor={first['next']}").json
    assert [first["items"][0]["code"], second["items"][0]["code"]] == [dough, flour]
    assert set(boss.get("/api/v1/lots/wall").json) >= {"code", "stage", "status", "day", "hidden"}
    assert caller("own_only").get(f"/api/v1/trace?code={dough}").status == 403

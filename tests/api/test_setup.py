"""The first day over HTTP: setup, its workbook, import in Excel, worklists, departments."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook

from suyuan.records.xlsx_in import XLSX
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant
from tests.records.test_bring_in import book

BASE = "/api/v1"


def sheets(raw: bytes) -> dict[str, list[list[Any]]]:
    return {s.title: [[c.value for c in row] for row in s] for s in load_workbook(io.BytesIO(raw)).worksheets}


def test_setup_tells_how_far_it_is_and_only_administrators_may_know(boss: Client, caller: Caller) -> None:
    before = boss.get(f"{BASE}/setup").json
    assert (before["done"], before["of"], before["ready"], before["nodes_chosen"]) == (2, 6, False, False)
    assert [s["key"] for s in before["steps"] if s["done"]] == ["masters", "people"]
    body = {"name": {"zh": "试点厂", "en": "Pilot"}, "nodes": ["receiving"], "gs1_prefix": "6901234", "ready": True}
    after = boss("PATCH", f"{BASE}/setup", body).json
    assert (after["plant"]["gs1_prefix"], after["ready"], after["done"]) == ("6901234", True, 4)
    me = boss.get(f"{BASE}/me").json
    assert (me["plant"]["name"]["en"], me["plant"]["ready"]) == ("Pilot", True)
    hidden = {f["key"]: f["hidden"] for app in me["apps"] for f in app["forms"]}
    assert (hidden["receipt"], hidden["making"], hidden["material"]) == (False, True, False)
    assert caller("clerk").get(f"{BASE}/setup").status == 403
    wrong = boss("PATCH", f"{BASE}/setup", {"nodes": ["kitchen"], "gs1_prefix": "x", "zone": "Moon", "host": "ftp://x"})
    assert set(wrong.errors) == {"nodes[0]", "gs1_prefix", "zone", "host"}
    assert boss("PATCH", f"{BASE}/setup", {"name": {"fr": "x"}}).status == 422


def test_a_template_is_fetched_filled_and_brought_in(boss: Client, caller: Caller) -> None:
    given = boss.get(f"{BASE}/records/supplier/template.xlsx")
    assert (given.status, given.headers["content-type"]) == (200, XLSX)
    assert sheets(given.raw)["Supplier"][0] == ["Name *", "City", "Secret"]
    raw = book(("Supplier", [["Name *", "City"], ["Farm", "Tangshan"], [None, "Nowhere"]]))
    path = f"{BASE}/records/supplier/import"
    tried = boss("POST", f"{path}?dry_run=true", raw=raw, content_type=XLSX).json
    (bad,) = tried["bad"]
    assert (tried["rows"], bad["row"], bad["errors"][0]["row"], bad["errors"][0]["column"]) == (2, 3, 3, "Name")
    back = boss("POST", f"{path}?give=xlsx", raw=raw, content_type=XLSX)
    assert sheets(back.raw)["Supplier"][1][1] == "Nowhere"
    assert boss("POST", path, raw=raw, content_type=XLSX).status == 422
    some = boss("POST", f"{path}?good_only=true", raw=raw, content_type=XLSX)
    assert (some.status, some.json["submitted"]) == (200, 1)
    assert boss("POST", path, raw=b"PK", content_type=XLSX).status == 400
    assert caller("clerk").get(f"{BASE}/records/supplier/template.xlsx").status == 403


def test_people_come_in_with_the_workbook(boss: Client) -> None:
    raw = book(("people", [["name", "user", "roles"], ["Wang", "wang", "Clerk"]]))
    found = boss("POST", f"{BASE}/setup/workbook", raw=raw, content_type=XLSX)
    assert found.json["submitted"] == 1, found.raw
    people = {p["user"]: p["roles"] for p in boss.get(f"{BASE}/people").json["items"]}
    assert people["wang"] == ["clerk"]
    again = boss("POST", f"{BASE}/setup/workbook", raw=raw, content_type=XLSX)
    assert (again.status, again.json["bad"][0]["sheet"]) == (422, "people")
    assert "People" in sheets(boss.get(f"{BASE}/setup/workbook.xlsx").raw)


def test_a_day_without_worklists_is_empty(boss: Client, caller: Caller) -> None:
    assert boss.get(f"{BASE}/worklists").json["items"] == []
    assert caller("nobody").get(f"{BASE}/worklists").status == 401


def test_departments_are_made_moved_and_closed_and_people_leave_them(boss: Client, plant: Plant) -> None:
    top = boss.post(f"{BASE}/departments", {"name": "Quality"}).json["id"]
    lab = boss.post(f"{BASE}/departments", {"name": "Lab", "parent": top}).json["id"]
    clerk = plant.people["clerk"].key[7:]
    boss("PATCH", f"{BASE}/people/{clerk}", {"department": lab})
    places = {p["user"]: p["department"] for p in boss.get(f"{BASE}/people").json["items"]}
    assert places["clerk"]["title"] == "Lab"
    boss("PATCH", f"{BASE}/people/{clerk}", {"name": "Clara"})
    places = {p["user"]: p["department"] for p in boss.get(f"{BASE}/people").json["items"]}
    assert places["clerk"]["title"] == "Lab"
    boss("PATCH", f"{BASE}/people/{clerk}", {"department": None})
    places = {p["user"]: p["department"] for p in boss.get(f"{BASE}/people").json["items"]}
    assert places["clerk"] is None
    assert boss("PATCH", f"{BASE}/departments/{lab}", {"parent": None, "name": "Laboratory"}).status == 200
    listed = {d["title"]: d["parent"] for d in boss.get(f"{BASE}/departments").json["items"]}
    assert listed == {"Laboratory": None, "Quality": None}
    assert boss("PATCH", f"{BASE}/departments/{top}", {"parent": top}).status == 422
    boss("PATCH", f"{BASE}/departments/{top}", {"active": False})
    assert [d["title"] for d in boss.get(f"{BASE}/departments").json["items"]] == ["Laboratory"]
    assert boss("PATCH", f"{BASE}/people/{clerk}", {"department": 5}).errors == {"department": "api.want_text"}

"""The trace map, completeness and data standards over HTTP."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import openpyxl
import pytest
from pypdf import PdfReader

from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant
from tests.records.test_completeness import publish

BASE = "/api/v1"
DAYS = {"from": "2026-10-01", "to": "2026-10-31"}


@pytest.fixture
def filled(plant: Plant) -> Plant:
    publish(plant)
    plant.receipt("10", received_at="2026-10-01T08:00:00+08:00")
    plant.receipt("60", received_at="2026-10-02T08:00:00+08:00", supplier_lot=None)
    return plant


def test_the_map_tells_fields_and_gaps(filled: Plant, boss: Client) -> None:
    [found] = boss.get(f"{BASE}/kdes").json["items"]
    assert (found["key"], found["data"], found["gaps"]) == ("own", 8, 1)
    [event] = found["nodes"][0]["events"]
    assert [d["gap"] for d in event["data"]] == [False, False, False, True, False]
    assert event["data"][3]["fields"][0]["why"] == "no_field"


def test_days_and_lots_and_the_records_to_mend(filled: Plant, boss: Client) -> None:
    found = boss.get(f"{BASE}/kdes/completeness?{urlencode(DAYS)}").json
    assert [(d["day"], d["wanted"], d["filled"]) for d in found["items"]] == [
        ("2026-10-01", 2, 2),
        ("2026-10-02", 3, 1),
    ]
    assert (found["wanted"], found["filled"], found["mend_all"]) == (5, 3, 1)
    [lacking] = found["mend"]
    assert [m["path"] for m in lacking["missing"]] == ["supplier_lot", "price"]
    assert lacking["id"]
    assert lacking["may"] is True
    assert found["data"]["receipt.lot"] == {"wanted": 2, "filled": 1}
    lots = boss.get(f"{BASE}/kdes/completeness?{urlencode(DAYS | {'by': 'lot'})}").json["items"]
    assert [(lot["wanted"], lot["filled"]) for lot in lots] == [(3, 1), (2, 2)]
    one = boss.get(f"{BASE}/kdes/lot?{urlencode({'code': lots[0]['code']})}").json
    assert (one["wanted"], one["filled"], len(one["mend"])) == (3, 1, 1)
    assert boss.get(f"{BASE}/kdes/lot?code=nowhere").status == 404
    assert boss.get(f"{BASE}/kdes/completeness?list=nowhere").status == 404


def test_the_map_on_paper_and_in_a_workbook(filled: Plant, boss: Client) -> None:
    sheet = boss.get(f"{BASE}/kdes/map?{urlencode(DAYS | {'format': 'xlsx'})}")
    page = openpyxl.load_workbook(io.BytesIO(sheet.raw)).worksheets[0]
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert any("Gap" in line for line in cells)
    assert any("1 / 2" in line for line in cells)
    paper = boss.get(f"{BASE}/kdes/map?{urlencode(DAYS)}")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.raw)).pages)
    assert "Trace map" in text
    assert "FSMA 204" in text


def test_who_may_look(filled: Plant, caller: Caller) -> None:
    for path in ("kdes", "kdes/completeness", "kdes/map", "standards"):
        assert caller("nobody").get(f"{BASE}/{path}").status == 401
        assert caller("nothing").get(f"{BASE}/{path}").status == 403
    assert caller("clerk").get(f"{BASE}/kdes").status == 200
    assert caller("clerk").get(f"{BASE}/standards").status == 403
    assert caller("clerk").get(f"{BASE}/kde_lists").status == 403


def test_standards_tell_rules_and_users(filled: Plant, boss: Client) -> None:
    found = boss.get(f"{BASE}/standards").json
    rule = next(r for r in found["rules"] if r["rule"] == "RR-{yyMMdd}-{###}")
    assert rule["users"][0]["counted"] == 2
    assert (found["broken"], found["zone"]) == (0, "Asia/Shanghai")

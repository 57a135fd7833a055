"""Reports on lots over HTTP."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from pypdf import PdfReader

from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant

REPORT, FSMA = "/api/v1/lots/report", "/api/v1/lots/fsma"


@pytest.fixture
def lot(plant: Plant) -> str:
    flour = plant.receipt("100").fields["lot"]["code"]
    return str(plant.making((flour, "30"), made="29").fields["product"]["code"])


def test_one_click_gives_paper_or_workbook_in_the_callers_language(boss: Client, lot: str) -> None:
    paper = boss.get(f"{REPORT}?code={lot}")
    assert paper.headers["content-type"] == "application/pdf"
    assert f"Trace-report-{lot}.pdf" in paper.headers["content-disposition"]
    assert paper.headers["cache-control"] == "no-store"
    assert "Mass balance" in PdfReader(io.BytesIO(paper.raw)).pages[0].extract_text()
    sheet = boss.get(f"{REPORT}?code={lot}&format=xlsx&direction=back")
    assert "Summary" in openpyxl.load_workbook(io.BytesIO(sheet.raw)).sheetnames


def test_only_who_may_trace_gets_a_report(caller: Caller, boss: Client, lot: str) -> None:
    for path in (f"{REPORT}?code={lot}", f"{FSMA}?code={lot}"):
        assert caller("nobody").get(path).status == 401
        assert caller("nothing").get(path).status == 403
    assert boss.get(f"{REPORT}?code=unknown").status == 404
    assert boss.get(REPORT).status == 400
    assert boss.get(FSMA).status == 400
    assert boss.get(f"{FSMA}?from=2026-11-01").status == 400


def test_the_sortable_sheet_comes_by_lots_or_by_days(boss: Client, plant: Plant, lot: str) -> None:
    raw = boss.get(f"{FSMA}?code={lot}&format=csv").raw
    lines = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [line["Critical tracking event"] for line in lines] == ["Receiving", "Transformation"]
    today = plant.store.clock.now().date().isoformat()
    book = openpyxl.load_workbook(io.BytesIO(boss.get(f"{FSMA}?from={today}&to={today}").raw))
    assert book.worksheets[0].max_row == 3
    empty = boss.get(f"{FSMA}?from=2020-01-01&to=2020-01-02&format=csv").raw
    assert len(empty.decode("utf-8-sig").splitlines()) == 1

"""Registers over HTTP: on screen, on paper, in a workbook."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import openpyxl
import pytest
from pypdf import PdfReader

from tests.api.client import Client, Reply
from tests.api.conftest import Caller
from tests.records.plant import Plant
from tests.records.test_registers import INCOMING, publish

AT = "/api/v1/reports/registers/incoming"


def ask(client: Client, **query: str) -> Reply:
    return client.get(f"{AT}?{urlencode(query)}")


@pytest.fixture
def filled(plant: Plant) -> Plant:
    publish(plant, INCOMING + "signs: [{zh: 审核人, en: Reviewed by}]\n")
    for n in range(3):
        plant.receipt(str(n + 1), received_at=f"2026-10-0{n + 1}T08:00:00+08:00", price="7.77")
    return plant


def test_whoever_reads_the_form_finds_its_register(filled: Plant, caller: Caller) -> None:
    items = caller("clerk").get("/api/v1/reports/registers").json["items"]
    assert [(i["key"], i["form"], i["label"]["en"]) for i in items] == [("incoming", "receipt", "Incoming check")]
    assert caller("nothing").get("/api/v1/reports/registers").json["items"] == []
    assert caller("nothing").get(AT).status == 403
    assert caller("nobody").get(AT).status == 401


def test_a_month_on_screen_is_in_words_by_the_plants_clock(filled: Plant, boss: Client) -> None:
    found = ask(boss, month="2026-10").json
    assert (found["from"], found["to"], found["left"], found["hidden"]) == ("2026-10-01", "2026-10-31", 0, [])
    assert found["rows"][0][0] == "2026-10-01 08:00"
    assert found["rows"][2][6] == "3.000 kg"
    assert len(found["records"]) == 3
    assert boss.get(AT).json["rows"] == []
    assert len(ask(boss, **{"from": "2026-10-02", "to": "2026-10-02"}).json["rows"]) == 1


def test_the_workbook_counts_and_the_paper_tells_the_same(filled: Plant, boss: Client) -> None:
    reply = ask(boss, month="2026-10", format="xlsx")
    assert "Incoming-check-2026-10.xlsx" in reply.headers["content-disposition"]
    page = openpyxl.load_workbook(io.BytesIO(reply.raw)).worksheets[0]
    lines = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(n for n, line in enumerate(lines) if line[0] == "Received at")
    assert lines[head + 3][6:8] == [3, "kg"]
    assert "Food Safety Law" in str(lines[:head])
    paper = ask(boss, month="2026-10", format="pdf")
    assert paper.headers["content-type"] == "application/pdf"
    text = PdfReader(io.BytesIO(paper.raw)).pages[0].extract_text()
    for wanted in ("Incoming check", "2026-10-03 08:00", "3.000 kg", "Food Safety Law", "Reviewed by"):
        assert wanted in text


def test_what_may_not_be_read_is_on_no_face_of_it(filled: Plant, caller: Caller) -> None:
    clerk = caller("clerk")
    assert "Price" in ask(clerk, month="2026-10").json["hidden"]
    text = PdfReader(io.BytesIO(ask(clerk, month="2026-10", format="pdf").raw)).pages[0].extract_text()
    assert "may not read: Price" in text
    assert "7.77" not in text


@pytest.mark.parametrize(
    "query",
    [
        {"month": "2026-13"},
        {"month": "0000-01"},
        {"month": "9999-12"},
        {"from": "2026-10-01"},
        {"from": "2026-10-02", "to": "2026-10-01"},
        {"from": "2026-02-30", "to": "2026-03-01"},
        {"from": "20261001", "to": "2026-10-02"},
        {"month": "2026-10", "from": "2026-10-01", "to": "2026-10-02"},
        {"format": "exe"},
    ],
)
def test_a_period_that_is_none_is_refused(filled: Plant, boss: Client, query: dict[str, str]) -> None:
    assert ask(boss, **query).status == 400

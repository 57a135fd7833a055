"""Searching, my day, registers, conditions over other forms and workbooks: what one may not know leaks through none."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from litestar import Litestar

from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI
from tests.api.client import Client, Reply
from tests.api.conftest import Caller
from tests.attack.test_hidden import newcomer
from tests.records.plant import Plant, publish

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)

ORACLES = (
    "EXISTS(\"supplier\", secret = 'sauce')",
    "COUNTOF(\"supplier\", secret = 'sauce') > 0",
    "LATEST(\"supplier\", secret, name = 'Mill') = 'sauce'",
    'SUMOF("receipt", price, TRUE) > 1',
    "NOT(EXISTS(\"supplier\", LEFT(secret, 1) = 's'))",
)


def test_nobody_asks_another_form_through_a_condition_of_their_own(caller: Caller, plant: Plant) -> None:
    plant.receipt(price="77.70")
    for role in ("clerk", "boss"):
        client = caller(role)
        for text in ORACLES:
            for path in (
                f"/api/v1/records/receipt?where={quote(text)}",
                f"/api/v1/records/receipt?sort={quote(text)}",
                f"/api/v1/records/receipt/export?format=csv&where={quote(text)}",
            ):
                assert client.get(path).status in (403, 422), (role, path)
            view = {"name": "v", "shared": False, "where": text, "sort": "", "fields": []}
            assert client.post("/api/v1/forms/receipt/views", view).status in (403, 422), (role, text)


def test_a_search_finds_nothing_by_what_is_hidden_and_nothing_one_may_not_read(
    caller: Caller, plant: Plant, app: Litestar
) -> None:
    plant.receipt(price="77.70", supplier_lot="VERY-OWN-7")
    for text in ("sauce", "77.70", "77.7"):
        assert caller("clerk").get(f"/api/v1/search?text={text}").json["items"] == [], text
    for text in ("Mill", "VERY-OWN", "RR-", "RM-", "Flour", "kg", "%", "_", "\\", "'", '"', "*"):
        assert caller("nothing").get(f"/api/v1/search?{urlencode({'text': text})}").json["items"] == [], text
        assert caller("nobody").get(f"/api/v1/search?{urlencode({'text': text})}").status == 401
    grants = [{"form": "supplier", "verbs": ["read"], "hide": ["name"]}]
    found = newcomer(plant, app, {"grants": grants}).get("/api/v1/search?text=Mill")
    assert b"Mill" not in found.raw
    assert found.json["items"] == []


def test_odd_searches_answer_in_time(boss: Client, plant: Plant) -> None:
    plant.receipt()
    for text in (
        "]C1" + "10" * 150,
        "\x1d" * 60,
        "(01)" + "9" * 300,
        "𠮷" * 300,
        "a\x00b",
        "%25" * 100,
        "١٢٣",
        " " * 300,
    ):
        reply = boss.get(f"/api/v1/search?{urlencode({'text': text[:399]})}")
        assert reply.status in (200, 400, 422), (text[:10], reply.status, reply.raw[:200])


def test_doors_that_need_tracing_are_shut_without_it(caller: Caller, plant: Plant) -> None:
    code = plant.receipt().fields["lot"]["code"]
    client = caller("own_only")
    for path in (
        "/stock",
        "/stock?by=place",
        "/stock.xlsx",
        f"/lots/context?code={code}",
        f"/lots/report?code={code}",
        f"/lots/fsma?code={code}",
        f"/lots/of?form=supplier&id={plant.mill}",
        f"/recall/scope?code={code}",
        f"/recall/suspects?code={code}",
        f"/consumer/link?code={code}",
        f"/consumer/qr?code={code}",
    ):
        assert client.get(f"/api/v1{path}").status == 403, path
    for path in ("/setup", "/setup/workbook.xlsx", "/worklists/none", "/passports"):
        assert client.get(f"/api/v1{path}").status in (403, 404), path
    assert client("PATCH", "/api/v1/setup", {"name": {"zh": "x", "en": "x"}}).status == 403
    assert client.post("/api/v1/consumer/preview", {"definition": {}}).status == 403


LIST = {
    "worklist": "by_secret",
    "label": {"zh": "甲", "en": "A"},
    "form": "supplier",
    "where": "secret = 'sauce'",
    "fields": ["name", "secret"],
}
FACTS = LIST | {"worklist": "facts", "where": "name <> 'x'"}


def test_a_worklist_over_a_hidden_field_tells_neither_it_nor_how_many(caller: Caller, plant: Plant) -> None:
    plant.store.write(lambda tx: put(tx, "worklists", {"by_secret": LIST, "facts": FACTS}, CLI))
    told = caller("clerk").get("/api/v1/worklists")
    assert b"sauce" not in told.raw
    assert [item["key"] for item in told.json["items"]] == ["facts"]
    assert {item["key"] for item in caller("boss").get("/api/v1/worklists").json["items"]} == {"by_secret", "facts"}


MARK = """
form: mark
label: {zh: 标记, en: Mark}
fields:
  mill: {type: link, to: supplier, required: true}
updates:
  - {record: mill, set: {city: '"Elsewhere"'}}
"""


def test_an_update_reaches_only_records_that_its_author_may_name(plant: Plant, app: Litestar, boss: Client) -> None:
    publish(plant.store, {"mark": MARK})
    grants = [
        {"form": "mark", "verbs": ["read", "submit"]},
        {"form": "supplier", "verbs": ["read"], "where": "city = 'Hebei'"},
    ]
    client = newcomer(plant, app, {"grants": grants})
    foreign = plant.write("supplier", name="Other", city="Anhui").id
    refused = client.post("/api/v1/records/mark", {"fields": {"mill": foreign}})
    none = client.post("/api/v1/records/mark", {"fields": {"mill": foreign[:-4] + "0000"}})
    assert (refused.status, none.status) == (422, 422)
    assert refused.errors == none.errors
    assert boss.get(f"/api/v1/records/supplier/{foreign}").json["fields"]["city"] == "Anhui"


# ---- workbooks


def bring(client: Client, raw: bytes, form: str = "supplier", **query: str) -> Reply:
    at = f"/api/v1/records/{form}/import?{urlencode({'dry_run': 'true', **query})}"
    return client("POST", at, raw=raw, content_type=XLSX)


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(raw: bytes, part: str, text: bytes | None, **more: bytes) -> bytes:
    """The workbook with one part replaced, and more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != part:
                new.writestr(info.filename, old.read(info.filename))
            elif text is not None:
                new.writestr(part, text)
        for name, value in more.items():
            new.writestr(name, value)
    return out.getvalue()


HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
LAUGHS = (
    b"<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
INSIDE = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
PART = "xl/worksheets/sheet1.xml"


def evil() -> dict[str, bytes]:
    good = workbook(["Name", "City"], ["New", "Here"])
    wide = b'<row r="1">' + b"".join(b'<c r="XFD1"><v>%d</v></c>' % n for n in range(30_000)) + b"</row>"
    file, net = (
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    )
    return {
        "entities": changed(good, PART, HEAD + LAUGHS + SHEET % (INSIDE % b"&j;")),
        "outside": changed(good, PART, HEAD + file + SHEET % (INSIDE % b"&f;")),
        "net": changed(good, PART, HEAD + net + SHEET % (INSIDE % b"Name")),
        "wide": changed(good, PART, HEAD + SHEET % wide),
        "cell": changed(good, PART, HEAD + SHEET % b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'),
        "row": changed(good, PART, HEAD + SHEET % b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
        "huge": changed(good, PART, HEAD + SHEET % b'<row r="1"><c r="A1"><v>1e999999999</v></c></row>'),
        "nan": changed(good, PART, HEAD + SHEET % b'<row r="1"><c r="A1"><v>nan</v></c></row>'),
        "shared": changed(good, PART, HEAD + SHEET % b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'),
        "cut": good[: len(good) // 2],
        "no sheet": changed(good, PART, None),
        "no book": changed(good, "xl/workbook.xml", None),
        "slip": changed(good, "", None, **{"../../../../tmp/suyuan-slip": b"x"}),
        "not zip": b"PK\x03\x04" + b"\xff" * 500,
        "empty": b"",
    }  # fmt: skip


@pytest.mark.parametrize("name", list(evil()))
def test_a_hostile_workbook_is_refused_in_words(boss: Client, name: str) -> None:
    reply = bring(boss, evil()[name])
    assert reply.status in (200, 400, 413, 422), reply.raw[:300]
    assert b"root:" not in reply.raw
    assert reply.json.get("submitted", 0) == 0


def test_a_workbook_of_the_old_calendar_formulas_and_merged_cells_is_read_as_excel_shows_it(
    boss: Client, plant: Plant
) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["Supplier", "Material", "Quantity", "Place", "received_at"])
    sheet.append(["Mill", "Flour", "5 kg", "Store", datetime(2026, 11, 20, 9, 30)])
    sheet.append(["Mill", "Flour", "=1+1", "Store", None])
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    reply = bring(boss, out.getvalue(), "receipt")
    assert reply.status in (200, 422)
    told = reply.raw.decode()
    assert "1900" not in told
    assert "=1+1" not in told
    assert "1+1" not in told


def test_a_template_tells_only_fields_one_may_fill(plant: Plant, app: Litestar) -> None:
    grants = [{"form": "receipt", "verbs": ["read", "submit", "import"], "hide": ["price", "worth"]}]
    client = newcomer(plant, app, {"grants": grants})
    reply = client.get("/api/v1/records/receipt/template.xlsx")
    assert reply.status == 200
    book = openpyxl.load_workbook(io.BytesIO(reply.raw))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not any("price" in text.casefold() or "worth" in text.casefold() for text in texts)
    assert not any("Hebei" in text or "sauce" in text or text == "Mill" for text in texts)

"""Requests made to break the server: odd headers, numbers, imports; refused quickly, in words, leaving nothing."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from suyuan.ledger.tables import ledger_entry
from tests.api.client import Client
from tests.records.plant import Plant

BASE = "/api/v1/records/receipt"
MIB = 1024 * 1024


def entries(plant: Plant) -> int:
    with plant.store.read() as conn:
        return conn.execute(select(func.count()).select_from(ledger_entry)).scalar_one()


ORIGINS = ["http://[", "http://[::1", "http://]", "http://a@plant.local", "http://plant.local:80:80", "http://\xbd"]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_origin_that_is_no_address_is_a_foreign_one(boss: Client) -> None:
    for origin in ORIGINS:
        reply = boss("PATCH", "/api/v1/me", {"lang": "en"}, origin=origin)
        assert (reply.status, reply.json["code"]) == (403, "api.foreign_origin")


def test_a_length_of_five_thousand_digits_is_refused(boss: Client) -> None:
    reply = boss("POST", BASE, raw=b"{}", content_type="application/json", content_length="9" * 5000)
    assert reply.status == 400


NO_NUMBERS = ["1_0", "1__0", "0x10", "1e", "NaN", "sNaN", "Infinity", "1e999999", "--1", "1,5", ""]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_no_person_would_call_a_number_is_none(boss: Client, plant: Plant) -> None:
    for text in NO_NUMBERS:
        before = entries(plant)
        reply = boss.post(BASE, {"fields": plant.delivery(text, price=text or "x")})
        assert reply.status == 422
        assert set(reply.errors) == {"quantity", "price"}
        assert entries(plant) == before


TOO_MANY = [
    ("application/jsonl", b"1\n" * (2 * MIB)),
    ("application/jsonl", b"\n" * (2 * MIB) + b"{}\n" * 6000),
    ("text/csv", b"a\n" * (2 * MIB)),
    ("text/csv", b"a," * (2 * MIB)),
    ("text/csv", b'"' * (2 * MIB)),
]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_import_of_far_too_many_rows_is_refused_at_the_first_too_many(boss: Client) -> None:
    for kind, raw in TOO_MANY:
        reply = boss("POST", f"{BASE}/import", raw=raw, content_type=kind)
        assert reply.status == 422
        assert len(reply.json["errors"]) == 1, "one word about the file, none about its rows"


def test_an_import_with_a_column_named_twice_is_refused(boss: Client, plant: Plant) -> None:
    raw = b"supplier_lot,quantity,supplier_lot\nA,1 kg,B\n"
    reply = boss("POST", f"{BASE}/import", raw=raw, content_type="text/csv")
    assert reply.errors == {"supplier_lot": "records.import_head_twice"}


def test_an_import_with_one_bad_row_leaves_nothing(boss: Client, plant: Plant) -> None:
    before = entries(plant)
    good = json.dumps({"fields": plant.delivery()})
    rows = [good, '{"fields": {"no": 1, "nope": 2}}', '{"fields": {}, "fields": {}}', "[]", good]
    reply = boss("POST", f"{BASE}/import", raw="\n".join(rows).encode(), content_type="application/jsonl")
    assert reply.status == 422
    assert [bad["row"] for bad in reply.json["bad"]] == [2, 3, 4]
    assert {e["path"] for e in reply.json["bad"][0]["errors"]} >= {"no", "nope", "supplier", "quantity"}
    assert entries(plant) == before
    assert boss.get(BASE).json["items"] == []
    first = boss.post(BASE, {"fields": plant.delivery()}).json
    assert first["fields"]["no"].endswith("001")


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(boss: Client, plant: Plant) -> None:
    for text in ("=1+1", "+1", "-1+1", "@SUM(1)", "＝1+1", "＠x"):
        plant.receipt(supplier_lot=text)
    told = boss.get(f"{BASE}/export?format=csv&fields=supplier_lot").raw.decode("utf-8-sig")
    cells = [line.rpartition(",")[2] for line in told.split("\r\n")[1:-1]]
    assert len(cells) == 6
    assert all(cell.startswith("'") for cell in cells)


HEAVY = [
    "(" * 1900 + "1 = 1" + ")" * 1900,
    "NOT " * 990 + "TRUE",
    "-" * 3000 + "1 = 1",
    "+".join(["1"] * 1900) + " = 1",
    "no IN (" + ",".join(["'a'"] * 900) + ")",
    " OR ".join(["receiver.department.parent.parent='a'"] * 90),
    " OR ".join(["lot.material.name='a'"] * 140),
    "IF(TRUE," * 300 + "1" + ",2)" * 300 + "=1",
    "9" * 3900 + ">0",
    "LEN(" + "SUBSTITUTE(" * 20 + "'a'" + ",'a','aaaaaaaaaaaaaaaaaaaa')" * 20 + ") > 0",
    "1/0 > MOD(1, 0)",
    "ROUND(1/3, 999999999) > 0",
    "no = 'a'; drop table lot",
    "no = 'a' UNION SELECT 1",
]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_expression_made_to_be_heavy_is_answered_within_two_seconds(boss: Client, plant: Plant) -> None:
    for where in HEAVY:
        plant.receipt()
        began = time.process_time()
        reply = boss.get(f"{BASE}?where={quote(where)}")
        assert reply.status in (200, 400, 422)
        assert time.process_time() - began < 2.5, "of this process alone, whatever else the machine does"

"""Two plants that differ only in hidden fields answer byte for byte the same at every door (safety figure T18)."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from suyuan.api.app import create
from suyuan.definitions.document import from_yaml
from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI
from suyuan.kernel.clock import SetClock
from suyuan.kernel.ids import SeededEntropy
from suyuan.kernel.settings import Settings
from suyuan.records import amend
from suyuan.store import jobs
from suyuan.store.engine import open_store
from tests.api.client import Client, Reply
from tests.attack.test_form_engine import somebody
from tests.records.plant import FORMS, Plant, make_plant, publish

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
VERBS = ["read", "submit", "amend", "import", "export"]
GRANTS = (
    {"form": "supplier", "verbs": VERBS, "hide": ["secret"]},
    {"form": "material", "verbs": VERBS, "hide": ["cost"]},
    {"form": "receipt", "verbs": VERBS, "hide": ["price", "worth", "hint_of"]},
    {"form": "making", "verbs": VERBS},
    {"form": "verdict", "verbs": VERBS},
    {"form": "place", "verbs": VERBS},
)
RECEIPT = FORMS["receipt"].replace("title: \"{no} · {material}\"", "title: \"{no} · {price}\"").replace(
    "  photo:", "  hint_of: {type: expression, value: supplier.secret, result: text}\n  photo:"
) + """
sort: -price
views:
- {key: dear, label: Dear, where: price > 5, sort: -price, fields: [no, price], face: kanban, by: supplier}
"""  # fmt: skip
PRINT = """
print: slip
label: Slip
form: receipt
header: {left: "{price}", right: "{supplier.secret}"}
blocks:
- {block: title, text: "{no} {worth}", code: {code: qr, content: "{hint_of}x"}}
- {block: fields, fields: [no, price, supplier.secret, material.cost, {value: price * 2, label: Twice}]}
- {block: text, text: dear, when: price > 5}
- {block: records, form: receipt, via: supplier, of: supplier, columns: [no, price], where: price > 5, sort: -price}
"""
LABEL = {"zh": "甲", "en": "A"}
DRAWN: dict[str, Any] = {
    "form": "drawn",
    "label": LABEL,
    "fields": {
        "supplier": {"type": "link", "to": "supplier", "label": LABEL, "shown": ["secret", "city"], "order": "-secret"},
        "no": {"type": "serial", "label": LABEL, "rule": "X-{##}"},
    },
}
TEXTS = ("supplier.secret", "LEN(supplier.secret)", 'COUNTOF("supplier", secret = "ketchup")', "supplier.city")


def make(folder: Path, template: Path, secret: str, dear: str, cheap: str) -> tuple[Plant, Client]:
    """A plant whose hidden fields hold this; all else is the same."""
    folder.mkdir()
    shutil.copyfile(template, folder / "suyuan.db")
    clock, entropy = SetClock(datetime(2026, 11, 22, 8, tzinfo=UTC)), SeededEntropy(7)
    plant = make_plant(open_store(Settings.read(folder, environ={}), clock=clock, entropy=entropy))
    publish(plant.store, {"receipt": RECEIPT})
    plant.store.write(lambda tx: put(tx, "prints", {"slip": from_yaml(PRINT, "slip.yaml").body}, CLI))
    for form, id, hidden in (("supplier", plant.mill, {"secret": secret}), ("material", plant.flour, {"cost": dear})):
        amend(plant.store, form, id, hidden, by=plant.boss, reason="hidden", revision=1)
    for price in (dear, cheap):
        plant.receipt(price=price)
    return plant, somebody(plant, create(plant.store), *GRANTS, abilities=("design", "trace", "audit"))


@pytest.fixture
def both(tmp_path: Path, sqlite_template: Path, dialect: str) -> Iterator[list[tuple[Plant, Client]]]:
    with ExitStack() as open_:
        made = [
            make(tmp_path / "one", sqlite_template, "ketchup", "9.00", "1.00"),
            make(tmp_path / "two", sqlite_template, "vinegar", "2.00", "7.00"),
        ]
        for plant, _ in made:
            open_.callback(plant.store.close)
        yield made


DOORS = """
records/receipt
records/receipt/groups?by=supplier
records/receipt/groups?by=price
records/receipt/groups?by=hint_of
records/receipt/template.xlsx
records/receipt/{id}
records/receipt/{id}/timeline
records/receipt/{id}/print/slip.pdf
records/supplier?where=ISBLANK(secret)
forms/receipt/views
forms/receipt/prints
lots/prints?code={lot}
lots/context?code={lot}
lots/one?code={lot}
lots/layers?code={lot}
lots/report?code={lot}
lots/fsma?code={lot}
trace?code={lot}
recall/scope?code={lot}
lots
stock
stock.xlsx
worklists
kdes
search?text=ketchup
search?text=9.00
search?text=RR
"""
QUERIES = (
    "", "where=price%20%3E%205", "sort=-price", "search=9.00", "search=ketchup", "fields=hint_of",
    "fields=supplier.secret", "where=supplier.secret%20%3D%20%22ketchup%22",
)  # fmt: skip


def asked(plant: Plant, ids: list[str], lot: str) -> Iterator[tuple[str, str, Any]]:
    """Every door that tells of records, and what is asked there."""
    for path in DOORS.split():
        yield "GET", path.format(id=ids[0], lot=lot), None
    for query in QUERIES:
        yield "GET", f"records/receipt?{query}", None
        yield "GET", f"records/receipt/groups?by=supplier&{query}", None
        for kind in ("csv", "json", "xlsx"):
            yield "GET", f"records/receipt/export?format={kind}&{query}", None
    yield "POST", "records/receipt/print/slip", {"ids": ids}
    yield "POST", "prints/slip/preview", {"definition": from_yaml(PRINT, "slip.yaml").body}
    for search in ("", "ketchup", "9.00", "Mill"):
        yield "POST", "forms/receipt/options", {"field": "supplier", "values": {}, "search": search}
        yield "POST", "forms/drawn/try/options", {"definition": DRAWN, "field": "supplier", "search": search}
    given = plant.delivery()
    for more in ({}, {"price": "9.00"}, {"hint_of": "ketchup"}, {"worth": "9.00"}):
        yield "POST", "records/receipt/check", {"fields": given | more}
    yield "POST", "records/receipt", {"fields": given}
    yield "PATCH", f"records/receipt/{ids[0]}", {"fields": {"supplier_lot": "B"}, "revision": 1, "reason": "typo"}
    yield "POST", "forms/receipt/views", {"name": "mine", "where": "price > 5", "sort": "hint_of", "fields": ["price"]}
    yield from drawing(plant)


def drawing(plant: Plant) -> Iterator[tuple[str, str, Any]]:
    """The same of drawing forms."""
    values = {"supplier": plant.mill}
    for text in TEXTS:
        for key in ("receipt", "drawn"):
            at = {"definition": DRAWN | {"form": key}, "text": text}
            yield "POST", f"forms/{key}/expression", at
            yield "POST", f"forms/{key}/expression", at | {"values": values}
        computed = drawn(x={"type": "expression", "label": LABEL, "value": text, "result": "text"})
        yield "POST", "forms/drawn/try", {"definition": computed, "fields": values}
        yield "POST", "forms/drawn/examine", {"definition": computed}
    numbered = drawn(no={"type": "serial", "label": LABEL, "rule": "X-{supplier.secret}-{##}"}) | {"form": "receipt"}
    yield "POST", "forms/receipt/numbers/preview", {"field": "no", "values": values, "definition": numbered}


def drawn(**fields: Any) -> dict[str, Any]:
    """The form being drawn with more, or other, fields."""
    return DRAWN | {"fields": DRAWN["fields"] | fields}


def bare(raw: bytes) -> bytes:
    """An answer without what no two plants share: the hour in a template's file, the key in a report."""
    if raw.startswith(b"%PDF"):
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
        return " ".join(word for word in text.split() if len(word) < 30).encode()
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            return b"".join(parts.read(name) for name in parts.namelist() if name != "docProps/core.xml")
    return raw


def told(reply: Reply) -> tuple[int, bytes, str]:
    return reply.status, bare(reply.raw), reply.headers.get("content-disposition", "")


def imported(plant: Plant, client: Client) -> Iterator[tuple[int, bytes, str]]:
    """By a key that is hidden, and of fields that are."""
    raw = b"name,secret,city\nMill,ketchup,Here\n"
    job = client("POST", "/api/v1/records/supplier/import/jobs?name=a", raw=raw, content_type="text/csv")
    yield told(job)
    at = f"/api/v1/records/supplier/import/jobs/{job.json['id']}"
    for by, columns in ((["secret"], (1, 2)), (["name"], (0, 1)), (["name"], (0, 2)), ([], (0, 1))):
        while jobs.run_once(plant.store, "test"):
            pass
        mapping = [{"column": n, "to": ("name", "secret", "city")[n]} for n in columns]
        mode = {"by": by, "mode": "both"} if by else {}
        yield told(client.post(f"{at}/run", {"mapping": mapping, "dry_run": True, **mode}))
        while jobs.run_once(plant.store, "test"):
            pass
        yield told(client.get(f"{at}?more=true"))


def test_plants_that_differ_in_hidden_fields_alone_answer_the_same(both: list[tuple[Plant, Client]]) -> None:
    answers: list[list[tuple[Any, tuple[int, bytes, str]]]] = []
    for plant, client in both:
        listed = client.get("/api/v1/records/receipt").json["items"]
        ids, lot = [item["id"] for item in listed], listed[0]["fields"]["lot"]["code"]
        found = []
        for method, path, body in asked(plant, ids, lot):
            reply = client(method, f"/api/v1/{path}", body)
            found.append(((method, path, json.dumps(body)[:400]), told(reply)))
        answers.append(found + [("import", one) for one in imported(plant, client)])
    for one, other in zip(*answers, strict=True):
        assert one == other
        assert one[1][0] < 500, one

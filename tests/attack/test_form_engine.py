"""Drawing, printing, importing and moving forms: no new door tells what is hidden, no file breaks the plant."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import openpyxl
import pytest
from litestar import Litestar
from PIL import Image
from pypdf import PdfReader

from suyuan.access.key import make_key
from suyuan.access.people import create_person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.definitions.document import from_yaml
from suyuan.definitions.publish import put
from suyuan.expr.parse import _Parser
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.records.prints import column
from suyuan.records.prints.blocks import records as other_records
from suyuan.store import jobs
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant, publish

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def somebody(plant: Plant, app: Litestar, *grants: dict[str, Any], abilities: tuple[str, ...] = ("design",)) -> Client:
    """Somebody with just these grants and abilities."""
    label = {"zh": "新", "en": "New"}
    role = {"role": "newcomer", "label": label, "abilities": list(abilities), "grants": list(grants)}
    plant.store.write(lambda tx: store_role(tx, parse_role(role), CLI))
    person = create_person(plant.store, user="newcomer", name="New", roles=["newcomer"], by=CLI, any_password=True)
    verbs = ["read", "submit", "amend", "export", "import"]
    scopes = {"forms": [{"form": "*", "verbs": verbs}], "abilities": list(abilities)}
    return Client(app, authorization=f"Bearer {make_key(plant.store, person.uid, 'k', scopes, by=CLI).secret}")


# ---- prints

CARD = """
print: card
label: Card
form: supplier
blocks: [{block: text, text: hello}]
"""
SLIP = """
print: slip
label: Slip
form: receipt
guards: [{refuse: quantity > 50, say: too much}]
blocks:
- {block: text, text: hello}
- {block: code, code: datamatrix, lot: lot}
- {block: code, code: datamatrix, elements: [{ai: "01", value: '"9521234543213"'}, {ai: "10", value: supplier}]}
- {block: records, form: verdict, via: lot, of: lot, columns: [status], empty: never judged}
"""


def test_a_print_names_neither_a_hidden_title_nor_what_hidden_fields_lead_to(plant: Plant, app: Litestar) -> None:
    bodies = {key: from_yaml(text, f"{key}.yaml").body for key, text in (("card", CARD), ("slip", SLIP))}
    plant.store.write(lambda tx: put(tx, "prints", bodies, CLI))
    client = somebody(
        plant,
        app,
        {"form": "supplier", "verbs": ["read"], "hide": ["name"]},
        {"form": "receipt", "verbs": ["read"], "hide": ["no", "lot", "material"]},
        {"form": "verdict", "verbs": ["read"]},
    )
    lone, judged = plant.receipt("10"), plant.receipt("20")
    plant.write("verdict", lot=judged.fields["lot"]["code"], status="held")
    printed = client.get(f"/api/v1/records/supplier/{plant.mill}/print/card.pdf")
    assert printed.status == 200
    assert "Mill" not in printed.headers["content-disposition"]
    shown = client.post("/api/v1/prints/card/preview", {"definition": bodies["card"], "record": plant.mill}).json
    assert "Mill" not in shown["record"]["title"]
    seen = [client.post("/api/v1/prints/slip/preview", {"definition": bodies["slip"], "record": r.id}).json
            for r in (lone, judged)]  # fmt: skip
    assert seen[0]["images"] == seen[1]["images"]
    assert {"Lot"} <= {text.title() for text in seen[0]["left_out"]}
    large = client.get(f"/api/v1/records/receipt/{plant.receipt('60').id}/print/slip.pdf")
    assert large.status == 422
    assert b"RR-" not in large.raw
    assert b"Flour" not in large.raw


# ---- drawing

SECRET = {
    "form": "receipt",
    "label": {"zh": "甲", "en": "A"},
    "fields": {
        "supplier": {"type": "link", "to": "supplier", "label": {"zh": "甲", "en": "A"}},
        "no": {"type": "serial", "label": {"zh": "号", "en": "No"}, "rule": "X-{supplier.secret}-{###}"},
    },
}


def test_a_number_shown_in_advance_tells_nothing_beyond_its_designers_rights(plant: Plant, app: Litestar) -> None:
    grants = [
        {"form": "supplier", "verbs": ["read"], "hide": ["secret"]},
        {"form": "receipt", "verbs": ["read", "submit"]},
    ]
    client = somebody(plant, app, *grants)
    asked = {"field": "no", "values": {"supplier": plant.mill}, "definition": SECRET}
    told = client.post("/api/v1/forms/receipt/numbers/preview", asked)
    assert told.errors == {"definition.fields.no.rule": "records.try_unreadable"}
    assert b"sauce" not in told.raw


OF_SUPPLIER = {
    "form": "receipt",
    "label": {"zh": "甲", "en": "A"},
    "fields": {"supplier": {"type": "link", "to": "supplier", "label": {"zh": "甲", "en": "A"}}},
}


def test_an_expression_on_a_sample_tells_nothing_of_a_linked_record_that_its_designer_may_not_read(
    plant: Plant, app: Litestar
) -> None:
    client = somebody(
        plant,
        app,
        {"form": "supplier", "verbs": ["read"], "where": "city = 'Hebei'"},
        {"form": "receipt", "verbs": ["read", "submit"]},
    )
    asked = {"definition": OF_SUPPLIER, "text": "supplier.city"}
    for supplier in (plant.mill, plant.shop):
        record = plant.receipt(supplier=supplier).id
        told = client.post("/api/v1/forms/receipt/expression", asked | {"record": record}).json
        assert (told["type"], told["value"]) == ("text", None)
        assert "Beijing" not in told["shown"]
    chosen = client.post("/api/v1/forms/receipt/expression", asked | {"values": {"supplier": plant.mill}}).json
    assert chosen["value"] == "Hebei"


def test_the_same_wrong_text_is_read_once_however_often_it_stands_in_a_form(
    boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Any] = []
    real = _Parser.expression
    monkeypatch.setattr(_Parser, "expression", lambda self: read.append(self) or real(self))
    label = {"zh": "甲", "en": "A"}
    fields = {f"f{n}": {"type": "text", "label": label} for n in range(100)}
    deep = "NOT(" * 100 + "f1 = 'x'" + ")" * 100
    rules = [{"name": label, "when": deep, "show": list(fields)} for _ in range(20)]
    body = {"form": "deep", "label": label, "fields": fields, "linkage": rules}
    told = boss.post("/api/v1/forms/deep/examine", {"definition": body}).json
    assert {mistake["code"] for mistake in told["mistakes"]} == {"expr.too_deep"}
    assert len(read) < 10


def test_many_hidden_fields_are_cleared_without_computing_all_anew_for_each(plant: Plant) -> None:
    inner = "".join(
        f"      r{n}: {{type: number, visible_when: open}}\n      c{n}: {{type: expression, value: r{n} + 1}}\n"
        for n in range(20)
    )
    text = f"form: shut\nlabel: Shut\nfields:\n  open: {{type: bool}}\n  rows:\n    type: list\n    fields:\n{inner}"
    publish(plant.store, {"shut": text})
    live, steps = catalogue(plant.store).form("shut"), 0
    given = {"rows": [{f"r{n}": "1" for n in range(20)} for _ in range(3)]}
    for step in live.program.steps:
        real = step.run

        def counted(call: Any, place: Any, real: Any = real) -> None:
            nonlocal steps
            steps += 1
            real(call, place)

        step.run = counted  # type: ignore[method-assign]
    record = plant.write("shut", **given)
    assert all(value is None for row in record.fields["rows"] for key, value in row.items() if key != "id")
    assert steps <= 3 * 20 * 4  # once each at first, after its own field, and at the end


def test_what_is_only_being_drawn_is_for_those_who_draw(boss: Client, caller: Caller) -> None:
    label = {"zh": "未定", "en": "Undecided"}
    boss("PUT", "/api/v1/prints/coming", {"print": "coming", "label": label, "form": "supplier", "blocks": []})
    boss("PUT", "/api/v1/apps/coming", {"app": "coming", "label": label})
    boss("PUT", "/api/v1/registers/coming", {"register": "coming", "label": label})
    for path in (
        "prints/coming",
        "prints/coming?version=1",
        "apps/coming",
        "apps/coming?version=1",
        "registers/coming",
    ):
        assert boss.get(f"/api/v1/{path}").status == 200, path
        assert caller("nothing").get(f"/api/v1/{path}").status == 404, path


# ---- files


def test_a_broken_archive_is_refused_whatever_breaks_in_it(boss: Client) -> None:
    whole, chance, told = boss.get("/api/v1/packs/export.zip").raw, random.Random(7), set()
    for _ in range(120):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 2, 5))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        told.add(boss("POST", "/api/v1/packs/preview", raw=bytes(broken), content_type=ZIP).status)
    assert told <= {200, 400, 413, 422}
    for packing in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", packing) as packed:
            packed.writestr("pack.yaml", "pack: x\nlabel: X\n")
        assert boss("POST", "/api/v1/packs/preview", raw=out.getvalue(), content_type=ZIP).status == 400


def work(plant: Plant) -> None:
    """Let the jobs that wait be done."""
    while jobs.run_once(plant.store, "test"):
        pass


def begin(client: Client, raw: bytes, kind: str = "text/csv") -> Any:
    return client("POST", "/api/v1/records/supplier/import/jobs?name=a", raw=raw, content_type=kind)


def test_a_row_of_a_million_cells_is_refused_before_they_are_made(boss: Client) -> None:
    for raw in (b"name" + b"," * 2_000_000, b"name,city\n" + b"," * 2_000_000, b"name\n" + b'"a\n",' * 400_000):
        reply = begin(boss, raw)
        assert (reply.status, set(reply.errors.values())) == (422, {"records.import_too_wide"})
        at_once = boss("POST", "/api/v1/records/supplier/import", raw=raw, content_type="text/csv")
        assert (at_once.status, set(at_once.errors.values())) == (422, {"records.import_too_wide"})


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def book_of(rows: bytes) -> bytes:
    """A workbook whose sheet holds these rows."""
    old, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(old)
    with zipfile.ZipFile(old) as was, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in was.namelist():
            new.writestr(name, SHEET % rows if name == "xl/worksheets/sheet1.xml" else was.read(name))
    return out.getvalue()


def test_blank_cells_are_not_made_by_the_million_and_endless_numbers_come_back(plant: Plant, boss: Client) -> None:
    wide = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(1, 5000))
    assert begin(boss, book_of(wide), XLSX).status == 400
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>city</t></is></c></row>'
    endless = b"".join(
        b'<row r="%d"><c r="A%d"><v>%s</v></c></row>' % (n, n, v) for n, v in ((2, b"1e999"), (3, b"9" * 999))
    )
    job = begin(boss, book_of(head + endless), XLSX).json
    work(plant)
    at = f"/api/v1/records/supplier/import/jobs/{job['id']}"
    assert boss.post(f"{at}/run", {"mapping": [{"column": 0, "to": "city"}], "dry_run": True}).status == 200
    work(plant)
    assert boss.get(at).json["bad"] == 2
    back = boss.get(f"{at}/errors.xlsx")
    assert back.status == 200
    assert openpyxl.load_workbook(io.BytesIO(back.raw)).active.max_row == 3


def test_an_id_of_a_record_one_may_not_see_answers_as_one_of_none(plant: Plant, app: Litestar) -> None:
    grants = {"form": "supplier", "verbs": ["read", "amend", "import", "submit"], "where": "city = 'Hebei'"}
    client = somebody(plant, app, grants, abilities=())
    told = []
    for id in (plant.shop, plant.shop[:-4] + "0000"):
        job = begin(client, f"id,city\n{id},Hebei\n".encode()).json
        work(plant)
        at = f"/api/v1/records/supplier/import/jobs/{job['id']}"
        mapping = [{"column": 0, "to": "id"}, {"column": 1, "to": "city"}]
        client.post(f"{at}/run", {"mapping": mapping, "by": ["id"], "mode": "update", "dry_run": True})
        work(plant)
        told.append(client.get(f"{at}?more=true").json["bad_rows"])
    assert told[0] == told[1] != []


OTHERS = """
print: others
label: Others
form: supplier
blocks: [{block: records, form: receipt, via: supplier, columns: [no]}]
"""


def test_records_beyond_what_a_table_shows_are_counted_and_not_loaded(
    plant: Plant, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(7):
        plant.receipt("1")
    loaded: list[int] = []
    real = other_records._loaded
    monkeypatch.setattr(other_records, "_CHUNK", 2)
    for module in (other_records, column):
        monkeypatch.setattr(module, "MOST_ROWS", 3)
    monkeypatch.setattr(other_records, "_loaded", lambda o, at, live, ids: loaded.extend(ids) or real(o, at, live, ids))
    plant.store.write(lambda tx: put(tx, "prints", {"others": from_yaml(OTHERS, "others.yaml").body}, CLI))
    printed = boss.get(f"/api/v1/records/supplier/{plant.mill}/print/others.pdf")
    assert len(loaded) == 4
    assert "4 more" in " ".join(PdfReader(io.BytesIO(printed.raw)).pages[0].extract_text().split())


def test_a_signature_on_a_sheet_of_any_proportions_is_a_small_picture(boss: Client) -> None:
    for width, height in ((1, 4000), (10, 4000), (4000, 1), (600, 200)):
        strokes = {"width": width, "height": height, "strokes": [[[0, 0, 0], [width, height, 10]]]}
        signed = boss.post("/api/v1/signatures", strokes)
        assert signed.status == 201
        shown = Image.open(io.BytesIO(boss.get(f"/api/v1/files/{signed.json['id']}").raw))
        assert 0 < shown.width <= 600
        assert 0 < shown.height <= 600


def test_what_used_a_lot_later_is_named_by_its_form_where_its_title_is_hidden(plant: Plant, caller: Caller) -> None:
    record = plant.receipt(by=plant.people["own_only"])
    plant.write(
        "shipment",
        customer=plant.shop,
        lot=record.fields["lot"]["code"],
        quantity={"value": "5", "uom": "kg"},
    )
    path = f"/api/v1/records/receipt/{record.id}/void"
    asked = {"reason": "wrong", "revision": 1}
    told = {role: caller(role).post(path, asked) for role in ("own_only", "boss")}
    assert {role: set(reply.errors.values()) for role, reply in told.items()} == {
        role: {"trace.used_later"} for role in told
    }
    assert b"Shop" in told["boss"].raw
    assert b"Shop" not in told["own_only"].raw
    assert b"Shipment" in told["own_only"].raw

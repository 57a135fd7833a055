"""Excel and CSV in: people's own words in head and cells, every mistake by row and column, all or nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from suyuan.kernel.errors import Invalid, Malformed
from suyuan.kernel.i18n import say
from suyuan.records import one
from suyuan.records.bring_in import Imported, import_rows, read_table
from suyuan.records.read import read
from suyuan.records.record import Query
from suyuan.records.template import bad_rows, template
from suyuan.records.xlsx_in import read_xlsx
from tests.records.plant import Plant, publish

RECIPE = """
form: recipe
label: {zh: 配方, en: Recipe}
title: "{name}"
fields:
  name: {type: text, label: {zh: 名称, en: Name}, required: true}
  product: {type: link, label: {zh: 产品, en: Product}, to: material, required: true}
  from_day: {type: date, label: {zh: 起用日期, en: In use from}}
  items:
    type: list
    label: {zh: 用料, en: Ingredients}
    required: true
    fields:
      material: {type: link, label: {zh: 物料, en: Material}, to: material, required: true}
      needed: {type: quantity, label: {zh: 用量, en: Needed}, of: material, required: true}
"""


def book(*sheets: tuple[str, Iterable[Iterable[Any]]]) -> bytes:
    """A workbook of sheets, each with its lines."""
    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets:
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(plant: Plant, form: str, *lines: Iterable[Any], **more: Any) -> Imported:
    """Import one sheet."""
    rows = read_table(plant.store, form, book(("x", lines)), "en", xlsx=True)
    return import_rows(plant.store, form, rows, by=plant.boss, **more)


def told(done: Imported) -> list[tuple[int, str, str]]:
    """Line, path and code of every mistake."""
    return [(line, m.path, m.code.partition(".")[2]) for b in done.bad for line, m in zip(b.lines, b.mistakes)]


def test_links_are_named_by_code_name_or_title_and_numbers_stay_exact(plant: Plant) -> None:
    head = ["Supplier", "material", "quantity", "quantity_uom", "Price", "place", "received_at", "supplier_lot"]
    moment = datetime(2026, 11, 20, 8, 30)
    done = bring(
        plant,
        "receipt",
        head,
        ["Mill", "F", 0.1, "kg", 1.15, "Shelf", moment, 4711],
        ["Mill", "Flour", "12.5 kg", None, None, "Shelf", "2026/11/20 8:30", "a"],
    )
    assert (done.submitted, done.bad) == (2, [])
    first, second = (one(plant.store, "receipt", id, by=plant.boss).fields for id in done.ids)
    assert first["quantity"] == {"value": "0.100", "uom": "kg"}
    assert (first["price"], first["supplier_lot"]) == ("1.15", "4711")
    assert first["received_at"] == second["received_at"] == "2026-11-20T00:30:00Z"
    assert second["material"]["title"] == "Flour"


def test_a_line_blank_but_for_a_lists_columns_continues_the_record_above(plant: Plant) -> None:
    publish(plant.store, {"recipe": RECIPE})
    done = bring(
        plant,
        "recipe",
        ["名称*", "产品 *", "起用日期", "用料 · 物料", "用料 · 用量", "用料 · 用量 单位"],
        ["Bread", "Dough", date(2026, 11, 1), "Flour", 2, "kg"],
        [None, None, None, "D", 1500, "g"],
        ["Roll", "Dough", None, "Flour", 1, "kg"],
    )
    assert done.submitted == 2, told(done)
    items = one(plant.store, "recipe", done.ids[0], by=plant.boss).fields["items"]
    assert [(i["material"]["title"], i["needed"]["uom"]) for i in items] == [("Flour", "kg"), ("Dough", "g")]


def test_every_mistake_is_told_by_line_and_column_and_nothing_is_written(plant: Plant) -> None:
    publish(plant.store, {"recipe": RECIPE})
    lines = [
        ["Name", "Product", "Ingredients · Material", "Ingredients · Needed", "In use from"],
        ["Good", "Dough", "Flour", "1 kg", None],
        ["Bad", "Cake", "Flour", "1 kg", "yesterday"],
        [None, None, "Sand", "1 kg"],
        [None, None, "Flour", "-"],
    ]
    done = bring(plant, "recipe", *lines)
    assert done.submitted == 0
    assert [t[:2] for t in told(done)] == [
        (3, "product"),
        (3, "from_day"),
        (4, "items[1].material"),
        (5, "items[2].needed"),
    ]
    assert told(done)[0][2] == told(done)[2][2] == "import_no_such"
    assert read(plant.store, Query("recipe"), by=plant.boss).items == []
    lines[2][1] = "Dough"
    lines[3][2] = "Flour"
    again = bring(plant, "recipe", *lines)
    assert [line for line, _, _ in told(again)] == [3, 5]
    kept = bring(plant, "recipe", *lines, good_only=True)
    assert (kept.submitted, len(kept.bad)) == (1, 1)


def test_unknown_and_doubled_columns_are_told_at_the_head(plant: Plant) -> None:
    assert told(bring(plant, "supplier", ["name", "colour"], ["x", "red"])) == [(1, "colour", "no_field")]
    assert told(bring(plant, "supplier", ["name", "Name"], ["x", "y"]))[0][2] == "import_head_twice"
    assert told(bring(plant, "supplier", ["name"], ["x", "y"]))[0] == (2, "", "import_columns")
    with pytest.raises(Invalid):
        bring(plant, "supplier")


def test_a_name_that_several_have_is_not_guessed(plant: Plant) -> None:
    plant.write("supplier", name="Mill")
    head = ["supplier", "material", "quantity", "place"]
    assert told(bring(plant, "receipt", head, ["Mill", "F", 1, "Shelf"])) == [(2, "supplier", "import_several")]


def test_a_link_into_what_the_importer_may_not_read_is_as_if_it_were_not_there(plant: Plant) -> None:
    rows = read_table(plant.store, "receipt", b"supplier,material,quantity,place\nShop,F,1,Shelf\n", "en")
    own = plant.people["own_only"]
    with pytest.raises(Exception, match="may_not"):
        import_rows(plant.store, "receipt", rows, by=own)


def test_a_file_that_is_no_workbook_or_unpacks_to_too_much_is_refused(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for raw in (b"", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"):
        with pytest.raises(Malformed):
            read_xlsx(raw)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    with pytest.raises(Malformed, match="xlsx_large"):
        read_xlsx(bomb.getvalue())
    monkeypatch.setattr("suyuan.records.grid.MOST_ROWS", 3)
    with pytest.raises(Invalid, match="too_many"):
        bring(plant, "supplier", ["name"], *([n] for n in range(4)))


def test_a_workbook_made_to_explode_in_memory_is_refused(plant: Plant) -> None:
    raw = book(("supplier", [["name"], ["x"]]))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "lol">{laughs}]>'.encode()
    outside = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l11 SYSTEM "file:///etc/hostname">]>'
    parts = zipfile.ZipFile(io.BytesIO(raw))
    for head in (doctype, outside):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in parts.namelist():
                text = parts.read(name)
                if name.endswith("sheet1.xml"):
                    text = head + text.replace(b"<t>x</t>", b"<t>&l11;</t>")
                made.writestr(name, text)
        try:
            grids = read_xlsx(out.getvalue())
        except Malformed:
            continue
        assert all(len(str(cell)) < 1000 for g in grids for _, line in g.rows for cell in line)


def test_a_sheet_that_claims_a_million_rows_is_read_at_once(plant: Plant) -> None:
    raw = book(("supplier", [["name"], ["x"]]))
    parts = zipfile.ZipFile(io.BytesIO(raw))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            made.writestr(name, parts.read(name).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert [g.rows for g in read_xlsx(out.getvalue())] == [[(2, ["x"])]]


def test_the_template_names_every_column_and_offers_what_may_be_chosen(plant: Plant) -> None:
    made = load_workbook(io.BytesIO(template(plant.store, ["material", "receipt"], by=plant.boss, lang="en")))
    assert made.sheetnames == ["Material", "Receipt", "_lists", say("records.template_help", "en")]
    heads = [c.value for c in made["Receipt"][1]]
    assert "Supplier *" in heads
    assert "Worth" not in heads
    assert "Photo" not in heads
    assert "Conversions · Uom *" in [c.value for c in made["Material"][1]]
    offered = [c.value for column in made["_lists"].columns for c in column]
    assert "Mill" in offered
    assert "Flour" in offered
    assert made["_lists"].sheet_state == "hidden"


def test_a_filled_template_comes_in_and_wrong_rows_go_back_with_their_reasons(plant: Plant) -> None:
    made = load_workbook(io.BytesIO(template(plant.store, ["supplier"], by=plant.boss, lang="zh")))
    sheet = made["供应商"]
    for line in (["Farm", "Tangshan"], [None, "Nowhere"]):
        sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    rows = read_table(plant.store, "supplier", out.getvalue(), "zh", xlsx=True)
    done = import_rows(plant.store, "supplier", rows, by=plant.boss, dry_run=True)
    assert told(done) == [(3, "name", "required")]
    back = load_workbook(io.BytesIO(bad_rows(read_xlsx(out.getvalue())[:1], done.bad, "zh")))
    lines = [[c.value for c in line] for line in back.worksheets[0]]
    assert lines[1][:2] == [None, "Nowhere"]
    assert "name" in lines[1][-1]


def test_a_text_that_looks_like_a_formula_goes_back_as_text(plant: Plant) -> None:
    rows = read_table(plant.store, "receipt", b"supplier,material,quantity,place\n=cmd|'/C calc'!A0,F,1,Shelf\n", "en")
    done = import_rows(plant.store, "receipt", rows, by=plant.boss)
    from suyuan.records.bring_in import csv_grid

    grid = csv_grid(b"supplier,material,quantity,place\n=cmd|'/C calc'!A0,F,1,Shelf\n")
    back = load_workbook(io.BytesIO(bad_rows([grid], done.bad, "en")))
    cell = back.worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", "=cmd|'/C calc'!A0")

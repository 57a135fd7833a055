"""One's own plant, from an empty folder: the steps, the workbook of master data and people, opening stock."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pytest
from openpyxl import load_workbook

from suyuan.access.person import people, person_by_user
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.kernel.i18n import Label
from suyuan.packs.install import install
from suyuan.packs.pack import find_pack, read_pack
from suyuan.records import submit
from suyuan.records.bring_in import import_rows, read_table
from suyuan.records.plant import Changes, change_plant, plant_of
from suyuan.records.setup import bring_workbook, masters, progress
from suyuan.records.template import template
from suyuan.records.xlsx_in import read_xlsx
from suyuan.store.engine import Store
from suyuan.trace.lots import ref_by_code
from tests.records.test_bring_in import book

MATERIALS = [
    ["编码", "名称", "类别", "基本单位", "保质期（天）", "放行前须检验"],
    ["RM-001", "小麦粉", "原料", "千克 kg", 180, "否"],
    ["FG-001", "馒头", "成品", "千克 kg", 5, "否"],
]
PLACES = [["编码", "名称", "类型"], ["A-01", "原料库", "常温库"]]
SUPPLIERS = [
    ["名称", "准入状态", "准供物料 · 物料", "证照 · 种类", "证照 · 证号"],
    ["河北面粉厂", "合格", "RM-001", "营业执照", "91130602MA0K17T2Q1"],
]
STAFF = [
    ["姓名", "用户名", "角色", "部门", "初始密码"],
    ["王仓管", "wang", "仓库", "仓储部", "green-wheat-field"],
    ["李质检", "li", "检验员、质量经理", "质量部", ""],
]


@pytest.fixture
def empty(store: Store) -> Store:
    """A plant with the food pack and nothing in it."""
    for name in ("core", "food"):
        install(store, read_pack(find_pack(name)), CLI)
    return store


def bring(store: Store, *sheets: tuple[str, Iterable[Iterable[Any]]], **more: Any) -> Any:
    return bring_workbook(store, read_xlsx(book(*sheets)), by=CLI, **more)


def done(store: Store) -> list[str]:
    return [step["key"] for step in progress(store) if step["done"]]


def test_an_empty_plant_becomes_ready_step_by_step(empty: Store) -> None:
    assert done(empty) == []
    change_plant(empty, Changes(name=Label("试点厂", "Pilot")), by=CLI)
    change_plant(empty, Changes(nodes=("receiving", "production")), by=CLI)
    assert done(empty) == ["plant", "nodes"]
    found = bring(empty, ("人员", STAFF), ("供应商", SUPPLIERS), ("库位与场所", PLACES), ("物料", MATERIALS))
    assert (found.bad, found.submitted) == ([], 6)
    with empty.read() as conn:
        roles = {p.user: p.roles for p in people(conn, limit=10)}
    assert roles == {"wang": ("store",), "li": ("inspector", "quality_manager")}
    assert done(empty) == ["plant", "nodes", "masters", "people"]
    head = "批号,物料,数量,库位,供应商,供应商批号,生产日期\n"
    rows = read_table(
        empty, "opening_stock", (head + "M0420,小麦粉,500 kg,A-01,河北面粉厂,HB-9,2026/10/1\n").encode(), "zh"
    )
    assert import_rows(empty, "opening_stock", rows, by=CLI).bad == []
    with empty.read() as conn:
        lot = ref_by_code(conn, "M0420")
    assert lot is not None
    assert (lot.status, str(lot.on_hand), lot.stage, lot.supplier_lot) == ("released", "500.000000", "receipt", "HB-9")
    assert done(empty) == ["plant", "nodes", "masters", "people", "opening"]
    change_plant(empty, Changes(settled=("first",)), by=CLI)
    assert len(done(empty)) == 6


def test_one_wrong_row_on_any_sheet_leaves_nothing_of_all_sheets(empty: Store) -> None:
    wrong = [*MATERIALS, ["RM-002", "盐", "调料", "千克 kg", None, "否"]]
    staff = [*STAFF, ["赵", "zhao", "厨师", "", "short"]]
    found = bring(empty, ("人员", staff), ("物料", wrong), ("供应商", [SUPPLIERS[0], ["甲厂", "待评审", "盐"]]))
    told = [(b.sheet, line, m.path) for b in found.bad for line, m in zip(b.lines, b.mistakes)]
    assert told == [
        ("人员", 4, "roles"),
        ("人员", 4, "password"),
        ("物料", 4, "kind"),
        ("供应商", 2, "materials[0].material"),
    ]
    with empty.read() as conn:
        assert people(conn, limit=10) == []
    assert done(empty) == []
    with pytest.raises(Invalid, match="sheet_unknown"):
        bring(empty, ("价格表", [["a"], ["b"]]))


def test_the_template_of_the_whole_plant_comes_back_in_as_it_is(empty: Store) -> None:
    forms = [live.key for live in masters(catalogue(empty), plant_of(empty))]
    assert forms.index("material") < forms.index("supplier") < forms.index("recipe") or "recipe" in forms
    made = load_workbook(io.BytesIO(template(empty, forms, by=CLI, lang="zh", staff=True)))
    made["物料"].append(["RM-001", "小麦粉", "原料", "千克 kg"])
    made["人员"].append(["王仓管", "wang", "仓库"])
    out = io.BytesIO()
    made.save(out)
    found = bring_workbook(empty, read_xlsx(out.getvalue()), by=CLI)
    assert (found.bad, found.submitted) == ([], 2)
    with empty.read() as conn:
        assert person_by_user(conn, "wang") is not None


def test_nodes_left_out_come_back_with_all_they_held(empty: Store) -> None:
    material = submit(empty, "material", {"code": "RM-1", "name": "Flour", "kind": "raw", "base_uom": "kg"}, by=CLI)
    change_plant(empty, Changes(nodes=("production",)), by=CLI)
    assert material.form in [live.key for live in masters(catalogue(empty), plant_of(empty))]
    assert "first" not in done(empty)
    with pytest.raises(Invalid, match="no_node"):
        change_plant(empty, Changes(nodes=("kitchen",)), by=CLI)
    with pytest.raises(Invalid, match="nodes_blank"):
        change_plant(empty, Changes(nodes=()), by=CLI)

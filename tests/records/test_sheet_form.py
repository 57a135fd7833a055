"""A form from a sheet: columns become fields of the type they look like."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl

from suyuan.definitions.publish import examine
from suyuan.definitions.world import World
from suyuan.records.sheet_form import form_of_sheet
from suyuan.store.engine import Store

HEAD = ["序号", "批号", "到货日期", "记录时间", "重量(kg)", "水分(%)", "温度(℃)", "联系电话", "邮箱"]
HEAD += ["结论", "合格", "备注", "空列", "编码"]


def workbook() -> io.BytesIO:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "来料检验"
    sheet.append(HEAD)
    for n in range(1, 9):
        sheet.append(
            [n, f"R-{n}", date(2026, 11, n), datetime(2026, 11, n, 8, 30), 12.5 * n, 3.25, -18, f"1381234567{n}",
             f"q{n}@example.com", ["合格", "让步"][n % 2], "是" if n % 2 else "否", "长" * 70 if n == 2 else None, None,
             f"00{n}"]
        )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_each_column_gets_the_type_it_looks_like(store: Store) -> None:
    found = form_of_sheet(workbook(), "xlsx", "")
    body = found.definition
    assert (body["form"], body["label"]["zh"]) == ("lai_liao_jian_yan", "来料检验")
    fields: dict[str, Any] = body["fields"]
    assert {key: field["type"] for key, field in fields.items()} == {
        "pi_hao": "text",
        "dao_huo_ri_qi": "date",
        "ji_lu_shi_jian": "datetime",
        "zhong_liang": "quantity",
        "shui_fen": "percentage",
        "wen_du": "number",
        "lian_xi_dian_hua": "mobile",
        "you_xiang": "email",
        "jie_lun": "choice",
        "he_ge": "bool",
        "bei_zhu": "long_text",
        "kong_lie": "text",
        "bian_ma": "text",
    }
    assert fields["pi_hao"]["unique"]
    assert fields["bian_ma"]["unique"], "leading zeros are no number"
    assert (fields["zhong_liang"]["uom"], fields["zhong_liang"]["label"]["zh"]) == ("kg", "重量")
    assert fields["wen_du"] | {"label": ""} == {
        "type": "number",
        "decimals": 0,
        "suffix": "℃",
        "required": True,
        "label": "",
    }
    assert [o["label"]["zh"] for o in fields["jie_lun"]["options"]] == ["让步", "合格"]
    assert "required" not in fields["bei_zhu"]
    assert [m.code for m in found.notices] == ["records.sheet_numbers", "records.sheet_choice", "records.sheet_blank"]
    with store.read() as conn:
        assert examine(World(conn), "forms", {body["form"]: body})[1] == []


def test_a_csv_file_in_the_encoding_of_chinese_spreadsheets_is_read_too(store: Store) -> None:
    raw = '品名,数量,日期\n面粉,1200,2026/11/3\n食盐,"1,500",2026/11/4\n'.encode("gb18030")
    body = form_of_sheet(io.BytesIO(raw), "csv", "领料").definition
    assert body["form"] == "ling_liao"
    assert [(k, f["type"]) for k, f in body["fields"].items()] == [
        ("pin_ming", "text"),
        ("shu_liang", "number"),
        ("ri_qi", "date"),
    ]

"""Functions over the records of other forms; the server asks its tables (see ``expr/elsewhere.py``)."""

from __future__ import annotations

from suyuan.expr.function import function

GROUP = "elsewhere"

function(
    "EXISTS",
    "form: text!, where?: bool",
    "bool",
    None,
    group=GROUP,
    zh="该表单有符合条件的已提交记录时为 TRUE。条件中的名称是该表单的字段，this. 表示当前记录（或明细行）。",
    en="TRUE where that form has a submitted record that meets the condition. Names in the condition are its fields; "
    "this. is the record (or row) at hand.",
    examples=(('EXISTS("receipt", lot = this.lot AND verdict = "pass")', "TRUE"),),
)
function(
    "LATEST",
    "form: text!, field: any, where?: bool",
    "=field",
    None,
    group=GROUP,
    zh="该表单最近一条符合条件的记录的某个字段；没有时为空。",
    en="A field of that form's latest record that meets the condition; blank where there is none.",
    examples=(('LATEST("receipt", verdict, lot = this.lot)', "pass"),),
)
function(
    "COUNTOF",
    "form: text!, where?: bool",
    "number",
    None,
    group=GROUP,
    zh="该表单符合条件的记录数；条件读取其明细时为明细行数。",
    en="How many records of that form meet the condition; how many rows, where it reads their detail list.",
    examples=(('COUNTOF("receipt", lot = this.lot)', "2"),),
)
function(
    "SUMOF",
    "form: text!, field: number, where?: bool",
    "number",
    None,
    group=GROUP,
    zh="该表单符合条件的各条记录（或明细行）某个字段的合计；没有时为 0。",
    en="The total of a field over that form's records (or their rows) that meet the condition; 0 of none.",
    examples=(('SUMOF("receipt", items.quantity, items.lot = this.lot)', "12.5"),),
)

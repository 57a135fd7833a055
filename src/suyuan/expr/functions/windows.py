"""Functions over the past records of the same form; SQL only, bound as values beforehand (see ``windows.py``)."""

from __future__ import annotations

from suyuan.expr.function import function

GROUP = "windows"

function(
    "LAST",
    "count: number!, field: any, where?: bool",
    "[field]",
    None,
    group=GROUP,
    zh="最近若干条记录的某个字段，从新到旧；记录不足时以空补足。条件中 this. 表示当前记录。",
    en="A field of the last records, newest first, with blanks where there are fewer. In the condition, this. is the "
    "record at hand.",
    examples=(('ALL(LAST(3, verdict, supplier = this.supplier) = "fail")', "TRUE"),),
)
function(
    "COUNTIF",
    "where: bool, period: text!",
    "number",
    None,
    group=GROUP,
    zh='一段时间内符合条件的记录数，如 "30d"、"8h"。',
    en='How many records meet the condition within a time, as "30d", "8h".',
    examples=(('COUNTIF(verdict = "fail", "30d")', "4"),),
)
function(
    "SUMIF",
    "field: number, where: bool, period: text!",
    "number",
    None,
    group=GROUP,
    zh="一段时间内符合条件的记录的合计。",
    en="The total of a field over the records of a time that meet the condition.",
    examples=(('SUMIF(fed, verdict = "pass", "7d")', "12.5"),),
)
function(
    "AVERAGEIF",
    "field: number, where: bool, period: text!",
    "number",
    None,
    group=GROUP,
    zh="一段时间内符合条件的记录的平均值。",
    en="The mean of a field over the records of a time that meet the condition.",
    examples=(('AVERAGEIF(fed, verdict = "pass", "7d")', "2.5"),),
)

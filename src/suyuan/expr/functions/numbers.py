"""Numbers, one at a time."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func

from suyuan.expr.arithmetic import CONTEXT, ZERO, floor_mod, rounded, small, whole
from suyuan.expr.function import function
from suyuan.expr.node import Call
from suyuan.expr.sql_term import Term

if TYPE_CHECKING:
    from suyuan.expr.sql import SqlWalk

GROUP = "numbers"


def _round(value: Decimal, digits: Decimal = ZERO) -> Decimal:
    return rounded(value, small(digits, 200))


def _round_up(value: Decimal, digits: Decimal = ZERO) -> Decimal:
    return rounded(value, small(digits, 200), ROUND_UP)


def _round_down(value: Decimal, digits: Decimal = ZERO) -> Decimal:
    return rounded(value, small(digits, 200), ROUND_DOWN)


def _abs_sql(walk: SqlWalk, node: Call) -> Term:
    term = walk.number(node.args[0])
    return replace(term, sql=func.abs(term.sql), path=())


function(
    "ROUND",
    "value: number, digits?: number",
    "number",
    _round,
    group=GROUP,
    zh="四舍五入到指定小数位；省略时取整。",
    en="Rounded half up to that many decimals; to a whole number without them.",
    examples=(("ROUND(2.345, 2)", "2.35"), ("ROUND(-2.5)", "-3"), ("ROUND(1250, -2)", "1300")),
)
function(
    "ROUNDUP",
    "value: number, digits?: number",
    "number",
    _round_up,
    group=GROUP,
    zh="向远离零的方向舍入。",
    en="Rounded away from zero.",
    examples=(("ROUNDUP(2.341, 2)", "2.35"), ("ROUNDUP(1.01)", "2")),
)
function(
    "ROUNDDOWN",
    "value: number, digits?: number",
    "number",
    _round_down,
    group=GROUP,
    zh="向零的方向舍入。",
    en="Rounded towards zero.",
    examples=(("ROUNDDOWN(2.349, 2)", "2.34"), ("ROUNDDOWN(-1.9)", "-1")),
)
function(
    "INT",
    "value: number",
    "number",
    whole,
    group=GROUP,
    zh="不大于该数的最大整数。",
    en="The greatest whole number not above it.",
    examples=(("INT(2.9)", "2"), ("INT(-2.1)", "-3")),
)
function(
    "ABS",
    "value: number",
    "number",
    CONTEXT.abs,
    group=GROUP,
    sql=_abs_sql,
    zh="绝对值。",
    en="Its size without the sign.",
    examples=(("ABS(-2.5)", "2.5"), ("ABS(3)", "3")),
)
function(
    "MOD",
    "value: number, divisor: number",
    "number",
    floor_mod,
    group=GROUP,
    zh="余数，符号与除数相同；除数为 0 时为空。",
    en="What is left after dividing, with the divisor's sign; blank for 0.",
    examples=(("MOD(7, 3)", "1"), ("MOD(-7, 3)", "2")),
)

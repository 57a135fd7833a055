"""Choices and conditions. IF, AND, OR, NOT, IFBLANK and ISBLANK are compiled in place (see ``compile.py``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func

from suyuan.expr.arithmetic import same
from suyuan.expr.function import function
from suyuan.expr.node import Call
from suyuan.expr.sql_term import Term

if TYPE_CHECKING:
    from suyuan.expr.sql import SqlWalk

GROUP = "logic"


def among(value: Any, *options: Any) -> bool:
    """Whether ``value`` equals one of ``options``, lists among them gone through; a blank is among blanks."""
    return any(
        any(same(value, item) for item in option) if isinstance(option, list) else same(value, option)
        for option in options
    )


def _if_sql(walk: SqlWalk, node: Call) -> Term:
    chosen = [walk.term(a) for a in node.args[1:]]
    if len(chosen) == 1:
        chosen.append(Term("blank"))
    if walk.folds(node.args[0]):
        return chosen[0 if walk.folded(node.args[0]).value is True else 1]
    then, otherwise = walk.unified(chosen, node)
    if then.kind == "blank":
        return then
    return walk.joined(then, case((walk.truth(node.args[0], True), then.sql), else_=otherwise.sql), [then, otherwise])


def _if_blank_sql(walk: SqlWalk, node: Call) -> Term:
    first = walk.term(node.args[0])
    if first.const:
        return first if first.kind != "blank" else walk.term(node.args[1])
    value, otherwise = walk.unified([first, walk.term(node.args[1])], node)
    return walk.joined(value, func.coalesce(value.sql, otherwise.sql), [value, otherwise])


function(
    "IF",
    "test: bool, then: any, otherwise?: any",
    "~then,otherwise",
    None,
    group=GROUP,
    blanks=True,
    sql=_if_sql,
    zh="条件成立时取第二个值，否则取第三个值；省略第三个值时为空。",
    en="The second value where the test holds, else the third; blank when there is no third.",
    examples=(('IF(3 > 2, "yes", "no")', "yes"), ("IF(BLANK, 1, 2)", "2")),
)
function(
    "AND",
    "*tests: bool",
    "bool",
    None,
    group=GROUP,
    blanks=True,
    zh="全部条件成立时为 TRUE。也可写作 a AND b。",
    en="TRUE where all of them hold. Also written a AND b.",
    examples=(("AND(1 < 2, 2 < 3)", "TRUE"), ("1 < 2 AND BLANK > 1", "FALSE")),
)
function(
    "OR",
    "*tests: bool",
    "bool",
    None,
    group=GROUP,
    blanks=True,
    zh="任一条件成立时为 TRUE。也可写作 a OR b。",
    en="TRUE where one of them holds. Also written a OR b.",
    examples=(("OR(1 > 2, 2 < 3)", "TRUE"), ("1 > 2 OR 2 > 3", "FALSE")),
)
function(
    "NOT",
    "test: bool",
    "bool",
    None,
    group=GROUP,
    blanks=True,
    zh="条件不成立时为 TRUE；空视为不成立。",
    en="TRUE where it does not hold; a blank does not hold.",
    examples=(("NOT(1 > 2)", "TRUE"), ("NOT(BLANK)", "TRUE")),
)
function(
    "IN",
    "value: any, *options: any|[any]~",
    "bool",
    among,
    group=GROUP,
    blanks=True,
    same=True,
    zh="值等于其中之一时为 TRUE。也可写作 a IN (b, c)。",
    en="TRUE where it equals one of them. Also written a IN (b, c).",
    examples=(('IN("b", "a", "b")', "TRUE"), ("3 IN (1, 2)", "FALSE")),
)
function(
    "ISBLANK",
    "value: any|[any]",
    "bool",
    None,
    group=GROUP,
    blanks=True,
    zh="没有值时为 TRUE；没有行的列表也是空。",
    en="TRUE where there is no value; a list without rows is blank too.",
    examples=(("ISBLANK(BLANK)", "TRUE"), ("ISBLANK(0)", "FALSE")),
)
function(
    "IFBLANK",
    "value: any, otherwise: any",
    "~value,otherwise",
    None,
    group=GROUP,
    blanks=True,
    sql=_if_blank_sql,
    zh="有值时取该值，否则取第二个值。",
    en="The value, or the second one where it is blank.",
    examples=(("IFBLANK(BLANK, 5)", "5"), ("IFBLANK(1 / 0, 0)", "0")),
)

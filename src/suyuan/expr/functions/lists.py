"""Many values into one: columns of detail lists, multiple choices, windows. Blanks are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, literal

from suyuan.expr.arithmetic import ZERO, add, divide
from suyuan.expr.errors import wrong
from suyuan.expr.function import function
from suyuan.expr.node import Call, Path
from suyuan.expr.rows import sources
from suyuan.expr.sql_element import Greatest, Least
from suyuan.expr.sql_term import Term, added
from suyuan.store.columns import Scaled

if TYPE_CHECKING:
    from suyuan.expr.sql import SqlWalk
from suyuan.expr.sql_columns import Rows

GROUP = "lists"
LIMIT_LIST = 10_000


def filled(values: tuple[Any, ...]) -> Iterator[Any]:
    """Every value that is not blank, lists gone through.

    :raises ExpressionError: past 10,000 values.
    """
    left = LIMIT_LIST
    for value in values:
        items = value if isinstance(value, list) else (value,)
        left -= len(items)
        if left < 0:
            raise wrong("too_much", limit=LIMIT_LIST)
        for item in items:
            if item is not None:
                yield item


def total(*values: Any) -> Decimal | None:
    """The sum, 0 of nothing."""
    found: Decimal | None = ZERO
    for value in filled(values):
        found = add(found, value)
    return found


def average(*values: Any) -> Decimal | None:
    """The mean of those that are filled in, blank of nothing."""
    found = list(filled(values))
    return divide(total(found), Decimal(len(found))) if found else None


def least(*values: Any) -> Any:
    """The smallest, blank of nothing."""
    return min(filled(values), default=None)


def greatest(*values: Any) -> Any:
    """The largest, blank of nothing."""
    return max(filled(values), default=None)


def count(*values: Any) -> Decimal:
    """How many are filled in."""
    return Decimal(sum(1 for _ in filled(values)))


def distinct(*values: Any) -> Decimal:
    """How many different ones are filled in; links differ by id."""
    return Decimal(len({v.get("id") if hasattr(v, "get") else v for v in filled(values)}))


def first(values: Any) -> Any:
    """The first that is filled in."""
    return next(filled((values,)), None)


def last_of(values: Any) -> Any:
    """The last that is filled in."""
    found = None
    for found in filled((values,)):  # noqa: B007
        pass
    return found


def any_of(*values: Any) -> bool:
    """Whether it holds for one row; for none of no rows."""
    return any(v is True for v in filled(values))


def all_of(*values: Any) -> bool:
    """Whether it holds for every row; so for no rows."""
    for value in values:
        for item in value if isinstance(value, list) else (value,):
            if item is not True:
                return False
    return True


def _scalars(walk: SqlWalk, node: Call) -> list[Term]:
    read = [s for a in node.args for s in sources(a)]
    if any(isinstance(s, Path) and walk.term(s).kind == "list" for s in read):
        raise walk.refuse(node, node.fn)
    terms = [walk.term(a) for a in node.args]
    return [t for t in terms if t.kind != "blank"]


def _sum_sql(walk: SqlWalk, node: Call) -> Term:
    found: Term | None = None
    for term in _scalars(walk, node):
        if not term.const:
            term = replace(term, sql=func.coalesce(term.sql, literal(ZERO, Scaled(term.decimals))), path=())
        found = term if found is None else added(found, term, 1, node)
    if found is None:
        raise walk.refuse(node, node.fn)
    return found


def _any_sql(walk: SqlWalk, node: Call) -> Term:
    """ANY over a detail list of the records themselves: its rows are looked for."""
    roots = {root: rows for s in sources(node.args[0]) if isinstance(s, Path) for root, rows in _lists(walk, s.parts)}
    if len(roots) != 1:
        raise walk.refuse(node, node.fn)
    ((root, rows),) = roots.items()
    holds = walk.on(rows.within(walk.columns, root)).truth(node.args[0], False)
    return Term("bool", exists().select_from(rows.source).where(rows.on, holds))


def _lists(walk: SqlWalk, parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """The detail list on the way of ``parts``, if there is one."""
    known = getattr(walk.columns, "rows", None)
    if known is None or parts[0] in walk.values:
        return
    for length in range(1, len(parts) + 1):
        found = known(parts[:length])
        if found is not None:
            yield parts[:length], found
            return


def _extreme_sql(walk: SqlWalk, node: Call) -> Term:
    terms = walk.unified(_scalars(walk, node), node) or [Term("blank")]
    if len(terms) == 1:
        return terms[0]
    chosen = (Greatest if node.fn == "MAX" else Least)(*(t.sql for t in terms))
    return walk.joined(terms[0], chosen, terms)


function(
    "SUM",
    "*values: number|[number]",
    "number",
    total,
    group=GROUP,
    sql=_sum_sql,
    blanks=True,
    rows=True,
    zh="合计；没有值时为 0。可逐行计算：SUM(明细.数量 * 明细.单价)。",
    en="The total; 0 of nothing. It can go row by row: SUM(items.quantity * items.price).",
    examples=(("SUM(1, 2.5, BLANK)", "3.5"), ("SUM()", "0")),
)
function(
    "AVERAGE",
    "*values: number|[number]",
    "number",
    average,
    group=GROUP,
    blanks=True,
    rows=True,
    zh="平均值，不计空值。",
    en="The mean of the values that are filled in.",
    examples=(("AVERAGE(1, 2, BLANK)", "1.5"),),
)
function(
    "MIN",
    "*values: number|date|datetime|[number]|[date]|[datetime]",
    "~values",
    least,
    group=GROUP,
    sql=_extreme_sql,
    blanks=True,
    rows=True,
    same=True,
    zh="最小值，不计空值。",
    en="The smallest, blanks aside.",
    examples=(("MIN(3, 1, BLANK)", "1"),),
)
function(
    "MAX",
    "*values: number|date|datetime|[number]|[date]|[datetime]",
    "~values",
    greatest,
    group=GROUP,
    sql=_extreme_sql,
    blanks=True,
    rows=True,
    same=True,
    zh="最大值，不计空值。",
    en="The largest, blanks aside.",
    examples=(("MAX(3, 1, BLANK)", "3"),),
)
function(
    "COUNT",
    "*values: any|[any]",
    "number",
    count,
    group=GROUP,
    blanks=True,
    rows=True,
    zh="有值的个数；COUNT(明细) 为行数。",
    en="How many are filled in; COUNT(list) is its number of rows.",
    examples=(("COUNT(1, BLANK, 3)", "2"),),
)
function(
    "COUNTUNIQUE",
    "*values: any|[any]",
    "number",
    distinct,
    group=GROUP,
    blanks=True,
    rows=True,
    zh="不同值的个数，不计空值。",
    en="How many different values there are, blanks aside.",
    examples=(('COUNTUNIQUE("a", "b", "a")', "2"),),
)
function(
    "FIRST",
    "values: any|[any]",
    "=values",
    first,
    group=GROUP,
    blanks=True,
    rows=True,
    zh="列表中第一个有值的。",
    en="The first of a list that is filled in.",
    examples=(("FIRST(5)", "5"),),
)
function(
    "FINAL",
    "values: any|[any]",
    "=values",
    last_of,
    group=GROUP,
    blanks=True,
    rows=True,
    zh="列表中最后一个有值的。",
    en="The last of a list that is filled in.",
    examples=(("FINAL(5)", "5"),),
)
function(
    "ANY",
    "test: [bool]",
    "bool",
    any_of,
    group=GROUP,
    sql=_any_sql,
    blanks=True,
    rows=True,
    zh="明细中任意一行满足条件时为 TRUE；没有行时为 FALSE。",
    en="TRUE where one row meets the condition; FALSE of no rows.",
    examples=(("ANY(inputs.fed > 5)", "TRUE"),),
)
function(
    "ALL",
    "test: [bool]",
    "bool",
    all_of,
    group=GROUP,
    blanks=True,
    rows=True,
    zh="明细中每一行都满足条件时为 TRUE；没有行时为 TRUE。",
    en="TRUE where every row meets the condition; so of no rows.",
    examples=(("ALL(inputs.fed > 5)", "FALSE"),),
)

"""Window functions: one indexed query each, whose result is bound before the rest is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select

from suyuan.expr.arithmetic import divide
from suyuan.expr.env import Env
from suyuan.expr.parse import Expression
from suyuan.expr.reads import Window, windows
from suyuan.expr.sql import to_sql
from suyuan.expr.sql_columns import Columns

Run = Callable[[Select[*tuple[Any, ...]]], Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class Past:
    """The records a window function looks at.

    :param source: their table.
    :param columns: the column of a field path.
    :param order: column by which they came, newest last.
    :param at: instant column that periods are measured by.
    :param only: what else they must meet: not voided, seen by the person, not after the record at hand.
    """

    source: FromClause
    columns: Columns
    order: ColumnElement[Any]
    at: ColumnElement[Any]
    only: tuple[ColumnElement[bool], ...] = ()


def window_sql(w: Window, past: Past, env: Env, values: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    """The query of a window function; ``window_value`` makes its value of the rows.

    :param values: ``{"this": record}``, the record at hand.
    :raises ExpressionError: when SQL cannot do its field or condition exactly.
    """
    field = None if w.field is None else to_sql(w.field, past.columns, env, values, exact=True)
    conditions = [*past.only]
    if w.where is not None:
        conditions.append(to_sql(w.where, past.columns, env, values))
    if w.period is not None:
        conditions += [past.at > env.now - w.period, past.at <= env.now]
    if w.fn == "COUNTIF" or field is None:
        return select(func.count()).select_from(past.source).where(*conditions)
    if w.fn == "LAST":
        found = select(field).select_from(past.source).where(*conditions)
        return found.order_by(past.order.desc()).limit(w.count)
    total = func.sum(field, type_=field.type)
    return select(total, func.count(field)).select_from(past.source).where(*conditions)


def window_value(w: Window, rows: Sequence[Sequence[Any]]) -> Any:
    """The value of a window function from the rows of its query: LAST newest first, blanks where there are fewer."""
    if w.fn == "LAST":
        found = [row[0] for row in rows]
        return found + [None] * (w.count - len(found))
    if w.fn == "COUNTIF":
        return Decimal(rows[0][0])
    total, count = rows[0]
    if w.fn == "SUMIF":
        return Decimal(0) if total is None else total
    return divide(total, Decimal(count))


def bind_windows(e: Expression, run: Run, past: Past, env: Env, values: Mapping[str, Any]) -> Env:
    """``env`` with the results of every window function ``e`` calls.

    :param run: runs a query and gives its rows.
    """
    found = {w.key: window_value(w, run(window_sql(w, past, env, values))) for w in windows(e)}
    return Env(env.now, env.today, env.user, {**env.windows, **found})

"""Functions over the records of other forms: one indexed query each, asked when their value is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, literal, select

from suyuan.expr.elsewhere import Elsewhere
from suyuan.expr.env import Env
from suyuan.expr.node import Call
from suyuan.expr.rows import sources
from suyuan.expr.sql import to_sql
from suyuan.expr.sql_columns import Columns, Lists


@dataclass(frozen=True)
class Records:
    """The records of the form that a call looks at.

    :param source: their table.
    :param columns: the column of a field path; ``Lists`` where their detail lists may be gone through.
    :param order: column by which they came, newest last.
    :param only: what else they must meet: submitted, not the record at hand.
    """

    source: FromClause
    columns: Columns
    order: ColumnElement[Any]
    only: tuple[ColumnElement[bool], ...] = ()


def elsewhere_sql(what: Elsewhere, records: Records, env: Env, values: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    """The query of ``what``; ``elsewhere_value`` makes its value of the rows.

    A detail list that its field or condition reads is gone through row by row: each row then stands for itself.

    :param values: ``{"this": record or row}`` at hand.
    :raises ExpressionError: when SQL cannot do its field or condition exactly.
    """
    source, columns, conditions, order = records.source, records.columns, list(records.only), [records.order.desc()]
    root = _root(what, columns)
    if root is not None:
        rows = columns.rows(root)  # type: ignore[attr-defined]
        source, columns = source.join(rows.source, rows.on), rows.within(columns, root)
        order.append(rows.order.desc())
    if what.where is not None:
        conditions.append(to_sql(what.where, columns, env, values))
    if what.fn == "EXISTS":
        return select(literal(1)).select_from(source).where(*conditions).limit(1)
    if what.field is None:
        return select(func.count()).select_from(source).where(*conditions)
    field = to_sql(what.field, columns, env, values, exact=True)
    if what.fn == "LATEST":
        return select(field).select_from(source).where(*conditions).order_by(*order).limit(1)
    return select(func.sum(field, type_=field.type)).select_from(source).where(*conditions)


def _root(what: Elsewhere, columns: Columns) -> tuple[str, ...] | None:
    """The detail list whose rows it goes through."""
    if not isinstance(columns, Lists):
        return None
    for e in (what.field, what.where):
        for source in sources(e.root) if e is not None else ():
            parts = source.parts if not isinstance(source, Call) else ("this",)
            for length in range(1, len(parts) + 1):
                if parts[0] != "this" and columns.rows(parts[:length]) is not None:
                    return parts[:length]
    return None


def elsewhere_value(what: Elsewhere, rows: Sequence[Sequence[Any]]) -> Any:
    """The value of ``what`` from the rows of its query."""
    if what.fn == "EXISTS":
        return bool(rows)
    found = rows[0][0] if rows else None
    if what.fn == "LATEST":
        return found
    return Decimal(0) if found is None else Decimal(found)

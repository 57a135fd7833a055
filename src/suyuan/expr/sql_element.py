"""What SQL says differently on the two databases: functions that SQLAlchemy is taught for each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, Numeric, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from suyuan.store.columns import Day, Flag, Text


class Position(FunctionElement[int]):
    """Where a part stands in a text, from 1; 0 where it does not."""

    type = Integer()
    name = "position"
    inherit_cache = True


@compiles(Position)
def _strpos(element: Position, compiler: Any, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)})"


@compiles(Position, "sqlite")
def _instr(element: Position, compiler: Any, **kw: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kw)})"


class ByCode(FunctionElement[str]):
    """A text that is compared by code point whatever it was made of."""

    type = Text()
    name = "by_code"
    inherit_cache = True


@compiles(ByCode)
def _collated(element: ByCode, compiler: Any, **kw: Any) -> str:
    return f'(({compiler.process(element.clauses, **kw)}) COLLATE "C")'


@compiles(ByCode, "sqlite")
def _plain(element: ByCode, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)})"


class Boxed(FunctionElement[bool]):
    """A condition in parentheses: SQLAlchemy leaves them away before ``IS NOT``, which binds as ``=`` does."""

    type = Flag()
    name = "boxed"
    inherit_cache = True


@compiles(Boxed)
def _boxed(element: Boxed, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)})"


class Held(FunctionElement[Any]):
    """A number held within bounds on SQLite; PostgreSQL needs none."""

    type = Numeric()
    name = "held"
    inherit_cache = True


@compiles(Held)
def _unheld(element: Held, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(next(iter(element.clauses)), **kw)})"


@compiles(Held, "sqlite")
def _held(element: Held, compiler: Any, **kw: Any) -> str:
    value, low, high = (compiler.process(c, **kw) for c in element.clauses)
    return f"min(max({value}, {low}), {high})"


class Greatest(FunctionElement[Any]):
    """The greatest of those that are not NULL."""

    name = "greatest"
    inherit_cache = True
    of = "max"


class Least(Greatest):
    """The least of those that are not NULL."""

    name = "least"
    inherit_cache = True
    of = "min"


@compiles(Greatest)
@compiles(Least)
def _extreme(element: Greatest, compiler: Any, **kw: Any) -> str:
    return f"{element.name}({compiler.process(element.clauses, **kw)})"


@compiles(Greatest, "sqlite")
@compiles(Least, "sqlite")
def _extreme_row(element: Greatest, compiler: Any, **kw: Any) -> str:
    first, *rest = (compiler.process(c, **kw) for c in element.clauses)
    rows = "".join(f" UNION ALL SELECT {value}" for value in rest)
    return f"(SELECT {element.of}(v) FROM (SELECT {first} AS v{rows}))"


class Tail(FunctionElement[str]):
    """The last characters of a text, as many as the second clause says, at least one."""

    type = Text()
    name = "tail"
    inherit_cache = True


@compiles(Tail)
def _right(element: Tail, compiler: Any, **kw: Any) -> str:
    return f"right({compiler.process(element.clauses, **kw)})"


@compiles(Tail, "sqlite")
def _from_end(element: Tail, compiler: Any, **kw: Any) -> str:
    text, count = (compiler.process(c, **kw) for c in element.clauses)
    return f"substr({text}, -{count})"


class DayShift(FunctionElement[Any]):
    """A date moved by whole days where it lies within bounds, else NULL: date, days, earliest, latest."""

    type = Day()
    name = "day_shift"
    inherit_cache = True


def _within(element: DayShift, compiler: Any, moved: str, kw: Any) -> str:
    day, days, low, high = (compiler.process(c, **kw) for c in element.clauses)
    return f"(SELECT CASE WHEN v BETWEEN {low} AND {high} THEN {moved.format(days)} END FROM (SELECT {day} AS v) AS s)"


@compiles(DayShift)
def _plus(element: DayShift, compiler: Any, **kw: Any) -> str:
    return _within(element, compiler, "v + {}", kw)


@compiles(DayShift, "sqlite")
def _modified(element: DayShift, compiler: Any, **kw: Any) -> str:
    return _within(element, compiler, "date(v, {} || ' days')", kw)


class DaysBetween(FunctionElement[int]):
    """How many days the first date is after the second."""

    type = Integer()
    name = "days_between"
    inherit_cache = True


@compiles(DaysBetween)
def _minus(element: DaysBetween, compiler: Any, **kw: Any) -> str:
    late, early = element.clauses
    return f"({compiler.process(late, **kw)} - {compiler.process(early, **kw)})"


@compiles(DaysBetween, "sqlite")
def _julian(element: DaysBetween, compiler: Any, **kw: Any) -> str:
    late, early = element.clauses
    return f"CAST(julianday({compiler.process(late, **kw)}) - julianday({compiler.process(early, **kw)}) AS INTEGER)"


class ListHas(FunctionElement[bool]):
    """Whether a JSON list of texts holds a text."""

    type = Boolean()
    name = "list_has"
    inherit_cache = True


@compiles(ListHas)
def _jsonb(element: ListHas, compiler: Any, **kw: Any) -> str:
    return f"jsonb_exists({compiler.process(element.clauses, **kw)})"


@compiles(ListHas, "sqlite")
def _each(element: ListHas, compiler: Any, **kw: Any) -> str:
    items, wanted = (compiler.process(c, **kw) for c in element.clauses)
    return (
        f"(CASE WHEN {items} IS NOT NULL AND {wanted} IS NOT NULL"
        f" THEN EXISTS (SELECT 1 FROM json_each({items}) WHERE value = {wanted}) END)"
    )


def length(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """Code points of a text, on both databases."""
    return func.length(text, type_=Integer())

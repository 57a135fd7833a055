"""An expression as SQL for both databases, or the reasons why it cannot be done exactly.

A positive comparison stands bare, so that indexes serve it; under NOT, CASE or as a value it is wrapped to be
two-valued. Whatever reads no column is evaluated here and bound as a parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, false, func, literal, not_, or_, true

from suyuan.expr import sql_term as st
from suyuan.expr.compile import compiled
from suyuan.expr.env import Env
from suyuan.expr.errors import ExpressionError, wrong
from suyuan.expr.function import FUNCTIONS
from suyuan.expr.node import COMPARISONS, Call, Const, Node, Path, call, to_text
from suyuan.expr.parse import Expression
from suyuan.expr.rows import ELSEWHERE, WINDOWS
from suyuan.expr.sql_columns import Columns
from suyuan.expr.sql_element import Boxed, ByCode, DaysBetween, DayShift, ListHas
from suyuan.expr.sql_term import Term
from suyuan.store.columns import Day, Flag, Instant, Key, Scaled, Text

MIRROR = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
LIMIT_PARTS = 10_000
TRUTHS = COMPARISONS | {"AND", "OR", "NOT", "IN", "ISBLANK"}


def to_sql(
    e: Expression, columns: Columns, env: Env, values: Mapping[str, Any] | None = None, *, exact: bool = False
) -> ColumnElement[Any]:
    """``e`` as an SQL expression that serves both databases.

    :param columns: the column of a field path, typed by ``suyuan.store.columns``; a link's path gives the
        column of its internal id, its path and ``id`` that of the public id, where it is compared with text.
    :param values: names that are constants here, as ``{"this": record}``; the internal id of a link among them is its
        attribute ``id`` where that is a number, else its item ``id``.
    :param exact: a condition gives FALSE and never NULL; a ``WHERE`` does not need it.
    :raises ExpressionError: when SQL cannot do it exactly (see ``sql_problems``).
    """
    made = _made(SqlWalk(columns, env, values or {}), e.root, exact)
    if st.parts(made, LIMIT_PARTS) == LIMIT_PARTS:
        raise wrong("too_many_parts", 0, len(e.source), limit=LIMIT_PARTS)
    return made


def _made(walk: SqlWalk, root: Node, exact: bool) -> ColumnElement[Any]:
    if isinstance(root, Call) and root.fn in TRUTHS:
        return walk.truth(root, exact)
    term = walk.term(root)
    if term.kind == "bool" and not exact:
        return walk.truth(root, False)
    return st.result(term, root)


class SqlWalk:
    """Walks a tree and makes terms; the functions' own ``sql`` is called with it."""

    def __init__(self, columns: Columns, env: Env, values: Mapping[str, Any]) -> None:
        self.columns = columns
        self.env = env
        self.values = values

    def on(self, columns: Columns) -> SqlWalk:
        """The same walk over other columns."""
        return SqlWalk(columns, self.env, self.values)

    def refuse(self, node: Node, name: str = "") -> ExpressionError:
        return wrong("no_sql", node.at, node.to, name=name or to_text(node))

    def folds(self, node: Node) -> bool:
        return all(not isinstance(n, Path) or n.parts[0] in self.values for n in self.outside(node))

    def outside(self, node: Node) -> Iterator[Node]:
        """The nodes of ``node`` outside of functions over other records, whose results are constants."""
        yield node
        if isinstance(node, Call) and node.fn not in WINDOWS | ELSEWHERE:
            for arg in node.args:
                yield from self.outside(arg)

    def term(self, node: Node) -> Term:
        """``node`` as a typed part.

        :raises ExpressionError: when SQL cannot do it exactly.
        """
        if self.folds(node):
            return self.folded(node)
        if isinstance(node, Path):
            found = self.columns(node.parts)
            term = None if found is None else st.column_term(found, node.parts)
            if term is None:
                raise self.refuse(node)
            return term
        assert isinstance(node, Call)
        if node.fn in TRUTHS:
            return Term("bool", self.truth(node, True))
        if node.fn in ("+", "-", "*"):
            return self.arithmetic(node)
        known = FUNCTIONS.get("CONCAT" if node.fn == "&" else node.fn)
        if known is None or known.sql is None:
            raise self.refuse(node, node.fn)
        found_term: Term = known.sql(self, node)
        return found_term

    def folded(self, node: Node) -> Term:
        if isinstance(node, Const):
            return st.constant(node.value)
        text = to_text(node)
        try:
            return st.constant(compiled(Expression(text, node, text))(self.values, self.env))
        except ExpressionError as error:
            if error.mistakes[0].code == "expr.no_window":
                raise self.refuse(node) from None
            raise

    def arithmetic(self, node: Call) -> Term:
        if len(node.args) == 1:
            return st.times(self.number(node.args[0]), Decimal(-1), node)
        a, b = (self.term(x) for x in node.args)
        if a.kind == "blank" or b.kind == "blank":
            return Term("blank")
        if node.fn == "*":
            if a.const:
                a, b = b, a
            if not b.const or a.kind != "number":
                raise self.refuse(node, "*")
            return st.times(a, b.value, node)
        if a.kind == "number" and b.kind == "number":
            return st.added(a, b, 1 if node.fn == "+" else -1, node)
        if a.kind == "date" and b.kind == "date":
            return self.days_between(a, b, node)
        if b.kind == "date":
            a, b = b, a
        return self.shifted(a, b, 1 if node.fn == "+" else -1, node)

    def number(self, node: Node) -> Term:
        term = self.term(node)
        if term.kind not in ("number", "blank") or term.sql is None:
            raise self.refuse(node)
        return term

    def days_between(self, late: Term, early: Term, node: Node) -> Term:
        if late.day_of is not None or early.day_of is not None:
            raise self.refuse(node)
        return st.number(DaysBetween(st.bind(late, 0, node), st.bind(early, 0, node)), 0, 10_000_000)

    def shifted(self, day: Term, days: Term, sign: int, node: Node) -> Term:
        """A date moved by constant days, NULL outside of the years 1 to 9999."""
        if day.sql is None or not days.const or days.value.copy_abs() > 3_660_000:
            raise self.refuse(node)
        count = sign * int(days.value)
        low, high = date.min, date.max
        if count > 0:
            high -= timedelta(days=min(count, 3_652_058))
        else:
            low += timedelta(days=min(-count, 3_652_058))
        if abs(count) > 3_652_058:
            return Term("blank")
        moved = DayShift(day.sql, literal(count, Integer()), literal(low, Day()), literal(high, Day()))
        return Term("date", moved)

    def text(self, node: Node) -> ColumnElement[Any]:
        """A text, NULL where it is blank."""
        term = self.term(node)
        if term.kind == "blank":
            return literal(None, Text())
        if term.kind != "text":
            raise self.refuse(node)
        return st.bind(term, 0, node)

    def truth(self, node: Node, exact: bool) -> ColumnElement[Any]:
        """A condition; where ``exact`` it is FALSE where blank, else it may be NULL instead."""
        if self.folds(node):
            return true() if self.folded(node).value is True else false()
        if isinstance(node, Call):
            match node.fn:
                case "AND" | "OR":
                    parts = self.every(node, exact)
                    return and_(true(), *parts) if node.fn == "AND" else or_(false(), *parts)
                case "NOT":
                    return self.negated(node.args[0], exact)
                case "IN":
                    return self.among(node, exact)
                case "ISBLANK":
                    return self.blank(node.args[0])
            if node.fn in COMPARISONS:
                return self.comparison(node, node.fn, exact)
        term = self.term(node)
        if term.kind != "bool" or term.sql is None:
            raise self.refuse(node)
        if isinstance(node, Path):
            return term.sql.is_(true())
        return func.coalesce(term.sql, false()) if exact else term.sql

    def every(self, node: Call, exact: bool) -> list[ColumnElement[Any]]:
        """The conditions of AND or OR, or all their mistakes together."""
        parts, mistakes = [], []
        for arg in node.args:
            try:
                parts.append(self.truth(arg, exact))
            except ExpressionError as error:
                mistakes.extend(error.mistakes)
        if mistakes:
            raise ExpressionError(mistakes)
        return parts

    def negated(self, node: Node, exact: bool) -> ColumnElement[Any]:
        opposite = {"=": "<>", "<>": "="}
        if isinstance(node, Call) and node.fn in opposite and not self.folds(node):
            return self.comparison(node, opposite[node.fn], exact)
        return not_(self.truth(node, True))

    def blank(self, node: Node) -> ColumnElement[Any]:
        if isinstance(node, Call) and node.fn in TRUTHS:
            return false()
        term = self.term(node)
        if term.kind == "list" or (term.sql is None and term.kind != "blank"):
            raise self.refuse(node)
        return true() if term.sql is None else term.sql.is_(None)

    def comparison(self, node: Call, fn: str, exact: bool) -> ColumnElement[Any]:
        a, b = (self.term(x) for x in node.args)
        return self.compared(fn, a, b, node, exact)

    def compared(self, fn: str, a: Term, b: Term, node: Node, exact: bool) -> ColumnElement[Any]:
        """``a fn b`` of two terms."""
        if a.const:
            a, b, fn = b, a, MIRROR[fn]
        if a.const:
            return true() if _known(fn, a, b, self.env) else false()
        if a.day_of is not None or b.day_of is not None:
            return self.day_compared(fn, a, b, node, exact)
        if b.kind == "blank" or a.kind == "blank":
            filled = b if a.kind == "blank" else a
            if fn not in ("=", "<>"):
                return false()
            assert filled.sql is not None
            return filled.sql.is_(None) if fn == "=" else filled.sql.is_not(None)
        if {a.kind, b.kind} == {"link", "text"}:
            a, b = self.public(a, node), self.public(b, node)
        if {a.kind, b.kind} == {"date", "datetime"}:
            a, b = self.instant(a, node), self.instant(b, node)
        if a.kind != b.kind or a.kind == "list":
            raise self.refuse(node)
        if fn in ("=", "<>"):
            return self.equal(fn, a, b, node, exact)
        if a.kind == "number":
            bare = st.compared(fn, a, b, node)
        else:
            left, right = st.bind(a, 0, node), st.bind(b, 0, node)
            if a.kind == "text" and not (a.path or b.path):
                left = ByCode(left)
            bare = st.ordered(fn, left, right)
        return func.coalesce(bare, false()) if exact else bare

    def equal(self, fn: str, a: Term, b: Term, node: Node, exact: bool) -> ColumnElement[Any]:
        if a.kind == "number" and b.const:
            bare = st.compared("=", a, b, node)
            if fn == "<>":
                return not_(func.coalesce(bare, false()))
        elif a.kind == "number":
            a, b = st.levelled(a, b, node)
            assert a.sql is not None
            return a.sql.is_not_distinct_from(b.sql) if fn == "=" else a.sql.is_distinct_from(b.sql)
        else:
            left, right = st.bind(a, 0, node), st.bind(b, 0, node)
            if a.kind == "bool":
                left, right = (x if t.const else Boxed(x) for x, t in ((left, a), (right, b)))
            if not b.const or a.kind == "bool" or fn == "<>":
                return left.is_not_distinct_from(right) if fn == "=" else left.is_distinct_from(right)
            bare = st.ordered(fn, left, right)
        return func.coalesce(bare, false()) if exact else bare

    def public(self, term: Term, node: Node) -> Term:
        """A link as the text of its public id."""
        if term.kind == "text":
            return term
        if term.const:
            return st.constant(str(term.value.get("uid", term.value.get("id"))))
        found = self.columns((*term.path, "id")) if term.path else None
        if found is None:
            raise self.refuse(node)
        return Term("text", found, path=(*term.path, "id"))

    def instant(self, term: Term, node: Node) -> Term:
        """A constant date as its first moment in the plant."""
        if term.kind == "datetime":
            return term
        if not term.const:
            raise self.refuse(node)
        return Term("datetime", value=self.env.start_of(term.value))

    def day_compared(self, fn: str, a: Term, b: Term, node: Node, exact: bool) -> ColumnElement[Any]:
        """The calendar date of an instant against a constant date: a range of instants."""
        if a.day_of is None:
            a, b, fn = b, a, MIRROR[fn]
        if a.day_of is None or not b.const or b.kind != "date" or not date(2, 1, 1) < b.value < date(9999, 1, 1):
            if b.kind == "blank":
                return self.compared(fn, Term("datetime", a.day_of), b, node, exact)
            raise self.refuse(node)
        begins = literal(self.env.start_of(b.value), Instant())
        ends = literal(self.env.start_of(b.value + timedelta(days=1)), Instant())
        column = a.day_of
        match fn:
            case "=":
                bare: ColumnElement[Any] = and_(column >= begins, column < ends)
            case "<>":
                return or_(column.is_(None), column < begins, column >= ends)
            case "<":
                bare = column < begins
            case "<=":
                bare = column < ends
            case ">":
                bare = column >= ends
            case _:
                bare = column >= begins
        return func.coalesce(bare, false()) if exact else bare

    def among(self, node: Call, exact: bool) -> ColumnElement[Any]:
        """IN as one list of constants where it can be."""
        value = self.term(node.args[0])
        options: list[Term] = []
        for arg in node.args[1:]:
            term = self.term(arg)
            if term.const and term.kind == "list":
                options.extend(st.constant(v) for v in term.value)
            elif term.kind == "list" and value.const and isinstance(value.value, str):
                options.append(Term("has", ListHas(term.sql, literal(value.value, Text()))))
            else:
                options.append(term)
        simple = [o for o in options if o.const and o.kind == value.kind and value.kind in ("text", "date")]
        parts: list[ColumnElement[Any]] = []
        if len(simple) > 1 and value.sql is not None:
            bare = value.sql.in_([st.bind(o, 0, node) for o in simple])
            parts.append(func.coalesce(bare, false()) if exact else bare)
        else:
            simple = []
        for option in options:
            if option.kind == "has":
                assert option.sql is not None
                parts.append(func.coalesce(option.sql, false()))
            elif not any(option is s for s in simple):
                parts.append(self.compared("=", value, option, node, exact))
        return or_(false(), *parts)

    def unified(self, terms: list[Term], node: Node) -> list[Term]:
        """``terms`` of one kind, numbers at one scale, blanks as typed NULLs; for CASE and the like."""
        kinds = {t.kind for t in terms} - {"blank"}
        if len(kinds) > 1 or kinds & {"list"} or any(t.day_of is not None for t in terms):
            raise self.refuse(node)
        kind = kinds.pop() if kinds else "blank"
        decimals = max((t.decimals for t in terms), default=0)
        made = []
        for term in terms:
            if kind == "blank":
                made.append(term)
            elif term.kind == "blank":
                made.append(Term(kind, _null(kind), decimals=decimals))
            elif kind == "number":
                level = st.raised(term, decimals, node)
                if level.limit is not None or decimals > 18:
                    raise st.too_large(node)
                bound = level.bound if level.sql is not None else abs(int(level.value.scaleb(decimals, st.WIDE)))
                made.append(replace(level, sql=st.bind(level, decimals, node), bound=bound, decimals=decimals))
            else:
                made.append(replace(term, sql=st.bind(term, 0, node)))
        return made

    def joined(self, kind: Term, sql: ColumnElement[Any], of: list[Term]) -> Term:
        """A term of the kind of ``kind`` made of the terms ``of``."""
        return Term(
            kind.kind,
            sql,
            decimals=kind.decimals,
            bound=max(t.bound for t in of),
            reach=max(t.reach for t in of),
        )


def _null(kind: str) -> ColumnElement[Any]:
    types: dict[str, Any] = {"text": Text(), "bool": Flag(), "date": Day(), "datetime": Instant(), "link": Key()}
    return literal(None, types.get(kind, Scaled(0)))


def _known(fn: str, a: Term, b: Term, env: Env) -> bool:
    """A comparison of two constants."""
    node = call(fn, (Path(("a",)), Path(("b",))))
    outcome = compiled(Expression(to_text(node), node, ""))({"a": a.value, "b": b.value}, env)
    return outcome is True

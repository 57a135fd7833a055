"""Parts of an SQL expression: typed, with bounds, so that what SQLite's 64-bit integers hold stays exact.

SQLite keeps a number of ``d`` decimals as the integer ``value * 10**d``, PostgreSQL as ``numeric``. Multiplying by a
bound one of type ``Scaled(k)`` raises the scale by ``k`` on the first and changes nothing on the second, so one SQL
expression serves both. Where a product could pass 64 bits, the factor is clamped first: the comparison still comes out
right as long as the other side is below the clamp (``Term.limit``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context, Decimal, InvalidOperation
from typing import Any, cast

from sqlalchemy import Boolean, ColumnElement, Date, Integer, String, case, false, literal, true
from sqlalchemy import type_coerce as coerce

from suyuan.expr.arithmetic import CONTEXT
from suyuan.expr.errors import wrong
from suyuan.expr.node import Node
from suyuan.expr.sql_element import Held
from suyuan.store.columns import Day, Flag, Instant, Json, Key, Scaled, Text

FIELD = 10**18
"""Every number column is smaller than this, in units of its last decimal."""
WHOLE = 9 * 10**18
"""What a 64-bit integer surely holds."""
CLAMP = 4 * 10**18
WIDE = Context(prec=160, rounding=ROUND_FLOOR, Emin=-999, Emax=999, traps=[InvalidOperation])
"""Wide enough for every shift of a value; the thread's own context has 28 digits only."""
FARTHEST = Decimal(10) ** 60
"""True magnitudes stay below this, far from where the arithmetic turns to blank."""


@dataclass(frozen=True)
class Term:
    """A part of an SQL expression.

    :param kind: number | text | bool | date | datetime | link | list | blank.
    :param sql: the expression; ``None`` for a constant.
    :param value: the constant.
    :param decimals: decimals of a number, i.e. its scale on SQLite.
    :param bound: largest magnitude of the integer SQLite may see.
    :param limit: where clamped: it is exact below this, else at least this with the right sign.
    :param reach: largest magnitude of the true value.
    :param day_of: the instant whose calendar date this is; can only be compared with a constant date.
    :param path: the field it is, for comparing links by public id.
    """

    kind: str
    sql: ColumnElement[Any] | None = None
    value: Any = None
    decimals: int = 0
    bound: int = 0
    limit: int | None = None
    reach: Decimal = Decimal(0)
    day_of: ColumnElement[Any] | None = None
    path: tuple[str, ...] = ()

    @property
    def const(self) -> bool:
        return self.sql is None and self.day_of is None


def column_term(column: ColumnElement[Any], path: tuple[str, ...]) -> Term | None:
    """The term of a column by its SQL type, ``None`` for types expressions do not know."""
    kind = column.type
    if isinstance(kind, Scaled):
        return number(column, kind.decimals, path=path)
    for types, name in (
        ((Key,), "link"),
        ((Flag, Boolean), "bool"),
        ((Day, Date), "date"),
        ((Instant,), "datetime"),
        ((Json,), "list"),
        ((Text, String), "text"),
    ):
        if isinstance(kind, types):
            return Term(name, column, path=path)
    return number(column, 0, path=path) if isinstance(kind, Integer) else None


def number(
    sql: ColumnElement[Any], decimals: int, bound: int = FIELD, path: tuple[str, ...] = (), limit: int | None = None
) -> Term:
    """A number that is no constant."""
    return Term("number", sql, None, decimals, bound, limit, Decimal(bound).scaleb(-decimals, WIDE), None, path)


def constant(value: Any) -> Term:
    """A constant of whatever kind ``value`` is."""
    if value is None:
        return Term("blank")
    if isinstance(value, bool):
        return Term("bool", value=value)
    if isinstance(value, (int, Decimal)):
        exact = Decimal(value)
        digits = max(-int(exact.normalize(CONTEXT).as_tuple().exponent), 0) if exact else 0
        return Term("number", value=exact, decimals=digits, reach=exact.copy_abs())
    kinds = {"str": "text", "date": "date", "datetime": "datetime", "list": "list"}
    return Term(kinds.get(type(value).__name__, "link"), value=value)


def internal_id(link: Any) -> Any:
    """What the column of a link to this record holds."""
    own = getattr(link, "id", None)
    return own if isinstance(own, int) else link.get("id")


def parts(sql: ColumnElement[Any], most: int) -> int:
    """How many parts an expression is written with, counting up to ``most``."""
    found, left = 0, [cast(Any, sql)]
    while left and found < most:
        found += 1
        left.extend(left.pop().get_children())
    return found


def too_large(node: Node) -> Exception:
    return wrong("too_large_for_sql", node.at, node.to)


def bind(term: Term, decimals: int, node: Node) -> ColumnElement[Any]:
    """``term`` as SQL; a constant number with ``decimals`` decimals, exactly."""
    if term.sql is not None:
        return term.sql
    match term.kind:
        case "number":
            scaled = term.value.scaleb(decimals, WIDE)
            if decimals > 18 or scaled.copy_abs() >= FIELD or scaled != scaled.to_integral_value():
                raise too_large(node)
            return literal(term.value, Scaled(decimals))
        case "text":
            return literal(term.value, Text())
        case "bool":
            return true() if term.value else false()
        case "date":
            return literal(term.value, Day())
        case "datetime":
            return literal(term.value, Instant())
        case "link":
            return literal(internal_id(term.value), Key())
    raise wrong("no_sql", node.at, node.to, name="BLANK")


def clamped(term: Term, most: int, node: Node) -> Term:
    """``term`` held within plus or minus ``most``."""
    if term.sql is None or most >= FIELD or (term.limit is not None and most > term.limit):
        raise too_large(node)
    edge = Decimal(most).scaleb(-term.decimals, WIDE)
    high, low = literal(edge, Scaled(term.decimals)), literal(edge.copy_negate(), Scaled(term.decimals))
    return replace(term, sql=Held(term.sql, low, high), bound=most, limit=most)


def times(term: Term, factor: Decimal, node: Node) -> Term:
    """``term`` times a constant of at most 18 digits."""
    decimals = constant(factor).decimals
    whole = int(factor.scaleb(decimals, WIDE))
    if term.sql is None or abs(whole) >= FIELD or term.decimals + decimals > 18:
        raise too_large(node)
    reach = WIDE.multiply(term.reach, factor.copy_abs())
    if reach >= FARTHEST:
        raise too_large(node)
    if term.bound * abs(whole) > WHOLE:
        term = clamped(term, CLAMP // abs(whole), node)
    sql = term.sql * literal(factor, Scaled(decimals))
    return replace(
        term,
        sql=sql,
        decimals=term.decimals + decimals,
        bound=term.bound * abs(whole),
        limit=None if term.limit is None else term.limit * abs(whole),
        reach=reach,
        path=(),
    )


def raised(term: Term, decimals: int, node: Node) -> Term:
    """``term`` at the scale ``decimals``, which is at least its own."""
    more = decimals - term.decimals
    if more == 0 or term.const:
        return term
    factor = 10**more
    if term.bound * factor > WHOLE:
        term = clamped(term, CLAMP // factor, node)
    assert term.sql is not None
    return replace(
        term,
        sql=term.sql * literal(Decimal(1), Scaled(more)),
        decimals=decimals,
        bound=term.bound * factor,
        limit=None if term.limit is None else term.limit * factor,
        path=(),
    )


def levelled(a: Term, b: Term, node: Node) -> tuple[Term, Term]:
    """Both numbers at one scale, at most one of them clamped, and the other below its clamp."""
    decimals = max(a.decimals, b.decimals)
    if decimals > 18:
        raise too_large(node)
    a, b = (_with_bound(raised(t, decimals, node), decimals, node) for t in (a, b))
    for one, other in ((a, b), (b, a)):
        if one.limit is not None and (other.limit is not None or other.bound >= one.limit):
            raise too_large(node)
    return a, b


def _with_bound(term: Term, decimals: int, node: Node) -> Term:
    if not term.const:
        return term
    return replace(
        term, sql=bind(term, decimals, node), bound=abs(int(term.value.scaleb(decimals, WIDE))), decimals=decimals
    )


def added(a: Term, b: Term, sign: int, node: Node) -> Term:
    """``a + b``, or ``a - b`` where ``sign`` is -1."""
    a, b = levelled(a, b, node)
    bound = a.bound + b.bound
    if bound > WHOLE or a.sql is None or b.sql is None:
        raise too_large(node)
    limit = None
    if a.limit is not None or b.limit is not None:
        limit = a.limit - b.bound if a.limit is not None else (b.limit or 0) - a.bound
    sql = a.sql + b.sql if sign > 0 else a.sql - b.sql
    return replace(a, sql=sql, bound=bound, limit=limit, reach=a.reach + b.reach, path=())


def compared(fn: str, a: Term, b: Term, node: Node) -> ColumnElement[Any]:
    """An ordered comparison or equality of two numbers, NULL where one is blank (not so for ``=`` of two columns)."""
    if b.const and a.decimals < b.decimals:
        step = Decimal(1).scaleb(-a.decimals, WIDE)
        below = b.value.quantize(step, ROUND_FLOOR, WIDE)
        if fn in ("=", "<>"):
            return _always(fn == "<>", a)
        return compared(">" if fn in (">", ">=") else "<=", a, constant(below), node)
    if b.const and b.value.scaleb(a.decimals, WIDE).copy_abs() >= FIELD and a.bound <= FIELD and a.limit is None:
        return _always(fn == "<>" or ((fn[0] == "<") == (b.value > 0) and fn != "="), a)
    a, b = levelled(a, b, node)
    assert a.sql is not None
    assert b.sql is not None
    return ordered(fn, a.sql, b.sql)


def _always(outcome: bool, term: Term) -> ColumnElement[Any]:
    """``outcome`` wherever ``term`` is filled in."""
    assert term.sql is not None
    return case((term.sql.is_(None), None), else_=true() if outcome else false())


def ordered(fn: str, a: ColumnElement[Any], b: ColumnElement[Any]) -> ColumnElement[Any]:
    """The bare SQL comparison."""
    match fn:
        case "=":
            return a == b
        case "<>":
            return a != b
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
    return a >= b


def result(term: Term, node: Node) -> ColumnElement[Any]:
    """``term`` as a selectable value of the column type its kind has."""
    if term.limit is not None:
        raise too_large(node)
    if term.day_of is not None or term.kind == "list":
        raise wrong("no_sql", node.at, node.to, name="DATE" if term.day_of is not None else "")
    match term.kind:
        case "number":
            return coerce(bind(term, term.decimals, node), Scaled(min(term.decimals, 18)))
        case "text":
            return coerce(bind(term, 0, node), Text())
        case "bool":
            return coerce(bind(term, 0, node), Flag())
        case "date":
            return coerce(bind(term, 0, node), Day())
        case "datetime":
            return coerce(bind(term, 0, node), Instant())
        case "link":
            return coerce(bind(term, 0, node), Key())
    return literal(None, Text())

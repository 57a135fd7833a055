"""Column types on which SQLite and PostgreSQL agree: exact, ordered alike, cheap per row.

Each overrides the processors themselves, so that a value passes one Python function each way, not two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any

import msgspec
from psycopg.types.json import Jsonb
from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, Numeric, Table, event
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator, TypeEngine

Processor = Callable[[Any], Any]
MAX_DIGITS = 18


class Unstorable(ValueError, DontWrapMixin):
    """A value the column cannot hold exactly: too many digits, no time zone, a NUL character, a float."""


class Instant(TypeDecorator[datetime]):
    """An aware ``datetime``, always given back in UTC, to the microsecond.

    PostgreSQL: ``timestamptz``; SQLite: ``2026-11-22T08:00:00.000000Z``, which sorts as text.
    """

    impl = SqlText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(SqlText())

    def bind_processor(self, dialect: Dialect) -> Processor:
        return _aware if dialect.name == "postgresql" else instant_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:
        return _utc if dialect.name == "postgresql" else _instant

    def literal_processor(self, dialect: Dialect) -> Processor:
        return lambda value: f"'{instant_text(value)}'"


def _aware(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise Unstorable(f"an instant needs a time zone: {value!r}")
    return value.astimezone(UTC)


def instant_text(value: datetime | None) -> str | None:
    """``value`` (aware) as the text that SQLite keeps; ``Unstorable`` when it has no time zone."""
    value = _aware(value)
    return None if value is None else value.isoformat(timespec="microseconds")[:26] + "Z"


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A ``date``. PostgreSQL: ``date``; SQLite: ``2026-11-22``."""

    impl = Date
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Processor:
        return _day if dialect.name == "postgresql" else _day_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        return None if dialect.name == "postgresql" else _day_of

    def literal_processor(self, dialect: Dialect) -> Processor:
        return lambda value: f"'{_day_text(value)}'"


def _day(value: date | None) -> date | None:
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise Unstorable(f"a day is a date without time: {value!r}")
    return value


def _day_text(value: date | None) -> str | None:
    value = _day(value)
    return None if value is None else value.isoformat()


def _day_of(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_EXACT = Context(prec=MAX_DIGITS, traps=[Inexact, InvalidOperation])


class Scaled(TypeDecorator[Decimal]):
    """A ``Decimal`` with ``decimals`` decimals and at most 18 digits in all, refused when it does not fit exactly.

    PostgreSQL: ``numeric(18, decimals)``; SQLite: the integer ``value * 10**decimals``, so that comparing, adding
    and ``SUM`` are exact on both. Multiplying or dividing in SQL is only allowed by whole numbers, since two scaled
    integers multiply to another scale.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, decimals: int) -> None:
        if not 0 <= decimals <= MAX_DIGITS:
            raise ValueError(f"decimals must be 0 to {MAX_DIGITS}, not {decimals}")
        super().__init__(MAX_DIGITS, decimals)
        self.decimals = decimals
        self._unit = Decimal(1).scaleb(-decimals)

    def __repr__(self) -> str:
        return f"Scaled({self.decimals})"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.NUMERIC(MAX_DIGITS, self.decimals))
        return dialect.type_descriptor(BigInteger())

    def exact(self, value: Decimal | int) -> Decimal:
        """``value`` with this column's decimals; ``Unstorable`` when it would change or is a float."""
        if type(value) is int:
            value = Decimal(value)
        elif not isinstance(value, Decimal) or value.is_nan():
            raise Unstorable(f"not a decimal: {value!r}")
        try:
            return value.quantize(self._unit, context=_EXACT)
        except (Inexact, InvalidOperation):
            raise Unstorable(f"{value} does not fit {MAX_DIGITS} digits of which {self.decimals} decimals") from None

    def bind_processor(self, dialect: Dialect) -> Processor:
        exact, decimals = self.exact, self.decimals
        if dialect.name == "postgresql":
            return lambda value: None if value is None else exact(value)
        return lambda value: None if value is None else int(exact(value).scaleb(decimals))

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        shift = -self.decimals
        if dialect.name == "postgresql":
            return None
        return lambda value: None if value is None else Decimal(value).scaleb(shift)

    def literal_processor(self, dialect: Dialect) -> Processor:
        bind = self.bind_processor(dialect)
        return lambda value: str(bind(value))

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        if op in (operators.mul, operators.truediv, operators.floordiv, operators.mod):
            if type(value) is not int:
                raise Unstorable("a scaled column is multiplied and divided by whole numbers only")
            return BigInteger()
        return self


class Text(TypeDecorator[str]):
    """A ``str`` compared and sorted by code point. PostgreSQL: ``text COLLATE "C"``; NUL characters are refused."""

    impl = SqlText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(SqlText(collation="C"))
        return dialect.type_descriptor(SqlText())

    def bind_processor(self, dialect: Dialect) -> Processor:
        return _plain

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        return None


def _plain(value: str | None) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or "\0" in value:
        raise Unstorable(f"not a text without NUL: {value!r}")
    return value


_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Json(TypeDecorator[Any]):
    """Any value that msgspec can write, given back as plain Python values; ``None`` is SQL NULL.

    PostgreSQL: ``jsonb`` (which keeps neither the order of keys nor doubled keys); SQLite: text. ``Decimal`` values
    are written as strings and come back as strings.
    """

    impl = SqlText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB(none_as_null=True))
        return dialect.type_descriptor(SqlText())

    def bind_processor(self, dialect: Dialect) -> Processor:
        return _jsonb if dialect.name == "postgresql" else _json_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        return None if dialect.name == "postgresql" else _from_json


def json_bytes(value: Any) -> bytes:
    """``value`` as JSON; ``Unstorable`` when it holds a NUL character, which PostgreSQL cannot keep."""
    encoded = msgspec.json.encode(value)
    if b"\\u0000" in encoded and _NUL.search(encoded):
        raise Unstorable("not a text without NUL inside JSON")
    return encoded


def _jsonb(value: Any) -> Jsonb | None:
    return None if value is None else Jsonb(value, dumps=json_bytes)


def _json_text(value: Any) -> str | None:
    return None if value is None else json_bytes(value).decode()


def _from_json(value: str | None) -> Any:
    return None if value is None else msgspec.json.decode(value)


class Flag(TypeDecorator[bool]):
    """A ``bool``. PostgreSQL: ``boolean``; SQLite: 0 or 1."""

    impl = Boolean
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Processor:
        return _truth

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        return None if dialect.name == "postgresql" else _truth_of


def _truth(value: bool | None) -> bool | None:
    if value is not None and type(value) is not bool:
        raise Unstorable(f"neither true nor false: {value!r}")
    return value


def _truth_of(value: int | None) -> bool | None:
    return None if value is None else value != 0


class Key(TypeDecorator[int]):
    """A 64-bit whole number: ``Column("id", Key, primary_key=True)`` counts up by itself and never repeats a value.

    Also for columns that point at such a key.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


@event.listens_for(Column, "after_parent_attach")
def _never_repeat(column: Column[Any], parent: Any) -> None:
    if isinstance(parent, Table) and column.primary_key and isinstance(column.type, Key) and column.autoincrement:
        parent.dialect_options["sqlite"]["autoincrement"] = True

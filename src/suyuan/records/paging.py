"""Order and pages by keyset: the next page begins behind the last row seen, whatever is written meanwhile."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, false, literal, or_, true, tuple_

from suyuan.kernel.errors import Malformed
from suyuan.store.engine import Store

MOST_KEYS = 5


@dataclass(frozen=True)
class Key:
    """One part of an order.

    :param nullable: blanks may occur; they come first going up, last going down.
    """

    column: ColumnElement[Any]
    down: bool
    nullable: bool

    def ordered(self) -> ColumnElement[Any]:
        """It for ORDER BY."""
        if not self.nullable:
            return self.column.desc() if self.down else self.column.asc()
        return self.column.desc().nulls_last() if self.down else self.column.asc().nulls_first()

    def behind(self, value: Any) -> ColumnElement[bool]:
        """Rows that come after ``value`` by this part alone."""
        if value is None:
            return false() if self.down else self.column.is_not(None)
        bound = literal(value, self.column.type)
        if not self.down:
            return self.column > bound
        less: ColumnElement[bool] = self.column < bound
        return or_(less, self.column.is_(None)) if self.nullable else less

    def same(self, value: Any) -> ColumnElement[bool]:
        """Rows equal to ``value`` in this part."""
        return self.column.is_(None) if value is None else self.column == literal(value, self.column.type)


def after(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows behind the one with ``values``, in the order of ``keys``."""
    plain = all(not k.nullable for k in keys) and len({k.down for k in keys}) == 1
    if plain:
        left = tuple_(*(k.column for k in keys))
        right = tuple_(*(literal(v, k.column.type) for k, v in zip(keys, values)))
        return left < right if keys[0].down else left > right
    found: list[ColumnElement[bool]] = []
    for n, key in enumerate(keys):
        found.append(and_(true(), *(k.same(v) for k, v in zip(keys[:n], values)), key.behind(values[n])))
    return or_(*found)


_SHAPES: dict[str, Any] = {"n": Decimal, "s": str, "b": bool, "d": date, "t": datetime, "i": int}
_LETTERS: dict[type, str] = {Decimal: "n", str: "s", bool: "b", date: "d", datetime: "t", int: "i"}


def write_cursor(store: Store, query: bytes, values: Sequence[Any]) -> str:
    """The cursor behind the row with ``values``, good for the query with this fingerprint only."""
    told = [None if v is None else [_LETTERS[type(v)], v] for v in values]
    raw = msgspec.json.encode(told)
    return base64.urlsafe_b64encode(_seal(store, query, raw) + raw).decode().rstrip("=")


def read_cursor(store: Store, query: bytes, text: str, count: int) -> list[Any]:
    """The values in a cursor.

    :param count: how many there must be.
    :raises Malformed: it was not given out for this query.
    """
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise Malformed("records.bad_cursor") from None
    if not hmac.compare_digest(raw[:16], _seal(store, query, raw[16:])):
        raise Malformed("records.bad_cursor")
    told = msgspec.json.decode(raw[16:])
    if len(told) != count:
        raise Malformed("records.bad_cursor")
    return [None if v is None else msgspec.convert(v[1], _SHAPES[v[0]]) for v in told]


def _seal(store: Store, query: bytes, raw: bytes) -> bytes:
    return hmac.digest(_key(store), query + b"\n" + raw, "sha256")[:16]


def _key(store: Store) -> bytes:
    found: bytes | None = store.__dict__.get("_cursor_key")
    if found is None:
        found = store.__dict__["_cursor_key"] = store.secrets.get("cursor")
    return found


def fingerprint(*parts: Any) -> bytes:
    """What tells queries apart."""
    return hashlib.sha256(msgspec.json.encode(parts)).digest()

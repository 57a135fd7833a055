"""JSON read strictly: no duplicate keys, no NaN, bounded depth, numbers exact."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from suyuan.kernel.errors import Malformed

MAX_DEPTH = 64
MAX_NUMBER = 60
"""Characters of a number; far beyond the 18 digits a field may hold."""


def decode(raw: bytes) -> Any:
    """The value of a JSON text.

    Objects are dicts in the order sent, whole numbers ``int``, others ``Decimal``; never a float.

    :param raw: UTF-8 bytes.
    :raises Malformed: where it is not UTF-8 or not JSON, holds a key twice, NaN or Infinity, a number of more than
        60 characters or an exponent beyond 60, NUL characters or lone surrogates, or is nested deeper than 64.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as e:
        raise Malformed("api.not_utf8", at=e.start) from None
    if text.startswith("\ufeff"):
        raise Malformed("api.not_json", at=0)
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise Malformed("api.too_deep", depth=MAX_DEPTH)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as e:
        raise Malformed("api.not_json", at=e.pos) from None
    if "\\u" in text or "\x00" in text:
        _check_texts(value)
    return value


def _depth(text: str) -> int:
    """Deepest nesting of brackets outside of texts."""
    deepest = depth = 0
    inside = escaped = False
    for c in text:
        if inside:
            if escaped:
                escaped = False
            elif c == "\\":
                escaped = True
            elif c == '"':
                inside = False
        elif c == '"':
            inside = True
        elif c in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif c in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise Malformed("api.key_twice", key=key[:100])
            seen.add(key)
    return found


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_NUMBER:
        raise Malformed("api.number_too_long", limit=MAX_NUMBER)
    value = Decimal(text)
    if abs(value.adjusted()) > MAX_NUMBER:
        raise Malformed("api.number_too_long", limit=MAX_NUMBER)
    return value


def _integer(text: str) -> int:
    if len(text) > MAX_NUMBER:
        raise Malformed("api.number_too_long", limit=MAX_NUMBER)
    return int(text)


def _constant(text: str) -> Any:
    raise Malformed("api.not_a_number", text=text)


def _check_texts(value: Any) -> None:
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_text(key)
            _check_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_texts(inner)


def check_text(text: str) -> str:
    """``text`` itself.

    :raises Malformed: where it holds NUL characters or lone surrogates, which no database can keep.
    """
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise Malformed("api.bad_character")
    return text


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_decimal, parse_int=_integer, parse_constant=_constant
)

"""Reads plain values (from YAML or JSON) into frozen Structs and back, naming every mistake by its path."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

import msgspec

from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label

S = TypeVar("S", bound=msgspec.Struct)
MISSING = object()
KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
"""What a key of a definition looks like: an ASCII slug without doubled underscores."""
MAX_KEY = 30


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to ``word``, ``""`` when none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.65)
    return found[0] if found else ""


def unknown(path: str, word: object, known: Iterable[str]) -> Mistake:
    """The mistake for a key nobody knows, with the key that was probably meant."""
    near = nearest(str(word), known)
    code = "definitions.unknown_key_near" if near else "definitions.unknown_key"
    return Mistake(join(path, str(word)), code, {"key": str(word), "near": near})


def join(path: str, key: str) -> str:
    """``path.key``, or ``key`` at the top."""
    return f"{path}.{key}" if path else key


def key_mistake(path: str, key: object, longest: int = MAX_KEY) -> Mistake | None:
    """Whether ``key`` may name a form, a field, a role ...: an ASCII slug of at most ``longest`` characters."""
    if isinstance(key, str) and KEY.fullmatch(key) and len(key) <= longest:
        return None
    return Mistake(path, "definitions.bad_key", {"key": str(key), "longest": longest})


@cache
def members(struct: Any) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The members of a Struct type, looked up once."""
    return msgspec.structs.fields(struct)


@cache
def _shape(struct: type[msgspec.Struct]) -> dict[str, tuple[msgspec.structs.FieldInfo, Any]]:
    hints = typing.get_type_hints(struct, include_extras=True)
    return {f.encode_name: (f, hints[f.name]) for f in members(struct)}


def read(struct: type[S], body: object, path: str, mistakes: list[Mistake]) -> S | None:
    """``body`` as a ``struct``; ``None`` when anything in it is wrong, each mistake added to ``mistakes``.

    A list of one may be written without its brackets, a label as one text for both languages, and where the type
    is marked as an expression a plain number or truth value. Other marks (``forms/marks.py``) change nothing.
    """
    if not isinstance(body, Mapping):
        mistakes.append(Mistake(path, "definitions.want_mapping"))
        return None
    shape, before, values = _shape(struct), len(mistakes), {}
    mistakes += [unknown(path, key, shape) for key in body if key not in shape]
    for key, (info, hint) in shape.items():
        if key in body:
            values[info.name] = _value(hint, body[key], join(path, key), mistakes)
        elif info.required:
            mistakes.append(Mistake(join(path, key), "definitions.missing_key", {"key": key}))
    return struct(**values) if len(mistakes) == before else None


def _value(hint: Any, raw: object, path: str, mistakes: list[Mistake]) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if raw is None and type(None) in args:
            return None
        return _value(next(a for a in args if a is not type(None)), raw, path, mistakes)
    if origin is typing.Annotated:
        return _value(args[0], _as_expression(raw) if args[1] == "expression" else raw, path, mistakes)
    if hint is Label and isinstance(raw, str):
        return Label(raw, raw)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return read(hint, raw, path, mistakes)
    if origin is list:
        return _list(args[0], raw, path, mistakes)
    if origin is tuple:
        return tuple(_list(args[0], raw, path, mistakes))
    if origin is dict:
        return _dict(args[1], raw, path, mistakes)
    return _plain(hint, raw, path, mistakes)


def _as_expression(raw: object) -> object:
    """``default: 3`` and ``default: true`` are expressions too."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    return format(raw, "f") if isinstance(raw, Decimal) else str(raw) if isinstance(raw, int) else raw


def _list(inner: Any, raw: object, path: str, mistakes: list[Mistake]) -> Any:
    if not isinstance(raw, list):
        return [_value(inner, raw, path, mistakes)]
    return [_value(inner, item, f"{path}[{n}]", mistakes) for n, item in enumerate(raw)]


def _dict(inner: Any, raw: object, path: str, mistakes: list[Mistake]) -> Any:
    if not isinstance(raw, Mapping):
        mistakes.append(Mistake(path, "definitions.want_mapping"))
        return {}
    return {str(key): _value(inner, item, join(path, str(key)), mistakes) for key, item in raw.items()}


def _plain(hint: Any, raw: object, path: str, mistakes: list[Mistake]) -> Any:
    try:
        if hint is Decimal and isinstance(raw, bool | float):
            raise msgspec.ValidationError
        return msgspec.convert(raw, hint)
    except msgspec.ValidationError:
        mistakes.append(_wrong(hint, raw, path))
        return None


def _wrong(hint: Any, raw: object, path: str) -> Mistake:
    if typing.get_origin(hint) is typing.Literal:
        known = [str(a) for a in typing.get_args(hint)]
        near = nearest(str(raw), known)
        code = "definitions.not_one_of_near" if near else "definitions.not_one_of"
        return Mistake(path, code, {"given": str(raw), "known": ", ".join(known), "near": near})
    want = {bool: "bool", int: "int", str: "text", Decimal: "number"}.get(hint, "other")
    return Mistake(path, f"definitions.want_{want}", {"given": str(raw)})


def dump(value: msgspec.Struct) -> dict[str, Any]:
    """``value`` as the shortest plain mapping that ``read`` turns back into it; keys in the Struct's order."""
    out: dict[str, Any] = {}
    for key, (info, _) in _shape(type(value)).items():
        found = getattr(value, info.name)
        default = _default(info)
        if default is MISSING or found != default:
            out[key] = plain(found)
    return out


def _default(info: msgspec.structs.FieldInfo) -> Any:
    if info.default is not msgspec.NODEFAULT:
        return info.default
    return info.default_factory() if info.default_factory is not msgspec.NODEFAULT else MISSING


def plain(value: Any) -> Any:
    """``value`` as mappings, lists, texts, numbers; labels whole, lists of one mapping without brackets."""
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, msgspec.Struct):
        return dump(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value

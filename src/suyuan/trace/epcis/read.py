"""Reading EPCIS JSON without losing anything: strict JSON, numbers exact and in their own spelling, key order kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from suyuan.kernel.errors import Malformed

MAX_DEPTH = 64
MAX_NUMBER = 100
MAX_EXPONENT = 308

Json = Any
"""A JSON value: dict, list, str, bool, None, or ``Number``."""

EVENT_TYPES = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")


class Number(Decimal):
    """A JSON number: exact, and remembering how it was written (``1.0`` stays ``1.0``)."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Number:
        made = super().__new__(cls, text)
        made.text = text
        return made


@dataclass(frozen=True)
class Document:
    """An EPCIS document, or bare events, as it was sent.

    :param kind: ``EPCISDocument``, ``EPCISQueryDocument``, ``event`` (one bare event) or ``events`` (an array of them).
    :param value: the whole JSON value; :param header: its ``epcisHeader``, if any; :param context: its ``@context``.
    :param events: the events, each a dict of ``value``; :param paths: where each of them stands in ``value``.
    :param raw: the bytes as sent.
    """

    kind: str
    value: Json
    header: dict[str, Json] | None
    context: Json
    events: list[dict[str, Json]]
    paths: list[str]
    raw: bytes = field(repr=False, default=b"")

    def context_of(self, event: dict[str, Json]) -> list[Json]:
        """The contexts in force for ``event``: the document's, then its own."""
        own = event.get("@context")
        outer = self.context if self.kind.startswith("EPCIS") else None
        return [
            c for given in (outer, own) if given is not None for c in (given if isinstance(given, list) else [given])
        ]


def _refuse(code: str, **params: object) -> NoReturn:
    raise Malformed(f"trace.epcis_json_{code}", **params)


def _number(text: str) -> Number:
    _, _, exponent = text.lower().partition("e")
    if len(text) > MAX_NUMBER or (exponent and abs(int(exponent)) > MAX_EXPONENT):
        _refuse("number", value=text[:MAX_NUMBER])
    try:
        return Number(text)
    except InvalidOperation:
        _refuse("number", value=text)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twice = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
        _refuse("duplicate", key=twice)
    return made


def _constant(text: str) -> NoReturn:
    _refuse("number", value=text)


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_constant, strict=True
)


def read_json(data: bytes) -> Json:
    """A JSON value read strictly (RFC 8259, UTF-8; a leading byte order mark is passed over).

    :raises Malformed: on syntax errors, duplicate keys, NaN and infinities, numbers out of all measure, nesting deeper
        than 64, lone surrogates and NUL characters.
    """
    try:
        value = _decoder.decode(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        _refuse("encoding", position=error.start)
    except RecursionError:
        _refuse("depth", depth=MAX_DEPTH)
    except json.JSONDecodeError as error:
        _refuse("syntax", line=error.lineno, column=error.colno)
    _inspect(value)
    return value


def _inspect(root: Json) -> None:
    stack = [(root, 1)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, str):
            _inspect_text(value)
            continue
        if not isinstance(value, dict | list):
            continue
        if depth > MAX_DEPTH:
            _refuse("depth", depth=MAX_DEPTH)
        if isinstance(value, dict):
            for key in value:
                _inspect_text(key)
            stack.extend((v, depth + 1) for v in value.values())
        else:
            stack.extend((v, depth + 1) for v in value)


def _inspect_text(text: str) -> None:
    if text.isascii() and "\x00" not in text:
        return
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        _refuse("character", value=ascii(text[:40]))


def _listed(value: Json, *keys: str) -> tuple[str, list[Json]]:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return ".".join(keys), value if isinstance(value, list) else []


def _events(kind: str, value: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    if kind == "event":
        yield "", value
        return
    if kind == "events":
        path, found = "", value
    elif kind == "EPCISQueryDocument":
        path, found = _listed(value, "epcisBody", "queryResults", "resultsBody", "eventList")
    else:
        path, found = _listed(value, "epcisBody", "eventList")
    for number, event in enumerate(found):
        if isinstance(event, dict):
            yield f"{path}[{number}]", event


def document_of(value: Json, raw: bytes = b"") -> Document:
    """``value`` with its parts named.

    :raises Malformed: when it is neither an object nor an array.
    """
    if not isinstance(value, dict | list):
        _refuse("kind")
    if isinstance(value, list):
        kind = "events"
    else:
        kind = value["type"] if value.get("type") in ("EPCISDocument", "EPCISQueryDocument") else "event"
    found = list(_events(kind, value))
    whole = value if isinstance(value, dict) else {}
    header = whole.get("epcisHeader")
    return Document(
        kind,
        value,
        header if isinstance(header, dict) else None,
        whole.get("@context"),
        [event for _, event in found],
        [path for path, _ in found],
        raw,
    )


def read_document(data: bytes) -> Document:
    """The EPCIS document, query document, event or array of events in ``data``; its content is not judged here.

    :raises Malformed: when it is no strict JSON (see ``read_json``) or neither an object nor an array.
    """
    return document_of(read_json(data), data)

"""Checks of single values of an EPCIS document, and the sink that gathers the mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from suyuan.codes.ai import AIS
from suyuan.codes.content import faults
from suyuan.codes.digital_link import recognise
from suyuan.codes.epc import is_epc, is_foreign, parse_epc
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.trace.epcis.read import Json
from suyuan.trace.epcis.vocabulary import Vocabulary

_CHAR = r"[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2}"
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:"
    rf"(?://(?:(?:{_CHAR})*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{{2}})*)(?::\d*)?(?=[/?#]|$))?"
    rf"(?:{_CHAR}|/)*(?:\?(?:{_CHAR}|[/?])*)?(?:#(?:{_CHAR}|[/?])*)?"
)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)")
_HEX = re.compile(r"[A-Fa-f0-9]+")


class Sink:
    """Gathers mistakes.

    :param strict: see ``check``.
    """

    def __init__(self, strict: bool = False) -> None:
        self.strict = strict
        self.mistakes: list[Mistake] = []
        self.doubts: list[Mistake] = []

    def add(self, path: str, code: str, **params: object) -> None:
        shown = {k: v if isinstance(v, str) else str(v) for k, v in params.items()}
        self.mistakes.append(Mistake(path, f"trace.epcis_{code}", shown))

    def question(self, path: str, code: str, **params: object) -> None:
        """A mistake when strict, else only a doubt."""
        self.add(path, code, **params)
        if not self.strict:
            self.doubts.append(self.mistakes.pop())

    @staticmethod
    def at(path: str, key: str) -> str:
        return f"{path}.{key}" if path else key

    def is_object(self, path: str, value: Json) -> bool:
        if not isinstance(value, dict):
            self.add(path, "not_object")
        return isinstance(value, dict)

    def items(self, path: str, value: Json) -> Iterator[tuple[str, Json]]:
        """The items of a list with their paths; nothing but a mistake when it is no list."""
        if not isinstance(value, list):
            self.add(path, "not_list")
            return
        for number, item in enumerate(value):
            yield f"{path}[{number}]", item

    def fields(
        self,
        path: str,
        value: dict[str, Json],
        known: Mapping[str, Callable[[Sink, str, Json], None]],
        required: Iterable[str],
    ) -> None:
        """The known fields of an object by their checks, and the required ones that are absent."""
        for key in required:
            if key not in value:
                self.add(self.at(path, key), "required", field=key)
        for key, check in known.items():
            if key in value:
                check(self, self.at(path, key), value[key])


def is_uri(value: str) -> bool:
    """Whether ``value`` is an absolute URI with something after its scheme (RFC 3986)."""
    found = _URI.fullmatch(value)
    return found is not None and not value.endswith(":")


def is_time(value: str) -> bool:
    """Whether ``value`` is an RFC 3339 date and time with its offset, in years whose instants every zone can show."""
    found = _TIME.fullmatch(value)
    if found is None:
        return False
    try:
        return 1 < datetime.fromisoformat(f"{found[1]}T{found[2]}").year < 9999
    except ValueError:
        return False


def extension_keys(sink: Sink, path: str, value: dict[str, Json], known: Container[str]) -> None:
    """Keys that are neither known nor in a namespace."""
    for key in value:
        if key not in known and not is_uri(key):
            sink.add(sink.at(path, key), "unknown_field", field=key)


def only(sink: Sink, path: str, value: dict[str, Json], known: Container[str]) -> None:
    """Keys that are not known, where no extension is allowed."""
    for key in value:
        if key not in known:
            sink.add(sink.at(path, key), "unknown_field", field=key)


def text(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, str):
        sink.add(path, "not_text")


def boolean(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, bool):
        sink.add(path, "not_boolean")


def decimal(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, Decimal):
        sink.add(path, "not_number")


def uri(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, str):
        sink.add(path, "not_text")
    elif not is_uri(value):
        sink.add(path, "not_uri", value=value)


def uris(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        uri(sink, at, item)


def time(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, str) or not is_time(value):
        sink.add(path, "not_time", value=value)


def event_time(sink: Sink, path: str, value: Json) -> None:
    """A time; one without its offset is local to the event's ``eventTimeZoneOffset``: a doubt, refused when strict."""
    if not sink.strict and isinstance(value, str) and is_time(f"{value}Z"):
        sink.question(path, "local_time", value=value)
    else:
        time(sink, path, value)


def hex_binary(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        sink.add(path, "not_hex", value=value)


def identifier(sink: Sink, path: str, value: Json) -> None:
    """A URI; an EPC URN or a Digital Link that is wrong in itself (syntax, check digit) is a doubt, not a mistake."""
    uri(sink, path, value)
    if not isinstance(value, str):
        return
    if is_epc(value):
        _epc(sink, path, value)
        return
    elements = recognise(value)
    if elements is None and re.match(r"https?://id\.gs1\.org/", value):
        sink.doubts.append(Mistake(path, "trace.epcis_link", {"value": value}))
    for key, held in elements or ():
        for code, params in faults(AIS[key], held):
            sink.doubts.append(Mistake(path, code, dict(params)))


def _epc(sink: Sink, path: str, value: str) -> None:
    if is_foreign(value):
        return
    try:
        parse_epc(value)
    except Invalid as error:
        sink.doubts.extend(Mistake(path, m.code, m.params) for m in error.mistakes)


def vocabulary_word(words: Vocabulary, open_list: bool = False) -> Callable[[Sink, str, Json], None]:
    """A check that a value is a word of ``words`` in any spelling, or a URI of one's own.

    :param open_list: partners use words of their own here: only a doubt unless strict.
    """

    def checked(sink: Sink, path: str, value: Json) -> None:
        if not isinstance(value, str):
            sink.add(path, "not_text")
        elif value not in words.words and not _spelled(sink, words, value):
            (sink.question if open_list else sink.add)(path, f"word_{words.key}", value=value)

    return checked


_OTHER_SPELLING = re.compile(r"urn:epcglobal:cbv|https?://ns\.gs1\.org/cbv/")
_WEB_VOC = re.compile(r"https?://(?:www\.)?gs1\.org/voc/")


def _spelled(sink: Sink, words: Vocabulary, value: str) -> bool:
    barred = (_WEB_VOC if words.web.startswith("https://gs1.org/voc/") else _OTHER_SPELLING).match(value)
    if barred:
        return not sink.strict and words.claims(value) in words.words
    claimed = words.claims(value)
    return is_uri(value) and (claimed is None or claimed in words.words)

"""The event hash id of the Core Business Vocabulary 2.0, section 8.9: equal events hash equally, however written.

The canonical text lists the fields in a fixed order, lists sorted, times in UTC milliseconds, numbers without trailing
zeros, standard words as Web URIs, keys as canonical Digital Links, own fields last as ``{namespace}name=value``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from suyuan.codes.canonical import canonical
from suyuan.trace.epcis import vocabulary as cbv
from suyuan.trace.epcis.context import expand, prefixes, split_name
from suyuan.trace.epcis.event import zoned
from suyuan.trace.epcis.read import Document, Json, Number

_REPORT = (
    "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules", "time",
    "microorganism", "chemicalSubstance", "value", "component", "stringValue", "booleanValue", "hexBinaryValue",
    "uriValue", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom",
    "coordinateReferenceSystem",
)  # fmt: skip
_METADATA = (
    "time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules",
)  # fmt: skip
_WORDS: dict[str, cbv.Vocabulary] = {
    "bizStep": cbv.BIZ_STEP, "disposition": cbv.DISPOSITION, "set": cbv.DISPOSITION, "unset": cbv.DISPOSITION,
    "bizTransaction.type": cbv.BIZ_TRANSACTION, "source.type": cbv.SOURCE_DESTINATION,
    "destination.type": cbv.SOURCE_DESTINATION, "component": cbv.COMPONENT, "sensorReport.type": cbv.MEASUREMENT,
    "exception": cbv.ALERT,
}  # fmt: skip
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)")
_MASTER_DATA = "urn:epcglobal:cbv:mda"
"""Namespace of the standard's own attributes: with a colon in JSON-LD, without in XML; hashed without."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class _Setting:
    """What is needed to read names and values of one event: its prefixes, and the fields to leave out."""

    known: Mapping[str, str]
    ignored: frozenset[tuple[str, str]] = frozenset()


def utc_millis(text: str) -> str:
    """An RFC 3339 time in UTC with three decimals of a second, rounded half up; any other text as it is."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return text
    fraction = (found[3] or "").ljust(4, "0")
    millis = int(fraction[:3]) + (fraction[3] >= "5")
    try:
        instant = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[4].upper().replace('Z', '+00:00')}")
        at = instant.astimezone(UTC) + timedelta(milliseconds=millis)
    except (ValueError, OverflowError):
        return text
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _plain_number(text: str) -> str:
    """``text`` without needless zeros and exponent, when it is a number; a whole number keeps its leading zeros."""
    if not _NUMBER.fullmatch(text):
        return text
    if "e" in text.lower():
        text = format(Number(text), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.text if isinstance(value, Number) else "" if value is None else str(value)


def canonical_value(value: Json, setting: _Setting, words: cbv.Vocabulary | None = None) -> str:
    """A single value in its canonical spelling."""
    text = _text(value).strip()
    if words is not None:
        return words.uri(expand(text, setting.known))
    if _TIME.fullmatch(text):
        return utc_millis(text)
    text = expand(_plain_number(text), setting.known)
    for vocabulary in (cbv.BIZ_STEP, cbv.DISPOSITION, cbv.BIZ_TRANSACTION, cbv.SOURCE_DESTINATION, cbv.ERROR_REASON):
        if text.startswith(vocabulary.urn):
            return vocabulary.uri(text)
    return canonical(text)


def _field(name: str, value: Json, setting: _Setting, owner: str = "") -> str:
    """``name=value``; nothing when the value is blank."""
    words = _WORDS.get(f"{owner}.{name}") or _WORDS.get(name)
    text = canonical_value(value, setting, words)
    return f"{name}={text}" if text else ""


def _values(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _sorted_list(name: str, items: Iterable[str]) -> str:
    """``name`` followed by its items in order; nothing when there are none."""
    body = "".join(sorted(i for i in items if i))
    return name + body if body else ""


def _epcs(name: str, value: Json, setting: _Setting) -> str:
    return _sorted_list(name, (_field("epc", v, setting) for v in _values(value)))


def _in_order(value: Json, names: Iterable[str], setting: _Setting, owner: str = "") -> str:
    return "".join(_field(n, value[n], setting, owner) for n in names if n in value)


def _quantities(name: str, value: Json, setting: _Setting) -> str:
    ordered = (_in_order(v, ("epcClass", "quantity", "uom"), setting) for v in _values(value))
    return _sorted_list(name, (f"quantityElement{text}" for text in ordered if text))


def _typed(item: str) -> Callable[[str, Json, _Setting], str]:
    def listed(name: str, value: Json, setting: _Setting) -> str:
        return _sorted_list(name, (_in_order(v, ("type", item), setting, item) for v in _values(value)))

    return listed


def _place(name: str, value: Json, setting: _Setting) -> str:
    body = _in_order(value, ("id",), setting) + "".join(sorted(_own_fields(value, setting)))
    return name + body if body else ""


def _persistent(name: str, value: Json, setting: _Setting) -> str:
    body = "".join(
        "".join(sorted(_field(n, v, setting) for v in _values(value[n]))) for n in ("set", "unset") if n in value
    )
    return name + body if body else ""


def _with_own(name: str, value: Json, names: Iterable[str], setting: _Setting) -> str:
    return name + _in_order(value, names, setting, name) + "".join(sorted(_own_fields(value, setting)))


def _sensor(value: Json, setting: _Setting) -> str:
    metadata = value.get("sensorMetadata")
    head = _with_own("sensorMetadata", metadata, _METADATA, setting) if metadata else ""
    reports = sorted(_with_own("sensorReport", r, _REPORT, setting) for r in _values(value.get("sensorReport", [])))
    return "sensorElement" + head + "".join(reports) + "".join(sorted(_own_fields(value, setting)))


def _sensors(name: str, value: Json, setting: _Setting) -> str:
    return _sorted_list(name, (_sensor(v, setting) for v in _values(value)))


def _single(name: str, value: Json, setting: _Setting) -> str:
    return "".join(sorted(_field(name, v, setting) for v in _values(value)))


def _own(name: str, value: Json, setting: _Setting) -> Iterator[str]:
    """An own field as ``{namespace}name=value``, or followed by its children; once for each item of a list."""
    space, local = split_name(name, setting.known)
    space = _MASTER_DATA if space == _MASTER_DATA + ":" else space
    key = f"{{{space}}}{local}" if space else local
    for item in _values(value):
        if isinstance(item, dict):
            yield key + "".join(sorted(t for n, v in item.items() for t in _own(n, v, setting)))
        elif isinstance(item, list):
            yield from _own(name, item, setting)
        else:
            text = canonical_value(item, setting)
            yield f"{key}={text}" if text else key


def _own_fields(value: dict[str, Json], setting: _Setting) -> Iterator[str]:
    for name, held in value.items():
        space, local = split_name(name, setting.known)
        if space and (space, local) not in setting.ignored:
            yield from _own(name, held, setting)


def _ilmd(name: str, value: Json, setting: _Setting) -> str:
    return _sorted_list(name, _own_fields(value, setting))


_ORDER: tuple[tuple[str, Callable[[str, Json, _Setting], str]], ...] = (
    ("eventTime", _single),
    ("eventTimeZoneOffset", _single),
    ("certificationInfo", _single),
    ("parentID", _single),
    ("epcList", _epcs),
    ("inputEPCList", _epcs),
    ("childEPCs", _epcs),
    ("quantityList", _quantities),
    ("childQuantityList", _quantities),
    ("inputQuantityList", _quantities),
    ("outputEPCList", _epcs),
    ("outputQuantityList", _quantities),
    ("action", _single),
    ("transformationID", _single),
    ("bizStep", _single),
    ("disposition", _single),
    ("persistentDisposition", _persistent),
    ("readPoint", _place),
    ("bizLocation", _place),
    ("bizTransactionList", _typed("bizTransaction")),
    ("destinationList", _typed("destination")),
    ("sourceList", _typed("source")),
    ("sensorElementList", _sensors),
    ("ilmd", _ilmd),
)


def _pre_hash(event: dict[str, Json], setting: _Setting) -> str:
    head = f"eventType={expand(_text(event.get('type')), setting.known)}"
    when, offset = event.get("eventTime"), event.get("eventTimeZoneOffset")
    if isinstance(when, str) and isinstance(offset, str):
        event = {**event, "eventTime": zoned(when, offset)}
    body = "".join(write(name, event[name], setting) for name, write in _ORDER if event.get(name))
    return head + body + "".join(sorted(_own_fields(event, setting)))


def _ignored(document: Document, known: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Fields that the document itself declares to be no part of an event's identity (``ignoreFields``)."""
    whole = document.value if isinstance(document.value, dict) else {}
    lists = (v for k, v in whole.items() if split_name(k, known)[1] == "ignoreFields" and ":" in k)
    return frozenset(split_name(n, known) for listed in lists for n in _values(listed) if isinstance(n, str))


def pre_hash(document: Document, event: dict[str, Json]) -> str:
    """The canonical text of ``event``, one of the events of ``document``; the document has been checked."""
    known = prefixes(document.context_of(event))
    return _pre_hash(event, _Setting(known, _ignored(document, known)))


def event_hash(document: Document, event: dict[str, Json]) -> str:
    """The event hash id of ``event``: ``ni:///sha-256;<hex>?ver=CBV2.0`` (RFC 6920)."""
    digest = hashlib.sha256(pre_hash(document, event).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"

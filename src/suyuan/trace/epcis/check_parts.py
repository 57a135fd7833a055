"""Checks of the parts of an EPCIS event and of the header: quantities, places, parties, sensors, declarations."""

from __future__ import annotations

import re
from decimal import Decimal

from suyuan.trace.epcis import vocabulary as cbv
from suyuan.trace.epcis.check_values import (
    Sink,
    boolean,
    decimal,
    extension_keys,
    hex_binary,
    identifier,
    only,
    text,
    time,
    uri,
    uris,
    vocabulary_word,
)
from suyuan.trace.epcis.read import Json
from suyuan.trace.given import MOST

_OFFSET = re.compile(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)")
_UOM = re.compile(r"[A-Z0-9]{2,3}")
_VERSION = re.compile(r"\d+(?:\.\d+)*")

biz_step = vocabulary_word(cbv.BIZ_STEP)
disposition = vocabulary_word(cbv.DISPOSITION)
epc = identifier


def context(sink: Sink, path: str, value: Json) -> None:
    entries = value if isinstance(value, list) else [value]
    for number, entry in enumerate(entries):
        at = f"{path}[{number}]" if isinstance(value, list) else path
        if isinstance(entry, str):
            uri(sink, at, entry)
        elif not isinstance(entry, dict):
            sink.add(at, "context")
    if isinstance(value, list):
        _distinct(sink, path, value)


def version(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, str) or not _VERSION.fullmatch(value):
        sink.add(path, "version", value=value)


def offset(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, str) or not _OFFSET.fullmatch(value):
        sink.add(path, "offset", value=value)


def action(sink: Sink, path: str, value: Json) -> None:
    if value not in ("OBSERVE", "ADD", "DELETE"):
        sink.add(path, "action", value=value)


def certification(sink: Sink, path: str, value: Json) -> None:
    if isinstance(value, list):
        uris(sink, path, value)
    else:
        uri(sink, path, value)


def error_declaration(sink: Sink, path: str, value: Json) -> None:
    known = {
        "declarationTime": time,
        "reason": vocabulary_word(cbv.ERROR_REASON),
        "correctiveEventIDs": uris,
    }
    if sink.is_object(path, value):
        sink.fields(path, value, known, ("declarationTime",))
        extension_keys(sink, path, value, known)


def _distinct(sink: Sink, path: str, value: list[Json]) -> None:
    seen: list[Json] = []
    texts: set[str] = set()
    for number, item in enumerate(value):
        if item in texts if isinstance(item, str) else item in seen:
            sink.add(f"{path}[{number}]", "repeated", value=item)
        texts.add(item) if isinstance(item, str) else seen.append(item)


def epcs(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        identifier(sink, at, item)


def distinct_epcs(sink: Sink, path: str, value: Json) -> None:
    epcs(sink, path, value)
    if isinstance(value, list):
        _distinct(sink, path, value)


def _uom(sink: Sink, path: str, value: Json) -> None:
    if not isinstance(value, str) or not _UOM.fullmatch(value):
        sink.add(path, "uom", value=value)


def _quantity(sink: Sink, path: str, value: Json) -> None:
    decimal(sink, path, value)
    if isinstance(value, Decimal) and value < 0:
        sink.add(path, "negative", value=value)
    if isinstance(value, Decimal) and value >= MOST:
        sink.add(path, "too_large", value=value)


_QUANTITY = {"epcClass": identifier, "quantity": _quantity, "uom": _uom}


def quantities(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, _QUANTITY, ("epcClass",))
            only(sink, at, item, _QUANTITY)
            if "uom" in item and "quantity" not in item:
                sink.add(sink.at(at, "quantity"), "required", field="quantity")


def place(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        sink.fields(path, value, {"id": identifier}, ("id",))
        extension_keys(sink, path, value, ("id",))


_BIZ_TRANSACTION = {"type": vocabulary_word(cbv.BIZ_TRANSACTION), "bizTransaction": identifier}
_SOURCE = {"type": vocabulary_word(cbv.SOURCE_DESTINATION), "source": identifier}
_DESTINATION = {"type": vocabulary_word(cbv.SOURCE_DESTINATION), "destination": identifier}


def biz_transactions(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, _BIZ_TRANSACTION, ("bizTransaction",))
            only(sink, at, item, _BIZ_TRANSACTION)


def sources(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, _SOURCE, ("type", "source"))
            only(sink, at, item, _SOURCE)


def destinations(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, _DESTINATION, ("type", "destination"))
            only(sink, at, item, _DESTINATION)


def _dispositions(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        disposition(sink, at, item)
    if value == []:
        sink.add(path, "empty")
    elif isinstance(value, list):
        _distinct(sink, path, value)


def persistent_disposition(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        sink.fields(path, value, {"set": _dispositions, "unset": _dispositions}, ())
        only(sink, path, value, ("set", "unset"))
        if not {"set", "unset"} & value.keys():
            sink.add(path, "needs_what", fields="set, unset")


def ilmd(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        extension_keys(sink, path, value, ())


_METADATA = {
    "time": time, "deviceID": uri, "deviceMetadata": uri, "rawData": uri, "startTime": time, "endTime": time,
    "dataProcessingMethod": uri, "bizRules": uri,
}  # fmt: skip
_REPORT = {
    "type": vocabulary_word(cbv.MEASUREMENT, open_list=True), "exception": vocabulary_word(cbv.ALERT), "deviceID": uri,
    "deviceMetadata": uri, "rawData": uri, "dataProcessingMethod": uri, "bizRules": uri, "time": time,
    "microorganism": uri, "chemicalSubstance": uri, "coordinateReferenceSystem": uri, "value": decimal,
    "component": vocabulary_word(cbv.COMPONENT), "stringValue": text, "booleanValue": boolean,
    "hexBinaryValue": hex_binary, "uriValue": uri, "minValue": decimal, "maxValue": decimal, "meanValue": decimal,
    "sDev": decimal, "percRank": decimal, "percValue": decimal, "uom": text,
}  # fmt: skip


def _metadata(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        sink.fields(path, value, _METADATA, ())
        extension_keys(sink, path, value, _METADATA)


def _reports(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, _REPORT, ())
            if "type" not in item:
                sink.question(sink.at(at, "type"), "required", field="type")
            extension_keys(sink, at, item, _REPORT)
    if value == []:
        sink.add(path, "empty")


def sensor_elements(sink: Sink, path: str, value: Json) -> None:
    known = {"sensorMetadata": _metadata, "sensorReport": _reports}
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, known, ("sensorReport",))
            extension_keys(sink, at, item, known)


def _attribute_value(sink: Sink, path: str, value: Json) -> None:
    if value is None or isinstance(value, bool | list):
        sink.add(path, "attribute")


def _attributes(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, {"id": uri, "attribute": _attribute_value}, ("id",))


def _elements(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, {"id": uri, "attributes": _attributes, "children": uris}, ("id",))


def vocabulary_list(sink: Sink, path: str, value: Json) -> None:
    for at, item in sink.items(path, value):
        if sink.is_object(at, item):
            sink.fields(at, item, {"type": uri, "vocabularyElementList": _elements}, ("type",))


def _master_data(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        sink.fields(path, value, {"vocabularyList": vocabulary_list}, ())


def header(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        sink.fields(path, value, {"epcisMasterData": _master_data}, ())
        extension_keys(sink, path, value, ("epcisMasterData",))

"""Everything wrong with an EPCIS 2.0 document, at once, each with its path.

The rules are those of the EPCIS 2.0 JSON Schema with its formats, and of the standard's text where the schema is
silent: standard words in Web URI or URN spelling, EPC syntax and check digits, which fields an action needs, quantities
that are not negative.
"""

from __future__ import annotations

from collections.abc import Callable

from suyuan.kernel.errors import Invalid, Mistake
from suyuan.trace.epcis import check_parts as parts
from suyuan.trace.epcis.check_values import Sink, event_time, extension_keys, is_uri, text, time, uri
from suyuan.trace.epcis.read import EVENT_TYPES, Document, Json

Check = Callable[[Sink, str, Json], None]

_COMMON: dict[str, Check] = {
    "@context": parts.context,
    "type": text,
    "eventTime": event_time,
    "recordTime": time,
    "eventTimeZoneOffset": parts.offset,
    "eventID": uri,
    "certificationInfo": parts.certification,
    "errorDeclaration": parts.error_declaration,
}
_WHERE: dict[str, Check] = {
    "bizStep": parts.biz_step,
    "disposition": parts.disposition,
    "readPoint": parts.place,
    "bizLocation": parts.place,
    "bizTransactionList": parts.biz_transactions,
    "sourceList": parts.sources,
    "destinationList": parts.destinations,
    "sensorElementList": parts.sensor_elements,
}
_ACTION: dict[str, Check] = {"action": parts.action}
_TRANSFORMED: dict[str, Check] = {
    "inputEPCList": parts.distinct_epcs,
    "inputQuantityList": parts.quantities,
    "outputEPCList": parts.distinct_epcs,
    "outputQuantityList": parts.quantities,
}
_CHILDREN: dict[str, Check] = {
    "parentID": parts.epc,
    "childEPCs": parts.epcs,
    "childQuantityList": parts.quantities,
}
_FIELDS: dict[str, dict[str, Check]] = {
    "ObjectEvent": {
        **_COMMON, **_ACTION, **_WHERE, "epcList": parts.distinct_epcs, "quantityList": parts.quantities,
        "persistentDisposition": parts.persistent_disposition, "ilmd": parts.ilmd,
    },
    "AggregationEvent": {**_COMMON, **_ACTION, **_WHERE, **_CHILDREN},
    "AssociationEvent": {**_COMMON, **_ACTION, **_WHERE, **_CHILDREN},
    "TransactionEvent": {
        **_COMMON, **_ACTION, **_WHERE, "parentID": parts.epc, "epcList": parts.epcs, "quantityList": parts.quantities,
    },
    "TransformationEvent": {
        **_COMMON, **_WHERE, **_TRANSFORMED, "transformationID": uri,
        "persistentDisposition": parts.persistent_disposition, "ilmd": parts.ilmd,
    },
}  # fmt: skip
_OUTSIDE_SCHEMA: dict[str, Check] = {"persistentDisposition": parts.persistent_disposition}
"""Fields that the standard (and its XSD) gives to every event, the JSON Schema only to some."""
_REQUIRED: dict[str, tuple[str, ...]] = {
    "ObjectEvent": ("eventTime", "eventTimeZoneOffset", "action"),
    "AggregationEvent": ("eventTime", "eventTimeZoneOffset", "action"),
    "AssociationEvent": ("eventTime", "eventTimeZoneOffset", "action", "parentID"),
    "TransactionEvent": ("eventTime", "eventTimeZoneOffset", "action", "bizTransactionList"),
    "TransformationEvent": ("eventTime", "eventTimeZoneOffset"),
}


def check(document: Document, strict: bool = False) -> list[Mistake]:
    """Every mistake of ``document``; none when it may be captured.

    :param strict: refuse also what the JSON Schema refuses but partners send: standard words spelled as URN or under
        ``ns.gs1.org``, master data in the header of a query document, a local event time, sensor measurements outside
        GS1's list or without a type, a persistent disposition on any event.
    """
    return _run(document, strict).mistakes


def doubts(document: Document) -> list[Mistake]:
    """Identifiers of ``document`` that are captured although wrong in themselves: EPC syntax, check digits.

    Real documents carry them; refusing would break the chain, so they are shown to people instead.
    """
    return _run(document, strict=False).doubts


def _run(document: Document, strict: bool) -> Sink:
    sink = Sink(strict)
    value = document.value
    if document.kind == "EPCISDocument":
        _document(sink, value)
    elif document.kind == "EPCISQueryDocument":
        _query_document(sink, value)
    elif document.kind == "event":
        _bare(sink, "", value)
    else:
        for number, event in enumerate(value):
            _bare(sink, f"[{number}]", event)
    return sink


def require_right(document: Document) -> None:
    """:raises Invalid: with every mistake of ``document``."""
    mistakes = check(document)
    if mistakes:
        raise Invalid(mistakes, "trace.epcis_invalid")


def _document(sink: Sink, value: dict[str, Json]) -> None:
    known: dict[str, Check] = {
        "@context": parts.context, "id": uri, "type": text, "schemaVersion": parts.version, "creationDate": time,
        "instanceIdentifier": text, "sender": text, "receiver": text, "epcisHeader": parts.header, "epcisBody": _body,
    }  # fmt: skip
    sink.fields("", value, known, ("@context", "schemaVersion", "creationDate", "epcisBody"))
    extension_keys(sink, "", value, known)


def _body(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        sink.fields(path, value, {"eventList": _event_list}, ("eventList",))
        extension_keys(sink, path, value, ("eventList",))


def _event_list(sink: Sink, path: str, value: Json) -> None:
    for at, event in sink.items(path, value):
        check_event(sink, at, event)


def _query_document(sink: Sink, value: dict[str, Json]) -> None:
    known: dict[str, Check] = {
        "@context": parts.context, "id": uri, "type": text, "schemaVersion": parts.version, "creationDate": time,
        "epcisBody": _query_body,
    }  # fmt: skip
    if not sink.strict:
        known["epcisHeader"] = parts.header
    sink.fields("", value, known, ("@context", "epcisBody"))
    extension_keys(sink, "", value, known)


def _query_body(sink: Sink, path: str, value: Json) -> None:
    if sink.is_object(path, value):
        sink.fields(path, value, {"queryResults": _query_results}, ("queryResults",))
        extension_keys(sink, path, value, ("queryResults",))


def _query_results(sink: Sink, path: str, value: Json) -> None:
    known: dict[str, Check] = {"queryName": text, "subscriptionID": text, "resultsBody": _results_body}
    if sink.is_object(path, value):
        sink.fields(path, value, known, ("queryName", "resultsBody"))
        extension_keys(sink, path, value, known)


def _results_body(sink: Sink, path: str, value: Json) -> None:
    known: dict[str, Check] = {"eventList": _event_list, "vocabularyList": parts.vocabulary_list}
    if sink.is_object(path, value):
        sink.fields(path, value, known, ("eventList",))
        extension_keys(sink, path, value, known)


def _bare(sink: Sink, path: str, event: Json) -> None:
    check_event(sink, path, event)
    if isinstance(event, dict) and "@context" not in event:
        sink.add(sink.at(path, "@context"), "required", field="@context")


def check_event(sink: Sink, path: str, event: Json) -> None:
    """The mistakes of one event into ``sink``."""
    if not sink.is_object(path, event):
        return
    kind = event.get("type")
    if kind not in EVENT_TYPES:
        _own_event(sink, path, event)
        return
    known = _FIELDS[kind] if sink.strict else {**_OUTSIDE_SCHEMA, **_FIELDS[kind]}
    sink.fields(path, event, known, _REQUIRED[kind])
    extension_keys(sink, path, event, known)
    _SHAPES[kind](sink, path, event)


def _own_event(sink: Sink, path: str, event: dict[str, Json]) -> None:
    kind = event.get("type")
    if "type" not in event:
        sink.add(sink.at(path, "type"), "required", field="type")
    elif not isinstance(kind, str) or not is_uri(kind):
        sink.add(sink.at(path, "type"), "event_type", value=kind)
    sink.fields(path, event, _COMMON, ("eventTime", "eventTimeZoneOffset"))


def _filled(event: dict[str, Json], *keys: str) -> bool:
    return any(isinstance(event.get(k), list) and event[k] for k in keys)


def _object_shape(sink: Sink, path: str, event: dict[str, Json]) -> None:
    sensed = _filled(event, "sensorElementList") and "readPoint" in event
    if "epcList" not in event and not _filled(event, "quantityList") and not sensed:
        sink.add(path, "needs_what", fields="epcList, quantityList")
    if "ilmd" in event and event.get("action") != "ADD":
        sink.add(sink.at(path, "ilmd"), "ilmd_action")


def _aggregation_shape(sink: Sink, path: str, event: dict[str, Json]) -> None:
    if event.get("action") in ("ADD", "DELETE") and "parentID" not in event:
        sink.add(sink.at(path, "parentID"), "needs_parent", action=event["action"])
    _needs_children(sink, path, event)


def _needs_children(sink: Sink, path: str, event: dict[str, Json]) -> None:
    if event.get("action") != "DELETE" and not _filled(event, "childEPCs", "childQuantityList"):
        sink.add(path, "needs_what", fields="childEPCs, childQuantityList")


def _transaction_shape(sink: Sink, path: str, event: dict[str, Json]) -> None:
    if event.get("bizTransactionList") == []:
        sink.add(sink.at(path, "bizTransactionList"), "empty")
    if event.get("action") != "DELETE" and "epcList" not in event and not _filled(event, "quantityList"):
        sink.add(path, "needs_what", fields="epcList, quantityList")


def _transformation_shape(sink: Sink, path: str, event: dict[str, Json]) -> None:
    inputs = _filled(event, "inputEPCList", "inputQuantityList")
    outputs = _filled(event, "outputEPCList", "outputQuantityList")
    if not (inputs and outputs) and not ("transformationID" in event and (inputs or outputs)):
        sink.add(path, "needs_both")


_SHAPES: dict[str, Callable[[Sink, str, dict[str, Json]], None]] = {
    "ObjectEvent": _object_shape,
    "AggregationEvent": _aggregation_shape,
    "AssociationEvent": _needs_children,
    "TransactionEvent": _transaction_shape,
    "TransformationEvent": _transformation_shape,
}

"""Our own trace events as EPCIS 2.0: what happened at the plant, told so that any partner understands it.

receive, ship, move, observe, dispose, create   ObjectEvent
transform                                        TransformationEvent
pack, unpack                                     AggregationEvent ADD, DELETE
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote

from suyuan.kernel.errors import refuse
from suyuan.trace.epcis.read import Json
from suyuan.trace.epcis.write import EPCIS_CONTEXT, number, write_json

OWN_PREFIX = "suyuan"
OWN_NAMESPACE = "urn:suyuan:epcis:"

_ACTIONS = {
    "receive": "OBSERVE", "ship": "OBSERVE", "move": "OBSERVE", "observe": "OBSERVE", "dispose": "DELETE",
    "create": "ADD", "pack": "ADD", "unpack": "DELETE",
}  # fmt: skip
_STEPS = {
    "receive": "receiving", "ship": "shipping", "move": "storing", "observe": "inspecting", "dispose": "destroying",
    "create": "commissioning", "transform": "creating_class_instance", "pack": "packing", "unpack": "unpacking",
}  # fmt: skip


@dataclass(frozen=True)
class OwnUnit:
    """A unit of one of our events.

    :param uri: its identifier (see ``lot_uri``); :param quantity: how much, ``None`` when not known.
    :param uom: UN/CEFACT Recommendation 20 code (2 or 3 characters), ``None`` for a count.
    :param instance: it is one thing (item, logistic unit), not a lot; its quantity is then not told.
    """

    uri: str
    quantity: Decimal | None = None
    uom: str | None = None
    instance: bool = False


@dataclass(frozen=True)
class OwnDeclaration:
    """That this event is declared wrong."""

    time: datetime
    reason: str | None = None
    corrective_events: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnEvent:
    """One of our trace events, ready for EPCIS.

    :param id: public UUID of the event.
    :param verb: receive, create, transform, move, pack, unpack, ship, observe or dispose.
    :param event_time: aware instant it happened; :param offset: local offset, ``+08:00``.
    :param objects: units of an ObjectEvent; ``inputs`` and ``outputs`` of a transformation; ``parent`` and ``children``
        of packing.
    :param biz_step: bare word; the usual one of the verb when ``None``.
    :param sources: pairs of type word and URI; so too :param destinations:.
    :param biz_transactions: pairs of type word or ``None`` and URI.
    :param ilmd: facts about the lots made, keys in a namespace; only kept for create and transform.
    :param extra: own fields of the event, keys in a namespace.
    """

    id: str
    verb: str
    event_time: datetime
    offset: str
    inputs: tuple[OwnUnit, ...] = ()
    outputs: tuple[OwnUnit, ...] = ()
    objects: tuple[OwnUnit, ...] = ()
    parent: str | None = None
    children: tuple[OwnUnit, ...] = ()
    biz_step: str | None = None
    disposition: str | None = None
    read_point: str | None = None
    biz_location: str | None = None
    sources: tuple[tuple[str, str], ...] = ()
    destinations: tuple[tuple[str, str], ...] = ()
    biz_transactions: tuple[tuple[str | None, str], ...] = ()
    record_time: datetime | None = None
    ilmd: Mapping[str, Json] = field(default_factory=dict)
    extra: Mapping[str, Json] = field(default_factory=dict)
    error_declaration: OwnDeclaration | None = None


def lot_uri(code: str, host: str, gtin: str | None = None, serial: bool = False) -> str:
    """The URI of one of our units.

    :param code: its code; :param host: domain name of the plant; :param gtin: of its material, 8 to 14 digits, if any.
    :param serial: the code is a serial number, not a lot.
    :returns: a Digital Link when there is a GTIN and the code fits one, else ``https://<host>/lot/<code>``.
    """
    escaped = quote(code, safe="")
    if gtin and len(code) <= 20 and code.isascii():
        return f"https://{host}/01/{gtin.zfill(14)}/{'21' if serial else '10'}/{escaped}"
    return f"https://{host}/{'item' if serial else 'lot'}/{escaped}"


def place_uri(key: str, host: str, gln: str | None = None) -> str:
    """The URI of a location: a Digital Link when it has a GLN, else ``https://<host>/location/<key>``."""
    return f"https://{host}/414/{gln}" if gln else f"https://{host}/location/{quote(key, safe='')}"


def _time(at: datetime, offset: str) -> str:
    sign = -1 if offset[0] == "-" else 1
    local = at.astimezone(UTC) + sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{offset}"


def _quantity(unit: OwnUnit) -> dict[str, Json]:
    element: dict[str, Json] = {"epcClass": unit.uri}
    if unit.quantity is not None:
        element["quantity"] = number(unit.quantity)
        if unit.uom is not None:
            element["uom"] = unit.uom
    return element


def _listed(units: Sequence[OwnUnit], instances: str, quantities: str) -> dict[str, Json]:
    single = list(dict.fromkeys(u.uri for u in units if u.instance))
    several = [_quantity(u) for u in units if not u.instance]
    return {**({instances: single} if single else {}), **({quantities: several} if several else {})}


def _what(event: OwnEvent) -> dict[str, Json]:
    if event.verb == "transform":
        return {
            **_listed(event.inputs, "inputEPCList", "inputQuantityList"),
            **_listed(event.outputs, "outputEPCList", "outputQuantityList"),
            **({} if event.inputs and event.outputs else {"transformationID": f"urn:uuid:{event.id}"}),
        }
    if event.verb in ("pack", "unpack"):
        parent = {"parentID": event.parent} if event.parent else {}
        return {**parent, **_listed(event.children, "childEPCs", "childQuantityList")}
    return _listed(event.objects, "epcList", "quantityList")


def _why_where(event: OwnEvent) -> dict[str, Json]:
    made: dict[str, Json] = {"bizStep": event.biz_step or _STEPS[event.verb]}
    if event.disposition:
        made["disposition"] = event.disposition
    if event.read_point:
        made["readPoint"] = {"id": event.read_point}
    if event.biz_location:
        made["bizLocation"] = {"id": event.biz_location}
    if event.biz_transactions:
        made["bizTransactionList"] = [
            {**({"type": kind} if kind else {}), "bizTransaction": uri} for kind, uri in event.biz_transactions
        ]
    if event.sources:
        made["sourceList"] = [{"type": kind, "source": uri} for kind, uri in event.sources]
    if event.destinations:
        made["destinationList"] = [{"type": kind, "destination": uri} for kind, uri in event.destinations]
    return made


def _declaration(event: OwnEvent, given: OwnDeclaration) -> dict[str, Json]:
    made: dict[str, Json] = {"declarationTime": _time(given.time, event.offset)}
    if given.reason:
        made["reason"] = given.reason
    if given.corrective_events:
        made["correctiveEventIDs"] = list(given.corrective_events)
    return made


def _type(verb: str) -> str:
    return {"transform": "TransformationEvent", "pack": "AggregationEvent", "unpack": "AggregationEvent"}.get(
        verb, "ObjectEvent"
    )


def to_epcis(event: OwnEvent) -> dict[str, Json]:
    """``event`` as an EPCIS 2.0 JSON event.

    :raises Invalid: when the verb is unknown, or the event names no units.
    """
    if event.verb not in _STEPS:
        raise refuse("verb", "trace.epcis_verb", verb=event.verb)
    what = _what(event)
    if not what:
        raise refuse("", "trace.epcis_no_units", event=event.id)
    made: dict[str, Json] = {
        "type": _type(event.verb),
        "eventID": f"urn:uuid:{event.id}",
        "eventTime": _time(event.event_time, event.offset),
        "eventTimeZoneOffset": event.offset,
    }
    if event.record_time is not None:
        made["recordTime"] = _time(event.record_time, event.offset)
    if event.error_declaration is not None:
        made["errorDeclaration"] = _declaration(event, event.error_declaration)
    if event.verb in _ACTIONS:
        made["action"] = _ACTIONS[event.verb]
    ilmd = {"ilmd": dict(event.ilmd)} if event.ilmd and event.verb in ("create", "transform") else {}
    return {**made, **what, **_why_where(event), **ilmd, **event.extra}


def own_context(events: Sequence[OwnEvent]) -> list[Json]:
    """The context our exported events need: the standard one, and our own namespace where it is used."""
    keys = (key for event in events for key in (*event.extra, *event.ilmd))
    used = any(key.startswith(OWN_PREFIX + ":") for key in keys)
    return [EPCIS_CONTEXT, {OWN_PREFIX: OWN_NAMESPACE}] if used else [EPCIS_CONTEXT]


def export(events: Sequence[OwnEvent], created: datetime, offset: str = "+00:00") -> bytes:
    """An ``EPCISDocument`` of our own events.

    :param created: aware instant of the export, written with ``offset``.
    """
    return write_json(
        {
            "@context": own_context(events),
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": _time(created, offset),
            "epcisBody": {"eventList": [to_epcis(event) for event in events]},
        }
    )

"""An EPCIS event in the words of the trace: which units, in which roles and quantities, when, where, why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from suyuan.codes.canonical import canonical, is_class
from suyuan.trace.epcis import vocabulary as cbv
from suyuan.trace.epcis.context import expand, prefixes
from suyuan.trace.epcis.read import Document, Json

_ROLES: dict[str, tuple[tuple[str, str], ...]] = {
    "ObjectEvent": (("epcList", "object"), ("quantityList", "object")),
    "TransactionEvent": (("parentID", "parent"), ("epcList", "object"), ("quantityList", "object")),
    "AggregationEvent": (("parentID", "parent"), ("childEPCs", "child"), ("childQuantityList", "child")),
    "AssociationEvent": (("parentID", "parent"), ("childEPCs", "child"), ("childQuantityList", "child")),
    "TransformationEvent": (
        ("inputEPCList", "input"),
        ("inputQuantityList", "input"),
        ("outputEPCList", "output"),
        ("outputQuantityList", "output"),
    ),
}


@dataclass(frozen=True)
class EventUnit:
    """A traceable unit that takes part in an event.

    :param role: ``input``, ``output``, ``parent``, ``child`` or ``object``.
    :param code: the identifier as it was sent; :param key: its canonical form, by which it is matched.
    :param is_class: a lot or a trade item, not one instance.
    :param quantity: how much; ``None`` when not said.
    :param uom: UN/CEFACT Recommendation 20 code; ``None`` for a count.
    """

    role: str
    code: str
    key: str
    is_class: bool
    quantity: Decimal | None = None
    uom: str | None = None


@dataclass(frozen=True)
class ErrorDeclaration:
    """That an earlier event was wrong: when it was declared, why, and which events correct it."""

    time: datetime
    reason: str | None
    corrective_events: tuple[str, ...]


@dataclass(frozen=True)
class EpcisEvent:
    """One event, normalised; ``raw`` keeps everything as it was sent.

    :param type: one of the five types, or the URI of somebody's own.
    :param time: instant it happened, in UTC, to the microsecond; :param offset: local offset, ``+08:00``.
    :param event_id: as sent, or ``None``.
    :param action: ``OBSERVE``, ``ADD``, ``DELETE``; ``None`` for a transformation.
    :param biz_step: bare word, or a URI of one's own; so too :param disposition:.
    :param read_point: canonical identifier; so too :param biz_location:.
    :param sources: pairs of bare type word and canonical identifier; so too :param destinations:.
    :param biz_transactions: pairs of bare type word (or ``None``) and identifier.
    :param context: the JSON-LD contexts in force, to write the event out again.
    """

    type: str
    time: datetime
    offset: str
    event_id: str | None
    action: str | None
    biz_step: str | None
    disposition: str | None
    read_point: str | None
    biz_location: str | None
    units: tuple[EventUnit, ...]
    sources: tuple[tuple[str, str], ...]
    destinations: tuple[tuple[str, str], ...]
    biz_transactions: tuple[tuple[str | None, str], ...]
    transformation_id: str | None
    error_declaration: ErrorDeclaration | None
    ilmd: dict[str, Json]
    raw: dict[str, Json] = field(repr=False)
    context: tuple[Json, ...] = field(repr=False, default=())

    def of(self, *roles: str) -> tuple[EventUnit, ...]:
        """The units in one of ``roles``."""
        return tuple(u for u in self.units if u.role in roles)


LOCAL = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?")


def instant(text: str, offset: str = "Z") -> datetime:
    """An RFC 3339 time as an aware instant in UTC; digits past the microsecond are cut.

    :param offset: of a ``text`` that has none.
    """
    return datetime.fromisoformat(zoned(text, offset).upper()).astimezone(UTC)


def zoned(text: str, offset: str) -> str:
    """``text`` with its own offset, else with ``offset``."""
    return text + offset if LOCAL.fullmatch(text) else text


def _units(event: dict[str, Json]) -> Iterator[EventUnit]:
    for name, role in _ROLES.get(event["type"], ()):
        held = event.get(name)
        for item in held if isinstance(held, list) else [] if held is None else [held]:
            if isinstance(item, str):
                yield EventUnit(role, item, canonical(item), is_class(item))
            else:
                code = item["epcClass"]
                yield EventUnit(role, code, canonical(code), True, item.get("quantity"), item.get("uom"))


def _place(event: dict[str, Json], name: str) -> str | None:
    return canonical(event[name]["id"]) if name in event else None


def _declaration(event: dict[str, Json], known: dict[str, str]) -> ErrorDeclaration | None:
    given = event.get("errorDeclaration")
    if given is None:
        return None
    reason = given.get("reason")
    return ErrorDeclaration(
        instant(given["declarationTime"]),
        None if reason is None else cbv.ERROR_REASON.word(expand(reason, known)),
        tuple(given.get("correctiveEventIDs", ())),
    )


def normalise(document: Document, event: dict[str, Json]) -> EpcisEvent:
    """``event``, one of the events of a document that ``check`` found right, in the words of the trace."""
    contexts = document.context_of(event)
    known = prefixes(contexts)

    def word(words: cbv.Vocabulary, text: str | None) -> str | None:
        return None if text is None else words.word(expand(text, known))

    def parties(name: str, item: str) -> tuple[tuple[str, str], ...]:
        listed = event.get(name, ())
        return tuple((cbv.SOURCE_DESTINATION.word(expand(p["type"], known)), canonical(p[item])) for p in listed)

    return EpcisEvent(
        type=event["type"],
        time=instant(event["eventTime"], event["eventTimeZoneOffset"]),
        offset=event["eventTimeZoneOffset"],
        event_id=event.get("eventID"),
        action=event.get("action"),
        biz_step=word(cbv.BIZ_STEP, event.get("bizStep")),
        disposition=word(cbv.DISPOSITION, event.get("disposition")),
        read_point=_place(event, "readPoint"),
        biz_location=_place(event, "bizLocation"),
        units=tuple(_units(event)),
        sources=parties("sourceList", "source"),
        destinations=parties("destinationList", "destination"),
        biz_transactions=tuple(
            (word(cbv.BIZ_TRANSACTION, t.get("type")), t["bizTransaction"]) for t in event.get("bizTransactionList", ())
        ),
        transformation_id=event.get("transformationID"),
        error_declaration=_declaration(event, known),
        ilmd=event.get("ilmd", {}),
        raw=event,
        context=tuple(contexts),
    )


def events_of(document: Document) -> list[EpcisEvent]:
    """Every event of a checked ``document``, normalised, in its order."""
    return [normalise(document, event) for event in document.events]

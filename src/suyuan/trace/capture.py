"""Somebody else's EPCIS events, written into the same graph as our own records (EPCIS 2.0 section 7.4).

Units are matched by their canonical identifier, so a lot of ours that is told of elsewhere stays one lot. Balances of
units that are not ours are kept but not enforced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update

from suyuan.codes.confusables import skeleton
from suyuan.kernel.errors import Conflict, Invalid, Mistake
from suyuan.kernel.units import BY_CEFACT
from suyuan.ledger.entry import Entry
from suyuan.store.engine import Tx
from suyuan.trace.epcis.event import EpcisEvent, EventUnit, events_of
from suyuan.trace.epcis.hash import event_hash
from suyuan.trace.epcis.masterdata import names_of, product_name
from suyuan.trace.epcis.read import Document
from suyuan.trace.epcis.write import write_json
from suyuan.trace.event import VOID, VOIDED, LinkPlan, Lot, Place, Role, Side, TraceEvent
from suyuan.trace.given import SIX
from suyuan.trace.identify import GS1, URI
from suyuan.trace.lots import contents, find, ref_by_code
from suyuan.trace.record import apply, deltas
from suyuan.trace.record import write_events as write
from suyuan.trace.restock import refold, restock
from suyuan.trace.tables import lot, lot_identifier, trace_document, trace_event, trace_link
from suyuan.trace.void import replace_events, status_from_events
from suyuan.trace.words import status_words

_e, _k = trace_event.c, trace_link.c
PIECES = "pcs"
JOINED = "joined"
"""What ``given`` says of a link that stands in another part of the same transformation."""

_VERBS_OF_STEP = {"shipping": "ship", "departing": "ship", "receiving": "receive", "arriving": "receive"}
_VERBS_OF_ACTION = {"ADD": "create", "DELETE": "dispose"}
_AGGREGATED: dict[str | None, tuple[Side, Side, str]] = {
    "ADD": (Side.OUT_PARENT, Side.IN_CHILD, "pack"),
    "DELETE": (Side.OFF_PARENT, Side.OFF_CHILD, "unpack"),
}
_SEEN = (Side.AT_PARENT, Side.AT_CHILD, "observe")


class Captured(NamedTuple):
    """What became of a document.

    :param events: identifiers of the events now known, in the document's order.
    :param fresh: how many of them were not known before.
    """

    events: list[str]
    fresh: int


def fingerprint(document: Document) -> str:
    """The SHA-256 of a document as it was sent."""
    return hashlib.sha256(document.raw).hexdigest()


def capture(tx: Tx, document: Document, entry: Entry) -> Captured:
    """Write the events of a checked ``document``; those already known are left as they are.

    :param entry: the ledger entry that tells of the capture.
    :raises Conflict: an event has the eventID of another, and does not declare it an error.
    :raises Invalid: a lot of ours would give more than there is.
    """
    return _Capture(tx, document, entry).run()


class _Capture:
    def __init__(self, tx: Tx, document: Document, entry: Entry) -> None:
        self.tx = tx
        self.document = document
        self.entry = entry
        self.names = names_of(document)
        self.units: dict[str, Lot] = {}
        self.kept: int | None = None

    def run(self) -> Captured:
        known, fresh = [], 0
        for event, raw in zip(events_of(self.document), self.document.events, strict=True):
            event_id = event.event_id or event_hash(self.document, raw)
            known.append(event_id)
            fresh += self._take(event, event_id, write_json(raw).decode())
        return Captured(known, fresh)

    def _take(self, event: EpcisEvent, event_id: str, raw: str) -> bool:
        same = self.tx.run(select(_e.id, _e.raw, _e.voided_at).where(_e.event_id == event_id).order_by(_e.id)).all()
        if any(row.raw == raw for row in same) or (same and event.event_id is None):
            return False
        if event.error_declaration is not None:
            self._declare(event, event_id, raw, [row.id for row in same if row.voided_at is None])
        elif same:
            raise Conflict("trace.epcis_same_id", id=event_id)
        else:
            self._keep(event, event_id, raw)
        return True

    def _keep(self, event: EpcisEvent, event_id: str, raw: str) -> int:
        plan = self._plan(event)
        self._refuse_stopped(plan)
        (key,) = write(self.tx, [plan], self.entry.id, None)
        apply(self.tx, deltas([plan]), {part.lot.id: part for part in plan.links if isinstance(part.lot, Lot)})
        restock(self.tx, [key], [plan])
        self._no_longer_void(plan)
        for name, unit in list(self.units.items()):
            self.units[name] = _settled(unit)
        self._mark(key, event, event_id, raw)
        if event.transformation_id is not None:
            _join(self.tx, event.transformation_id)
        return key

    def _refuse_stopped(self, plan: TraceEvent) -> None:
        """What may not leave by our own records may not leave by what others tell either.

        :raises Invalid: naming every lot that is not released and would be used, packed or shipped.
        """
        units: dict[int, Lot] = {}
        for link in plan.links:
            if isinstance(link.lot, Lot) and leaves(plan.verb, link.side):
                units[link.lot.id] = link.lot
                if link.lot.kind == "logistic" and not link.lot.fresh:
                    units |= {inside.lot.id: inside.lot for inside in contents(self.tx.conn, link.lot.id)}
        if wrong := [unit for unit in units.values() if unit.status != "released"]:
            params = [{"lot": unit.code, "status": status_words(unit.status)} for unit in wrong]
            raise Invalid([Mistake("", "trace.not_released", given) for given in params])

    def _no_longer_void(self, plan: TraceEvent) -> None:
        """A lot whose own records were voided is there again when somebody else tells that it came."""
        for link in plan.links:
            if isinstance(link.lot, Lot) and link.lot.status == VOID:
                now = status_from_events(self.tx.conn, link.lot.id)
                self.tx.run(update(lot).where(lot.c.id == link.lot.id).values(status=now))

    def _declare(self, event: EpcisEvent, event_id: str, raw: str, wrong: Sequence[int]) -> None:
        """The earlier event stays visible and counts no more; the declaration itself never did."""
        assert event.error_declaration is not None
        reason = event.error_declaration.reason or ""
        replace_events(self.tx, wrong, [], self.entry, None, reason)
        if event.transformation_id is not None:
            _join(self.tx, event.transformation_id)
        (key,) = write(self.tx, [self._plan(event, counts=False)], self.entry.id, None)
        self._mark(key, event, event_id, raw)
        self.tx.run(update(trace_event).where(_e.id == key).values(voided_at=self.tx.now, void_entry=self.entry.id))
        self.tx.run(update(trace_link).where(_k.event == key).values(side=_k.side + VOIDED))
        if wrong:
            self.tx.run(update(trace_event).where(_e.id.in_(wrong)).values(voided_by=key))
            corrective = event.error_declaration.corrective_events
            self.tx.run(update(trace_event).where(_e.event_id.in_(corrective)).values(corrects=wrong[0]))
            named = select(_k.unit).join(trace_event, _e.id == _k.event).where(_e.event_id.in_(corrective)).distinct()
            refold(self.tx, self.tx.run(named).scalars())

    def _mark(self, key: int, event: EpcisEvent, event_id: str, raw: str) -> None:
        values = {
            "type": event.type,
            "action": event.action,
            "event_id": event_id,
            "transformation": event.transformation_id,
            "raw": raw,
            "document": self._document(),
        }
        self.tx.run(update(trace_event).where(_e.id == key), values)

    def _document(self) -> int:
        if self.kept is None:
            row = {
                "uid": self.tx.store.ids.new(),
                "received_at": self.tx.now,
                "sha256": fingerprint(self.document),
                "text": self.document.raw.decode("utf-8-sig"),
            }
            key = self.tx.run(trace_document.insert(), row).inserted_primary_key
            assert key is not None
            self.kept = int(key[0])
        return self.kept

    def _plan(self, event: EpcisEvent, counts: bool = True) -> TraceEvent:
        verb, sides = _verb_and_sides(event)
        links = tuple(self._link(unit, sides[unit.role], counts) for unit in event.units)
        hours, minutes = event.offset[1:].split(":")
        offset = (int(hours) * 60 + int(minutes)) * (-1 if event.offset.startswith("-") else 1)
        return TraceEvent(
            verb=verb,
            time=event.time,
            links=links,
            offset=offset,
            where=self._place(event.biz_location or event.read_point),
            source=self._party(event.sources),
            destination=self._party(event.destinations),
            step=event.biz_step,
            disposition=event.disposition,
            loss="lost" if verb == "dispose" else None,
        )

    def _place(self, identifier: str | None) -> Place | None:
        return None if identifier is None else Place("", 0, self.names.get(identifier, identifier))

    def _party(self, parties: Sequence[tuple[str, str]]) -> Place | None:
        """The owning party before the possessing one before a location."""
        ranked = sorted(parties, key=lambda p: ("owning_party", "possessing_party", "location", p[0]).index(p[0]))
        return self._place(ranked[0][1]) if ranked else None

    def _link(self, unit: EventUnit, side: Side, counts: bool) -> LinkPlan:
        found = self._unit(unit)
        quantity = None
        if counts and unit.quantity is not None and found.uom == _uom(unit):
            quantity = Decimal(str(unit.quantity)).quantize(SIX, ROUND_HALF_EVEN)
        return LinkPlan(found, side, quantity)

    def _unit(self, unit: EventUnit) -> Lot:
        if unit.key not in self.units:
            known = ref_by_code(self.tx.conn, unit.code) or find(self.tx.conn, unit.key)
            self.units[unit.key] = known or self._new_unit(unit)
        return self.units[unit.key]

    def _new_unit(self, unit: EventUnit) -> Lot:
        kind = "lot" if unit.is_class else "logistic" if "/00/" in unit.key else "item"
        title, uid = product_name(self.names, unit.code), self.tx.store.ids.new()
        row: dict[str, Any] = {"uid": uid, "code": unit.code, "kind": kind, "status": "released", "title": title}
        row |= {"uom": _uom(unit), "foreign": True, "form": "", "created_at": self.tx.now}
        row |= {"skeleton": skeleton(unit.code), "first_status": "released"}
        key = self.tx.run(lot.insert(), row).inserted_primary_key
        assert key is not None
        scheme = GS1 if unit.key.startswith("https://id.gs1.org/") else URI
        self.tx.run(lot_identifier.insert(), {"value": unit.key, "lot": key[0], "scheme": scheme})
        return Lot(key[0], uid, unit.code, kind, "released", _uom(unit), title=title, foreign=True, fresh=True)


def leaves(verb: str, side: Side) -> bool:
    """Whether a unit on ``side`` of an event is used up, packed or let go by it."""
    return side in (Side.IN_INPUT, Side.IN_CHILD) or (verb == "ship" and side in (Side.AT_OBJECT, Side.AT_CHILD))


def _settled(unit: Lot) -> Lot:
    """A new unit once its balance is written."""
    if not unit.fresh:
        return unit
    return Lot(unit.id, unit.uid, unit.code, unit.kind, unit.status, unit.uom, title=unit.title, foreign=True)


def _uom(unit: EventUnit) -> str:
    if unit.uom is None:
        return PIECES
    known = BY_CEFACT.get(unit.uom)
    return known.key if known else unit.uom


def _verb_and_sides(event: EpcisEvent) -> tuple[str, dict[str, Side]]:
    """What an event does in our words, and on which side of it each role stands."""
    if event.type == "TransformationEvent":
        return "transform", {"input": Side.IN_INPUT, "output": Side.OUT_OUTPUT}
    if event.type == "AggregationEvent":
        parent, child, verb = _AGGREGATED.get(event.action, _SEEN)
        return verb, {"parent": parent, "child": child}
    sides: dict[str, Side] = {"object": Side.AT_OBJECT, "parent": Side.AT_PARENT, "child": Side.AT_CHILD}
    if event.type != "ObjectEvent":
        return "observe", sides
    verb = _VERBS_OF_ACTION.get(event.action or "", _VERBS_OF_STEP.get(event.biz_step or "", "observe"))
    return verb, sides


def _join(tx: Tx, transformation: str) -> None:
    """Parts of one transformation, told in several events (EPCIS 2.0 section 7.4.6), lead to one another.

    An event that names both what went in and what came out speaks for itself: only those that name one side are joined
    to the others, so that two parties who number their transformations alike stay apart.
    """
    standing = select(_e.id).where(_e.transformation == transformation, _e.voided_at.is_(None))
    tx.run(delete(trace_link).where(_k.event.in_(standing), _k.given == JOINED))
    ins: dict[int, set[int]] = {}
    outs: dict[int, set[int]] = {}
    last: dict[int, int] = {}
    for row in tx.run(select(_k.event, _k.unit, _k.side, _k.n).where(_k.event.in_(standing))):
        side = ins if row.side == Side.IN_INPUT else outs
        side.setdefault(row.event, set()).add(row.unit)
        last[row.event] = max(last.get(row.event, 0), row.n)
    made = set().union(*outs.values())
    made_apart = set().union(*(units for event, units in outs.items() if event not in ins))
    for event in sorted(ins):
        joined = made_apart - outs[event] if event in outs else made
        if links := list(_extra(event, sorted(joined), last[event] + 1)):
            tx.run(trace_link.insert(), links)


def _extra(event: int, units: Iterable[int], first: int) -> Iterator[dict[str, Any]]:
    role: Role = "output"
    for n, unit in enumerate(units, first):
        yield {"event": event, "unit": unit, "side": int(Side.OUT_OUTPUT), "n": n, "role": role, "given": JOINED}

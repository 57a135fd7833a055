"""The words of an answered trace: units, events, links, and how much of the one lies in the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec


class Unit(msgspec.Struct, frozen=True, gc=False):
    """A traceable unit that a walk reached.

    :param id: public id.
    :param level: generations from the start: 0 it, -1, -2 ... back, 1, 2 ... forward.
    :param quantity: all that was ever made or received of it, in ``uom``; of a container, all that was put into it.
    :param amount: forward: how much of the start, in the start's uom, went into it; back: how much of it, in its own
        ``uom``, went into the start. ``None`` where quantities are missing or do not compare.
    :param share: forward: the part of it that is the start; back: the part of the start that is it; 0 to 1.
    """

    id: str
    code: str
    kind: str
    title: str
    supplier_lot: str | None
    produced_on: date | None
    expires_on: date | None
    status: str
    uom: str
    stage: str | None
    form: str
    level: int
    quantity: Decimal | None
    amount: Decimal | None
    share: Decimal | None


class Event(msgspec.Struct, frozen=True, gc=False):
    """A trace event. Instants are texts of one form, RFC 3339 in UTC, since an answer may hold a hundred thousand.

    :param record: public id of the record (of ``form``) it came from, with its title.
    :param offset: of the local time zone, minutes.
    :param event_id: a captured event's own eventID.
    :param corrects: public id of the event, declared an error, in whose place it stands.
    """

    id: str
    verb: str
    type: str
    action: str | None
    time: str
    offset: int
    recorded_at: str
    form: str | None
    record: str | None
    record_title: str | None
    place: str | None
    source: str | None
    destination: str | None
    step: str | None
    disposition: str | None
    status: str | None
    event_id: str | None
    corrects: str | None
    voided_at: str | None


class Link(msgspec.Struct, frozen=True, gc=False):
    """A reached unit's part in an event, by public ids.

    :param role: input, output, parent, child or object.
    :param quantity: in the unit's uom.
    """

    event: str
    unit: str
    role: str
    quantity: Decimal | None


@dataclass(frozen=True)
class Genealogy:
    """The answer to a trace; its Structs are written as JSON as they are.

    :param unit: the start; it is also the first of ``units``, which come level by level.
    :param keys: internal ids of ``units``, in their order.
    :param events: in the order they happened.
    :param hidden: how many reached units are left off by the limit.
    """

    unit: Unit
    direction: str
    units: list[Unit]
    events: list[Event]
    links: list[Link]
    hidden: int
    keys: list[int]

"""The words of the trace: lots as they stand, lots to be made, and what one event does to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any, Literal, NamedTuple

import msgspec

from suyuan.kernel.units import Quantity

Kind = Literal["lot", "item", "logistic"]
Status = Literal["quarantine", "released", "held", "rejected", "recalled", "void"]
Role = Literal["input", "output", "parent", "child", "object"]

STATUSES = ("quarantine", "released", "held", "rejected", "recalled")
"""Those that a record may give; a lot is ``void`` when every record that brought it was voided."""
VOID = "void"
VERBS = ("receive", "create", "transform", "move", "pack", "unpack", "ship", "observe", "dispose")
ZERO = Decimal(0)


class Side(IntEnum):
    """How a link stands to its event; the walk goes from ``IN_*`` to ``OUT_*`` and back.

    The numbers are stored: a trace back reads ``side >= IN_CHILD`` of a unit, one range of the index. Links of an
    event that was declared an error stand ``VOIDED`` higher, so that no walk of today meets them.
    """

    IN_INPUT = 0
    IN_CHILD = 1
    OUT_OUTPUT = 2
    OUT_PARENT = 3
    AT_OBJECT = 4
    AT_PARENT = 5
    AT_CHILD = 6
    OFF_PARENT = 7
    OFF_CHILD = 8


VOIDED = 10


def emptied_sides(verb: str) -> tuple[Side, ...]:
    """Sides of the containers that something is taken out of: unpacking opens one, feeding it all the way down."""
    return (Side.OFF_PARENT, Side.OFF_CHILD) if verb == "transform" else (Side.OFF_PARENT,)


ROLE_OF_SIDE: tuple[Role, ...] = (
    "input",
    "child",
    "output",
    "parent",
    "object",
    "parent",
    "child",
    "parent",
    "child",
)


class Place(NamedTuple):
    """A place or party as it was called at the time: record ``id`` of ``form`` (0 when it is not one of ours)."""

    form: str
    id: int
    title: str


class Origin(NamedTuple):
    """The record an event came from."""

    form: str
    id: int
    uid: str
    title: str


class Lot(msgspec.Struct, frozen=True):
    """A lot as it stands.

    :param material: record id of the form serving as material, ``None`` for containers and foreign units.
    :param title: the material's name.
    :param uom: base uom; every quantity of the lot is in it.
    :param on_hand: includes ``packed``, the part inside containers.
    :param expires_on: last day it may be used.
    :param foreign: came with somebody else's EPCIS document: its balance is not enforced.
    :param fresh: made in this transaction; it has no balance yet.
    """

    id: int
    uid: str
    code: str
    kind: str
    status: str
    uom: str
    material: int | None = None
    title: str = ""
    supplier_lot: str | None = None
    produced_on: date | None = None
    expires_on: date | None = None
    stage: str | None = None
    foreign: bool = False
    on_hand: Decimal = ZERO
    packed: Decimal = ZERO
    fresh: bool = False

    @property
    def free(self) -> Decimal:
        """What may be taken: on hand and in no container."""
        return self.on_hand - self.packed

    def status_on(self, day: date) -> str:
        """The status with "expired" derived: a released lot is expired after its last day."""
        if self.status == "released" and self.expires_on is not None and self.expires_on < day:
            return "expired"
        return self.status


class LotPlan(msgspec.Struct, frozen=True):
    """A lot that an event makes.

    :param path: field of the form it stands in, under which its code is found once numbers are given.
    :param code: human code, ``""`` while its number is not yet given.
    :param gtin: of its material, so that GTIN + lot finds it.
    """

    path: str
    code: str
    kind: str
    status: str
    uom: str
    material: int | None = None
    title: str = ""
    gtin: str | None = None
    supplier_lot: str | None = None
    produced_on: date | None = None
    expires_on: date | None = None
    stage: str | None = None


class LinkPlan(msgspec.Struct, frozen=True):
    """One lot's part in an event.

    :param quantity: in the lot's base uom, 6 decimals; ``None`` where the event moves no amount.
    :param given: the quantity as it was given, where its uom is another; of a count, what was counted, in
        the lot's own.
    :param path: field of the form that a mistake about it stands at.
    :param at: the place it is taken from, where the record names one.
    :param strict: no more may be taken than lies at ``at``.
    """

    lot: Lot | LotPlan
    side: Side
    quantity: Decimal | None = None
    given: Quantity | None = None
    path: str = ""
    at: Place | None = None
    strict: bool = False

    @property
    def role(self) -> Role:
        return ROLE_OF_SIDE[self.side]


class Inside(msgspec.Struct, frozen=True):
    """What lies in a container now.

    :param lot: the content; ``quantity`` of it, in its base uom.
    :param container: the lot id of the container it is in directly.
    """

    lot: Lot
    quantity: Decimal
    container: int


class TraceEvent(msgspec.Struct, frozen=True):
    """What one record does to lots.

    :param time: when it happened (aware, UTC); ``offset`` is the local zone's, in minutes.
    :param step: CBV bizStep word.
    :param disposition: CBV disposition word.
    :param status: the status it gives to its objects or outputs.
    :param loss: for dispose: ``lost`` or ``sampled``; for a count ``lost``: its differences are explained; for
        receive ``returned``: it had been shipped.
    :param nested: uoms and quantities inside containers that are packed as a whole, for the totals.
    """

    verb: str
    time: datetime
    links: tuple[LinkPlan, ...]
    offset: int = 0
    where: Place | None = None
    source: Place | None = None
    destination: Place | None = None
    step: str | None = None
    disposition: str | None = None
    status: str | None = None
    loss: str | None = None
    nested: tuple[tuple[str, Decimal], ...] = ()

    @property
    def new_lots(self) -> list[LotPlan]:
        return [link.lot for link in self.links if isinstance(link.lot, LotPlan)]


def body_of(event: TraceEvent) -> dict[str, Any]:
    """``event`` as the plain values that its ledger entry keeps; lots by their codes."""
    body: dict[str, Any] = {
        "verb": event.verb,
        "time": event.time.astimezone(UTC),
        "offset": event.offset,
        "links": [_link_body(link) for link in event.links],
    }
    for name in ("step", "disposition", "status", "loss"):
        if (value := getattr(event, name)) is not None:
            body[name] = value
    for name in ("where", "source", "destination"):
        place: Place | None = getattr(event, name)
        if place is not None:
            body[name] = {"form": place.form, "id": place.id, "title": place.title}
    return body


def _link_body(link: LinkPlan) -> dict[str, Any]:
    body: dict[str, Any] = {"lot": link.lot.code, "role": link.role}
    if link.quantity is not None:
        body["quantity"] = {"value": link.quantity, "uom": link.lot.uom}
    if link.given is not None:
        body["given"] = link.given
    if link.at is not None:
        body["at"] = {"form": link.at.form, "id": link.at.id, "title": link.at.title}
    if isinstance(link.lot, LotPlan) or link.lot.fresh:
        new = link.lot
        body["new"] = {
            key: value
            for key in (
                "kind",
                "status",
                "material",
                "title",
                "gtin",
                "supplier_lot",
                "produced_on",
                "expires_on",
                "stage",
            )
            if (value := getattr(new, key, None)) is not None
        }
    return body


def with_codes(events: list[TraceEvent], codes: Mapping[str, str]) -> list[TraceEvent]:
    """``events`` with the codes that were given to new lots meanwhile, by their paths."""
    return [
        msgspec.structs.replace(event, links=tuple(_coded(link, codes) for link in event.links)) for event in events
    ]


def _coded(link: LinkPlan, codes: Mapping[str, str]) -> LinkPlan:
    lot = link.lot
    if isinstance(lot, LotPlan) and not lot.code and lot.path in codes:
        return msgspec.structs.replace(link, lot=msgspec.structs.replace(lot, code=codes[lot.path]))
    return link

"""Recalls: a case is a record; holding, ending a drill and closing are records and amendments, all through the door.

A case is a record of the form ``recall_case``; what it holds are records of ``lot_status``, linked from it. Every verb
here is one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from suyuan.access.rights import Viewer, require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Invalid, Mistake, refuse
from suyuan.kernel.i18n import say
from suyuan.records.amend import amend_in
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.once import once
from suyuan.records.plant import env_of
from suyuan.records.read import loaded
from suyuan.records.record import Record
from suyuan.records.submit import submit_in
from suyuan.records.void import void_in
from suyuan.store.engine import Store, Tx
from suyuan.trace.recall import Scope, named, scope, sums

CASE, STATUS = "recall_case", "lot_status"
BLOCKED = ("held", "rejected", "recalled", "void")
"""Statuses in which no door lets a lot out."""

_THREE = Decimal("0.001")
_MOST_NAMED = 5


class Opening(msgspec.Struct, frozen=True):
    """What a case is opened with.

    :param lots: codes, other names of lots, or suppliers' lots (each of which may name several).
    :param mode: drill or real.
    :param class_: 1, 2 or 3.
    :param opened_at: when the plant came to know; now when blank.
    """

    lots: list[str]
    mode: str
    reason: str
    class_: str = "2"
    opened_at: datetime | None = None


class Held(msgspec.Struct, frozen=True):
    """What holding did.

    :param held: how many lots and containers got which status by it.
    :param before: how many reached ones could not leave already.
    """

    case: Record
    held: dict[str, int]
    before: int


@dataclass(frozen=True)
class Door:
    """Who acts, and the form of the cases; a plant without that form has no recalls (``NotFound``)."""

    store: Store
    seen: Viewer
    forms: Catalogue
    case: LiveForm

    @classmethod
    def of(cls, store: Store, by: Actor) -> Door:
        """The door as ``by`` finds it."""
        forms = catalogue(store)
        return cls(store, viewer(store, by), forms, live_of(forms, CASE))

    @property
    def status(self) -> LiveForm:
        """The form by which lots are held."""
        return live_of(self.forms, STATUS)

    def say(self, code: str, **params: Any) -> str:
        """Words of a recall in the actor's language, as records keep them."""
        return say(f"records.{code}", self.seen.actor.lang, **params)


def find_lots(conn: Connection, texts: Sequence[str]) -> list[int]:
    """Internal ids of every lot that ``texts`` name.

    :raises Invalid: one of them names none.
    """
    found: dict[int, None] = {}
    mistakes = []
    for n, text in enumerate(texts):
        keys = named(conn, text)
        if not keys:
            mistakes.append(Mistake(f"lots[{n}]", "trace.unknown_lot", {"lot": text[:100]}))
        found.update(dict.fromkeys(keys))
    if mistakes or not found:
        raise Invalid(mistakes or [Mistake("lots", "api.required")])
    return list(found)


def open_case(store: Store, opening: Opening, *, by: Actor, key: str | None = None) -> Record:
    """Open a case: what it began with, and how far it reaches now.

    :raises Forbidden: the actor may not submit recall cases.
    :raises Invalid: every mistake at once.
    """
    door = Door.of(store, by)
    require(door.seen, "submit", CASE)

    def work(tx: Tx) -> Record:
        lots = find_lots(tx.conn, opening.lots)
        reached = scope(tx.conn, lots, env_of(store, tx.now, None).today)
        fields = {
            "mode": opening.mode,
            "class": opening.class_,
            "reason": opening.reason,
            "what": _named(reached),
            "triggers": [{"lot": code} for code in reached.triggers],
            "scoped_at": tx.now.isoformat(),
            **_figures(reached),
        }
        if opening.opened_at is not None:
            fields["opened_at"] = opening.opened_at.isoformat()
        return submit_in(tx, door.forms, door.seen, door.case, fields, "recall", confirmed=True)

    return store.write(once(Record, by, "recall open", key, msgspec.to_builtins(opening), work))


def _named(reached: Scope) -> str:
    began = [found.unit for found in reached.lots if found.level == 0]
    shown = [f"{unit.title} {unit.code}".strip() for unit in began[:_MOST_NAMED]]
    return "、".join(shown)[:190] + ("…" if len(began) > _MOST_NAMED else "")


def _figures(reached: Scope) -> dict[str, Any]:
    """The case's figures of how far it reaches, in the uom of most of it."""
    found: dict[str, Any] = {
        "lots_reached": str(len(reached.lots)),
        "customers_reached": str(len({(m.party_form, m.party_id, m.party) for m in reached.deliveries})),
    }
    for total in sums(reached)[:1]:
        found |= {"made": _three(total.affected), "on_hand": _three(total.on_hand), "shipped": _three(total.shipped)}
        found["uom"] = total.uom
    return found


def _three(value: Decimal) -> str:
    return format(value.quantize(_THREE, ROUND_HALF_EVEN), "f")


def hold_all(store: Store, case: str, *, by: Actor, key: str | None = None) -> Held:
    """Hold everything that a case reaches now, and make its call list; what is blocked already stays as it is.

    In a real recall, what left the plant becomes ``recalled``, everything else ``held``.

    :raises Forbidden: the actor may not submit ``lot_status`` or amend the case.
    :raises Conflict: the case is closed.
    """
    door = Door.of(store, by)
    require(door.seen, "submit", STATUS)
    require(door.seen, "amend", CASE)
    work = lambda tx: _Hold(tx, door, case).run()  # noqa: E731
    return store.write(once(Held, by, f"recall hold {case}", key, {}, work))


class _Hold:
    """One holding, inside its transaction."""

    def __init__(self, tx: Tx, door: Door, uid: str) -> None:
        self.tx, self.door, self.uid = tx, door, uid
        self.values = open_values(tx, door, uid)
        self.scope = scope(tx.conn, triggers_of(self.values))

    def run(self) -> Held:
        wanted = self._wanted()
        holds = [{"id": row["id"]} for row in self.values.get("holds") or ()]
        for status, codes in wanted.items():
            holds += [{"hold": record.id, "count": str(n)} for record, n in self._records(status, codes)]
        changes = {"holds": holds, "calls": self._calls(), **_figures(self.scope)}
        if self.values.get("held_at") is None:
            changes["held_at"] = self.tx.now.isoformat()
        door = self.door
        case = amend_in(
            self.tx, door.forms, door.seen, door.case, self.uid, changes, door.say("recall_held_reason"), "recall"
        )
        done = {status: len(codes) for status, codes in wanted.items() if codes}
        return Held(case, done, len(self.scope.lots) - sum(done.values()))

    def _wanted(self) -> dict[str, list[str]]:
        """Codes to be given each status: what can still leave; and, when it is no drill, what has left."""
        real = self.values.get("mode") == "real"
        wanted: dict[str, list[str]] = {"held": [], "recalled": []}
        for found in self.scope.lots:
            if real and found.shipped > 0:
                if found.unit.status != "recalled":
                    wanted["recalled"].append(found.unit.code)
            elif found.unit.status not in BLOCKED:
                wanted["held"].append(found.unit.code)
        return wanted

    def _records(self, status: str, codes: list[str]) -> Iterator[tuple[Record, int]]:
        live = self.door.status
        most = live.lists["lots"].field.options.max
        mode = str(self.values.get("mode"))
        no = f"{self.values.get('no')}"
        reason = self.door.say(f"recall_reason_{mode}", no=no, reason=str(self.values.get("reason")))
        for start in range(0, len(codes), most):
            rows = [{"lot": code} for code in codes[start : start + most]]
            fields = {"status": status, "reason": reason[:1000], "lots": rows}
            yield submit_in(self.tx, self.door.forms, self.door.seen, live, fields, "recall", confirmed=True), len(rows)

    def _calls(self) -> list[dict[str, Any]]:
        """The call list: rows there are stay, with what was shipped since; new customers come after them."""
        live = self.door.case
        form = live.lists["calls"].fields["customer"].field.options.to
        shipped = _shipped(self.scope, form)
        rows = []
        for row in self.values.get("calls") or ():
            at = (row["customer"].id, row.get("uom") or "")
            rows.append({"id": row["id"]} | ({"shipped": _three(shipped.pop(at))} if at in shipped else {}))
        ids = list(dict.fromkeys(id for id, _ in shipped))
        desk = desk_for(self.tx.store, self.tx.conn, self.door.forms, self.door.seen, self.tx.now)
        desk.prefetch(form, ids)
        for (id, uom), quantity in shipped.items():
            if (party := desk.at(form, id)) is not None:
                rows.append({"customer": party.uid, "shipped": _three(quantity), "uom": uom})
        return rows


def _shipped(reached: Scope, form: str) -> dict[tuple[int, str], Decimal]:
    """What each party that is a record of ``form`` has got and not sent back, by internal id and uom."""
    found: dict[tuple[int, str], Decimal] = {}
    for sign, moves in ((1, reached.deliveries), (-1, reached.returns)):
        for move in moves:
            if move.party_form == form and move.quantity is not None:
                at = (move.party_id, move.uom)
                found[at] = found.get(at, Decimal(0)) + sign * move.quantity
    return {at: quantity for at, quantity in found.items() if quantity > 0}


def open_values(tx: Tx, door: Door, uid: str) -> Mapping[str, Any]:
    """The values of a case that is not closed.

    :raises NotFound: there is none that the actor may see.
    :raises Conflict: it is closed.
    """
    values = _values(tx, door, uid)
    if values.get("closed_at") is not None:
        raise Conflict("records.recall_closed")
    return values


def _values(tx: Tx, door: Door, uid: str) -> Mapping[str, Any]:
    """The values of a case that nobody else changes until this transaction ends."""
    c = door.case.table.c
    tx.run(select(c.id).where(c.uid == uid).with_for_update())
    return loaded(_desk(tx, door), door.case, uid)[1]


def _desk(tx: Tx, door: Door) -> Desk:
    return desk_for(tx.store, tx.conn, door.forms, door.seen, tx.now)


def triggers_of(values: Mapping[str, Any]) -> list[int]:
    """Internal ids of the lots a case began with."""
    return [row["lot"].id for row in values.get("triggers") or () if row.get("lot") is not None]


def release_all(store: Store, case: str, *, by: Actor, key: str | None = None) -> Record:
    """End a drill's hold: every lot it held gets back the status it had; later changes of others stand.

    :raises Forbidden: the actor may not void ``lot_status`` or amend the case.
    :raises Conflict: it is no drill, or holds nothing.
    """
    door = Door.of(store, by)
    require(door.seen, "void", STATUS)
    require(door.seen, "amend", CASE)

    def work(tx: Tx) -> Record:
        values = _values(tx, door, case)
        if values.get("mode") != "drill":
            raise Conflict("records.recall_no_drill")
        holds = [row["hold"] for row in values.get("holds") or ()]
        if not holds or values.get("released_at") is not None:
            raise Conflict("records.recall_nothing_held")
        reason = door.say("recall_release_reason", no=str(values.get("no")))
        for hold in holds:
            row, _ = loaded(_desk(tx, door), door.status, hold.uid)
            if row["state"] == "submitted":
                void_in(tx, door.forms, door.seen, door.status, hold.uid, reason, None, "recall")
        changes = {"released_at": tx.now.isoformat()}
        return amend_in(tx, door.forms, door.seen, door.case, case, changes, reason, "recall")

    return store.write(once(Record, by, f"recall release {case}", key, {}, work))


def close_case(store: Store, case: str, told: Mapping[str, Any], *, by: Actor, key: str | None = None) -> Record:
    """Close a case with what was found out; what came back since it was opened is worked out.

    :param told: fields of the case: ``cause``, ``action``, ``capa``, ``destroyed``, ``note``.
    :raises Forbidden: the actor may not amend the case.
    :raises Conflict: it is closed, or a drill that still holds lots.
    :raises Invalid: no cause, and every other mistake.
    """
    door = Door.of(store, by)
    require(door.seen, "amend", CASE)

    def work(tx: Tx) -> Record:
        values = open_values(tx, door, case)
        drill = values.get("mode") == "drill"
        if drill and values.get("held_at") is not None and values.get("released_at") is None:
            raise Conflict("records.recall_release_first")
        if not str(told.get("cause") or "").strip():
            raise refuse("cause", "records.recall_cause")
        reached = scope(tx.conn, triggers_of(values))
        changes = {**told, **_figures(reached), "closed_at": tx.now.isoformat()}
        changes["recovered"] = _three(_recovered(reached, values["opened_at"], str(values.get("uom") or "")))
        reason = door.say("recall_close_reason")
        return amend_in(tx, door.forms, door.seen, door.case, case, changes, reason, "recall")

    return store.write(once(Record, by, f"recall close {case}", key, dict(told), work))


def _recovered(reached: Scope, since: datetime, uom: str) -> Decimal:
    """What came back since the case was opened, in the case's uom."""
    later = msgspec.structs.replace(reached, lots=[], returns=[m for m in reached.returns if m.time >= since])
    return next((total.returned for total in sums(later) if total.uom == uom), Decimal(0))


def differences(reached: Scope) -> Counter[str]:
    """How many of the reached lots could leave now, by status: what holding again would hold."""
    return Counter(found.unit.status for found in reached.lots if found.unit.status not in BLOCKED)

"""Recalls as answered: the same body over HTTP and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from suyuan import records
from suyuan.access.rights import require_ability, viewer
from suyuan.api.tracing import amount
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, NotFound
from suyuan.records.desk import desk_for
from suyuan.records.read import loaded
from suyuan.records.recall import CASE, differences, triggers_of
from suyuan.records.recalled import Picture, party_of, picture, picture_of, suspected
from suyuan.records.record import MOST, Query, Record
from suyuan.store.engine import Store
from suyuan.trace.recall import Moved, Reached, sums

T = TypeVar("T")
STEPS = ("scoped_at", "held_at", "called_at", "released_at", "closed_at")
_LISTED = ("no", "mode", "state_of", "what", "class", "opened_at", "due_at", "owner", "lots_reached", "made", "uom")


def scope_body(store: Store, texts: Sequence[str], by: Actor) -> dict[str, Any]:
    """How far a recall of the lots that ``texts`` name would reach.

    :raises NotFound: a text names no lot.
    """
    return body_of(_known(picture, store, texts, by))


def body_of(seen: Picture) -> dict[str, Any]:
    """A scope: sums, lots with the reason of each, stock by place, customers, every delivery and return."""
    found = seen.scope
    return {
        "triggers": found.triggers,
        "totals": [
            {name: amount(getattr(one, name)) for name in ("affected", "on_hand", "shipped", "returned", "out", "lost")}
            | {"uom": one.uom}
            for one in sums(found)
        ],
        "lots": [lot_row(one) for one in found.lots],
        "places": places(found.lots),
        "customers": customers(seen),
        "shipments": [move_row(one) for one in found.deliveries],
        "returns": [move_row(one) for one in found.returns],
        "onward": [move_row(one) for one in found.onward],
        "blocked": len(found.lots) - differences(found).total(),
    }


def lot_row(found: Reached) -> dict[str, Any]:
    """One reached lot."""
    unit, why = found.unit, found.why
    return {
        "id": unit.id,
        "code": unit.code,
        "kind": unit.kind,
        "title": unit.title,
        "supplier_lot": unit.supplier_lot,
        "status": unit.status,
        "stage": unit.stage,
        "level": found.level,
        "produced_on": unit.produced_on,
        "expires_on": unit.expires_on,
        "uom": unit.uom,
        "quantity": amount(found.quantity),
        **{name: amount(getattr(found, name)) for name in ("on_hand", "packed", "used", "shipped", "lost")},
        "place": found.place,
        "why": {
            "trigger": why.trigger,
            "through": why.through,
            "quantity": amount(why.quantity),
            "uom": why.uom,
            "amount": amount(why.amount),
            "trigger_uom": why.trigger_uom,
            "share": amount(why.share),
            "form": why.form,
            "record": why.record,
            "record_title": why.record_title,
        },
    }


def move_row(move: Moved) -> dict[str, Any]:
    """One lot leaving or coming back."""
    return {
        "code": move.code,
        "title": move.title,
        "quantity": amount(move.quantity),
        "uom": move.uom,
        "time": move.time,
        "party": move.party,
        "form": move.form,
        "record": move.record,
        "record_title": move.record_title,
    }


def places(found: Iterable[Reached]) -> list[dict[str, Any]]:
    """What is on hand, by place: how many lots and containers, and how much; places with most lots first."""
    by_place: dict[str, list[tuple[Reached, Decimal]]] = {}
    for one in found:
        for pile in one.lying:
            by_place.setdefault(pile.place or "", []).append((one, pile.quantity))
    rows = [
        {
            "place": place or None,
            "lots": sum(not one.contained for one, _ in there),
            "containers": sum(one.contained for one, _ in there),
            "quantities": quantities((one.unit.uom, quantity) for one, quantity in there if not one.contained),
        }
        for place, there in by_place.items()
    ]
    return sorted(rows, key=lambda row: -(row["lots"] + row["containers"]))


def quantities(parts: Iterable[tuple[str, Decimal | None]]) -> list[dict[str, Any]]:
    """Sums by uom."""
    found: dict[str, Decimal] = {}
    for uom, quantity in parts:
        if quantity is not None:
            found[uom] = found.get(uom, Decimal(0)) + quantity
    return [{"value": amount(total), "uom": uom} for uom, total in found.items()]


def customers(seen: Picture) -> list[dict[str, Any]]:
    """Who got what: with how each is reached, as far as the reader may see it; who got most lots first."""
    by_party: dict[tuple[str, int, str], list[Moved]] = {}
    back: dict[tuple[str, int, str], list[Moved]] = {}
    for group, moves in ((by_party, seen.scope.deliveries), (back, seen.scope.returns)):
        for move in moves:
            group.setdefault(party_of(move), []).append(move)
    rows = [_customer(seen, moves, back.get(key, ())) for key, moves in by_party.items()]
    return sorted(rows, key=lambda row: -len(row["lots"]))


def _customer(seen: Picture, moves: Sequence[Moved], back: Sequence[Moved]) -> dict[str, Any]:
    at = (moves[0].party_form, moves[0].party_id)
    uid, facts = seen.parties.get(at, (None, {}))
    goods = [move for move in moves if move.quantity is not None]
    papers = [seen.papers.get((move.form or "", move.record_id), {}) for move in moves]
    return {
        "id": uid,
        "form": at[0] or None,
        "title": moves[-1].party,
        **{name: facts.get(name) for name in ("contact", "phone", "address")},
        "quantities": quantities((move.uom, move.quantity) for move in goods),
        "returned": quantities((move.uom, move.quantity) for move in back),
        "lots": list(dict.fromkeys(move.code for move in goods)),
        "products": list(dict.fromkeys(move.title for move in goods if move.title)),
        "first": moves[0].time,
        "last": moves[-1].time,
        "waybills": list(dict.fromkeys(paper["waybill"] for paper in papers if "waybill" in paper)),
        "records": [
            {"form": form, "id": id, "title": title}
            for form, id, title in dict.fromkeys((m.form, m.record, m.record_title) for m in moves)
        ],
    }


def suspects_body(store: Store, texts: Sequence[str], by: Actor) -> dict[str, Any]:
    """Lots that went into several of those complained of, the likeliest culprits first.

    :raises NotFound: a text names no lot.
    """
    found = _known(suspected, store, texts, by)
    return {
        "items": [
            {"code": one.unit.code, "title": one.unit.title, "supplier_lot": one.unit.supplier_lot}
            | {"status": one.unit.status, "stage": one.unit.stage, "level": one.unit.level}
            | {"share": amount(one.unit.share), "into": one.into}
            for one in found
        ]
    }


def _known(ask: Callable[..., T], store: Store, texts: Sequence[str], by: Actor) -> T:
    try:
        return ask(store, texts, by=by)
    except Invalid as error:
        raise NotFound("trace.unknown_lot", **error.mistakes[0].params) from None


def cases_body(store: Store, by: Actor) -> dict[str, Any]:
    """The cases the actor may see, newest first, with the minutes each step took."""
    page = records.read(store, Query(CASE, sort="-created_at", limit=MOST, voided=False), by=by)
    return {"items": [_listed(case) for case in page.items], "next": page.next}


def _listed(case: Record) -> dict[str, Any]:
    fields = case.fields
    return {"id": case.id, **{name: fields.get(name) for name in _LISTED}, "steps": steps(fields)}


def steps(fields: dict[str, Any]) -> dict[str, Any]:
    """When each step was done and how many minutes that was after the trigger; ``None`` for what is still to do.

    ``called_at`` counts once every customer of the call list was called.
    """
    opened = _instant(fields.get("opened_at"))
    calls = [_instant(row.get("called_at")) for row in fields.get("calls") or ()]
    last = max((at for at in calls if at is not None), default=None) if calls and None not in calls else None
    found: dict[str, Any] = {}
    for name in STEPS:
        at = last if name == "called_at" else _instant(fields.get(name))
        minutes = round((at - opened).total_seconds() / 60, 1) if at is not None and opened is not None else None
        found[name] = {"at": at, "minutes": minutes}
    return found


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def case_picture(store: Store, id: str, by: Actor) -> tuple[Record, Picture]:
    """A case, and how far it reaches now.

    :raises NotFound: there is no such case, or the actor may not see it.
    :raises Forbidden: the actor may not trace.
    """
    seen, forms = viewer(store, by), catalogue(store)
    require_ability(seen, "trace")
    case = records.one(store, CASE, id, by=by)
    if case.state != "submitted":
        raise NotFound("records.no_record")
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        _, values = loaded(desk, forms.any(CASE), id)
        return case, picture_of(desk, triggers_of(values))


def case_body(store: Store, id: str, by: Actor) -> dict[str, Any]:
    """A case with its scope as it is now; ``free`` counts, by status, what could still leave."""
    case, seen = case_picture(store, id, by)
    free = {status: count for status, count in differences(seen.scope).items() if count}
    return {"case": case, "steps": steps(case.fields), "scope": body_of(seen), "free": free}

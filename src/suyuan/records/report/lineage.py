"""Where a lot came from and went, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from suyuan.forms.values import LOT
from suyuan.kernel.i18n import say
from suyuan.records.cell import Amount, Cell, cell
from suyuan.records.look import Desk
from suyuan.records.report.words import Section
from suyuan.records.show import kept_title, may_know
from suyuan.trace.balance import Balance
from suyuan.trace.event import Lot
from suyuan.trace.genealogy import Event, Genealogy, Unit
from suyuan.trace.tables import trace_event

_MADE = ("receive", "create", "transform")
_CHUNK = 500


def bare(value: Decimal | None) -> Decimal | None:
    """A quantity without needless zeros; exact."""
    if value is None:
        return None
    found = value.normalize()
    return found if int(found.as_tuple().exponent) <= 0 else found.quantize(Decimal(1))


def _amount(value: Decimal | None, uom: str) -> Cell:
    found = bare(value)
    return None if found is None else Amount(found, uom)


def lot_facts(desk: Desk, lot: Lot, lang: str) -> list[tuple[str, Cell]]:
    """What is known of the lot itself."""
    facts: list[tuple[str, Cell]] = [
        (say("records.own_code", lang), lot.code),
        (say("records.own_material", lang), lot.title),
        (say("records.own_status", lang), say(f"trace.status_{lot.status_on(desk.env.today)}", lang)),
        (say("records.own_supplier_lot", lang), lot.supplier_lot),
        (say("records.own_produced_on", lang), lot.produced_on),
        (say("records.own_expires_on", lang), lot.expires_on),
        (say("records.own_on_hand", lang), _amount(lot.on_hand, lot.uom)),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


def balance_facts(had: Balance | None, lang: str) -> tuple[list[tuple[str, Cell]], tuple[str, bool] | None]:
    """The parts of the balance, and its sum told as it adds up."""
    if had is None:
        return [], None
    came = ("received", "made")
    went = ("used", "shipped", "on_hand", "lost", "sampled", "unexplained")
    facts = [(say(f"records.balance_{name}", lang), _amount(getattr(had, name), had.uom)) for name in (*came, *went)]
    left = sum((getattr(had, name) for name in came), Decimal(0))
    right = sum((getattr(had, name) for name in went), Decimal(0))
    told = " + ".join(f"{bare(getattr(had, name))}" for name in came)
    then = " + ".join(f"{bare(getattr(had, name))}" for name in went)
    closes = left == right and had.unexplained == 0
    words = say("records.balance_closes" if closes else "records.balance_open", lang)
    return facts, (
        f"{told} = {then} {had.uom}。{words}" if lang == "zh" else f"{told} = {then} {had.uom}. {words}",
        closes,
    )


def bearing(found: Genealogy) -> Genealogy:
    """``found`` without the packings and shipments that only tell where else an ingredient or content went."""
    levels = {u.id: u.level for u in found.units}
    verbs = {e.id: e.verb for e in found.events}
    near = {k.event for k in found.links if levels[k.unit] >= 0 or k.role not in ("child", "object")}
    kept = {id for id, verb in verbs.items() if verb not in ("pack", "ship") or id in near}
    return replace(
        found,
        events=[e for e in found.events if e.id in kept],
        links=[k for k in found.links if k.event in kept],
    )


class Lineage:
    """Tables drawn from a genealogy."""

    def __init__(self, desk: Desk, found: Genealogy, lang: str) -> None:
        self.desk, self.found, self.lang = desk, found, lang
        self.units = {u.id: u for u in found.units}
        self.events = {e.id: e for e in found.events}
        self.made_by = self._made_by()

    def say(self, key: str, **more: Any) -> str:
        """A word of the report."""
        return say(f"records.report_{key}", self.lang, **more)

    def _made_by(self) -> Mapping[str, Event]:
        """The event in which each unit came in or was made."""
        made: dict[str, Event] = {}
        for link in self.found.links:
            event = self.events[link.event]
            if link.role == "output" and event.verb in _MADE and event.voided_at is None:
                made.setdefault(link.unit, event)
        return made

    def origin(self) -> list[tuple[str, Cell]]:
        """By which document, when, from whom and where the lot itself came in or was made."""
        event = self.made_by.get(self.found.unit.id)
        if event is None:
            return []
        facts: list[tuple[str, Cell]] = [
            (self.say("document"), self.title(event)),
            (self.say("time"), when(event)),
            (self.say("source"), event.source),
            (self.say("place"), event.place),
        ]
        return [(label, value) for label, value in facts if value]

    def sources(self) -> Section:
        """Everything that went into the lot, the nearest first."""
        rows = [self._unit(u, -u.level) for u in self.found.units if u.level < 0]
        return Section(self.say("sources"), self._heads("went_in"), rows, printed=(0, 1, 2, 3, 4, 5, 7, 9, 10, 11))

    def outcomes(self) -> Section:
        """Everything that the lot went into."""
        rows = [self._unit(u, u.level) for u in self.found.units if u.level > 0]
        return Section(self.say("outcomes"), self._heads("came_in"), rows, printed=(0, 1, 2, 5, 6, 7, 8, 9, 10))

    def _heads(self, quantity: str) -> list[str]:
        own = [say(f"records.own_{k}", self.lang) for k in ("material", "code", "supplier_lot", "produced_on")]
        last = [say("records.own_expires_on", self.lang), say("records.own_status", self.lang)]
        return [self.say("level"), own[0], own[1], own[2], own[3], *last, self.say(quantity), self.say("share"),
                self.say("document"), self.say("time"), self.say("source")]  # fmt: skip

    def _unit(self, u: Unit, level: int) -> list[Cell]:
        event = self.made_by.get(u.id)
        share = None if u.share is None else f"{bare((u.share * 100).quantize(Decimal('0.001')))} %"
        uom = u.uom if u.level < 0 else self.found.unit.uom
        status = say(f"trace.status_{u.status}", self.lang)
        told: list[Cell] = [Decimal(level), u.title, u.code, u.supplier_lot, u.produced_on, u.expires_on, status]
        told += [_amount(u.amount, uom), share]
        if event is None:
            return [*told, None, None, None]
        return [*told, self.title(event), when(event), self._party(event, "source")]

    def title(self, event: Event) -> str:
        """The title of an event's record, where the reader may read its form."""
        if not event.form or not self.desk.viewer.can("read", event.form):
            return ""
        return kept_title(self.desk.catalogue, self.desk.viewer, event.form, event.record_title) or ""

    def _party(self, event: Event, side: str) -> str:
        title: str | None = getattr(event, side)
        return title or ""

    def shipments(self) -> Section:
        """Who got what: a line for each lot in each shipment, with the customer's contacts."""
        parties = self._parties()
        heads = [self.say(k) for k in ("time", "document", "customer", "contact", "phone", "address")]
        heads += [say(f"records.own_{k}", self.lang) for k in ("material", "code")] + [self.say("quantity")]
        rows: list[list[Cell]] = []
        for link in self.found.links:
            event, unit = self.events[link.event], self.units[link.unit]
            if event.verb != "ship" or event.voided_at is not None or unit.level < 0:
                continue
            contacts = parties.get(event.id, ("", "", ""))
            line: list[Cell] = [when(event), self.title(event), self._party(event, "destination"), *contacts]
            rows.append([*line, unit.title, unit.code, _amount(link.quantity, unit.uom)])
        return Section(self.say("customers"), heads, rows)

    def _parties(self) -> dict[str, tuple[Cell, ...]]:
        """Contact, phone and address of who each shipment went to, as far as the reader may know."""
        wanted = [e.id for e in self.found.events if e.verb == "ship"]
        found: dict[str, tuple[Cell, ...]] = {}
        c = trace_event.c
        for start in range(0, len(wanted), _CHUNK):
            query = select(c.uid, c.destination_form, c.destination).where(
                c.uid.in_(wanted[start : start + _CHUNK]), c.destination.is_not(None)
            )
            for row in self.desk.conn.execute(query):
                found[row.uid] = self._contacts(row.destination_form, row.destination)
        return found

    def _contacts(self, form: str, id: int) -> tuple[Cell, ...]:
        party = self.desk.at(form, id)
        if party is None or form == LOT or not may_know(self.desk, party):
            return ("", "", "")
        may, live = self.desk.viewer.readable(form), self.desk.catalogue.any(form)
        keys = ("contact", "phone", "address")
        return tuple(
            cell(self.desk, live.field(key), party[key], self.lang) if live.field(key) and may.has(key) else ""
            for key in keys
        )

    def happenings(self) -> Section:
        """Every event, a line for each lot in it, in the order they happened."""
        heads = [self.say(k) for k in ("time", "recorded", "verb", "form", "document", "place", "source")]
        heads += [self.say(k) for k in ("customer", "role")] + [say("records.own_code", self.lang)]
        heads += [say("records.own_material", self.lang), self.say("quantity"), self.say("state"), self.say("event")]
        order = {e.id: n for n, e in enumerate(self.found.events)}
        links = sorted(self.found.links, key=lambda k: order[k.event])
        rows: list[Sequence[Cell]] = []
        for link in links:
            event, unit = self.events[link.event], self.units[link.unit]
            form = self.desk.catalogue.any(event.form).form.label.show(self.lang) if event.form else ""
            state = self.say("voided") if event.voided_at is not None else ""
            line: list[Cell] = [when(event), datetime.fromisoformat(event.recorded_at)]
            line += [say(f"records.verb_{event.verb}", self.lang), form, self.title(event)]
            line += [event.place, event.source, event.destination, say(f"records.role_{link.role}", self.lang)]
            rows.append([*line, unit.code, unit.title, _amount(link.quantity, unit.uom), state, event.id])
        return Section(self.say("events"), heads, rows, printed=(0, 2, 4, 5, 8, 9, 10, 11, 12), most=200)


def when(event: Event) -> datetime:
    """The instant of an event."""
    return datetime.fromisoformat(event.time)

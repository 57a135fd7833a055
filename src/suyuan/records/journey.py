"""The steps that a lot went through, for the public: which days, and the records that tell the places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from suyuan.records.look import Desk
from suyuan.records.passport import Step
from suyuan.trace.event import Lot
from suyuan.trace.genealogy import Event, Genealogy
from suyuan.trace.graph import TraceGraph

MOST_UNITS = 500
MOST_RECORDS = 60


@dataclass(frozen=True)
class Stop:
    """One step, from its first to its last day.

    :param places: cities, empty where they are not published.
    :param records: (form, public id) of what tells the places; never shown.
    """

    label: str
    first: date
    last: date
    places: tuple[str, ...] = ()
    records: tuple[tuple[str, str], ...] = ()


def journey(desk: Desk, back: Genealogy, lot: Lot, step: Step, lang: str) -> Stop | None:
    """What of the lot's trace came from records of the step's form; ``None`` when nothing did.

    :param back: the trace back from the lot.
    """
    events = {e.id: e for e in back.events if e.form == step.form and e.verb != "ship"}
    if any(m.verb in ("ship", "pack", "move", "observe") for m in desk.catalogue.any(step.form).form.trace):
        events |= {e.id: e for e in _onward(desk, lot) if e.form == step.form}
    standing = [e for e in events.values() if e.voided_at is None]
    if not standing:
        return None
    days = sorted(_day(desk, e) for e in standing)
    records = dict.fromkeys((step.form, e.record) for e in standing if e.record is not None)
    return Stop(step.label.show(lang), days[0], days[-1], (), tuple(records)[:MOST_RECORDS])


def _onward(desk: Desk, lot: Lot) -> list[Event]:
    """Events of the lot itself and of the containers it lay in, not of what was made of it later."""
    found = TraceGraph(desk.conn).forward(lot.id, limit=MOST_UNITS)
    near = {u.id for u in found.units if u.level == 0 or u.kind == "logistic"}
    made = {k.event for k in found.links if k.unit not in near and k.role == "output"}
    of = {k.event for k in found.links if k.unit in near} - made
    return [e for e in found.events if e.id in of]


def _day(desk: Desk, event: Event) -> date:
    return desk.env.local(datetime.fromisoformat(event.time)).date()

"""Temperature and humidity of every place while a lot lay there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import select

from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.live import LiveForm
from suyuan.kernel.i18n import Label
from suyuan.records.allow import holds
from suyuan.records.look import Desk
from suyuan.records.statements import SUBMITTED
from suyuan.trace.event import VOIDED, ZERO, Lot
from suyuan.trace.tables import lot_balance, trace_event, trace_link

MOST_POINTS, MOST_STAYS = 400, 40
_e, _k = trace_event.c, trace_link.c
_NUMBERS = ("number",)
SETTLING = ("receive", "create", "transform", "move", "pack", "unpack")


class Stay(msgspec.Struct, frozen=True):
    """The lot lay in a place from ``since`` until ``until`` (``None``: it still does)."""

    form: str
    place: int
    title: str
    since: datetime
    until: datetime | None


class Climate(msgspec.Struct, frozen=True):
    """What was measured in a place during a stay.

    :param key: of the measured field; ``label`` its name.
    :param lowest: and ``highest``: limits of the place, where it has any.
    :param points: instant, value, and the record that tells it.
    """

    place: str
    since: datetime
    until: datetime | None
    key: str
    label: Label
    form: str
    lowest: Decimal | None
    highest: Decimal | None
    points: list[tuple[datetime, Decimal, str]]


def climate(desk: Desk, lot: Lot) -> list[Climate]:
    """Curves of every measured field over every stay, oldest first; none of forms the viewer may not read."""
    found: list[Climate] = []
    lain = stays(desk, lot)
    for form in desk.catalogue:
        about = form.about
        if about is None or not about.place or "." in about.place or not desk.viewer.can("read", form.key):
            continue
        live = desk.catalogue.any(form.key)
        may = desk.viewer.readable(form.key)
        measured = [k for k, f in live.plain.items() if f.field.type in _NUMBERS and may.has(k)]
        if not (may.has(about.place) and (not about.when or may.has(about.when))):
            continue
        for stay in lain:
            found += _curves(desk, live, about.place, about.when, measured, stay)
    return sorted(found, key=lambda c: (c.since, c.place, c.key))


def stays(desk: Desk, lot: Lot) -> list[Stay]:
    """Where the lot lay and when, told by its events; the last stay ends when nothing was left."""
    query = select(_e.event_time, _e.place_form, _e.place, _e.place_title, _e.verb).join(trace_link, _k.event == _e.id)
    query = query.where(_k.unit == lot.id, _k.side < VOIDED).order_by(_e.event_time, _e.id).limit(MOST_STAYS * 10)
    rows = desk.conn.execute(query).all()
    gone = desk.conn.execute(select(lot_balance.c.on_hand).where(lot_balance.c.lot == lot.id)).scalar() == ZERO
    return settled(rows, gone)


def settled(rows: Sequence[Any], gone: bool) -> list[Stay]:
    """The stays that events tell, in their order.

    :param rows: with event_time, place_form, place, place_title and verb; :param gone: nothing is left.
    """
    found: list[Stay] = []
    for row in rows:
        if row.place is None or row.verb not in SETTLING:
            continue
        last = found[-1] if found else None
        if last is not None and (last.form, last.place) == (row.place_form, row.place):
            continue
        if last is not None and last.until is None:
            found[-1] = msgspec.structs.replace(last, until=row.event_time)
        found.append(Stay(row.place_form, row.place, row.place_title or "", row.event_time, None))
    if found and gone and rows[-1].event_time > found[-1].since:
        found[-1] = msgspec.structs.replace(found[-1], until=rows[-1].event_time)
    return found[:MOST_STAYS]


def _curves(
    desk: Desk, live: LiveForm, place: str, when: str | None, measured: list[str], stay: Stay
) -> Iterator[Climate]:
    field = live.field(place)
    if field is None or FIELD_TYPES[field.type].expr_type(field).form != stay.form:
        return
    rows = list(_rows(desk, live, place, when, stay))
    lowest, highest = limits(desk, stay)
    for key in measured:
        points = [(at, value, uid) for at, values, uid in rows if (value := values.get(key)) is not None]
        found = live.field(key)
        if points and found is not None:
            temperature = is_temperature(live, key)
            yield Climate(
                stay.title, stay.since, stay.until, key, found.label, live.key,
                lowest if temperature else None, highest if temperature else None, points,
            )  # fmt: skip


def _rows(
    desk: Desk, live: LiveForm, place: str, when: str | None, stay: Stay
) -> Iterator[tuple[datetime, dict[str, Any], str]]:
    c, column, at = live.table.c, live.column(place), live.column(when) if when else None
    moment = at if at is not None else c.created_at
    until = stay.until or desk.env.now
    assert column is not None
    days = live.field(when).type == "date" if when and live.field(when) is not None else False  # type: ignore[union-attr]
    low, high = stay.since - timedelta(minutes=1), until + timedelta(minutes=1)
    between = (
        moment.between(desk.env.local(low).date(), desk.env.local(high).date()) if days else moment.between(low, high)
    )
    query = select(live.table).where(column == stay.place, c.state == SUBMITTED, between).order_by(moment)
    conditions = desk.viewer.rows(live.key)
    for row in desk.conn.execute(query.limit(MOST_POINTS)).mappings():
        linked = desk.at(live.key, row["id"])
        if linked is None or (conditions is not None and not holds(conditions, linked, desk.env)):
            continue
        told = row[moment.name]
        instant = told if isinstance(told, datetime) else desk.env.start_of(told)
        yield instant.astimezone(UTC), {k: row[f.names[0]] for k, f in live.plain.items() if f.names}, row["uid"]


def limits(desk: Desk, stay: Stay) -> tuple[Decimal | None, Decimal | None]:
    """The place's own limits: its ``lowest`` and ``highest``, as far as the viewer may see them."""
    may = desk.viewer.readable(stay.form)
    place = desk.at(stay.form, stay.place)
    if place is None or not desk.viewer.can("read", stay.form):
        return None, None
    low, high = (place.get(key) if may.has(key) else None for key in ("lowest", "highest"))
    return low if isinstance(low, Decimal) else None, high if isinstance(high, Decimal) else None


def is_temperature(live: LiveForm, key: str) -> bool:
    """Whether a field holds temperatures: by its preset, else by its key."""
    field = live.field(key)
    return field is not None and (field.preset == "temperature" or "temperature" in key)

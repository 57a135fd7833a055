"""What a record's events are now, compared with what they would be after an amendment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select

from suyuan.trace.event import Lot, Place, TraceEvent
from suyuan.trace.tables import trace_event, trace_link, trace_link_at

_PLACES = ("place", "source", "destination")


class Standing(NamedTuple):
    """One standing event.

    :param essence: everything that counts for lots; equal where nothing of that would change.
    """

    verb: str
    time: datetime
    offset: int
    essence: tuple[Any, ...]


def standing(conn: Connection, events: Sequence[int]) -> list[Standing]:
    """The events with these ids, in their order."""
    if not events:
        return []
    e, k = trace_event.c, trace_link.c
    links: dict[int, list[tuple[Any, ...]]] = {}
    a = trace_link_at.c
    query = select(k.event, k.unit, k.side, k.quantity, a.place_form, a.place).outerjoin(
        trace_link_at, and_(a.event == k.event, a.n == k.n)
    )
    for row in conn.execute(query.where(k.event.in_(events)).order_by(k.event, k.n)):
        links.setdefault(row.event, []).append((row.unit, row.side, row.quantity, (row.place_form, row.place)))
    found = []
    rows: Any = conn.execute(select(trace_event).where(e.id.in_(events)).order_by(e.id)).mappings()
    for row in rows:
        places = tuple((row[f"{name}_form"], row[name]) for name in _PLACES)
        what = (row["verb"], row["event_time"], tuple(links.get(row["id"], ())), places)
        essence = (*what, row["step"], row["status"], row["loss"])
        found.append(Standing(row["verb"], row["event_time"], row["offset_minutes"], essence))
    return found


def essence_of(event: TraceEvent) -> tuple[Any, ...]:
    """The same of a planned event, whose lots are all made."""
    links = tuple(
        (link.lot.id if isinstance(link.lot, Lot) else None, int(link.side), link.quantity, _place(link.at))
        for link in event.links
    )
    places = tuple(_place(place) for place in (event.where, event.source, event.destination))
    return (event.verb, event.time, links, places, event.step, event.status, event.loss)


def _place(place: Place | None) -> tuple[str | None, int | None]:
    return (None, None) if place is None else (place.form, place.id)

"""Part of ``suyuan verify``: lots, events, balances and captured documents against what the ledger tells of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, and_, select

from suyuan.ledger.entry import Entry
from suyuan.ledger.read import told_of
from suyuan.ledger.report import Fault
from suyuan.ledger.verify import checks
from suyuan.trace.balance import replay
from suyuan.trace.event import ROLE_OF_SIDE, VOIDED
from suyuan.trace.tables import lot, trace_document, trace_event, trace_link, trace_link_at

_e, _k, _l, _d, _a = trace_event.c, trace_link.c, lot.c, trace_document.c, trace_link_at.c
_PLACES = (("where", "place"), ("source", "source"), ("destination", "destination"))
_FACTS = ("kind", "material", "title", "supplier_lot", "produced_on", "expires_on", "stage")


@checks("trace")
def compare(conn: Connection) -> Iterable[Fault]:
    """Name every event, lot, balance and document that is not as the ledger tells."""
    lots = {row["id"]: row for row in conn.execute(select(lot)).mappings()}
    yield from _Events(conn, lots).run()
    for found in replay(conn):
        told = {"lot": found.lot, "what": found.what, "stored": found.stored, "replayed": found.replayed}
        yield Fault("trace.balance_differs", told)
    yield from _documents(conn)


class _Events:
    """One pass over the entries about records, oldest first."""

    def __init__(self, conn: Connection, lots: Mapping[int, Any]) -> None:
        self._conn = conn
        self._lots = lots
        self._new: dict[str, dict[str, Any]] = {}
        self._standing: dict[str, list[Any]] = {}
        self._seen: set[int] = set()

    def run(self) -> Iterator[Fault]:
        for entry in told_of(self._conn, "record"):
            self._note_lots(entry)
            yield from self._events(entry)
        yield from self._end()

    def _note_lots(self, entry: Entry) -> None:
        for told in entry.body.get("trace") or ():
            for link in told["links"]:
                if "new" in link:
                    self._new[link["lot"]] = dict(link["new"]) | {"uom": link.get("quantity", {}).get("uom")}
        for code, changed in (entry.body.get("lots") or {}).items():
            self._new.get(code, {}).update(changed)

    def _events(self, entry: Entry) -> Iterator[Fault]:
        record, told = entry.subject.id, entry.body.get("trace") or []
        rows: list[Any] = []
        if told:
            query = select(trace_event).where(_e.entry == entry.id, _e.raw.is_(None)).order_by(_e.id)
            rows = list(self._conn.execute(query).mappings())
            self._seen.update(row["id"] for row in rows)
        if told or entry.body["state"] == "voided":
            for row in self._standing.pop(record, []):
                if row["void_entry"] != entry.id:
                    yield _differs(row, "voided")
        if len(rows) != len(told):
            yield Fault("trace.events_differ", {"record": record, "stored": len(rows), "told": len(told)})
            return
        for row, event in zip(rows, told):
            differ = [name for name, value in self._shown(row).items() if value != _told(event, name)]
            if row["record_uid"] != record:
                differ.append("record")
            if differ:
                yield _differs(row, ", ".join(differ))
        if rows:
            self._standing[record] = rows

    def _shown(self, row: Any) -> dict[str, Any]:
        """An event as the ledger would tell it."""
        at = and_(_a.event == _k.event, _a.n == _k.n)
        query = select(_k.unit, _k.side, _k.quantity, _a.place_form, _a.place, _a.place_title).outerjoin(
            trace_link_at, at
        )
        query = query.where(_k.event == row["id"]).order_by(_k.n)
        links = [self._link(row, link) for link in self._conn.execute(query)]
        places = {name: (row[f"{column}_form"], row[column], row[f"{column}_title"]) for name, column in _PLACES}
        whole = {"verb": row["verb"], "time": row["event_time"].astimezone(UTC), "offset": row["offset_minutes"]}
        return (
            whole | places | {name: row[name] for name in ("step", "disposition", "status", "loss")} | {"links": links}
        )

    def _link(self, row: Any, link: Any) -> tuple[Any, ...]:
        unit = self._lots.get(link.unit)
        side = link.side if row["voided_at"] is None else link.side - VOIDED
        role = ROLE_OF_SIDE[side] if 0 <= side < len(ROLE_OF_SIDE) else None
        code = None if unit is None else unit["code"]
        uom = None if unit is None or link.quantity is None else unit["uom"]
        return (code, role, link.quantity, uom, (link.place_form, link.place, link.place_title))

    def _end(self) -> Iterator[Fault]:
        """What the ledger did not tell of, and the lots as they were told."""
        for rows in self._standing.values():
            for row in rows:
                if row["voided_at"] is not None and not self._amended(row):
                    yield _differs(row, "voided")
        own = select(_e.id, _e.uid, _e.record_title).where(_e.raw.is_(None))
        for row in self._conn.execute(own).mappings():
            if row["id"] not in self._seen:
                yield Fault("trace.event_unknown", {"event": row["uid"], "record": row["record_title"] or ""})
        for unit in self._lots.values():
            yield from _lot_faults(unit, self._new.pop(unit["code"], None))
        for code in self._new:
            yield Fault("trace.lot_missing", {"lot": code})

    def _amended(self, row: Any) -> bool:
        """Whether an amendment took the event back without another in its place."""
        same = select(_e.id).where(_e.entry == row["void_entry"])
        entries = (e.id for e in told_of(self._conn, "record", row["record_uid"]))
        return row["void_entry"] in entries and self._conn.execute(same).first() is None


def _told(event: Mapping[str, Any], name: str) -> Any:
    """Part of an event as the ledger tells it, made comparable."""
    if name == "time":
        return datetime.fromisoformat(event["time"]).astimezone(UTC)
    if name in ("where", "source", "destination"):
        return _told_place(event.get(name))
    if name == "links":
        return [_told_link(link) for link in event["links"]]
    return event.get(name)


def _told_link(link: Mapping[str, Any]) -> tuple[Any, ...]:
    amount, at = link.get("quantity"), _told_place(link.get("at"))
    if amount is None:
        return (link["lot"], link["role"], None, None, at)
    return (link["lot"], link["role"], Decimal(str(amount["value"])), amount["uom"], at)


def _told_place(place: Mapping[str, Any] | None) -> tuple[Any, ...]:
    return (None, None, None) if place is None else (place["form"], place["id"], place["title"])


def _differs(row: Any, fields: str) -> Fault:
    return Fault("trace.event_differs", {"event": row["uid"], "record": row["record_title"] or "", "fields": fields})


def _lot_faults(unit: Any, told: Mapping[str, Any] | None) -> Iterator[Fault]:
    if told is None:
        if not unit["foreign"]:
            yield Fault("trace.lot_unknown", {"lot": unit["code"]})
        return
    differ = [name for name in _FACTS if _plain(unit[name]) != (told.get(name) or _blank(name))]
    if unit["first_status"] != told.get("status"):
        differ.append("first_status")
    if unit["foreign"]:
        differ.append("foreign")
    if told.get("uom") not in (None, unit["uom"]):
        differ.append("uom")
    if differ:
        yield Fault("trace.lot_differs", {"lot": unit["code"], "fields": ", ".join(differ)})


def _blank(name: str) -> str | None:
    return "" if name == "title" else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _documents(conn: Connection) -> Iterator[Fault]:
    """Captured documents, kept as they were sent."""
    told = {entry.subject.id for entry in told_of(conn, "epcis_document")}
    kept = set()
    for row in conn.execute(select(_d.uid, _d.sha256, _d.text)):
        kept.add(row.sha256)
        if row.sha256 not in told or hashlib.sha256(row.text.encode()).hexdigest() != row.sha256:
            yield Fault("trace.document_differs", {"document": row.uid})
    for mark in sorted(told - kept):
        yield Fault("trace.document_missing", {"document": mark})

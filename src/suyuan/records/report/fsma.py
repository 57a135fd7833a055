"""The sortable spreadsheet of FSMA 204 (21 CFR 1.1455(b)(3)): key data elements by critical tracking event.

A transformation is one row for each input lot, with the output repeated and the event's id on every row; a shipment
or receipt is one row for each lot. A lot code of ours is the traceability lot code (TLC).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from suyuan.access.rights import require_ability, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import say
from suyuan.print.sheet import Column, Sheet
from suyuan.records.desk import desk_for
from suyuan.records.plant import plant_of
from suyuan.records.report.lineage import bare
from suyuan.records.show import kept_title
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.event import VOIDED, Lot, Side
from suyuan.trace.graph import TraceGraph
from suyuan.trace.tables import trace_event, trace_link

CTES = {"receive": "Receiving", "create": "Transformation", "transform": "Transformation", "ship": "Shipping"}
"""Critical tracking events by our verbs; what else happens to a lot is none."""
_CHUNK = 500
_e, _k = trace_event.c, trace_link.c
_HEADS: tuple[tuple[str, str], ...] = (
    ("event", "text"), ("cte", "text"), ("date", "date"), ("time", "datetime"),
    ("input_tlc", "text"), ("input_product", "text"), ("input_quantity", "number"), ("input_uom", "text"),
    ("tlc", "text"), ("product", "text"), ("quantity", "number"), ("uom", "text"),
    ("tlc_source", "text"), ("location", "text"), ("previous_source", "text"), ("recipient", "text"),
    ("supplier_lot", "text"), ("document_type", "text"), ("document", "text"), ("container", "text"),
)  # fmt: skip


def fsma_sheet(
    store: Store,
    lang: str,
    *,
    by: Actor,
    codes: Sequence[str] = (),
    span: tuple[datetime, datetime] | None = None,
) -> Sheet:
    """The events of everything traced both ways from ``codes``, or of a time.

    :param span: aware instants, the last one excluded.
    :raises Forbidden: without the ability ``trace``.
    :raises NotFound: one of ``codes`` names no lot.
    """
    seen = viewer(store, by)
    require_ability(seen, "trace")
    with store.read() as conn:
        desk = desk_for(store, conn, catalogue(store), seen, store.clock.now())
        events = _reached(conn, codes) if codes else None
        maker = _Rows(desk, plant_of(store).name.show(lang), lang)
        rows = [row for event, links in _events(conn, events, span) for row in maker.rows(event, links)]
    columns = [Column(say(f"records.fsma_{key}", lang), 0, kind) for key, kind in _HEADS]  # type: ignore[arg-type]
    return Sheet("FSMA 204", columns, rows)


def _reached(conn: Any, codes: Sequence[str]) -> list[int]:
    """Internal ids of the events of every unit back and forward of the lots."""
    units: set[int] = set()
    for code in codes:
        lot = lots.find(conn, code) if code.strip() else None
        if lot is None:
            raise NotFound("trace.unknown_lot", lot=code[:100])
        graph = TraceGraph(conn)
        units.update(graph.reach(lot.id, "back"), graph.reach(lot.id, "forward"))
    found: set[int] = set()
    keys = sorted(units)
    for start in range(0, len(keys), _CHUNK):
        query = select(_k.event).where(_k.unit.in_(keys[start : start + _CHUNK]), _k.side < VOIDED)
        found.update(conn.execute(query).scalars())
    return sorted(found)


def _events(
    conn: Any, ids: Sequence[int] | None, span: tuple[datetime, datetime] | None
) -> Iterator[tuple[Any, list[Any]]]:
    """The standing events with their links, in the order they happened."""
    wanted = select(trace_event).where(_e.verb.in_(CTES), _e.voided_at.is_(None)).order_by(_e.event_time, _e.id)
    if span is not None:
        wanted = wanted.where(_e.event_time >= span[0].astimezone(UTC), _e.event_time < span[1].astimezone(UTC))
    rows: list[Any] = []
    if ids is None:
        rows = list(conn.execute(wanted).mappings())
    else:
        for start in range(0, len(ids), _CHUNK):
            rows += conn.execute(wanted.where(_e.id.in_(ids[start : start + _CHUNK]))).mappings()
        rows.sort(key=lambda row: (row["event_time"], row["id"]))
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        links: dict[int, list[Any]] = {}
        query = select(trace_link).where(_k.event.in_([row["id"] for row in chunk]), _k.side < VOIDED).order_by(_k.n)
        for link in conn.execute(query).mappings():
            links.setdefault(link["event"], []).append(link)
        for row in chunk:
            yield row, links.get(row["id"], [])


class _Rows:
    """Rows of one event after another."""

    def __init__(self, desk: Any, plant: str, lang: str) -> None:
        self.desk, self.plant, self.lang = desk, plant, lang

    def rows(self, event: Any, links: Sequence[Any]) -> Iterable[list[Any]]:
        """The rows of one event."""
        taken = [k for k in links if k["side"] in (Side.IN_INPUT, Side.OFF_CHILD)]
        made = [k for k in links if k["side"] == Side.OUT_OUTPUT]
        if event["verb"] in ("receive", "create", "transform"):
            for k in made:
                for source in taken or [None]:
                    yield self._row(event, k, source, "")
            return
        holder = ""
        for k in links:
            unit = self._lot(k["unit"])
            if unit.kind == "logistic":
                holder = unit.code
            elif k["side"] in (Side.AT_OBJECT, Side.AT_CHILD):
                yield self._row(event, k, None, holder if k["side"] == Side.AT_CHILD else "")

    def _lot(self, id: int) -> Lot:
        found: Lot | None = self.desk.unit(id)
        assert found is not None
        return found

    def _row(self, event: Any, link: Any, source: Any, holder: str) -> list[Any]:
        lot, eaten = self._lot(link["unit"]), None if source is None else self._lot(source["unit"])
        local = event["event_time"].astimezone(timezone(timedelta(minutes=event["offset_minutes"])))
        document = self.desk.catalogue.any(event["form"]).form.label.show(self.lang) if event["form"] else "EPCIS"
        place = event["place_title"] or self.plant
        receives, ships = event["verb"] == "receive", event["verb"] == "ship"
        return [
            event["event_id"] or event["uid"],
            say(f"records.fsma_{CTES[event['verb']].lower()}", self.lang),
            local.date(),
            event["event_time"],
            None if eaten is None else eaten.code,
            None if eaten is None else eaten.title,
            None if source is None else _quantity(source["quantity"]),
            None if eaten is None else eaten.uom,
            lot.code,
            lot.title,
            _quantity(link["quantity"]),
            lot.uom,
            event["source_title"] if receives else self.plant,
            place,
            event["source_title"] if receives else None,
            event["destination_title"] if ships else (place if receives else None),
            lot.supplier_lot,
            document,
            kept_title(self.desk.catalogue, self.desk.viewer, event["form"], event["record_title"]),
            holder or None,
        ]


def _quantity(value: Decimal | None) -> Decimal | None:
    return bare(value)

"""Our own events as EPCIS events, for export."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from suyuan.kernel.units import UOMS
from suyuan.trace.delta import COUNTING
from suyuan.trace.epcis.read import Json
from suyuan.trace.epcis.to_epcis import OwnDeclaration, OwnEvent, OwnUnit, lot_uri, own_context, place_uri, to_epcis
from suyuan.trace.event import VOIDED
from suyuan.trace.tables import lot, lot_identifier, trace_event, trace_link

HOST = "plant.invalid"
"""Domain of the identifiers of a plant that has none of its own (RFC 2606)."""

_k, _l = trace_link.c, lot.c


class OwnEvents:
    """Tells events of our own records in EPCIS.

    :param conn: one snapshot for all of them.
    :param host: domain name of the plant.
    """

    def __init__(self, conn: Connection, host: str = HOST) -> None:
        self.conn = conn
        self.host = host
        self._names = {row.lot: row.value for row in conn.execute(select(lot_identifier.c.lot, lot_identifier.c.value))}

    def tell(self, key: int) -> tuple[dict[str, Json], list[Json]]:
        """The event with internal id ``key`` and the JSON-LD context it needs."""
        event = self._event(self.conn.execute(select(trace_event).where(trace_event.c.id == key)).one())
        return to_epcis(event), own_context([event])

    def _event(self, row: Row[Any]) -> OwnEvent:
        units = self._units(row.id, counted=row.verb == "observe" and row.step in COUNTING)
        sign, minutes = ("-" if row.offset_minutes < 0 else "+"), abs(row.offset_minutes)
        where = place_uri(row.place_title, self.host) if row.place_title else None
        parents = units.get("parent", ())
        return OwnEvent(
            id=row.uid,
            verb=row.verb,
            event_time=row.event_time,
            offset=f"{sign}{minutes // 60:02d}:{minutes % 60:02d}",
            inputs=units.get("input", ()),
            outputs=units.get("output", ()),
            objects=sum((units.get(role, ()) for role in ("object", "output", "input", "child")), ()),
            parent=parents[0].uri if parents else None,
            children=units.get("child", ()),
            biz_step=row.step,
            disposition=row.disposition,
            biz_location=where,
            sources=self._party(row.source_title),
            destinations=self._party(row.destination_title),
            biz_transactions=((None, f"urn:uuid:{row.record_uid}"),) if row.record_uid else (),
            record_time=row.recorded_at,
            error_declaration=OwnDeclaration(row.voided_at, None) if row.voided_at else None,
        )

    def _party(self, title: str | None) -> tuple[tuple[str, str], ...]:
        return (("owning_party", place_uri(title, self.host)),) if title else ()

    def _units(self, event: int, counted: bool) -> dict[str, tuple[OwnUnit, ...]]:
        """Units by role.

        :param counted: what was counted is told, not the difference to the book that the links keep.
        """
        query = select(_l.id, _l.code, _l.kind, _l.uom, _l.foreign, _k.role, _k.quantity, _k.side, _k.given).join(
            lot, _l.id == _k.unit
        )
        found: dict[str, tuple[OwnUnit, ...]] = {}
        for row in self.conn.execute(query.where(_k.event == event).order_by(_k.side % VOIDED, _k.n)):
            found[row.role] = (*found.get(row.role, ()), self._unit(row, counted))
        return found

    def _unit(self, row: Any, counted: bool) -> OwnUnit:
        uri = row.code if row.foreign else self._names.get(row.id) or lot_uri(row.code, self.host)
        if row.kind != "lot":
            return OwnUnit(uri, instance=True)
        uom, quantity = UOMS.get(row.uom), row.quantity
        if counted:
            quantity = Decimal(row.given.partition(" ")[0]) if row.given else None
        return OwnUnit(uri, quantity, uom.cefact if uom and uom.dimension != "count" else None)

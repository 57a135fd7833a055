"""Lines of a register that name a container, told as the lots that were in it then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from suyuan.forms.values import LOT, LotRef, Measure
from suyuan.records.look import Desk
from suyuan.records.register import RegisterContents
from suyuan.trace.event import VOIDED, Side
from suyuan.trace.tables import trace_event, trace_link

Held = Mapping[int, Sequence[tuple[int, Decimal]]]
_e, _k = trace_event.c, trace_link.c


def contents_then(conn: Connection, records: Sequence[str]) -> dict[str, Held]:
    """What each container held when a record took it along: lots with quantities, by record and container.

    :param records: public ids.
    """
    query = (
        select(_e.record_uid, _k.event, _k.side, _k.unit, _k.quantity)
        .join(trace_link, _k.event == _e.id)
        .where(_e.record_uid.in_(records), _k.side < VOIDED)
        .order_by(_k.event, _k.n)
    )
    found: dict[str, dict[int, list[tuple[int, Decimal]]]] = {}
    holder: tuple[int, int] | None = None
    for record, event, side, unit, quantity in conn.execute(query):
        if side == Side.AT_OBJECT:
            holder = (event, unit)
        elif side == Side.AT_CHILD and holder is not None and holder[0] == event and quantity is not None:
            found.setdefault(record, {}).setdefault(holder[1], []).append((unit, quantity))
    return dict(found)


def unpacked(
    desk: Desk, contents: RegisterContents, row: Mapping[str, Any] | None, held: Held
) -> list[Mapping[str, Any] | None]:
    """``row`` as the rows of what was in its container; as it is when its lot is none, or was empty."""
    lot = None if row is None else row.get(contents.lot)
    if row is None or not isinstance(lot, LotRef) or lot["kind"] != "logistic":
        return [row]
    rows: list[Mapping[str, Any] | None] = []
    for unit, quantity in held.get(lot.id, ()):
        inside = desk.at(LOT, unit)
        if inside is not None and inside["kind"] != "logistic":
            amount = Measure(_bare(quantity), str(inside["uom"]), quantity, str(inside["uom"]))
            rows.append({**row, contents.lot: inside, contents.quantity: amount})
    return rows or [row]


def _bare(value: Decimal) -> Decimal:
    """Without needless zeros."""
    found = value.normalize()
    return found if found == 0 or int(found.as_tuple().exponent) <= 0 else found.quantize(Decimal(1))

"""Write the new lots of planned events, so that the record's row can point at them."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from suyuan.codes.confusables import skeleton
from suyuan.kernel.errors import refuse
from suyuan.store.engine import Tx
from suyuan.store.quick import Quick
from suyuan.trace.event import LinkPlan, Lot, LotPlan, Place, TraceEvent
from suyuan.trace.identify import identifiers_of
from suyuan.trace.tables import lot, lot_identifier

_LOT = Quick(lot.insert().returning(lot.c.id))
_IDENTIFIER = Quick(lot_identifier.insert())


class Made(NamedTuple):
    """Planned events with their new lots written.

    :param events: the same, every lot a ``Lot``.
    :param lots: the new ones by the path of the field they stand in.
    """

    events: list[TraceEvent]
    lots: dict[str, Lot]


def make_lots(tx: Tx, events: list[TraceEvent], form: str, record: str) -> Made:
    """Write every new lot of ``events``, each with its code given (see ``with_codes``).

    :param form: key of the form, and ``record`` the public id of the record, that the lots come from.
    :raises Invalid: a code was given to another lot meanwhile.
    """
    lots: dict[str, Lot] = {}
    for event in events:
        for new in event.new_lots:
            if new.path not in lots:
                lots[new.path] = _insert(tx, new, event.where, form, record)
    if not lots:
        return Made(events, lots)
    return Made([_resolved(event, lots) for event in events], lots)


def _insert(tx: Tx, new: LotPlan, where: Place | None, form: str, record: str) -> Lot:
    assert new.code, f"the lot at {new.path} has no code yet"
    uid = tx.store.ids.new()
    row = {
        "uid": uid,
        "code": new.code,
        "skeleton": skeleton(new.code),
        "kind": new.kind,
        "material": new.material,
        "title": new.title,
        "supplier_lot": new.supplier_lot,
        "produced_on": new.produced_on,
        "expires_on": new.expires_on,
        "status": new.status,
        "first_status": new.status,
        "uom": new.uom,
        "stage": new.stage,
        "form": form,
        "record": record,
        "place_form": where.form if where else None,
        "place": where.id if where else None,
        "place_title": where.title if where else None,
        "foreign": False,
        "created_at": tx.now,
    }
    key = _unless_taken(tx, new, row)
    if names := identifiers_of(new):
        _IDENTIFIER.many(tx.conn, [{"value": value, "lot": key, "scheme": scheme} for scheme, value in names])
    return Lot(
        key,
        uid,
        new.code,
        new.kind,
        new.status,
        new.uom,
        new.material,
        new.title,
        new.supplier_lot,
        new.produced_on,
        new.expires_on,
        new.stage,
        fresh=True,
    )


def _unless_taken(tx: Tx, new: LotPlan, row: dict[str, Any]) -> int:
    try:
        key = _LOT.first(tx.conn, row)
    except IntegrityError as error:
        raise refuse(new.path, "trace.lot_exists", lot=new.code) from error
    assert key is not None
    return int(key[0])


def _resolved(event: TraceEvent, lots: dict[str, Lot]) -> TraceEvent:
    links = tuple(_with_lot(link, lots) for link in event.links)
    return replace(event, links=links)


def _with_lot(link: LinkPlan, lots: dict[str, Lot]) -> LinkPlan:
    if isinstance(link.lot, Lot):
        return link
    return replace(link, lot=lots[link.lot.path])

"""EPCIS documents made to break the capture: refused in words, leaving nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from suyuan.kernel.errors import Invalid, Malformed
from suyuan.ledger.tables import ledger_entry
from suyuan.records import capture
from suyuan.trace.balance import replay
from suyuan.trace.tables import lot_balance
from tests.records.plant import Plant

EVENT = {
    "type": "ObjectEvent",
    "eventTime": "2026-01-01T00:00:00Z",
    "eventTimeZoneOffset": "+00:00",
    "action": "ADD",
    "epcList": ["urn:epc:id:sgtin:0614141.107346.2017"],
}
LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'


def document(*events: Any) -> bytes:
    context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]
    head = {"@context": context, "type": "EPCISDocument", "schemaVersion": "2.0"}
    return json.dumps(head | {"creationDate": "2026-01-01T00:00:00Z", "epcisBody": {"eventList": events}}).encode()


def weighing(quantity: float, number: int = 1) -> dict[str, Any]:
    what = {"epcClass": "urn:epc:class:lgtin:0614141.107346.L1", "quantity": quantity, "uom": "KGM"}
    id = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
    return EVENT | {"eventID": id, "quantityList": [what]}


def entries(plant: Plant) -> int:
    with plant.store.read() as conn:
        return conn.execute(select(func.count()).select_from(ledger_entry)).scalar_one()


HOSTILE = [
    document(EVENT | {"eventTime": "9999-12-31T23:59:59-14:00"}),
    document(EVENT | {"eventTime": "0001-01-01T00:00:00+14:00"}),
    document(weighing(1e308)),
    document(weighing(1e12)),
    document(weighing(-1)),
    document(EVENT | {"type": {}}),
    document(EVENT | {"epcList": [1, None, {}]}),
    LAUGHS.encode(),
    LAUGHS.encode("utf-16"),
    b"<a>" * 100_000 + b"</a>" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a": NaN}',
    b'{"a": 1, "a": 2}',
    b"",
]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_hostile_document_is_refused_and_leaves_nothing(plant: Plant) -> None:
    for raw in HOSTILE:
        before = entries(plant)
        with pytest.raises((Invalid, Malformed)):
            capture(plant.store, raw, by=plant.boss)
        assert entries(plant) == before


def test_quantities_that_add_up_beyond_what_a_balance_holds_are_refused(plant: Plant) -> None:
    capture(plant.store, document(weighing(9e11, 1)), by=plant.boss)
    before = entries(plant)
    with pytest.raises(Invalid) as refused:
        capture(plant.store, document(weighing(9e11, 2)), by=plant.boss)
    assert [m.code for m in refused.value.mistakes] == ["trace.quantity_too_large"]
    assert entries(plant) == before
    with plant.store.read() as conn:
        assert replay(conn) == []
        assert conn.execute(select(func.max(lot_balance.c.on_hand))).scalar_one() == Decimal(9 * 10**11)

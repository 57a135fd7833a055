"""Taking back and correcting: nothing is erased, and what was used later cannot be undone behind its back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from suyuan.trace.tables import trace_event
from tests.trace.plant import Plant, new, pallet


@pytest.fixture
def plant(store: Store) -> Plant:
    return Plant(store)


def consistent(plant: Plant) -> bool:
    with plant.store.read() as conn:
        return replay(conn) == []


def test_a_voided_feeding_gives_its_inputs_back(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    feeding = plant.transform([("R-1", "6")], [(new("B-1", 3), "6")])
    plant.void(feeding, "重复录入 entered twice")
    assert plant.balance("R-1").on_hand == 10
    assert (plant.balance("B-1").made, plant.balance("B-1").on_hand) == (0, 0)
    with plant.store.read() as conn:
        row = conn.execute(select(trace_event).where(trace_event.c.record_uid == feeding)).one()
    assert row.void_reason == "重复录入 entered twice", "the event itself stays"
    assert consistent(plant)


def test_what_was_used_later_cannot_be_taken_back_and_the_later_record_is_named(plant: Plant) -> None:
    receipt = plant.receive((new("R-1"), "10"))
    feeding = plant.transform([("R-1", "6")], [(new("B-1", 3), "6")])
    with pytest.raises(Invalid) as caught:
        plant.void(receipt)
    mistake = caught.value.mistakes[0]
    assert (mistake.code, mistake.params["lot"], mistake.params["events"]) == ("trace.used_later", "R-1", feeding)
    plant.void(feeding)
    plant.void(receipt)
    assert plant.balance("R-1").received == 0
    assert consistent(plant)


def test_an_amended_quantity_moves_the_balance_by_the_difference(plant: Plant) -> None:
    receipt = plant.receive((new("R-1"), "100"))
    feeding = plant.transform([("R-1", "60")], [(new("B-1", 3), "60")])
    plant.amend(receipt, outputs=[("R-1", "90")])
    assert (plant.balance("R-1").received, plant.balance("R-1").on_hand) == (90, 30)
    plant.amend(feeding, inputs=[("R-1", "90")], outputs=[("B-1", "88")])
    assert (plant.balance("R-1").on_hand, plant.balance("B-1").made) == (0, 88)
    with pytest.raises(Invalid) as caught:
        plant.amend(receipt, outputs=[("R-1", "89")])
    assert caught.value.mistakes[0].code == "trace.used_later"
    with pytest.raises(Invalid, match="too_little"):
        plant.amend(feeding, inputs=[("R-1", "91")], outputs=[("B-1", "88")])
    with plant.store.read() as conn:
        events = conn.execute(select(trace_event).where(trace_event.c.record_uid == receipt)).all()
    assert [(e.voided_by, e.corrects) for e in events] == [(events[1].id, None), (None, events[0].id)]
    assert consistent(plant)


def test_a_held_lot_may_be_corrected_where_it_was_used_already(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    feeding = plant.transform([("R-1", "6")], [(new("B-1", 3), "6")])
    plant.set_status("R-1", "held")
    plant.amend(feeding, inputs=[("R-1", "5")], outputs=[("B-1", "5")])
    assert plant.balance("R-1").used == 5


def test_voiding_a_decision_brings_the_earlier_status_back(plant: Plant) -> None:
    plant.receive((new("P-1", 2), "10"))
    first = plant.set_status("P-1", "held")
    second = plant.set_status("P-1", "released")
    plant.void(second)
    assert plant.lot("P-1").status == "held"
    plant.void(first)
    assert plant.lot("P-1").status == "quarantine"
    assert consistent(plant)


def test_voiding_packing_and_unpacking_restores_the_contents(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"))
    packing = plant.pack(pallet("PL-1"), ("B-1", "60"))
    unpacking = plant.unpack("PL-1", ("B-1", "20"))
    with pytest.raises(Invalid, match="contents_changed"):
        plant.void(packing)
    plant.void(unpacking)
    assert (plant.inside("PL-1"), plant.balance("B-1").packed) == ({"B-1": Decimal(60)}, 60)
    plant.void(packing)
    assert (plant.inside("PL-1"), plant.balance("B-1").packed) == ({}, 0)
    assert consistent(plant)


def test_voiding_a_packing_that_was_shipped_is_refused(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"))
    packing = plant.pack(pallet("PL-1"), ("B-1", "60"))
    shipment = plant.ship("PL-1")
    with pytest.raises(Invalid, match="used_later") as caught:
        plant.void(packing)
    assert {m.params["events"] for m in caught.value.mistakes} == {shipment}
    plant.void(shipment)
    assert plant.balance("B-1").on_hand == 100
    assert plant.balance("B-1").packed == 60
    assert consistent(plant)

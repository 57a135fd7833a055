"""What the nine verbs do to lots, from the plant's side."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from tests.trace.plant import Plant, at, codes, link, new, pallet, place


@pytest.fixture
def plant(store: Store) -> Plant:
    return Plant(store)


def refusals(error: Invalid) -> list[tuple[str, str]]:
    return [(mistake.path, mistake.code) for mistake in error.mistakes]


def test_a_receipt_makes_a_lot_with_all_that_is_known_of_it(plant: Plant) -> None:
    plant.receive(
        (new("R-17", 1, supplier_lot="S-9", produced_on=date(2026, 11, 1)), "4 bag"),
        at=at(date(2026, 11, 20)),
        place=place("W2"),
        source=place("冀北面粉厂", 7, "supplier"),
    )
    lot = plant.lot("R-17")
    assert (lot.title, lot.uom, lot.status, lot.supplier_lot) == ("小麦粉 Flour", "kg", "released", "S-9")
    assert lot.on_hand == 100, "four bags of 25 kg"
    assert plant.lot("S-9").code == "R-17", "a supplier's lot finds it too"
    event = plant.back("R-17").events[0]
    assert (event.source, event.place, event.offset) == ("冀北面粉厂", "W2", 480)


def test_a_material_that_needs_inspection_waits_in_quarantine_until_it_is_released(plant: Plant) -> None:
    plant.receive((new("P-1", 2), "50"))
    with pytest.raises(Invalid) as caught:
        plant.transform([("P-1", "10")], [(new("B-1", 3), "10")])
    assert refusals(caught.value) == [("inputs[0].lot", "trace.not_released")]
    assert caught.value.mistakes[0].params["status"].en == "in quarantine"
    plant.set_status("P-1", "released")
    plant.transform([("P-1", "10")], [(new("B-1", 3), "10")])
    assert plant.balance("P-1").used == 10


def test_the_balance_of_a_lot_explains_where_everything_went(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"))
    plant.transform([("R-1", "40.5")], [(new("B-1", 3), "40")])
    plant.ship(("R-1", "10"), destination=place("永旺", 3, "customer"))
    plant.dispose(("R-1", "2"))
    plant.dispose(("R-1", "0.5"), changes={"loss": "sampled"})
    plant.receive(("R-1", "4"))
    found = plant.balance("R-1")
    assert (found.received, found.used, found.shipped, found.lost, found.sampled, found.on_hand) == (
        Decimal(104),
        Decimal("40.5"),
        10,
        2,
        Decimal("0.5"),
        51,
    )
    assert found.unexplained == 0


def test_a_stock_count_leaves_the_difference_unexplained(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"))
    plant.observe(("R-1", "97.5"), changes={"step": "stock_taking"})
    found = plant.balance("R-1")
    assert (found.on_hand, found.unexplained) == (Decimal("97.5"), Decimal("2.5"))
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_nothing_is_over_consumed_and_every_mistake_is_told_at_once(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"), (new("R-2"), "10"), (new("P-1", 2), "5"))
    plant.set_status("R-2", "held")
    with pytest.raises(Invalid) as caught:
        plant.transform(
            [("R-1", "6"), ("R-1", "6"), ("R-2", "1"), ("P-1", "1"), ("X-9", "1"), ("R-1", "-1")],
            [(new("B-1", 3), "0")],
            at=at(date(2026, 12, 1)),
        )
    assert sorted(refusals(caught.value)) == [
        ("at", "trace.in_future"),
        ("inputs[1].lot", "trace.lot_twice"),
        ("inputs[2].lot", "trace.not_released"),
        ("inputs[3].lot", "trace.not_released"),
        ("inputs[4].lot", "trace.unknown_lot"),
        ("inputs[5].lot", "trace.lot_twice"),
        ("outputs[0].quantity", "trace.quantity_not_positive"),
    ]
    with pytest.raises(Invalid, match="too_little"):
        plant.ship(("R-1", "10.000001"))
    assert plant.balance("R-1").on_hand == 10


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        ("0.0000001", "trace.quantity_too_precise"),
        ("1000000000000", "trace.quantity_too_large"),
        ("0", "trace.quantity_not_positive"),
        ("-1", "trace.quantity_not_positive"),
        ("1 L", "kernel.no_conversion"),
        ("1 stone", "kernel.unknown_unit"),
        (None, "trace.quantity_needed"),
    ],
)
def test_a_quantity_that_cannot_be_is_refused(plant: Plant, quantity: str | None, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        plant.receive((new("R-1"), quantity))
    assert refusals(caught.value) == [("outputs[0].quantity", code)]


def test_an_expired_lot_is_refused_from_the_day_after_its_last(plant: Plant, clock: SetClock) -> None:
    plant.receive((new("R-1", expires_on=date(2026, 11, 23)), "10"))
    clock.move(timedelta(days=1))
    plant.ship(("R-1", "1"))
    clock.move(timedelta(days=1))
    with pytest.raises(Invalid) as caught:
        plant.ship(("R-1", "1"))
    assert refusals(caught.value) == [("objects[0].lot", "trace.expired")]
    plant.dispose(("R-1", "9"))


def test_a_held_lot_may_be_moved_looked_at_and_thrown_away_but_not_used(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    plant.set_status("R-1", "held")
    for refused in (lambda: plant.ship(("R-1", "1")), lambda: plant.pack(pallet("PL-1"), ("R-1", "1"))):
        with pytest.raises(Invalid, match="not_released"):
            refused()
    plant.move("R-1", place=place("W9", 9))
    plant.observe("R-1")
    plant.ship(("R-1", "4"), changes={"step": "returning"})
    plant.dispose(("R-1", "6"))
    assert plant.balance("R-1").on_hand == 0


def test_a_lot_code_is_given_once_and_never_looks_like_another(plant: Plant) -> None:
    plant.receive((new("RM-1001"), "10"))
    for code, why in (
        ("RM-1001", "lot_exists"),
        ("RM-I00I", "confusable"),
        ("RM\u202e1", "codes."),
        ("RM 2", "codes."),
    ):
        with pytest.raises(Invalid, match=why) as caught:
            plant.receive((new(code), "10"))
        assert caught.value.mistakes[0].path == "outputs[0].lot"


def test_days_of_a_lot_made_here_follow_from_its_material(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    plant.transform([("R-1", "5")], [(new("B-1", 3), "5")], at=at(date(2026, 11, 21)))
    lot = plant.lot("B-1")
    assert (lot.produced_on, lot.expires_on) == (date(2026, 11, 21), date(2027, 11, 21))
    with pytest.raises(Invalid, match="produced_in_future"):
        plant.receive((new("R-2", produced_on=date(2026, 11, 24)), "1"))


def test_a_lot_with_a_gtin_is_found_by_every_way_gs1_writes_it(plant: Plant) -> None:
    plant.create((new("L7", 3), "5"))
    for name in (
        "L7",
        "(01)06901234500011(10)L7",
        "https://id.gs1.org/01/06901234500011/10/L7",
        "https://example.com/x/01/06901234500011/10/L7?linkType=all",
    ):
        assert plant.lot(name).code == "L7", name


def test_packing_keeps_the_amount_on_hand_but_no_longer_free(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"))
    plant.pack(pallet("PL-1"), ("B-1", "60"))
    found = plant.balance("B-1")
    assert (found.on_hand, found.packed) == (100, 60)
    with pytest.raises(Invalid, match="too_little"):
        plant.ship(("B-1", "41"))
    plant.ship(("B-1", "40"))
    plant.unpack("PL-1", ("B-1", "20"))
    assert (plant.inside("PL-1"), plant.balance("B-1").packed) == ({"B-1": Decimal(40)}, 40)
    plant.unpack("PL-1")
    assert (plant.inside("PL-1"), plant.balance("B-1").packed) == ({}, 0)


def test_shipping_a_pallet_ships_everything_on_it_through_containers_in_containers(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"), (new("B-2", 3), "50"))
    plant.pack(pallet("CASE-A"), ("B-1", "10"), ("B-2", "5"))
    plant.pack(pallet("CASE-B"), ("B-1", "20"))
    plant.pack(pallet("PAL-1"), "CASE-A", "CASE-B", ("B-2", "7"))
    plant.ship("PAL-1", destination=place("物美", 2, "customer"))
    assert plant.balance("B-1").shipped == 30
    assert plant.balance("B-2").shipped == 12
    assert plant.balance("CASE-A").on_hand == 0
    with pytest.raises(Invalid, match="too_little"):
        plant.ship("CASE-B")
    shipped = plant.forward("B-1").events[-1]
    assert (shipped.verb, shipped.destination) == ("ship", "物美")
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_a_pallet_with_a_held_lot_inside_stays_here(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"))
    plant.pack(pallet("PL-1"), ("B-1", "10"))
    plant.set_status("B-1", "held")
    with pytest.raises(Invalid) as caught:
        plant.ship("PL-1")
    assert refusals(caught.value) == [("objects[0].lot", "trace.inside_not_released")]


def test_a_pallet_that_comes_back_brings_its_contents(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"))
    plant.pack(pallet("PL-1"), ("B-1", "10"))
    plant.ship("PL-1")
    plant.receive("PL-1", source=place("物美", 2, "customer"))
    found = plant.balance("B-1")
    assert (found.shipped, found.received, found.on_hand, found.packed) == (10, 10, 100, 10)
    plant.unpack("PL-1")
    plant.ship(("B-1", "100"))


def test_feeding_a_container_feeds_what_is_inside_and_empties_it(plant: Plant) -> None:
    plant.receive((new("R-1"), "30"), (new("R-2"), "30"))
    plant.pack(pallet("TOTE"), ("R-1", "10"), ("R-2", "20"))
    plant.transform(["TOTE"], [(new("B-1", 3), "29")])
    assert plant.inside("TOTE") == {}
    assert (plant.balance("R-1").used, plant.balance("R-2").used) == (10, 20)
    assert codes(plant.back("B-1")) == {"B-1", "R-1", "R-2"}
    plant.pack("TOTE", ("R-1", "5"))
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_a_container_cannot_be_packed_into_itself_nor_in_part(plant: Plant) -> None:
    plant.create((new("B-1", 3), "10"))
    plant.pack(pallet("A"), ("B-1", "1"))
    plant.pack(pallet("B"), "A")
    for refused, why in (
        (lambda: plant.pack("A", "B"), "container_in_itself"),
        (lambda: plant.pack("B-1", "A"), "not_container"),
        (lambda: plant.pack(pallet("C"), ("A", "0.5")), "whole_only"),
        (lambda: plant.pack(pallet("C"), "A"), "too_little"),
        (lambda: plant.unpack("B", ("B-1", "1")), "not_inside"),
    ):
        with pytest.raises(Invalid, match=why):
            refused()


def test_a_mapping_that_does_not_apply_writes_no_event(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    plant.observe("R-1", verdict="fail", status="held", changes={"status": "status", "only_when": 'verdict = "pass"'})
    assert plant.lot("R-1").status == "released"


def test_quantities_may_be_expressions_over_the_row_and_the_record(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    outputs = [link("outputs.lot", "outputs.quantity * factor + quantity")]
    plant.transform([("R-1", "5")], [(new("B-1", 3), "2")], factor=Decimal("1.5"), changes={"outputs": outputs})
    assert plant.balance("B-1").made == 5


def test_unpacking_a_container_leaves_the_containers_in_it_packed(plant: Plant) -> None:
    plant.create((new("B-1", 3), "10"))
    plant.pack(pallet("CASE"), ("B-1", "1"))
    plant.pack(pallet("PAL"), "CASE", ("B-1", "2"))
    plant.unpack("PAL")
    assert plant.inside("CASE") == {"B-1": Decimal(1)}
    assert plant.inside("PAL") == {}
    assert codes(plant.back("CASE")) == {"CASE", "B-1"}
    with plant.store.read() as conn:
        assert replay(conn) == []

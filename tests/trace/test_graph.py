"""Trace back and forward, as stories of plants: splits, blends, rework, returns, pallets of pallets."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import NotFound
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from suyuan.trace.genealogy import Genealogy, Unit
from suyuan.trace.graph import TraceGraph
from tests.trace.plant import Plant, at, codes, new, pallet, place


@pytest.fixture
def plant(store: Store) -> Plant:
    return Plant(store)


def units(found: Genealogy) -> dict[str, Unit]:
    return {unit.code: unit for unit in found.units}


def amounts(found: Genealogy) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {u.code: (u.amount, u.share) for u in found.units if u.level}


def verbs(found: Genealogy) -> list[str]:
    return [event.verb for event in found.events]


def roles(found: Genealogy, code: str) -> list[tuple[str, str]]:
    unit = units(found)[code].id
    verb = {event.id: event.verb for event in found.events}
    return [(verb[link.event], link.role) for link in found.links if link.unit == unit]


def dumplings(plant: Plant) -> None:
    """Flour R-1 and pork R-2 make filling and dumplings; salt R-3 goes into both of two batches."""
    plant.receive((new("R-1"), "100"), (new("R-2"), "60"), (new("R-3"), "10"))
    plant.transform([("R-2", "36"), ("R-3", "4")], [(new("F-1"), "40")])
    plant.transform([("R-1", "27.6"), ("F-1", "12.4")], [(new("B-1", 3), "40")])
    plant.transform([("R-1", "10"), ("R-3", "6")], [(new("B-2", 3), "16")])
    plant.pack(pallet("PL-1"), ("B-1", "30"))
    plant.ship("PL-1", destination=place("永旺", 1, "customer"))
    plant.ship(("B-2", "16"), destination=place("物美", 2, "customer"))


def test_back_gives_every_ingredient_with_its_quantity_and_share(plant: Plant) -> None:
    dumplings(plant)
    found = plant.back("B-1")
    assert {u.code: u.level for u in found.units} == {"B-1": 0, "R-1": -1, "F-1": -1, "R-2": -2, "R-3": -2}
    assert amounts(found) == {
        "F-1": (Decimal("12.400"), Decimal("0.310000")),
        "R-1": (Decimal("27.600"), Decimal("0.690000")),
        "R-2": (Decimal("11.160"), Decimal("0.279000")),
        "R-3": (Decimal("1.240"), Decimal("0.031000")),
    }
    assert found.hidden == 0
    assert found.unit.code == "B-1"


def test_forward_gives_every_lot_and_customer_it_reached(plant: Plant) -> None:
    dumplings(plant)
    found = plant.forward("R-3")
    assert {u.code: u.level for u in found.units} == {"R-3": 0, "F-1": 1, "B-2": 1, "B-1": 2, "PL-1": 3}
    assert amounts(found) == {
        "F-1": (Decimal("4.000"), Decimal("0.100000")),
        "B-2": (Decimal("6.000"), Decimal("0.375000")),
        "B-1": (Decimal("1.240"), Decimal("0.031000")),
        "PL-1": (Decimal("0.930"), Decimal("0.031000")),
    }
    assert {event.destination for event in found.events if event.verb == "ship"} == {"永旺", "物美"}
    held = units(found)["PL-1"]
    assert (held.quantity, held.uom) == (30, "kg"), "a pallet counts for what was put on it"
    assert {link.quantity for link in found.links if link.unit == held.id} == {None}


def test_back_leaves_out_events_where_a_reached_lot_only_went_elsewhere(plant: Plant) -> None:
    dumplings(plant)
    found = plant.back("B-1")
    assert "B-2" not in codes(found)
    assert verbs(found) == ["receive", "transform", "transform", "pack", "ship"]
    assert roles(found, "R-3") == [("receive", "output"), ("transform", "input")]
    assert roles(found, "B-1") == [("transform", "output"), ("pack", "child"), ("ship", "child")]


def test_both_ways_is_one_answer(plant: Plant) -> None:
    dumplings(plant)
    found = plant.both("F-1")
    assert {u.code: u.level for u in found.units} == {"F-1": 0, "R-2": -1, "R-3": -1, "B-1": 1, "PL-1": 2}
    back, forward = plant.back("F-1"), plant.forward("F-1")
    assert {e.id for e in found.events} == {e.id for e in back.events} | {e.id for e in forward.events}
    assert set(found.links) == set(back.links) | set(forward.links)


def test_a_split_and_a_blend_meet_again(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"))
    plant.transform([("R-1", "100")], [(new("A"), "60"), (new("B"), "40")])
    plant.transform([("A", "30"), ("B", "40")], [(new("C", 3), "70")])
    assert amounts(plant.forward("R-1")) == {
        "A": (Decimal("60.000"), Decimal("1.000000")),
        "B": (Decimal("40.000"), Decimal("1.000000")),
        "C": (Decimal("70.000"), Decimal("1.000000")),
    }
    assert amounts(plant.back("C"))["R-1"] == (Decimal("70.000"), Decimal("1.000000"))


def test_co_products_share_the_input_by_mass_and_losses_fall_on_all(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"), (new("BOX", 4), "10"))
    plant.transform([("R-1", "50"), ("BOX", "8")], [(new("MAIN", 3), "30"), (new("BY"), "10")])
    forward = amounts(plant.forward("R-1"))
    assert forward["MAIN"] == (Decimal("37.500"), Decimal("1.000000"))
    assert forward["BY"] == (Decimal("12.500"), Decimal("1.000000"))
    assert amounts(plant.back("MAIN"))["BOX"] == (Decimal("6.000"), Decimal("0.000000"))


def test_rework_goes_in_a_circle_and_is_walked_once(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"))
    plant.transform([("R-1", "80")], [(new("B-1", 3), "80")])
    plant.transform([("B-1", "20"), ("R-1", "20")], [(new("B-2", 3), "40")])
    plant.transform([("B-2", "10")], [("B-1", "10")])
    assert codes(plant.back("B-1")) == {"B-1", "R-1", "B-2"}
    assert codes(plant.forward("B-1")) == {"B-1", "B-2"}
    forward = amounts(plant.forward("R-1"))
    assert forward["B-1"][1] == forward["B-2"][1] == Decimal("1.000000")
    back = amounts(plant.back("B-2"))
    assert back["R-1"] == (Decimal("40.000"), Decimal("1.000000")), "all of it is R-1 in the end"
    assert plant.balance("B-1").made == 90


def test_a_return_from_a_customer_goes_on_from_where_it_came(plant: Plant) -> None:
    plant.receive((new("R-1"), "50"))
    plant.transform([("R-1", "50")], [(new("B-1", 3), "50")])
    plant.ship(("B-1", "50"), destination=place("永旺", 1, "customer"))
    plant.receive(("B-1", "5"), source=place("永旺", 1, "customer"))
    plant.transform([("B-1", "5")], [(new("B-2", 3), "5")])
    assert codes(plant.forward("R-1")) == {"R-1", "B-1", "B-2"}
    assert amounts(plant.forward("R-1"))["B-1"] == (Decimal("50.000"), Decimal("1.000000"))
    found = plant.balance("B-1")
    assert (found.made, found.received, found.shipped, found.used, found.on_hand) == (50, 5, 50, 5, 0)


def test_contents_of_one_container_are_no_relatives(plant: Plant) -> None:
    plant.create((new("B-1", 3), "10"), (new("B-2", 3), "10"))
    plant.pack(pallet("PL-1"), ("B-1", "10"), ("B-2", "10"))
    plant.unpack("PL-1")
    plant.transform([("B-1", "10")], [(new("C-1", 3), "10")])
    assert codes(plant.back("C-1")) == {"C-1", "B-1"}
    assert codes(plant.forward("B-2")) == {"B-2", "PL-1"}
    assert codes(plant.back("PL-1")) == {"PL-1", "B-1", "B-2"}


def test_a_container_used_again_counts_only_for_what_was_inside(plant: Plant, clock: SetClock) -> None:
    plant.create((new("B-1", 3), "10"), (new("B-2", 3), "10"))
    for code, tote in (("B-1", pallet("TOTE")), ("B-2", "TOTE")):
        clock.move(timedelta(hours=1))
        plant.pack(tote, (code, "10"))
        clock.move(timedelta(hours=1))
        if code == "B-1":
            plant.unpack("TOTE")
    plant.pack(pallet("PL-9"), "TOTE")
    clock.move(timedelta(hours=1))
    plant.ship("PL-9", destination=place("物美", 2, "customer"))
    first, second = plant.forward("B-1"), plant.forward("B-2")
    assert codes(first) == {"B-1", "TOTE"}
    assert "ship" not in verbs(first)
    assert codes(second) == {"B-2", "TOTE", "PL-9"}
    assert "ship" in verbs(second)
    assert codes(plant.back("PL-9")) == {"PL-9", "TOTE", "B-2"}


def test_pallets_of_pallets_open_to_the_last_lot(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"))
    plant.pack(pallet("CASE-1"), ("B-1", "10"))
    plant.pack(pallet("CASE-2"), ("B-1", "20"))
    plant.pack(pallet("PAL"), "CASE-1", "CASE-2")
    plant.pack(pallet("TRUCK"), "PAL")
    assert {u.code: u.level for u in plant.back("TRUCK").units} == {
        "TRUCK": 0,
        "PAL": -1,
        "CASE-1": -2,
        "CASE-2": -2,
        "B-1": -3,
    }
    assert amounts(plant.back("TRUCK"))["B-1"] == (Decimal("30.000"), Decimal("1.000000"))
    assert amounts(plant.forward("B-1"))["TRUCK"] == (Decimal("30.000"), Decimal("1.000000"))


def test_a_back_dated_record_is_walked_like_any_other(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"), at=at(date(2026, 11, 20)))
    plant.transform([("R-1", "5")], [(new("B-1", 3), "5")], at=at(date(2026, 11, 10)))
    assert codes(plant.back("B-1")) == {"B-1", "R-1"}
    assert [e.verb for e in plant.back("B-1").events] == ["transform", "receive"], "in the order they happened"


def test_depth_and_limit_say_what_they_leave_off(plant: Plant) -> None:
    dumplings(plant)
    assert codes(plant.back("PL-1", depth=1)) == {"PL-1", "B-1"}
    assert codes(plant.back("PL-1", depth=1, as_of=plant.store.clock.now())) == {"PL-1", "B-1"}
    assert codes(plant.forward("R-3", depth=0)) == {"R-3"}
    found = plant.back("PL-1", limit=3)
    assert len(found.units) == 3
    assert found.hidden == 3
    shown = {unit.id for unit in found.units}
    assert {link.unit for link in found.links} <= shown
    assert {link.event for link in found.links} == {event.id for event in found.events}


def test_a_voided_record_is_gone_from_today_and_seen_as_known_before(plant: Plant, clock: SetClock) -> None:
    plant.receive((new("R-1"), "10"), (new("R-2"), "10"))
    feeding = plant.transform([("R-1", "5"), ("R-2", "5")], [(new("B-1", 3), "10")])
    before = clock.now()
    clock.move(timedelta(hours=1))
    plant.amend(feeding, inputs=[("R-1", "7")], outputs=[("B-1", "7")])
    between = clock.now()
    clock.move(timedelta(hours=1))
    plant.void(feeding)
    assert codes(plant.back("B-1")) == {"B-1"}
    assert codes(plant.back("B-1", as_of=between)) == {"B-1", "R-1"}
    assert amounts(plant.back("B-1", as_of=between))["R-1"][0] == 7
    assert codes(plant.back("B-1", as_of=before)) == {"B-1", "R-1", "R-2"}
    assert codes(plant.forward("R-2", as_of=before)) == {"R-2", "B-1"}
    assert codes(plant.forward("R-2", as_of=between)) == {"R-2"}
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_the_status_as_known_then_is_shown(plant: Plant, clock: SetClock) -> None:
    plant.receive((new("P-1", 2), "10"))
    plant.set_status("P-1", "released")
    before = clock.now()
    clock.move(timedelta(hours=1))
    plant.set_status("P-1", "recalled")
    assert units(plant.back("P-1"))["P-1"].status == "recalled"
    assert units(plant.back("P-1", as_of=before))["P-1"].status == "released"


def test_a_walk_from_nowhere_is_refused(plant: Plant) -> None:
    with plant.store.read() as conn, pytest.raises(NotFound):
        TraceGraph(conn).back(404)

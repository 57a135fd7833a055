"""Where the quantity of a lot lies: by place, in parts, through moves, pallets, counts, returns and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from tests.trace.plant import Plant, link, new, pallet, place

W1, W2, D1 = place("W1", 1), place("W2", 2), place("D1", 3)
COUNT = {"step": "stock_taking", "objects": [link("objects.lot", "objects.quantity", at="objects.from_")]}
FROM = {"objects": [link("objects.lot", "objects.quantity", at="objects.from_")]}


@pytest.fixture
def plant(store: Store) -> Iterator[Plant]:
    plant = Plant(store)
    yield plant
    with store.read() as conn:
        assert replay(conn) == []


def refusals(error: Invalid) -> list[tuple[str, str]]:
    return [(mistake.path, mistake.code) for mistake in error.mistakes]


def test_a_receipt_lies_where_it_was_put_and_a_part_of_it_may_be_moved(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"), place=W1)
    plant.move(("R-1", "30"), destination=W2)
    assert plant.stock("R-1") == {"W1": "70", "W2": "30"}
    plant.move("R-1", destination=D1)
    assert plant.stock("R-1") == {"D1": "100"}
    with pytest.raises(Invalid, match="too_little"):
        plant.move(("R-1", "100.5"), destination=W2)


def test_what_is_used_comes_from_the_named_place_then_from_where_it_happens_then_from_the_oldest(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"), place=W1)
    plant.move(("R-1", "40"), destination=W2)
    plant.ship({"lot": "R-1", "quantity": "5", "from_": W2}, changes=FROM)
    assert plant.stock("R-1") == {"W1": "60", "W2": "35"}
    plant.transform([("R-1", "10")], [(new("B-1", 3), "10")], place=W2)
    assert plant.stock("R-1") == {"W1": "60", "W2": "25"}
    assert plant.stock("B-1") == {"W2": "10"}
    plant.ship(("R-1", "70"))
    assert plant.stock("R-1") == {"W2": "15"}


def test_no_more_is_taken_from_a_place_than_lies_there(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"), place=W1)
    plant.move(("R-1", "40"), destination=W2)
    with pytest.raises(Invalid) as caught:
        plant.ship({"lot": "R-1", "quantity": "41", "from_": W2}, changes=FROM)
    assert refusals(caught.value) == [("objects[0].lot", "trace.too_little_here")]
    assert caught.value.mistakes[0].params["free"] == "40"
    plant.ship(
        {"lot": "R-1", "quantity": "40", "from_": W2}, {"lot": "R-1", "quantity": "60", "from_": W1}, changes=FROM
    )
    assert plant.stock("R-1") == {}


def test_each_row_may_go_to_a_place_of_its_own(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"), (new("R-2"), "10"), place=D1)
    plant.move(
        {"lot": "R-1", "to": W1}, {"lot": "R-2", "to": W2, "quantity": "4"}, changes={"destination": "objects.to"}
    )
    assert plant.stock("R-1") == {"W1": "10"}
    assert plant.stock("R-2") == {"D1": "6", "W2": "4"}


def test_what_is_on_a_pallet_goes_where_the_pallet_goes_and_stays_when_the_rest_is_moved(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"), place=W1)
    plant.pack(pallet("PL-1"), ("B-1", "40"), place=D1)
    assert plant.stock("B-1") == {"W1": "60", "D1": "0+40"}
    plant.move("PL-1", destination=W2)
    assert plant.stock("PL-1") == {"W2": "1"}
    assert plant.stock("B-1") == {"W1": "60", "W2": "0+40"}
    plant.move("B-1", destination=D1)
    assert plant.stock("B-1") == {"D1": "60", "W2": "0+40"}
    plant.unpack("PL-1", ("B-1", "10"))
    assert plant.stock("B-1") == {"D1": "60", "W2": "10+30"}
    plant.ship("PL-1")
    assert plant.stock("B-1") == {"D1": "60", "W2": "10"}
    plant.pack(pallet("PL-2"), ("B-1", "65"))
    plant.transform(["PL-2"], [(new("B-2", 3), "65")], place=D1)
    assert sum(Decimal(q) for q in plant.stock("B-1").values()) == 5


def test_a_correction_leaves_the_lot_where_it_was_taken_meanwhile(plant: Plant) -> None:
    receipt = plant.receive((new("R-1"), "100"), place=W1)
    moved = plant.move("R-1", destination=W2)
    plant.amend(receipt, outputs=[("R-1", "90")], place=W1)
    assert plant.stock("R-1") == {"W2": "90"}
    plant.amend(moved, objects=[("R-1", "20")], destination=W2)
    assert plant.stock("R-1") == {"W1": "70", "W2": "20"}
    plant.void(moved)
    assert plant.stock("R-1") == {"W1": "90"}


def test_a_voided_receipt_leaves_a_void_lot_that_nobody_can_use(plant: Plant) -> None:
    receipt = plant.receive((new("R-1"), "100"), place=W1)
    plant.void(receipt)
    assert (plant.lot("R-1").status, plant.stock("R-1")) == ("void", {})
    with pytest.raises(Invalid) as caught:
        plant.receive(("R-1", "5"))
    assert refusals(caught.value) == [("outputs[0].lot", "trace.void_lot")]


def test_a_count_by_place_posts_what_is_missing_and_what_was_found(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"), place=W1)
    plant.move(("R-1", "40"), destination=W2)
    plant.observe(
        {"lot": "R-1", "quantity": "58", "from_": W1},
        {"lot": "R-1", "quantity": "40.5", "from_": W2},
        changes=COUNT | {"loss": "lost"},
    )
    found = plant.balance("R-1")
    assert plant.stock("R-1") == {"W1": "58", "W2": "40.5"}
    assert (found.lost, found.unexplained, found.on_hand) == (Decimal("1.5"), 0, Decimal("98.5"))


def test_a_count_corrected_later_is_compared_with_the_book_of_its_own_time(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"), place=W1)
    count = plant.observe({"lot": "R-1", "quantity": "98", "from_": W1}, changes=COUNT)
    plant.ship(("R-1", "50"))
    plant.amend(count, objects=[{"lot": "R-1", "quantity": "97", "from_": W1}], changes=COUNT)
    found = plant.balance("R-1")
    assert (found.on_hand, found.unexplained) == (47, 3)


def test_goods_that_come_back_were_not_shipped_after_all_and_wait_on_hold(plant: Plant) -> None:
    plant.create((new("B-1", 3), "100"), place=W1)
    plant.ship(("B-1", "60"))
    back = plant.receive(("B-1", "10"), place=D1, changes={"step": "returning"})
    found = plant.balance("B-1")
    assert (found.made, found.received, found.shipped, found.on_hand, found.unexplained) == (100, 0, 50, 50, 0)
    assert plant.lot("B-1").status == "held"
    assert plant.stock("B-1") == {"W1": "40", "D1": "10"}
    assert plant.forward("B-1").units[0].quantity == 100, "what came back was not made again"
    with pytest.raises(Invalid) as caught:
        plant.receive(("B-1", "50.5"), changes={"step": "returning"})
    assert refusals(caught.value) == [("outputs[0].lot", "trace.returned_more")]
    plant.void(back)
    assert (plant.lot("B-1").status, plant.balance("B-1").shipped) == ("released", 60)


SPLIT = {
    "split": True,
    "inputs": [link("inputs.lot")],
    "outputs": [link("outputs.lot", "outputs.quantity", only_when='decision = "hold"')],
    "status": 'IF(decision = "hold", "held", "released")',
}


def test_the_refused_part_of_a_receipt_becomes_a_held_lot_of_its_own(plant: Plant) -> None:
    plant.receive((new("P-1", 2, supplier_lot="S-9"), "500"), place=W1)
    rows = [
        {"lot": new("P-1-A", None), "quantity": "300", "decision": "accept"},
        {"lot": new("P-1-B", None), "quantity": "200", "decision": "hold"},
    ]
    plant.transform(["P-1"], rows, changes=SPLIT, place=D1)
    part, rest = plant.lot("P-1-B"), plant.lot("P-1")
    assert (part.status, part.title, part.supplier_lot, part.on_hand) == ("held", rest.title, "S-9", 200)
    assert (rest.status, rest.on_hand) == ("quarantine", 300), "a decision on the rest is another event"
    assert plant.stock("P-1-B") == {"D1": "200"}
    assert {u.code for u in plant.back("P-1-B").units} == {"P-1", "P-1-B"}


def test_a_split_of_nothing_is_no_event_and_parts_must_add_up(plant: Plant) -> None:
    plant.receive((new("P-1", 2), "500"), (new("R-1"), "10"))
    plant.transform(["P-1"], [{"lot": new("X-1", None), "quantity": "5", "decision": "accept"}], changes=SPLIT)
    with pytest.raises(AssertionError, match="no lot X-1"):
        plant.lot("X-1")
    given = SPLIT | {"inputs": [link("inputs.lot", "inputs.quantity")]}
    row = {"lot": new("X-1", None), "quantity": "5", "decision": "hold"}
    with pytest.raises(Invalid) as caught:
        plant.transform([("P-1", "6")], [row], changes=given)
    assert refusals(caught.value) == [("inputs[0].lot", "trace.split_differs")]
    with pytest.raises(Invalid) as caught:
        plant.transform([("P-1", "3"), ("R-1", "2")], [row], changes=given)
    assert ("inputs[1].lot", "trace.split_mixed") in refusals(caught.value)


def test_each_row_may_give_its_lot_a_status_of_its_own(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"), (new("R-2"), "10"), (new("R-3"), "10"))
    decided = plant.observe(
        {"lot": "R-1", "verdict": "held"},
        {"lot": "R-2", "verdict": "rejected"},
        {"lot": "R-3", "verdict": None},
        changes={"status": "verdict"},
    )
    assert [plant.lot(code).status for code in ("R-1", "R-2", "R-3")] == ["held", "rejected", "released"]
    plant.void(decided)
    assert [plant.lot(code).status for code in ("R-1", "R-2", "R-3")] == ["released"] * 3

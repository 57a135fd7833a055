"""Choosing a lot: what can be used first, what expires first before the rest, with what one must know of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from suyuan.kernel.errors import Invalid
from suyuan.records import check, submit
from suyuan.records.options import options
from suyuan.trace.balance import replay
from tests.records.plant import Plant, mistakes, publish

TODAY = date(2026, 11, 22)
MORE = {
    "arrival": """
form: arrival
label: {zh: 到货, en: Arrival}
stage: receipt
fields:
  material: {type: link, to: material, required: true}
  expires_on: {type: date}
  place: {type: location, required: true}
  quantity: {type: quantity, of: material, required: true}
  lot: {type: lot, new: {rule: "AR-{###}", material: material, expires_on: expires_on, supplier_lot: '"S-1"'}}
trace: {verb: receive, outputs: {lot: lot, quantity: quantity}, where: place}
""",
    "picking": """
form: picking
label: {zh: 拣货, en: Picking}
fields:
  material: {type: link, to: material}
  lines:
    type: list
    fields:
      from_place: {type: location}
      lot: {type: lot, required: true, where: material = this.material OR ISBLANK(this.material), order: expires_on}
      quantity: {type: quantity, of: lot}
      why: {type: text, required_when: NOT(lot.fefo)}
trace: {verb: ship, objects: {lot: lines.lot, quantity: lines.quantity, at: lines.from_place}}
""",
    "putaway": """
form: putaway
label: {zh: 上架, en: Putaway}
fields:
  lines:
    type: list
    fields:
      lot: {type: lot, required: true}
      quantity: {type: quantity, of: lot}
      to_place: {type: location, required: true}
trace: {verb: move, objects: {lot: lines.lot, quantity: lines.quantity}, destination: lines.to_place}
""",
    "check_in": """
form: check_in
label: {zh: 来料检验, en: Incoming check}
stage: inspection
fields:
  lot: {type: lot, required: true}
  pallets:
    type: list
    fields:
      quantity: {type: quantity, of: lot, required: true}
      decision: {type: choice, required: true, options: [{key: accept, label: 接收}, {key: hold, label: 冻结}]}
      part: {type: lot, new: {rule: "{lot.code}-H{#}"}}
trace:
  - verb: transform
    split: true
    inputs: {lot: lot}
    outputs: {lot: pallets.part, quantity: pallets.quantity, only_when: decision = "hold"}
    status: '"held"'
  - {verb: observe, objects: {lot: lot}, status: '"released"'}
""",
    "stock_count": """
form: stock_count
label: {zh: 盘点, en: Stock count}
fields:
  lines:
    type: list
    fields:
      lot: {type: lot, required: true}
      place: {type: location, required: true}
      counted: {type: quantity, of: lot, required: true}
trace:
  verb: observe
  step: stock_taking
  loss: lost
  objects: {lot: lines.lot, quantity: lines.counted, at: lines.place}
""",
}


class Yard:
    """The plant with forms that keep stock."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        publish(plant.store, MORE)
        self.other = plant.write("place", name="Other").id

    def arrive(self, kg: str, days: int, material: str = "") -> str:
        plant = self.plant
        told = {"material": material or plant.flour, "place": plant.shelf, "quantity": self.kg(kg)}
        done = self.write("arrival", **told, expires_on=str(TODAY + timedelta(days=days)))
        return str(done.fields["lot"]["code"])

    def kg(self, value: str) -> dict[str, str]:
        return {"value": value, "uom": "kg"}

    def write(self, form: str, **fields: Any) -> Any:
        return submit(self.plant.store, form, fields, by=self.plant.boss)

    def offered(self, form: str, field: str, **more: Any) -> list[dict[str, Any]]:
        asked = {"values": {}, "by": self.plant.boss, **more}
        found: list[dict[str, Any]] = options(self.plant.store, form, field, **asked)["items"]
        return found

    def sound(self) -> bool:
        with self.plant.store.read() as conn:
            return replay(conn) == []


@pytest.fixture
def yard(plant: Plant) -> Yard:
    return Yard(plant)


def test_a_lot_is_told_with_what_is_free_where_it_lies_and_until_when(yard: Yard) -> None:
    code = yard.arrive("12.5", 9)
    [one] = yard.offered("picking", "lines.lot", row={})
    assert one["id"] == code
    assert one["hint"] in (
        "Flour · 可用 12.5 kg · Shelf · 2026-12-01 到期",
        "Flour · free 12.5 kg · Shelf · expires 2026-12-01",
    )
    facts = one["fields"]
    assert (facts["place"], facts["fefo"], facts["days_left"], facts["inside_status"]) == ("Shelf", True, "9", None)


def test_what_expires_first_is_offered_first_and_another_choice_asks_a_reason(yard: Yard) -> None:
    late, early = yard.arrive("10", 60), yard.arrive("10", 20)
    assert [one["id"] for one in yard.offered("picking", "lines.lot", row={})] == [early, late]
    row = {"lot": late, "quantity": yard.kg("1")}
    with pytest.raises(Invalid) as caught:
        yard.write("picking", lines=[row])
    assert mistakes(caught.value) == {"lines[0].why": "forms.required"}
    both = [row, {"lot": early, "quantity": yard.kg("1")}]
    assert check(yard.plant.store, "picking", {"lines": both}, by=yard.plant.boss).mistakes == []
    told = {one["id"]: one["fields"]["fefo"] for one in yard.offered("picking", "lines.lot", row={})}
    assert told == {early: True, late: False}
    beside = yard.offered("picking", "lines.lot", row={}, values={"lines": [{"lot": early}]})
    assert all(one["fields"]["fefo"] for one in beside), "the earlier one is chosen already"


def test_a_lot_that_is_used_up_or_of_another_material_is_not_offered(yard: Yard) -> None:
    gone, left, dough = yard.arrive("10", 9), yard.arrive("5", 9), yard.arrive("5", 9, yard.plant.dough)
    yard.write("picking", lines=[{"lot": gone, "quantity": yard.kg("10")}])
    given = {"row": {}, "values": {"material": yard.plant.flour}}
    assert [one["id"] for one in yard.offered("picking", "lines.lot", **given)] == [left]
    assert [one["id"] for one in yard.offered("picking", "lines.lot", row={})] == [left, dough], "what waits comes last"
    assert yard.offered("picking", "lines.lot", row={}, search=gone) == []
    assert [one["id"] for one in yard.offered("picking", "lines.lot", row={}, search=left)] == [left]


def test_only_what_lies_at_the_chosen_place_is_offered_and_taken(yard: Yard) -> None:
    here, there = yard.arrive("10", 9), yard.arrive("10", 9)
    yard.write("putaway", lines=[{"lot": there, "quantity": yard.kg("4"), "to_place": yard.other}])
    row = {"from_place": yard.other}
    [one] = yard.offered("picking", "lines.lot", row=row)
    assert (one["id"], one["fields"]["free"], one["fields"]["place"]) == (there, "4.000000", "Other")
    with pytest.raises(Invalid) as caught:
        yard.write("picking", lines=[{**row, "lot": there, "quantity": yard.kg("5")}])
    assert mistakes(caught.value) == {"lines[0].lot": "trace.too_little_here"}
    yard.write("picking", lines=[{**row, "lot": there, "quantity": yard.kg("4")}])
    assert here in [one["id"] for one in yard.offered("picking", "lines.lot", row={})]
    assert yard.sound()


def test_three_of_five_pallets_are_accepted_and_the_rest_is_held_under_a_lot_of_its_own(yard: Yard) -> None:
    plant = yard.plant
    code = yard.arrive("500", 90, plant.dough)
    pallets = [{"quantity": yard.kg("100"), "decision": d} for d in ("accept", "accept", "hold", "accept", "hold")]
    done = yard.write("check_in", lot=code, pallets=pallets)
    parts = [row["part"]["code"] if row["part"] else None for row in done.fields["pallets"]]
    assert parts == [None, None, f"{code}-H1", None, f"{code}-H2"]
    offered = {one["id"]: one["fields"] for one in yard.offered("putaway", "lines.lot", row={})}
    assert {name: (f["status"], f["free"]) for name, f in offered.items()} == {
        code: ("released", "300.000000"),
        f"{code}-H1": ("held", "100.000000"),
        f"{code}-H2": ("held", "100.000000"),
    }
    assert offered[f"{code}-H1"]["supplier_lot"] == "S-1"
    assert yard.sound()


def test_a_count_posts_the_difference_of_each_place(yard: Yard) -> None:
    code = yard.arrive("10", 9)
    yard.write("putaway", lines=[{"lot": code, "quantity": yard.kg("4"), "to_place": yard.other}])
    lines = [
        {"lot": code, "place": yard.plant.shelf, "counted": yard.kg("5.5")},
        {"lot": code, "place": yard.other, "counted": yard.kg("4.2")},
    ]
    yard.write("stock_count", lines=lines)
    [one] = yard.offered("picking", "lines.lot", row={})
    assert one["fields"]["free"] == "9.700000"
    assert yard.sound()

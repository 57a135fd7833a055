"""From the request to a released lot, with what is proposed and what is carried from record to record on the way."""

from __future__ import annotations

import pytest

from suyuan.records.rows import rows as rows_of
from suyuan.store.engine import Store
from tests.packs.supply import Supply, make_supply, refusal


@pytest.fixture
def plant(store: Store) -> Supply:
    """A plant with one approved mill that supplies flour."""
    return make_supply(store)


def proposed(plant: Supply, form: str, field: str, **values: object) -> list[dict[str, object]]:
    """The rows offered for a list."""
    return list(rows_of(plant.store, form, field, values=values, by=plant.people["administrator"])["rows"])


def kg(value: str) -> dict[str, str]:
    return {"value": value, "uom": "kg"}


LIMITS = [
    {
        "stage": "incoming",
        "category": "physical",
        "analyte": "水分",
        "upper": "14.5",
        "uom": "%",
        "standard": "GB/T 1355",
    },
    {"stage": "incoming", "category": "sensory", "analyte": "感官", "kind": "found"},
    {"stage": "finished", "category": "physical", "analyte": "灰分", "upper": "0.7"},
]


def test_from_the_request_to_a_released_lot_of_which_a_part_is_held(plant):
    flour, mill = plant.ids["flour"], plant.ids["mill"]
    specification = plant.write("specification", "quality_manager", material=flour, aql="2.5", limits=LIMITS)
    lines = [{"material": flour, "quantity": kg("1000")}]
    request = plant.write("purchase_request", "store", needed_on="2026-11-30", lines=lines)

    rows = proposed(plant, "purchase_order", "lines", purchase_request=request.id)
    about = {"purchase_request": request.id, "supplier": mill, "promised_on": "2026-11-25"}
    order = plant.write("purchase_order", "purchasing", **about, lines=rows)
    assert order.fields["lines"][0]["quantity"] == {"value": "1000.000", "uom": "kg"}
    assert plant.one(request).fields["status"] == "ordered"

    receipt = plant.receipt("store", purchase_order=order.id, quantity=kg("600"))
    assert plant.one(order).fields["status"] == "part"
    plant.receipt("store", purchase_order=order.id, quantity=kg("400"))
    assert plant.one(order).fields["status"] == "received"

    code = receipt.fields["lot"]["code"]
    rows = proposed(plant, "receipt_inspection", "results", lot=code, specification=specification.id)
    assert [row["analyte"] for row in rows] == ["水分", "感官"]
    rows[0]["x1"], rows[1]["finding"] = "13.2", "ok"
    parts = [
        {"pallet": f"P{n}", "quantity": kg("200"), "decision": word}
        for n, word in enumerate(["accept", "accept", "hold"])
    ]
    more = {"packages": "30", "defective": "0", "parts": parts, "part_why": "一托受潮"}
    found = plant.write("receipt_inspection", "inspector", lot=code, results=rows, **more).fields
    assert found["specification"]["id"] == specification.id
    assert (found["sample_size"], found["accept_number"], found["verdict"]) == ("5", "0", "part")
    assert found["supplier"]["id"] == mill
    assert plant.lot(code) == {"status": "released", "on_hand": "400", "sampled": "0", "used": "200"}
    assert plant.lot(found["held_lot"]["code"])["status"] == "held"


def test_more_defective_packages_than_the_plan_accepts_reject_the_lot(plant):
    plant.write("specification", "quality_manager", material=plant.ids["flour"], aql="2.5", limits=LIMITS)
    code = plant.receipt().fields["lot"]["code"]
    about = {"lot": code, "packages": "30", "results": [{"analyte": "水分", "upper": "14.5", "x1": "13"}]}
    told = refusal(lambda: plant.write("receipt_inspection", "inspector", **about))
    assert list(told) == ["defective"]
    assert plant.write("receipt_inspection", "inspector", **about, defective="1").fields["verdict"] == "fail"
    assert plant.lot(code)["status"] == "rejected"


def test_a_review_admits_the_supplier_and_purchasing_can_order_at_once(plant):
    flour = plant.ids["flour"]
    new = plant.supplier("New mill", flour, approval="pending")
    order = {"supplier": new.id, "promised_on": "2026-11-25", "lines": [{"material": flour, "quantity": kg("10")}]}
    assert "supplier" in refusal(lambda: plant.write("purchase_order", "purchasing", **order))
    audit = [{"topic": "hygiene", "points": "92"}]
    plant.write("supplier_approval", "quality_manager", supplier=new.id, decision="approved", audit=audit)
    seen = plant.one(new).fields
    assert (seen["approval"], seen["rating"], seen["grade"], seen["approved_until"]) == (
        "approved", "92.0", "A", "2027-11-22",
    )  # fmt: skip
    assert plant.write("purchase_order", "purchasing", **order)


def test_a_move_takes_part_of_a_lot_and_a_count_tells_what_was_lost(plant):
    code = plant.receipt().fields["lot"]["code"]
    line = {"lot": code, "quantity": kg("120")}
    about = {"origin": plant.ids["dry"], "destination": plant.ids["dock"], "lines": [line]}
    assert plant.write("stock_move", "store", **about)
    line = {"lot": code, "counted": kg("498"), "cause": "spill"}
    witness = plant.people["inspector"].key.removeprefix("person:")
    plant.write("stock_count", "store", place=plant.ids["dry"], lines=[line], witness=witness)
    assert plant.lot(code)["on_hand"] == "498"


def test_the_daily_control_takes_its_items_from_the_control_list(plant):
    items = [{"area": "仓库", "risk": "温度"}, {"area": "车间", "risk": "洗手"}]
    plan = plant.write("control_list", code="D1", name="日管控", frequency="daily", items=items)
    rows = proposed(plant, "daily_control", "items", control_list=plan.id)
    assert [row["risk"] for row in rows] == ["温度", "洗手"]

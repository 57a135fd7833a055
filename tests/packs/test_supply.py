"""Suppliers, orders, receipts, incoming inspection: every datum has its place, and refusals are in words.

On SQLite only, from one plant copied: what is refused is the forms' doing. The stories run on both databases.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.packs.supply import JY, SC, USCC, Supply, refusal

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)

KG_5 = {"value": "5", "uom": "kg"}


@pytest.fixture
def plant(supply: Supply) -> Supply:
    return supply


# suppliers


def test_licence_numbers_are_checked_by_their_check_characters(plant):
    told = refusal(lambda: plant.supplier("Odd", licences=[{"kind": "business", "number": USCC[:-1] + "7"}]))
    assert list(told) == ["licences[0].number"]
    assert "check" in told["licences[0].number"]


@pytest.mark.parametrize(("kind", "number"), [("production", JY), ("operation", SC), ("business", SC)])
def test_a_licence_bears_a_number_of_its_kind(plant, kind, number):
    rows = [{"kind": "business", "number": USCC}, {"kind": kind, "number": number}]
    assert list(refusal(lambda: plant.supplier("Odd", licences=rows))) == ["licences"]


def test_of_several_licences_of_a_kind_the_one_that_lasts_longest_counts(plant):
    rows = [
        {"kind": "business", "number": USCC},
        {"kind": "production", "number": SC, "valid_until": "2026-01-31"},
        {"kind": "production", "number": SC, "valid_until": "2030-01-31"},
        {"kind": "operation", "number": JY, "valid_until": "2028-06-30"},
    ]
    assert plant.supplier("Renewed", licences=rows).fields["licences_until"] == "2028-06-30"


def test_a_supplier_is_not_approved_without_a_business_licence(plant):
    assert refusal(lambda: plant.supplier("Bare", licences=[]), "zh") == {"licences": "合格供应商须有营业执照"}


def test_purchasing_proposes_suppliers_but_does_not_approve_them(plant):
    made = plant.write("supplier", "purchasing", name="New", licences=[{"kind": "business", "number": USCC}])
    assert made.fields["approval"] == "pending"
    assert "approval" in refusal(lambda: plant.write("supplier", "purchasing", name="Mine", approval="approved"))


# what is refused from a supplier, by the order and at the dock

SUPPLIERS = {
    "pending": ({"approval": "pending"}, "尚未准入", "not approved yet"),
    "suspended": ({"approval": "suspended"}, "已暂停", "suspended"),
    "run out": ({"approved_until": "2026-11-21"}, "有效期", "run out"),
    "lapsed": (
        {"licences": [{"kind": "business", "number": USCC, "valid_until": "2026-11-21"}]},
        "证照已过期",
        "has lapsed",
    ),
}


@pytest.mark.parametrize("what", SUPPLIERS)
def test_nothing_is_ordered_or_received_from_a_supplier_that_may_not_supply(plant, what):
    more, zh, en = SUPPLIERS[what]
    bad = plant.supplier("Bad", plant.ids["flour"], **more).id
    for write in (plant.order, plant.receipt):
        assert zh in refusal(lambda write=write: write(supplier=bad), "zh")["supplier"]
        if what in ("run out", "lapsed"):
            assert en in refusal(lambda write=write: write(supplier=bad))["supplier"]


@pytest.mark.parametrize("until", [None, "2026-11-21"])
def test_nothing_is_ordered_or_received_that_the_supplier_is_not_approved_for(plant, until):
    salt = plant.material("SALT")
    rows = [{"material": plant.ids["flour"]}] + ([{"material": salt, "until": until}] if until else [])
    other = plant.supplier("Other", materials=rows).id
    line = [{"material": salt, "quantity": KG_5}]
    assert "准供" in refusal(lambda: plant.order(supplier=other, lines=line), "zh")["lines"]
    assert "not approved for this material" in refusal(lambda: plant.receipt(supplier=other, material=salt))["material"]


# orders


def test_an_order_adds_up_its_lines_and_freight(plant):
    made = plant.order(freight={"value": "120"}).fields
    assert (made["goods"], made["total"]) == ("1600.00", "1720.00")
    assert made["lines"][0]["approved"] is True


def test_an_order_is_not_promised_for_before_it_was_made(plant):
    assert list(refusal(lambda: plant.order(promised_on="2026-11-01"))) == ["promised_on"]


def test_the_store_does_not_see_prices(plant):
    order = plant.order()
    seen = plant.see(order, "store")
    assert "total" not in seen
    assert "price" not in seen["lines"][0]


def test_a_receipt_for_an_order_fills_the_supplier_and_material_and_tells_how_late_it_is(plant):
    order = plant.order(ordered_on="2026-11-10", promised_on="2026-11-19")
    made = plant.receipt(purchase_order=order.id, supplier=None, material=None).fields
    assert made["supplier"]["id"] == plant.ids["mill"]
    assert made["material"]["id"] == plant.ids["flour"]
    assert (made["late_days"], made["ordered"]) == ("3", "500.000")


def test_what_is_not_on_the_order_is_refused(plant):
    order = plant.order()
    salt = plant.material("SALT")
    both = plant.supplier("Both", plant.ids["flour"], salt).id
    told = refusal(lambda: plant.receipt(purchase_order=order.id, supplier=both, material=salt), "zh")
    assert told == {"purchase_order": "订单不是这家供应商的", "material": "订单上没有这种物料"}


def test_more_than_was_ordered_is_explained(plant):
    order = plant.order()
    assert plant.receipt(purchase_order=order.id, quantity={"value": "400", "uom": "kg"})
    again = {"purchase_order": order.id, "quantity": {"value": "150", "uom": "kg"}}
    assert list(refusal(lambda: plant.receipt(**again))) == ["over_why"]
    assert plant.receipt(**again, over_why="Whole pallets").fields["received_before"] == "400.000"


# receipts


def test_a_receipt_gives_the_lot_its_trace_code_and_asks_for_five_things_only(plant):
    made = plant.receipt("store")
    assert made.fields["lot"]["code"] == "RM-261122-001"
    assert plant.lot("RM-261122-001")["status"] == "quarantine"
    assert set(refusal(lambda: plant.write("raw_receipt"))) == {
        "supplier", "material", "supplier_lot", "quantity", "location",
    }  # fmt: skip


def cold(plant: Supply, **more: object) -> dict[str, object]:
    """A delivery of pork, chilled, refused above 7 °C."""
    about = {"storage": "chilled", "arrival_highest": "4", "refused_above": "7", "certificates": ["quarantine"]}
    pork = plant.material("PORK", **about)
    paper = [{"kind": "quarantine", "number": "Q-1", "issuer": "Animal health", "result": "pass"}]
    about = {"supplier": plant.supplier("Butcher", pork).id, "material": pork, "location": plant.ids["chilled"]}
    return about | {"temperature": "3.2", "certificates": paper} | more


def test_within_its_limits_a_chilled_delivery_is_good(plant):
    assert plant.receipt(**cold(plant)).fields["condition"] == "good"


def test_too_warm_it_is_explained_and_the_lot_held(plant):
    warm = cold(plant, temperature="5.5")
    assert list(refusal(lambda: plant.receipt(**warm))) == ["deviation"]
    made = plant.receipt(**warm, deviation="Cooled at once").fields
    assert made["condition"] == "off"
    assert plant.lot(made["lot"]["code"])["status"] == "held"


def test_far_too_warm_it_is_turned_back(plant):
    told = refusal(lambda: plant.receipt(**cold(plant, temperature="9", deviation="Hot")), "zh")
    assert told == {"temperature": "到货温度高于拒收温度，请退回"}


def test_the_temperature_is_measured_where_the_material_has_a_limit(plant):
    assert list(refusal(lambda: plant.receipt(**cold(plant, temperature=None)))) == ["temperature"]


def test_without_its_quarantine_certificate_meat_is_not_received(plant):
    pork = cold(plant)
    assert "检疫" in refusal(lambda: plant.receipt(**pork | {"certificates": []}), "zh")["certificates"]
    failed = [{"kind": "quarantine", "number": "Q-1", "result": "fail"}]
    assert "failed" in refusal(lambda: plant.receipt(**pork | {"certificates": failed}))["certificates"]


def test_chilled_goods_are_not_put_into_the_dry_store(plant):
    pork = cold(plant)
    assert list(refusal(lambda: plant.receipt(**pork | {"location": plant.ids["dry"]}))) == ["location"]
    assert plant.receipt(**pork | {"location": plant.ids["dock"]})


def test_what_varies_in_weight_is_counted_and_weighed(plant):
    duck = plant.material("DUCK", catch_weight=True)
    farm = plant.supplier("Farm", duck).id
    about = {"supplier": farm, "material": duck, "quantity": {"value": "246", "uom": "kg"}}
    assert list(refusal(lambda: plant.receipt(**about))) == ["pieces"]
    made = plant.receipt(**about, pieces={"value": "120", "uom": "pcs"}).fields
    assert made["piece_weight"] == "2.050"


def test_a_tanker_tells_its_cleaning_and_previous_load(plant):
    oil = plant.material("OIL", bulk=True)
    about = {"supplier": plant.supplier("Mill 2", oil).id, "material": oil}
    assert list(refusal(lambda: plant.receipt(**about))) == ["tank_cleaning_no", "previous_load"]
    assert plant.receipt(**about, tank_cleaning_no="W-7", previous_load="Soybean oil")


def test_what_is_past_its_date_is_not_received(plant):
    told = refusal(lambda: plant.receipt(produced_on="2026-01-01"))
    assert list(told) == ["expires_on"]


# codes


@pytest.mark.parametrize("code", ["小麦粉", "A B", "X_1", "-A"])
def test_codes_follow_one_pattern(plant, code):
    assert list(refusal(lambda: plant.material(code, name="Odd"))) == ["code"]
    assert list(refusal(lambda: plant.write("crew", code=code, name="A"))) == ["code"]


# incoming inspection

PLATES = {"analyte": "菌落总数", "n": "5", "c": "2", "m": "10000", "m_max": "100000"}
MOISTURE = {"analyte": "水分", "upper": "14.5", "x1": "13.1"}


def plates(*found: int) -> dict[str, object]:
    return PLATES | {f"x{n + 1}": str(value) for n, value in enumerate(found)}


@pytest.mark.parametrize(
    ("row", "verdict", "status"),
    [
        (MOISTURE, "pass", "released"),
        (MOISTURE | {"x1": "14.6"}, "fail", "rejected"),
        ({"analyte": "感官", "kind": "found", "finding": "ok"}, "pass", "released"),
        ({"analyte": "感官", "kind": "found", "finding": "bad"}, "fail", "rejected"),
        (plates(9000, 20000, 30000, 800, 10), "pass", "released"),
        (plates(9000, 20000, 30000, 40000, 10), "fail", "rejected"),
        (plates(10, 10, 10, 10, 100001), "fail", "rejected"),
        (
            {"analyte": "沙门氏菌", "n": "5", "c": "0", "m": "0"} | {f"x{n}": "0" for n in range(1, 6)},
            "pass",
            "released",
        ),
    ],
)
def test_the_verdict_follows_from_the_samples_and_moves_the_lot(plant, row, verdict, status):
    code = plant.receipt().fields["lot"]["code"]
    made = plant.write("receipt_inspection", "inspector", lot=code, results=[row]).fields
    assert made["verdict"] == verdict
    assert plant.lot(code)["status"] == status


def test_a_missing_result_is_asked_for(plant):
    code = plant.receipt().fields["lot"]["code"]
    told = refusal(lambda: plant.write("receipt_inspection", "inspector", lot=code, results=[plates(1, 2, 3)]), "zh")
    assert told == {"results": "还有项目没有结果"}


def test_the_sample_leaves_the_stock(plant):
    code = plant.receipt().fields["lot"]["code"]
    plant.write("receipt_inspection", "inspector", lot=code, results=[MOISTURE], sample={"value": "0.5", "uom": "kg"})
    assert plant.lot(code) == {"status": "released", "on_hand": "499.5", "sampled": "0.5", "used": "0"}


def pallets(accepted: int, held: int) -> list[dict[str, object]]:
    """Pallets of 100 kg."""
    decisions = ["accept"] * accepted + ["hold"] * held
    kg = {"value": "100", "uom": "kg"}
    return [{"pallet": f"P{n + 1}", "quantity": kg, "decision": word} for n, word in enumerate(decisions)]


def test_of_five_pallets_three_are_released_and_two_go_on_as_a_held_lot(plant):
    code = plant.receipt().fields["lot"]["code"]
    fields = {"lot": code, "results": [MOISTURE], "parts": pallets(3, 2), "part_why": "Two pallets wet"}
    made = plant.write("receipt_inspection", "inspector", **fields)
    held = made.fields["held_lot"]["code"]
    assert made.fields["verdict"] == "part"
    assert plant.lot(code) == {"status": "released", "on_hand": "300", "sampled": "0", "used": "200"}
    assert plant.lot(held) == {"status": "held", "on_hand": "200", "sampled": "0", "used": "0"}
    assert plant.amend(made, note="Photos follow").fields["verdict"] == "part"


def test_the_pallets_and_the_sample_are_the_whole_lot(plant):
    code = plant.receipt().fields["lot"]["code"]
    fields = {"lot": code, "results": [MOISTURE], "parts": pallets(3, 1), "part_why": "Wet"}
    assert list(refusal(lambda: plant.write("receipt_inspection", "inspector", **fields))) == ["parts"]


def test_with_every_pallet_good_no_second_lot_is_made(plant):
    code = plant.receipt().fields["lot"]["code"]
    made = plant.write("receipt_inspection", "inspector", lot=code, results=[MOISTURE], parts=pallets(5, 0)).fields
    assert (made["verdict"], made["held_lot"], plant.lot(code)["on_hand"]) == ("pass", None, "500")


def test_a_rejected_lot_is_not_inspected_until_it_passes(plant):
    code = plant.receipt().fields["lot"]["code"]
    plant.write("receipt_inspection", "inspector", lot=code, results=[MOISTURE | {"x1": "15"}])
    told = refusal(lambda: plant.write("receipt_inspection", "inspector", lot=code, results=[MOISTURE]))
    assert list(told) == ["lot"]


# the supplier's history and rating


def test_a_rating_follows_from_audit_failures_and_delays(plant):
    order = plant.order(ordered_on="2026-11-10", promised_on="2026-11-19")
    for late in (True, False, False, False):
        code = plant.receipt(purchase_order=order.id if late else None).fields["lot"]["code"]
        wet = MOISTURE | {"x1": "15"} if late else MOISTURE
        plant.write("receipt_inspection", "inspector", lot=code, results=[wet])
    audit = [{"topic": "hygiene", "points": "80"}, {"topic": "process", "points": "90"}]
    about = {"supplier": plant.ids["mill"], "kind": "yearly", "decision": "approved", "audit": audit}
    made = plant.write("supplier_approval", "quality_manager", **about).fields
    assert {k: made[k] for k in ("receipts", "late", "inspected", "failed")} == {
        "receipts": "4", "late": "1", "inspected": "4", "failed": "1",
    }  # fmt: skip
    assert (made["audit_score"], made["quality"], made["delivery"]) == ("85.0", "75.0", "75.0")
    assert made["rating"] == "79.0"


def test_a_supplier_with_a_lapsed_licence_or_a_bad_rating_is_not_approved(plant):
    lapsed = [{"kind": "business", "number": USCC, "valid_until": "2026-11-21"}]
    old = plant.supplier("Old", licences=lapsed).id
    about = {"supplier": old, "decision": "approved", "audit": [{"topic": "hygiene", "points": "40"}]}
    told = refusal(lambda: plant.write("supplier_approval", **about), "zh")
    assert told == {"supplier": "该供应商的证照已过期，不能准入", "decision": "评分低于 60，不能判为合格"}


def test_what_was_recorded_in_good_time_can_be_corrected_after_the_supplier_is_suspended(plant):
    receipt = plant.receipt()
    mill = plant.all("supplier")[0]
    plant.amend(mill, approval="suspended")
    assert plant.amend(receipt, note="The driver's phone").fields["note"]


# specifications


@pytest.mark.parametrize(
    ("limits", "zh"),
    [
        ({"lower": "5", "upper": "4"}, "下限不能高于上限"),
        ({}, "按数值判定的项目至少要有一个限值"),
        ({"kind": "plates", "n": "5", "m": "10"}, "三级采样方案须填写 n、c、m"),
        ({"kind": "plates", "n": "3", "c": "4", "m": "10"}, "c 不能大于 n"),
        ({"kind": "plates", "n": "5", "c": "1", "m": "10", "m_max": "1"}, "M 不能小于 m"),
    ],
)
def test_a_specification_refuses_limits_that_cannot_be(plant, limits, zh):
    row = {"stage": "incoming", "analyte": "A"} | limits
    told = refusal(lambda: plant.write("specification", material=plant.ids["flour"], limits=[row]), "zh")
    assert told == {"limits": zh}

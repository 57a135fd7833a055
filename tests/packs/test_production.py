"""Production, inspection, packing and logistics of the food pack: what each form does, and what it refuses in words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from suyuan.codes.check_digits import has_mod10
from suyuan.records import one
from suyuan.records.rows import rows
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from tests.packs.factory import Factory, kg, make_factory
from tests.packs.supply import refusal


@pytest.fixture
def plant(store: Store) -> Factory:
    return make_factory(store)


# feeding


def test_three_lots_fed_at_once_are_three_transformation_rows_of_one_event(plant):
    """The shape that FSMA 204 asks for: output S101 from L101 + L201 + T801."""
    l101, l201, t801 = plant.ingredient("flour"), plant.ingredient("flour"), plant.ingredient("salt")
    s101 = plant.feed((l101, "60"), (l201, "39"), (t801, "1"), good="99").fields["batch"]["code"]
    rows = plant.links(s101)
    assert sorted(code for _, code in rows) == sorted([l101, l201, t801])
    assert len({event for event, _ in rows}) == 1


def test_good_scrap_and_reason_are_one_record_and_balances_close(plant):
    flour = plant.ingredient("flour")
    made = plant.feed((flour, "100"), good="95", scrap=kg("4"), scrap_why="spill")
    assert made.fields["yield_rate"] == "95.0"
    assert plant.lot(flour)["used"] == "100"
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_scrap_needs_its_reason(plant):
    flour = plant.ingredient("flour")
    assert "scrap_why" in refusal(lambda: plant.feed((flour, "100"), good="95", scrap=kg("4")))


def test_more_output_than_the_recipe_can_give_is_refused(plant):
    flour = plant.ingredient("flour")
    plant.feed((flour, "100"), good="105")
    assert refusal(lambda: plant.feed((flour, "100"), good="105.1"), "zh") == {
        "good": "产出超过投入按配方所能得到的上限，请核对数量"
    }


def test_a_product_goes_back_into_itself_only_as_rework(plant):
    flour, dough = plant.ingredient("flour"), plant.dough()
    told = refusal(lambda: plant.feed((flour, "90"), (dough, "10"), good="99"))
    assert "Rework" in told["inputs"]
    rows = [{"lot": flour, "fed": kg("90")}, {"lot": dough, "fed": kg("10"), "rework": True}]
    batch = plant.feed(inputs=rows, good="99").fields["batch"]["code"]
    assert dough in {code for _, code in plant.links(batch)}


def test_a_quantity_beyond_its_tolerance_needs_a_reason(plant):
    row = {"lot": plant.ingredient("flour"), "needed": kg("100"), "fed": kg("110")}
    assert list(refusal(lambda: plant.feed(inputs=[row], good="100"))) == ["inputs[0].why"]
    plant.feed(inputs=[row | {"why": "dry flour"}], good="100")


def test_rows_are_proposed_from_the_recipe_first_expired_first_and_another_choice_needs_a_reason(plant):
    late = plant.ingredient("flour", "500", expires_on="2027-05-01")
    soon = plant.ingredient("flour", "60", expires_on="2027-01-01")
    order = plant.order_of("dough").id
    told = rows(plant.store, "feeding", "inputs", by=plant.people["operator"], values={"work_order": order})
    taken = [(row.get("lot", {}).get("code"), row["needed"]["value"]) for row in told["rows"]]
    assert [(code, Decimal(need)) for code, need in taken] == [(soon, 60), (late, 39), (None, 1)]
    assert "Salt" in told["notices"][0]
    assert list(refusal(lambda: plant.feed((late, "10"), good="10"))) == ["inputs[0].why"]
    plant.feed(inputs=[{"lot": late, "fed": kg("10"), "why": "nearer to the line"}], good="10")
    plant.feed((soon, "60"), (late, "39"), good="99", work_order=order)
    now = one(plant.store, "work_order", order, by=plant.people["supervisor"]).fields
    assert (now["status"], now["made"]["value"]) == ("running", "99.000")


def test_the_last_packing_closes_the_work_order_and_shipping_the_sales_order(plant):
    order = plant.order_of("noodles")
    line = {"product": plant.ids["noodles"], "quantity": kg("20"), "price": {"value": "12.5"}}
    sold = plant.write("sales_order", "sales", customer=plant.ids["shop"], lines=[line])
    goods = plant.pack(plant.dough(), work_order=order.id, last=True).fields["lot"]["code"]
    assert plant.one(order).fields["status"] == "done"
    plant.inspect(goods)
    proposed = rows(plant.store, "picking", "lines", by=plant.people["store"], values={"sales_order": sold.id})["rows"]
    assert [row["lot"]["code"] for row in proposed] == [goods]
    picked = [{"lot": goods, "quantity": kg("20")}]
    pick = plant.write("picking", "store", sales_order=sold.id, dock=plant.ids["dock"], lines=picked)
    assert plant.one(sold).fields["status"] == "picked"
    plant.ship(goods, "20", sales_order=sold.id, picking=pick.id)
    assert plant.one(sold).fields["status"] == "shipped"


# nothing unchecked is fed, packed or shipped

STATUSES = ("quarantine", "held", "rejected", "recalled")


def test_no_door_lets_a_lot_through_that_is_not_released(plant):
    flour, dough, goods = plant.ingredient("flour"), plant.dough(), plant.released()
    pallet = plant.palletize(goods).fields["pallet"]["code"]
    doors = [
        lambda: plant.feed((flour, "1"), good="1"),
        lambda: plant.pack(dough),
        lambda: plant.palletize(goods),
        lambda: plant.ship(goods, "1"),
        lambda: plant.ship(pallet),
    ]
    for status in STATUSES:
        for code in (flour, dough, goods):
            plant.set_status(code, status)
        for door in doors:
            assert [path.rpartition(".")[2] for path in refusal(door)] == ["lot"]


def test_an_expired_lot_is_refused_too(plant, clock):
    dough, flour = plant.dough(), plant.ingredient("flour")
    clock.move(timedelta(days=4))
    assert "expired" in refusal(lambda: plant.feed((flour, "9"), (dough, "1"), good="1"))["inputs[1].lot"].lower()
    assert list(refusal(lambda: plant.pack(dough))) == ["inputs[0].lot"]


# inspection


def plates(*found: str, m: str = "1000", most: str = "10000") -> dict[str, object]:
    """Five samples for colonies: at most two above m, none above M (GB 29921)."""
    samples = {f"x{n}": value for n, value in enumerate(found, 1)}
    return {"analyte": "colonies", "kind": "plates", "n": 5, "c": 2, "m": m, "m_max": most, **samples}


def test_a_sampling_plan_allows_c_samples_above_m_and_none_above_the_limit(plant):
    for found, verdict in (
        (("10", "20", "30", "40", "50"), "pass"),
        (("1000", "1000", "1000", "1000", "1000"), "pass"),
        (("2000", "10000", "30", "40", "50"), "pass"),
        (("2000", "2000", "2000", "40", "50"), "fail"),
        (("10001", "20", "30", "40", "50"), "fail"),
    ):
        assert plant.inspect(plant.noodles(), plates(*found)).fields["verdict"] == verdict, found


def test_not_found_in_any_sample_is_a_plan_with_zeros(plant):
    none = {
        "analyte": "Salmonella",
        "kind": "plates",
        "n": 5,
        "c": 0,
        "m": "0",
        "x1": "0",
        "x2": "0",
        "x3": "0",
        "x4": "0",
    }
    assert plant.inspect(plant.noodles(), none | {"x5": "0"}).fields["verdict"] == "pass"
    assert plant.inspect(plant.noodles(), none | {"x5": "1"}).fields["verdict"] == "fail"


def test_all_samples_are_needed_before_there_is_a_verdict(plant):
    code = plant.noodles()
    assert list(refusal(lambda: plant.inspect(code, plates("10", "20", "30")))) == ["results"]


def test_one_characteristic_decides_the_lot(plant):
    for row, verdict in (
        ({"analyte": "lead", "upper": "0.2", "x1": "0.2"}, "pass"),
        ({"analyte": "lead", "upper": "0.2", "x1": "0.2001"}, "fail"),
        ({"analyte": "net weight", "lower": "495", "upper": "510", "n": 2, "x1": "500", "x2": "494"}, "fail"),
        ({"analyte": "metal", "kind": "found", "finding": "ok"}, "pass"),
        ({"analyte": "metal", "kind": "found", "finding": "bad"}, "fail"),
    ):
        code = plant.noodles()
        assert plant.inspect(code, row).fields["verdict"] == verdict, row
        assert plant.lot(code)["status"] == ("released" if verdict == "pass" else "rejected")


def test_a_retest_decides_but_not_of_microbes(plant):
    code, other = plant.noodles(), plant.noodles()
    first = plant.inspect(code, {"analyte": "lead", "upper": "0.2", "x1": "0.3"})
    assert list(refusal(lambda: plant.inspect(code))) == ["retest_of"]
    plant.inspect(code, {"analyte": "lead", "upper": "0.2", "x1": "0.1"}, retest_of=first.id)
    assert plant.lot(code)["status"] == "released"
    microbes = plant.inspect(other, plates("10001", "1", "1", "1", "1"))
    told = refusal(lambda: plant.inspect(other, retest_of=microbes.id), "zh")
    assert told == {"retest_of": "微生物项目不合格，不予复检"}


def test_samples_leave_the_stock_as_sampled(plant):
    code = plant.noodles()
    plant.inspect(code, sampled=kg("0.5"))
    about = {"quantity": kg("1"), "place": plant.ids["chilled"]}
    kept = plant.write("retained_sample", lot=code, **about)
    assert plant.lot(code)["sampled"] == "1.5"
    assert plant.lot(code)["on_hand"] == "48.5"
    assert kept.fields["until"] > "2027-02-20"


def test_a_passing_inspection_does_not_lift_a_hold(plant):
    code = plant.noodles()
    plant.set_status(code, "held")
    plant.inspect(code)
    assert plant.lot(code)["status"] == "held"


def test_an_in_process_failure_holds_the_batch_and_says_what_was_done(plant):
    dough = plant.dough()
    row = {"analyte": "pH", "lower": "5", "upper": "7", "x1": "8"}
    fields = {"lot": dough, "operation": "mixing", "results": [row]}
    assert list(refusal(lambda: plant.write("in_process_inspection", "inspector", **fields))) == ["action"]
    plant.write("in_process_inspection", "inspector", action="stopped", **fields)
    assert plant.lot(dough)["status"] == "held"


# process and CCP


def test_a_ccp_out_of_limits_holds_the_batch(plant):
    plan = plant.write(
        "ccp_plan", code="CCP1", parameter="core temperature", operation="cooking", hazard="Listeria",
        hazard_kind="biological", lower="85", every=30, correction="cook again",
    )  # fmt: skip
    good, bad = plant.dough(), plant.dough()
    about = {"plan": plan.id, "line": plant.ids["line"]}
    assert plant.write("ccp_check", "operator", batch=good, value="85", **about).fields["deviation"] is False
    assert plant.lot(good)["status"] == "released"
    assert list(refusal(lambda: plant.write("ccp_check", "operator", batch=bad, value="84.9", **about))) == ["action"]
    plant.write("ccp_check", "operator", batch=bad, value="84.9", action="held, cooked again", **about)
    assert plant.lot(bad)["status"] == "held"


def test_parameters_are_judged_by_their_limits_and_lapsed_instruments_refused(plant):
    probe = plant.write(
        "equipment", code="T1", name="Probe", kind="thermometer", needs_calibration=True, calibration_due="2026-11-21"
    )
    row = {"parameter": "temperature", "lower": "-2", "upper": "4", "actual": "3", "ccp": True}
    about = {"work_order": plant.order_of("dough").id, "batch": plant.dough(), "operation": "mixing"}
    fields = about | {"line": plant.ids["line"], "parameters": [row]}
    assert list(refusal(lambda: plant.write("process_record", equipment=probe.id, **fields))) == ["equipment"]
    assert plant.write("process_record", **fields).fields["in_limits"] is True


def test_who_has_a_valid_health_certificate_works_and_hours_are_counted(plant, clock):
    fields = {"line": plant.ids["line"], "operation": "mixing", "started_at": "2026-11-22T01:00:00Z"}
    about = {"person": plant.person("operator"), "certificate_no": "J-1", "examined_on": "2025-12-01"}
    late = {"started_at": "2026-12-02T01:00:00Z"}
    assert list(refusal(lambda: plant.write("labour_record", "operator", **fields))) == ["worker"]
    plant.write("person_health", "quality_manager", **about)
    clock.move(timedelta(days=20))
    assert list(refusal(lambda: plant.write("labour_record", "operator", **(fields | late)))) == ["worker"]
    worked = plant.write("labour_record", "operator", ended_at="2026-11-22T05:30:00Z", **fields)
    assert worked.fields["hours"] == "4.50"
    back = fields | {"ended_at": "2026-11-22T00:30:00Z"}
    assert list(refusal(lambda: plant.write("labour_record", "operator", **back))) == ["ended_at"]


def test_a_stop_for_bad_material_names_the_lot(plant):
    fields = {"line": plant.ids["line"], "cause": "material", "started_at": "2026-11-22T07:00:00Z"}
    assert list(refusal(lambda: plant.write("line_stop", "operator", **fields))) == ["blamed"]
    stop = plant.write("line_stop", blamed=plant.ingredient("flour"), ended_at="2026-11-22T07:25:00Z", **fields)
    assert stop.fields["minutes"] == "25"


# packing and putaway


def test_a_finished_lot_knows_its_dates_inputs_and_packaging(plant):
    made = plant.pack(plant.dough())
    assert made.fields["produced_on"] == "2026-11-22"
    assert made.fields["expires_on"] == "2027-02-20"
    assert (made.fields["items"], made.fields["cartons"]) == ("100", "5.0")
    assert len(plant.links(made.fields["lot"]["code"])) == 2
    assert plant.lot(made.fields["packaging"][0]["lot"]["code"])["used"] == "0.5"


def test_packing_is_refused_beyond_what_went_in_beyond_the_shelf_life_and_without_enough_codes(plant):
    dough = plant.dough()
    assert list(refusal(lambda: plant.pack(dough, good="53"))) == ["good"]
    assert list(refusal(lambda: plant.pack(dough, expires_on="2027-02-21"))) == ["expires_on"]
    short = {"from": "00001", "to": "00099"}
    assert list(refusal(lambda: plant.pack(dough, coding="item", codes=short))) == ["codes"]
    plant.pack(dough, coding="item", codes={"from": "00001", "to": "00100"})


def test_cartons_and_pallets_bear_sscc_and_go_to_their_place_as_a_whole(plant):
    goods = plant.released()
    contents = [{"lot": goods, "quantity": kg("10"), "cartons": 1}]
    carton = plant.write(
        "palletizing", line=plant.ids["line"], level="carton", contents=contents, location=plant.ids["dock"]
    )
    code = carton.fields["pallet"]["code"]
    pallet = plant.write("palletizing", line=plant.ids["line"], contents=[{"lot": code}], location=plant.ids["dock"])
    sscc = pallet.fields["pallet"]["code"]
    assert all(len(c) == 18 and has_mod10(c) for c in (code, sscc))
    row = {"lot": sscc}
    assert list(
        refusal(lambda: plant.write("fg_putaway", location=plant.ids["chilled"], items=[row], temperature="8"))
    ) == ["temperature"]
    plant.write("fg_putaway", "operator", location=plant.ids["chilled"], items=[row], temperature="2")
    assert plant.ship(sscc).fields["lines"][0]["lot"]["code"] == sscc
    assert plant.lot(goods)["on_hand"] == "40"

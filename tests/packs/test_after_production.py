"""What follows production in the food pack: nonconformities and their ends, sales, transport, complaints."""

from __future__ import annotations

import pytest

from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from tests.packs.factory import Factory, kg, make_factory
from tests.packs.supply import refusal


@pytest.fixture
def plant(store: Store) -> Factory:
    return make_factory(store)


# what is not right


def test_an_ncr_is_closed_only_when_every_lot_has_its_end_and_the_cause_is_told(plant):
    code = plant.noodles()
    fields = {"source": "finished", "severity": "major", "what": "soft", "lots": [{"lot": code}]}
    assert set(refusal(lambda: plant.write("ncr", "quality_manager", status="closed", **fields))) == {"status", "cause"}
    assert plant.write("ncr", "quality_manager", **fields).fields["capa_needed"] is True
    assert plant.lot(code)["status"] == "held"


def test_every_disposition_does_what_it_says(plant):
    released, scrapped, returned, part = plant.dough(), plant.dough(), plant.ingredient("flour", "80"), plant.dough()
    lots = [
        {"lot": released, "disposition": "rework"},
        {"lot": scrapped, "disposition": "scrap"},
        {"lot": returned, "disposition": "return"},
        {"lot": part, "disposition": "downgrade", "quantity": kg("30")},
    ]
    fields = {"source": "process", "severity": "major", "what": "soft", "lots": lots}
    assert list(refusal(lambda: plant.write("ncr", "quality_manager", **fields))) == ["supplier"]
    ncr = plant.write("ncr", "quality_manager", supplier=plant.ids["mill"], **fields)
    assert plant.lot(released)["status"] == "released"
    for code in (scrapped, returned):
        assert plant.lot(code)["on_hand"] == "0"
    assert plant.lot(part)["status"] == "held"
    assert plant.lot(part)["on_hand"] == "69"
    own = ncr.fields["lots"][3]["part"]["code"]
    assert (plant.lot(own)["status"], plant.lot(own)["on_hand"]) == ("released", "30")
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_what_is_unsafe_cannot_be_released_by_concession(plant):
    rows = [{"lot": plant.noodles(), "disposition": "release"}]
    fields = {"source": "finished", "severity": "critical", "what": "glass", "lots": rows}
    assert list(refusal(lambda: plant.write("ncr", "quality_manager", **fields))) == ["lots"]


def test_a_capa_is_verified_by_somebody_else_after_it_is_done(plant):
    ncr = plant.write("ncr", source="process", severity="minor", what="late", lots=[{"lot": plant.dough()}])
    owner = plant.person("supervisor")
    fields = {"ncr": ncr.id, "root_cause": "x", "action": "y", "owner": owner, "due": "2026-12-01"}
    capa = plant.write("capa", "quality_manager", **fields)
    assert capa.fields["status"] == "open"
    checked = {"checked_on": "2026-11-22", "checked_by": owner, "effective": True}
    assert set(refusal(lambda: plant.amend(capa, **checked))) == {"done_on", "checked_by"}
    checked |= {"done_on": "2026-11-22", "checked_by": plant.person("quality_manager")}
    assert plant.amend(capa, **checked).fields["status"] == "closed"


# sales and transport


def test_a_sales_order_adds_up_and_is_shipped_to_its_own_customer(plant):
    line = {"product": plant.ids["noodles"], "quantity": kg("20"), "price": {"value": "12.5"}}
    order = plant.write("sales_order", "sales", customer=plant.ids["shop"], lines=[line])
    assert order.fields["total"] == "250.00"
    goods = plant.released()
    wrong = {"sales_order": order.id, "customer": plant.ids["depot"]}
    assert list(refusal(lambda: plant.ship(goods, "20", **wrong))) == ["customer"]
    shipped = plant.ship(goods, "20", sales_order=order.id)
    assert shipped.fields["customer"]["title"] == "Shop"


def test_a_vehicle_that_is_dirty_or_warm_is_not_loaded(plant):
    goods = plant.released()
    assert list(refusal(lambda: plant.ship(goods, "1", vehicle_clean=False))) == ["vehicle_clean"]
    assert list(refusal(lambda: plant.ship(goods, "1", vehicle_temperature="-5"))) == ["vehicle_temperature"]


def test_an_excursion_on_the_way_is_an_alarm_that_needs_an_answer(plant):
    shipment = plant.ship(plant.released(), "20")
    times = ("2026-11-22T07:00:00Z", "2026-11-22T07:30:00Z", "2026-11-22T08:00:00Z")
    readings = [{"at": at, "temperature": t} for at, t in zip(times, ("-18.5", "-12.0", "-17.9"), strict=True)]
    fields = {"shipment": shipment.id, "logger": "TL-7", "readings": readings}
    assert list(refusal(lambda: plant.write("cold_chain_log", "store", **fields))) == ["action"]
    log = plant.write("cold_chain_log", "store", action="door opened; 4 minutes", **fields).fields
    assert (log["lowest"], log["highest"], log["readings_out"], log["excursion"]) == ("-18.5", "-12.0", "1", True)


def test_goods_are_signed_for_passed_on_complained_about_and_returned(plant):
    goods = plant.released()
    shipment = plant.ship(goods, "20", customer=plant.ids["depot"])
    row = {"lot": goods, "quantity": kg("20"), "condition": "short", "remark": "one bag"}
    receipt = plant.write("delivery_receipt", "store", shipment=shipment.id, received_by="Wang", lines=[row])
    assert receipt.fields["accepted"] is False
    passed = {
        "distributor": plant.ids["depot"],
        "shop": plant.ids["corner"],
        "lines": [{"lot": goods, "quantity": kg("5")}],
    }
    plant.write("onward_delivery", "store", **passed)
    onward = plant.events("observe")[-1]
    assert onward.destination_title == "Corner"
    plant.write("complaint", "quality_manager", lot=goods, what="hair", kind="foreign", hold=True)
    assert plant.lot(goods)["status"] == "held"
    assert list(refusal(lambda: plant.write("onward_delivery", "store", **passed))) == ["lines"]
    about = {"customer": plant.ids["depot"], "location": plant.ids["dock"], "why": "quality"}
    plant.write("customer_return", "store", lines=[{"lot": goods, "quantity": kg("15")}], **about)
    assert plant.lot(goods)["status"] == "held"
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_a_complaint_of_a_consumer_who_knows_no_lot_is_taken(plant):
    told = plant.write("complaint", "quality_manager", what="bad smell", lot_text="NOODLES 1122", contact="138")
    assert told.fields["status"] == "new"

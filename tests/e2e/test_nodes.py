"""Every node of the plant walked through its screens, and the gate that nothing unchecked passes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from tests.e2e.conftest import Visitor
from tests.e2e.filling import Form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(("lang", "size"), [("zh", "desk"), ("en", "phone")], indirect=True),
]
PLANT = timezone(timedelta(hours=8))
#: Of a finished inspection's characteristics, in the specification's order: conforms, or the value of each sample.
GOOD: list[list[str] | None] = [None, ["500"] * 5, ["3"] * 5, None, ["0.02"], ["1"], ["-20"]]


def receive(visitor: Visitor, material: str, supplier: str, kg: str, place: str) -> str:
    """A raw receipt; the code of its lot."""
    form = Form(visitor, "raw_receipt")
    form.pick("supplier", supplier)
    form.pick("material", material)
    form.text("supplier_lot", f"{material}-0712")
    form.text("quantity", kg)
    form.pick("location", place)
    return form.submit()[-1]


def order(visitor: Visitor, product: str, kg: str, line: str) -> Form:
    """A work order, just submitted: what follows can be gone on to."""
    form = Form(visitor, "work_order")
    form.pick("product", product)
    form.pick("recipe", product)
    form.text("planned", kg)
    form.pick("line", line)
    form.proposed("reserved", "lot")
    form.submit()
    return form


def pack(visitor: Visitor, kg: str, good: str) -> str:
    """A work order of pork dumplings and its packing; the code of the finished lot."""
    wanted = order(visitor, "猪肉白菜水饺 Pork dumplings 500 g", kg, "成型速冻一线")
    number = wanted.page.locator(".ff-made dd").first.inner_text()
    form = Form(visitor, "packing")
    form.pick("work_order", number)
    form.proposed("inputs", "lot")
    form.proposed("packaging", "lot")
    form.text("good", good)
    visitor.shot("packing")
    return form.submit()[-1]


def inspect(visitor: Visitor, lot: str) -> None:
    """A finished inspection in which every sample is good."""
    form = Form(visitor, "finished_inspection")
    form.pick("lot", lot)
    form.proposed("results", "analyte")
    for row, samples in enumerate(GOOD):
        if samples is None:
            form.choose(f"results[{row}].finding", "符合", "Conforms")
        for n, value in enumerate(samples or (), 1):
            form.text(f"results[{row}].x{n}", value)
    visitor.shot("inspection")
    form.submit()


def palletize(visitor: Visitor, lot: str, kg: str) -> Form:
    form = Form(visitor, "palletizing")
    form.pick("line", "成型速冻一线")
    form.add_row("contents")
    form.pick("contents[0].lot", lot)
    form.text("contents[0].quantity", kg)
    form.close_row()
    form.pick("location", "成品冷冻库")
    return form


def ship(visitor: Visitor, lot: str) -> Form:
    form = Form(visitor, "shipment")
    form.pick("customer", "物美北京")
    form.add_row("lines")
    form.pick("lines[0].lot", lot)
    form.close_row()
    return form


def test_an_order_is_placed_and_received(visitor: Visitor) -> None:
    visitor.sign_in("purchasing")
    form = Form(visitor, "purchase_order")
    form.pick("supplier", "冀北面粉厂")
    form.when("promised_on", f"{datetime.now(PLANT) + timedelta(days=2):%Y-%m-%d}")
    form.add_row("lines")
    form.pick("lines[0].material", "小麦粉")
    form.text("lines[0].quantity", "400")
    form.text("lines[0].price", "3.2")
    form.close_row()
    visitor.shot("purchase-order")
    number = form.submit()[0]

    visitor.sign_in("store")
    form = Form(visitor, "raw_receipt")
    form.pick("purchase_order", number)
    form.text("supplier_lot", "JB-0712")
    form.text("quantity", "400")
    form.pick("location", "常温库")
    assert form.submit()[-1].startswith("RM-")


def test_stock_is_moved_and_counted_and_a_difference_wants_a_cause(visitor: Visitor) -> None:
    visitor.sign_in("store")
    lot = receive(visitor, "小麦粉", "冀北面粉厂", "300", "常温库")
    form = Form(visitor, "stock_move")
    form.pick("destination", "常温二库")
    form.add_row("lines")
    form.pick("lines[0].lot", lot)
    form.text("lines[0].quantity", "120")
    form.close_row()
    form.submit()

    form = Form(visitor, "stock_count")
    form.pick("place", "常温二库")
    form.add_row("lines")
    form.pick("lines[0].lot", lot)
    form.text("lines[0].counted", "299")
    form.close_row()
    form.try_submit()
    visitor.page.locator(".ff-error, .ff-cell-wrong, .ff-card-wrong").first.wait_for()
    form.choose("lines[0].cause", "洒落破损", "Spilled or broken")
    form.close_row()
    form.pick("witness", "刘强")
    visitor.shot("stock-count")
    form.submit()
    visitor.go(f"/lot?code={lot}")
    visitor.page.get_by_text("299").first.wait_for()


def test_a_batch_is_issued_fed_first_expired_first_and_checked(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    fresh = receive(visitor, "小麦粉", "冀北面粉厂", "200", "常温库")
    wanted = order(visitor, "饺子面团", "20", "和面拌馅线")
    form = wanted.follow("领料", "Issue materials")
    form.proposed("items", "lot")
    form.submit()
    form = form.follow("投料", "Feed")
    assert form.proposed("inputs", "lot") != fresh
    form.pick("inputs[0].lot", fresh)
    form.close_row()
    form.text("good", "20")
    form.try_submit()
    visitor.page.locator(".ff-error, .ff-cell-wrong, .ff-card-wrong").first.wait_for()
    form.text("inputs[0].why", visitor.says("旧批已预留", "The older one is reserved"))
    form.close_row()
    visitor.shot("feeding")
    batch = form.submit()[-1]
    assert batch.startswith("DOUGH-")

    form = Form(visitor, "ccp_check")
    form.pick("plan", "CCP2")
    form.pick("batch", batch)
    form.pick("line", "和面拌馅线")
    form.choose("test", "失效", "Fails")
    form.text("action", visitor.says("停机，重检上一小时", "Stopped; the last hour is checked again"))
    visitor.shot("ccp-check")
    form.submit()
    visitor.go(f"/lot?code={batch}")
    visitor.page.get_by_text(visitor.says("冻结", "On hold")).first.wait_for()


def sell(visitor: Visitor, kg: str) -> tuple[str, str]:
    """An order picked and shipped: number of the shipment and the lot that went."""
    form = Form(visitor, "sales_order")
    form.pick("customer", "盒鲜上海")
    form.add_row("lines")
    form.pick("lines[0].product", "猪肉白菜水饺 Pork dumplings 500 g")
    form.text("lines[0].quantity", kg)
    form.text("lines[0].price", "26.5")
    form.close_row()
    form.submit()
    form = form.follow("拣货", "Pick")
    lot = form.proposed("lines", "lot")
    form.pick("dock", "发货月台")
    form.submit()
    form = form.follow("发货", "Ship")
    assert form.proposed("lines", "lot") == lot
    form.text("waybill", f"WB-{visitor.lang}-77")
    visitor.shot("shipment")
    number = form.submit()[0]
    form = form.follow("签收", "Delivery receipt")
    form.proposed("lines", "lot")
    form.text("received_by", "小徐")
    form.submit()
    return number, lot


def warm_on_the_road(visitor: Visitor, shipment: str) -> None:
    """A cold-chain log with a reading out of limits, which wants to be told about."""
    form = Form(visitor, "cold_chain_log")
    form.pick("shipment", shipment)
    form.text("logger", "TL-9")
    form.add_row("readings")
    form.when("readings[0].at", f"{datetime.now(PLANT):%Y-%m-%d 00:01}")
    form.text("readings[0].temperature", "-9")
    form.close_row()
    form.text("action", visitor.says("通知客户复检", "The customer checks it again"))
    visitor.shot("cold-chain")
    form.submit()


def complain_and_return(visitor: Visitor, shipment: str, lot: str, kg: str) -> None:
    form = Form(visitor, "complaint")
    form.choose("source", "客户", "Customer")
    form.pick("customer", "盒鲜上海")
    form.pick("lot", lot)
    form.text("what", visitor.says("到货发软", "Soft on arrival"))
    visitor.shot("complaint")
    complaint = form.submit()[0]
    form = Form(visitor, "customer_return")
    form.pick("customer", "盒鲜上海")
    form.pick("shipment", shipment)
    form.pick("complaint", complaint)
    form.pick("location", "成品冷冻库")
    form.add_row("lines")
    form.pick("lines[0].lot", lot)
    form.text("lines[0].quantity", kg)
    form.close_row()
    form.choose("why", "超温", "Too warm")
    visitor.shot("return")
    form.submit()


def test_an_unreleased_lot_passes_no_door_and_a_good_inspection_opens_all(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    lot = pack(visitor, "30", "29")
    refusal = f"批次 {lot} 状态为“待检”", f"Lot {lot} is in quarantine"
    palletize(visitor, lot, "10").refused(*refusal)
    ship(visitor, lot).refused(*refusal)
    visitor.shot("gate")
    inspect(visitor, lot)
    pallet = palletize(visitor, lot, "10").submit()[-1]
    assert re.fullmatch(r"\d{18}", pallet)
    form = Form(visitor, "fg_putaway")
    form.pick("location", "成品冷冻库")
    form.add_row("items")
    form.pick("items[0].lot", pallet)
    form.close_row()
    form.submit()
    shipment, sold = sell(visitor, "15")
    warm_on_the_road(visitor, shipment)
    complain_and_return(visitor, shipment, sold, "4")
    visitor.go(f"/trace?code={sold}&face=table&layers=qc,people")
    for told in ("BPORK-", "盒鲜上海", "小麦粉"):
        visitor.page.locator(".tree").get_by_text(told).first.wait_for()
    visitor.page.locator(".tree .mark-good").first.wait_for()
    visitor.shot("trace-table")
    visitor.go(f"/lot?code={sold}")
    visitor.page.locator("main").get_by_text(visitor.says("冻结", "On hold")).first.wait_for()

"""One batch from the raw receipt to the customer and back, through the screen, in both languages."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Visitor
from tests.e2e.filling import Form

pytestmark = pytest.mark.browser


def receive(visitor: Visitor, material: str, supplier: str, kg: str, place: str) -> str:
    """A raw receipt; the code of its lot."""
    form = Form(visitor, "raw_receipt")
    form.pick("supplier", supplier)
    form.pick("material", material)
    form.text("supplier_lot", f"{material}-0712")
    form.text("quantity", kg)
    form.pick("location", place)
    visitor.shot("receipt-filled")
    return form.submit()[-1]


def order(visitor: Visitor, product: str, recipe: str, kg: str) -> str:
    form = Form(visitor, "work_order")
    form.pick("product", product)
    form.pick("recipe", recipe)
    form.text("planned", kg)
    form.pick("line", "和面拌馅线")
    return form.submit()[0]


@pytest.mark.parametrize("size", ["desk"])
def test_a_batch_from_receipt_to_customer_and_back(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    flour = receive(visitor, "小麦粉", "冀北面粉厂", "800", "常温库")
    salt = receive(visitor, "食用盐", "海盐调味品公司", "50", "常温库")

    wanted = order(visitor, "饺子面团", "饺子面团", "300")
    form = Form(visitor, "feeding")
    form.pick("work_order", wanted)
    form.add_row()
    form.pick("inputs[0].lot", flour)
    form.text("inputs[0].fed", "300")
    form.add_row()
    form.pick("inputs[1].lot", salt)
    form.text("inputs[1].fed", "3.5")
    form.text("good", "300.5")
    visitor.shot("feeding-filled")
    dough = form.submit()[-1]
    assert dough.startswith("DOUGH-")

    form = Form(visitor, "packing")
    form.pick("line", "成型速冻一线")
    form.add_row()
    form.pick("contents[0].lot", dough)
    form.text("contents[0].quantity", "200")
    form.pick("location", "成品冷冻库")
    pallet = form.submit()[-1]

    form = Form(visitor, "shipment")
    form.pick("customer", "物美北京")
    form.add_row()
    form.pick("lines[0].lot", pallet)
    form.pick("location", "发货月台")
    form.submit()

    visitor.go(f"/trace?code={pallet}")
    page = visitor.page
    page.get_by_text(visitor.says("表", "Table"), exact=True).first.click()
    for told in (flour, salt, dough, pallet, "海盐调味品公司", "物美北京"):
        page.get_by_text(told).first.wait_for()
    visitor.shot("trace-table")

    visitor.go(f"/lot?code={dough}")
    page.get_by_text(visitor.says("物料平衡", "Mass balance")).first.wait_for()
    text = page.inner_text("main")
    for number in ("300.5", "200", "100.5"):
        assert number in text
    visitor.shot("lot")


@pytest.mark.parametrize("size", ["phone"])
def test_a_store_keeper_receives_on_the_phone(visitor: Visitor) -> None:
    visitor.sign_in("store")
    lot = receive(visitor, "大白菜", "绿源蔬菜合作社", "120.5", "冷藏原料库")
    visitor.shot("received")
    visitor.go(f"/lot?code={lot}")
    visitor.page.get_by_text("120.5").first.wait_for()
    visitor.shot("lot")


@pytest.mark.parametrize("size", ["desk"])
def test_too_much_is_refused_in_words_at_the_field_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    lot = receive(visitor, "酿造酱油", "海盐调味品公司", "10", "常温库")
    wanted = order(visitor, "饺子面团", "饺子面团", "100")
    form = Form(visitor, "feeding")
    form.pick("work_order", wanted)
    form.add_row()
    form.pick("inputs[0].lot", lot)
    form.text("inputs[0].fed", "11")
    form.text("good", "10")
    visitor.page.keyboard.press("Control+Enter")
    visitor.page.get_by_text(visitor.says("可用 10", "has 10")).first.wait_for()
    assert visitor.page.locator("#ff-inputs-0-fed").input_value().startswith("11")
    visitor.shot("refused")

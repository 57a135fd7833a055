"""What an operator meets first: a receipt on the phone, and a quantity that cannot be."""

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
    lot = receive(visitor, "小麦粉", "冀北面粉厂", "10", "常温库")
    form = Form(visitor, "stock_move")
    form.pick("destination", "常温二库")
    form.add_row("lines")
    form.pick("lines[0].lot", lot)
    form.text("lines[0].quantity", "11")
    form.refused("可用 10", "has 10")
    assert visitor.page.locator("#ff-lines-0-quantity").input_value().startswith("11")
    visitor.shot("refused")

"""A lorry of pork: the order chosen, received, inspected by its specification, and released, in a minute."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator

from tests.e2e.conftest import Visitor
from tests.e2e.filling import Form, input_id

pytestmark = pytest.mark.browser

SECONDS_A_TAP, SECONDS_A_KEY = 0.8, 0.15
"""What a practised person takes to find and touch the next thing, and to press one key."""
MOST_SECONDS = 60
SUPPLIER, MATERIAL = "金川肉联厂", "猪"


class Hand:
    """A practised person: counts the taps and keys, and the time the machine takes.

    :param visitor: whose screen it is.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.phone = visitor.page, visitor.size == "phone"
        self.taps = self.keys = 0
        self.start = time.monotonic()

    def tap(self, target: Locator) -> None:
        target.first.tap() if self.phone else target.first.click()
        self.taps += 1

    def type(self, path: str, text: str) -> None:
        """Touch a box and type into it."""
        box = self.page.locator(f"input#{input_id(path)}, #{input_id(path)} input").first
        self.tap(box)
        box.fill(text)
        self.keys += len(text)

    def seconds(self) -> float:
        machine = time.monotonic() - self.start
        return self.taps * SECONDS_A_TAP + self.keys * SECONDS_A_KEY + machine


def order(visitor: Visitor) -> str:
    form = Form(visitor, "purchase_order")
    form.pick("supplier", SUPPLIER)
    form.when("promised_on", "2099-01-01")
    if form.phone:
        form.add_row("lines")
    form.pick("lines[0].material", MATERIAL)
    form.text("lines[0].quantity", "850")
    return form.submit()[0]


def test_one_receipt_with_its_inspection_takes_less_than_a_minute(visitor: Visitor) -> None:
    says, page = visitor.says, visitor.page
    visitor.sign_in("admin")
    wanted = order(visitor)

    visitor.go("/f/raw_receipt/new")
    page.locator(".ff-field").first.wait_for()
    hand = Hand(visitor)
    hand.tap(page.locator("#ff-purchase_order"))
    hand.tap(page.locator(".ff-offered").filter(has_text=wanted))
    hand.type("supplier_lot", "JC-1123-7")
    hand.type("quantity", "850")
    hand.type("temperature", "2.5")
    certificate(visitor, hand)
    visitor.shot("receiving-receipt")
    submit(visitor, hand)
    lot = page.locator(".ff-made dd").last.inner_text()
    assert lot.startswith("RM-")
    visitor.shot("receiving-received")

    hand.tap(page.get_by_role("button", name=says("检验", "Inspect")))
    page.locator(f"#{input_id('results[1].x1')}").wait_for()
    conforms(visitor, hand)
    hand.type("results[1].x1", "9")
    hand.type("results[2].x1", "0.05")
    visitor.shot("receiving-inspection")
    submit(visitor, hand)
    seconds = hand.seconds()
    visitor.shot("receiving-inspected")

    visitor.go(f"/lot?code={lot}")
    page.get_by_text(says("合格", "Released"), exact=True).first.wait_for()
    assert seconds <= MOST_SECONDS, f"{hand.taps} taps, {hand.keys} keys: {seconds:.0f} s"


def certificate(visitor: Visitor, hand: Hand) -> None:
    """The quarantine certificate that pork comes with; on a desk its empty row stands ready."""
    if hand.phone:
        hand.tap(visitor.page.locator('[data-path="certificates"] .ff-cards > button'))
    hand.type("certificates[0].number", "11-2026-118203")
    if hand.phone:
        done = visitor.page.locator(".ff-sheet-foot .ant-btn-primary")
        hand.tap(done)
        done.wait_for(state="hidden")


def conforms(visitor: Visitor, hand: Hand) -> None:
    """The look of the meat: a chip on the phone's card, an entry of the cell's list on a desk."""
    words = visitor.says("符合", "Conforms")
    if hand.phone:
        hand.tap(visitor.page.get_by_role("radio", name=words, exact=True))
        return
    hand.tap(visitor.page.locator(f"#{input_id('results[0].finding')}"))
    hand.tap(visitor.page.locator(".ff-offered").filter(has_text=words))


def submit(visitor: Visitor, hand: Hand) -> None:
    hand.tap(visitor.page.get_by_role("button", name=visitor.says("提交", "Submit"), exact=True))
    try:
        visitor.page.locator(".ff-done").wait_for()
    except Exception as late:
        visitor.shot("receiving-refused")
        raise AssertionError(f"not submitted: {visitor.page.locator('.ff-error').all_inner_texts()}") from late

"""The page behind the QR code on the bag: what it tells a shopper, and what comes back to the plant."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import SIZES, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(("lang", "size"), [("zh", "phone"), ("en", "phone")], indirect=True),
]
MOST_BYTES = 100_000


@pytest.fixture
def shopper(browser: Browser, lang: str) -> Iterator[Page]:
    """Somebody in a shop: a phone that runs no script."""
    context = browser.new_context(
        viewport=SIZES["phone"],
        locale="zh-CN" if lang == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        java_script_enabled=False,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def shipped_lot(visitor: Visitor, nth: int) -> str:
    """The code of a finished lot that has left the plant: each test takes its own."""
    api = visitor.page.request
    found = api.get(f"{visitor.address}/api/v1/lots", params={"search": "DPORK-", "limit": 50}).json()["items"]
    balances = {lot["code"]: one(visitor, lot["code"])["balance"] for lot in found if lot["kind"] == "lot"}
    gone = sorted(code for code, told in balances.items() if told and float(told["shipped"]) > 0)
    return str(gone[nth])


def one(visitor: Visitor, code: str) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = visitor.page.request.get(
        f"{visitor.address}/api/v1/lots/one", params={"code": code}
    ).json()
    return told


def from_the_lot_screen(visitor: Visitor, code: str) -> str:
    """The address behind the QR code on the lot's screen, whose picture is there."""
    visitor.go(f"/lot?code={code}")
    card = visitor.page.locator(".qr-card")
    card.locator("img").wait_for()
    assert card.locator("img").evaluate("async i => { await i.decode(); return i.naturalWidth }") > 0
    link = card.locator("a[target=_blank]").get_attribute("href")
    assert link
    return visitor.address + urlsplit(link).path


def test_the_page_of_a_shipped_lot_is_small_and_tells_only_what_is_switched_on(visitor: Visitor, shopper: Page) -> None:
    visitor.sign_in("quality_manager")
    code = shipped_lot(visitor, 0)
    address = from_the_lot_screen(visitor, code)
    sizes: list[int] = []
    shopper.on("response", lambda answer: sizes.append(len(answer.body())))
    shopper.goto(address)
    body = shopper.locator("body").inner_text()
    visitor.shot("lot-with-qr")
    for told in (code, visitor.says("生产日期", "Produced on"), visitor.says("致敏物质", "llergen")):
        assert told in body, told
    for customer in ("物美", "永旺", "盒鲜", "李芳", "王建国"):
        assert customer not in body, customer
    assert 0 < sum(sizes) < MOST_BYTES
    assert shopper.locator("script").count() == 0
    width = shopper.locator("main").bounding_box()
    assert width is not None
    assert width["width"] <= SIZES["phone"]["width"]
    picture(visitor, shopper, "consumer")


def test_a_complaint_from_the_page_reaches_the_quality_managers_home_and_the_lot(
    visitor: Visitor, shopper: Page
) -> None:
    visitor.sign_in("quality_manager")
    code = shipped_lot(visitor, 0)
    words = visitor.says("饺子里有一小段塑料", "A small piece of plastic in a dumpling")
    shopper.goto(from_the_lot_screen(visitor, code))
    shopper.locator("#complaint summary").click()
    shopper.locator("textarea").press_sequentially(words, delay=2500 / len(words))  # nobody writes faster
    shopper.locator("#contact").fill("13800000000")
    shopper.locator("#complaint button").click()
    shopper.get_by_text(visitor.says("谢谢", "Thank you")).first.wait_for()
    picture(visitor, shopper, "consumer-thanks")

    visitor.go("/")
    visitor.page.get_by_text(words).first.wait_for()
    visitor.shot("home-complaint")
    visitor.go(f"/lot?code={code}")
    visitor.page.get_by_text(words).first.wait_for()


def test_a_recall_warns_whoever_scans_the_bag(visitor: Visitor, shopper: Page) -> None:
    visitor.sign_in("quality_manager")
    code = shipped_lot(visitor, 1 if visitor.lang == "zh" else 0)
    address = from_the_lot_screen(visitor, code)
    shopper.goto(address)
    warning = visitor.says("召回：请勿食用", "Recalled: do not eat")
    assert shopper.get_by_text(warning).count() == 0

    visitor.go(f"/recall/new?code={code}")
    page, says = visitor.page, visitor.says
    page.locator(".recall-mode-real").click()
    page.locator("#recall-reason").fill(says("塑料异物", "Plastic found"))
    page.get_by_role("button", name=says("开始计时", "Start the clock")).click()
    page.locator(".recall-clock").wait_for()
    page.locator(".recall-freeze button").first.click()
    page.locator(".ant-modal-confirm-btns .ant-btn-dangerous").click()
    page.locator(".recall-result").wait_for()
    shopper.reload()
    shopper.get_by_text(warning).first.wait_for()
    picture(visitor, shopper, "consumer-recalled")


def picture(visitor: Visitor, shopper: Page, name: str) -> None:
    own, visitor.page = visitor.page, shopper
    visitor.shot(name)
    visitor.page = own

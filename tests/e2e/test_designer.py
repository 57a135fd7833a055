"""A form is drawn with the mouse and with the keyboard, by two people at once, and is there again after a reload."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Visitor, screen

pytestmark = pytest.mark.browser

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def person(browser: Browser, address: str, user: str, size: str = "desk") -> Visitor:
    """Somebody of their own at a screen of ``size``, signed in."""
    found = Visitor(screen(browser, "zh", size).new_page(), address, "zh", size)
    found.sign_in(user)
    return found


@pytest.fixture
def builder(browser: Browser, address: str) -> Iterator[Visitor]:
    found = person(browser, address, "admin")
    yield found
    found.page.context.close()
    assert not found.errors, found.errors


def fields(page: Page) -> list[str]:
    """The labels of the fields on the canvas, in their order."""
    return page.locator(".dz-grid > [data-path]").evaluate_all("cards => cards.map(card => card.ariaLabel)")


def card(page: Page, label: str) -> Locator:
    return page.locator(f".dz-card[aria-label={label}]")


def drag(page: Page, what: Locator, onto: Locator, *, right: float = 0.1, down: float = 0.5) -> None:
    """Drag one thing to a place on another, as shares of its width and height."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), onto.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 24, steps=3)
    page.mouse.move(end["x"] + end["width"] * right, end["y"] + end["height"] * down, steps=6)
    expect(page.locator(".dz-line")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".dz-line")).to_have_count(0)


def name_it(page: Page, label: str) -> None:
    """The label of what was dropped has the focus: type it."""
    expect(page.locator(".dz-label-edit")).to_be_focused()
    page.keyboard.type(label)
    page.keyboard.press("Enter")


def new_form(visitor: Visitor, name: str) -> Page:
    """An empty form, two clicks from the home page."""
    page = visitor.page
    page.get_by_role("link", name="表单设计").click()
    page.get_by_role("button", name="新建表单").first.click()
    page.get_by_label("表单名称", exact=True).fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text("表单还是空的")).to_be_visible()
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-saving=saved], [data-saving=merged]")).to_be_visible()


def test_fields_are_dragged_onto_the_form_reordered_undone_and_found_again(builder: Visitor) -> None:
    page = new_form(builder, "交接班记录")
    palette = page.locator(".dz-palette")
    drag(page, palette.locator("[data-kind=text]"), page.locator("[data-group=rest]"))
    name_it(page, "班次")
    drag(
        page,
        palette.locator("[data-kind=datetime]"),
        page.locator("[data-path=text], [aria-label=班次]").first,
        right=0.9,
    )
    name_it(page, "交接时间")
    drag(page, palette.locator("[data-kind=list]"), card(page, "交接时间"), right=0.5, down=1.3)
    name_it(page, "遗留问题")
    assert fields(page) == ["班次", "交接时间", "遗留问题"]

    column = page.locator(".dz-col[data-path]").first
    drag(page, palette.locator("[data-kind=person]"), column, right=0.9)
    name_it(page, "负责人")
    expect(page.locator(".dz-col[data-path]")).to_have_count(2)

    drag(page, card(page, "交接时间"), card(page, "班次"), right=0.1)
    assert fields(page) == ["交接时间", "班次", "遗留问题"]
    page.keyboard.press("Control+z")
    assert fields(page) == ["班次", "交接时间", "遗留问题"]
    expect(page.get_by_role("button", name="重做：移动 交接时间")).to_be_enabled()
    page.keyboard.press("Control+y")
    builder.shot("designer")

    saved(page)
    page.reload()
    expect(card(page, "遗留问题")).to_be_visible()
    assert fields(page) == ["交接时间", "班次", "遗留问题"]
    expect(page.locator(".dz-col[data-path]")).to_have_count(2)


def test_everything_is_done_by_keyboard(builder: Visitor) -> None:
    page = new_form(builder, "清洁检查")
    for kind, label in (("文本", "区域"), ("日期", "检查日期"), ("手写签名", "检查人")):
        page.keyboard.press("/")
        page.keyboard.type(kind)
        page.keyboard.press("Enter")
        name_it(page, label)
    page.keyboard.press("Alt+ArrowUp")
    assert fields(page) == ["区域", "检查人", "检查日期"]
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Control+x")
    assert fields(page) == ["检查日期"]
    page.keyboard.press("Control+v")
    assert fields(page) == ["检查日期", "检查人", "区域"]
    card(page, "检查日期").click()
    page.locator(".dz-tools .dz-grip").focus()
    page.keyboard.press("Space")
    for place in ("已拿起", "在“检查人”之前", "在“区域”之前"):
        expect(page.locator("[aria-live]").get_by_text(place)).to_be_attached()
        page.evaluate(DRAWN)  # the places are measured once what was announced is drawn
        page.keyboard.press("Space" if "区域" in place else "ArrowDown")
    assert fields(page) == ["检查人", "检查日期", "区域"]


def test_two_people_at_one_form_see_each_others_changes(builder: Visitor, browser: Browser, address: str) -> None:
    page = new_form(builder, "巡检记录")
    page.locator("[data-kind=text]").click()
    name_it(page, "地点")
    saved(page)
    other = person(browser, address, "quality_manager")
    other.go(page.url.removeprefix(address))
    card(other.page, "地点").wait_for()
    other.page.locator("[data-kind=number]").click()
    name_it(other.page, "温度")
    page.locator("[data-kind=image]").click()
    name_it(page, "照片")
    for either in (page, other.page):
        for label in ("地点", "温度", "照片"):
            expect(card(either, label)).to_be_visible()
    expect(page.locator(".dz-news, .dz-saving[data-saving=merged]").first).to_be_visible()
    other.page.context.close()


def test_what_is_drawn_without_a_connection_is_sent_later(builder: Visitor) -> None:
    page = new_form(builder, "断网记录")
    page.context.set_offline(True)
    page.locator("[data-kind=text]").click()
    name_it(page, "备注")
    expect(page.locator("[data-saving=offline]")).to_be_visible()
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(card(page, "备注")).to_be_visible()


def test_a_phone_says_where_forms_are_designed_and_previews_them(browser: Browser, address: str) -> None:
    visitor = person(browser, address, "admin", "phone")
    visitor.go("/design/raw_receipt")
    visitor.page.get_by_text("请在电脑上设计表单").wait_for()
    visitor.page.get_by_role("button", name="查看表单").click()
    visitor.page.get_by_role("link", name="预览“原料入库单”").click()
    expect(visitor.page.get_by_text("供应商批号").first).to_be_visible()
    visitor.page.context.close()
    assert not visitor.errors, visitor.errors

"""A board that is worked with, a draft found on another device, a form filled by somebody without an account."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open

pytestmark = pytest.mark.browser


def test_a_card_is_moved_by_keyboard_and_the_board_opens_first(opened: Open) -> None:
    boss = opened("en", "desk")
    page = boss.page
    boss.sign_in("admin")
    boss.go("/f/work_order")
    page.get_by_role("button", name="Shown as: Table").click()
    page.get_by_role("radio", name="Board").click()
    planned, released = page.locator(".lane").nth(0), page.locator(".lane").nth(1)
    card = planned.locator(".board-card").first
    title = card.locator("strong").inner_text()
    left, there = (int(lane.locator(".lane-count").inner_text()) for lane in (planned, released))
    page.keyboard.press("Escape")
    card.focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    page.get_by_role("textbox", name="Reason").fill("the crew is ready")
    page.keyboard.press("Enter")
    expect(released.locator(".lane-count")).to_have_text(str(there + 1))
    expect(released.get_by_text(title)).to_be_visible()
    expect(planned.locator(".lane-count")).to_have_text(str(left - 1))
    boss.shot("board")

    page.get_by_role("button", name="Save as view").click()
    page.get_by_role("textbox", name="Name of the view").fill("By status")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("tab", name="By status", selected=True)).to_be_visible()
    page.get_by_role("button", name="This view").click()
    page.get_by_text("Open the list with this view").click()
    expect(page.get_by_text("The list opens with this view")).to_be_visible()
    boss.go("/f/work_order")
    expect(page.locator(".lane").first).to_be_visible()
    assert "face=kanban" in page.url

    phone = opened("zh", "phone")
    phone.sign_in("admin")
    phone.go("/f/work_order?face=calendar&date=due")
    expect(phone.page.locator(".agenda-row").first).to_be_visible()
    phone.shot("agenda")


def test_a_list_is_narrowed_by_this_or_that_and_kept_as_a_view(opened: Open) -> None:
    boss = opened("en", "desk")
    page = boss.page
    boss.sign_in("admin")
    boss.go("/f/raw_receipt")
    rows = page.locator(".grid-record")
    expect(rows.first).to_be_visible()
    page.get_by_role("button", name="Filter").click()
    editor = page.locator(".filter-editor")

    def choose(at: int, *steps: str) -> None:
        if not page.locator(".ant-select-tree:visible").count():
            editor.get_by_role("combobox", name="Field", exact=True).nth(at).click()
        for step in steps[:-1]:
            row = page.locator(".ant-select-tree-treenode", has=page.get_by_text(step, exact=True))
            row.locator(".ant-select-tree-switcher").click()
        page.keyboard.type(steps[-1])
        page.locator(".ant-select-tree:visible").get_by_text(steps[-1], exact=True).click()

    choose(0, "Supplier", "Approval")
    page.locator(".ant-select-dropdown:visible").get_by_text("Approved", exact=True).click()
    editor.get_by_role("button", name="Add a condition").click()
    choose(1, "Quantity")
    editor.get_by_role("combobox", name="Comparison").nth(1).click()
    page.locator(".ant-select-dropdown:visible").get_by_text("is more than", exact=True).click()
    editor.get_by_role("spinbutton", name="Value").fill("600")
    editor.get_by_text("Any of these").click()
    editor.get_by_role("button", name="Apply").click()
    chip = page.locator(".chip")
    expect(chip).to_have_text("Supplier › Approval is Approved, or Quantity > 600×")
    where = 'supplier.approval = "approved" OR quantity > 600'
    found = boss.api("GET", "/records/raw_receipt?" + urlencode({"where": where, "limit": 200}))["items"]
    expect(page.locator(".filter-count")).to_have_text(f"{len(found)} found")
    boss.shot("filter")

    page.get_by_role("button", name="Save as view").click()
    page.get_by_role("textbox", name="Name of the view").fill("Good or large")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("tab", name="Good or large", selected=True)).to_be_visible()
    page.get_by_role("tab", name="All").click()
    expect(chip).to_have_count(0)

    phone = opened("zh", "phone")
    phone.sign_in("admin")
    phone.go("/f/raw_receipt")
    phone.page.get_by_role("tab", name="Good or large").click()
    expect(phone.page.locator(".chip")).to_have_text("供应商 › 准入状态 等于 合格，或数量 大于 600×")
    phone.page.locator(".chip-text").click()
    expect(phone.page.locator(".filter-editor .de-clause")).to_have_count(2)
    phone.shot("filter")
    phone.page.get_by_role("button", name="删除条件").first.click()
    phone.page.get_by_role("button", name="应用").click()
    expect(phone.page.locator(".chip")).to_have_text("数量 大于 600×")


def test_what_was_begun_at_the_desk_goes_on_on_the_phone(opened: Open) -> None:
    desk, phone = opened("zh", "desk"), opened("en", "phone")
    desk.sign_in("store")
    desk.go("/f/raw_receipt/new")
    with desk.page.expect_response(lambda answer: "/drafts/" in answer.url and answer.request.method == "PUT"):
        desk.page.locator("#ff-supplier_lot").fill("SL-77")
    phone.sign_in("store")
    expect(phone.page.get_by_text("Drafts (1)")).to_be_visible()
    phone.page.get_by_role("link", name="SL-77").click()
    expect(phone.page.locator("#ff-supplier_lot")).to_have_value("SL-77")
    expect(phone.page.get_by_text("You began this on another device")).to_be_visible()
    phone.shot("draft")


def test_somebody_without_an_account_fills_a_form_by_its_link(opened: Open) -> None:
    boss, guest = opened("zh", "desk"), opened("en", "phone")
    page = boss.page
    boss.sign_in("admin")
    boss.go("/f/customer")
    page.get_by_role("button", name="分享填写").click()
    page.get_by_role("button", name="新建链接").click()
    page.locator("#share-name").fill("新客户登记")
    page.get_by_role("button", name="生成链接").click()
    expect(page.locator(".share-ready img")).to_be_visible()
    address = page.locator(".share-ready input").input_value()
    boss.shot("share")

    guest.page.goto(address)
    guest.page.locator("#ff-name").fill("Harbour Deli")
    guest.page.get_by_role("button", name="Submit").click()
    expect(guest.page.get_by_text("Sent. Thank you!")).to_be_visible()
    guest.shot("public")

    boss.go("/f/customer?q=Harbour+Deli")
    page.get_by_text("Harbour Deli").first.click()
    expect(page.get_by_text("公开链接").first).to_be_visible()
    boss.go("/f/customer")
    page.get_by_role("button", name="分享填写").click()
    expect(page.get_by_text("已提交 1")).to_be_visible()
    page.get_by_role("button", name="停用", exact=True).click()
    page.locator(".ant-popconfirm").get_by_role("button", name="停用").click()
    expect(page.get_by_text("已停用")).to_be_visible()
    guest.page.goto(address)
    expect(guest.page.get_by_text("This link was ended")).to_be_visible()

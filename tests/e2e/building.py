"""Drawing forms with the mouse as a person does, clicks counted."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Visitor


class Builder:
    """A person drawing a form: clicks are counted, typing is not.

    :param visitor: whose screen it is.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.says = visitor, visitor.page, visitor.says
        self.clicks = 0
        self.key = ""

    def click(self, target: Locator) -> None:
        target.first.click()
        self.clicks += 1

    def new_form(self, name: str) -> None:
        """An empty form of that name; ``key`` is its key."""
        self.visitor.go("/design")
        self.click(self.page.get_by_role("button", name=self.says("新建表单", "New form")))
        box = self.page.get_by_role("dialog").locator("input[type=text]").first
        expect(box).to_be_focused()
        box.fill(name)
        box.press("Enter")
        self.page.locator(".dz-canvas").wait_for()
        self.key = self.page.url.rsplit("/", 1)[-1].split("?")[0]

    def let_use(self, role: str, use: str) -> None:
        """Say on the Publish tab what a role may do with the form."""
        row = self.page.locator("#pb-users .dp-role", has_text=role)
        row.locator(".ant-select").click()
        self.page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=use).click()
        expect(row).to_contain_text(use)
        expect(row.locator(".ant-select-disabled")).to_have_count(0)

    def add(self, kind: str, label: str = "") -> None:
        """Take a field from the palette; its label is typed where it stands."""
        self.click(self.page.locator(f'.dz-item[data-kind="{kind}"]'))
        if label:
            self.type_label(label)

    def type_label(self, label: str) -> None:
        """Type into the label that has the focus."""
        box = self.page.locator(".dz-label-edit")
        expect(box).to_be_focused()
        box.fill(label)
        box.press("Enter")
        expect(box).to_have_count(0)

    def card(self, label: str) -> Locator:
        """A field on the canvas."""
        return self.page.locator(f'.dz-canvas [data-path][aria-label="{label}"]')

    def fields(self) -> list[str]:
        """The labels of the fields on the canvas, in their order."""
        cards = self.page.locator(".dz-grid > [data-path]")
        found: list[str] = cards.evaluate_all("cards => cards.map(card => card.ariaLabel)")
        return found

    def link(self, form: str) -> None:
        """A link asks for its form at once, and is called by it."""
        self.add("link")
        box = self.page.get_by_role("combobox", name=self.says("关联到", "Links to"))
        expect(box).to_be_focused()
        box.fill(form)
        self.page.locator(".ant-select-item-option-active").filter(has_text=form).wait_for()
        box.press("Enter")
        expect(self.page.locator(".dz-card, [data-path]").filter(has_text=form).first).to_be_visible()

    def tab(self, zh: str, en: str) -> None:
        self.click(self.page.get_by_role("tab", name=self.says(zh, en)))

    def publish(self, *changes: str) -> None:
        """Publish, having read these changes; the success page stands open."""
        self.tab("发布", "Publish")
        publish = self.page.locator(".pb-main button.ant-btn-primary")
        expect(publish).to_be_enabled()
        for change in changes:
            expect(self.page.locator(".pb-changes")).to_contain_text(change)
        self.visitor.shot("designer-publish")
        self.click(publish)
        expect(self.page.get_by_role("button", name=self.says("去填写", "Fill it in"))).to_be_visible()


def receiving_inspection(visitor: Visitor) -> Builder:
    """The raw receiving inspection, drawn from an empty form and published; the success page stands open."""
    page, says = visitor.page, visitor.says
    hand = Builder(visitor)
    hand.new_form(says("原料验收单", "Raw receiving inspection"))

    hand.add("serial", says("验收单号", "Inspection no."))
    hand.link(says("供应商", "Supplier"))
    only_approved(hand)
    hand.link(says("物料", "Material"))
    hand.add("text", says("供应商批号", "Supplier's lot"))
    hand.add("quantity", says("到货数量", "Quantity"))
    hand.add("location", says("库位", "Put away at"))
    hand.add("image", says("到货照片", "Photo"))
    hand.add("inspection_list", says("检验项目", "Characteristics"))
    hand.add("verdict", says("结论", "Verdict"))
    hand.add("signature", says("签名", "Signature"))
    visitor.shot("designer-built")

    hand.tab("追溯", "Trace")
    hand.click(page.locator(".dt-tile").filter(has_text=says("收进来", "Received")))
    expect(page.locator(".dt-sentence")).to_contain_text(says("收货", "Receive"))
    expect(page.locator(".dt-lint")).to_have_count(0)
    visitor.shot("designer-trace")

    hand.publish()
    return hand


def only_approved(hand: Builder) -> None:
    """The suppliers offered are those approved: one click, the rest is typed."""
    page, says = hand.page, hand.says
    hand.click(page.get_by_role("button", name=says("可选条件", "Which may be chosen")))
    field = page.get_by_role("combobox", name=says("字段", "Field"), exact=True)
    expect(field).to_be_focused()
    field.fill(says("准入状态", "Approval"))
    field.press("Enter")
    value = page.get_by_role("combobox", name=says("值", "Value"), exact=True)
    expect(value).to_be_focused()
    value.fill(says("合格", "Approved"))
    value.press("Enter")
    expect(page.locator(".de-said").first).to_contain_text(says("准入状态 等于 合格", "Approval is Approved"))
    page.keyboard.press("Escape")

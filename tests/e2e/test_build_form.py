"""The raw receiving inspection, built from an empty form with the mouse, published, and filled in."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Visitor
from tests.e2e.filling import Form

pytestmark = pytest.mark.browser

MOST_CLICKS = 25
SUPPLIER, MATERIAL = "金川肉联厂", "猪前腿肉"


@pytest.fixture(params=["desk"])
def size(request: pytest.FixtureRequest) -> str:
    """Designing is for a desk."""
    return str(request.param)


class Builder:
    """A person drawing a form: clicks are counted, typing is not.

    :param visitor: whose screen it is.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.says = visitor, visitor.page, visitor.says
        self.clicks = 0

    def click(self, target: Locator) -> None:
        target.first.click()
        self.clicks += 1

    def new_form(self, name: str) -> str:
        """An empty form of that name; answers its key."""
        self.visitor.go("/design")
        self.click(self.page.get_by_role("button", name=self.says("新建表单", "New form")))
        box = self.page.get_by_role("dialog").locator("input[type=text]").first
        expect(box).to_be_focused()
        box.fill(name)
        box.press("Enter")
        self.page.locator(".dz-canvas").wait_for()
        return self.page.url.rsplit("/", 1)[-1].split("?")[0]

    def add(self, kind: str, label: str = "") -> None:
        """Take a field from the palette; its label is typed where it stands."""
        self.click(self.page.locator(f'.dz-item[data-kind="{kind}"]'))
        if label:
            box = self.page.locator(".dz-label-edit")
            expect(box).to_be_focused()
            box.fill(label)
            box.press("Enter")
            expect(box).to_have_count(0)

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


def test_the_receiving_inspection_takes_few_clicks_and_receives_a_lot(visitor: Visitor) -> None:
    says, page = visitor.says, visitor.page
    visitor.sign_in("admin")
    hand = Builder(visitor)
    key = hand.new_form(says("原料验收单", "Raw receiving inspection"))

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

    hand.tab("发布", "Publish")
    publish = page.locator(".pb-main button.ant-btn-primary")
    expect(publish).to_be_enabled()
    visitor.shot("designer-publish")
    hand.click(publish)
    fill = page.get_by_role("button", name=says("去填写", "Fill it in"))
    expect(fill).to_be_visible()
    assert hand.clicks <= MOST_CLICKS, hand.clicks

    says_what_was_asked(visitor.api("GET", f"/forms/{key}")["definition"])
    fill.click()
    record = received(visitor, key)
    lot = visitor.api("GET", f"/lots/one?code={record}")
    assert (lot["status"], lot["balance"]["received"]) == ("released", "850")


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


def value(visitor: Visitor, name: str) -> str:
    """The id of the material of that name."""
    found = visitor.api("GET", f"/records/material?search={name}")
    return str(found["items"][0]["id"])


def says_what_was_asked(document: dict[str, Any]) -> None:
    """The document has every part of the task: filter, numbering, limits from the material, verdict, receive event."""
    fields = {field["type"]: field for field in document["fields"].values()}
    by_key = {field["type"]: key for key, field in document["fields"].items()}
    links = [field for field in document["fields"].values() if field["type"] == "link"]
    assert [(one["to"], one.get("where")) for one in links] == [
        ("supplier", 'approval = "approved"'),
        ("material", None),
    ]
    material = next(key for key, field in document["fields"].items() if field.get("to") == "material")
    assert "{###}" in fields["serial"]["rule"]
    assert fields["quantity"]["of"] == material
    assert fields["list"]["rows"]["from"] == f"{material}.specification.limits"
    assert fields["verdict"]["value"] == f"ALL({by_key['list']}.pass)"
    event = document["trace"]
    assert event["verb"] == "receive"
    assert event["outputs"] == {"lot": by_key["lot"], "quantity": by_key["quantity"]}
    assert (event["where"], event["status"]) == (by_key["location"], f'IF({by_key["verdict"]}, "released", "held")')
    assert (fields["lot"]["new"]["material"], fields["lot"]["new"]["supplier_lot"]) == (material, by_key["text"])


def received(visitor: Visitor, key: str) -> str:
    """Fill in the form that was built; answers the code of the lot that it received."""
    page = visitor.page
    document = visitor.api("GET", f"/forms/{key}")["definition"]
    at = {field["type"]: name for name, field in document["fields"].items()}
    supplier, material = (name for name, field in document["fields"].items() if field["type"] == "link")
    form = Form(visitor)
    form.pick(supplier, SUPPLIER)
    form.pick(material, MATERIAL)
    form.text(at["text"], "JC-1130-2")
    form.text(at["quantity"], "850")
    form.pick(at["location"], "")
    assert form.proposed(at["list"], "characteristic")
    limits = visitor.api(
        "POST", f"/forms/{key}/rows", {"field": at["list"], "values": {material: value(visitor, MATERIAL)}}
    )
    for n, row in enumerate(limits["rows"]):
        form.text(f"{at['list']}[{n}].result", str(row.get("upper") or row.get("lower") or "1"))
    visitor.shot("designer-filled")
    form.submit()
    return page.locator(".ff-made dd").last.inner_text()

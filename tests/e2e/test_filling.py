"""A form with tabs, linkage, a warning and a list: filled in, changed, and its old record seen as it was written."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser


def both(zh: str, en: str) -> dict[str, str]:
    """A label."""
    return {"zh": zh, "en": en}


FORM: dict[str, Any] = {
    "label": both("到货巡检", "Arrival check"),
    "app": "quality",
    "title": "{no}",
    "fields": {
        "no": {"type": "serial", "rule": "AC-{yyMMdd}-{###}", "label": both("单号", "No.")},
        "kind": {
            "type": "choice",
            "label": both("类别", "Kind"),
            "options": [{"key": "raw", "label": both("原料", "Raw")}, {"key": "other", "label": both("其他", "Other")}],
        },
        "why": {"type": "text", "label": both("说明", "Why")},
        "temp": {"type": "number", "decimals": 1, "suffix": "℃", "label": both("车温", "Truck temperature")},
        "lines": {
            "type": "list",
            "label": both("明细", "Lines"),
            "fields": {
                "item": {"type": "text", "required": True, "label": both("项", "Item")},
                "n": {"type": "number", "sum": True, "label": both("数", "N")},
            },
        },
        "total": {"type": "expression", "value": "SUM(lines.n)", "decimals": 3, "label": both("合计", "Total")},
        "remark": {"type": "text", "label": both("旧备注", "Old remark")},
    },
    "sections": [
        {"label": both("单据", "Document"), "fields": ["no", "kind", "why"]},
        {"label": both("检查", "Check"), "fields": ["temp", "remark"], "tab": True},
        {"label": both("货物", "Goods"), "fields": ["lines", "total"], "tab": True},
    ],
    "linkage": [
        {"name": both("其他须说明", "Other says why"), "when": 'kind = "other"', "show": ["why"], "require": ["why"]}
    ],
    "guards": [
        {"refuse": "temp > 8", "say": both("车温高于 8 ℃", "The truck is warmer than 8 ℃"), "at": "temp", "warn": True}
    ],
}

PASTE = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""


def publish(visitor: Visitor, key: str, definition: dict[str, Any]) -> None:
    """Draw and publish a form as the designer does."""
    told = visitor.page.evaluate(
        """async ([key, definition]) => {
          const call = (method, path, body) => fetch(`/api/v1/forms/${key}${path}`, {
            method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
          const kept = await call('PUT', '', { definition });
          const done = await call('POST', '/publish', { note: 'story' });
          return [kept.status, done.status, done.ok ? '' : await done.text()];
        }""",
        [key, definition],
    )
    assert told[1] < 300, told


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk"), ("en", "phone")])
def test_a_warning_is_passed_and_the_record_stays_as_it_was_written(visitor: Visitor) -> None:
    says, page, phone = visitor.says, visitor.page, visitor.size == "phone"
    key = f"arrival_{visitor.size}"
    visitor.sign_in("admin")
    publish(visitor, key, FORM)
    visitor.go(f"/f/{key}/new")

    why = page.locator("#ff-why")
    page.get_by_role("radio", name=says("其他", "Other")).click()
    expect(why).to_be_visible()
    page.locator("#ff-temp").fill("9.5")
    page.locator("#ff-remark").fill("as then")
    page.get_by_role("tab", name=says("货物", "Goods")).click()
    if phone:
        page.locator(".ff-cards > .ant-btn").tap()
        page.locator("#ff-lines-0-item").fill("flour")
        page.locator("#ff-lines-0-n").fill("3")
        page.locator(".ff-sheet-foot .ant-btn-primary").tap()
    else:
        page.locator("#ff-lines-0-item").focus()
        paste = (
            "e => { const d = new DataTransfer(); d.setData('text/plain', 'flour\\t1\\nsalt\\t2');"
            " e.dispatchEvent(new ClipboardEvent('paste', { clipboardData: d, bubbles: true, cancelable: true })) }"
        )
        page.locator("#ff-lines-0-item").evaluate(paste)
        expect(page.locator(".ff-row-sum")).to_contain_text("3")
    expect(page.locator("#ff-total")).to_have_text("3")
    visitor.shot("filling-goods")

    page.locator(".ff-submit").click()
    expect(page.locator('[data-path="why"] .ff-error')).to_be_visible()
    why.fill("sample")
    page.locator(".ff-submit").click()
    expect(page.locator(".ff-warn-list")).to_have_text(says("车温高于 8 ℃", "The truck is warmer than 8 ℃"))
    visitor.shot("filling-warned")
    page.get_by_role("button", name=says("返回修改", "Go back")).click()
    expect(page.locator('[data-path="temp"] .ff-warning')).to_be_visible()
    page.locator(".ff-submit").click()
    page.get_by_role("button", name=says("仍然提交", "Submit anyway")).click()
    page.locator(".ff-done").wait_for()
    page.get_by_role("button", name=says("打开记录", "Open"), exact=True).click()
    page.locator(".record").wait_for()

    changed = deepcopy(FORM)
    changed["fields"]["temp"]["label"] = both("车厢温度", "Box temperature")
    changed["fields"]["remark"]["retired"] = True
    changed["sections"][1]["fields"] = ["temp"]
    publish(visitor, key, changed)
    page.reload()
    expect(page.locator(".captured")).to_be_visible()
    body = page.locator(".record-main")
    expect(body).to_contain_text(says("车温", "Truck temperature"))
    expect(body).to_contain_text("as then")
    visitor.shot("filling-captured")
    page.locator(".captured button").click()
    expect(body).to_contain_text(says("车厢温度", "Box temperature"))

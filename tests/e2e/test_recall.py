"""A quality manager finds, scopes and holds the doubtful salt from the notice on the home page, in few taps."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Download, Locator

from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser
MOST_TAPS, MOST_SECONDS = 6, 60
NOTICE = "供应商来函"


class Taps:
    """Counts what a newcomer has to tap, and how long it takes."""

    def __init__(self) -> None:
        self.count = 0
        self.start = time.monotonic()

    def __call__(self, target: Locator) -> None:
        target.first.click()
        self.count += 1


def test_the_doubtful_salt_is_found_and_held_and_the_drill_put_back(visitor: Visitor) -> None:
    says, page = visitor.says, visitor.page
    visitor.sign_in("quality_manager")
    tap = Taps()
    tap(page.get_by_text(NOTICE))
    tap(page.get_by_role("button", name=re.compile(says("召回$", "Recall$"))))
    page.locator(".recall-tiles").wait_for()
    tap(page.locator(".recall-mode-drill"))
    page.locator("#recall-reason").fill(says("供应商通知碘超标", "The supplier reports too much iodine"))
    tap(page.get_by_role("button", name=says("开始计时", "Start the clock")))
    page.locator(".recall-clock").wait_for()
    visitor.shot("recall-scope")
    assert page.get_by_text(says("起始批次", "It began here")).count() == 1
    tap(page.locator(".recall-freeze button"))
    tap(page.locator(".ant-modal-confirm-btns .ant-btn-dangerous"))
    told = page.locator(".recall-result")
    told.wait_for()
    assert re.search(r"\d+", told.inner_text())
    assert tap.count <= MOST_TAPS
    assert time.monotonic() - tap.start < MOST_SECONDS
    visitor.shot("recall-held")

    assert download(visitor, says("隔离单", "Pull list")).suggested_filename.endswith(".xlsx")
    page.locator(".recall-steps button").nth(2).click()
    assert download(visitor, says("通知清单", "Call list")).suggested_filename.endswith(".xlsx")
    page.locator(".recall-call-said button").first.click()
    page.locator(".recall-call.called").first.wait_for()
    visitor.shot("recall-calls")

    page.locator(".recall-steps button").nth(1).click()
    page.get_by_role("button", name=says("结束演练", "End the drill")).click()
    page.get_by_text(says("演练已结束", "The drill is over")).wait_for()
    page.locator(".recall-steps button").nth(3).click()
    page.locator("textarea").first.fill(says("演练", "A drill"))
    page.get_by_role("button", name=says("结案", "Close the case"), exact=True).last.click()
    page.locator(".recall-clock-off").wait_for()
    assert download(visitor, says("报告 PDF", "Report PDF")).suggested_filename.endswith(".pdf")
    visitor.shot("recall-closed")


def download(visitor: Visitor, name: str) -> Download:
    with visitor.page.expect_download() as coming:
        visitor.page.get_by_role("link", name=re.compile(name)).first.click()
    return coming.value


@pytest.mark.parametrize("size", ["desk"])
def test_an_operator_is_offered_no_recall(visitor: Visitor) -> None:
    visitor.sign_in("operator")
    visitor.page.locator(".home-search").wait_for()
    assert visitor.page.get_by_role("button", name=visitor.says("召回", "Recall")).count() == 0
    visitor.go("/recall/new")
    visitor.page.get_by_text(visitor.says("不能查看召回案件", "does not see recall cases")).wait_for()

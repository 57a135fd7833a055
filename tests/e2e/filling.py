"""Filling in a form as a person does: by the field's path, with keyboard on a desk and fingers on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

from tests.e2e.conftest import Visitor


def input_id(path: str) -> str:
    return "ff-" + re.sub(r"[\[\].]+", "-", path)


class Form:
    """The open form of a visitor.

    :param visitor: who fills it in.
    """

    def __init__(self, visitor: Visitor, key: str) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.phone = visitor.size == "phone"
        visitor.go(f"/f/{key}/new")
        self.page.locator(".ff-field").first.wait_for()

    def at(self, path: str) -> Locator:
        return self.page.locator(f"#{input_id(path)}")

    def text(self, path: str, value: str) -> None:
        """Type into a text, number or quantity field."""
        field = self.at(path)
        box = field if field.evaluate("e => e.tagName") in ("INPUT", "TEXTAREA") else field.locator("input").first
        box.click()
        box.fill(value)
        box.press("Tab")

    def pick(self, path: str, search: str) -> None:
        """Search and choose in a link or lot field."""
        field = self.at(path)
        if self.phone:
            field.tap()
            sheet = self.page.locator(".ff-sheet input.ff-input")
            sheet.fill(search)
            self.page.locator(".ff-offered").filter(has_text=search).first.tap()
            sheet.wait_for(state="hidden")
            return
        field.click()
        field.fill(search)
        self.page.locator(".ff-offered").filter(has_text=search).first.click()

    def add_row(self) -> None:
        self.page.get_by_text(self.visitor.says("添加一行", "Add row")).first.click()

    def submit(self) -> list[str]:
        """Submit; the numbers and codes that were given."""
        if self.phone:
            self.page.get_by_role("button", name=self.visitor.says("提交", "Submit"), exact=True).last.tap()
        else:
            self.page.keyboard.press("Control+Enter")
        done = self.page.locator(".ff-done")
        try:
            done.wait_for()
        except Exception as late:
            raise AssertionError(f"not submitted: {self.page.locator('.ff-error').all_inner_texts()}") from late
        return self.page.locator(".ff-made dd").all_inner_texts()

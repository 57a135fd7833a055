"""Filling in a form as a person does: by the field's path, with keyboard on a desk and fingers on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Visitor


def input_id(path: str) -> str:
    return "ff-" + re.sub(r"[\[\].]+", "-", path)


class Form:
    """The open form of a visitor.

    :param visitor: who fills it in.
    :param key: which form to open; without one the form that stands open already.
    """

    def __init__(self, visitor: Visitor, key: str | None = None) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.phone = visitor.size == "phone"
        if key:
            visitor.go(f"/f/{key}/new")
        self.page.locator(".ff-field").first.wait_for()

    def at(self, path: str) -> Locator:
        """The control of a field; a row's on a phone is brought into sight."""
        field = self.page.locator(f"#{input_id(path)}")
        if self.phone and "[" in path and not field.is_visible():
            self.close_row()
            self.page.locator(f'[data-path="{path.split(".")[0]}"] .ff-card-open').tap()
            field.wait_for()
        return field

    def text(self, path: str, value: str) -> None:
        """Type into a text, number or quantity field."""
        field = self.at(path)
        box = field if field.evaluate("e => e.tagName") in ("INPUT", "TEXTAREA") else field.locator("input").first
        box.click()
        box.fill(value)
        box.press("Tab")

    def when(self, path: str, local: str) -> None:
        """Type a date or a moment, as ``2026-07-12`` or ``2026-07-12 08:30``."""
        box = self.at(path)
        if self.phone:
            box.fill(local.replace(" ", "T"))
            return
        box.click()
        box.fill(local)
        box.press("Enter")
        box.press("Tab")

    def pick(self, path: str, search: str) -> None:
        """Search and choose in a link, lot or choice field that has a list."""
        field = self.at(path)
        if self.phone:
            field.tap()
            sheet = self.page.locator(".ff-sheet-search input")
            sheet.fill(search)
            self.page.locator(".ff-offered").filter(has_not_text=search).first.wait_for(state="hidden")
            self.page.locator(".ff-offered").filter(has_text=search).first.tap()
            sheet.wait_for(state="hidden")
            return
        field.click()
        field.fill(search)
        self.page.locator(".ff-offered").filter(has_text=search).first.wait_for()
        field.press("Enter")
        self.page.locator(".ff-offered").first.wait_for(state="hidden")

    def choose(self, path: str, zh: str, en: str) -> None:
        """Choose in a choice field: a chip where they all stand in sight, else from the list."""
        words = self.visitor.says(zh, en)
        if self.at(path).evaluate("e => ['radio', 'checkbox'].includes(e.getAttribute('role'))"):
            chips = self.page.locator(f'[aria-labelledby="{input_id(path)}-label"] .ff-chip')
            chips.filter(has_text=re.compile(f"^{re.escape(words)}$")).click()
            return
        self.pick(path, words)

    def add_row(self, path: str) -> None:
        """A new row of the list at ``path``; on a phone its sheet opens."""
        added = self.visitor.says("添加一行", "Add row")
        self.page.locator(f'.ff-field[data-path="{path}"]').get_by_role("button", name=added).click()

    def close_row(self) -> None:
        """Shut a row's sheet on a phone."""
        done = self.page.locator(".ff-sheet-foot .ant-btn-primary")
        if self.phone and done.is_visible():
            done.tap()
            done.wait_for(state="hidden")

    def proposed(self, path: str, cell: str) -> str:
        """Wait until the list at ``path`` has filled itself; the ``cell`` of its first row."""
        if self.phone:
            card = self.page.locator(f'[data-path="{path}[0]"]')
            told = card.locator(".ff-card-head, .ff-card-value").first
            told.wait_for()
            return told.inner_text()
        box = self.page.locator(f"#{input_id(f'{path}[0].{cell}')}")
        expect(box).not_to_have_value("")
        return box.input_value()

    def try_submit(self) -> None:
        """Press submit, whatever comes of it."""
        self.close_row()
        if self.phone:
            self.page.get_by_role("button", name=self.visitor.says("提交", "Submit"), exact=True).last.tap()
        else:
            self.page.keyboard.press("Control+Enter")

    def submit(self) -> list[str]:
        """Submit; the numbers and codes that were given."""
        self.try_submit()
        done = self.page.locator(".ff-done")
        try:
            done.wait_for()
        except Exception as late:
            raise AssertionError(f"not submitted: {self.page.locator('.ff-error').all_inner_texts()}") from late
        return self.page.locator(".ff-made dd").all_inner_texts()

    def refused(self, zh: str, en: str) -> None:
        """Submit; it is refused in these words and stays open."""
        self.try_submit()
        self.page.get_by_text(self.visitor.says(zh, en)).first.wait_for()
        assert not self.page.locator(".ff-done").is_visible()

    def follow(self, zh: str, en: str) -> Form:
        """After submitting: go on to the form that follows."""
        self.page.locator(".ff-done-acts").get_by_role("button", name=self.visitor.says(zh, en)).first.click()
        self.page.locator(".ff-done").wait_for(state="hidden")
        return Form(self.visitor)

"""An app goes to an empty plant by the screen: exported, previewed, installed, used, changed, rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, Visitor, begun, claim, serving
from tests.e2e.filling import Form

pytestmark = pytest.mark.browser


def level(zh: str) -> dict[str, Any]:
    """A form whose one field is called so."""
    return {
        "app": "tanks",
        "label": {"zh": "储罐检查", "en": "Tank check"},
        "fields": {"level": {"type": "number", "label": {"zh": zh, "en": "Level"}, "required": True}},
    }


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """An empty plant: its address, and the token of its first administrator."""
    token = begun(tmp_path / "plant", "--pack", "core")
    with serving(tmp_path / "plant") as found:
        yield found, token


def draw(visitor: Visitor, kind: str, key: str, document: dict[str, Any]) -> None:
    visitor.api("PUT", f"/{kind}/{key}", {"definition": document})
    visitor.api("POST", f"/{kind}/{key}/publish", {"note": ""})


def exported(visitor: Visitor, to: Path) -> Path:
    """The app as a file."""
    page = visitor.page
    visitor.go("/design/packs")
    page.locator(".packs-app").click()
    page.locator(".ant-select-item-option").filter(has_text="储罐").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="导出文件").click()
    got.value.save_as(to)
    return to


def previewed(visitor: Visitor, packed: Path) -> None:
    """What installing that file would do stands on the screen."""
    visitor.go("/design/packs")
    visitor.page.locator(".drop").wait_for()
    visitor.page.locator("input[type=file]").set_input_files(packed)


def install(visitor: Visitor, count: int) -> None:
    visitor.page.get_by_role("button", name=f"安装 {count} 项").click()
    visitor.page.locator(".ant-alert-success").wait_for()


def roll_back(visitor: Visitor) -> None:
    """The newest installation is taken back."""
    visitor.go("/design/packs")
    row = visitor.page.locator(".packs-row").first
    row.get_by_role("button").click()
    visitor.page.locator(".ant-modal-confirm .ant-btn-primary").click()
    expect(row).to_contain_text("已回退")


def filled(visitor: Visitor, value: str) -> None:
    form = Form(visitor, "tank_check")
    form.text("level", value)
    form.submit()


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk")], indirect=True)
def test_an_app_moves_to_an_empty_plant_and_back(
    visitor: Visitor, opened: Open, elsewhere: tuple[str, str], tmp_path: Path
) -> None:
    visitor.sign_in("admin")
    draw(visitor, "apps", "tanks", {"label": {"zh": "储罐", "en": "Tanks"}})
    draw(visitor, "forms", "tank_check", level("液位"))
    there = opened("zh", "desk")
    there.address = elsewhere[0]
    claim(there, elsewhere[1])
    page = there.page

    previewed(there, exported(visitor, tmp_path / "tanks.zip"))
    expect(page.locator(".packs-sum")).to_contain_text("新增 2 项")
    expect(page.locator(".packs-items")).to_contain_text("储罐检查")
    there.shot("packs-preview")
    install(there, 2)
    filled(there, "3")

    draw(visitor, "forms", "tank_check", level("液面高度"))
    previewed(there, exported(visitor, tmp_path / "changed.zip"))
    expect(page.locator(".packs-sum")).to_contain_text("新增 0 项，变化 1 项，相同 1 项")
    expect(page.locator(".packs-items")).to_contain_text("液位 → 液面高度")
    there.shot("packs-changed")
    install(there, 1)
    there.go("/f/tank_check/new")
    page.get_by_text("液面高度").first.wait_for()

    roll_back(there)
    there.go("/f/tank_check/new")
    page.get_by_text("液位").first.wait_for()
    filled(there, "4")
    assert there.api("GET", "/forms/tank_check")["version"] == 3
    assert len(there.api("GET", "/records/tank_check")["items"]) == 2

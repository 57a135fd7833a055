"""An app goes from one plant to another through the screen: exported, previewed in words, installed, rolled back."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor, suyuan

pytestmark = pytest.mark.browser
FORM = {
    "form": "tank_check",
    "app": "tanks",
    "label": {"zh": "储罐检查", "en": "Tank check"},
    "fields": {"level": {"type": "number", "label": {"zh": "液位", "en": "Level"}, "required": True}},
}


@pytest.fixture(scope="module")
def elsewhere(made_plant: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another plant, where the same people work."""
    folder = tmp_path_factory.mktemp("elsewhere") / "data"
    shutil.copytree(made_plant, folder)
    line = suyuan(folder, "serve", "--port", "0")
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        yield next(found.group(0) for text in server.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", text)))
        server.terminate()
        server.wait(20)


def draw(visitor: Visitor) -> None:
    """An app with one form is drawn and published."""
    call = visitor.page.request
    origin = {"Origin": visitor.address}
    app = {"app": "tanks", "label": {"zh": "储罐", "en": "Tanks"}}
    for path, document in (("apps/tanks", app), ("forms/tank_check", FORM)):
        at = f"{visitor.address}/api/v1/{path}"
        assert call.put(at, data=document, headers=origin).ok
        assert call.post(f"{at}/publish", data={}, headers=origin).ok


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk")], indirect=True)
def test_an_app_is_exported_here_and_installed_there(visitor: Visitor, elsewhere: str, tmp_path: Path) -> None:
    page = visitor.page
    visitor.sign_in("admin")
    draw(visitor)
    visitor.go("/design/packs")
    page.locator(".packs-app").click()
    page.locator(".ant-select-item-option").filter(has_text="储罐").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="导出文件").click()
    packed = tmp_path / "tanks.zip"
    got.value.save_as(packed)

    visitor.address = elsewhere
    visitor.sign_in("admin")
    visitor.go("/design/packs")
    page.locator(".drop").wait_for()
    page.locator("input[type=file]").set_input_files(packed)
    expect(page.locator(".packs-sum")).to_contain_text("新增 2 项")
    expect(page.locator(".packs-items")).to_contain_text("储罐检查")
    visitor.shot("packs-preview")
    page.get_by_role("button", name="安装 2 项").click()
    page.locator(".ant-alert-success").wait_for()
    visitor.go("/f/tank_check/new")
    page.get_by_text("液位").first.wait_for()

    visitor.go("/design/packs")
    row = page.locator(".packs-row").first
    row.get_by_role("button").click()
    page.locator(".ant-modal-confirm .ant-btn-primary").click()
    expect(row).to_contain_text("已回退")
    me = page.request.get(f"{elsewhere}/api/v1/me").json()
    assert "tank_check" not in {form["key"] for app in me["apps"] for form in app["forms"]}

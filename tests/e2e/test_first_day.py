"""The first day of one's own plant, by the mouse: an empty folder, the first administrator, six steps, one receipt."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser

from tests.e2e.conftest import SIZES, Visitor, begun, claim, serving
from tests.e2e.filling import Form

pytestmark = pytest.mark.browser

FILLED = {
    "material": [
        ["code", "name", "kind", "base_uom", "shelf_life", "needs_inspection"],
        ["RM-001", "小麦粉", "raw", "kg", 180, "no"],
        ["FG-001", "馒头", "finished", "kg", 5, "no"],
    ],
    "location": [["code", "name", "kind"], ["A-01", "原料库", "dry"]],
    "supplier": [
        ["name", "approval", "materials.material", "licences.kind", "licences.number"],
        ["河北面粉厂", "approved", "RM-001", "business", "91130602MA0K17T2Q1"],
    ],
    "people": [["name", "user", "roles", "password"], ["王仓管", "wang", "store", "green-wheat-field"]],
}


def book(folder: Path, sheets: dict[str, list[list[object]]], name: str = "setup.xlsx") -> Path:
    made = Workbook()
    made.remove(made.active)
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    made.save(folder / name)
    return folder / name


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A plant made from nothing and served: its address, and the token of its first administrator."""
    folder = tmp_path / "plant"
    token = begun(folder)
    with serving(folder) as found:
        yield found, token


@pytest.fixture
def visitor(browser: Browser, fresh: tuple[str, str], lang: str, size: str) -> Iterator[Visitor]:
    """Somebody who has just started their plant."""
    phone = size == "phone"
    context = browser.new_context(
        viewport=SIZES[size], locale="zh-CN" if lang == "zh" else "en-GB", timezone_id="Asia/Shanghai", has_touch=phone
    )
    context.set_default_timeout(15_000)
    context.add_init_script(f"localStorage.setItem('suyuan.lang', '{lang}')")
    person = Visitor(context.new_page(), fresh[0], lang, size)
    yield person
    context.close()
    assert not person.errors, person.errors


def press(visitor: Visitor, zh: str, en: str) -> None:
    visitor.page.get_by_role("button", name=visitor.says(zh, en)).first.click()


def done_of(visitor: Visitor) -> str:
    return visitor.page.locator(".page-aside").first.inner_text()


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk"), ("en", "phone")], indirect=True)
def test_from_an_empty_folder_to_the_first_receipt(visitor: Visitor, fresh: tuple[str, str], tmp_path: Path) -> None:
    page = visitor.page
    claim(visitor, fresh[1])
    visitor.shot("setup-1")
    page.locator("#zh").fill("试点面点厂")
    page.locator("#en").fill("Pilot Bakery")
    press(visitor, "保存，下一步", "Save and go on")

    page.locator(".node").first.wait_for()
    visitor.shot("setup-2")
    for name in (("检验", "Inspection"), ("物流与销售", "Logistics and sales")):
        page.locator(".node").filter(has_text=visitor.says(*name)).first.locator("input").click()
    press(visitor, "保存，下一步", "Save and go on")

    page.locator(".drop").wait_for()
    with page.expect_download() as got:
        page.get_by_role("link", name=visitor.says("下载模板", "Download")).click()
    template = load_workbook(io.BytesIO(Path(got.value.path()).read_bytes()))
    assert template.sheetnames[0] == visitor.says("物料", "Material")

    wrong = {**FILLED, "location": [["code", "name", "kind"], ["A-01", "原料库", "moon"], ["", "B", "dry"]]}
    page.locator("input[type=file]").set_input_files(book(tmp_path, wrong, "wrong.xlsx"))
    page.locator(".import-wrong").wait_for()
    visitor.shot("setup-3-wrong")
    lines = [row.inner_text() for row in page.locator(".import-wrong tbody tr").all()]
    assert len(lines) == 2, lines
    page.locator("input[type=file]").set_input_files(book(tmp_path, FILLED))
    press(visitor, "导入 5 条", "Import 5 records")
    page.locator(".ant-alert-success").wait_for()
    page.wait_for_function("() => document.querySelectorAll('.step-done').length >= 4")
    visitor.shot("setup-4")
    assert "4" in done_of(visitor)

    visitor.go("/f/opening_stock/import")
    lots = [["lot", "material", "quantity", "location", "supplier", "supplier_lot"]]
    lots.append(["M0420", "RM-001", "500 kg", "A-01", "河北面粉厂", "HB-9"])
    page.locator(".drop").wait_for()
    page.locator("input[type=file]").set_input_files(book(tmp_path, {"opening_stock": lots}, "stock.xlsx"))
    press(visitor, "导入 1 条", "Import 1 records")
    page.locator(".ant-alert-success").wait_for()
    visitor.shot("opening-stock")

    form = Form(visitor, "raw_receipt")
    form.pick("supplier", "河北面粉厂")
    form.pick("material", "小麦粉")
    form.text("supplier_lot", "HB-10")
    form.text("quantity", "300")
    form.pick("location", "A-01")
    code = form.submit()[-1]
    assert code.startswith("RM-")

    visitor.go("/setup")
    page.locator(".setup-end").wait_for()
    assert page.locator(".step-done").count() == 6
    visitor.shot("setup-done")
    press(visitor, "完成设置", "Finish and begin")
    page.wait_for_url(lambda url: "/setup" not in url)
    nav = page.locator("nav[data-tour=nav]")
    nav.wait_for()
    if visitor.size == "desk":
        for head in nav.locator(".side-group > button").all():
            head.evaluate("head => head.ariaExpanded === 'false' && head.click()")
        assert nav.get_by_text("发货单", exact=True).count() == 0
        assert nav.get_by_text("原料入库单").count() == 1
    page.locator(".ant-tour").wait_for()
    visitor.shot("tour")
    page.locator(".tour-skip").click()
    page.locator(".ant-tour").wait_for(state="hidden")
    page.reload()
    page.locator(".home").wait_for()
    page.wait_for_timeout(1200)
    assert page.locator(".ant-tour").count() == 0
    visitor.shot("home-after")

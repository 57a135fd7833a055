"""Ten thousand rows through the screen: mapped, checked, run with progress, 37 wrong ones back, mended, brought in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser
HEAD = ["客户名称", "Kind", "Phone", "仓库备注"]


def customers(path: Path, name: str, rows: int) -> list[int]:
    """A CSV file of customers called by ``name`` and a number; the numbers of its wrong lines."""
    wrong = [2 + n for n in range(55, rows, 270)]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEAD)
        for n in range(rows):
            kind = "moon" if n + 2 in wrong else "shop"
            lines.writerow([f"{name} {n:05d}", kind, f"138{n:08d}", "=1+1"])
    return wrong


def press(visitor: Visitor, zh: str, en: str) -> None:
    visitor.page.get_by_role("button", name=visitor.says(zh, en)).click()


SIZES = [("en", "desk", 10_000, 37), ("zh", "phone", 400, 2)]


@pytest.mark.parametrize(("lang", "size", "count", "bad"), SIZES, indirect=["lang", "size"])
def test_ten_thousand_rows_are_brought_in_and_37_come_back(
    visitor: Visitor, tmp_path: Path, count: int, bad: int
) -> None:
    page, name = visitor.page, f"Import {visitor.size}"
    wrong = customers(tmp_path / "customers.csv", name, count)
    assert len(wrong) == bad
    visitor.sign_in("admin")
    visitor.go("/f/customer/import")
    page.locator(".drop").wait_for()
    visitor.shot("import-file")
    page.locator("input[type=file]").set_input_files(tmp_path / "customers.csv")
    page.locator(".import-map").wait_for()
    visitor.shot("import-columns")
    lines = page.locator(".import-map-row")
    expect(lines).to_have_count(5)
    expect(lines.nth(1)).to_contain_text(f"{name} 00000")
    expect(lines.nth(1)).to_contain_text(visitor.says("名称", "Name"))
    expect(lines.nth(4)).to_contain_text(visitor.says("不导入", "Passed over"))
    page.locator(".import-do button").first.click()
    page.locator(".import-sum").wait_for(timeout=60_000)
    expect(page.locator(".import-sum")).to_contain_text(str(bad))
    visitor.shot("import-checked")
    press(visitor, f"只导入正确的 {count - bad} 条", f"Import only the {count - bad} right ones")
    page.locator(".import-end").wait_for(timeout=60_000)
    expect(page.locator(".import-end")).to_contain_text(str(count - bad))
    visitor.shot("import-done")
    with page.expect_download() as got:
        page.get_by_role("link", name=visitor.says("下载有错误的行", "Download the wrong rows")).click()
    book = load_workbook(io.BytesIO(Path(got.value.path()).read_bytes()))
    given = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert [row[0] for row in given[1:]] == [f"{name} {line - 2:05d}" for line in wrong]
    assert given[1][3] == "=1+1"
    assert "moon" in str(given[1][4])

    mended = Workbook()
    for row in [given[0], *([row[0], "shop", *row[2:]] for row in given[1:])]:
        mended.active.append([str(cell) for cell in row])
    mended.save(tmp_path / "mended.xlsx")
    press(visitor, "换一个文件", "Another file")
    before = page.locator(".import-recent li", has_text="customers.csv").first
    expect(before.locator(".import-recent-row")).to_contain_text(
        visitor.says(f"写入 {count - bad} 条", f"{count - bad} written")
    )
    with page.expect_download() as again:
        before.get_by_role("link", name=visitor.says(f"{bad} 行有错", f"{bad} wrong rows")).click()
    sheet = load_workbook(io.BytesIO(Path(again.value.path()).read_bytes())).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == given
    page.locator("input[type=file]").set_input_files(tmp_path / "mended.xlsx")
    page.locator(".import-map").wait_for()
    page.locator(".import-do button").first.click()
    press(visitor, f"导入 {bad} 条", f"Import {bad} records")
    page.locator(".ant-alert-success").wait_for()
    visitor.go(f"/f/customer?q={name} {wrong[0] - 2:05d}")
    page.get_by_text(f"{name} {wrong[0] - 2:05d}").first.wait_for()

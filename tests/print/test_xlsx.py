"""Workbooks and CSV: what is written is what is read back, and nothing runs."""

from __future__ import annotations

import csv as stdcsv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from suyuan.print import csv
from suyuan.print.sheet import Column, Sheet
from suyuan.print.xlsx import MOST_TEXT, workbook

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOSTILE = ("=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x","y")', "{=1}")
ODD = ("食用盐\n第二行", "a\x00b\x07", "_x0041_", "<b>&amp;", "😀𠮷", "http://example.com/", "'", " lead")


def opened(*sheets: Sheet, lang: str = "zh") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets, "t", lang, SHANGHAI)))


def first(sheet: Sheet) -> Worksheet:
    found = opened(sheet).worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def test_numbers_dates_and_money_stay_what_they_are() -> None:
    columns = [Column("n", kind="number"), Column("d", kind="date"), Column("t", kind="datetime"),
               Column("m", kind="money"), Column("b")]  # fmt: skip
    at = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    page = first(Sheet("s", columns, [(Decimal("0.100"), date(2026, 11, 22), at, Decimal("1234.5"), True)]))
    n, d, t, m, b = page[2]
    assert (n.value, n.number_format) == (0.1, "#,##0.000")
    assert d.value == datetime(2026, 11, 22)
    assert t.value == datetime(2026, 11, 22, 9, 30), "by the plant's clock"
    assert (m.value, m.number_format) == (1234.5, "#,##0.00")
    assert b.value == "是"


@pytest.mark.parametrize("value", [Decimal("1234567890123456"), Decimal("0.1234567890123456"), 10**18 + 1])
def test_a_number_that_excel_would_round_is_written_as_text(value: Decimal | int) -> None:
    assert first(Sheet("s", [Column("n", kind="number")], [(value,)]))["A2"].value == format(
        value, "f" if isinstance(value, Decimal) else "d"
    )


@pytest.mark.parametrize("value", [0, -5, Decimal("123456789012345"), Decimal("1E+3"), Decimal("-0.000001")])
def test_a_number_of_fifteen_digits_is_exact(value: Decimal | int) -> None:
    assert Decimal(str(first(Sheet("s", [Column("n", kind="number")], [(value,)]))["A2"].value)) == value


@pytest.mark.parametrize("text", HOSTILE + ODD)
def test_a_text_is_a_text_whatever_it_begins_with(text: str) -> None:
    cell = first(Sheet("s", [Column("a"), Column("n", kind="number")], [(text, text)]))
    for at in ("A2", "B2"):
        assert cell[at].data_type == "s"
        value = str(cell[at].value)
        assert text in (value, unescape(value))


def test_nothing_is_cut_silently() -> None:
    value = str(first(Sheet("s", [Column("a")], [("长" * 40_000,)]))["A2"].value)
    assert value.startswith("长" * MOST_TEXT)
    assert "8000" in value


def test_sheet_names_are_made_fit_and_never_collide() -> None:
    names = ["a/b:c", "A B C", "", "x" * 40, "x" * 50, "History", "'q'"]
    found = opened(*(Sheet(name, [Column("a")], []) for name in names)).sheetnames
    assert len({name.lower() for name in found}) == len(names)
    assert all(len(name) <= 31 for name in found)


def test_the_head_is_frozen_filtered_and_below_title_and_note() -> None:
    page = first(Sheet("s", [Column("批号"), Column("数量")], [("L1", "2")], "进货查验记录", "依据\n说明"))
    assert [page[f"A{n}"].value for n in (1, 2, 3, 4, 5)] == ["进货查验记录", "依据", "说明", "批号", "L1"]
    assert page.freeze_panes == "A5"
    assert page.auto_filter.ref == "A4:B5"


def test_the_same_data_makes_the_same_bytes() -> None:
    sheet = Sheet("s", [Column("a")], [("x",)])
    assert workbook([sheet], "t", "zh") == workbook([sheet], "t", "zh")


def test_a_row_of_the_wrong_length_is_a_fault() -> None:
    with pytest.raises(ValueError):
        workbook([Sheet("s", [Column("a")], [("x", "y")])], "t", "zh")


def test_csv_reads_back_and_runs_nothing() -> None:
    at = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    rows = [(text, Decimal("-1.50"), at) for text in HOSTILE + ODD]
    raw = csv.table(Sheet("s", [Column("a"), Column("n"), Column("t")], rows), "en", SHANGHAI)
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(stdcsv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert lines[0] == ["a", "n", "t"]
    for (text, *_), line in zip(rows, lines[1:], strict=True):
        assert line[0] in (text, "'" + text)
        assert line[1:] == ["-1.50", "2026-11-22T09:30:00+08:00"]
    assert all(line[0].startswith("'") for line in lines[1 : 1 + len(HOSTILE) - 1])

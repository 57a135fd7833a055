"""Workbooks for Excel (ISO/IEC 29500): numbers as numbers, texts never as formulas, equal bytes for equal data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from suyuan.kernel.i18n import say
from suyuan.print.sheet import Column, Sheet, width_of, words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000
"""Rows of one sheet (Excel ends at 1,048,576); the rest goes on in a further sheet."""
MOST_TEXT = 32_000
EXACT_DIGITS = 15
NARROWEST, WIDEST = 8, 50
_SAMPLE = 300
_MANY_CELLS = 2_000_000
_FIRST_DAY = date(1900, 3, 1)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def workbook(
    sheets: Sequence[Sheet], title: str, lang: str, zone: tzinfo = UTC, made_at: datetime | None = None
) -> bytes:
    """A workbook of ``sheets``.

    A text stays a text whatever it begins with. A number of more than 15 digits, which Excel would round, and a date
    before March 1900, which Excel counts wrongly, are written as texts.

    :param title: in the file's properties.
    :param zone: by whose clock instants are shown.
    :param made_at: aware instant in the file's properties; 2000-01-01 when not given.
    """
    out = io.BytesIO()
    lean = sum(len(s.rows) * len(s.columns) for s in sheets) > _MANY_CELLS
    book = xlsxwriter.Workbook(out, {"in_memory": not lean, "constant_memory": lean})
    created = (made_at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(zone).replace(tzinfo=None)
    book.set_properties({"title": title, "created": created})
    writer = _Writer(book, lang, zone)
    taken: set[str] = set()
    for sheet in sheets:
        for part, rows in enumerate(_parts(sheet.rows)):
            writer.write(book.add_worksheet(_name(sheet.name, part, taken)), sheet, rows)
    book.close()
    return out.getvalue()


def stream(
    out: BinaryIO, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], lang: str, zone: tzinfo = UTC
) -> None:
    """Write a workbook of one table into ``out``, row by row, whatever their number; otherwise as ``workbook``.

    :param columns: each with its width.
    """
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.set_properties({"title": name, "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    writer = _Writer(book, lang, zone)
    taken: set[str] = set()
    left = iter(rows)
    row = next(left, None)
    while row is not None or not taken:
        page = book.add_worksheet(_name(name, len(taken), taken))
        writer.head_row(page, columns, 0)
        for at in range(1, MOST_ROWS + 1):
            if row is None:
                break
            writer.row(page, columns, at, row)
            row = next(left, None)
    book.close()


def _parts(rows: Sequence[Sequence[Any]]) -> list[Sequence[Sequence[Any]]]:
    return [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)] or [rows]


def _name(name: str, part: int, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, none forbidden, none twice."""
    bare = _UNWRITABLE.sub("", _FORBIDDEN.sub(" ", name)).strip().strip("'") or "Sheet"
    if bare.lower() == "history":
        bare += "_"
    number = part + 1
    while True:
        tail = f" ({number})" if number > 1 else ""
        found = bare[: 31 - len(tail)] + tail
        if found.lower() not in taken:
            taken.add(found.lower())
            return found
        number += 1


class _Writer:
    """Writes sheets into one workbook, whose formats it keeps."""

    def __init__(self, book: Any, lang: str, zone: tzinfo) -> None:
        self.book, self.lang, self.zone = book, lang, zone
        self._formats: dict[str, Format] = {}
        self.head = self._format("", {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True})
        self.title = self._format("", {"bold": True, "font_size": 14, "valign": "vcenter"})
        self.note = self._format("", {"font_color": "#595959"})
        self.text = self._format("", {"text_wrap": True, "valign": "top"})

    def _format(self, number: str, more: dict[str, Any]) -> Format:
        made: Format = self.book.add_format(({"num_format": number} if number else {}) | more)
        return made

    def _number(self, number: str) -> Format:
        if number not in self._formats:
            self._formats[number] = self._format(number, {"valign": "top"})
        return self._formats[number]

    def write(self, page: Worksheet, sheet: Sheet, rows: Sequence[Sequence[Any]]) -> None:
        """One sheet: title and note, head, rows; filters, frozen head, fit for printing."""
        columns = sheet.columns
        for n, column in enumerate(columns):
            page.set_column(n, n, column.width or self._width(column, n, rows))
        at = self._lead(page, sheet)
        self.head_row(page, columns, at)
        for number, row in enumerate(rows, at + 1):
            self.row(page, columns, number, row)
        if columns:
            page.autofilter(at, 0, at + max(len(rows), 1), len(columns) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(at)
        page.set_footer("&C&P / &N")

    def head_row(self, page: Worksheet, columns: Sequence[Column], at: int) -> None:
        """The row that names the columns, which stays in sight."""
        for n, column in enumerate(columns):
            if column.width:
                page.set_column(n, n, column.width)
            page.write_string(at, n, _text(column.label, self.lang), self.head)
        page.freeze_panes(at + 1, 0)

    def row(self, page: Worksheet, columns: Sequence[Column], at: int, row: Sequence[Any]) -> None:
        """One row of values."""
        for n, (column, value) in enumerate(zip(columns, row, strict=True)):
            if value is not None and value != "":
                self._cell(page, at, n, column, value)

    def _lead(self, page: Worksheet, sheet: Sheet) -> int:
        """Title and note; the row where the head goes."""
        at = 0
        if sheet.title:
            page.set_row(at, 24)
            page.write_string(at, 0, _text(sheet.title, self.lang), self.title)
            at += 1
        for line in sheet.note.splitlines():
            page.write_string(at, 0, _text(line, self.lang), self.note)
            at += 1
        return at

    def _width(self, column: Column, n: int, rows: Sequence[Sequence[Any]]) -> int:
        shown = [column.label, *(words(row[n], self.lang, self.zone) for row in rows[:_SAMPLE])]
        widest = max((width_of(line) for text in shown for line in text.splitlines()), default=0)
        return max(NARROWEST, min(widest + 2, WIDEST))

    def _cell(self, page: Worksheet, row: int, n: int, column: Column, value: Any) -> None:
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(self.zone).replace(tzinfo=None)
        if isinstance(value, datetime) and value.date() >= _FIRST_DAY:
            page.write_datetime(row, n, value, self._number("yyyy-mm-dd hh:mm"))
        elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY:
            page.write_datetime(row, n, value, self._number("yyyy-mm-dd"))
        elif column.kind != "text" and _is_exact(value):
            page.write_number(row, n, float(value), self._number(_picture(column, value)))
        else:
            page.write_string(row, n, _text(words(value, self.lang, self.zone), self.lang), self.text)


def _is_exact(value: Any) -> bool:
    """Whether Excel, which counts in 15 digits, keeps the number as it is."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    number = Decimal(value)
    if not number.is_finite():
        return False
    digits = number.normalize().as_tuple()
    return len(digits.digits) <= EXACT_DIGITS and -EXACT_DIGITS <= int(digits.exponent) <= EXACT_DIGITS


def _picture(column: Column, value: int | Decimal) -> str:
    places = max(0, -int(Decimal(value).as_tuple().exponent))
    if column.kind == "money":
        places = max(2, places)
    return "#,##0" + ("." + "0" * places if places else "")


def _text(text: str, lang: str) -> str:
    """A text that fits a cell, told where it does not."""
    text = _UNWRITABLE.sub("\ufffd", text)
    if len(text) <= MOST_TEXT:
        return text
    return text[:MOST_TEXT] + say("print.cut", lang, count=len(text) - MOST_TEXT)

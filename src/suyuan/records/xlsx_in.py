"""Excel workbooks (ECMA-376 .xlsx) read safely, and the templates that people fill in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import load_workbook

from suyuan.kernel.errors import Invalid, Malformed, Mistake
from suyuan.records.grid import MOST_COLUMNS, Cell, Grid, bounded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 2000
MOST_SHEETS = 50
LAST_ROW = 1_048_576
"""No sheet has more rows."""
MOST_BLANK = 20_000_000
"""Cells that hold nothing, in blank rows and beyond the last column: a few bytes may claim thousands of them."""
_DIGITS = 15


def read_xlsx(raw: bytes) -> list[Grid]:
    """The sheets of a workbook that hold anything, hidden ones left out.

    Values are taken as last calculated. Numbers come with the 15 digits that a spreadsheet keeps, never as floats.

    :raises Malformed: it is no workbook, it is protected by a password, or it would unpack to too much.
    :raises Invalid: too many rows or columns.
    """
    with opened_book(io.BytesIO(raw), MOST_UNPACKED) as sheets:
        return [grid for sheet in sheets if (grid := _grid(sheet)) is not None]


@contextmanager
def opened_book(stream: BinaryIO, most_unpacked: int) -> Iterator[list[Any]]:
    """The visible sheets of a workbook, to be read line by line while the block lasts.

    :param most_unpacked: bytes that all its parts together may unpack to; texts shared by cells, which stay in memory,
        never to more than ``MOST_UNPACKED``.
    :raises Malformed: as ``read_xlsx``, also for what turns out unreadable inside the block.
    """
    _check_parts(stream, most_unpacked)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Exception as wrong:
        raise Malformed("records.xlsx_unreadable") from wrong
    try:
        sheets = [s for s in book.worksheets if s.sheet_state == "visible"]
        if len(sheets) > MOST_SHEETS:
            raise Malformed("records.xlsx_large")
        yield sheets
    finally:
        book.close()


def _check_parts(stream: BinaryIO, most: int) -> None:
    """An unpacked size is only believed as far as the archive's own list, beyond which nothing is unpacked."""
    stream.seek(0)
    if stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Malformed("records.xlsx_old")
    try:
        with zipfile.ZipFile(stream) as parts:
            infos = parts.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as wrong:
        raise Malformed("records.xlsx_unreadable") from wrong
    if any(i.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for i in infos):
        raise Malformed("records.xlsx_unreadable")
    held = sum(i.file_size for i in infos if "sheet" not in i.filename.rpartition("/")[0])
    if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > most or held > MOST_UNPACKED:
        raise Malformed("records.xlsx_large")


def _grid(sheet: Any) -> Grid | None:
    lines = sheet_lines(sheet)
    first = next(lines, None)
    if first is None:
        return None
    head = ["" if cell is None else str(cell).strip() for cell in first[1]]
    while head and not head[-1]:
        head.pop()
    return Grid(sheet.title, (first[0], head), list(bounded(lines)))


def sheet_lines(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    """Number and cells of every line of an opened sheet that holds anything.

    :raises Malformed: it cannot be read on.
    :raises Invalid: it is too wide.
    """
    sheet.reset_dimensions()
    try:
        yield from _lines(sheet)
    except (Invalid, Malformed, GeneratorExit):
        raise
    except Exception as wrong:
        raise Malformed("records.xlsx_unreadable") from wrong


def _lines(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    wasted = 0
    for number, line in enumerate(sheet.iter_rows(), 1):
        if number > LAST_ROW:  # blank rows are made up to whatever number the next one claims to have
            raise Malformed("records.xlsx_unreadable")
        blank = all(cell.value is None for cell in line)
        wasted += len(line) if blank else max(0, len(line) - MOST_COLUMNS)
        if wasted > MOST_BLANK:
            raise Malformed("records.xlsx_large")
        if not blank:
            if len(line) > MOST_COLUMNS and any(cell.value is not None for cell in line[MOST_COLUMNS:]):
                raise Invalid([Mistake("", "records.import_too_wide", {"most": MOST_COLUMNS})])
            yield number, [_cell(cell.value) for cell in line[:MOST_COLUMNS]]


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | bool | datetime | date | time):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(format(value, f".{_DIGITS}g"))
    return str(value)

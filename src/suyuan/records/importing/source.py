"""The lines of a file, one after the other, whatever its kind; never all of them at once."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from suyuan.kernel.errors import Invalid, Malformed, Mistake
from suyuan.records.grid import MOST_COLUMNS, Cell, check_head
from suyuan.records.importing.plan import MOST_LINES
from suyuan.records.xlsx_in import opened_book, sheet_lines

KINDS = {"text/csv": "csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx"}
MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_IN_A_ROW = 1 << 20
"""Characters of one row: each may be a cell."""
_PIECE = 1 << 20
_PARTS = (",", "\t", ";", "，", "；")


@dataclass(frozen=True)
class Lines:
    """A sheet being read.

    :param head: number and cells of the line that names the columns.
    :param rows: number and cells of every line below it that holds anything.
    """

    sheet: str
    head: tuple[int, list[str]]
    rows: Iterator[tuple[int, list[Cell]]]


@contextmanager
def opened(stream: BinaryIO, kind: str, names: Iterable[str]) -> Iterator[Lines]:
    """The table in a file: of a workbook the sheet called by one of ``names``, else its first that holds anything.

    :param kind: ``csv`` or ``xlsx``.
    :raises Malformed: it is no such file, or would unpack to too much.
    :raises Invalid: there is no head line, or too many columns or lines.
    """
    if kind == "csv":
        text = io.TextIOWrapper(stream, _encoding(stream), newline="")
        try:
            yield _csv(text)
        finally:
            text.detach()  # the stream is the caller's
        return
    with opened_book(stream, MOST_UNPACKED) as sheets:
        wanted = set(names)
        ordered = sorted(sheets, key=lambda sheet: sheet.title.strip() not in wanted)
        for sheet in ordered:
            lines = sheet_lines(sheet)
            first = next(lines, None)
            if first is not None:
                head = ["" if cell is None else str(cell).strip() for cell in first[1]]
                yield Lines(sheet.title, (first[0], _checked(head)), _bounded(lines))
                return
    raise Invalid([Mistake("", "records.import_head")])


def _checked(head: list[str]) -> list[str]:
    while head and not head[-1]:
        head.pop()
    check_head(head, twice=True)
    return head


def _bounded(lines: Iterable[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    for count, line in enumerate(lines, 1):
        if count > MOST_LINES:
            raise Invalid([Mistake("", "records.import_too_many", {"most": MOST_LINES})])
        yield line


def _csv(text: io.TextIOWrapper) -> Lines:
    first = text.readline(1 << 16)
    text.seek(0)
    lines = _told(Bounded(text), _part(first))
    number, head = next(lines, (0, []))
    return Lines(
        "", (number, _checked([cell.strip() for cell in head])), _bounded((n, list(line)) for n, line in lines)
    )


class Bounded:
    """Lines of text for ``csv.reader``, refused where one row would be made of too much of it.

    :ivar length: characters since the row began; whoever takes a row sets it to 0.
    """

    def __init__(self, text: io.TextIOBase) -> None:
        self._text, self.length = text, 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MOST_IN_A_ROW + 1):
            self.length += len(line)
            if self.length > MOST_IN_A_ROW:
                raise Invalid([Mistake("", "records.import_too_wide", {"most": MOST_COLUMNS})])
            yield line


def _told(text: Bounded, part: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, line in enumerate(csv.reader(text, strict=True, delimiter=part), 1):
            text.length = 0
            if any(cell.strip() for cell in line):
                yield number, [cell.replace("\0", "") for cell in line]
    except csv.Error:
        raise Malformed("records.import_line_at", line=number + 1) from None


def _part(head: str) -> str:
    """What parts the cells, told by the head line."""
    return max(_PARTS, key=lambda part: (head.count(part), part == ","))


def _encoding(stream: BinaryIO) -> str:
    """UTF-8, or what spreadsheets in China write."""
    for name in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        stream.seek(0)
        try:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        stream.seek(0)
        return name
    raise Malformed("records.import_line")

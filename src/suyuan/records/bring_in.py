"""Many records in: from JSON lines, CSV or Excel; all of them, or none where any is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Malformed, Mistake
from suyuan.records.grid import Cell, Grid, Row, bounded, check_head, read_grid
from suyuan.records.importing.row import RowWriter
from suyuan.records.importing.source import Bounded
from suyuan.records.look import live_of
from suyuan.records.once import once
from suyuan.records.plant import plant_of
from suyuan.records.xlsx_in import read_xlsx
from suyuan.store.engine import Store, Tx

Decode = Callable[[bytes], Any]


@dataclass(frozen=True)
class Batch:
    """The rows for one form.

    :param sheet: name of the sheet they stand in; ``""`` for a file that has none.
    """

    form: str
    rows: Sequence[Row]
    sheet: str = ""


class Bad(msgspec.Struct, frozen=True):
    """What is wrong with one row.

    :param row: number of its first line.
    :param lines: number of the line of each mistake, in their order.
    """

    sheet: str
    form: str
    row: int
    lines: list[int]
    mistakes: list[Mistake]


class Imported(msgspec.Struct, frozen=True):
    """What came of an import.

    :param ids: public ids of the new records, in the order of their rows.
    :param bad: every row that is wrong; nothing is written while there is any, unless only the good were asked for.
    """

    rows: int
    submitted: int
    ids: list[str] = []
    bad: list[Bad] = []


def read_json_lines(raw: bytes, decode: Decode) -> list[Row]:
    """Rows of JSON lines, each ``{"fields": {...}}``.

    :param decode: reads one strict JSON text.
    """
    lines = ((number, line) for number, line in enumerate(io.BytesIO(raw), 1) if line.strip())
    return [_json_row(number, line, decode) for number, line in bounded(lines)]


def _json_row(number: int, line: bytes, decode: Decode) -> Row:
    try:
        found = decode(line)
    except Malformed as error:
        return Row(number, None, [Mistake("", error.code, error.params)])
    if not isinstance(found, dict) or set(found) != {"fields"} or not isinstance(found["fields"], dict):
        return Row(number, None, [Mistake("", "records.import_key", {"shape": '{"fields": {...}}'})])
    return Row(number, found["fields"])


def csv_grid(raw: bytes) -> Grid:
    """A CSV file (RFC 4180), UTF-8 or, as spreadsheets in China write it, GB 18030.

    :raises Invalid: there is no head line.
    :raises Malformed: it cannot be read.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            raise Malformed("records.import_line") from None
    lines = _rows(Bounded(io.StringIO(text, newline="")))
    try:
        head = [name.strip() for name in next(lines, [])]
        check_head(head)
        told: list[tuple[int, list[Cell]]] = [(n, list(line)) for n, line in bounded(enumerate(lines, 2)) if any(line)]
    except csv.Error:
        raise Malformed("records.import_line") from None
    return Grid("", (1, head), told)


def _rows(text: Bounded) -> Iterator[list[str]]:
    for row in csv.reader(text, strict=True):
        text.length = 0
        yield row


def sheet_for(grids: Sequence[Grid], live: LiveForm) -> Grid:
    """The sheet named as the form, else the first.

    :raises Invalid: there is none.
    """
    names = {live.key, live.form.label.zh, live.form.label.en}
    found = next((g for g in grids if g.name.strip() in names), grids[0] if grids else None)
    if found is None:
        raise Invalid([Mistake("", "records.import_head")])
    return found


def read_table(store: Store, form: str, raw: bytes, lang: str, *, xlsx: bool = False) -> list[Row]:
    """Rows of a CSV file or of an Excel workbook's sheet for ``form``, as ``grid.read_grid`` tells.

    :raises Invalid: there is no head line, or it is wrong.
    :raises Malformed: the file cannot be read.
    """
    live = live_of(catalogue(store), form)
    grid = sheet_for(read_xlsx(raw), live) if xlsx else csv_grid(raw)
    return read_grid(live, grid, plant_of(store).tz, lang)


class _Undone(Exception):
    """Some rows are wrong, or it was only a trial: everything is undone."""


def import_rows(
    store: Store,
    form: str,
    rows: Sequence[Row],
    *,
    by: Actor,
    dry_run: bool = False,
    good_only: bool = False,
    key: str | None = None,
) -> Imported:
    """Submit all rows of one form in one transaction or, where any is wrong, none; as ``import_batches``."""
    return import_batches(store, [Batch(form, rows)], by=by, dry_run=dry_run, good_only=good_only, key=key)


def import_batches(
    store: Store,
    batches: Sequence[Batch],
    *,
    by: Actor,
    dry_run: bool = False,
    good_only: bool = False,
    key: str | None = None,
    also: Callable[[Tx], list[Bad]] | None = None,
) -> Imported:
    """Submit all rows of all batches in one transaction or, where any is wrong, none.

    :param dry_run: only tell what is wrong.
    :param good_only: write the rows that are right, and tell the others.
    :param key: idempotency key.
    :param also: done in the same transaction before the rows, telling what is wrong with it.
    :raises Forbidden: the actor may not import into one of the forms.
    """
    seen = viewer(store, by)
    for batch in batches:
        require(seen, "import", batch.form)
    forms = catalogue(store)
    bad: list[Bad] = []

    def work(tx: Tx) -> Imported:
        bad.clear()
        if also is not None:
            bad.extend(also(tx))
        writer = RowWriter(tx, forms, seen)
        for batch in batches:
            _bring(writer, live_of(forms, batch.form), batch, bad)
        if dry_run or (bad and not good_only):
            raise _Undone
        return Imported(count, len(writer.ids), writer.ids, bad)

    count = sum(len(batch.rows) for batch in batches)
    body = {"batches": [{"form": b.form, "rows": [row.fields for row in b.rows]} for b in batches]}
    route = "import " + " ".join(batch.form for batch in batches)
    try:
        return store.write(once(Imported, by, route, key, body, work))
    except _Undone:
        return Imported(count, 0, bad=list(bad))


def _bring(writer: RowWriter, live: LiveForm, batch: Batch, bad: list[Bad]) -> None:
    """Submit the rows of one form, one after the other."""
    for row in batch.rows:
        _, mistakes = writer.write(live, row)
        if mistakes:
            bad.append(bad_of(row, mistakes, batch.form, batch.sheet))


def bad_of(row: Row, mistakes: list[Mistake], form: str, sheet: str = "") -> Bad:
    """What is wrong with a row, in the order of its lines."""
    told = sorted(((row.line_of(m.path), m) for m in mistakes), key=lambda pair: pair[0])
    return Bad(sheet, form, row.number, [line for line, _ in told], [m for _, m in told])

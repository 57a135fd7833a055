"""Many records in: from JSON lines, CSV or Excel; all of them, or none where any is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from suyuan.access.rights import Viewer, require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Malformed, Mistake, SuyuanError
from suyuan.records.find import Finder
from suyuan.records.grid import Cell, Grid, Row, bounded, check_head, read_grid
from suyuan.records.look import live_of
from suyuan.records.once import once
from suyuan.records.plant import plant_of
from suyuan.records.submit import submit_in
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
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(lines, [])]
        check_head(head)
        told: list[tuple[int, list[Cell]]] = [(n, list(line)) for n, line in bounded(enumerate(lines, 2)) if any(line)]
    except csv.Error:
        raise Malformed("records.import_line") from None
    return Grid("", (1, head), told)


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
        work = _Work(tx, forms, seen, bad)
        for batch in batches:
            work.bring(batch)
        if dry_run or (bad and not good_only):
            raise _Undone
        return Imported(count, len(work.ids), work.ids, bad)

    count = sum(len(batch.rows) for batch in batches)
    body = {"batches": [{"form": b.form, "rows": [row.fields for row in b.rows]} for b in batches]}
    route = "import " + " ".join(batch.form for batch in batches)
    try:
        return store.write(once(Imported, by, route, key, body, work))
    except _Undone:
        return Imported(count, 0, bad=list(bad))


class _Work:
    """One import inside its transaction."""

    def __init__(self, tx: Tx, forms: Catalogue, seen: Viewer, bad: list[Bad]) -> None:
        self.tx, self.forms, self.seen, self.bad = tx, forms, seen, bad
        self.ids: list[str] = []
        self._finder = Finder(tx.conn, forms, seen)

    def bring(self, batch: Batch) -> None:
        """Submit the rows of one form, one after the other; a wrong one leaves no trace."""
        live = live_of(self.forms, batch.form)
        for row in batch.rows:
            mistakes = list(row.mistakes) if row.fields is None else self._one(live, row)
            if mistakes:
                self._finder.wrong(batch.form, row.names)
                self.bad.append(_bad(batch, row, mistakes))

    def _one(self, live: LiveForm, row: Row) -> list[Mistake]:
        assert row.fields is not None
        fields, unknown = self._linked(row)
        try:
            with self.tx.savepoint():
                self.ids.append(submit_in(self.tx, self.forms, self.seen, live, fields, "import", "import").id)
        except Invalid as error:
            return [unknown.get(m.path, m) for m in error.mistakes]
        except SuyuanError as error:
            if error.status in (403, 404, 409):
                return [Mistake("", error.code, error.params)]
            raise
        return []

    def _linked(self, row: Row) -> tuple[Mapping[str, Any], dict[str, Mistake]]:
        """The row's fields with the records its texts mean, and by path why some mean none; those stay as they are,
        which no link field takes. The row itself stays as it was read.
        """
        assert row.fields is not None
        found: dict[str, str] = {}
        unknown: dict[str, Mistake] = {}
        for want in row.wants:
            answer = self._finder.id_of(want.form, want.text)
            if isinstance(answer, Mistake):
                unknown[want.path] = answer.under(want.path)
            else:
                found[want.path] = answer
        return filled(row.fields, found), unknown


def _bad(batch: Batch, row: Row, mistakes: list[Mistake]) -> Bad:
    told = sorted(((row.line_of(m.path), m) for m in mistakes), key=lambda pair: pair[0])
    return Bad(batch.sheet, batch.form, row.number, [line for line, _ in told], [m for _, m in told])


def filled(fields: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, Any]:
    """``fields`` with the values of ``found`` put in by path, as ``supplier`` or ``items[2].material``."""
    out: dict[str, Any] = {}
    for key, value in fields.items():
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            out[key] = [{k: found.get(f"{key}[{n}].{k}", v) for k, v in row.items()} for n, row in enumerate(value)]
        else:
            out[key] = found.get(key, value)
    return out

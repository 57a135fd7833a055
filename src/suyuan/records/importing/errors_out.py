"""The wrong rows of an import as a workbook: every line as it was given, and beside it what is wrong, in words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, BinaryIO

import xlsxwriter
from sqlalchemy import Connection, select

from suyuan.forms.catalogue import catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import say
from suyuan.records.grid import Cell, titles_of
from suyuan.records.importing.keep import Progress, progress
from suyuan.records.importing.stage import lines_from
from suyuan.records.importing.work import job_row, read_params
from suyuan.records.look import live_of
from suyuan.records.tables import import_bad
from suyuan.store.engine import Store

_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss", "time": "hh:mm:ss"}
_MOST = 1000


def errors_file(store: Store, form: str, uid: str, *, by: Actor, lang: str) -> BinaryIO:
    """The workbook, open at its beginning; the caller closes it.

    :raises NotFound: there is no such import of one's own, or nothing is wrong with it.
    """
    job = progress(store, form, uid, by=by)
    live = live_of(catalogue(store), form, reading=True)
    out = tempfile.TemporaryFile()  # noqa: SIM115  (it goes to the caller)
    with store.read() as conn:
        row = job_row(conn, uid)
        if row.staged is None or not row.bad:
            raise NotFound("records.import_none_bad")
        with store.files.open(row.staged) as stream:
            _write(out, job, _lines(conn, row.id, stream, live, lang), lang)
    out.seek(0)
    return out


def _lines(conn: Connection, job: int, stream: BinaryIO, live: LiveForm, lang: str) -> Iterator[tuple[list[Cell], str]]:
    """The cells of each line that belongs to a wrong row, and what is wrong in it."""
    titles = titles_of(live, lang)
    b = import_bad.c
    wrong = iter(
        conn.execution_options(yield_per=_MOST).execute(
            select(b.row, b.last, b.body).where(b.job == job).order_by(b.row)
        )
    )
    now = next(wrong, None)
    for number, cells, _ in lines_from(stream, 0):
        while now is not None and number > now.last:
            now = next(wrong, None)
        if now is None:
            return
        if number >= now.row:
            yield cells, "; ".join(_words(titles, m, lang) for m in now.body if m[0] == number)


def _words(titles: dict[str, str], told: list[Any], lang: str) -> str:
    _, path, code, params = told
    key, _, inner = path.partition(".")
    bare = key.partition("[")[0]
    column = titles.get(f"{bare}.{inner}" if inner else bare) or titles.get(bare) or ""
    return ": ".join(part for part in (column, say(code, lang, **read_params(params))) if part)


def _write(out: BinaryIO, job: Progress, lines: Iterator[tuple[list[Cell], str]], lang: str) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in _FORMATS.items()}
    head, wrong = book.add_format({"bold": True, "bg_color": "#E3EFEC"}), book.add_format({"bg_color": "#FBE3E1"})
    page = book.add_worksheet()
    heads = [column.head for column in job.body.columns]
    page.set_column(0, len(heads), 18)
    page.set_column(len(heads), len(heads), 60)
    for n, text in enumerate([*heads, say("records.template_wrong", lang)]):
        page.write_string(0, n, text, head)
    page.freeze_panes(1, 0)
    for at, (cells, why) in enumerate(lines, 1):
        for n, cell in enumerate(cells[: len(heads)]):
            _put(page, at, n, cell, formats)
        page.write_string(at, len(heads), why[:32_000], wrong)
    book.close()


def _put(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    """A cell as it was; a text is never a formula."""
    if isinstance(cell, str):
        page.write_string(row, column, cell[:32_000])
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, Decimal) and isfinite(float(cell)):
        page.write_number(row, column, float(cell))
    elif isinstance(cell, Decimal):
        page.write_string(row, column, f"{cell:E}")
    elif isinstance(cell, datetime):
        page.write_datetime(row, column, cell.replace(tzinfo=None), formats["datetime"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, time):
        page.write_datetime(row, column, cell, formats["time"])

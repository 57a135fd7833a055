"""Many records in, many records out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, select

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveField, LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Malformed, Mistake
from suyuan.kernel.ids import is_id
from suyuan.records.look import live_of
from suyuan.records.once import once
from suyuan.records.read import read
from suyuan.records.record import MOST, Query
from suyuan.records.statements import SUBMITTED
from suyuan.records.submit import submit_in
from suyuan.store.engine import Store, Tx

MOST_ROWS = 5000
MOST_COLUMNS = 1000
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

T = TypeVar("T")
Decode = Callable[[bytes], Any]


@dataclass(frozen=True)
class Row:
    """One record to come in.

    :param number: of its line, from 1.
    :param fields: what it says; ``None`` where it cannot be read, for which ``mistakes`` has the reasons.
    """

    number: int
    fields: Mapping[str, Any] | None
    mistakes: list[Mistake] = field(default_factory=list)


class Imported(msgspec.Struct, frozen=True):
    """What came of an import.

    :param ids: public ids of the new records, in the order of their rows.
    :param bad: number and mistakes of every row that is wrong; nothing is written while there is any.
    """

    rows: int
    submitted: int
    ids: list[str] = []
    bad: list[tuple[int, list[Mistake]]] = []


def read_json_lines(raw: bytes, decode: Decode) -> list[Row]:
    """Rows of JSON lines, each ``{"fields": {...}}``.

    :param decode: reads one strict JSON text.
    """
    lines = ((number, line) for number, line in enumerate(io.BytesIO(raw), 1) if line.strip())
    return [_json_row(number, line, decode) for number, line in _bounded(lines)]


def _json_row(number: int, line: bytes, decode: Decode) -> Row:
    try:
        found = decode(line)
    except Malformed as error:
        return Row(number, None, [Mistake("", error.code, error.params)])
    if not isinstance(found, dict) or set(found) != {"fields"} or not isinstance(found["fields"], dict):
        return Row(number, None, [Mistake("", "records.import_key", {"shape": '{"fields": {...}}'})])
    return Row(number, found["fields"])


def read_csv(store: Store, form: str, raw: bytes, lang: str) -> list[Row]:
    """Rows of a CSV file (RFC 4180) whose head line names field keys.

    Quantities and money are ``12.5 kg``; a link is an id, or the title of the one submitted record that has it.

    :raises Invalid: there is no head line.
    """
    live = live_of(catalogue(store), form)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Malformed("records.import_line") from None
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(lines, [])]
        _check_head(head)
        rows = ((n, line) for n, line in enumerate(lines, 2) if any(line))
        with store.read() as conn:
            titles = _Titles(conn, catalogue(store))
            return [_csv_row(live, head, n, line, lang, titles) for n, line in _bounded(rows)]
    except csv.Error:
        raise Malformed("records.import_line") from None


class _Titles:
    """Finds records by their exact title."""

    def __init__(self, conn: Connection, forms: Catalogue) -> None:
        self.conn, self.forms = conn, forms
        self._known: dict[tuple[str, str], str] = {}

    def id_of(self, form: str, text: str) -> str:
        """The public id of the one submitted record of ``form`` with this title; ``text`` itself for an id, or where
        none or several have it."""
        if is_id(text) or form not in self.forms:
            return text
        if (form, text) not in self._known:
            c = self.forms.any(form).table.c
            same = select(c.uid).where(c.title == text, c.state == SUBMITTED).limit(2)
            found = list(self.conn.execute(same).scalars())
            self._known[form, text] = found[0] if len(found) == 1 else text
        return self._known[form, text]


def _check_head(head: list[str]) -> None:
    if not any(head):
        raise Invalid([Mistake("", "records.import_head")])
    if len(head) > MOST_COLUMNS:
        raise Invalid([Mistake("", "records.import_too_wide", {"most": MOST_COLUMNS})])
    twice = [name for name in dict.fromkeys(head) if head.count(name) > 1]
    if twice:
        raise Invalid([Mistake(name, "records.import_head_twice", {"name": name[:100]}) for name in twice])


def _csv_row(live: LiveForm, head: list[str], number: int, line: list[str], lang: str, titles: _Titles) -> Row:
    if len(line) != len(head):
        wrong = Mistake("", "records.import_columns", {"given": len(line), "wanted": len(head)})
        return Row(number, None, [wrong])
    fields: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for key, text in zip(head, line):
        if not text.strip():
            continue
        if key in live.lists:
            mistakes.append(Mistake(key, "records.import_list", {"field": key}))
        elif key in live.fields:
            found = _parsed(live.fields[key], key, _plain(text), lang)
            if isinstance(found, str) and live.fields[key].field.type in ("link", "location"):
                found = titles.id_of(live.fields[key].field.options.to, found)
            if isinstance(found, Mistake):
                mistakes.append(found)
            else:
                fields[key] = found
        else:
            fields[key] = text
    return Row(number, None if mistakes else fields, mistakes)


def _plain(text: str) -> str:
    """A text that our own export guarded against being taken for a formula."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def _parsed(live: LiveField, key: str, text: str, lang: str) -> Any:
    try:
        return live.type.parse(live.field, text, lang)
    except Invalid as error:
        return error.mistakes[0].under(key)
    except (ValueError, ArithmeticError):
        return Mistake(key, "records.import_value")


def _bounded(rows: Iterator[T]) -> Iterator[T]:
    """The same rows; refused at the first too many, before anything is made of the rest."""
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise Invalid([Mistake("", "records.import_too_many", {"most": MOST_ROWS})])
        yield row


class _AnyBad(Exception):
    """Some rows are wrong: everything is undone."""


def import_rows(
    store: Store, form: str, rows: list[Row], *, by: Actor, dry_run: bool = False, key: str | None = None
) -> Imported:
    """Submit all rows in one transaction or, where any is wrong, none.

    :param dry_run: only tell what is wrong.
    :param key: idempotency key.
    :raises Forbidden: the actor may not import into the form.
    """
    seen = viewer(store, by)
    require(seen, "import", form)
    forms = catalogue(store)
    live = live_of(forms, form)
    unread = [(row.number, row.mistakes) for row in rows if row.fields is None]
    bad: list[tuple[int, list[Mistake]]] = []

    def work(tx: Tx) -> Imported:
        bad[:] = unread
        ids = []
        for row in rows:
            if row.fields is None:
                continue
            try:
                with tx.savepoint():
                    ids.append(submit_in(tx, forms, seen, live, row.fields, "import", "import").id)
            except Invalid as error:
                bad.append((row.number, error.mistakes))
        if bad or dry_run:
            raise _AnyBad
        return Imported(len(rows), len(ids), ids)

    body = {"rows": [row.fields for row in rows]}
    try:
        return store.write(once(Imported, by, f"import {form}", key, body, work))
    except _AnyBad:
        return Imported(len(rows), 0, bad=sorted(bad, key=lambda pair: pair[0]))


def export(store: Store, query: Query, kind: str, *, by: Actor) -> Iterator[bytes]:
    """The records a query finds, piece by piece, with only what the actor may see.

    :param kind: ``csv`` (fields in words, detail lists left out) or ``json`` (a list of records).
    :raises Forbidden: the actor may not export the form.
    """
    require(viewer(store, by), "export", query.form)
    live = live_of(catalogue(store), query.form, reading=True)
    pages = _pages(store, query, by)
    first = next(pages)
    return _csv(live, first, pages) if kind == "csv" else _json(first, pages)


def _pages(store: Store, query: Query, by: Actor) -> Iterator[list[Any]]:
    cursor: str | None = None
    while True:
        page = read(store, replace(query, limit=MOST, cursor=cursor), by=by)
        yield page.items
        cursor = page.next
        if cursor is None:
            return


def _json(first: list[Any], pages: Iterator[list[Any]]) -> Iterator[bytes]:
    lead = b"["
    items = first
    while True:
        for item in items:
            yield lead + msgspec.json.encode(item)
            lead = b",\n"
        following = next(pages, None)
        if following is None:
            break
        items = following
    yield b"[]\n" if lead == b"[" else b"]\n"


def _csv(live: LiveForm, first: list[Any], pages: Iterator[list[Any]]) -> Iterator[bytes]:
    keys = [k for k in (first[0].fields if first else ()) if k not in live.lists]
    head = ["id", "state", "created_at", *keys]
    yield b"\xef\xbb\xbf" + _line(head)
    items: list[Any] | None = first
    while items is not None:
        out = [_line([r.id, r.state, r.created_at.isoformat(), *(_cell(r.fields[k]) for k in keys)]) for r in items]
        yield b"".join(out)
        items = next(pages, None)


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return out.getvalue().encode()


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; plain numbers stay numbers."""
    if text.startswith(_FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit() and text.isascii()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        if "value" in value:
            return f"{value['value']} {value.get('uom') or value.get('currency') or ''}".strip()
        if "from" in value:
            return f"{value['from']}..{value['to']}"
        return str(value.get("code") or value.get("title") or value.get("name") or value.get("id") or "")
    if isinstance(value, list):
        return "; ".join(_cell(v) for v in value)
    return str(value)

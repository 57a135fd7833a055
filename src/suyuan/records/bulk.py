"""Many records out."""

from __future__ import annotations

import csv
import io
import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.i18n import say
from suyuan.print.sheet import Column, width_of
from suyuan.print.xlsx import MEDIA_TYPE, stream
from suyuan.records.grid import FORMULA, titles_of
from suyuan.records.look import live_of
from suyuan.records.plant import plant_of
from suyuan.records.read import read
from suyuan.records.record import MOST, Query
from suyuan.store.engine import Store

FORMATS = {"xlsx": MEDIA_TYPE, "csv": "text/csv; charset=utf-8", "json": "application/json"}
_OWN = ("id", "state", "created_at")
_PIECE = 1 << 18


def export(store: Store, query: Query, kind: str, *, by: Actor) -> Iterator[bytes]:
    """The records a query finds, piece by piece, with only what the actor may see.

    :param kind: ``xlsx`` or ``csv`` (a sheet in the actor's language that can be imported again), or ``json`` (a list
        of records).
    :raises Forbidden: the actor may not export the form.
    """
    require(viewer(store, by), "export", query.form)
    live = live_of(catalogue(store), query.form, reading=True)
    pages = _pages(store, query, by)
    first = next(pages)
    if kind == "json":
        return _json(first, pages)
    return (_csv if kind == "csv" else _xlsx)(live, first, pages, plant_of(store).tz, by.lang)


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


def _csv(live: LiveForm, first: list[Any], pages: Iterator[list[Any]], zone: ZoneInfo, lang: str) -> Iterator[bytes]:
    """Heads and words in ``lang``, times by the clock of ``zone``, as in a sheet that is imported: the rows of detail
    lists stand on the lines of their record, below one another."""
    columns = _columns(live, first[0].fields if first else {}, lang)
    own = [say(f"records.export_{name}", lang) for name in _OWN]
    yield b"\xef\xbb\xbf" + _line([*own, *(column.title for column in columns)])
    items: list[Any] | None = first
    while items is not None:
        yield b"".join(_line(line) for record in items for line in _lines(record, columns, zone, lang, _cell))
        items = next(pages, None)


def _xlsx(live: LiveForm, first: list[Any], pages: Iterator[list[Any]], zone: ZoneInfo, lang: str) -> Iterator[bytes]:
    """The same as a workbook; numbers and days as such."""
    columns = _columns(live, first[0].fields if first else {}, lang)
    heads = [Column(say(f"records.export_{name}", lang), 24 if name == "id" else 14) for name in _OWN]
    heads += [Column(c.title, max(12, min(40, width_of(c.title) + 4)), _kind(c)) for c in columns]
    records = (record for page in itertools.chain([first], pages) for record in page)
    rows = (line for record in records for line in _lines(record, columns, zone, lang, _value))
    with tempfile.TemporaryFile() as out:
        stream(out, live.form.label.show(lang) or live.key, heads, rows, lang, zone)
        out.seek(0)
        while piece := out.read(_PIECE):
            yield piece


def _kind(column: _Column) -> Literal["text", "number"]:
    return "number" if column.field is not None and _shown_as(column.field) == "number" else "text"


def _value(value: Any, field: Field | None, zone: ZoneInfo, lang: str) -> Any:
    """A value as a cell of a workbook."""
    kind = "" if field is None or value is None else _shown_as(field)
    if kind == "number" and isinstance(value, str):
        return Decimal(value)
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return _cell(value, field, zone, lang)


@dataclass(frozen=True)
class _Column:
    list: str
    key: str
    title: str
    field: Field | None


def _columns(live: LiveForm, fields: Mapping[str, Any], lang: str) -> list[_Column]:
    """A column for each field the reader may see, in the order of ``fields``."""
    titles = titles_of(live, lang)
    found = []
    for key, value in fields.items():
        if key not in live.lists:
            own = live.fields.get(key)
            found.append(_Column("", key, titles.get(key, key), own.field if own else None))
            continue
        seen = value[0] if value else live.lists[key].fields
        for inner, one in live.lists[key].fields.items():
            if inner in seen:
                found.append(_Column(key, inner, titles[f"{key}.{inner}"], one.field))
    return found


def _lines(
    record: Any, columns: list[_Column], zone: ZoneInfo, lang: str, cell: Callable[..., Any]
) -> Iterator[list[Any]]:
    height = max((len(record.fields[c.list] or ()) for c in columns if c.list), default=0)
    state = say(f"records.state_{record.state}", lang)
    own = [record.id, state, record.created_at.astimezone(zone).isoformat(" ", "seconds")[:19]]
    for n in range(max(height, 1)):
        cells = []
        for column in columns:
            rows = record.fields[column.list] or () if column.list else ()
            value = rows[n].get(column.key) if n < len(rows) else None
            if not column.list and n == 0:
                value = record.fields[column.key]
            cells.append(cell(value, column.field, zone, lang))
        yield [*(own if n == 0 else [""] * 3), *cells]


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return out.getvalue().encode()


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; plain numbers stay numbers."""
    if text.startswith(FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit() and text.isascii()


def _shown_as(field: Field) -> str:
    return str(getattr(field.options, "result", None) or field.type)


def _cell(value: Any, field: Field | None, zone: ZoneInfo, lang: str) -> str:
    """A value as it was sent out, in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("forms.yes" if value else "forms.no", lang)
    if isinstance(value, dict):
        if "value" in value:
            return f"{value['value']} {value.get('uom') or value.get('currency') or ''}".strip()
        if "from" in value:
            return f"{value['from']}..{value['to']}"
        return str(value.get("code") or value.get("title") or value.get("name") or value.get("id") or "")
    if isinstance(value, list):
        return "; ".join(_cell(v, field, zone, lang) for v in value)
    kind = "" if field is None else _shown_as(field)
    if kind in ("choice", "multi") and field is not None:
        return next((o.label.show(lang) or o.key for o in field.options.options if o.key == value), str(value))
    if kind == "datetime":
        return datetime.fromisoformat(value).astimezone(zone).isoformat(" ", "seconds")[:19]
    return str(value)

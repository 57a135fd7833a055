"""Many records out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.records.grid import FORMULA
from suyuan.records.look import live_of
from suyuan.records.read import read
from suyuan.records.record import MOST, Query
from suyuan.store.engine import Store

FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


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
    if text.startswith(FORMULA) and not _is_number(text):
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

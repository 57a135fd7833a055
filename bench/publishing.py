"""Publishing a new version of a form with a million records behind it: adding fields touches none of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.figure import FULL, Figure, Size
from bench.plant import opened
from suyuan.definitions.draft import save_draft
from suyuan.definitions.publish import publish, put
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.records.examine import examine_form
from suyuan.store.engine import Store, Tx
from suyuan.store.worker import Worker

FORM: dict[str, Any] = {
    "form": "weighing",
    "label": {"zh": "称重", "en": "Weighing"},
    "fields": {
        "no": {"type": "serial", "rule": "W-{######}"},
        "item": {"type": "text", "required": True},
        "place": {"type": "link", "to": "place"},
        "net": {"type": "number", "decimals": 1},
        "day": {"type": "date"},
        "rows": {"type": "list", "fields": {"n": {"type": "number"}}},
    },
}
PLACE = {"form": "place", "label": {"zh": "库位", "en": "Place"}, "fields": {"name": {"type": "text"}}}
ADDED: dict[str, dict[str, Any]] = {
    "plain fields": {"colour": {"type": "text"}, "gross": {"type": "number"}, "ok": {"type": "bool"}},
    "a link": {"scale": {"type": "link", "to": "place"}},
    "a time": {"at": {"type": "datetime"}},
    "a detail list": {"checks": {"type": "list", "fields": {"n": {"type": "number"}}}},
    "values unique together": {},
}
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO f_weighing (uid, version, revision, state, title, created_at, updated_at, no, item, net, day)
SELECT 'u' || i, 1, 1, 'submitted', 'W-' || i, :now, :now, 'W-' || i, 'item ' || (i % 977), i % 5000, :day FROM n
"""


def run(size: Size = FULL) -> list[Figure]:
    """Milliseconds of publishing each kind of change, and of examining one."""
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as name:
        folder = Path(name) / "plant"
        folder.mkdir()
        store = opened(folder)
        try:
            store.write(lambda tx: put(tx, "forms", {"place": PLACE, "weighing": FORM}, CLI))
            store.write(lambda tx: _fill(tx, size.rows))
            return list(_figures(store, size.rows))
        finally:
            store.close()


def _fill(tx: Tx, rows: int) -> None:
    tx.conn.execute(text(FILL), {"rows": rows, "now": 1_790_000_000_000_000, "day": "2026-11-20"})


def _figures(store: Store, rows: int) -> list[Figure]:
    body, found = FORM, []
    for note in ("the first time: they are counted by state", "again within a minute"):
        began = time.perf_counter()
        examine_form(store, "weighing", body)
        took = (time.perf_counter() - began) * 1000
        found.append(Figure(f"examining a form with {rows:,} records", took, "ms", "", note))
    for what, fields in ADDED.items():
        body = body | {"fields": body["fields"] | fields}
        if not fields:
            body |= {"uniques": [{"fields": ["no", "day"]}]}
        target = "<= 200" if fields else ""
        found.append(Figure(f"publishing {what} at {rows:,} records", _published(store, body), "ms", target))
    return [*found, *_later(store, rows)]


def _later(store: Store, rows: int) -> Iterator[Figure]:
    """The indexes that publishing did not wait for."""
    began, worker = time.perf_counter(), Worker(store, "bench")
    while worker.run_due():
        pass
    took = (time.perf_counter() - began) * 1000
    yield Figure(
        f"indexes made afterwards at {rows:,} records", took, "ms", "", "one job; writers wait for it on SQLite"
    )


def _published(store: Store, body: dict[str, Any]) -> float:
    store.write(lambda tx: save_draft(tx, "forms", "weighing", body, CLI))
    began = time.perf_counter()
    store.write(lambda tx: publish(tx, "forms", "weighing", CLI))
    catalogue(store).form("weighing")
    return (time.perf_counter() - began) * 1000

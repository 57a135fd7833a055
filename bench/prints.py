"""Printing: labels of receipts, a batch record, through the door."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench import plant as plants
from bench.figure import FULL, Figure, Size
from suyuan.kernel.actor import CLI
from suyuan.kernel.settings import Settings
from suyuan.records import read
from suyuan.records.prints.make import print_records
from suyuan.records.record import Query
from suyuan.store.engine import Store
from suyuan.stories.demo import make_demo

LABELS = 300


def run(size: Size = FULL) -> list[Figure]:
    """Labels a second, and milliseconds of one label, one receipt note, one batch record."""
    with tempfile.TemporaryDirectory() as name:
        plants.make_plant(Path(name) / "bench", LABELS)
        settings = Settings.read(Path(name) / "demo", environ={})
        make_demo(settings, days=2, password="dumplings-for-all")
        many, demo = plants.opened(Path(name) / "bench"), plants.opened(Path(name) / "demo")
        try:
            ids = [record.id for record in read(many, Query("raw_receipt", limit=LABELS), by=CLI).items]
            took = _seconds(many, "raw_receipt", "receipt_label", ids, 2)
            return [
                Figure("labels of 300 receipts", LABELS / took, "/s", "", "told to the ledger, one QR each"),
                _one(many, "raw_receipt", "receipt_label", size),
                _one(many, "raw_receipt", "receipt_note", size),
                _one(demo, "feeding", "batch_record", size),
            ]
        finally:
            many.close()
            demo.close()


def _one(store: Store, form: str, template: str, size: Size) -> Figure:
    [record] = read(store, Query(form, limit=1), by=CLI).items
    return Figure(f"one {template}", _seconds(store, form, template, [record.id], size.rounds) * 1000, "ms")


def _seconds(store: Store, form: str, template: str, ids: list[str], rounds: int) -> float:
    """The best of some rounds, after one to warm up."""
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        print_records(store, form, template, ids, by=CLI, lang="zh")
        times.append(time.perf_counter() - began)
    return min(times[1:])

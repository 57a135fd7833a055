"""How fast a large file comes in and goes out, and how much memory it takes."""

from __future__ import annotations

import csv
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from bench.figure import FULL, Figure, Size
from bench.plant import make_plant, opened
from suyuan.kernel.actor import CLI
from suyuan.records import Query, submit
from suyuan.records.bulk import export
from suyuan.records.importing import keep
from suyuan.records.importing.plan import Mapped, Plan
from suyuan.store import jobs
from suyuan.store.engine import Store

ROWS, FEW = 100_000, 10_000
CUSTOMERS = ("name", "kind", "phone", "address")
RECEIPTS = ("supplier", "material", "supplier_lot", "quantity", "expires_on", "location", "receiver")


def run(size: Size = FULL) -> list[Figure]:
    """Customers (plain records) and receipts (lots and trace events) from Excel and CSV into an SQLite plant."""
    rows = ROWS if size is FULL else FEW
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as folder:
        make_plant(Path(folder) / "plant")
        store = opened(Path(folder) / "plant")
        try:
            return list(_figures(store, Path(folder), rows))
        finally:
            store.close()


def _figures(store: Store, folder: Path, rows: int) -> Iterator[Figure]:
    before = _memory()
    book = folder / "customers.xlsx"
    _write_book(book, rows)
    job, read = _begin(store, "customer", book, "xlsx")
    yield Figure("reading an Excel file", rows / read, "rows/s", note=f"{rows:,} rows of 4 columns")
    waits = _Waits(store)
    with waits:
        yield _rate("check", store, job, "customer", CUSTOMERS, rows, ">= 1000", dry_run=True)
        yield _rate("plain records", store, job, "customer", CUSTOMERS, rows, ">= 1000")
    yield Figure("somebody else's write meanwhile", waits.median, "ms", note=f"median; longest {waits.longest:.0f} ms")
    lines = folder / "receipts.csv"
    _write_receipts(lines, rows // 5)
    job, _ = _begin(store, "raw_receipt", lines, "csv")
    yield _rate("receipts with lots", store, job, "raw_receipt", RECEIPTS, rows // 5, ">= 500")
    again = time.perf_counter()
    size = sum(len(piece) for piece in export(store, Query("customer"), "xlsx", by=CLI))
    took = time.perf_counter() - again
    yield Figure("export to Excel", rows / took, "rows/s", note=f"{rows:,} rows, {size / 1e6:.1f} MB")
    yield Figure("memory", _peak() - before, "MiB", "<= 300", "most of the process above what it had before")


def _write_book(file: Path, rows: int) -> None:
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, CUSTOMERS)
    for n in range(1, rows + 1):
        page.write_row(n, 0, (f"Customer {n}", "shop", f"138{n:08d}", f"Road {n}"))
    book.close()


def _write_receipts(file: Path, rows: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(RECEIPTS)
        for n in range(rows):
            lines.writerow((f"Mill {n % 6}", "FLOUR", f"SL-{n}", "1000.5 kg", "2099-01-01", "W1", "bench"))


def _begin(store: Store, form: str, file: Path, kind: str) -> tuple[str, float]:
    began = time.perf_counter()
    with file.open("rb") as content:
        job = keep.start(store, form, file.name, kind, content, by=CLI)
    _drain(store)
    return job.id, time.perf_counter() - began


def _drain(store: Store) -> None:
    while jobs.run_once(store, "bench"):
        pass


def _rate(
    name: str,
    store: Store,
    job: str,
    form: str,
    columns: tuple[str, ...],
    rows: int,
    target: str,
    dry_run: bool = False,
) -> Figure:
    plan = Plan(tuple(Mapped(n, to) for n, to in enumerate(columns)), good_only=True)
    began = time.perf_counter()
    keep.run(store, form, job, plan, by=CLI, dry_run=dry_run)
    _drain(store)
    took = time.perf_counter() - began
    done = keep.progress(store, form, job, by=CLI)
    if (done.rows, done.bad) != (rows, 0):
        raise RuntimeError(f"{done.state}: {done.rows} rows, {done.bad} of them wrong")
    return Figure(f"import, {name}", rows / took, "rows/s", target, f"{rows:,} rows in {took:.0f} s")


class _Waits:
    """Somebody who writes a record every tenth of a second while the block lasts, and how long that takes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.times: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)

    def _write(self) -> None:
        n = 0
        while not self._over.wait(0.1):
            began = time.perf_counter()
            submit(self.store, "location", {"name": f"Other {n}", "code": f"O{n}", "kind": "dry"}, by=CLI)
            self.times.append((time.perf_counter() - began) * 1000)
            n += 1

    def __enter__(self) -> _Waits:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        self._thread.join()

    @property
    def median(self) -> float:
        """Milliseconds."""
        return sorted(self.times)[len(self.times) // 2]

    @property
    def longest(self) -> float:
        """Milliseconds."""
        return max(self.times)


def _memory() -> float:
    """MiB this process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _peak() -> float:
    """The most MiB this process has had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024

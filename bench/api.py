"""Receipts and lists over HTTP: how many a second, at what CPU, and compared to the reference endpoint."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.client import Measured, measure, request
from bench.figure import FULL, Figure, Size
from bench.plant import Plant, fill_receipts, make_plant
from bench.server import Server, reference, suyuan

LIST = "/api/v1/records/raw_receipt?limit=20&fields=no,received_at,supplier,material,quantity,lot"
SORTED = f"{LIST}&sort=-received_at"


def run(size: Size = FULL) -> list[Figure]:
    """Receipts, lists, the reference."""
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as name:
        folder = Path(name)
        with reference(folder) as server:
            note = {"title": "some text", "body": "other text __N__", "amount": 7}
            bare = measure(server.pid, server.port, request("POST", "/notes", note), 201, size.requests)
        plant = make_plant(folder / "plant", receipts=100)
        with suyuan(plant.folder) as server:
            wrote = _receipts(server, plant, size)
            again = _receipts(server, plant, size, {"Idempotency-Key": "bench-__N__"})
        with suyuan(plant.folder) as server:
            few = _lists(server, plant, size)
        fill_receipts(plant.folder, size.rows)
        with suyuan(plant.folder) as server:
            many = _lists(server, plant, size)
        return [*_receipt_figures(bare, wrote, again), *_list_figures(few, many, size)]


def _receipts(server: Server, plant: Plant, size: Size, headers: dict[str, str] | None = None) -> Measured:
    wanted = request("POST", "/api/v1/records/raw_receipt", {"fields": plant.receipt}, plant.key, headers)
    return measure(server.pid, server.port, wanted, 201, size.requests)


def _lists(server: Server, plant: Plant, size: Size) -> dict[str, Measured]:
    paths = {
        "newest": (LIST, size.requests),
        "sorted": (SORTED, size.requests // 100),
        "filtered": (f'{SORTED}&where=supplier%20%3D%20"{plant.supplier}"', size.requests // 100),
    }
    return {
        name: measure(server.pid, server.port, request("GET", path, key=plant.key), 200, count)
        for name, (path, count) in paths.items()
    }


def _times(m: Measured) -> str:
    return f"p50 {m.p50:.1f} ms, p99 {m.p99:.1f} ms"


def _receipt_figures(bare: Measured, wrote: Measured, again: Measured) -> list[Figure]:
    return [
        Figure("reference: one insert", bare.rate, "/s", note=_times(bare)),
        Figure("reference: server CPU", bare.cpu, "ms"),
        Figure("POST receipt", wrote.rate, "/s", ">= 600", _times(wrote)),
        Figure("POST receipt: p99", wrote.p99, "ms", "<= 25"),
        Figure("POST receipt: server CPU", wrote.cpu, "ms", "<= 1.5"),
        Figure("POST receipt: CPU to the reference", wrote.cpu / bare.cpu, "x"),
        Figure("POST receipt: rate to the reference", wrote.rate / bare.rate, "x"),
        Figure("POST receipt with idempotency key", again.rate, "/s", note=f"{again.cpu:.2f} ms CPU, {_times(again)}"),
    ]


def _list_figures(few: dict[str, Measured], many: dict[str, Measured], size: Size) -> list[Figure]:
    short, long = few["newest"], many["newest"]
    rows = f"{size.rows:,} rows"
    figures = [
        Figure("GET list of 20", short.rate, "/s", ">= 700", _times(short)),
        Figure("GET list of 20: server CPU", short.cpu, "ms"),
        Figure(f"GET list of 20 at {rows}", long.rate, "/s", "", _times(long)),
        Figure(f"GET list of 20 at {rows}: server CPU", long.cpu, "ms"),
        Figure(f"GET list of 20 at {rows}: CPU to few", long.cpu / short.cpu, "x", "<= 1.2"),
    ]
    for name in ("sorted", "filtered"):
        note = f"by received_at{', of one supplier' if name == 'filtered' else ''}; few rows: {few[name].cpu:.2f} ms"
        figures.append(Figure(f"GET list of 20 at {rows}, {name}: server CPU", many[name].cpu, "ms", note=note))
    return figures

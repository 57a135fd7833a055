"""Traces through a graph of a million links: in process, and over HTTP in one request."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from bench import trace
from bench.client import measure, request
from bench.figure import FULL, Figure, Size
from bench.plant import Plant, make_plant, opened
from bench.server import suyuan
from suyuan.store.engine import Store
from suyuan.trace.genealogy import Genealogy
from suyuan.trace.graph import TraceGraph
from suyuan.trace.tables import lot

IN_PROCESS = {"SALT-50000": "<= 500"}
OVER_HTTP = {"SALT-400": "<= 20", "SALT-10000": "<= 500", "SALT-50000": "<= 2000"}


def run(size: Size = FULL) -> list[Figure]:
    """Load, trace in this process, trace over HTTP."""
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as name:
        plant = make_plant(Path(name) / "plant")
        store = opened(plant.folder)
        try:
            trace.Loader(store).load(size.links)
            inside = _in_process(store, size)
        finally:
            store.close()
        return inside + _over_http(plant, size)


def _in_process(store: Store, size: Size) -> list[Figure]:
    with store.read() as conn:
        graph = TraceGraph(conn)
        last = conn.execute(select(func.max(lot.c.id)).where(lot.c.kind == "logistic")).scalar_one()
        figures = [_timed("back from the last pallet", lambda: graph.back(last), "<= 20", size.rounds)]
        for code in trace.HOT:
            key = conn.execute(select(lot.c.id).where(lot.c.code == code)).scalar_one()
            forward = lambda key=key: graph.forward(key)  # noqa: E731
            figures.append(_timed(f"forward from {code}", forward, IN_PROCESS.get(code, ""), size.rounds))
    return figures


def _timed(name: str, walk: Callable[[], Genealogy], target: str, rounds: int) -> Figure:
    found, times, spent = walk(), [], []
    for _ in range(rounds):
        began, cpu = time.perf_counter(), time.process_time()
        found = walk()
        spent.append((time.process_time() - cpu) * 1000)
        times.append((time.perf_counter() - began) * 1000)
    median = sorted(times)[rounds // 2]
    note = f"{len(found.units):,} lots; best {min(times):.0f} ms, CPU {min(spent):.0f} ms"
    return Figure(f"trace {name}, in process", median, "ms", target, note)


def _over_http(plant: Plant, size: Size) -> list[Figure]:
    figures = []
    with suyuan(plant.folder) as server:
        for code, target in OVER_HTTP.items():
            path = f"/api/v1/trace?code={code}&direction=forward&limit=1000000"
            count = size.rounds * (20 if code == "SALT-400" else 2)
            m = measure(server.pid, server.port, request("GET", path, key=plant.key), 200, count, connections=1)
            note = f"one request, {m.size / 1e6:.2f} MB; best {m.best:.0f} ms, CPU {m.cpu:.0f} ms, p99 {m.p99:.0f} ms"
            figures.append(Figure(f"trace forward from {code}, over HTTP", m.p50, "ms", target, note))
        figures.append(Figure("memory after these", server.memory, "MB"))
    return figures

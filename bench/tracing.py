"""Traces through a graph of a million links: in process, and over HTTP in one request."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench import trace
from bench.client import measure, request
from bench.figure import FULL, Figure, Size
from bench.plant import make_plant, opened
from bench.server import suyuan

IN_PROCESS = {"forward from SALT-50000": "<= 500", "back from the last pallet": "<= 20"}
OVER_HTTP = {"SALT-400": "<= 20", "SALT-10000": "<= 500", "SALT-50000": "<= 2000"}


def run(size: Size = FULL) -> list[Figure]:
    """Load, trace in this process, trace over HTTP."""
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as name:
        plant = make_plant(Path(name) / "plant")
        store = opened(plant.folder)
        try:
            links = trace.Loader(store).load(size.links)
            inside = trace.figures(store, size.rounds)
        finally:
            store.close()
        units = {line["trace"].rpartition(" ")[2]: line["units"] for line in inside}
        figures = [
            Figure(
                f"trace {line['trace']}, in process",
                line["median_ms"],
                "ms",
                IN_PROCESS.get(line["trace"], ""),
                f"{line['units']:,} lots of {links:,} links; worst {line['worst_ms']} ms",
            )
            for line in inside
        ]
        with suyuan(plant.folder) as server:
            for code, target in OVER_HTTP.items():
                path = f"/api/v1/trace?code={code}&direction=forward&limit=1000000"
                wanted = request("GET", path, key=plant.key)
                count = size.rounds * (20 if code == "SALT-400" else 3)
                m = measure(server.pid, server.port, wanted, 200, count, connections=1)
                note = f"{units[code]:,} lots, {m.size / 1e6:.2f} MB, {m.cpu:.0f} ms CPU, p99 {m.p99:.0f} ms"
                figures.append(Figure(f"trace forward from {code}, over HTTP", m.p50, "ms", target, note))
        return figures

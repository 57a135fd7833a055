"""Where the server's CPU goes while it takes receipts.

    python -m bench.profiled [--requests 2000] [--get PATH] [--lines 15]

Every thread of the server runs under cProfile by its own CPU clock, so waiting counts for nothing. cProfile itself
costs about half a microsecond a call: read it as shares, not as times.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import json
import pstats
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench.client import measure, request
from bench.plant import make_plant, opened
from bench.server import running


def serve_profiled(folder: Path, out: Path) -> None:
    """Serve ``folder`` until asked to stop, then write the profiles of all threads to ``out``, one file each."""
    from suyuan.api.serve import serve

    profiles: dict[str, cProfile.Profile] = {}
    run: Any = threading.Thread.run

    def profiled(thread: threading.Thread) -> None:
        mine = profiles[thread.name] = cProfile.Profile(time.thread_time)
        mine.runcall(run, thread)

    def ready(url: str) -> None:
        print(json.dumps({"url": url}), flush=True)
        profiles["main"] = cProfile.Profile(time.thread_time)
        profiles["main"].enable()

    threading.Thread.run = profiled  # type: ignore[method-assign]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # what uvicorn raises again once it has stopped
    store = opened(folder)
    with contextlib.suppress(SystemExit):
        serve(store, "127.0.0.1", 0, ready=ready)
    profiles["main"].disable()
    store.close()
    for name, profile in profiles.items():
        profile.dump_stats(out / f"{name}.prof".replace(":", "-"))


def show(files: list[Path], requests: int, lines: int) -> None:
    """Print the threads' shares, then the busiest functions by own and by cumulative CPU."""
    loaded: list[Any] = [pstats.Stats(str(file)) for file in files]
    for file, one in zip(files, loaded):
        print(f"{one.total_tt / requests * 1e6:8.0f} us a request on thread {file.stem}")
    merged: Any = pstats.Stats(*[str(file) for file in files])
    for title, column in (("own", 2), ("cumulative", 3)):
        print(f"\n{title} CPU, us a request | share | calls a request | function")
        found = sorted(merged.stats.items(), key=lambda item: -item[1][column])
        for (file, line, name), stat in found[:lines]:
            spent, share = stat[column] / requests * 1e6, stat[column] / merged.total_tt * 100
            place = "/".join(Path(file).parts[-3:])
            print(f"{spent:8.1f} {share:5.1f}% {stat[1] / requests:7.1f}  {name} ({place}:{line})")


def main() -> None:
    """Profile receipts, or a GET."""
    parser = argparse.ArgumentParser(prog="python -m bench.profiled", description="Where the server's CPU goes.")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--get", help="an address to GET instead of receipts to POST")
    parser.add_argument("--lines", type=int, default=15)
    parser.add_argument("--serve", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_profiled(*options.serve)
        return
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as name:
        plant, out = make_plant(Path(name) / "plant", receipts=100), Path(name)
        wanted, status = request("GET", options.get or "/", key=plant.key), 200
        if not options.get:
            body = {"fields": plant.receipt}
            wanted, status = request("POST", "/api/v1/records/raw_receipt", body, plant.key), 201
        with running(["-m", "bench.profiled", "--serve", str(plant.folder), str(out)], "/readyz") as server:
            found = measure(server.pid, server.port, wanted, status, options.requests)
        print(f"{found.cpu:.2f} ms CPU a request under the profiler")
        show(sorted(out.glob("*.prof")), options.requests + options.requests // 10, options.lines)


if __name__ == "__main__":
    sys.exit(main())

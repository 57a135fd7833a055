"""Measure.

    python -m bench [expr] [start] [api] [import] [trace] [print] [publish] [fill] [--quick] [--write]

Without names, everything. ``--write`` keeps the figures of what was measured in ``docs/figures.md`` and leaves the
others.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.figure import FULL, QUICK, Figure, markdown, table

GROUPS = {
    "expr": ("bench.expressions", "Expressions"),
    "start": ("bench.start", "Start and first screen"),
    "api": ("bench.api", "Receipts and lists over HTTP, 8 connections"),
    "import": ("bench.importing", "Importing and exporting"),
    "trace": ("bench.tracing", "Traces"),
    "print": ("bench.prints", "Printing"),
    "publish": ("bench.publishing", "Publishing forms"),
    "fill": ("bench.filling", "Filling in forms in a browser"),
}
PAGE = Path(__file__).resolve().parents[1] / "docs" / "figures.md"


def machine() -> str:
    """What it was measured on: processors, how busy and how fast they are, how long the disk takes to keep a page."""
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} processors, load {load}; {_loop()}; fsync {_fsync():.2f} ms; {system}"


def _loop() -> str:
    """A yardstick: CPU of a bare loop, the best and the median, which differ where others use the same processors."""
    times = []
    for _ in range(100):
        began, total = time.process_time(), 0
        for n in range(200_000):
            total += n * n % 7
        times.append((time.process_time() - began) * 1000)
    times.sort()
    return f"a loop of 200,000 steps {times[0]:.1f} ms CPU at best, {times[50]:.1f} ms in the median"


def _fsync() -> float:
    """Median milliseconds of writing 4 KiB durably where the plants are made."""
    with tempfile.TemporaryFile() as file:
        times = []
        for _ in range(50):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return sorted(times)[25] * 1000


HEAD = "\n\n".join(
    (
        "# Figures",
        "Made by `make bench` (`python -m bench --write`); each group can be measured alone (`python -m bench api`)"
        " and is kept beside the others.",
        "CPU is the server's own, user and system, a request. Rates depend on what else the machine does: compare the"
        " ratio to the reference endpoint (`bench/reference.py`: Litestar and one durable SQLite insert).\n",
    )
)


def written(page: str, found: dict[str, list[Figure]], on: str) -> str:
    """The page of ``docs/figures.md`` with what was found.

    :param page: as it stands; groups that were not measured stay so.
    :param on: what it was measured on.
    """
    kept = {title: text.strip() for title, _, text in (part.partition("\n") for part in page.split("\n## ")[1:])}
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    for name, figures in found.items():
        kept[GROUPS[name][1]] = f"Measured {day} on a shared machine: {on}.\n\n{markdown(figures)}"
    titles = [title for _, title in GROUPS.values() if title in kept]
    return "\n".join([HEAD, *(f"## {title}\n\n{kept[title].strip()}\n" for title in titles)])


def main() -> int:
    """Measure what is named; 1 when a figure is not what it should be."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure.")
    parser.add_argument("names", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--quick", action="store_true", help="smaller amounts")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/figures.md")
    options = parser.parse_args()
    if unknown := set(options.names) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers are stopped and folders removed on the way out
    on, found = machine(), {}
    print(on)
    for name in options.names or GROUPS:
        found[name] = importlib.import_module(GROUPS[name][0]).run(QUICK if options.quick else FULL)
        print(f"\n{GROUPS[name][1]}\n{table(found[name])}", flush=True)
    if options.write:
        amounts = "smaller amounts (`--quick`); " if options.quick else ""
        PAGE.write_text(written(PAGE.read_text("utf-8"), found, amounts + on), encoding="utf-8")
    return int(any(figure.holds is False for figures in found.values() for figure in figures))


if __name__ == "__main__":
    sys.exit(main())

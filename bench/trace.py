"""A plant of a million links, and how long it takes to trace through it.

    python -m bench.trace [--links 1000000] [--dir FOLDER] [--rounds 5]

Raw lots go into intermediate lots, those into finished lots, those onto pallets, which are shipped. Three lots of salt
are hot: one goes into everything for four weeks (some 50,000 lots forward), one for five days (10,000), one into a few
dozen batches (about 400). The folder is kept when named, so that the next run finds the plant loaded.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from suyuan.kernel.settings import Settings
from suyuan.store.engine import Store, Tx, open_store
from suyuan.trace.event import ROLE_OF_SIDE, Side
from suyuan.trace.genealogy import Genealogy
from suyuan.trace.graph import TraceGraph
from suyuan.trace.tables import lot, lot_balance, trace_event, trace_link

START = datetime(2026, 1, 1, 6, tzinfo=UTC)
HOT = {"SALT-50000": (10.0, 38.0), "SALT-10000": (50.0, 55.5), "SALT-400": (70.0, 70.08)}
RAW, WIP, FINISHED, PALLETS = 60, 300, 500, 1000
TEN = Decimal(10)


class Loader:
    """Makes the plant day by day, in rows written in bulk.

    :param seed: the same seed gives the same plant.
    """

    def __init__(self, store: Store, seed: int = 7) -> None:
        self.store = store
        self.random = random.Random(seed)
        self.lots: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.links: list[dict[str, Any]] = []
        self.count = 0
        self.written = 0
        self.day_number = 0

    def load(self, links: int) -> int:
        """Write days until there are ``links`` links; how many there are."""
        for code in HOT:
            self._event("receive", [(Side.OUT_OUTPUT, self._lot(code, "salt", "receipt"))])
        raw: list[int] = []
        while self.written + len(self.links) < links:
            raw = self._day(raw)
            if len(self.links) > 40_000:
                self._flush()
        self._flush()
        return self.written

    def _day(self, before: list[int]) -> list[int]:
        day, pick = self.day_number, self.random
        fresh = [self._lot(f"R-{day:03}-{n:03}", f"raw {n % 12}", "receipt") for n in range(RAW)]
        for key in fresh:
            self._event("receive", [(Side.OUT_OUTPUT, key)])
        raw = (before + fresh)[-3 * RAW :]
        wip = []
        for n in range(WIP):
            hot = [1 + i for i, (since, until) in enumerate(HOT.values()) if since <= day + n / WIP < until]
            wip.append(self._make(f"W-{day:03}-{n:03}", "production", [*pick.sample(raw, 4 - len(hot)), *hot]))
        finished = [
            self._make(f"F-{day:03}-{n:03}", "inspection", [wip[(n + k * 101) % WIP] for k in range(3)])
            for n in range(FINISHED)
        ]
        for n in range(PALLETS):
            contents = [finished[n % FINISHED], *([finished[(n * 7) % FINISHED]] if n % 2 else [])]
            pallet = self._lot(f"P-{day:03}-{n:04}", "", "packing", "logistic")
            self._event("pack", [(Side.OUT_PARENT, pallet), *((Side.IN_CHILD, key) for key in set(contents))])
            self._event("ship", [(Side.AT_OBJECT, pallet), *((Side.AT_CHILD, key) for key in set(contents))])
        self.day_number += 1
        return raw

    def _make(self, code: str, stage: str, inputs: list[int]) -> int:
        made = self._lot(code, stage, stage)
        self._event("transform", [*((Side.IN_INPUT, key) for key in inputs), (Side.OUT_OUTPUT, made)])
        return made

    def _lot(self, code: str, title: str, stage: str, kind: str = "lot") -> int:
        self.count += 1
        row = {"id": self.count, "uid": f"u{self.count}", "code": code, "skeleton": code, "kind": kind, "title": title}
        more = {"status": "released", "first_status": "released", "uom": "kg", "stage": stage, "form": "bench"}
        self.lots.append({**row, **more, "foreign": False, "created_at": START + timedelta(days=self.day_number)})
        return self.count

    def _event(self, verb: str, links: list[tuple[Side, int]]) -> None:
        key = self.written_events + len(self.events) + 1
        inputs = sum(side <= Side.IN_CHILD for side, _ in links) * TEN
        outputs = sum(side == Side.OUT_OUTPUT for side, _ in links) * TEN
        at = START + timedelta(days=self.day_number)
        self.events.append(
            {
                "id": key,
                "uid": f"e{key}",
                "entry": key,
                "verb": verb,
                "type": "TransformationEvent" if verb == "transform" else "ObjectEvent",
                "event_time": at,
                "offset_minutes": 480,
                "recorded_at": at,
                "form": verb,
                "record_uid": f"r{key}",
                "record_title": f"{verb} {key}",
                "destination_title": f"customer {key % 40}" if verb == "ship" else None,
                "inputs_total": inputs,
                "inputs_uom": "kg",
                "outputs_total": outputs,
                "outputs_uom": "kg",
            }
        )
        for n, (side, unit) in enumerate(links):
            self.links.append(
                {"unit": unit, "side": int(side), "event": key, "n": n, "role": ROLE_OF_SIDE[side], "quantity": TEN}
            )

    written_events = 0

    def _flush(self) -> None:
        if not self.links:
            return
        rows = (self.lots, self.events, self.links)
        self.store.write(lambda tx: self._write(tx, *rows))
        self.written += len(self.links)
        self.written_events += len(self.events)
        self.lots, self.events, self.links = [], [], []

    @staticmethod
    def _write(tx: Tx, lots: list[Any], events: list[Any], links: list[Any]) -> None:
        zero = {c.name: Decimal(0) for c in lot_balance.c if c.name != "lot"}
        tx.run(lot.insert(), lots)
        tx.run(lot_balance.insert(), [{"lot": row["id"], **zero} for row in lots])
        tx.run(trace_event.insert(), events)
        tx.run(trace_link.insert(), links)


def figures(store: Store, rounds: int) -> list[dict[str, Any]]:
    """Milliseconds of each trace in this process: the median and the worst of ``rounds``."""
    with store.read() as conn:
        last = conn.execute(select(func.max(lot.c.id)).where(lot.c.kind == "logistic")).scalar_one()
        hot = {code: conn.execute(select(lot.c.id).where(lot.c.code == code)).scalar() for code in HOT}
        graph = TraceGraph(conn)
        traces: dict[str, Callable[[], Genealogy]] = {
            "back from the last pallet": lambda: graph.back(last),
            **{f"forward from {code}": lambda key=key: graph.forward(key) for code, key in hot.items()},  # type: ignore[misc]
        }
        answers = [_measured(name, trace, rounds) for name, trace in traces.items()]
        walks = [_walked(graph, code, key, rounds) for code, key in hot.items()]
        return answers + walks


def _walked(graph: TraceGraph, code: str, key: int, rounds: int) -> dict[str, Any]:
    """The walk alone: which lots, without their events, links and shares."""
    times, found = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        found = graph.reach(key, "forward")
        times.append((time.perf_counter() - began) * 1000)
    units, median, worst = len(found), round(statistics.median(times), 1), round(max(times), 1)
    return {"walk": f"forward from {code}", "units": units, "median_ms": median, "worst_ms": worst}


def _measured(name: str, trace: Callable[[], Genealogy], rounds: int) -> dict[str, Any]:
    found, times = trace(), []
    for _ in range(rounds):
        began = time.perf_counter()
        found = trace()
        times.append((time.perf_counter() - began) * 1000)
    return {
        "trace": name,
        "units": len(found.units),
        "events": len(found.events),
        "links": len(found.links),
        "median_ms": round(statistics.median(times), 1),
        "worst_ms": round(max(times), 1),
    }


def main() -> None:
    """Load if need be, measure, print JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--dir", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        store = open_store(Settings.read(options.dir or temporary, environ={}))
        try:
            with store.read() as conn:
                loaded = conn.execute(select(func.count()).select_from(trace_link)).scalar_one()
            if not loaded:
                began = time.perf_counter()
                loaded = Loader(store).load(options.links)
                print(json.dumps({"loaded_links": loaded, "seconds": round(time.perf_counter() - began, 1)}))
            for line in figures(store, options.rounds):
                print(json.dumps(line))
        finally:
            store.close()


if __name__ == "__main__":
    main()

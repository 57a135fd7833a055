"""The API under load, and a reference endpoint (bare Litestar and one SQLite insert) for comparing machines.

    python -m bench.api [--seconds 5] [--connections 8] [--rows 0] [--only receipt|list|reference]

Each server is a process of its own; its CPU is read from the operating system and divided by the requests answered.
``--rows 1000000`` fills the receipts first (in bulk, past the door) to see that lists do not slow down.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).resolve().parents[1]
Request = Callable[[int], bytes]


@dataclass
class Figures:
    """What one run measured.

    :param rate: answers a second; :param cpu: server CPU, ms a request; :param p50: and ``p99`` in ms.
    """

    name: str
    rate: float
    cpu: float
    p50: float
    p99: float

    def __str__(self) -> str:
        return (
            f"{self.name:28} {self.rate:8.0f}/s  {self.cpu:6.3f} ms CPU  "
            f"p50 {self.p50:6.2f} ms  p99 {self.p99:6.2f} ms"
        )


def request(method: str, path: str, body: Any = None, key: str = "") -> bytes:
    """An HTTP/1.1 request as bytes."""
    raw = b"" if body is None else json.dumps(body).encode()
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(raw)}"]
    if body is not None:
        head.append("Content-Type: application/json")
    if key:
        head.append(f"Authorization: Bearer {key}")
    return "\r\n".join([*head, "", ""]).encode() + raw


async def _connection(port: int, make: Request, until: float, spent: list[float], wanted: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(make(len(spent)))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        if int(head[9:12]) != wanted:
            raise SystemExit(f"unexpected answer: {head[:60]!r} {body[:500]!r}")
        spent.append(time.perf_counter() - began)
    writer.close()


def measure(name: str, pid: int, port: int, make: Request, wanted: int, seconds: float, connections: int) -> Figures:
    """Ask for ``seconds`` over ``connections`` after a short warm-up."""
    process = psutil.Process(pid)

    async def run(span: float) -> list[float]:
        spent: list[float] = []
        until = time.perf_counter() + span
        await asyncio.gather(*(_connection(port, make, until, spent, wanted) for _ in range(connections)))
        return spent

    asyncio.run(run(min(1.0, seconds / 3)))
    before, began = process.cpu_times(), time.perf_counter()
    spent = asyncio.run(run(seconds))
    took, after = time.perf_counter() - began, process.cpu_times()
    cpu = after.user + after.system - before.user - before.system
    spent.sort()
    return Figures(
        name, len(spent) / took, cpu / len(spent) * 1000, spent[len(spent) // 2] * 1000, spent[-len(spent) // 100] * 1000
    )


def start(args: list[str], env: dict[str, str] | None = None) -> tuple[subprocess.Popen[str], int]:
    """A server process and its port, once it says that it is ready."""
    process = subprocess.Popen(args, stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    return process, int(told["url"].rstrip("/").rpartition(":")[2])


def plant(folder: Path) -> str:
    """Make a plant with the food pack and a few master records; an API key that may do everything."""
    from suyuan.access.key import make_key
    from suyuan.access.people import create_person
    from suyuan.access.role import ADMINISTRATOR, VERBS
    from suyuan.access.roles import store_role
    from suyuan.kernel.actor import CLI
    from suyuan.kernel.settings import Settings
    from suyuan.packs.install import install
    from suyuan.packs.pack import find_pack, read_pack
    from suyuan.store.engine import open_store

    store = open_store(Settings.read(folder, environ={}))
    for name in ("core", "food"):
        install(store, read_pack(find_pack(name)), CLI)
    store.write(lambda tx: store_role(tx, ADMINISTRATOR, CLI))
    person = create_person(store, user="bench", name="Bench", roles=["administrator"], by=CLI)
    scopes = {"forms": [{"form": "*", "verbs": list(VERBS)}], "abilities": ["trace"]}
    key = make_key(store, person.uid, "bench", scopes, by=CLI)
    store.close()
    return key.secret


def masters(folder: Path) -> dict[str, str]:
    """Public ids of a supplier, a material and a location, made through the door."""
    from suyuan.kernel.actor import CLI
    from suyuan.kernel.settings import Settings
    from suyuan.records import submit
    from suyuan.store.engine import open_store

    store = open_store(Settings.read(folder, environ={}))
    supplier = submit(store, "supplier", {"name": "Mill"}, by=CLI)
    material = submit(store, "material", {"name": "Flour", "code": "M-1", "kind": "raw"}, by=CLI)
    location = submit(store, "location", {"name": "Store", "code": "L-1", "kind": "dry"}, by=CLI)
    store.close()
    return {"supplier": supplier.id, "material": material.id, "location": location.id}


def fill(folder: Path, rows: int) -> None:
    """Copy the last receipt row ``rows`` times, past the door: only for measuring lists."""
    from sqlalchemy import select

    from suyuan.forms.catalogue import catalogue
    from suyuan.kernel.settings import Settings
    from suyuan.store.engine import open_store

    store = open_store(Settings.read(folder, environ={}))
    table = catalogue(store).form("raw_receipt").table
    with store.read() as conn:
        row = dict(conn.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().one())
    row.pop("id")
    for begin in range(0, rows, 20_000):
        some = [row | {"uid": f"fill-{n}", "no": f"F-{n}"} for n in range(begin, min(rows, begin + 20_000))]
        store.write(lambda tx, some=some: tx.run(table.insert(), some) and None)
    store.close()


REFERENCE = '''
import asyncio, json, sqlite3, sys, threading, queue
from concurrent.futures import Future
import msgspec, uvicorn
from litestar import Litestar, post, Request

conn = sqlite3.connect(sys.argv[1], check_same_thread=False, isolation_level=None)
conn.execute("PRAGMA journal_mode=WAL"); conn.execute("PRAGMA synchronous=FULL")
conn.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c INTEGER)")
lock = threading.Lock()

@post("/t", sync_to_thread=True)
def add(data: dict) -> dict:
    with lock:
        return {"id": conn.execute("INSERT INTO t (a, b, c) VALUES (?, ?, ?)", (data["a"], data["b"], data["c"])).lastrowid}

class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(json.dumps({"url": f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}/"}), flush=True)

Server(uvicorn.Config(Litestar([add], openapi_config=None), port=0, log_config=None, access_log=False)).run()
'''


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--only", choices=["receipt", "list", "reference"])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if args.only in (None, "reference"):
            server, port = start([sys.executable, "-c", REFERENCE, str(folder / "reference.db")])
            body = {"a": "some text", "b": "other text", "c": 1}
            try:
                one = request("POST", "/t", body)
                print(measure("reference: one insert", server.pid, port, lambda n: one, 201, args.seconds, args.connections))
            finally:
                server.terminate()
                server.wait()
        if args.only != "reference":
            product(folder / "plant", args)


def product(folder: Path, args: argparse.Namespace) -> None:
    """Measure receipts and lists of the real server."""
    folder.mkdir()
    key = plant(folder)
    fields = masters(folder) | {"supplier_lot": "A-1", "quantity": {"value": "100", "uom": "kg"}, "vehicle": "B-1"}
    fields |= {"produced_on": "2026-01-02", "expires_on": "2099-01-01", "temperature": "3.5"}
    serve = [sys.executable, "-m", "suyuan", "--dir", str(folder), "--json", "serve", "--port", "0"]
    server, port = start(serve)
    try:
        one = request("POST", "/api/v1/records/raw_receipt", {"fields": fields}, key)
        if args.only in (None, "receipt"):
            print(measure("POST raw_receipt", server.pid, port, lambda n: one, 201, args.seconds, args.connections))
        else:
            measure("some receipts", server.pid, port, lambda n: one, 201, 0.5, 1)
    finally:
        server.terminate()
        server.wait()
    if args.rows:
        fill(folder, args.rows)
    server, port = start(serve)
    try:
        wanted = "/api/v1/records/raw_receipt?limit=20&fields=no,received_at,supplier,quantity,lot"
        one = request("GET", wanted, None, key)
        label = f"GET 20 receipts of {args.rows or 'few'}"
        if args.only in (None, "list"):
            print(measure(label, server.pid, port, lambda n: one, 200, args.seconds, args.connections))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()

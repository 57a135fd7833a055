"""A client in a process of its own: so many requests over so many connections, each kept alive.

    python -m bench.client < task.json

It warms up, writes ``ready``, waits for a line, then asks as told and writes what it measured as one JSON line. It does
as little work a request as it can, since it shares the machine with the server it measures.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import uvloop

MARK = b"__N__"


@dataclass(frozen=True)
class Measured:
    """One run.

    :ivar rate: answers a second. :ivar cpu: server CPU in ms a request.
    :ivar best: and ``p50``, ``p99`` in ms, from the first byte sent to the last one received.
    :ivar size: bytes of an answer.
    """

    rate: float
    cpu: float
    best: float
    p50: float
    p99: float
    size: int


def request(method: str, path: str, body: Any = None, key: str = "", headers: dict[str, str] | None = None) -> str:
    """An HTTP/1.1 request; ``__N__`` in it becomes the number of the request, in six digits."""
    raw = "" if body is None else json.dumps(body, ensure_ascii=False)
    length = len(raw.replace(MARK.decode(), "000000").encode())
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {length}"]
    if body is not None:
        head.append("Content-Type: application/json")
    if key:
        head.append(f"Authorization: Bearer {key}")
    head += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*head, "", ""]) + raw


def measure(pid: int, port: int, wanted: str, status: int, count: int, connections: int = 8) -> Measured:
    """Ask the server ``pid`` at ``port`` for ``wanted``, ``count`` times.

    :param status: of every answer; another one ends the run.
    :raises RuntimeError: an answer was another one.
    """
    task = {"port": port, "request": wanted, "status": status, "count": count, "connections": connections}
    server = psutil.Process(pid)
    with subprocess.Popen(
        [sys.executable, "-m", "bench.client"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(json.dumps(task) + "\n")
        client.stdin.flush()
        if client.stdout.readline() != "ready\n":
            raise RuntimeError("the client could not warm up")
        before = server.cpu_times()
        client.stdin.write("go\n")
        client.stdin.flush()
        told = client.stdout.readline()
        after = server.cpu_times()
    if not told:
        raise RuntimeError("the client ended")
    found = json.loads(told)
    cpu = after.user + after.system - before.user - before.system
    return Measured(found["rate"], cpu / count * 1000, found["best"], found["p50"], found["p99"], found["size"])


class _Asker(asyncio.Protocol):
    """One connection: sends the next request once the answer before is complete."""

    def __init__(self, requests: Iterator[bytes], status: int, done: Callable[[Exception | None], None]) -> None:
        self.requests, self.status, self.done = requests, status, done
        self.times: list[float] = []
        self.size = 0
        self._left = -1
        self._head = b""
        self._ended = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._next()

    def _next(self) -> None:
        following = next(self.requests, None)
        if following is None:
            self._end(None)
            return
        self._began = time.perf_counter()
        self._transport.write(following)

    def data_received(self, data: bytes) -> None:
        if self._left < 0:
            self._head += data
            head, found, data = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            if int(head[9:12]) != self.status:
                self._end(RuntimeError(f"unexpected answer: {head[:40]!r} {data[:500]!r}"))
                return
            at = head.lower().index(b"content-length:") + 15
            self.size = self._left = int(head[at:].split(b"\r\n", 1)[0])
            self._head = b""
        self._left -= len(data)
        if self._left == 0:
            self.times.append(time.perf_counter() - self._began)
            self._left = -1
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or RuntimeError("the server closed the connection"))

    def _end(self, error: Exception | None) -> None:
        if not self._ended:
            self._ended = True
            self._transport.close()
            self.done(error)


async def _run(task: dict[str, Any], numbers: range) -> tuple[list[float], int]:
    text = task["request"].encode()
    requests = (text.replace(MARK, b"%06d" % n) for n in numbers)
    loop = asyncio.get_running_loop()
    askers, ends = [], []
    for _ in range(task["connections"]):
        end: asyncio.Future[None] = loop.create_future()

        def done(error: Exception | None, end: asyncio.Future[None] = end) -> None:
            end.set_result(None) if error is None else end.set_exception(error)

        asker = _Asker(requests, task["status"], done)
        await loop.create_connection(lambda asker=asker: asker, "127.0.0.1", task["port"])  # type: ignore[misc]
        askers.append(asker)
        ends.append(end)
    await asyncio.gather(*ends)
    return [t for asker in askers for t in asker.times], max(asker.size for asker in askers)


def main() -> None:
    """Warm up, wait for the word, measure, tell."""
    task = json.loads(sys.stdin.readline())
    warm = max(task["connections"], task["count"] // 10)
    uvloop.run(_run(task, range(warm)))
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    times, size = uvloop.run(_run(task, range(warm, warm + task["count"])))
    took = time.perf_counter() - began
    times.sort()
    places = {"best": 0, "p50": len(times) // 2, "p99": min(len(times) - 1, len(times) * 99 // 100)}
    at = {name: times[n] * 1000 for name, n in places.items()}
    print(json.dumps({"rate": len(times) / took, "size": size} | at), flush=True)


if __name__ == "__main__":
    main()

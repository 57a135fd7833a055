"""The real server, as a process of its own on a folder."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Server:
    """A running server.

    :ivar ready: seconds from starting the process to the first answer of ``ready_at``.
    """

    pid: int
    port: int
    ready: float

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        return float(psutil.Process(self.pid).memory_info().rss) / 1e6

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body, the body as it was sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextlib.contextmanager
def running(command: list[str], ready_at: str) -> Iterator[Server]:
    """Start ``command``, which tells its address as JSON; stop it when the block ends.

    :param ready_at: path that answers once it is ready.
    """
    began = time.perf_counter()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SUYUAN_")}
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True, env=environ) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            if not told:
                raise RuntimeError(f"{command} did not start")
            port = int(json.loads(told)["url"].rstrip("/").rpartition(":")[2])
            server = Server(process.pid, port, 0.0)
            status, body = server.get(ready_at)
            if status != 200:
                raise RuntimeError(f"{ready_at} answers {status} {body[:300]!r}")
            yield Server(process.pid, port, time.perf_counter() - began)
        finally:
            process.terminate()


def suyuan(folder: Path) -> contextlib.AbstractContextManager[Server]:
    """``suyuan serve`` on a plant."""
    return running(["-m", "suyuan", "--dir", str(folder), "--json", "serve", "--port", "0"], "/readyz")


def reference(folder: Path) -> contextlib.AbstractContextManager[Server]:
    """The reference endpoint with its database in ``folder``."""
    return running(["-m", "bench.reference", str(folder / "reference.db")], "/")

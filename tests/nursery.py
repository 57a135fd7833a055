"""Starts the real server again and again, quickly: ``suyuan serve`` in processes forked from one that has imported it.

Run as ``python -m tests.nursery FOLDER``. It takes lines: ``start`` answers ``PID URL`` once the server says that it
answers, ``wait`` answers how the process ended once it has. At the end of its input it ends with whatever runs.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Nursery:
    """The test's side: at most one server runs on ``folder``.

    :ivar pid: process id of the server last started. :ivar port: where it answers.
    """

    def __init__(self, folder: Path) -> None:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("SUYUAN_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", str(folder)],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self.port = 0

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=30)

    def start(self) -> None:
        """Start the server; returns when it answers."""
        pid, url = self._ask("start").split()
        self.pid, self.port = int(pid), int(url.rstrip("/").rpartition(":")[2])

    def kill(self) -> None:
        """Kill the server at once, as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """How the server ended, once it has: the negative number of the signal."""
        return int(self._ask("wait"))

    def _ask(self, word: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the server did not start"
        return answer


SERVER = ("suyuan.cli.run", "suyuan.api.serve", "suyuan.api.beside", "suyuan.records")
LATE = (
    "anyio._backends._asyncio",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
)
"""What libraries import only once they serve."""


def _import_all() -> None:
    for name in SERVER + LATE:
        importlib.import_module(name)
    routes = importlib.import_module("suyuan.api.routes")
    for module in pkgutil.iter_modules(routes.__path__):
        importlib.import_module(f"suyuan.api.routes.{module.name}")
    gc.freeze()


def _serve(folder: str, output: int) -> None:
    from suyuan.cli import main

    os.dup2(output, 1)
    sys.stdin.close()
    sys.stdout = os.fdopen(1, "w")
    sys.argv = ["suyuan", "--dir", folder, "--json", "serve", "--port", "0"]
    main()


def _start(folder: str) -> int:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            _serve(folder, writing)
        finally:
            os._exit(70)
    os.close(writing)
    with os.fdopen(reading) as told:
        line = told.readline()
    print(pid, json.loads(line)["url"], flush=True)
    return pid


def _main(folder: str) -> None:
    _import_all()
    running = 0
    for word in sys.stdin:
        if word == "start\n":
            running = _start(folder)
        else:
            print(os.waitstatus_to_exitcode(os.waitpid(running, 0)[1]), flush=True)
            running = 0
    if running:
        os.kill(running, signal.SIGKILL)
        os.waitpid(running, 0)


if __name__ == "__main__":
    _main(sys.argv[1])

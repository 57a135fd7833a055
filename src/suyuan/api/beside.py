"""What runs beside the server: following and sealing the ledger, and the jobs."""

from __future__ import annotations

import os
import socket

from suyuan.ledger.run import Loop
from suyuan.records.importing import keep as _keep  # noqa: F401  (registers the jobs of imports)
from suyuan.store.engine import Store
from suyuan.store.worker import Worker


class Beside:
    """The threads of one process; the same in ``suyuan serve`` and ``suyuan work``."""

    def __init__(self, store: Store) -> None:
        self._loop = Loop(store)
        self._worker = Worker(store, f"{socket.gethostname()}:{os.getpid()}")

    def start(self) -> None:
        """Start the threads."""
        self._loop.start()
        self._worker.start()

    def stop(self) -> None:
        """Finish what is at hand, then stop."""
        self._worker.stop()
        self._loop.stop()

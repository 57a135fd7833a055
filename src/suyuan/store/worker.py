"""The loop that does jobs and makes those whose time has come, for ``suyuan serve`` and ``suyuan work``."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

from suyuan.kernel.errors import SuyuanError
from suyuan.store.engine import Store
from suyuan.store.jobs import LEASE, QUEUE, Claimed, claim, renew, run_claimed, tick
from suyuan.store.upkeep import schedule_upkeep

log = logging.getLogger(__name__)


class Worker:
    """Does jobs until it is told to stop.

    :param name: tells this worker from every other, also on other machines.
    :param queues: whose jobs it does.
    :param poll: seconds after which it looks again although nothing woke it.
    :param lease: how long a job is held without a sign of life; renewed at a third of it.
    """

    def __init__(
        self, store: Store, name: str, queues: Sequence[str] = (QUEUE,), *, poll: float = 1.0, lease: timedelta = LEASE
    ) -> None:
        self.store = store
        self.name = name
        self.queues = tuple(queues)
        self.poll = poll
        self.lease = lease
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Run on a thread of its own."""
        self._thread = threading.Thread(target=self.run, name=f"suyuan-work-{self.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the job at hand, then stop; returns when it has."""
        self._stopping.set()
        self.store.enqueued.tell()
        if self._thread is not None:
            self._thread.join()

    def run(self) -> None:
        """Do jobs on this thread until ``stop``; an unreachable database is waited for."""
        self.store.listen()
        self._schedule()
        while not self._stopping.is_set():
            seen = self.store.enqueued.count
            try:
                busy = self.run_due()
            except SuyuanError as error:
                log.warning("worker %s: %s", self.name, error)
                busy = False
            if not busy:
                self.store.enqueued.wait(seen, self.poll)

    def _schedule(self) -> None:
        try:
            schedule_upkeep(self.store)
        except SuyuanError as error:
            log.warning("worker %s: %s", self.name, error)

    def run_due(self) -> bool:
        """Make the jobs of the clock, then do one job that is due; whether there was one."""
        tick(self.store)
        taken = claim(self.store, self.name, self.queues, 1, self.lease)
        for claimed in taken:
            self._do(claimed)
        return bool(taken)

    def _do(self, claimed: Claimed) -> None:
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(claimed, over), daemon=True)
        heart.start()
        try:
            run_claimed(self.store, claimed)
        finally:
            over.set()
            heart.join()

    def _beat(self, claimed: Claimed, over: threading.Event) -> None:
        while not over.wait(self.lease.total_seconds() / 3):
            try:
                if not renew(self.store, claimed, self.lease):
                    return
            except SuyuanError as error:
                log.warning("worker %s could not renew job %s: %s", self.name, claimed.id, error)

"""The wake-up: tells those who follow that something was committed, in this process or another."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Committed:
    """A counter of commits that one can wait on.

    A follower reads ``count``, does all there is to do, then waits for ``count`` to pass what it read, so that no
    commit slips between looking and waiting. Commits of other processes may go unseen: always wait with a timeout.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0
        self._listeners: list[Callable[[], None]] = []

    @property
    def count(self) -> int:
        """How many times it was told."""
        return self._count

    def tell(self) -> None:
        """It happened in this process: wake everybody and call the listeners."""
        self.wake()
        for listener in self._listeners:
            listener()

    def wake(self) -> None:
        """It happened somewhere: wake everybody."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float) -> int:
        """Block until the count passes ``seen`` or ``timeout`` seconds have gone; the count now."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > seen, timeout)
            return self._count

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` (quick, never raising) after every commit of this process, on the thread that did it."""
        self._listeners.append(listener)

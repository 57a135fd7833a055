"""Carries the wake-up between processes through PostgreSQL's NOTIFY.

A NOTIFY inside a transaction would make all commits of the database wait for each other, so one is sent afterwards, on
its own, at most once per ``PAUSE`` for all that was committed meanwhile. One that gets lost costs a follower's poll.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from suyuan.store.committed import Committed

log = logging.getLogger(__name__)

PAUSE = 0.02
LOOK = 0.5
AGAIN = 5.0


class Wakeup:
    """Sends this process's signals to the others, and theirs to this one.

    :param channel: the same for all processes of one tenant, different for each tenant.
    :param signals: what is carried, by a letter.
    """

    def __init__(self, engine: Engine, channel: str, signals: Mapping[str, Committed]) -> None:
        self._engine = engine
        self._channel = channel
        self._signals = signals
        self._self = f"{os.getpid()}-{id(self):x}"
        self._told: set[str] = set()
        self._lock = threading.Lock()
        self._something = threading.Event()
        self._stopping = threading.Event()
        self._sender: threading.Thread | None = None
        self._listener: threading.Thread | None = None
        for letter, signal in signals.items():
            signal.on_commit(partial(self._note, letter))

    def _note(self, letter: str) -> None:
        if letter in self._told:
            return
        with self._lock:
            self._told.add(letter)
            if self._sender is None and not self._stopping.is_set():
                self._sender = threading.Thread(target=self._send, name="suyuan-notify", daemon=True)
                self._sender.start()
        self._something.set()

    def _send(self) -> None:
        while not self._stopping.is_set():
            self._something.wait()
            self._something.clear()
            with self._lock:
                letters, self._told = "".join(sorted(self._told)), set()
            if letters:
                self._notify(letters)
            self._stopping.wait(PAUSE)

    def _notify(self, letters: str) -> None:
        try:
            with self._engine.begin() as conn:
                conn.execute(text("SELECT pg_notify(:c, :p)"), {"c": self._channel, "p": f"{letters} {self._self}"})
        except SQLAlchemyError as error:
            log.warning("could not notify: %s", error)

    def listen(self) -> None:
        """Start to be woken by other processes; once is enough."""
        with self._lock:
            if self._listener is None and not self._stopping.is_set():
                self._listener = threading.Thread(target=self._hear, name="suyuan-listen", daemon=True)
                self._listener.start()

    def _hear(self) -> None:
        while not self._stopping.is_set():
            try:
                self._hear_until_lost()
            except Exception as error:
                log.warning("listening was interrupted: %s", error)
                self._stopping.wait(AGAIN)

    def _hear_until_lost(self) -> None:
        quoted = self._engine.dialect.identifier_preparer.quote_identifier(self._channel)
        conn = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            conn.exec_driver_sql(f"LISTEN {quoted}")
            raw: Any = conn.connection.dbapi_connection
            for signal in self._signals.values():
                signal.wake()
            while not self._stopping.is_set():
                for found in raw.notifies(timeout=LOOK, stop_after=1):
                    self._wake(found.payload)
        finally:
            conn.invalidate()
            conn.close()

    def _wake(self, payload: str) -> None:
        letters, _, sender = payload.partition(" ")
        if sender == self._self:
            return
        for letter in letters:
            if letter in self._signals:
                self._signals[letter].wake()

    def stop(self) -> None:
        """End both threads."""
        self._stopping.set()
        self._something.set()
        for thread in (self._sender, self._listener):
            if thread is not None:
                thread.join()

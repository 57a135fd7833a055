"""SQLite: one writer thread that commits many callers' work at once, and a pool of read-only connections."""

from __future__ import annotations

import logging
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool, QueuePool

from suyuan.kernel.errors import OutOfSpace, SuyuanError, Unavailable

log = logging.getLogger(__name__)

BATCH = 64
BUSY_SECONDS = 20.0
READERS = 32
WRITER_CACHE_KIB, READER_CACHE_KIB = 65536, 8192
PRAGMAS = (
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("fullfsync", "ON"),
    ("checkpoint_fullfsync", "ON"),
    ("foreign_keys", "ON"),
    ("case_sensitive_like", "ON"),
    ("temp_store", "MEMORY"),
    ("wal_autocheckpoint", "4000"),
    ("journal_size_limit", "67108864"),
)
LEAST = (3, 38, 0)
NESTED = "a write inside a write would wait for itself: use the transaction you were given"


class Unit(Protocol):
    """What the writer knows of a transaction object: what to call after the commit."""

    hooks: list[Callable[[], None]]


class Again(Exception):
    """Raised by work that lost a race it will not lose a second time: its whole transaction is run again."""


class _Job(NamedTuple):
    work: Callable[[Any], Any]
    future: Future[Any]


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with the durable settings, verified.

    :raises Unavailable: when SQLite does not take the settings that a power cut needs.
    """
    raw = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=1024
    )
    try:
        for name, value in PRAGMAS:
            raw.execute(f"PRAGMA {name}={value}").fetchall()
        raw.execute(f"PRAGMA cache_size=-{READER_CACHE_KIB if read_only else WRITER_CACHE_KIB}")
        if read_only:
            raw.execute("PRAGMA query_only=ON")
        _verify(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def _verify(raw: sqlite3.Connection) -> None:
    if sqlite3.sqlite_version_info < LEAST:
        raise Unavailable("store.too_old", found=sqlite3.sqlite_version, wanted=".".join(map(str, LEAST)))
    for name, allowed in (("journal_mode", ("wal",)), ("synchronous", (2, 3)), ("foreign_keys", (1,))):
        (found,) = raw.execute(f"PRAGMA {name}").fetchone()
        if found not in allowed:
            raise Unavailable("store.not_durable", what=f"{name}={found}")
    if raw.execute("SELECT 'a' LIKE 'A'").fetchone()[0]:
        raise Unavailable("store.not_durable", what="case_sensitive_like")


class Sqlite:
    """The SQLite side of a store.

    :param path: the database file; made if absent.
    :param begin: makes the transaction object that work is given, from a connection.
    :param told: called once after each commit.
    """

    dialect = "sqlite"

    def __init__(self, path: Path, begin: Callable[[Connection], Unit], told: Callable[[], None]) -> None:
        self.path = path
        self._begin = begin
        self._told = told
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._door = threading.Lock()
        new = not path.exists()
        self.engine = _engine(path)
        self._conn = self.engine.connect()
        self._readers = _reading_engine(path)
        if new:
            fsync_folder(path.parent)
        self._thread = threading.Thread(target=self._serve, name="suyuan-writer", daemon=True)
        self._thread.start()

    def write_soon(self, work: Callable[[Any], Any]) -> Future[Any]:
        """Queue ``work``; the future is answered when its writes are durable."""
        future: Future[Any] = Future()
        with self._door:
            if self._closed:
                raise Unavailable("store.closed")
            self._queue.put(_Job(work, future))
        return future

    def write(self, work: Callable[[Any], Any]) -> Any:
        """``work``'s answer, when its writes are durable."""
        if threading.current_thread() is self._thread:
            raise RuntimeError(NESTED)
        return self.write_soon(work).result()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read-only snapshot, taken at the first statement."""
        try:
            with self._readers.connect() as conn:
                yield conn
        except PoolTimeout as error:
            raise Unavailable("store.unavailable") from error
        except DBAPIError as error:
            raise translated(error) from error

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        self._readers.dispose()
        self._conn.close()
        self.engine.dispose()

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            if not self._commit_batch(job):
                return

    def _commit_batch(self, first: _Job) -> bool:
        """Run ``first`` and what is queued behind it in one transaction; whether to go on."""
        done: list[tuple[Future[Any], Any, list[Callable[[], None]]]] = []
        refused: list[tuple[Future[Any], BaseException]] = []
        raw = self._raw
        job: _Job | None = first
        going = True
        try:
            raw.execute("BEGIN IMMEDIATE")
            while job is not None:
                if job.future.set_running_or_notify_cancel():
                    self._run(raw, job, done, refused)
                job = None
                if len(done) + len(refused) < BATCH and not self._queue.empty():
                    job = self._queue.get()
                    going = job is not None
            raw.execute("COMMIT")
        except BaseException as error:
            self._fail(raw, error, job, done, refused)
            return going
        self._answer(done, refused)
        return going

    @property
    def _raw(self) -> sqlite3.Connection:
        raw: Any = self._conn.connection.dbapi_connection
        return raw  # type: ignore[no-any-return]

    def _run(self, raw: sqlite3.Connection, job: _Job, done: list[Any], refused: list[Any]) -> None:
        raw.execute("SAVEPOINT one")
        try:
            unit = self._begin(self._conn)
            answer = job.work(unit)
        except BaseException as error:
            if not raw.in_transaction:
                refused.append((job.future, translated(error)))
                raise
            raw.execute("ROLLBACK TO one")
            raw.execute("RELEASE one")
            refused.append((job.future, translated(error)))
        else:
            raw.execute("RELEASE one")
            done.append((job.future, answer, unit.hooks))

    def _answer(self, done: list[Any], refused: list[Any]) -> None:
        for _, _, hooks in done:
            run_hooks(hooks)
        if done:
            self._told()
        for future, answer, _ in done:
            future.set_result(answer)
        for future, error in refused:
            future.set_exception(error)

    def _fail(
        self, raw: sqlite3.Connection, error: BaseException, job: _Job | None, done: list[Any], refused: list[Any]
    ) -> None:
        """The whole batch is lost: nothing of it was committed, and everyone hears so."""
        with suppress(sqlite3.Error):
            raw.rollback()
        shown = translated(error)
        if not isinstance(shown, SuyuanError):
            shown = Unavailable("store.unavailable")
            shown.__cause__ = error
        for future, cause in refused:
            future.set_exception(cause)
        for future, _, _ in done:
            future.set_exception(shown)
        if job is not None and not job.future.done():
            job.future.set_exception(shown)


def _engine(path: Path) -> Engine:
    return create_engine("sqlite+pysqlite://", creator=lambda: connect(path), poolclass=NullPool, query_cache_size=4000)


def _reading_engine(path: Path) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: connect(path, read_only=True),
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=30,
        query_cache_size=4000,
    )

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN")

    return engine


def translated(error: BaseException) -> BaseException:
    """The product's own error for what SQLite says about the disk or a lock; any other as it is."""
    found = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(found, sqlite3.OperationalError):
        return error
    code = getattr(found, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        shown: SuyuanError = OutOfSpace("store.out_of_space")
    elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        shown = Unavailable("store.unavailable")
    else:
        return error
    shown.__cause__ = error
    return shown


def run_hooks(hooks: list[Callable[[], None]]) -> None:
    """Call what was to happen after the commit; a failure is logged, since the write itself is durable."""
    for hook in hooks:
        try:
            hook()
        except Exception:
            log.exception("after-commit hook failed")


def fsync_folder(folder: Path) -> None:
    """Make a folder's entries durable (a no-op where folders cannot be opened, as on Windows)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

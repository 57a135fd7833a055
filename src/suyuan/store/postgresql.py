"""PostgreSQL: pooled transactions, repeated whole when the database asks for it."""

from __future__ import annotations

import logging
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from suyuan.kernel.errors import OutOfSpace, SuyuanError, Unavailable
from suyuan.store.committed import Committed
from suyuan.store.sqlite import NESTED, Again, Unit, run_hooks
from suyuan.store.wakeup import Wakeup

log = logging.getLogger(__name__)

LEAST = 15
ATTEMPTS = 8
WRITERS = 8
POOL = 24
AGAIN = {"40001", "40P01", "57P01", "57P02", "57P03"}
FULL = {"53100"}
SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
OPTIONS = {
    "timezone": "UTC",
    "statement_timeout": "120s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "120s",
    "synchronous_commit": "on",
}


class Postgresql:
    """The PostgreSQL side of a store.

    :param url: ``postgresql://user@host/database?schema=plant``; the schema is the tenant, made if absent.
    :param begin: makes the transaction object that work is given, from a connection.
    :param committed: told after each commit, here or (when listening) in another process.
    :param enqueued: the same for jobs.
    :param sleep: waits that many seconds between two attempts.
    """

    dialect = "postgresql"

    def __init__(
        self,
        url: str,
        begin: Callable[[Connection], Unit],
        committed: Committed,
        enqueued: Committed,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._begin = begin
        self._told = committed.tell
        self._sleep = sleep
        self._local = threading.local()
        address, self.schema = split_schema(url)
        self.engine = _engine(address, self.schema)
        self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self.wakeup = Wakeup(self.engine, f"suyuan.{self.schema}", {"c": committed, "j": enqueued})
        self._threads = ThreadPoolExecutor(WRITERS, "suyuan-writer")
        try:
            self._prepare()
        except DBAPIError as error:
            self.close()
            raise translated(error) from error
        except BaseException:
            self.close()
            raise

    @staticmethod
    def bare(url: str) -> Engine:
        """An engine for ``url`` alone, for restoring a backup into it."""
        return _engine(*split_schema(url))

    def write_soon(self, work: Callable[[Any], Any]) -> Future[Any]:
        """Start ``work`` on another thread; the future is answered when its writes are durable."""
        try:
            return self._threads.submit(self.write, work)
        except RuntimeError:
            raise Unavailable("store.closed") from None

    def write(self, work: Callable[[Any], Any]) -> Any:
        """``work``'s answer when its writes are durable; ``work`` may be run several times."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(work)
            except (DBAPIError, PoolTimeout, Again) as error:
                if attempt == ATTEMPTS or not repeatable(error):
                    raise translated(error) from error
            self._sleep(random.uniform(0, 0.01 * 2**attempt))
        raise AssertionError("unreachable")

    def _once(self, work: Callable[[Any], Any]) -> Any:
        if getattr(self._local, "writing", False):
            raise RuntimeError(NESTED)
        with self.engine.connect() as conn:
            unit = self._begin(conn)
            self._local.writing = True
            try:
                answer = work(unit)
            finally:
                self._local.writing = False
            try:
                conn.commit()
            except DBAPIError as error:
                if lost(error):
                    raise Unavailable("store.commit_unknown") from error
                raise
        run_hooks(unit.hooks)
        self._told()
        return answer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read-only snapshot, taken at the first statement."""
        try:
            with self._reading.connect() as conn:
                yield conn
        except (DBAPIError, PoolTimeout) as error:
            raise translated(error) from error

    def close(self) -> None:
        """Finish what is running, then let go of the connections."""
        self._threads.shutdown()
        self.wakeup.stop()
        self.engine.dispose()

    def _prepare(self) -> None:
        with self.engine.begin() as conn:
            version = conn.connection.dbapi_connection.info.server_version  # type: ignore[union-attr]
            if version // 10000 < LEAST:
                raise Unavailable("store.too_old", found=f"PostgreSQL {version // 10000}", wanted=LEAST)
            if conn.exec_driver_sql("SHOW synchronous_commit").scalar() == "off":
                raise Unavailable("store.not_durable", what="synchronous_commit=off")
            found = conn.exec_driver_sql("SELECT 1 FROM pg_namespace WHERE nspname = %s", (self.schema,)).scalar()
            if not found:
                conn.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"')


def split_schema(url: str) -> tuple[URL, str]:
    """The address without ``schema``, for psycopg 3, and the schema (``public`` when none is named).

    :raises Unavailable: when the schema is not a plain lower-case name.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    schema = address.query.get("schema", "public")
    if not isinstance(schema, str) or not SCHEMA.fullmatch(schema):
        raise Unavailable("store.bad_url", url=address.render_as_string())
    return address.difference_update_query(["schema"]), schema


def _engine(address: URL, schema: str) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in {**OPTIONS, "search_path": schema}.items())
    return create_engine(
        address,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=30,
        pool_use_lifo=True,
        query_cache_size=4000,
        json_deserializer=msgspec.json.decode,
        connect_args={
            "options": options,
            "connect_timeout": 10,
            "tcp_user_timeout": 15000,
            "keepalives_idle": 30,
            "target_session_attrs": "read-write",
            "application_name": "suyuan",
        },
    )


def sqlstate(error: BaseException) -> str:
    """The five-character code of a database error, ``""`` when the server gave none."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""


def lost(error: DBAPIError) -> bool:
    """Whether the connection itself broke, so that nobody knows what the server did."""
    state = sqlstate(error)
    return error.connection_invalidated or state.startswith(("08", "57P")) or not state


def repeatable(error: BaseException) -> bool:
    """Whether the whole transaction may be run again and may then succeed."""
    state = sqlstate(error)
    if state in AGAIN or state.startswith("08") or isinstance(error, PoolTimeout | Again):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


def translated(error: BaseException) -> BaseException:
    """The product's own error for a full disk or an unreachable server; any other as it is."""
    state = sqlstate(error)
    shown: SuyuanError
    if state in FULL:
        shown = OutOfSpace("store.out_of_space")
    elif repeatable(error) or state[:2] in ("53", "57", "58") or state == "55P03" or _unreached(error):
        shown = Unavailable("store.unavailable")
    else:
        return error
    shown.__cause__ = error
    return shown


def _unreached(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and type(error.orig).__name__ == "OperationalError" and not sqlstate(error)

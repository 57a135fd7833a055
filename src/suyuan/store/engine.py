"""The store: the one door to the database, with the same face on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, make_url

from suyuan.kernel.clock import Clock, SystemClock
from suyuan.kernel.errors import Unavailable
from suyuan.kernel.ids import Entropy, Ids, SystemEntropy
from suyuan.kernel.settings import Settings
from suyuan.store.committed import Committed
from suyuan.store.files import Files
from suyuan.store.migrate import upgrade
from suyuan.store.postgresql import Postgresql
from suyuan.store.secrets import Secrets, secrets_folder
from suyuan.store.sqlite import Again, Sqlite

__all__ = ["Again", "Store", "Tx", "open_store"]

T = TypeVar("T")


class Tx:
    """One write transaction, given to the function that ``Store.write`` runs.

    :ivar conn: the connection, for what ``run`` does not do.
    :ivar now: the instant of this transaction.
    :ivar store: the store it writes to.
    """

    __slots__ = ("_depth", "conn", "hooks", "now", "run", "store")

    def __init__(self, conn: Connection, store: Store) -> None:
        self.conn = conn
        self.store = store
        self.now: datetime = store.clock.now()
        self.hooks: list[Callable[[], None]] = []
        self.run: Callable[..., CursorResult[Any]] = conn.execute
        self._depth = 0

    def after_commit(self, fn: Callable[[], None]) -> None:
        """Call ``fn`` once the writes are durable, before ``write`` returns; never when they are rolled back.

        Keep it quick, for others wait; it must not write, and what it raises is only logged.
        """
        self.hooks.append(fn)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside is undone alone when an exception leaves the block (and goes on)."""
        self._depth += 1
        name, kept = f"inner{self._depth}", len(self.hooks)
        self.conn.exec_driver_sql(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            del self.hooks[kept:]
            if self._alive():
                self.conn.exec_driver_sql(f"ROLLBACK TO SAVEPOINT {name}")
                self.conn.exec_driver_sql(f"RELEASE SAVEPOINT {name}")
            raise
        else:
            self.conn.exec_driver_sql(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1

    def _alive(self) -> bool:
        raw: Any = self.conn.connection.dbapi_connection
        return raw is not None and (self.store.dialect != "sqlite" or raw.in_transaction)


class Store:
    """A plant's database, files and secrets.

    :ivar dialect: ``sqlite`` or ``postgresql``.
    :ivar committed: wakes those who follow what is committed.
    :ivar enqueued: wakes those who do jobs when one is due at once.
    """

    dialect: Literal["sqlite", "postgresql"]

    def __init__(self, settings: Settings, clock: Clock, entropy: Entropy) -> None:
        self.settings = settings
        self.clock = clock
        self.entropy = entropy
        self.ids = Ids(clock, entropy)
        self.committed = Committed()
        self.enqueued = Committed()
        self.files = Files(settings.dir / "files")
        self.secrets = Secrets(secrets_folder(settings.dir), entropy)
        self._side = self._open_side()
        self.dialect = "sqlite" if isinstance(self._side, Sqlite) else "postgresql"

    def _open_side(self) -> Sqlite | Postgresql:
        url = self.settings.database_url
        kind = url.partition(":")[0].partition("+")[0]
        if kind == "sqlite" and (path := make_url(url).database):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            return Sqlite(Path(path), self._begin, self.committed.tell)
        if kind in ("postgresql", "postgres"):
            return Postgresql(url, self._begin, self.committed, self.enqueued)
        raise Unavailable("store.bad_url", url=kind)

    def _begin(self, conn: Connection) -> Tx:
        return Tx(conn, self)

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine for writing; for migrations and backups, not for daily work."""
        return self._side.engine

    def write(self, fn: Callable[[Tx], T]) -> T:
        """``fn``'s answer, once everything it wrote is durably committed.

        ``fn`` must have no effect but through the ``Tx``: PostgreSQL may make it run again. What it raises rolls
        back its own writes only, and is raised here.

        :raises OutOfSpace: the disk is full; nothing was written.
        :raises Unavailable: the database cannot be reached, or (``store.commit_unknown``) was lost while committing.
        """
        answer: T = self._side.write(fn)
        return answer

    def write_soon(self, fn: Callable[[Tx], T]) -> Future[T]:
        """The same without waiting: the future is answered when the writes are durable."""
        return self._side.write_soon(fn)

    def read(self) -> AbstractContextManager[Connection]:
        """A connection that sees one consistent, read-only snapshot; pooled."""
        return self._side.read()

    def listen(self) -> None:
        """Let commits of other processes wake this one too, where the database can tell (PostgreSQL)."""
        if isinstance(self._side, Postgresql):
            self._side.wakeup.listen()

    def close(self) -> None:
        """Finish what is queued and let go of the database."""
        self._side.close()


def open_store(settings: Settings, *, clock: Clock | None = None, entropy: Entropy | None = None) -> Store:
    """Open the plant's store: makes its folder and database if absent and brings the tables up to date.

    :raises Unavailable: the database cannot be reached, is too old, too new, or cannot promise durability.
    """
    settings.dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings, clock or SystemClock(), entropy or SystemEntropy())
    try:
        upgrade(store.engine)
    except BaseException:
        store.close()
        raise
    return store

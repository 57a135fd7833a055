"""One commit-ordered cursor over the rows of any table that has an ``id`` and a ``feed_column()``.

Identities are handed out before the commit, so a reader that remembers the greatest id it saw misses rows which are
committed late. On PostgreSQL a row therefore carries the id of its transaction, and only rows of transactions older
than every running one are read, in the order (xid, id). SQLite has one writer: its ids are in commit order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Row,
    String,
    Table,
    cast,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import BigInteger, TypeDecorator, TypeEngine, UserDefinedType

from suyuan.kernel.errors import Malformed
from suyuan.store.columns import Processor
from suyuan.store.dml import insert_new
from suyuan.store.engine import Tx
from suyuan.store.tables import feed_cursor


class _Xid8(UserDefinedType[int]):
    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        return "xid8"


ischema_names["xid8"] = _Xid8  # so that reflecting a feed table knows the type


class Xid(TypeDecorator[int]):
    """The id of the transaction that wrote a row: PostgreSQL ``xid8``; always 0 on SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_Xid8() if dialect.name == "postgresql" else BigInteger())

    def bind_processor(self, dialect: Dialect) -> Processor | None:
        return str if dialect.name == "postgresql" else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        return _number if dialect.name == "postgresql" else None


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)


class _CurrentXid(FunctionElement[int]):
    inherit_cache = True


@compiles(_CurrentXid, "postgresql")
def _current_xid_postgresql(element: _CurrentXid, compiler: Any, **kw: Any) -> str:
    return "pg_current_xact_id()"


@compiles(_CurrentXid, "sqlite")
def _current_xid_sqlite(element: _CurrentXid, compiler: Any, **kw: Any) -> str:
    return "0"


def feed_column() -> Column[int]:
    """The column ``xid`` that makes a table a feed; the database fills it. Add ``feed_index(table)`` too."""
    return Column("xid", Xid, nullable=False, server_default=_CurrentXid())


def feed_index(table: Table) -> Index:
    """The index a cursor reads along."""
    return Index(f"ix_{table.name}_feed", table.c.xid, table.c.id)


@dataclass(frozen=True, order=True)
class Cursor:
    """A place in a feed: everything up to and including this row has been seen."""

    xid: int = 0
    id: int = 0

    def __str__(self) -> str:
        return f"{self.xid}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The cursor written as ``str`` does it; raises ``Malformed`` for anything else."""
        xid, dot, key = text.partition(".")
        if not (dot and xid.isascii() and xid.isdecimal() and key.isascii() and key.isdecimal()):
            raise Malformed("store.bad_cursor", cursor=text[:80])
        return cls(int(xid), int(key))


START = Cursor()


def _settled(xid: ColumnElement[int]) -> ColumnElement[bool]:
    """Rows of transactions that are older than every one still running."""
    return xid < func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=Xid())


def after(
    conn: Connection, table: Table, cursor: Cursor, limit: int, *where: ColumnElement[bool]
) -> tuple[Sequence[Row[Any]], Cursor]:
    """At most ``limit`` rows of ``table`` behind ``cursor`` in commit order, and the cursor of the last.

    :param where: further conditions; rows that do not meet them are passed over for good once a later row is seen.
    :returns: the rows (all columns), and the place to go on from: ``cursor`` itself when there was none.
    """
    query = select(table).where(*where).limit(limit)
    if conn.dialect.name == "sqlite":
        query = query.where(table.c.id > cursor.id).order_by(table.c.id)
    else:
        place = tuple_(cast(literal(str(cursor.xid), String), Xid()), literal(cursor.id, BigInteger))
        query = query.where(_settled(table.c.xid), tuple_(table.c.xid, table.c.id) > place)
        query = query.order_by(table.c.xid, table.c.id)
    rows = conn.execute(query).all()
    if not rows:
        return rows, cursor
    return rows, Cursor(rows[-1].xid, rows[-1].id)


def newest(conn: Connection, table: Table) -> Cursor:
    """The cursor of the last settled row, for a consumer that starts with what comes from now on."""
    query = select(table.c.xid, table.c.id).limit(1)
    if conn.dialect.name == "sqlite":
        query = query.order_by(table.c.id.desc())
    else:
        query = query.where(_settled(table.c.xid)).order_by(table.c.xid.desc(), table.c.id.desc())
    row = conn.execute(query).first()
    return Cursor(row.xid, row.id) if row else START


def cursor_of(conn: Connection, consumer: str) -> Cursor:
    """Where ``consumer`` has come to; ``START`` when it is new."""
    query = select(feed_cursor.c.xid, feed_cursor.c.row).where(feed_cursor.c.consumer == consumer)
    row = conn.execute(query).first()
    return Cursor(row.xid, row.row) if row else START


def save_cursor(tx: Tx, consumer: str, cursor: Cursor) -> None:
    """Remember where ``consumer`` has come to, in the transaction of what it did with the rows."""
    values = {"xid": cursor.xid, "row": cursor.id, "moved_at": tx.now}
    if not insert_new(tx.conn, feed_cursor, {"consumer": consumer, **values}):
        tx.run(update(feed_cursor).where(feed_cursor.c.consumer == consumer).values(values))


def hold(tx: Tx, consumer: str) -> Cursor:
    """Where ``consumer`` has come to, locked until the transaction ends, so that two processes never both move it."""
    insert_new(tx.conn, feed_cursor, {"consumer": consumer, "xid": 0, "row": 0, "moved_at": tx.now})
    query = select(feed_cursor.c.xid, feed_cursor.c.row).where(feed_cursor.c.consumer == consumer)
    row = tx.run(query.with_for_update()).one()
    return Cursor(row.xid, row.row)

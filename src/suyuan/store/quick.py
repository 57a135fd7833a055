"""Statements of the busiest paths, compiled once and run on the driver's own cursor.

SQLAlchemy's ``execute`` costs about 40 us a statement, mostly for looking up what it compiled before and for the result
object. A ``Quick`` keeps what was compiled: about 12 us. Types, SQL and errors are SQLAlchemy's own; rows are tuples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Delete, Insert, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from suyuan.store.columns import Processor

Statement = Select[Any] | Insert | Update | Delete
Values = Mapping[str, Any]
_NONE: Values = {}


class _Slot(NamedTuple):
    """One value to send: ``values[name]`` through ``process``, or a constant when ``name`` is ``None``."""

    bind: str
    name: str | None
    process: Processor | None
    constant: Any


class _Plan(NamedTuple):
    sql: str
    positional: bool
    slots: list[_Slot]
    results: list[Processor | None] | None


class Quick:
    """A constant statement, made once per module or per form.

    :param statement: an INSERT without values (it takes the keys it is given), or any statement with ``bindparam``;
        without lists that expand (``IN``) and without Python-side column defaults.
    """

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def run(self, conn: Connection, values: Values = _NONE) -> int:
        """Do it; how many rows it wrote."""
        count: int = self._execute(conn, values)[0].rowcount
        return count

    def all(self, conn: Connection, values: Values = _NONE) -> list[tuple[Any, ...]]:
        """Do it; the rows."""
        cursor, plan = self._execute(conn, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        if plan.results is None:
            return rows
        return [_processed(row, plan.results) for row in rows]

    def first(self, conn: Connection, values: Values = _NONE) -> tuple[Any, ...] | None:
        """Do it; the first row, ``None`` when there is none."""
        cursor, plan = self._execute(conn, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        cursor.close()
        return row if row is None or plan.results is None else _processed(row, plan.results)

    def many(self, conn: Connection, rows: Iterable[Values]) -> None:
        """Do it once for each of ``rows``, which all have the same keys in the same order."""
        listed = list(rows)
        if not listed:
            return
        plan = self._plan(conn.dialect, tuple(listed[0]))
        sent = [_sent(plan, values) for values in listed]
        cursor = _cursor(conn)
        try:
            cursor.executemany(plan.sql, sent)
        except Exception as error:
            raise _wrapped(conn, plan, sent, error) from error

    def _execute(self, conn: Connection, values: Values) -> tuple[Any, _Plan]:
        plan = self._plan(conn.dialect, tuple(values))
        cursor, sent = _cursor(conn), _sent(plan, values)
        try:
            cursor.execute(plan.sql, sent)
        except Exception as error:
            raise _wrapped(conn, plan, sent, error) from error
        return cursor, plan

    def _plan(self, dialect: Dialect, keys: tuple[str, ...]) -> _Plan:
        key = (dialect.name, *keys) if isinstance(self.statement, Insert) else (dialect.name,)
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = _compiled(self.statement, dialect, keys)
        return found


def _compiled(statement: Statement, dialect: Dialect, keys: tuple[str, ...]) -> _Plan:
    insert = isinstance(statement, Insert)
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys) if insert else None)
    assert isinstance(compiled, SQLCompiler)
    if compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params:
        raise ValueError(f"not a constant statement: {compiled}")
    names = list(compiled.positiontup) if compiled.positional else list(compiled.bind_names.values())  # type: ignore[arg-type]
    slots = [_slot(compiled, name, dialect) for name in names]
    columns = statement.selected_columns if isinstance(statement, Select) else getattr(statement, "_returning", ())
    results = [_result(column.type, dialect) for column in columns]
    return _Plan(compiled.string, compiled.positional, slots, results if any(results) else None)


def _slot(compiled: SQLCompiler, name: str, dialect: Dialect) -> _Slot:
    bind = compiled.binds[name]
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return _Slot(name, bind.key, process, None)
    value = bind.effective_value
    return _Slot(name, None, None, value if process is None else process(value))


def _result(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def _sent(plan: _Plan, values: Values) -> Any:
    if plan.positional:
        return [
            constant if name is None else values[name] if process is None else process(values[name])
            for _, name, process, constant in plan.slots
        ]
    return {
        bind: constant if name is None else values[name] if process is None else process(values[name])
        for bind, name, process, constant in plan.slots
    }


def _processed(row: tuple[Any, ...], results: list[Processor | None]) -> tuple[Any, ...]:
    return tuple([value if process is None else process(value) for value, process in zip(row, results)])


def _cursor(conn: Connection) -> Any:
    if not conn.in_transaction():
        conn.begin()
    raw: Any = conn.connection.dbapi_connection
    return raw.cursor()


def _wrapped(conn: Connection, plan: _Plan, sent: Any, error: Exception) -> BaseException:
    """What SQLAlchemy would have raised."""
    dbapi = conn.dialect.dbapi
    assert dbapi is not None
    if not isinstance(error, dbapi.Error):
        return error
    gone = conn.dialect.is_disconnect(error, conn.connection.dbapi_connection, None)
    return DBAPIError.instance(plan.sql, sent, error, dbapi.Error, connection_invalidated=gone, dialect=conn.dialect)

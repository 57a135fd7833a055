"""Expressions run by a real database over a table of records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, MetaData, Table, insert, literal, select

from suyuan.expr import Env, Expression, Type
from suyuan.expr.sql import to_sql
from suyuan.store.columns import Day, Flag, Instant, Json, Key, Scaled, Text
from suyuan.store.engine import Store

PLAIN = {"text": Text, "bool": Flag, "date": Day, "datetime": Instant, "link": Key, "list": Json}


class Bench:
    """A table with a column for every scalar field, filled with ``records``."""

    def __init__(self, store: Store, fields: dict[str, Type], records: Sequence[dict[str, Any]]) -> None:
        self.store = store
        self.fields = fields
        columns: list[Column[Any]] = []
        for name, kind in fields.items():
            columns.append(Column(name, Scaled(kind.decimals or 0) if kind.kind == "number" else PLAIN[kind.kind]()))
            if kind.kind == "link":
                columns.append(Column(f"{name}_uid", Text()))
        self.table = Table("expr_bench", MetaData(), Column("nr", Key, primary_key=True), *columns)
        rows = [self.row(nr, record) for nr, record in enumerate(records)]

        def fill(tx: Any) -> None:
            self.table.create(tx.conn)
            tx.run(insert(self.table), rows)

        store.write(fill)

    def row(self, nr: int, record: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {"nr": nr + 1}
        for name, kind in self.fields.items():
            value = record.get(name)
            values[name] = value["id"] if isinstance(value, dict) else value
            if kind.kind == "link":
                values[f"{name}_uid"] = value and value["uid"]
        return values

    def column(self, path: tuple[str, ...]) -> ColumnElement[Any] | None:
        return self.table.c.get("_".join(path).replace("_id", "_uid"))

    def sql(self, e: Expression, env: Env) -> ColumnElement[Any]:
        return to_sql(e, self.column, env, exact=True)

    def answers(self, given: Sequence[ColumnElement[Any]]) -> list[list[Any]]:
        """For each of the expressions, its value for each record."""
        columns = [literal(0).label("none")] + [c.label(f"e{i}") for i, c in enumerate(given)]
        with self.store.read() as conn:
            rows = conn.execute(select(*columns).order_by(self.table.c.nr)).all()
        return [[row[i + 1] for row in rows] for i in range(len(given))]

    def kept(self, condition: ColumnElement[Any]) -> list[int]:
        """Which records a ``WHERE`` keeps."""
        with self.store.read() as conn:
            found = conn.execute(select(self.table.c.nr).where(condition).order_by(self.table.c.nr))
            return [row[0] - 1 for row in found]


Answer = Callable[[Expression], list[Any]]

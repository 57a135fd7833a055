"""Why an expression cannot be done in SQL exactly: it is tried on columns that only have the types of a scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, column, table, true

from suyuan.expr.env import Env
from suyuan.expr.errors import ExpressionError
from suyuan.expr.parse import Expression
from suyuan.expr.sql import to_sql
from suyuan.expr.sql_columns import Rows
from suyuan.expr.types import Scope, Type
from suyuan.kernel.errors import Mistake
from suyuan.store.columns import Day, Flag, Instant, Json, Key, Scaled, Text


def sql_problems(
    e: Expression, scope: Scope, bound: frozenset[str] = frozenset({"this"}), *, lists: bool = False
) -> list[Mistake]:
    """Why ``e``, which ``check`` accepts, cannot be done in SQL exactly; empty when it can.

    :param bound: first names that will be constants.
    :param lists: ANY may go through detail lists, whose columns are single values in it and in ``e`` itself.
    """
    names = dict.fromkeys(bound)
    moment = Env(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), "", _Anything())
    try:
        to_sql(e, _SampleLists(scope) if lists else _Sample(scope), moment, names, exact=True)
    except ExpressionError as error:
        return error.mistakes
    return []


class _Sample:
    """Columns of the types of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, path: tuple[str, ...]) -> ColumnElement[Any] | None:
        return _sample(self.scope.type_of(path), path, self.scope)


class _SampleLists(_Sample):
    """The same with detail lists."""

    def __call__(self, path: tuple[str, ...]) -> ColumnElement[Any] | None:
        found = self.scope.type_of(path)
        rows = found is not None and found.kind == "list" and any(self.rows(path[:n]) for n in range(1, len(path)))
        return _sample(found.of if found is not None and rows else found, path, self.scope)

    def rows(self, root: tuple[str, ...]) -> Rows | None:
        """As ``Lists``."""
        found = self.scope.type_of(root)
        if found is None or found.kind != "list" or found.of is None or found.of.kind != "row":
            return None
        return Rows(table("_".join(root)), true(), column("position"), lambda path: self((*root, *path)))


class _Anything(Mapping[str, Any]):
    """Results of windows that are not known yet."""

    def __getitem__(self, key: str) -> Any:
        return None

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, key: object) -> bool:
        return True


def _sample(found: Type | None, path: tuple[str, ...], scope: Scope) -> ColumnElement[Any] | None:
    if found is None and len(path) > 1 and path[-1] == "id":
        found = Type("text")
    if found is None:
        return None
    decimals = 6 if found.decimals is None else found.decimals
    kinds: dict[str, Any] = {
        "number": Scaled(decimals),
        "text": Text(),
        "bool": Flag(),
        "date": Day(),
        "datetime": Instant(),
        "link": Key(),
    }
    if found.kind == "list" and found.of is not None and found.of.kind == "text" and len(path) == 1:
        return column(path[0], Json())
    return column("_".join(path), kinds[found.kind]) if found.kind in kinds else None

"""What a condition in SQL stands on: columns by field path, and the rows of detail lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import ColumnElement, FromClause

Columns = Callable[[tuple[str, ...]], "ColumnElement[Any] | None"]


@dataclass(frozen=True)
class Rows:
    """The rows of a detail list of the records a condition is on.

    :param source: their table.
    :param on: which of them are of the record at hand.
    :param order: column of their position.
    :param columns: the column of a path below the list.
    """

    source: FromClause
    on: ColumnElement[bool]
    order: ColumnElement[Any]
    columns: Columns

    def within(self, around: Columns, root: tuple[str, ...]) -> Columns:
        """The columns ``around``, in which the list ``root`` is its one row."""
        return lambda path: self.columns(path[len(root) :]) if path[: len(root)] == root else around(path)


@runtime_checkable
class Lists(Protocol):
    """Columns that also know detail lists, so that ANY can go through them."""

    def rows(self, root: tuple[str, ...]) -> Rows | None:
        """The rows of the detail list at ``root``; ``None`` when it is none."""
        ...

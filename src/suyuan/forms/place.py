"""One computation on its way: the record, its rows, what they were and what they become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suyuan.expr import Env
from suyuan.forms.form import Field
from suyuan.forms.look import Look
from suyuan.forms.values import put_scalar
from suyuan.kernel.errors import Invalid, Mistake

Values = dict[str, Any]


class Names:
    """What an expression in a row reads: the row's fields, then the record's."""

    __slots__ = ("record", "row")

    def __init__(self, row: Mapping[str, Any], record: Mapping[str, Any]) -> None:
        self.row, self.record = row, record

    def get(self, name: str, default: Any = None) -> Any:
        return self.row[name] if name in self.row else self.record.get(name, default)


class Place:
    """One record or row being computed.

    :ivar given: what was sent, cleaned.
    :ivar old: what it was before, ``None`` for a new one.
    :ivar values: what it becomes.
    :ivar scalars: the same, as expressions see it.
    :ivar names: what its expressions read.
    :ivar path: where it is: ``""`` or ``inputs[2].``.
    """

    __slots__ = ("given", "names", "old", "path", "scalars", "values")

    def __init__(self, given: Values, old: Values | None, fields: Mapping[str, Field], path: str = "") -> None:
        self.given, self.old, self.path = given, old, path
        self.values = {k: given[k] if k in given else (old.get(k) if old else None) for k in fields}
        self.scalars: Values = {}
        for key, value in self.values.items():
            put_scalar(self.scalars, key, value)
        self.names: Any = self.scalars

    def put(self, key: str, value: Any) -> None:
        self.values[key] = value
        put_scalar(self.scalars, key, value)


class Call:
    """One computation: the record, its rows, and the mistakes so far."""

    __slots__ = ("env", "look", "mistakes", "rows", "top", "wrong")

    def __init__(self, env: Env, look: Look, wrong: frozenset[str]) -> None:
        self.env, self.look, self.wrong = env, look, wrong
        self.mistakes: list[Mistake] = []
        self.top: Place
        self.rows: dict[str, list[Place]] = {}

    def refused(self, path: str, error: Invalid) -> None:
        self.mistakes += [m.under(path) for m in error.mistakes]

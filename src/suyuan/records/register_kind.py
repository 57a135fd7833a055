"""Registers as a kind of definition: drafted, checked and published like every other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.expr import BOOL, elsewheres, parse, sql_problems
from suyuan.forms.check import scope_of
from suyuan.forms.expression_check import expression_mistakes
from suyuan.forms.fields.quantity import MEASURES
from suyuan.forms.form import Form
from suyuan.forms.scope import FormScope
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.records.register import Register, RegisterColumn
from suyuan.store.engine import Tx

Found = Iterator[Mistake]


class Registers:
    """The kind ``registers``."""

    key, word = "registers", "register"

    def parse(self, key: str, body: Body) -> tuple[Register | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        mistakes: list[Mistake] = []
        given = body.get("columns")
        if isinstance(given, list):
            body = body | {"columns": [{"path": c} if isinstance(c, str) else c for c in given]}
        return shape.read(Register, {"register": key, **body}, "", mistakes), mistakes

    def dump(self, struct: Register) -> Body:
        """As ``definitions.Kind``."""
        return shape.dump(struct) | {"columns": [_short(column) for column in struct.columns]}

    def settle(self, world: World, new: Register, old: Register | None) -> Register:
        """As it is."""
        return new

    def check(self, world: World, new: Register, old: Register | None) -> list[Mistake]:
        """Its form, its date, its condition and every column are there."""
        form = world.one("forms", new.form)
        if form is None:
            return [Mistake("form", "forms.no_such_form", {"form": new.form})]
        return [*_words(new), *_rows(new, form, scope_of(world, form))]

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Nothing beyond the definition itself."""

    def retire(self, tx: Tx, old: Register, by: Actor) -> None:
        """Nothing: its records stay."""


def _short(column: RegisterColumn) -> Any:
    found = shape.dump(column)
    return column.path if set(found) == {"path"} else found


def _words(new: Register) -> Found:
    if not (new.label.zh or new.label.en):
        yield Mistake("label", "definitions.missing_key", {"key": "label"})
    if not new.columns:
        yield Mistake("columns", "records.register_empty")


def _rows(new: Register, form: Form, scope: FormScope) -> Found:
    by = scope.type_of((new.by,))
    if by is None or by.kind not in ("date", "datetime"):
        yield Mistake("by", "records.register_by", {"key": new.by})
    if new.where:
        wrong = expression_mistakes(new.where, scope, BOOL) or sql_problems(parse(new.where), scope)
        yield from (m.under("where") for m in wrong)
    for part in filter(None, (p.strip().removeprefix("-") for p in new.sort.split(","))):
        found = scope.type_of(tuple(part.split(".")))
        if found is None or found.kind == "list":
            yield Mistake("sort", "forms.no_field", {"key": part, "near": None})
    if new.rows:
        if new.rows not in {f.key for f in form.fields if f.type == "list" and not f.retired}:
            yield Mistake("rows", "records.register_rows", {"key": new.rows})
            return
        scope = scope.in_row(new.rows)
        yield from _of_rows(new, scope)
    elif new.rows_where or new.contents:
        yield Mistake("rows", "definitions.missing_key", {"key": "rows"})
    for n, column in enumerate(new.columns):
        yield from (m.under(f"columns[{n}]") for m in _column(column, scope))


def _of_rows(new: Register, scope: FormScope) -> Found:
    if new.rows_where:
        yield from (m.under("rows_where") for m in expression_mistakes(new.rows_where, scope, BOOL))
        if not expression_mistakes(new.rows_where, scope, BOOL) and elsewheres(parse(new.rows_where)):
            yield Mistake("rows_where", "records.register_elsewhere")
    if new.contents is not None:
        for part, types in (("lot", ("lot",)), ("quantity", MEASURES)):
            key = getattr(new.contents, part)
            if key not in scope.row or scope.row[key].type not in types:
                yield Mistake(f"contents.{part}", "forms.no_field", {"key": key, "near": None})


def _column(column: RegisterColumn, scope: FormScope) -> Found:
    if bool(column.path) == bool(column.value):
        yield Mistake("", "records.register_column")
    elif column.value:
        if column.label is None:
            yield Mistake("label", "definitions.missing_key", {"key": "label"})
        wrong = expression_mistakes(column.value, scope, None)
        yield from (m.under("value") for m in wrong)
        if not wrong and elsewheres(parse(column.value)):
            yield Mistake("value", "records.register_elsewhere")
    elif scope.type_of(tuple(column.path.split("."))) is None:
        yield Mistake("path", "forms.no_field", {"key": column.path, "near": None})


KINDS.add(Registers())

"""What can be wrong with one expression of a form."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.expr import Elsewhere, ExpressionError, Scope, Type, check, elsewheres, parse, reads, sql_problems
from suyuan.expr.types import Reaching, TargetScope
from suyuan.forms.formulas import Formula
from suyuan.forms.scope import FormScope
from suyuan.kernel.errors import Mistake


def expression_mistakes(text: str, scope: Scope, want: Type | None) -> list[Mistake]:
    """What is wrong with ``text`` where names mean what ``scope`` says; paths are blank."""
    try:
        found = parse(text)
        check(found, scope, want)
    except ExpressionError as error:
        return error.mistakes
    return [mistake for call in elsewheres(found) for mistake in _unaskable(call, scope)]


def formula_mistakes(formula: Formula, scope: Scope) -> list[Mistake]:
    """What is wrong with one expression of a field."""
    found = expression_mistakes(formula.text, scope, formula.want)
    if not found and formula.role in ("value", "default"):
        found = [
            Mistake("", "forms.reads_serial", {"key": path[0]})
            for path in reads(parse(formula.text))
            if isinstance(scope, FormScope) and len(path) == 1 and _type(scope, path[0]) == "serial"
        ]
    return found


def _type(scope: FormScope, key: str) -> str:
    field = scope.row.get(key) or scope.fields.get(key)
    return field.type if field else ""


def _unaskable(call: Elsewhere, scope: Scope) -> Iterator[Mistake]:
    """Why the database cannot answer a function over another form."""
    target = scope.other(call.form) if isinstance(scope, Reaching) else None
    if target is not None:
        for part in (call.field, call.where):
            if part is not None:
                yield from sql_problems(part, TargetScope(target, scope), lists=True)

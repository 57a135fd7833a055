"""What can be wrong with the parts of a form that reach other records: ``updates``, ``about``, ``then``."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.definitions.shape import nearest
from suyuan.expr.types import BOOL, Type
from suyuan.forms.expression_check import expression_mistakes
from suyuan.forms.form import Form, Next, Update
from suyuan.forms.formulas import is_computed, result_type
from suyuan.forms.scope import FormScope
from suyuan.forms.values import PERSON
from suyuan.kernel.errors import Mistake

Found = Iterator[Mistake]


def update_mistakes(update: Update, scope: FormScope) -> Found:
    """Every mistake in one of ``updates``; paths below it."""
    outer, _, inner = update.record.partition(".")
    field = scope.fields.get(outer)
    if inner and field is not None and field.type == "list":
        scope = scope.in_row(outer)
        field = scope.row.get(inner)
    target = scope.other(field.options.to) if field is not None and field.type in ("link", "location") else None
    if target is None:
        yield Mistake("record", "forms.updates_link", {"path": update.record})
        return
    if update.when is not None:
        yield from (m.under("when") for m in expression_mistakes(update.when, scope, BOOL))
    if not update.set:
        yield Mistake("set", "definitions.missing_key", {"key": "set"})
    for key, text in update.set.items():
        theirs = target.fields.get(key)
        if theirs is None:
            near = nearest(key, target.fields)
            code = "forms.no_field_near" if near else "forms.no_field"
            yield Mistake(f"set.{key}", code, {"key": key, "near": near})
        elif theirs.type in ("list", "serial") or is_computed(theirs) or getattr(theirs.options, "new", None):
            yield Mistake(f"set.{key}", "forms.updates_fixed", {"key": key})
        else:
            yield from (m.under(f"set.{key}") for m in expression_mistakes(text, scope, result_type(theirs)))


def about_mistakes(form: Form, scope: FormScope) -> Found:
    """Every mistake in ``about``; paths below it."""
    about = form.about
    if about is None:
        return
    if not (about.place or about.person or about.equipment):
        yield Mistake("", "forms.about_nothing")
    for name in ("place", "person", "equipment"):
        path = getattr(about, name)
        if path is not None and not _leads(_kind(scope, path), name):
            yield Mistake(name, "forms.about_field", {"path": path})
    if about.when is not None:
        kind = _kind(scope, about.when)
        if kind is None or kind.kind not in ("date", "datetime"):
            yield Mistake("when", "forms.about_field", {"path": about.when})


def next_mistakes(then: Next, scope: FormScope) -> Found:
    """Every mistake in one of ``then``; paths below it."""
    target = scope.other(then.form)
    if target is None:
        yield Mistake("form", "forms.then_form", {"form": then.form})
        return
    for theirs, ours in then.fill.items():
        for key, known in ((theirs, target.fields), (ours, {**scope.fields, "id": None})):
            if key not in known:
                near = nearest(key, known)
                yield Mistake(
                    f"fill.{theirs}", "forms.no_field_near" if near else "forms.no_field", {"key": key, "near": near}
                )


def _kind(scope: FormScope, path: str) -> Type | None:
    found = scope.type_of(tuple(path.split(".")))
    return found.of if found is not None and found.kind == "list" else found


def _leads(found: Type | None, name: str) -> bool:
    return found is not None and found.kind == "link" and (found.form == PERSON) == (name == "person")

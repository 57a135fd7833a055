"""What can be wrong with the linkage rules, the sections and the combined uniqueness of a form."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.definitions.shape import nearest
from suyuan.expr.types import BOOL
from suyuan.forms.expression_check import expression_mistakes, formula_mistakes
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.form import Field, Form, Linkage, Unique
from suyuan.forms.formulas import Formula, is_computed, result_type
from suyuan.forms.scope import FormScope, choosing
from suyuan.kernel.errors import Mistake

Found = Iterator[Mistake]
NARROWED = ("link", "location", "lot", "choice", "multi")
TOGETHER = (
    "text", "number", "date", "datetime", "bool", "choice", "link", "location", "person", "department", "lot", "serial",
    "scan", "lookup", "expression",
)  # fmt: skip
"""Field types with one column whose values can be compared."""


def linkage_mistakes(form: Form, scope: FormScope) -> Found:
    """Every mistake in ``linkage``."""
    for n, rule in enumerate(form.linkage):
        yield from (m.under(f"linkage[{n}]") for m in _rule(rule, scope))


def _rule(rule: Linkage, scope: FormScope) -> Found:
    if not (rule.name.zh or rule.name.en):
        yield Mistake("name", "forms.no_label")
    plain = [(f"{does}[{n}]", path) for does in ("show", "hide", "require", "lock")
             for n, path in enumerate(getattr(rule, does))]  # fmt: skip
    if not (plain or rule.set or rule.filter):
        yield Mistake("", "forms.linkage_nothing")
    places: dict[str, FormScope] = {}
    for at, path in plain:
        yield from _standing(at, path, scope, places)
    for path, text in rule.set.items():
        yield from _standing(f"set.{path}", path, scope, places)
        yield from (m.under(f"set.{path}") for m in _set(path, text, scope))
    for path, text in rule.filter.items():
        yield from _standing(f"filter.{path}", path, scope, places)
        yield from (m.under(f"filter.{path}") for m in _filter(path, text, scope))
    seen = set[tuple[str, str]]()
    for place in (places or {"": scope}).values():
        for wrong in expression_mistakes(rule.when, place, BOOL):
            if (wrong.code, str(wrong.params)) not in seen:
                seen.add((wrong.code, str(wrong.params)))
                yield wrong.under("when")


def _standing(at: str, path: str, scope: FormScope, places: dict[str, FormScope]) -> Found:
    """Whether there is a field at ``path``; where it stands is put into ``places``."""
    field, inside = _find(path, scope)
    if field is None:
        known = [*scope.fields, *(f"{k}.{row.key}" for k, f in scope.fields.items() if f.type == "list"
                                  for row in f.options.fields if not row.retired)]  # fmt: skip
        near = nearest(path, known)
        yield Mistake(at, "forms.no_field_near" if near else "forms.no_field", {"key": path, "near": near})
    else:
        places.setdefault(path.partition(".")[0] if "." in path else "", inside)


def _find(path: str, scope: FormScope) -> tuple[Field | None, FormScope]:
    """The field at ``path`` and the names where it stands."""
    outer, dot, inner = path.partition(".")
    field = scope.fields.get(outer)
    if not dot or field is None:
        return field, scope
    if field.type != "list":
        return None, scope
    inside = scope.in_row(outer)
    return inside.row.get(inner), inside


def _set(path: str, text: str, scope: FormScope) -> Found:
    field, inside = _find(path, scope)
    if field is None:
        return
    if field.type in ("list", "serial") or is_computed(field) or getattr(field.options, "new", None) is not None:
        yield Mistake("", "forms.linkage_fixed", {"key": path})
    else:
        yield from formula_mistakes(Formula("value", text, result_type(field)), inside)


def _filter(path: str, text: str, scope: FormScope) -> Found:
    field, inside = _find(path, scope)
    if field is None:
        return
    if field.type not in NARROWED or getattr(field.options, "new", None) is not None:
        yield Mistake("", "forms.linkage_filter", {"key": path})
    else:
        yield from expression_mistakes(text, choosing(field, inside), BOOL)


def section_mistakes(form: Form, scope: FormScope) -> Found:
    """Every mistake in the conditions of ``sections``."""
    for n, section in enumerate(form.sections):
        if section.visible_when is not None:
            found = expression_mistakes(section.visible_when, scope, BOOL)
            yield from (m.under(f"sections[{n}].visible_when") for m in found)


def unique_mistakes(form: Form, scope: FormScope) -> Found:
    """Every mistake in ``uniques``."""
    seen = set[frozenset[str]]()
    for n, unique in enumerate(form.uniques):
        yield from (m.under(f"uniques[{n}]") for m in _unique(unique, scope))
        if frozenset(unique.fields) in seen:
            yield Mistake(f"uniques[{n}].fields", "forms.unique_same")
        seen.add(frozenset(unique.fields))


def _unique(unique: Unique, scope: FormScope) -> Found:
    if len(set(unique.fields)) < 2:
        yield Mistake("fields", "forms.unique_one")
    for n, key in enumerate(unique.fields):
        field = scope.fields.get(key)
        if field is None:
            near = nearest(key, scope.fields)
            code = "forms.no_field_near" if near else "forms.no_field"
            yield Mistake(f"fields[{n}]", code, {"key": key, "near": near})
        elif field.type not in TOGETHER:
            words = {"what": "uniques", "type": FIELD_TYPES[field.type].label}
            yield Mistake(f"fields[{n}]", "forms.not_for_type", words)
        elif key in unique.fields[:n]:
            yield Mistake(f"fields[{n}]", "forms.placed_twice", {"key": key})

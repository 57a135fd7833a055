"""Everything that can be wrong with a form before it is published; paths are those of its document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

from sqlalchemy import MetaData, func, select
from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS

from suyuan.codes.ai import AIS, matches
from suyuan.definitions.shape import MAX_KEY, nearest
from suyuan.definitions.world import World
from suyuan.expr import BOOL
from suyuan.expr.node import RESERVED
from suyuan.forms.changes import type_name
from suyuan.forms.expression_check import expression_mistakes, formula_mistakes
from suyuan.forms.faces import face_mistakes
from suyuan.forms.field_type import FIELD_TYPES, Cell, holds
from suyuan.forms.form import Field, Form
from suyuan.forms.formulas import dependencies, formulas, is_computed, ordered
from suyuan.forms.linkage_check import linkage_mistakes, section_mistakes, unique_mistakes
from suyuan.forms.numbering import parse_rule
from suyuan.forms.physical import OWN_COLUMNS, ROW_COLUMNS, cells, form_table
from suyuan.forms.proposal_check import proposal_mistakes
from suyuan.forms.reach_check import about_mistakes, next_mistakes, update_mistakes
from suyuan.forms.scope import FormScope, choosing
from suyuan.forms.trace_mapping import mapping_mistakes, new_lot_mistakes
from suyuan.forms.values import LOT
from suyuan.kernel.errors import Invalid, Mistake

Found = Iterator[Mistake]
FORBIDDEN = RESERVED_WORDS | {word.lower() for word in RESERVED} | {"this", "fields"}
_TOKEN = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"[a-z](?:[a-z0-9_.]*[a-z0-9])?")


def scope_of(world: World, form: Form) -> FormScope:
    """The names of ``form`` among the definitions of ``world``."""

    def forms(key: str) -> Form | None:
        found: Form | None = form if key == form.key else world.one("forms", key)
        return found

    return FormScope(form, forms, material_form(world))


def material_form(world: World) -> str | None:
    """Key of the form whose records lots are of."""
    return next((f.key for f in world.all("forms") if f.serves and f.serves.role == "material"), None)


def form_mistakes(world: World, form: Form, old: Form | None) -> list[Mistake]:
    """Every mistake in publishing ``form`` over ``old``."""
    scope = scope_of(world, form)
    found = [*_shape(form), *_columns(form)]
    for field, path, inner in _places(form, scope):
        if not field.retired:
            found += (m.under(path) for m in _field(field, inner))
            if inner is not scope and not FIELD_TYPES[field.type].face.in_list and field.type != "list":
                found.append(Mistake(f"{path}.type", "forms.not_in_list", {"type": FIELD_TYPES[field.type].label}))
    found += _circle(form)
    found += _around(form, scope)
    found += linkage_mistakes(form, scope)
    found += section_mistakes(form, scope)
    found += unique_mistakes(form, scope)
    found += _serves(world, form)
    found += new_lot_mistakes(form)
    for n, mapping in enumerate(form.trace):
        found += mapping_mistakes(form, scope, mapping, f"trace[{n}]")
    for n, update in enumerate(form.updates):
        found += (m.under(f"updates[{n}]") for m in update_mistakes(update, scope))
    found += (m.under("about") for m in about_mistakes(form, scope))
    for n, then in enumerate(form.then):
        found += (m.under(f"then[{n}]") for m in next_mistakes(then, scope))
    if old is not None:
        found += _changed(form, old)
        found += _not_unique(world, form, old)
    return found


def _places(form: Form, scope: FormScope) -> Iterator[tuple[Field, str, FormScope]]:
    for field in form.fields:
        path = f"fields.{field.key}"
        yield field, path, scope
        if field.type == "list" and not field.retired:
            inner = scope.in_row(field.key)
            for row in field.options.fields:
                yield row, f"{path}.fields.{row.key}", inner


def _shape(form: Form) -> Found:
    if not (form.label.zh or form.label.en):
        yield Mistake("label", "forms.no_label")
    if not any(not f.retired and holds(f) for f in form.fields):
        yield Mistake("fields", "forms.no_fields")
    placed: set[str] = set()
    keys = {f.key: f.retired for f in form.fields}
    for n, section in enumerate(form.sections):
        for m, key in enumerate(section.fields):
            if key not in keys:
                yield _no_field(f"sections[{n}].fields[{m}]", key, {key for key in keys if not keys[key]})
            elif key in placed:
                yield Mistake(f"sections[{n}].fields[{m}]", "forms.placed_twice", {"key": key})
            placed.add(key)


def _no_field(path: str, key: str, known: set[str] | list[str]) -> Mistake:
    near = nearest(key, known)
    return Mistake(path, "forms.no_field_near" if near else "forms.no_field", {"key": key, "near": near})


def _columns(form: Form) -> Found:
    yield from _taken("fields", form.fields, OWN_COLUMNS)
    for field in form.fields:
        if field.type == "list":
            yield from _taken(f"fields.{field.key}.fields", field.options.fields, ROW_COLUMNS)


def _taken(path: str, fields: list[Field], own: tuple[str, ...]) -> Found:
    owner = dict.fromkeys(own, "")
    for field in fields:
        at = f"{path}.{field.key}"
        if field.key in FORBIDDEN or field.key in OWN_COLUMNS or field.key in ROW_COLUMNS:
            yield Mistake(at, "forms.reserved_key", {"key": field.key})
            continue
        if field.type == "list" and len(field.key) > MAX_KEY - 2:
            yield Mistake(at, "definitions.bad_key", {"key": field.key, "longest": MAX_KEY - 2})
        for name in [field.key, *(cell.name for cell in _cells(field))]:
            if owner.setdefault(name, field.key) != field.key:
                yield Mistake(at, "forms.column_taken", {"column": name, "key": owner[name]})


def _cells(field: Field) -> list[Cell]:
    try:
        return cells(field)
    except ValueError:
        return []


def _field(field: Field, scope: FormScope) -> Found:
    own = getattr(field.options, "mistakes", None)
    if own is not None:
        yield from own()
    if not 1 <= field.width <= 12:
        yield Mistake("width", "forms.option_range", {"least": 1, "most": 12})
    if not holds(field):
        yield from _of_layout(field)
    yield from _computed(field)
    yield from _unique(field, scope)
    yield from _reaches(field, scope)
    for formula in formulas(field, scope.material):
        path = {"value": "from" if field.type == "lookup" else "value"}.get(formula.role, formula.role)
        names = choosing(field, scope) if formula.role == "where" else scope
        yield from (m.under(path) for m in formula_mistakes(formula, names))
    if field.type == "list" and field.options.rows is not None:
        yield from (m.under("rows") for m in proposal_mistakes(field, scope))
    for path, text in _rules(field):
        yield from _rule_paths(path, text, scope)


def _computed(field: Field) -> Found:
    if field.type == "expression" and field.value is None:
        yield Mistake("value", "definitions.missing_key", {"key": "value"})
    fixed = field.type in ("serial", "list", "lookup") or getattr(field.options, "new", None) is not None
    for name in ("value", "default"):
        if fixed and getattr(field, name) is not None:
            yield Mistake(name, "forms.not_for_type", {"what": name, "type": FIELD_TYPES[field.type].label})
    if is_computed(field) and field.default is not None:
        yield Mistake("default", "forms.default_of_computed")
    if field.readonly and field.required and field.default is None and not is_computed(field):
        yield Mistake("readonly", "forms.required_readonly")


def _of_layout(field: Field) -> Found:
    for name in ("value", "default", "required", "required_when", "readonly_when", "scan"):
        if getattr(field, name):
            yield Mistake(name, "forms.not_for_type", {"what": name, "type": FIELD_TYPES[field.type].label})


def _unique(field: Field, scope: FormScope) -> Found:
    if field.unique and not FIELD_TYPES[field.type].face.unique:
        yield Mistake("unique", "forms.not_for_type", {"what": "unique", "type": FIELD_TYPES[field.type].label})


def _rules(field: Field) -> Iterator[tuple[str, str]]:
    if field.type == "serial":
        yield "rule", field.options.rule
    elif field.type == "lot" and field.options.new is not None and field.options.new.rule:
        yield "new.rule", field.options.new.rule


def _rule_paths(path: str, text: str, scope: FormScope) -> Found:
    try:
        rule = parse_rule(text)
    except Invalid:
        return  # told by the options already
    for part in rule.paths:
        found = scope.type_of(part)
        if found is None or found.kind == "list":
            yield _no_field(path, ".".join(part), scope.names())


def _reaches(field: Field, scope: FormScope) -> Found:
    o = field.options
    of = getattr(o, "of", "")
    if of:
        found = scope.type_of(tuple(of.split(".")))
        if found is None or found.kind != "link" or found.form not in (LOT, scope.material):
            yield Mistake("of", "forms.of_material", {"path": of})
    to = getattr(o, "to", None)
    if field.type in ("link", "location"):
        target = scope.forms(to or "")
        if target is None:
            yield Mistake("to", "forms.no_form", {"form": to or FIELD_TYPES[field.type].label.en})
            return
        yield from _target(field, FormScope(target, scope.forms, scope.material), scope)
    elif field.type == "scan":
        for ours, ai in o.fill.items():
            if not (scope.row or scope.fields).get(ours):
                yield _no_field(f"fill.{ours}", ours, [*scope.row] or [*scope.fields])
            elif not any(matches(ai, known) for known in AIS):
                yield Mistake(f"fill.{ours}", "forms.no_ai", {"ai": ai})


def _target(field: Field, target: FormScope, scope: FormScope) -> Found:
    around = scope.row or scope.fields
    for ours, theirs in field.options.fill.items():
        if ours not in around:
            yield _no_field(f"fill.{ours}", ours, list(around))
        elif target.type_of((theirs,)) is None:
            yield _no_field(f"fill.{ours}", theirs, target.names())
    for n, key in enumerate(field.options.shown):
        if target.type_of((key,)) is None:
            yield _no_field(f"shown[{n}]", key, target.names())
    yield from _sort("order", field.options.order, target)


def _sort(path: str, text: str, scope: FormScope) -> Found:
    for part in filter(None, (p.strip() for p in text.split(","))):
        found = scope.type_of((part.removeprefix("-"),))
        if found is None or found.kind == "list":
            yield _no_field(path, part.removeprefix("-"), scope.names())


def _circle(form: Form) -> Found:
    _, circle = ordered(dependencies(form))
    if circle:
        first = circle[0]
        path = f"fields.{first[0]}" + (f".fields.{first[1]}" if len(first) == 2 else "")
        yield Mistake(path, "forms.circle", {"path": " → ".join(".".join(key) for key in circle)})


def _around(form: Form, scope: FormScope) -> Found:
    for n, guard in enumerate(form.guards):
        yield from (m.under(f"guards[{n}].refuse") for m in expression_mistakes(guard.refuse, scope, BOOL))
        if guard.at and scope.type_of(tuple(guard.at.split("."))) is None:
            yield _no_field(f"guards[{n}].at", guard.at, scope.names())
        if not (guard.say.zh or guard.say.en):
            yield Mistake(f"guards[{n}].say", "forms.no_label")
    for token in _TOKEN.findall(form.title):
        found = scope.type_of(tuple(token.split("."))) if _PATH.fullmatch(token) else None
        if found is None or found.kind == "list":
            yield _no_field("title", token, scope.names())
    yield from _sort("sort", form.sort, scope)
    for n, view in enumerate(form.views):
        if view.where is not None:
            yield from (m.under(f"views[{n}].where") for m in expression_mistakes(view.where, scope, BOOL))
        yield from _sort(f"views[{n}].sort", view.sort or "", scope)
        for m, path in enumerate(view.fields):
            if scope.type_of(tuple(path.split("."))) is None:
                yield _no_field(f"views[{n}].fields[{m}]", path, scope.names())
        used = {field.key: field for field in form.fields if not field.retired}
        yield from (m.under(f"views[{n}]") for m in face_mistakes(view, used.get))


def _is(*types: str) -> Callable[[Field], bool]:
    return lambda field: field.type in types


_SERVES: dict[str, tuple[Callable[[Field], bool], tuple[str, ...]]] = {
    "name": (_is("text"), ("material", "place", "party")),
    "code": (_is("text", "serial"), ("material", "place", "party")),
    "uom": (_is("choice"), ("material",)),
    "inspect": (_is("bool"), ("material",)),
    "shelf_life": (_is("number"), ("material",)),
    "gtin": (_is("text", "scan"), ("material",)),
    "conversions": (_is("list"), ("material",)),
    "gln": (_is("text"), ("place", "party")),
}


def _serves(world: World, form: Form) -> Found:
    serves = form.serves
    if serves is None:
        return
    fields = {f.key: f for f in form.fields if not f.retired}
    for name, (good, roles) in _SERVES.items():
        key = getattr(serves, name)
        if key is None:
            continue
        if key not in fields:
            yield _no_field(f"serves.{name}", key, set(fields))
        elif serves.role not in roles or not good(fields[key]):
            yield Mistake(f"serves.{name}", "forms.serves_type", {"key": key})
    if serves.role == "material":
        if serves.uom is None:
            yield Mistake("serves.uom", "definitions.missing_key", {"key": "uom"})
        others = [f.key for f in world.all("forms") if f.key != form.key and f.serves and f.serves.role == "material"]
        if others:
            yield Mistake("serves.role", "forms.one_material", {"form": others[0]})
        rows = fields.get(serves.conversions or "")
        if rows is not None and rows.type == "list":
            kinds = {row.key: row.type for row in rows.options.fields}
            if kinds.get("uom") != "choice" or kinds.get("factor") != "number":
                yield Mistake("serves.conversions", "forms.conversions")


def _changed(form: Form, old: Form) -> Found:
    yield from _fields_changed("fields", form.fields, old.fields)
    before = {f.key: f for f in old.fields}
    for field in form.fields:
        if field.type == "list" and field.key in before and before[field.key].type == "list":
            path = f"fields.{field.key}.fields"
            yield from _fields_changed(path, field.options.fields, before[field.key].options.fields)


def _fields_changed(path: str, new: list[Field], old: list[Field]) -> Found:
    before = {f.key: f for f in old}
    taken = {f.key for f in (*new, *old)}
    for field in new:
        if field.key in before and _columns_of(field) != _columns_of(before[field.key]):
            tried = (f"{field.key[: MAX_KEY - 3]}_{n}" for n in count(2))
            free = next(key for key in tried if key not in taken)
            names = {"key": field.key, "free": free, "type": type_name(field), "old": type_name(before[field.key])}
            yield Mistake(f"{path}.{field.key}.type", "forms.type_changed", names)


def _columns_of(field: Field) -> list[tuple[str, str, str]]:
    if field.type == "list":
        return [("", "list", "")]
    return [(cell.name, repr(cell.type), cell.refers) for cell in _cells(field)]


def _not_unique(world: World, form: Form, old: Form) -> Found:
    """What shall be unique from now on, and is not among the records there are."""
    before = {f.key: f for f in old.fields}
    known = {frozenset(unique.fields) for unique in old.uniques}
    wanted = [(f"fields.{f.key}.unique", [f.key]) for f in form.fields
              if f.unique and not f.retired and f.key in before and not before[f.key].unique]  # fmt: skip
    wanted += [(f"uniques[{n}].fields", unique.fields) for n, unique in enumerate(form.uniques)
               if frozenset(unique.fields) not in known and all(key in before for key in unique.fields)]  # fmt: skip
    table = form_table(form, MetaData()) if wanted else None
    for path, keys in wanted:
        assert table is not None
        columns = [table.c[key] for key in keys]
        query = select(*columns).where(table.c.state == "submitted", *(c.is_not(None) for c in columns))
        if world.conn.execute(query.group_by(*columns).having(func.count() > 1).limit(1)).first():
            yield Mistake(path, "forms.not_unique_yet")

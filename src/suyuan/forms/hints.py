"""What is not wrong with a form, and yet not as its author probably meant it."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.definitions.world import World
from suyuan.expr import reads
from suyuan.forms.form import Field, Form
from suyuan.forms.formulas import is_computed, parsed
from suyuan.forms.linkage import Effects, effects, shown_when
from suyuan.kernel.errors import Mistake

Found = Iterator[Mistake]
PLACED = ("receive", "create", "transform")
LESS = {"min": 1, "max": -1}
"""Options that bound a value, and the direction in which they get narrower."""


def hints(world: World, form: Form, old: Form | None) -> list[Mistake]:
    """Every hint about publishing ``form`` over ``old``; paths are those of the document."""
    return [
        *_home(world, form),
        *_language(form),
        *_fields(form, set(_updated(world, form.key))),
        *_sections(form),
        *_trace(form),
        *(_later(form, old) if old is not None else ()),
    ]


def _home(world: World, form: Form) -> Found:
    if form.hidden:
        return
    app = world.one("apps", form.app) if form.app else None
    if not form.app:
        yield Mistake("app", "forms.hint_no_app")
    elif app is None:
        yield Mistake("app", "forms.hint_no_such_app", {"app": form.app})
    elif form.folder and form.folder not in [folder.key for folder in app.folders]:
        yield Mistake("folder", "forms.hint_no_such_folder", {"folder": form.folder})


def _used(form: Form) -> Iterator[tuple[str, Field]]:
    """Fields in use with their paths in the document, those of lists too."""
    for field in form.fields:
        if not field.retired:
            yield f"fields.{field.key}", field
            if field.type == "list":
                rows = (row for row in field.options.fields if not row.retired)
                yield from ((f"fields.{field.key}.fields.{row.key}", row) for row in rows)


def _language(form: Form) -> Found:
    found = [field.label for _, field in _used(form) if not (field.label.zh and field.label.en)]
    if found:
        yield Mistake("fields", "forms.hint_one_language", {"count": len(found), "label": found[0]})


def _updated(world: World, key: str) -> Iterator[str]:
    """Fields of the form that records of other forms fill."""
    for other in world.all("forms"):
        fields = {f.key: f for f in other.fields}
        for update in other.updates:
            outer, _, inner = update.record.partition(".")
            link = fields.get(outer)
            if inner and link is not None and link.type == "list":
                link = next((row for row in link.options.fields if row.key == inner), None)
            if getattr(link and link.options, "to", None) == key:
                yield from update.set


def _fields(form: Form, filled: set[str]) -> Found:
    told = effects(form)
    for path, field in _used(form):
        about = {"label": field.label}
        keys = tuple(path.removeprefix("fields.").split(".fields."))
        effect = told.get(keys, Effects())
        fixed = is_computed(field) or field.type in ("serial", "list") or field.default is not None or effect.set
        if field.readonly and not fixed and field.key not in filled and getattr(field.options, "new", None) is None:
            yield Mistake(path, "forms.hint_never_filled", about)
        texts = [parsed(text) for text in shown_when(field, effect)]
        own = {(field.key,), keys, ("this", field.key)}
        if not is_computed(field) and any(own & reads(text) for text in texts if text is not None):
            yield Mistake(path, "forms.hint_hides_itself", about)
        if field.type == "list" and not any(not row.retired for row in field.options.fields):
            yield Mistake(path, "forms.hint_empty_list", about)
        if field.type in ("choice", "multi") and sum(not o.retired for o in field.options.options) == 1:
            yield Mistake(path, "forms.hint_one_option", about)
        if field.preset == "verdict" and field.value is not None and field.value.strip().upper() == "TRUE":
            yield Mistake(path, "forms.hint_always_passes", about)


def _sections(form: Form) -> Found:
    retired = {field.key for field in form.fields if field.retired}
    for n, section in enumerate(form.sections):
        if retired.issuperset(section.fields) and not section.tab:
            yield Mistake(f"sections[{n}]", "forms.hint_empty_section", {"label": section.label})


def _trace(form: Form) -> Found:
    named = {link.lot for m in form.trace for link in (*m.inputs, *m.outputs, *m.objects)}
    named |= {m.parent for m in form.trace if m.parent}
    lots = [(path, field) for path, field in _used(form) if field.type == "lot"]
    weighed = {getattr(field.options, "of", "") for _, field in _used(form) if field.type == "quantity"}
    if not form.trace and weighed & {field.key for _, field in lots}:
        yield Mistake("trace", "forms.hint_no_trace")
    for path, field in lots if form.trace else ():
        if path.removeprefix("fields.").replace(".fields.", ".") not in named:
            yield Mistake(path, "forms.hint_lot_untold", {"label": field.label})
    for n, mapping in enumerate(form.trace):
        if mapping.verb in PLACED and mapping.where is None:
            yield Mistake(f"trace[{n}].where", "forms.hint_no_place")


def _later(form: Form, old: Form) -> Found:
    before = dict(_used(old))
    for path, field in _used(form):
        was, about = before.get(path), {"label": field.label}
        if field.required and not is_computed(field) and (was is None or not was.required):
            yield Mistake(f"{path}.required", "forms.hint_required_later", about)
        for name, way in LESS.items() if was is not None and was.type == field.type else ():
            one, two = (getattr(f.options, name, None) for f in (was, field) if f is not None)
            if two is not None and one != two and (one is None or (two - one) * way > 0):
                yield Mistake(f"{path}.{name}", "forms.hint_narrowed", about)

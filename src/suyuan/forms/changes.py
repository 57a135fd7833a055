"""What a new version of a form changes, in words of both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeVar

import msgspec

from suyuan.access.rights import Fields
from suyuan.definitions.shape import plain
from suyuan.forms.document import dump_field
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.form import Field, Form, Linkage, Section, Unique
from suyuan.forms.option import Option
from suyuan.forms.option_view import words as option_name
from suyuan.forms.presets import PRESETS
from suyuan.forms.trace_mapping import read_back
from suyuan.kernel.i18n import LANGUAGES, Label, catalogue, say

T = TypeVar("T")
ChangeKind = Literal["added", "removed", "returned", "changed", "moved"]
HEAD = ("label", "hint", "app", "folder", "icon", "stage", "order", "title", "sort", "flow", "hidden", "serves")
LONGEST = 80
"""Characters of a value that are shown; the whole of it is beside the words."""


class FormChange(msgspec.Struct, frozen=True):
    """One difference between two versions.

    :param kind: ``removed`` is said of fields that are retired: their data stays; ``returned`` of those in use again.
    :param path: in the document: ``fields.fed.required``.
    :param label: what it is about, as people know it.
    :param old: the value before, as in documents, ``None`` for none.
    :param words: the whole of it as one sentence.
    """

    kind: ChangeKind
    path: str
    label: Label
    words: Label
    old: Any = None
    new: Any = None


def changes(old: Form | None, new: Form) -> list[FormChange]:
    """Every difference from ``old`` (``None`` before the first version) to ``new``."""
    if old is None:
        count = sum(not f.retired for f in new.fields)
        return [FormChange("added", "", new.label, both("change_new_form", label=new.label, count=count))]
    return [
        *_properties("", both("change_form"), [(key, getattr(old, key), getattr(new, key)) for key in HEAD]),
        *_fields("fields", old.fields, new.fields, None),
        *_sections(old, new),
        *_parts("linkage", old.linkage, new.linkage, lambda rule: rule.name),
        *_parts("guards", old.guards, new.guards, lambda guard: guard.say),
        *_parts("uniques", old.uniques, new.uniques, lambda unique: _together(unique, new)),
        *_trace(old, new),
        *_rest(old, new),
    ]


def may_know(change: FormChange, may: Fields) -> bool:
    """Whether whoever sees the fields ``may`` may know of ``change``: of one field, or of what tells of none."""
    parts = change.path.split(".")
    if parts[0] == "fields" and len(parts) > 1 and parts[-1] != "fields":
        return may.has(f"{parts[1]}.{parts[3]}" if len(parts) > 3 and parts[2] == "fields" else parts[1])
    return may.all or parts[0] in ("label", "hint", "app", "folder", "icon", "stage", "order", "hidden")


def both(code: str, **params: Any) -> Label:
    """The text ``forms.<code>`` in both languages."""
    return Label(*(say(f"forms.{code}", lang, **params) for lang in LANGUAGES))


def shown(value: Any) -> Label:
    """A value of a document in words."""
    if value is None or value in ("", [], {}, Label()):
        return both("change_none")
    if isinstance(value, bool):
        return both("yes" if value else "no")
    if isinstance(value, Label):
        return value
    if isinstance(value, Option):
        return value.label if value.label.zh or value.label.en else Label(value.key, value.key)
    if isinstance(value, list | tuple):
        parts = [shown(item) for item in value]
        return _short(Label("、".join(p.show("zh") for p in parts), ", ".join(p.show("en") for p in parts)))
    if isinstance(value, msgspec.Struct):
        value = plain(value)
    if isinstance(value, dict):
        text = ", ".join(f"{key}: {shown(item).show('en')}" for key, item in value.items())
        return _short(Label(text, text))
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return _short(Label(text, text))


def _short(label: Label) -> Label:
    return Label(*(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in (label.zh, label.en)))


def _properties(
    path: str, label: Label, found: Sequence[tuple[str, Any, Any]], owner: str = ""
) -> Iterator[FormChange]:
    for key, old, new in found:
        if old != new:
            params = {"what": label, "name": _property(key, owner), "old": shown(old), "new": shown(new)}
            at = f"{path}.{key}" if path else key
            yield FormChange("changed", at, label, both("change_value", **params), plain(old), plain(new))


def _property(key: str, owner: str) -> Label:
    texts = catalogue()
    if (own := texts.get(f"forms.prop_{key}")) is not None:
        return own
    return option_name(owner, key) if owner else Label(key, key)


def _fields(path: str, old: list[Field], new: list[Field], rows: Label | None) -> Iterator[FormChange]:
    """Changes among the fields of a form, or of the detail list called ``rows``."""
    before = {f.key: f for f in old}
    for field in new:
        at, was = f"{path}.{field.key}", before.get(field.key)
        told = {"label": field.label, "type": type_name(field), "rows": rows or Label()}
        if field.retired:
            if was is not None and not was.retired:
                yield FormChange("removed", at, field.label, both("change_retired", **told), dump_field(was), None)
        elif was is None or was.retired:
            code, kind = ("change_added", "added") if was is None else ("change_returned", "returned")
            code = f"{code}_row" if rows is not None else code
            yield FormChange(kind, at, field.label, both(code, **told), None, dump_field(field))  # type: ignore[arg-type]
        else:
            yield from _field(at, was, field)
    kept = [f.key for f in new if not f.retired and f.key in before and not before[f.key].retired]
    order = [f.key for f in old if f.key in kept]
    if order != kept:
        what = rows or both("change_form")
        yield FormChange("moved", path, what, both("change_order", what=what), order, kept)


def _field(path: str, old: Field, new: Field) -> Iterator[FormChange]:
    if type_key(old) != type_key(new):
        names = {"what": new.label, "name": _property("type", ""), "old": type_name(old), "new": type_name(new)}
        words = both("change_value", **names)
        yield FormChange("changed", f"{path}.type", new.label, words, type_key(old), type_key(new))
    plainly = [info.name for info in msgspec.structs.fields(Field)]
    plainly = [name for name in plainly if name not in ("key", "type", "preset", "retired", "options")]
    yield from _properties(path, new.label, [(name, getattr(old, name), getattr(new, name)) for name in plainly])
    if type(old.options) is not type(new.options):
        return
    for info in msgspec.structs.fields(new.options):
        one, two = getattr(old.options, info.name), getattr(new.options, info.name)
        if new.type == "list" and info.name == "fields":
            yield from _fields(f"{path}.fields", one, two, new.label)
        elif info.name == "options" and new.type in ("choice", "multi"):
            yield from _options(path, new.label, one, two)
        else:
            yield from _properties(path, new.label, [(info.encode_name, one, two)], new.type)


def type_key(field: Field) -> str:
    """The word a document has for the type of ``field``: its preset's, else its own."""
    return field.preset or field.type


def type_name(field: Field) -> Label:
    """The type of ``field`` as people know it."""
    return PRESETS[field.preset].label if field.preset else FIELD_TYPES[field.type].label


def _options(path: str, label: Label, old: list[Option], new: list[Option]) -> Iterator[FormChange]:
    before, after = {o.key: o for o in old}, {o.key: o for o in new}
    for key in {**before, **after}:
        one, two = before.get(key), after.get(key)
        if one == two:
            continue
        kind: ChangeKind = "added" if one is None else "removed" if two is None or two.retired else "changed"
        words = both(f"change_option_{kind}", what=label, option=shown(two or one), old=shown(one))
        yield FormChange(kind, f"{path}.options.{key}", label, words, plain(one), plain(two))
    kept = [o.key for o in new if o.key in before]
    order = [o.key for o in old if o.key in after]
    if order != kept:
        yield FormChange("moved", f"{path}.options", label, both("change_option_order", what=label), order, kept)


def _sections(old: Form, new: Form) -> Iterator[FormChange]:
    yield from _parts("sections", old.sections, new.sections, lambda section: section.label, _section)
    home = [{key: section for section in form.sections for key in section.fields} for form in (old, new)]
    used = {f.key for f in old.fields if not f.retired}
    for field in new.fields:
        was, now = home[0].get(field.key), home[1].get(field.key)
        renamed = was is not None and now is not None and was.fields == now.fields
        if field.retired or field.key not in used or renamed or _titled(was) == _titled(now):
            continue
        to = _titled(now) or both("change_no_section")
        words = both("change_section", label=field.label, section=to)
        yield FormChange("moved", f"fields.{field.key}", field.label, words, plain(was and was.label), plain(to))


def _titled(section: Section | None) -> Label | None:
    """What people call the place: a section without a title is none to them."""
    return section.label if section and (section.label.zh or section.label.en) else None


def _section(path: str, old: Section, new: Section) -> Iterator[FormChange]:
    names = ("label", "tab", "visible_when", "hint", "collapsed")
    yield from _properties(path, new.label, [(name, getattr(old, name), getattr(new, name)) for name in names])


def _parts(
    path: str,
    old: Sequence[T],
    new: Sequence[T],
    name: Callable[[T], Label],
    inside: Callable[[str, T, T], Iterator[FormChange]] | None = None,
) -> Iterator[FormChange]:
    """Changes in a list whose members are known by their names; renamed ones by standing where they stood."""
    left = dict(enumerate(old))
    pairs: list[tuple[int, int]] = []
    for by in (lambda n, m: name(old[n]) == name(new[m]), lambda n, m: n == m):
        for m in range(len(new)):
            if m not in [pair[1] for pair in pairs] and (n := next((n for n in left if by(n, m)), None)) is not None:
                pairs.append((n, m))
                del left[n]
    what = both(f"change_{path}")
    for n, one in left.items():
        words = both("change_part_removed", what=what, name=_called(name(one)))
        yield FormChange("removed", f"{path}[{n}]", name(one), words, plain(one), None)
    for m, two in enumerate(new):
        n = next((pair[0] for pair in pairs if pair[1] == m), None)
        at = f"{path}[{m}]"
        if n is None:
            yield FormChange(
                "added", at, name(two), both("change_part_added", what=what, name=_called(name(two))), None, plain(two)
            )
        elif inside is not None:
            yield from inside(at, old[n], two)
        elif old[n] != two:
            words = _part(what, _called(name(two)), old[n], two)
            yield FormChange("changed", at, name(two), words, plain(old[n]), plain(two))
    if [n for n, m in sorted(pairs, key=lambda p: p[1])] != sorted(n for n, _ in pairs):
        yield FormChange("moved", path, what, both("change_order_of", what=what))


def _called(name: Label) -> Label:
    return name if name.zh or name.en else both("change_untitled")


def _part(what: Label, name: Label, old: Any, new: Any) -> Label:
    if isinstance(new, Linkage) and old.on != new.on:
        return both("change_part_on" if new.on else "change_part_off", what=what, name=name)
    return both("change_part_changed", what=what, name=name)


def _together(unique: Unique, form: Form) -> Label:
    labels = {f.key: f.label for f in form.fields}
    return shown([labels.get(key, key) for key in unique.fields])


def _trace(old: Form, new: Form) -> Iterator[FormChange]:
    if old.trace == new.trace:
        return
    one, two = (_sentences(form) for form in (old, new))
    words = both("change_trace", sentences=two)
    yield FormChange("changed", "trace", both("change_trace_what"), words, plain(one), plain(two))


def _sentences(form: Form) -> Label:
    if not form.trace:
        return both("change_no_trace")
    return Label(*(" ".join(read_back(mapping, form, lang) for mapping in form.trace) for lang in LANGUAGES))


def _rest(old: Form, new: Form) -> Iterator[FormChange]:
    yield from _parts("views", old.views, new.views, lambda view: view.label)
    for key in ("updates", "about", "then"):
        one, two = getattr(old, key), getattr(new, key)
        if one != two:
            what = both(f"change_{key}")
            yield FormChange("changed", key, what, both("change_whole", what=what), plain(one), plain(two))

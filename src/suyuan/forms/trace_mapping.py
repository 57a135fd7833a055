"""Checks what a form says it does to lots, and reads it back in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from suyuan.expr import BOOL, DATE, DATETIME, NUMBER, TEXT, ExpressionError, Scope, Type, check, parse
from suyuan.forms.form import Field, Form, LinkMapping, TraceMapping
from suyuan.forms.scope import FormScope
from suyuan.forms.status_words import status_words
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label, say

Found = Iterator[Mistake]


class Parts(NamedTuple):
    """What a verb needs and what it may have besides.

    :param quantities: parts each of whose lots needs a quantity.
    :param makes: part in which a lot may be new.
    """

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()


PARTS: dict[str, Parts] = {
    "receive": Parts(("outputs",), (), ("outputs",), ("outputs",)),
    "create": Parts(("outputs",), (), ("outputs",), ("outputs",)),
    "transform": Parts(("inputs", "outputs"), (), ("inputs", "outputs"), ("outputs",)),
    "move": Parts(("objects", "destination")),
    "pack": Parts(("inputs", "parent"), (), (), ("parent",)),
    "unpack": Parts(("parent",), ("outputs",)),
    "ship": Parts(("objects",)),
    "observe": Parts(("objects",)),
    "dispose": Parts(("objects",), (), ("objects",)),
}
LINKS = ("inputs", "outputs", "objects")

STEPS: set[str] = set()
"""Business steps that may be named; the room ``trace`` fills in the vocabulary, until then any word may."""

_STEP = re.compile(r"[a-z]+(_[a-z]+)*")
_PLACES = {"where": ("place",), "source": ("place", "party"), "destination": ("place", "party")}


def mapping_mistakes(form: Form, scope: FormScope, mapping: TraceMapping, path: str) -> Found:
    """Every mistake in one mapping, ``path`` being where it stands in the document."""
    parts = PARTS[mapping.verb]
    verb = Label(say(f"forms.verb_{mapping.verb}", "zh"), say(f"forms.verb_{mapping.verb}", "en"))
    for part in (*LINKS, "parent", "destination"):
        given = bool(getattr(mapping, part))
        if part in parts.needs and not given:
            yield Mistake(path, "forms.trace_needs", {"verb": verb, "part": _part(part)})
        elif given and part != "destination" and part not in (*parts.needs, *parts.may):
            yield Mistake(f"{path}.{part}", "forms.trace_not_part", {"verb": verb, "part": _part(part)})
    for part in LINKS:
        for n, link in enumerate(getattr(mapping, part)):
            makes, needs = part in parts.makes, part in parts.quantities
            needs = needs and not (mapping.split and part == "inputs")
            yield from _link(form, scope, link, f"{path}.{part}[{n}]", makes, needs)
    if mapping.parent is not None:
        yield from _lot(form, mapping.parent, f"{path}.parent", "parent" in parts.makes)
        if "." in mapping.parent:
            yield Mistake(f"{path}.parent", "forms.trace_one_parent")
    if mapping.split and mapping.verb != "transform":
        yield Mistake(f"{path}.split", "forms.trace_split", {"verb": verb})
    listed = rows_of(form, mapping)
    placed = listed if mapping.verb in BY_ROW else ""
    for name, roles in _PLACES.items():
        if (text := getattr(mapping, name)) is not None:
            yield from _place(scope, text, f"{path}.{name}", roles, placed)
    yield from _rest(scope, mapping, path, listed)


BY_ROW = ("receive", "create", "move", "ship", "observe", "dispose")
"""Verbs each of whose rows may have a place and a status of its own."""


def rows_of(form: Form, mapping: TraceMapping) -> str:
    """The one list whose rows may each have a status (and, by verb, places) of their own, ``""`` when there is none."""
    lists = {link.lot.partition(".")[0] if "." in link.lot else "" for link in (*mapping.outputs, *mapping.objects)}
    listed = lists.pop() if len(lists) == 1 else ""
    return listed if any(f.key == listed and f.type == "list" for f in form.fields) else ""


def new_lot_mistakes(form: Form) -> Found:
    """A lot that is made is of a material, unless it is a container or a part of another lot."""
    parts = {link.lot for mapping in form.trace if mapping.split for link in mapping.outputs}
    for path, at, field in _lot_fields(form):
        new = field.options.new
        if new is not None and new.kind != "logistic" and new.material is None and path not in parts:
            yield Mistake(f"{at}.new.material", "definitions.missing_key", {"key": "material"})


def _lot_fields(form: Form) -> Iterator[tuple[str, str, Field]]:
    for field in form.fields:
        if field.type == "lot":
            yield field.key, f"fields.{field.key}", field
        elif field.type == "list":
            for row in field.options.fields:
                if row.type == "lot":
                    yield f"{field.key}.{row.key}", f"fields.{field.key}.fields.{row.key}", row


def _part(part: str) -> Label:
    return Label(say(f"forms.part_{part}", "zh"), say(f"forms.part_{part}", "en"))


def _link(form: Form, scope: FormScope, link: LinkMapping, path: str, makes: bool, needs: bool) -> Found:
    yield from _lot(form, link.lot, f"{path}.lot", makes)
    listed = link.lot.partition(".")[0] if "." in link.lot else ""
    listed = listed if listed in scope.fields and scope.fields[listed].type == "list" else ""
    if link.quantity is not None:
        yield from _in_row(link.quantity, scope, listed, f"{path}.quantity", NUMBER)
    elif needs:
        yield Mistake(f"{path}.quantity", "forms.trace_quantity")
    if link.only_when is not None:
        yield from _in_row(link.only_when, scope, listed, f"{path}.only_when", BOOL)
    if link.at is not None:
        yield from _place(scope, link.at, f"{path}.at", ("place",), listed)


def _in_row(text: str, scope: FormScope, listed: str, path: str, want: Type) -> Found:
    """An expression over the rows of ``listed``, or over the record when that is blank."""
    if listed:
        yield from _expression(in_row(text, listed), scope.in_row(listed), path, want)
    else:
        yield from _expression(text, scope, path, want)


def in_row(text: str, listed: str) -> str:
    """``inputs.fed`` as the row's own ``fed``, as mappings may write it; other expressions as they are."""
    return text[len(listed) + 1 :] if _PATH.fullmatch(text) and text.startswith(f"{listed}.") else text


_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def _lot(form: Form, path: str, at: str, makes: bool) -> Found:
    field = field_at(form, path)
    if field is None or field.type != "lot":
        yield Mistake(at, "forms.trace_no_lot", {"path": path})
    elif field.options.new is not None and not makes:
        yield Mistake(at, "forms.trace_new_lot", {"path": path})


def field_at(form: Form, path: str) -> Field | None:
    """The field at ``batch`` or ``inputs.lot``."""
    key, _, row = path.partition(".")
    field = next((f for f in form.fields if f.key == key and not f.retired), None)
    if not row or field is None:
        return field
    rows = field.options.fields if field.type == "list" else []
    return next((f for f in rows if f.key == row and not f.retired), None)


def _place(scope: FormScope, text: str, path: str, roles: tuple[str, ...], listed: str) -> Found:
    """A field that leads to a place (or party), of the record or of the rows of ``listed``."""
    seen = scope.in_row(listed) if listed else scope
    found = seen.type_of(tuple(in_row(text, listed).split(".") if listed else text.split(".")))
    target = scope.forms(found.form or "") if found is not None and found.kind == "link" else None
    if target is None or target.serves is None or target.serves.role not in roles:
        yield Mistake(path, "forms.trace_place", {"path": text})


def _rest(scope: FormScope, mapping: TraceMapping, path: str, listed: str) -> Found:
    if mapping.when is not None:
        problems = list(_expression(mapping.when, scope, f"{path}.when", DATETIME))
        if problems and list(_expression(mapping.when, scope, "", DATE)):
            yield from problems
    if mapping.step is not None and (not _STEP.fullmatch(mapping.step) or (STEPS and mapping.step not in STEPS)):
        yield Mistake(f"{path}.step", "forms.trace_step", {"step": mapping.step})
    if mapping.status is not None:
        yield from _in_row(mapping.status, scope, listed, f"{path}.status", TEXT)
    if mapping.only_when is not None:
        yield from _expression(mapping.only_when, scope, f"{path}.only_when", BOOL)


def _expression(text: str, scope: Scope, path: str, want: Type) -> Found:
    try:
        check(parse(text), scope, want)
    except ExpressionError as error:
        yield from (m.under(path) for m in error.mistakes)


def read_back(mapping: TraceMapping, form: Form, lang: str) -> str:
    """What the mapping does, as one sentence in ``zh`` or ``en`` with the labels of the form."""
    clauses = []
    for part in LINKS:
        for link in getattr(mapping, part):
            clauses.append(_clause(mapping.verb, part, link, form, lang))
    if mapping.parent is not None:
        clauses.append(say(f"forms.say_parent_{mapping.verb}", lang, lot=_name(form, mapping.parent, lang)))
    for name in ("source", "destination", "where"):
        if (path := getattr(mapping, name)) is not None:
            clauses.append(say(f"forms.say_{name}", lang, what=_name(form, path, lang)))
    if mapping.status is not None:
        clauses.append(_status(mapping, mapping.status, form, lang))
    if mapping.only_when is not None:
        clauses.append(say("forms.say_only_when", lang, what=_name(form, mapping.only_when, lang)))
    verb = say(f"forms.verb_{mapping.verb}", lang)
    return f"{verb}：{'；'.join(clauses)}。" if lang == "zh" else f"{verb}: {'; '.join(clauses)}."


def _status(mapping: TraceMapping, text: str, form: Form, lang: str) -> str:
    cases = status_words(text, form, rows_of(form, mapping), lang)
    if cases is not None:
        return say("forms.say_status_cases", lang, cases=cases)
    return say("forms.say_status", lang, what=_name(form, text, lang))


def _clause(verb: str, part: str, link: LinkMapping, form: Form, lang: str) -> str:
    key = link.lot.partition(".")[0]
    rows = field_at(form, key) if "." in link.lot else None
    field = field_at(form, link.lot)
    new = field is not None and field.type == "lot" and field.options.new is not None
    words = {
        "lot": _name(form, link.lot, lang),
        "quantity": _name(form, link.quantity, lang, key if rows else "") if link.quantity else "",
    }
    act = "make" if new else {"inputs": "take", "outputs": "add", "objects": verb}[part]
    if part == "inputs" and verb == "pack":
        act = "pack"
    clause = say(f"forms.say_{act}" + ("" if link.quantity else "_all"), lang, **words)
    return say("forms.say_each_row", lang, rows=rows.label, clause=clause) if rows else clause


def _name(form: Form, text: str, lang: str, row: str = "") -> str:
    """``text`` as people know it: the field's label, or the expression with labels for keys."""
    field = field_at(form, text) or (field_at(form, f"{row}.{text}") if row else None)
    if field is not None:
        return field.label.show(lang)
    labels = {f.key: f.label.show(lang) for f in form.fields}
    for outer in form.fields:
        if outer.type == "list":
            labels |= {f"{outer.key}.{f.key}": f.label.show(lang) for f in outer.options.fields}
            labels |= {f.key: f.label.show(lang) for f in outer.options.fields} if outer.key == row else {}
    try:
        return parse(text).show(labels)
    except ExpressionError:
        return text

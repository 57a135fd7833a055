"""Every expression of a form, with where it stands and whose names it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import structs

from suyuan.expr import reads
from suyuan.forms.form import Field, Form, TraceMapping
from suyuan.forms.formulas import formulas, parsed
from suyuan.forms.physical import OWN_COLUMNS, ROW_COLUMNS, cells
from suyuan.forms.trace_mapping import in_row
from suyuan.forms.values import LOT


class Said(NamedTuple):
    """One expression.

    :param path: in the document.
    :param row: detail list in whose rows it stands, ``""`` for none.
    :param over: form (or ``LOT``) whose fields its bare names are, ``this`` being ours; ``""`` for our own.
    """

    path: str
    text: str
    row: str = ""
    over: str = ""


def said(form: Form) -> Iterator[Said]:
    """Every expression that is run for a record of ``form``, in the order of the document."""
    for n, section in enumerate(form.sections):
        if section.visible_when is not None:
            yield Said(f"sections[{n}].visible_when", section.visible_when)
    for field in form.fields:
        if field.retired:
            continue
        yield from _field(f"fields.{field.key}", field, "")
        if field.type == "list":
            for row in field.options.fields:
                if not row.retired:
                    yield from _field(f"fields.{field.key}.fields.{row.key}", row, field.key)
            yield from _proposal(f"fields.{field.key}.rows", field)
    yield from _linkage(form)
    for n, guard in enumerate(form.guards):
        yield Said(f"guards[{n}].refuse", guard.refuse)
    for n, mapping in enumerate(form.trace):
        yield from _trace(f"trace[{n}]", mapping)


def _field(path: str, field: Field, row: str) -> Iterator[Said]:
    for formula in formulas(field):
        name = "from" if formula.role == "value" and field.type == "lookup" else formula.role
        yield Said(f"{path}.{name}", formula.text, row, _over(field) if formula.role == "where" else "")


def _over(field: Field) -> str:
    if field.type == "lot":
        return LOT
    return str(field.options.to) if field.type in ("link", "location") else ""


def _proposal(path: str, field: Field) -> Iterator[Said]:
    rows = field.options.rows
    if rows is not None:
        yield Said(f"{path}.from", rows.from_)
        for text in [*rows.fields.values(), *([rows.where] if rows.where is not None else [])]:
            yield Said(path, text)
            found = parsed(text)
            for name in reads(found) if found is not None else ():
                if name[0] == "row" and len(name) > 1:
                    yield Said(path, ".".join((rows.from_, *name[1:])))


def _linkage(form: Form) -> Iterator[Said]:
    fields = {f.key: f for f in form.fields}
    for n, rule in enumerate(form.linkage):
        paths = [*rule.show, *rule.hide, *rule.require, *rule.lock, *rule.set, *rule.filter]
        for row in dict.fromkeys(path.partition(".")[0] if "." in path else "" for path in paths):
            yield Said(f"linkage[{n}].when", rule.when, row)
        for path, text in rule.set.items():
            yield Said(f"linkage[{n}].set.{path}", text, path.partition(".")[0] if "." in path else "")
        for path, text in rule.filter.items():
            outer, _, inner = path.partition(".")
            field = fields.get(outer)
            if inner and field is not None and field.type == "list":
                field = next((f for f in field.options.fields if f.key == inner), None)
            over = _over(field) if field is not None else ""
            yield Said(f"linkage[{n}].filter.{path}", text, outer if inner else "", over)


def _trace(path: str, mapping: TraceMapping) -> Iterator[Said]:
    for part in ("inputs", "outputs", "objects"):
        for n, link in enumerate(getattr(mapping, part)):
            row = link.lot.partition(".")[0] if "." in link.lot else ""
            for name in ("quantity", "only_when"):
                if (text := getattr(link, name)) is not None:
                    yield Said(f"{path}.{part}[{n}].{name}", in_row(text, row) if row else text, row)
    for name in ("when", "status", "only_when"):
        if (text := getattr(mapping, name)) is not None:
            yield Said(f"{path}.{name}", text)


def bare(form: Form) -> Form:
    """``form`` without what computes: whatever is wrong with that, values can be cleaned, loaded and shown."""
    fields = []
    for field in form.fields:
        if field.type == "list":
            rows = [_plain(row) for row in field.options.fields]
            field = structs.replace(field, options=structs.replace(field.options, fields=rows, rows=None))
        fields.append(_plain(field))
    return structs.replace(form, fields=fields, sections=[], linkage=[], guards=[], trace=[])


def _plain(field: Field) -> Field:
    none = dict.fromkeys(("value", "default", "visible_when", "required_when", "readonly_when"))
    options = field.options
    if getattr(options, "where", None) is not None:
        options = structs.replace(options, where=None)
    return structs.replace(field, options=options, **none)


def sound(form: Form) -> Form:
    """``bare`` without the fields that could not be stored or read: while it is drawn, a document may be anything."""
    found = bare(form)
    return structs.replace(found, fields=list(_usable(found.fields, OWN_COLUMNS)), uniques=[])


def _usable(fields: list[Field], own: tuple[str, ...]) -> Iterator[Field]:
    seen = set(own)
    for field in fields:
        if field.type == "list":
            rows = list(_usable(field.options.fields, ROW_COLUMNS))
            field = structs.replace(field, options=structs.replace(field.options, fields=rows))
        elif getattr(field.options, "new", None) is not None:
            field = structs.replace(field, options=structs.replace(field.options, new=None))
        names = _names(field)
        fits = field.type != "serial" and (field.type != "lookup" or parsed(field.options.from_) is not None)
        if fits and names is not None and not names & seen:
            seen |= names
            yield structs.replace(field, unique=False)


def _names(field: Field) -> set[str] | None:
    """The names that the field takes in its table; ``None`` when it cannot be stored."""
    try:
        return {field.key, *(cell.name for cell in cells(field))}
    except ValueError:
        return None


def unretired(form: Form) -> Form:
    """``form`` with every field it ever had."""
    fields = []
    for field in form.fields:
        if field.type == "list":
            rows = [structs.replace(row, retired=False) for row in field.options.fields]
            field = structs.replace(field, options=structs.replace(field.options, fields=rows))
        fields.append(structs.replace(field, retired=False))
    return structs.replace(form, fields=fields)

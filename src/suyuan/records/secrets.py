"""What the expressions of a form that is being drawn would tell its author of other forms, beyond their rights."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.access.rights import Viewer
from suyuan.expr import Elsewhere, Expression, elsewheres, reads
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.expressions import Said, said
from suyuan.forms.form import Field, Form
from suyuan.forms.formulas import parsed
from suyuan.forms.live import LiveForm
from suyuan.forms.numbering import parse_rule
from suyuan.forms.values import LOT
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.columns import Path, ReaderScope


def unreadable(live: LiveForm, forms: Catalogue, seen: Viewer) -> list[Mistake]:
    """Every expression, numbering rule and everything filled in from a link that reads what the viewer may not.

    :param live: the form, all of whose own fields the viewer may read.
    """
    found = [mistake for one in said(live.form) for mistake in reaching(one, live, forms, seen)]
    for path, field in _fields(live.form):
        found += [*_filled(path, field, forms, seen), *_numbered(path, field, live, forms, seen)]
    return found


def reaching(one: Said, live: LiveForm, forms: Catalogue, seen: Viewer, open: int = 1) -> Iterator[Mistake]:
    """What one expression reads that the viewer may not.

    :param open: how many links of the form's own, first on the way of a path, surely lead to what the viewer may read:
        1 where the viewer chooses them, 0 where they stand in a record.
    """
    expression = parsed(one.text)
    if expression is None:
        return
    for path in sorted(reads(expression)):
        form = _barred(path, one, live, forms, seen, open)
        if form is not None:
            yield _mistake(one.path, form)
    for call in elsewheres(expression):
        if not _askable(call, forms, seen):
            yield _mistake(one.path, _name(forms, call.form))


def _mistake(path: str, form: Label) -> Mistake:
    return Mistake(path, "records.try_unreadable", {"form": form})


def _name(forms: Catalogue, form: str) -> Label:
    words = forms.words.get(form)
    return words.label if words is not None else Label(form, form)


def _barred(path: Path, one: Said, live: LiveForm, forms: Catalogue, seen: Viewer, open: int) -> Label | None:
    """The form that ``path`` reads beyond the viewer's rights."""
    own = path[0] == "this" or not one.over
    path = path[1:] if path[0] == "this" else path
    if not path:
        return None
    if own:
        rows = live.lists[one.row].fields if one.row in live.lists else {}
        path = (one.row, *path) if path[0] in rows else path
        return _beyond(live, path, forms, seen) or _conditional(live, path, forms, seen, open)
    if one.over == LOT:
        serving = forms.serving("material")
        if path[0] != "material" or len(path) == 1 or serving is None:
            return None
        return _target(serving, path[1:], forms, seen)
    return _target(forms.any(one.over), path, forms, seen) if one.over in forms.words else None


def _beyond(live: LiveForm, path: Path, forms: Catalogue, seen: Viewer) -> Label | None:
    if live.scope.type_of(path) is None or ReaderScope(live, forms, seen).allows(path):
        return None
    around = next((t for n in range(len(path) - 1, 0, -1) if (t := live.scope.type_of(path[:n])) is not None), None)
    while around is not None and around.of is not None:
        around = around.of
    return _name(forms, around.form or "") if around is not None else Label()


def _conditional(live: LiveForm, path: Path, forms: Catalogue, seen: Viewer, open: int) -> Label | None:
    """The form on the way of ``path`` of which the viewer may read only some records, the first ``open`` ones aside."""
    for depth in range(1, len(path)):
        found = live.scope.type_of(path[:depth])
        while found is not None and found.of is not None:
            found = found.of
        if found is None or found.form not in forms.words:
            continue
        if open <= 0 and seen.rows(found.form) is not None:
            return _name(forms, found.form)
        open -= 1
    return None


def _target(target: LiveForm, path: Path, forms: Catalogue, seen: Viewer) -> Label | None:
    known = target.scope.type_of(path) is not None
    may = seen.can("read", target.key) and ReaderScope(target, forms, seen).allows(path)
    if known and not may:
        return target.form.label
    return _conditional(target, path, forms, seen, 0)


def _askable(call: Elsewhere, forms: Catalogue, seen: Viewer) -> bool:
    """Whether the viewer may read every record the function counts, and every field it reads of them."""
    if call.form not in forms.words:
        return True
    if seen.rows(call.form) is not None:
        return False
    target = forms.any(call.form)
    parts: list[Expression] = [part for part in (call.field, call.where) if part is not None]
    paths = [path for part in parts for path in reads(part) if path[0] != "this"]
    return all(_target(target, path, forms, seen) is None for path in paths)


def _fields(form: Form) -> Iterator[tuple[str, Field]]:
    for field in form.fields:
        if not field.retired:
            yield f"fields.{field.key}", field
            rows = field.options.fields if field.type == "list" else ()
            yield from ((f"fields.{field.key}.fields.{row.key}", row) for row in rows if not row.retired)


def _numbered(path: str, field: Field, live: LiveForm, forms: Catalogue, seen: Viewer) -> Iterator[Mistake]:
    rule = field.options.rule if field.type == "serial" else getattr(getattr(field.options, "new", None), "rule", None)
    row = path.split(".")[1] if path.count(".") > 1 else ""
    for read in parse_rule(rule).paths if rule else ():
        yield from reaching(Said(f"{path}.rule", ".".join(read), row), live, forms, seen)


def _filled(path: str, field: Field, forms: Catalogue, seen: Viewer) -> Iterator[Mistake]:
    if field.type in ("link", "location") and field.options.to in forms.words:
        target = forms.any(field.options.to)
        for theirs in field.options.fill.values():
            if _target(target, (theirs,), forms, seen) is not None:
                yield _mistake(f"{path}.fill", target.form.label)

"""The names an expression of a form may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from suyuan.expr.types import BOOL, DATE, DATETIME, NUMBER, TEXT, LinkTo, ListOf, Scope, TargetScope, Type
from suyuan.forms.field_type import FIELD_TYPES, holds
from suyuan.forms.fields.quantity import MEASURES
from suyuan.forms.form import Field, Form
from suyuan.forms.option import Colour, Option
from suyuan.forms.values import DEPARTMENT, LOT, PERSON
from suyuan.kernel.i18n import Label

OWN: Mapping[str, Type] = {
    "id": TEXT,
    "title": TEXT,
    "state": TEXT,
    "version": NUMBER,
    "revision": NUMBER,
    "created_at": DATETIME,
    "updated_at": DATETIME,
    "created_by": LinkTo(PERSON),
}
"""What every record has besides its fields."""

_FIXED: dict[str, dict[str, Type]] = {
    PERSON: {"id": TEXT, "title": TEXT, "name": TEXT, "user": TEXT, "department": LinkTo(DEPARTMENT)},
    DEPARTMENT: {"id": TEXT, "title": TEXT, "name": TEXT, "parent": LinkTo(DEPARTMENT)},
    LOT: {
        "id": TEXT,
        "code": TEXT,
        "kind": TEXT,
        "supplier_lot": TEXT,
        "produced_on": DATE,
        "expires_on": DATE,
        "status": TEXT,
        "uom": TEXT,
        "stage": TEXT,
        "on_hand": NUMBER,
        "free": NUMBER,
        "place": TEXT,
        "days_left": NUMBER,
        "fefo": BOOL,
    },
}

_STATUSES: tuple[tuple[str, str, str, Colour], ...] = (
    ("quarantine", "待检", "Quarantine", "amber"),
    ("released", "合格", "Released", "green"),
    ("held", "冻结", "On hold", "amber"),
    ("rejected", "不合格", "Rejected", "red"),
    ("recalled", "召回", "Recalled", "red"),
    ("expired", "过期", "Expired", "red"),
    ("void", "已作废", "Voided", "grey"),
)
LOT_WORDS: Mapping[str, list[Option]] = {"status": [Option(k, Label(zh, en), tone) for k, zh, en, tone in _STATUSES]}
"""The words for what a lot says in keys."""

Forms = Callable[[str], Form | None]


class FormScope:
    """Names of one form: its fields, what every record has, and whatever links lead to.

    :param form: whose expressions these are.
    :param forms: other forms by key.
    :param material: key of the form that lots are of, for ``lot.material``.
    :param row: detail list in whose row the expression stands; the row's fields come before the form's.
    """

    def __init__(self, form: Form, forms: Forms, material: str | None = None, row: str | None = None) -> None:
        self.form, self.forms, self.material = form, forms, material
        self.fields = {f.key: f for f in form.fields if not f.retired and holds(f)}
        self.row = {f.key: f for f in self.fields[row].options.fields if not f.retired} if row else {}

    def in_row(self, row: str) -> FormScope:
        """The same form seen from a row of the list ``row``."""
        return FormScope(self.form, self.forms, self.material, row)

    def other(self, form: str) -> FormScope | None:
        """As ``expr.Reaching``: the names of another form."""
        target = self.forms(form)
        return None if target is None else FormScope(target, self.forms, self.material)

    def type_of(self, path: tuple[str, ...]) -> Type | None:
        """As ``expr.Scope``; ``this`` stands for the record itself."""
        if path[0] == "this":
            return self._top(path[1:]) if len(path) > 1 else LinkTo(self.form.key)
        if path[0] in self.row:
            return self._field(self.row[path[0]], path[1:])
        if self.row and (found := _uom_of(self.row, path)):
            return found
        return self._top(path)

    def _top(self, path: tuple[str, ...]) -> Type | None:
        field = self.fields.get(path[0])
        if field is not None:
            return self._field(field, path[1:])
        if path[0] in OWN:
            return self._through(OWN[path[0]], path[1:])
        return _uom_of(self.fields, path)

    def _field(self, field: Field, rest: tuple[str, ...]) -> Type | None:
        if field.type != "list":
            return self._through(FIELD_TYPES[field.type].expr_type(field), rest)
        if not rest:
            return FIELD_TYPES["list"].expr_type(field)
        rows = {f.key: f for f in field.options.fields if not f.retired}
        inner = self._field(rows[rest[0]], rest[1:]) if rest[0] in rows else _uom_of(rows, rest)
        return None if inner is None or inner.kind == "list" else ListOf(inner)

    def _through(self, found: Type, rest: tuple[str, ...]) -> Type | None:
        if not rest:
            return found
        if found.kind != "link" or found.form is None:
            return None
        if found.form in _FIXED:
            if found.form == LOT and rest[0] == "material" and self.material:
                return self._through(LinkTo(self.material), rest[1:])
            inner = _FIXED[found.form].get(rest[0])
            return None if inner is None else self._through(inner, rest[1:])
        target = self.forms(found.form)
        return None if target is None else FormScope(target, self.forms, self.material)._top(rest)

    def options_at(self, path: tuple[str, ...]) -> list[Option]:
        """The options of the choice at ``path`` (or of the look-up that copies one); none of anything else."""
        if path[0] == "this":
            path = path[1:]
        if len(path) > 1:
            around = self.type_of(path[:-1])
            if around is not None and around.kind == "link" and around.form == LOT:
                return LOT_WORDS.get(path[-1], [])
            target = self.other(around.form) if around is not None and around.kind == "link" and around.form else None
            return [] if target is None else target.options_at(path[-1:])
        field = self.row.get(path[0]) or self.fields.get(path[0]) if path else None
        return list(field.options.options) if field is not None and field.type in ("choice", "lookup") else []

    def names(self) -> list[str]:
        """Keys that may be read, for suggestions."""
        return [*self.row, *self.fields, *OWN]


_BESIDE: tuple[tuple[str, tuple[str, ...], Type], ...] = (
    ("_uom", MEASURES, TEXT),
    ("_currency", ("money",), TEXT),
    ("_pieces", ("catch_weight",), NUMBER),
)


def _uom_of(fields: Mapping[str, Field], path: tuple[str, ...]) -> Type | None:
    """What stands beside a value: ``fed_uom`` is the unit of ``fed``; so are ``price_currency``, ``birds_pieces``."""
    for ending, types, given in _BESIDE:
        field = fields.get(path[0].removesuffix(ending)) if path[0].endswith(ending) else None
        if field is not None and field.type in types and len(path) == 1:
            return given
    return None


class LotScope:
    """Names of a condition on lots (``where`` of a lot field): what a lot has, and ``this`` for the record."""

    def __init__(self, around: FormScope) -> None:
        self.around = around

    def type_of(self, path: tuple[str, ...]) -> Type | None:
        """As ``expr.Scope``."""
        if path[0] == "this":
            return self.around.type_of(path)
        return self.around._through(LinkTo(LOT), path)


class OptionScope:
    """Names of a condition on the options of a choice: ``option``, the key of one, and the names around it."""

    def __init__(self, around: FormScope) -> None:
        self.around = around

    def type_of(self, path: tuple[str, ...]) -> Type | None:
        """As ``expr.Scope``; ``this.x`` is ``x`` around it."""
        if path == ("option",):
            return TEXT
        return self.around.type_of(path[1:] if path[0] == "this" and len(path) > 1 else path)


def choosing(field: Field, scope: FormScope) -> Scope:
    """The names of a condition on what ``field`` offers, seen from where it stands."""
    if field.type == "lot":
        return LotScope(scope)
    if field.type in ("choice", "multi"):
        return OptionScope(scope)
    target = scope.other(field.options.to)
    return scope if target is None else TargetScope(target, scope)

"""Follow a path through a record's values and its links, hop by hop, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm
from suyuan.forms.values import DEPARTMENT, LOT, PERSON, Linked
from suyuan.kernel.i18n import Label, catalogue, say
from suyuan.records.cell import Cell, cell, told
from suyuan.records.look import Desk
from suyuan.records.show import may_know

Path = tuple[str, ...]
_FIXED = (LOT, PERSON, DEPARTMENT)


class Walker:
    """Follows paths from records of one form.

    :param rows: detail list whose rows' fields come first; blank for none.
    :param lang: of the words of choices.
    """

    def __init__(self, desk: Desk, live: LiveForm, rows: str, lang: str) -> None:
        self.desk, self.live, self.rows, self.lang = desk, live, rows, lang
        self.inner = {k: f.field for k, f in live.lists[rows].fields.items()} if rows else {}

    def teller(self, path: Path) -> Callable[[Mapping[str, Any], Mapping[str, Any] | None], Cell]:
        """What reads ``path`` from a record's values and those of one of its rows."""
        if path[0] == "this":
            path = path[1:]
        elif path[0] in self.inner:
            return lambda values, row: None if row is None else self._value(self.inner[path[0]], row, path)
        elif self.rows and path[0] == self.rows and len(path) > 1:
            return self.teller(path[1:])
        field = self.live.fields[path[0]].field if path[0] in self.live.fields else None
        return lambda values, row: self._value(field, values, path)

    def _value(self, field: Field | None, values: Mapping[str, Any], path: Path) -> Cell:
        value = values.get(path[0])
        if field is not None and field.type == "list" and len(path) > 1:
            inner = {f.key: f for f in field.options.fields}.get(path[1])
            found = [told(self._value(inner, row, path[1:])) for row in value or ()]
            return ("、" if self.lang == "zh" else ", ").join(dict.fromkeys(filter(None, found)))
        return self._beyond(field, value, path[1:])

    def _beyond(self, field: Field | None, value: Any, rest: Path) -> Cell:
        if not rest or value is None:
            return cell(self.desk, field, value, self.lang)
        if not isinstance(value, Linked) or not may_know(self.desk, value):
            return None
        if value.form == LOT and rest[0] == "status":
            return say(f"trace.status_{value['status']}", self.lang)
        inner = self._field(value.form, rest[0])
        if inner is not None and inner.type == "list":
            return self._value(inner, value, rest)
        return self._beyond(inner, value[rest[0]], rest[1:])

    def _field(self, form: str, key: str) -> Field | None:
        return None if form in _FIXED else self.desk.catalogue.any(form).field(key)

    def label(self, path: Path) -> Label:
        """The label of the field that ``path`` ends in."""
        if path[0] in self.inner and len(path) == 1:
            return self.inner[path[0]].label
        scope, at = self.live.scope.in_row(self.rows) if self.rows else self.live.scope, len(path) - 1
        if at:
            found = scope.type_of(path[:at])
            while found is not None and found.of is not None:
                found = found.of
            form = None if found is None else found.form
            field = None if form is None else self._field(form, path[at])
            field = field or self.live.field(".".join(path))
        else:
            field = self.live.field(path[0])
        if field is not None:
            return field.label
        return catalogue().get(f"records.own_{path[at]}", Label(path[at], path[at]))

"""Links: to a record, a place, a person, a department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from suyuan.expr.types import LinkTo, Type
from suyuan.forms.field_type import EQUALITY, FIELD_TYPES, Cell, Face, FieldType
from suyuan.forms.form import Expr, Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.marks import FieldPaths, FillMap, FormKey, Order
from suyuan.forms.values import DEPARTMENT, PERSON, Linked
from suyuan.kernel.errors import refuse
from suyuan.kernel.ids import is_id
from suyuan.store.columns import Key

EXAMPLE = "01931f00-0000-7000-8000-000000000001"


class LinkOptions(msgspec.Struct, frozen=True):
    """:param to: key of the form linked to. Fixed at first publish.
    :param where: condition on its fields (``this.x`` is a field of this form); others are neither offered nor taken.
    :param order: field keys to sort what is offered by, ``-`` before a key for descending.
    :param fill: our field -> its field: filled when chosen, unless something was given.
    :param shown: its fields shown beside the title when choosing.
    :param quick_add: whoever may fill in that form may add a record of it while choosing.
    """

    to: FormKey
    where: Expr | None = None
    order: Order = ""
    fill: FillMap = {}
    shown: FieldPaths = []
    quick_add: bool = False


class LocationOptions(msgspec.Struct, frozen=True):
    """:param to: form of the places; the one that serves as place when not said. Fixed at first publish.
    :param where: condition on its fields, as for a link.
    :param order: field keys to sort what is offered by.
    :param fill: our field -> its field, as for a link.
    :param shown: its fields shown beside the title when choosing.
    """

    to: FormKey = ""
    where: Expr | None = None
    order: Order = ""
    fill: FillMap = {}
    shown: FieldPaths = []


class LinkField(FieldType):
    key = "link"
    widget = "link"
    Options: ClassVar[type[msgspec.Struct]] = LinkOptions
    operators = EQUALITY
    face = Face("link", "link", {"to": ""}, unique=True, scan=True)

    def target(self, f: Field) -> str:
        """Key of the form it leads to."""
        return str(f.options.to)

    def found(self, f: Field, uid: str, look: Look) -> Linked | None:
        return look.record(f.options.to, uid)

    def table(self, f: Field) -> str:
        return f"f_{f.options.to}"

    def expr_type(self, f: Field) -> Type:
        return LinkTo(self.target(f))

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Key(), lambda linked: linked.id, self.table(f))]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> Linked | None:
        return at.at(self.target(f), parts[0])

    def clean(self, f: Field, value: Any, look: Look) -> Linked:
        if isinstance(value, Linked) and value.form == self.target(f):
            return value
        if isinstance(value, Mapping):
            value = value.get("id")
        found = self.found(f, value, look) if isinstance(value, str) and is_id(value) else None
        if found is None:
            raise refuse("", "forms.no_such_record", given=str(value)[:40])
        return found

    def show(self, f: Field, value: Any, lang: str) -> str:
        return str(value.title)

    def example(self, f: Field) -> Any:
        return EXAMPLE


class LocationField(LinkField):
    key = "location"
    widget = "link"
    Options = LocationOptions
    face = Face("link", "place", scan=True)


class PersonField(LinkField):
    key = "person"
    widget = "person"
    Options = msgspec.defstruct("PersonOptions", [], frozen=True)
    face = Face("people", "person", {"default": "CURRENT_USER()"})

    def target(self, f: Field) -> str:
        return PERSON

    def found(self, f: Field, uid: str, look: Look) -> Linked | None:
        return look.person(uid)

    def table(self, f: Field) -> str:
        return "person"


class DepartmentField(PersonField):
    key = "department"
    widget = "department"
    face = Face("people", "team")

    def target(self, f: Field) -> str:
        return DEPARTMENT

    def found(self, f: Field, uid: str, look: Look) -> Linked | None:
        return look.department(uid)

    def table(self, f: Field) -> str:
        return "department"


FIELD_TYPES.add(LinkField())
FIELD_TYPES.add(LocationField())
FIELD_TYPES.add(PersonField())
FIELD_TYPES.add(DepartmentField())

"""Values the server makes: serial numbers, expressions, look-ups; and the detail list, which is its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from sqlalchemy.types import TypeEngine

from suyuan.expr.types import BOOL, DATE, DATETIME, ROW, TEXT, LinkTo, ListOf, Number, Type
from suyuan.forms.field_type import FIELD_TYPES, ORDER, PRESENCE, WORDS, Cell, Face, FieldType, same
from suyuan.forms.fields.dates import DateField, DateOptions, DatetimeField
from suyuan.forms.fields.number import bounds_mistakes
from suyuan.forms.fields.text import plain_text
from suyuan.forms.form import Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.marks import FOUND, FieldPath, NumberRule
from suyuan.forms.numbering import rule_mistakes
from suyuan.forms.numbers import exact
from suyuan.forms.option import Option, option_label
from suyuan.forms.proposal import Proposal
from suyuan.forms.values import DEPARTMENT, LOT, PERSON, Linked, LotRef, NewLot
from suyuan.kernel.errors import Mistake, refuse
from suyuan.kernel.i18n import say
from suyuan.store.columns import Day, Flag, Instant, Key, Scaled, Text

Result = Literal["number", "text", "bool", "date", "datetime", "link"]


class SerialOptions(msgspec.Struct, frozen=True):
    """:param rule: ``RR-{yyMMdd}-{###}``: literal text, date parts, fields of the record, one counter."""

    rule: NumberRule

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        yield from rule_mistakes("rule", self.rule)


class SerialField(FieldType):
    key = "serial"
    widget = "serial"
    Options = SerialOptions
    operators = WORDS
    face = Face(icon="serial", start={"rule": "NO-{yyMMdd}-{###}"}, unique=True)

    def clean(self, f: Field, value: Any, look: Look) -> str:
        return plain_text(value)

    def example(self, f: Field) -> Any:
        return "RR-261122-001"


class ExpressionOptions(msgspec.Struct, frozen=True):
    """:param result: type of the value. Fixed at first publish.
    :param decimals: decimals of a number, rounded half up. Fixed at first publish.
    :param sum: in a detail list, the total of the column stands below it.
    """

    result: Literal["number", "text", "bool", "date", "datetime"] = "number"
    decimals: int = 3
    sum: bool = False

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        yield from bounds_mistakes(self.decimals, None, None)


class LookupOptions(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """:param from_: path through a link or lot (``lot.material``), copied when the record is written.
    :param result: its type, found when publishing.
    :param to: form it leads to, when it is a link; found when publishing.
    :param decimals: of a number; found when publishing.
    :param options: what the words of a choice are; found when publishing.
    """

    from_: FieldPath
    result: Annotated[Result | None, FOUND] = None
    to: Annotated[str, FOUND] = ""
    decimals: Annotated[int, FOUND] = 6
    options: Annotated[list[Option], FOUND] = []


_COLUMNS: dict[str, Callable[[Any], TypeEngine[Any]]] = {
    "number": lambda o: Scaled(o.decimals),
    "text": lambda o: Text(),
    "bool": lambda o: Flag(),
    "date": lambda o: Day(),
    "datetime": lambda o: Instant(),
    "link": lambda o: Key(),
}
_TYPES = {"text": TEXT, "bool": BOOL, "date": DATE, "datetime": DATETIME}
_TABLES = {LOT: "lot", PERSON: "person", DEPARTMENT: "department"}
_DATES = {"date": DateField(), "datetime": DatetimeField()}
_NO_LIMITS = DateOptions()


class ExpressionField(FieldType):
    key = "expression"
    widget = "expression"
    Options: ClassVar[type[msgspec.Struct]] = ExpressionOptions
    operators = ORDER
    face = Face(icon="formula", start={"value": "0", "decimals": 2})

    def expr_type(self, f: Field) -> Type:
        o = f.options
        if o.result == "link":
            return LinkTo(o.to)
        return _TYPES.get(o.result or "text") or Number(o.decimals)

    def columns(self, f: Field) -> list[Cell]:
        o = f.options
        if o.result == "link":
            return [Cell(f.key, Key(), lambda linked: linked.id, _TABLES.get(o.to, f"f_{o.to}"))]
        return [Cell(f.key, _COLUMNS[o.result or "text"](o), same)]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> Any:
        return at.at(f.options.to, parts[0]) if f.options.result == "link" else parts[0]

    def clean(self, f: Field, value: Any, look: Look) -> Any:
        o = f.options
        if o.result == "number":
            return exact(value, o.decimals)
        if o.result in _DATES:
            bare = Field(key=f.key, type=o.result, label=f.label, options=_NO_LIMITS)
            return _DATES[o.result].clean(bare, value, look)
        if o.result == "bool" and type(value) is not bool:
            raise refuse("", "forms.want_bool")
        if o.result == "link":
            return _linked(o.to, value, look)
        return value if o.result == "bool" else plain_text(value, lines=True)

    def show(self, f: Field, value: Any, lang: str) -> str:
        if isinstance(value, bool):
            return say("forms.yes" if value else "forms.no", lang)
        if isinstance(value, Decimal):
            return f"{value:,f}"
        return value.title if isinstance(value, Linked) else super().show(f, value, lang)

    def parse(self, f: Field, text: str, lang: str) -> Any:
        if f.options.result == "number":
            return text.replace(",", "")
        if f.options.result == "bool":
            return {say("forms.yes", lang): True, say("forms.no", lang): False}.get(text, text)
        return text

    def example(self, f: Field) -> Any:
        examples = {"number": "1", "text": "a", "bool": True, "date": "2026-11-22", "datetime": "2026-11-22T08:00:00Z"}
        return examples.get(f.options.result or "text", "01931f00-0000-7000-8000-000000000001")


def _linked(to: str, value: Any, look: Look) -> Any:
    if isinstance(value, Linked | NewLot):
        return value
    uid = value.get("id") if isinstance(value, dict) else value
    ask = {PERSON: look.person, DEPARTMENT: look.department, LOT: look.lot}.get(to)
    found: Linked | LotRef | None = None
    if isinstance(uid, str):
        found = ask(uid) if ask else look.record(to, uid)
    if found is None:
        raise refuse("", "forms.no_such_record", given=str(uid)[:40])
    return found


class LookupField(ExpressionField):
    key = "lookup"
    widget = "lookup"
    Options = LookupOptions
    face = Face("link", "lookup", {"from": ""})

    def show(self, f: Field, value: Any, lang: str) -> str:
        if f.options.options and isinstance(value, str):
            return option_label(f.options.options, value, lang)
        return super().show(f, value, lang)


MOST_ROWS = 1000
ONE_ROW = {"item": {"type": "text", "label": {"zh": "项目", "en": "Item"}}}
"""The fields of a detail list just dropped."""


class ListOptions(msgspec.Struct, frozen=True):
    """:param fields: the fields of a row.
    :param min: fewest rows.
    :param max: most rows, 1,000 unless less.
    :param rows: rows proposed from a list elsewhere: ``from`` (path through links), ``fields`` (our key: expression
        over ``row.x`` and ``this.x``), ``where``, ``lots`` (``lot``, ``quantity``, ``material``, ``need``: our keys) to
        choose lots first expired first out, a row for each.
    :param scan_count: a number of the row: what is scanned again counts one up there, instead of being refused.
    """

    fields: list[Field] = []
    min: int = 0
    max: int = 1000
    rows: Proposal | None = None
    scan_count: FieldPath = ""

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        if not self.fields:
            yield Mistake("fields", "forms.no_fields")
        if not 1 <= self.max <= MOST_ROWS:
            yield Mistake("max", "forms.option_range", {"least": 1, "most": MOST_ROWS})
        if not 0 <= self.min <= self.max:
            yield Mistake("min", "forms.option_range", {"least": 0, "most": self.max})
        if self.scan_count and not any(f.key == self.scan_count and f.type == "number" for f in self.fields):
            yield Mistake("scan_count", "forms.scan_count")


class ListField(FieldType):
    """The rows are cleaned, computed and kept by the form (``LiveList``), in a table of their own."""

    key = "list"
    widget = "list"
    Options = ListOptions
    operators = PRESENCE
    face = Face("layout", "list", {"fields": ONE_ROW, "width": 12}, in_list=False)

    def expr_type(self, f: Field) -> Type:
        return ListOf(ROW)

    def columns(self, f: Field) -> list[Cell]:
        return []

    def clean(self, f: Field, value: Any, look: Look) -> Any:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise refuse("", "forms.want_rows")
        if len(value) > f.options.max:
            raise refuse("", "forms.too_many_rows", most=f.options.max)
        return value

    def show(self, f: Field, value: Any, lang: str) -> str:
        return say("forms.rows", lang, count=len(value))

    def example(self, f: Field) -> Any:
        return [{row.key: FIELD_TYPES[row.type].example(row) for row in f.options.fields}]


FIELD_TYPES.add(SerialField())
FIELD_TYPES.add(ExpressionField())
FIELD_TYPES.add(LookupField())
FIELD_TYPES.add(ListField())

"""Lots: an existing one, or one that the record makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from suyuan.expr.types import LinkTo, Type
from suyuan.forms.field_type import EQUALITY, FIELD_TYPES, Cell, Face, FieldType
from suyuan.forms.fields.text import plain_text
from suyuan.forms.form import Expr, Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.marks import NumberRule, Order
from suyuan.forms.numbering import rule_mistakes
from suyuan.forms.values import LOT, LotRef, NewLot
from suyuan.kernel.errors import Mistake, refuse
from suyuan.store.columns import Key

MAX_CODE = 60
SORTABLE = (
    "expires_on", "produced_on", "code", "supplier_lot", "status", "on_hand", "free", "created_at", "days_left", "fefo",
)  # fmt: skip
"""What the lots that are offered may be sorted by."""


class New(msgspec.Struct, frozen=True):
    """How the record makes the lot; expressions over the form's fields.

    :param rule: numbering rule of its code (see ``docs/field-types.md``); without one the code is typed.
    :param material: what it is of (a link to the form serving as material); nothing for a logistic unit, nor for a part
        of another lot (``split``), which is of the same.
    :param status: its first status; the trace decides when blank.
    :param kind: lot (a quantity of one material), item (one piece), logistic (a pallet, a case).
    """

    rule: NumberRule = ""
    material: Expr | None = None
    supplier_lot: Expr | None = None
    produced_on: Expr | None = None
    expires_on: Expr | None = None
    status: Expr | None = None
    uom: Expr | None = None
    stage: Expr | None = None
    kind: Literal["lot", "item", "logistic"] = "lot"


class LotOptions(msgspec.Struct, frozen=True):
    """:param where: condition on an existing lot's code, material, status ...; others are neither offered nor taken.
    :param order: names of a lot to sort what is offered by, ``-`` before one for descending.
    :param new: the record makes the lot: ``rule`` of its code, ``kind`` (lot, item, logistic), and expressions for its
        ``material``, ``supplier_lot``, ``produced_on``, ``expires_on``, ``status``, ``uom``, ``stage``.
    """

    where: Expr | None = None
    order: Order = ""
    new: New | None = None

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        for part in filter(None, (p.strip() for p in self.order.split(","))):
            if part.removeprefix("-") not in SORTABLE:
                yield Mistake("order", "forms.lot_order", {"key": part, "known": ", ".join(SORTABLE)})
        if self.new is None:
            return
        if self.where is not None:
            yield Mistake("where", "forms.new_lot_where")
        if self.new.rule:
            yield from rule_mistakes("new.rule", self.new.rule)


class LotField(FieldType):
    key = "lot"
    widget = "lot"
    Options = LotOptions
    operators = EQUALITY
    face = Face("trace", "lot", {"scan": True}, unique=True, scan=True)

    def expr_type(self, f: Field) -> Type:
        return LinkTo(LOT)

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Key(), lambda lot: lot.id, "lot")]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> Any:
        return at.at(LOT, parts[0])

    def clean(self, f: Field, value: Any, look: Look) -> LotRef | NewLot:
        if isinstance(value, LotRef | NewLot):
            return value
        if isinstance(value, Mapping):
            value = value.get("code")
        code = plain_text(value)
        if not code or len(code) > MAX_CODE:
            raise refuse("", "forms.bad_lot_code", most=MAX_CODE)
        if f.options.new is not None:
            return NewLot(code, f.options.new.rule, {})
        found = look.lot(code)
        if found is None:
            raise refuse("", "forms.no_such_lot", lot=code)
        return found

    def show(self, f: Field, value: Any, lang: str) -> str:
        return str(value["code"] or "")

    def example(self, f: Field) -> Any:
        return "RM-261122-001"


FIELD_TYPES.add(LotField())

"""The words of proposed rows: what a detail list is filled with from a list elsewhere."""

from __future__ import annotations

import msgspec

from suyuan.expr.types import Reaching, Scope, Type
from suyuan.forms.form import Expr


class LotChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lots chosen for the proposed rows, first expired first out: keys of the row's fields.

    :param lot: lot field that is filled.
    :param quantity: quantity or number taken of it.
    :param material: link to the material that the lot must be of; one of the proposal's ``fields``.
    :param need: quantity or number that is needed; one of the proposal's ``fields``.
    """

    lot: str
    quantity: str
    material: str
    need: str


class Proposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Rows proposed for a detail list.

    :param from_: path of the list they come from: ``work_order.recipe.items``.
    :param fields: our row's field -> expression; ``row.x`` is the source's row, ``this.x`` (or ``x``) our record.
    :param where: condition on the source's rows.
    :param lots: choose lots for them, a row for each lot.
    """

    from_: str
    fields: dict[str, Expr]
    where: Expr | None = None
    lots: LotChoice | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """``from_`` as a path."""
        return tuple(self.from_.split("."))


class ProposalScope:
    """Names of a proposal's expressions: ``row.x`` of the source, and those of the record that is filled."""

    def __init__(self, path: tuple[str, ...], around: Reaching) -> None:
        self.path, self.around = path, around

    def type_of(self, path: tuple[str, ...]) -> Type | None:
        """As ``expr.Scope``."""
        if path[0] != "row":
            return self.around.type_of(path)
        found = self.around.type_of((*self.path, *path[1:])) if len(path) > 1 else None
        return found.of if found is not None and found.kind == "list" else found

    def other(self, form: str) -> Scope | None:
        """As ``expr.Reaching``."""
        return self.around.other(form)

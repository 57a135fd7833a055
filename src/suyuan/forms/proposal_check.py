"""What can be wrong with the rows a detail list proposes."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.definitions.shape import nearest
from suyuan.expr.types import BOOL
from suyuan.forms.expression_check import expression_mistakes
from suyuan.forms.fields.quantity import MEASURES
from suyuan.forms.form import Field
from suyuan.forms.formulas import result_type
from suyuan.forms.proposal import Proposal, ProposalScope
from suyuan.forms.scope import FormScope
from suyuan.kernel.errors import Mistake

_LOT_TYPES = {
    "lot": ("lot",),
    "quantity": (*MEASURES, "number"),
    "material": ("link", "lookup"),
    "need": (*MEASURES, "number", "expression"),
}


def proposal_mistakes(field: Field, scope: FormScope) -> Iterator[Mistake]:
    """Every mistake in ``rows`` of the list ``field``; paths below it."""
    rows: Proposal = field.options.rows
    found = scope.type_of(rows.path)
    if found is None or found.kind != "list" or found.of is None or found.of.kind != "row":
        yield Mistake("from", "forms.rows_from", {"path": rows.from_})
        return
    ours = {f.key: f for f in field.options.fields if not f.retired}
    inner = ProposalScope(rows.path, scope)
    for key, text in rows.fields.items():
        if key not in ours:
            yield _unknown(f"fields.{key}", key, list(ours))
            continue
        yield from (m.under(f"fields.{key}") for m in expression_mistakes(text, inner, result_type(ours[key])))
    if rows.where is not None:
        yield from (m.under("where") for m in expression_mistakes(rows.where, inner, BOOL))
    yield from _lots(rows, ours)


def _lots(rows: Proposal, ours: dict[str, Field]) -> Iterator[Mistake]:
    for name, types in _LOT_TYPES.items() if rows.lots is not None else ():
        key = getattr(rows.lots, name)
        if key not in ours:
            yield _unknown(f"lots.{name}", key, list(ours))
        elif ours[key].type not in types or (name == "lot" and ours[key].options.new is not None):
            yield Mistake(f"lots.{name}", "forms.rows_lot_type", {"key": key})
        elif name in ("material", "need") and key not in rows.fields:
            yield Mistake(f"lots.{name}", "forms.rows_no_value", {"key": key})


def _unknown(path: str, key: str, known: list[str]) -> Mistake:
    near = nearest(key, known)
    return Mistake(path, "forms.no_field_near" if near else "forms.no_field", {"key": key, "near": near})

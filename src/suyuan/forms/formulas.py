"""The expressions of a form: which there are, what each may give, and the order they are computed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from suyuan.expr import BOOL, TEXT, Expression, ExpressionError, Type, parse, reads
from suyuan.expr.types import DATE, LinkTo, ListOf
from suyuan.forms.field_type import FIELD_TYPES, holds
from suyuan.forms.form import Field, Form
from suyuan.forms.linkage import Effects, NodeKey, effects, shown_when
from suyuan.forms.values import DEPARTMENT, PERSON

COMPUTED = ("lookup", "expression")


class Formula(NamedTuple):
    """One expression of a field.

    :param role: value, default, visible_when, required_when, readonly_when, where, or ``new.<what>``.
    :param want: the type it must give; ``None`` for any.
    """

    role: str
    text: str
    want: Type | None


def formulas(field: Field, material: str | None = None) -> Iterator[Formula]:
    """Every expression of ``field``, in the order they are written in documents."""
    kind = FIELD_TYPES[field.type].expr_type(field)
    if field.type == "lookup":
        yield Formula("value", field.options.from_, None)
    for role, want in (("value", kind), ("default", kind), ("visible_when", BOOL), ("required_when", BOOL),
                       ("readonly_when", BOOL)):  # fmt: skip
        text = getattr(field, role)
        if text is not None:
            yield Formula(role, text, _given(field, want))
    if getattr(field.options, "where", None) is not None:
        yield Formula("where", field.options.where, BOOL)
    if field.type == "lot" and field.options.new is not None:
        new = field.options.new
        wants = {"material": LinkTo(material), "produced_on": DATE, "expires_on": DATE}
        for what in ("material", "supplier_lot", "produced_on", "expires_on", "status", "uom", "stage"):
            if (text := getattr(new, what)) is not None:
                yield Formula(f"new.{what}", text, wants.get(what, TEXT))


def _given(field: Field, want: Type) -> Type | None:
    """What may be assigned: text too for people and departments, since ``CURRENT_USER()`` is a text."""
    return None if want in (LinkTo(PERSON), LinkTo(DEPARTMENT), ListOf(TEXT)) else want


def result_type(field: Field) -> Type | None:
    """The type an expression must give to be put into ``field``; ``None`` for any."""
    return _given(field, FIELD_TYPES[field.type].expr_type(field))


def is_computed(field: Field) -> bool:
    """Whether the server gives the value, always."""
    return field.value is not None or field.type in COMPUTED


def parsed(text: str) -> Expression | None:
    """``text`` as an expression, ``None`` when it is none (publishing says why)."""
    try:
        return parse(text)
    except ExpressionError:
        return None


def nodes(form: Form) -> dict[NodeKey, Field]:
    """Every field in use that holds a value, rows' fields included."""
    found: dict[NodeKey, Field] = {}
    for field in form.fields:
        if not field.retired and holds(field):
            found[(field.key,)] = field
            if field.type == "list":
                found.update({(field.key, row.key): row for row in field.options.fields if not row.retired})
    return found


def dependencies(form: Form) -> dict[NodeKey, set[NodeKey]]:
    """For every field the fields its value is computed from."""
    all = nodes(form)
    needs: dict[NodeKey, set[NodeKey]] = {key: set() for key in all}
    told = effects(form)
    for key, field in all.items():
        texts = [text for does in told.get(key, Effects()).set for text in does]
        for formula in formulas(field):
            if formula.role in ("value", "default") or formula.role.startswith("new."):
                texts.append(formula.text)
        needs[key] |= _read(texts, key, all)
        of = getattr(field.options, "of", "")
        if of:
            needs[key] |= _at(tuple(of.split(".")), key, all)
        for ours in getattr(field.options, "fill", {}):
            target = (*key[:-1], ours)
            if target in needs:
                needs[target].add(key)
        needs[key].discard((key[0],) if len(key) == 2 else ())
    return needs


def followers(needs: dict[NodeKey, set[NodeKey]], order: list[NodeKey]) -> dict[NodeKey, set[NodeKey]]:
    """For every field those that are computed from it, however far; with a row's field those computed from its list,
    with a list those computed from its rows.

    :param needs: as ``dependencies`` gives it; ``order`` as ``ordered`` does.
    """
    found: dict[NodeKey, set[NodeKey]] = {key: set() for key in needs}
    for key in reversed(order):
        for need in needs[key]:
            found[need] |= {key} | found[key]
    whole = {key: set(follow) for key, follow in found.items() if len(key) == 1}
    for key in found:
        if len(key) == 2:
            found[key[:1]] |= found[key]
            found[key] |= whole[key[:1]]
    return found


def hiding_order(form: Form) -> list[NodeKey]:
    """The fields in an order in which each comes after those that decide whether it is shown."""
    all, needs, told = nodes(form), dependencies(form), effects(form)
    plain, _ = ordered(needs)
    for key, field in all.items():
        needs[key] |= _read(shown_when(field, told.get(key, Effects())), key, all)
        needs[key] |= {key[:1]} if len(key) == 2 else set()
        needs[key].discard(key)
    order, circle = ordered(needs)
    return plain if circle else order


def _read(texts: list[str], reader: NodeKey, all: dict[NodeKey, Field]) -> set[NodeKey]:
    """The places that ``texts`` read, seen from the field ``reader``."""
    expressions = [expression for text in texts if (expression := parsed(text)) is not None]
    return {place for e in expressions for path in reads(e) for place in _at(path, reader, all)}


def _at(path: tuple[str, ...], reader: NodeKey, all: dict[NodeKey, Field]) -> set[NodeKey]:
    """The places the name ``path`` reads, seen from the field ``reader``."""
    if path[0] == "this":
        path = path[1:]
    elif len(reader) == 2 and (reader[0], path[0]) in all:
        return {(reader[0], path[0])}
    field = all.get(path[:1])
    if field is None:
        return set()
    if field.type == "list":
        return {path[:2]} if path[:2] in all and len(path) > 1 else {path[:1]}
    return {path[:1]}


def ordered(needs: dict[NodeKey, set[NodeKey]]) -> tuple[list[NodeKey], list[NodeKey]]:
    """The fields in an order in which each comes after what it needs, and the first circle found (else ``[]``)."""
    order: list[NodeKey] = []
    state: dict[NodeKey, int] = {}
    for start in needs:
        stack: list[tuple[NodeKey, Iterator[NodeKey]]] = []
        if start not in state:
            state[start] = 1
            stack.append((start, iter(sorted(needs[start]))))
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[node] = 2
                order.append(node)
                stack.pop()
            elif state.get(following) == 1:
                trail = [key for key, _ in stack]
                return order, [*trail[trail.index(following) :], following]
            elif following not in state:
                state[following] = 1
                stack.append((following, iter(sorted(needs[following]))))
    return order, []

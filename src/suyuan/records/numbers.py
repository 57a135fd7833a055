"""Numbers before their records: shown in advance, set aside for a device, used when the record comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from suyuan.access.person import names_of
from suyuan.access.rights import Viewer, require, require_ability, viewer
from suyuan.forms import reserve as shelf
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.document import parse
from suyuan.forms.live import LiveForm, filled_in
from suyuan.forms.numbering import Rule, parse_rule
from suyuan.forms.place import Values
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.allow import writable_part
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.secrets import unreadable
from suyuan.records.trying import compiled, trying
from suyuan.store.engine import Store, Tx

MOST_TOLD = 5000
MOST_BLOCKS = 200
MOST_WAITING = 5000
"""Numbers that one person may have set aside and not used, in one form."""


class Block(msgspec.Struct, frozen=True):
    """Numbers set aside for whoever asked.

    :param expires: until when they can be used.
    """

    field: str
    numbers: list[str]
    device: str
    expires: datetime


class Waiting(msgspec.Struct, frozen=True):
    """A number set aside that no record has used.

    :param expired: it can no longer be used: a gap that stays.
    """

    field: str
    number: str
    owner: str
    device: str
    made_at: datetime
    expires: datetime
    expired: bool


class Aside(msgspec.Struct, frozen=True):
    """Numbers that were set aside together, and how many of them records have used.

    :param owner: key of who may use them; ``by`` the name.
    :param expired: what is not used of them stays a gap.
    """

    field: str
    first: str
    last: str
    count: int
    used: int
    owner: str
    by: str
    device: str
    made_at: datetime
    expires: datetime
    expired: bool


def reserve_numbers(
    store: Store, form: str, field: str, values: Mapping[str, Any], count: int, device: str, *, by: Actor
) -> Block:
    """Set numbers aside for the actor, as for a device that will work without a network.

    :param field: path of a serial number field.
    :param values: what the rule reads, as sent when submitting.
    :param count: 1 to 1000.
    :raises Forbidden: the actor may not submit the form.
    :raises Invalid: no such field, too many numbers, or a field that the rule needs is blank.
    """
    seen = viewer(store, by)
    require(seen, "submit", form)
    forms = catalogue(store)
    live = live_of(forms, form)
    rule = _rule(seen, live, field)
    if not 1 <= count <= shelf.MOST:
        raise refuse("count", "records.numbers_count", most=shelf.MOST)

    def write(tx: Tx) -> Block:
        scope = live.number_scope(field)
        waiting = len(shelf.unused(tx.conn, [scope], by.key, MOST_WAITING))
        if waiting + count > MOST_WAITING:
            raise refuse("count", "records.numbers_waiting", waiting=waiting, most=MOST_WAITING)
        filled = _filled(desk_for(store, tx.conn, forms, seen, tx.now), live, rule, field, values)
        made = shelf.reserve(tx, scope, rule, filled, count, by.key, device)
        told = {"form": form, "field": field, "from": made[0].number, "to": made[-1].number, "count": count}
        append(tx, "number.reserved", Subject("form", form), told | {"device": device}, by)
        return Block(field, [one.number for one in made], device, made[0].expires_at)

    return store.write(write)


def waiting_numbers(store: Store, form: str, *, by: Actor) -> list[Waiting]:
    """Numbers set aside and not used: one's own; everybody's for who may design.

    :raises Forbidden: the actor may not submit the form.
    """
    seen = viewer(store, by)
    require(seen, "submit", form)
    live = live_of(catalogue(store), form)
    scopes = {live.number_scope(path): path for path in _serials(live)}
    now = store.clock.now()
    with store.read() as conn:
        found = shelf.unused(conn, list(scopes), None if seen.may("design") else by.key, MOST_TOLD)
    return [
        Waiting(scopes[scope], n.number, n.owner, n.device, n.made_at, n.expires_at, n.expires_at <= now)
        for scope, n in found
    ]


def number_blocks(store: Store, form: str, *, by: Actor) -> list[Aside]:
    """What was set aside, newest first, at most ``MOST_BLOCKS``: one's own; everybody's for who may design.

    :raises Forbidden: the actor may not submit the form.
    """
    seen = viewer(store, by)
    require(seen, "submit", form)
    live = live_of(catalogue(store), form)
    scopes = {live.number_scope(path): path for path in _serials(live)}
    now = store.clock.now()
    with store.read() as conn:
        found = shelf.batches(conn, list(scopes), None if seen.may("design") else by.key, MOST_BLOCKS)
        names = names_of(conn, {one.owner for one in found})
    return [
        Aside(
            scopes[n.scope],
            n.first,
            n.last,
            n.count,
            n.used,
            n.owner,
            names.get(n.owner, n.owner),
            n.device,
            n.made_at,
            n.expires_at,
            n.expires_at <= now,
        )
        for n in found
    ]


def preview_number(
    store: Store, form: str, field: str, values: Mapping[str, Any], *, by: Actor, definition: Any = None
) -> str:
    """The number that the next record would get; nothing is taken.

    :param definition: the form's document as it is being drawn; the published form when absent.
    :raises Forbidden: the actor may not design.
    :raises Invalid: the document is wrong, or reads what the actor may not; no such field; a field the rule needs is
        blank.
    """
    seen = viewer(store, by)
    require_ability(seen, "design")
    forms = catalogue(store)
    live = live_of(forms, form) if definition is None else _drawn(forms, form, definition)
    found = live.field(field)
    if found is None or found.type != "serial":
        raise refuse("field", "records.no_field", field=field[:100])
    rule = parse_rule(found.options.rule)
    if definition is not None and (barred := unreadable(compiled(live.form, forms), forms, trying(seen))):
        raise Invalid([mistake.under("definition") for mistake in barred])
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        return shelf.following(conn, live.number_scope(field), rule, _filled(desk, live, rule, field, values))


def _drawn(forms: Catalogue, key: str, definition: Any) -> LiveForm:
    """The form that a document tells, made ready though it is not published."""
    form, mistakes = parse(key, definition)
    if form is None:
        raise Invalid([mistake.under("definition") for mistake in mistakes])
    try:
        return LiveForm(form, forms.scope(form), forms.material_of)
    except Invalid as error:
        raise Invalid([mistake.under("definition") for mistake in error.mistakes]) from None


def _rule(seen: Viewer, live: LiveForm, field: str) -> Rule:
    found = live.field(field)
    known = seen.readable(live.key).has(field) or seen.writable(live.key).has(field)
    if found is None or found.type != "serial" or not known:
        raise refuse("field", "records.no_field", field=field[:100])
    return parse_rule(found.options.rule)


def _filled(desk: Desk, live: LiveForm, rule: Rule, field: str, values: Mapping[str, Any]) -> str:
    """The rule with everything but its counter filled in from what was sent."""
    cleaned, _ = live.clean(writable_part(desk.viewer, live, values), desk)
    whole, _ = live.compute(cleaned, desk.env, desk)
    outer, _, inner = field.partition(".")
    rows = whole.get(outer) if inner else None
    try:
        return filled_in(rule, desk.env.today, rows[0] if rows else whole, whole)
    except Invalid as error:
        raise Invalid([mistake.under("values") for mistake in error.mistakes]) from None


def _serials(live: LiveForm) -> Iterator[str]:
    for key, one in live.fields.items():
        if one.field.type == "serial":
            yield key
        elif key in live.lists:
            yield from (f"{key}.{k}" for k, f in live.lists[key].fields.items() if f.field.type == "serial")


# ---- when the record comes


def numbers_given(live: LiveForm, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], dict[str, str]]:
    """What was sent without the numbers in it, and those by path (``no``, ``rows[2].no``)."""
    if not any(True for _ in _serials(live)):
        return given, {}
    left, numbers = {**given}, {}
    for key, one in live.fields.items():
        value = given.get(key)
        if one.field.type == "serial" and isinstance(value, str) and value.strip():
            numbers[key] = left.pop(key).strip()
        elif key in live.lists and isinstance(value, list):
            inner = [k for k, f in live.lists[key].fields.items() if f.field.type == "serial"]
            left[key] = [_row_without(row, inner, f"{key}[{n}]", numbers) for n, row in enumerate(value)]
    return left, numbers


def _row_without(row: Any, keys: list[str], path: str, numbers: dict[str, str]) -> Any:
    if not isinstance(row, Mapping):
        return row
    taken = {k: v.strip() for k in keys if isinstance(v := row.get(k), str) and v.strip()}
    numbers.update({f"{path}.{k}": v for k, v in taken.items()})
    return {k: v for k, v in row.items() if k not in taken}


def put_numbers(desk: Desk, live: LiveForm, values: Values, numbers: Mapping[str, str]) -> list[Mistake]:
    """Put numbers sent with a new record into its values; those that were not set aside for its author are mistakes."""
    mistakes = []
    for path, number in numbers.items():
        found = shelf.held(desk.conn, live.number_scope(_field(path)), number, desk.viewer.actor.key)
        if found is None:
            mistakes.append(Mistake(path, "records.number_not_yours", {"number": number[:60]}))
        elif found.used_at is not None:
            mistakes.append(Mistake(path, "records.number_used", {"number": number}))
        elif found.expires_at <= desk.env.now:
            mistakes.append(Mistake(path, "records.number_expired", {"number": number}))
        else:
            _put(values, path, number)
    return mistakes


def use_numbers(tx: Tx, live: LiveForm, numbers: Mapping[str, str], by: Actor) -> None:
    """Use up the numbers that a record was given.

    :raises Invalid: another record got one meanwhile, or the same stands twice.
    """
    taken = [path for path, n in numbers.items() if not shelf.use(tx, live.number_scope(_field(path)), n, by.key)]
    if taken:
        raise Invalid([Mistake(path, "records.number_used", {"number": numbers[path]}) for path in taken])


def _field(path: str) -> str:
    outer, bracket, rest = path.partition("[")
    return f"{outer}.{rest.partition('].')[2]}" if bracket else outer


def _put(values: Values, path: str, number: str) -> None:
    outer, bracket, rest = path.partition("[")
    if not bracket:
        values[outer] = number
        return
    index, _, inner = rest.partition("].")
    values[outer][int(index)][inner] = number

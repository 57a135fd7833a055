"""One expression of a form that is being drawn: its type, its mistakes, and what it gives on a sample record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection

from suyuan.access.rights import Viewer, viewer
from suyuan.definitions.definition import KINDS, Body
from suyuan.definitions.world import World
from suyuan.expr import BOOL, DATE, DATETIME, NUMBER, TEXT, ExpressionError, Scope, Type, check, compiled, parse, reads
from suyuan.expr.types import TargetScope
from suyuan.forms.catalogue import catalogue
from suyuan.forms.document import parse as parse_form
from suyuan.forms.expressions import Said, sound
from suyuan.forms.fields.quantity import trimmed
from suyuan.forms.form import Form
from suyuan.forms.live import LiveForm
from suyuan.forms.live_field import LiveField
from suyuan.forms.place import Names
from suyuan.forms.proposal import ProposalScope
from suyuan.forms.scope import FormScope, LotScope, OptionScope
from suyuan.forms.values import LOT, Linked, wire
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake, NotFound, SuyuanError
from suyuan.kernel.i18n import say
from suyuan.records.allow import readable_part
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, own_of
from suyuan.records.read import loaded, read
from suyuan.records.record import Query
from suyuan.records.secrets import reaching
from suyuan.records.trying import compiled as compiled_form
from suyuan.records.trying import trying
from suyuan.store.engine import Store

OPTION = "$option"
"""As ``target``: the condition is on the options of a choice."""
ROWS = "$rows:"
"""As ``target``, before the path of a list: ``row`` is a row of it. Only checked, there is no sample of such rows."""
WANTED: dict[str, Type] = {"bool": BOOL, "number": NUMBER, "text": TEXT, "date": DATE, "datetime": DATETIME}


class ExpressionMistake(msgspec.Struct, frozen=True):
    """What is wrong, and which characters of the text it is about."""

    message: str
    position: int | None = None
    end: int | None = None


class Sample(msgspec.Struct, frozen=True):
    """The record that an expression was tried on."""

    id: str
    title: str


class Tried(msgspec.Struct, frozen=True):
    """What an expression is and gives.

    :param type: number text bool date datetime link list row blank; ``None`` when it cannot be told.
    :param reads: paths of the fields it reads.
    :param value: on the sample, as sent out; ``shown`` in words.
    :param sample: ``None`` where examples or typed values stood in for a record.
    """

    type: str | None
    errors: list[ExpressionMistake]
    reads: list[str]
    value: Any = None
    shown: str = ""
    sample: Sample | None = None


@dataclass(frozen=True)
class Asked:
    """One expression and where it stands.

    :param at: path of the field or list it stands in, ``""`` for the form.
    :param want: bool number text date datetime any.
    :param target: form whose fields its bare names are, ``LOT``, ``OPTION``, ``ROWS`` with a path; ``None`` for the
        form's own.
    :param record: id of the record to try it on.
    :param values: of a record that is being filled, to try it on.
    """

    text: str
    at: str = ""
    want: str = "any"
    target: str | None = None
    record: str | None = None
    values: Mapping[str, Any] | None = None


def try_expression(store: Store, key: str, body: Body, asked: Asked, *, by: Actor) -> Tried:
    """Check an expression and run it on the sample: the record or values named, else the newest record that ``by`` may
    read, else examples.

    :raises Invalid: the document has mistakes in its shape, below ``definition``.
    :raises NotFound: no such sample record, or no such target form.
    """
    forms, own = catalogue(store), viewer(store, by)
    with store.read() as conn:
        form = _settled(conn, key, body)
        desk = desk_for(store, conn, forms, trying(own), store.clock.now())
        live = compiled_form(sound(form), forms)
        scope = FormScope(form, lambda k: form if k == key else forms.words.get(k), live.scope.material)
        row = _row(asked.at, scope)
        around = scope.in_row(row) if row else scope
        names = _names(around, asked.target)
        try:
            expression = parse(asked.text)
            found = check(expression, names, WANTED.get(asked.want))
        except ExpressionError as error:
            return Tried(None, [_told(m, by.lang) for m in error.mistakes], [])
        paths = sorted(".".join(path) for path in reads(expression))
        if asked.target is not None and asked.target.startswith(ROWS):
            return Tried(found.kind, [], paths)
        said, typed = Said("", asked.text, row, _over(asked.target)), int(asked.values is not None)
        if next(reaching(said, live, forms, desk.viewer, typed), None) is not None:
            return Tried(found.kind, [], paths, None, say("records.sample_unreadable", by.lang))
        values, sample = _sample(store, desk, own, key, live, asked)
        try:
            place = _place(desk, own, around, row, values, asked)
            result = None if place is None else compiled(expression)(place, desk.env)
        except SuyuanError as error:
            wrong = getattr(error, "mistakes", [Mistake("", error.code, error.params)])
            return Tried(found.kind, [_told(m, by.lang) for m in wrong], paths, sample=sample)
        return Tried(found.kind, [], paths, _wire(result), words(result, by.lang), sample)


def _settled(conn: Connection, key: str, body: Body) -> Form:
    form, mistakes = parse_form(key, body)
    if form is None:
        raise Invalid([m.under("definition") for m in mistakes])
    world = World(conn)
    settled: Form = KINDS["forms"].settle(world, form, world.last("forms", key))
    return settled


def _row(at: str, scope: FormScope) -> str:
    """The detail list in whose rows ``at`` stands."""
    outer = at.partition(".")[0]
    field = scope.fields.get(outer)
    return outer if field is not None and field.type == "list" and "." in at else ""


def _names(around: FormScope, target: str | None) -> Scope:
    if target is None:
        return around
    if target == LOT:
        return LotScope(around)
    if target == OPTION:
        return OptionScope(around)
    if target.startswith(ROWS):
        return ProposalScope(tuple(target.removeprefix(ROWS).split(".")), around)
    other = around.other(target)
    if other is None:
        raise NotFound("forms.no_such_form", form=target[:100])
    return TargetScope(other, around)


def _over(target: str | None) -> str:
    return "" if target in (None, OPTION) else str(target)


def _told(mistake: Mistake, lang: str) -> ExpressionMistake:
    at, to = mistake.params.get("at"), mistake.params.get("to")
    return ExpressionMistake(say(mistake.code, lang, **mistake.params), at, to)


def _sample(
    store: Store, desk: Desk, own: Viewer, key: str, live: LiveForm, asked: Asked
) -> tuple[dict[str, Any], Sample | None]:
    """What the form's own names read, as expressions see it."""
    if asked.values is not None:
        return live.scalars(live.clean(asked.values, desk)[0]), None
    uid = asked.record
    known = key in desk.catalogue.words and own.can("read", key)
    if uid is None and known:
        items = read(store, Query(key, sort="-created_at", limit=1, voided=False), by=own.actor).items
        uid = items[0].id if items else None
    if uid is None:
        return _examples(desk, live), None
    if not known:
        raise NotFound("records.no_record")
    published = desk.catalogue.any(key)
    mine = desk_for(store, desk.conn, desk.catalogue, own, desk.env.now)
    row, values = loaded(mine, published, uid)
    seen = readable_part(own, key, published.lists, values)
    return published.scalars(seen) | own_of(desk, row), Sample(uid, row["title"] if own.readable(key).all else "")


def _examples(desk: Desk, live: LiveForm) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for key, field in live.plain.items():
        given[key] = _example(field)
    for key, rows in live.lists.items():
        given[key] = [{k: _example(f) for k, f in rows.fields.items()}]
    return live.scalars(live.clean(given, desk)[0])


def _example(of: LiveField) -> Any:
    """A value that may be sent; none where the field holds nothing, or offers nothing yet."""
    empty = of.field.type in ("choice", "multi") and not of.field.options.options
    return of.type.example(of.field) if of.type.face.holds and not empty else None


def _place(desk: Desk, own: Viewer, around: FormScope, row: str, values: dict[str, Any], asked: Asked) -> Any:
    """What the expression's names read; ``None`` when there is nothing to try it on."""
    rows = values.get(row) or [{}] if row else []
    names: Any = Names(rows[0], values) if row else values
    if asked.target is None:
        return names
    if asked.target == OPTION:
        field = around.row.get(asked.at.partition(".")[2]) or around.fields.get(asked.at)
        options = [o.key for o in getattr(field.options, "options", []) if not o.retired] if field is not None else []
        return Names({"option": options[0] if options else None, "this": names}, names)
    found = None if asked.target == LOT else _newest(desk, own, asked.target)
    return None if found is None else Names({"this": names}, found)


def _newest(desk: Desk, own: Viewer, form: str) -> Linked | None:
    """The newest record of another form that the viewer may read."""
    if form not in desk.catalogue.words or not own.can("read", form):
        return None
    table = desk.catalogue.any(form).table
    for uid in desk.conn.execute(table.select().with_only_columns(table.c.uid).order_by(table.c.id.desc()).limit(20)):
        if (found := desk.record(form, uid[0])) is not None:
            return found
    return None


def _wire(result: Any) -> Any:
    if isinstance(result, list):
        return [wire(item) for item in result if not isinstance(item, dict)]
    return None if isinstance(result, Mapping) and not isinstance(result, Linked) else wire(result)


def words(result: Any, lang: str) -> str:
    """The value of an expression in words."""
    if result is None or result == []:
        return say("records.sample_blank", lang)
    if isinstance(result, bool):
        return say("forms.yes" if result else "forms.no", lang)
    if isinstance(result, list):
        if any(isinstance(item, Mapping) and not isinstance(item, Linked) for item in result):
            return say("forms.rows", lang, count=len(result))
        return ("、" if lang == "zh" else ", ").join(words(item, lang) for item in result)
    if isinstance(result, Linked):
        return result.title
    if isinstance(result, Decimal):
        return trimmed(result)
    if isinstance(result, datetime):
        return result.strftime("%Y-%m-%d %H:%M")
    return result.isoformat() if isinstance(result, date) else str(wire(result))

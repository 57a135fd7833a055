"""What may be chosen in a field of a record that is being filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, case, false, or_, select

from suyuan.access.department import departments
from suyuan.access.person import people
from suyuan.access.rights import Viewer, viewer
from suyuan.codes.gtin import gtin_in, spellings
from suyuan.expr import compiled
from suyuan.forms.catalogue import catalogue
from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Names
from suyuan.forms.values import Linked, LotRef
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake
from suyuan.records.allow import condition, writable_part
from suyuan.records.columns import ReaderScope, SqlNames, any_of
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.lot_facts import chosen_lots
from suyuan.records.lot_options import SCANNED, asked, holds, lot_options
from suyuan.records.page import told_value
from suyuan.records.show import may_know
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store

_RIGHT = frozenset({"number", "money", "quantity"})
"""Types whose values stand at the right of a column."""


def options(
    store: Store,
    form: str,
    field: str,
    *,
    by: Actor,
    values: Mapping[str, Any],
    row: Mapping[str, Any] | None = None,
    search: str = "",
    limit: int = 20,
) -> dict[str, Any]:
    """What the field offers, as the record and the row stand.

    :param field: ``supplier`` or ``inputs.lot``.
    :param values: of the record so far, as sent when submitting; what cannot be read is left out.
    :param search: part of a title or code; or a code whole, as scanned (a material's GTIN too, alone or in a GS1
        element string or Digital Link).
    :returns: ``{items: [{id, title, hint, fill, shown}], columns: [{key, label, number}]}``; the id of a lot is its
        code; ``fill`` holds the fields that choosing it fills in, as sent out; ``shown`` the texts of the columns; with
        ``exact`` a record that goes by the very text searched for, those first.
    :raises Forbidden: the actor can neither submit nor amend the form.
    :raises Invalid: the field is unknown or offers nothing.
    """
    return offered(store, viewer(store, by), form, field, values, row, search, limit)


def offered(
    store: Store,
    seen: Viewer,
    form: str,
    field: str,
    values: Mapping[str, Any],
    row: Mapping[str, Any] | None,
    search: str,
    limit: int,
) -> dict[str, Any]:
    """The same for rights that are known already."""
    if not (seen.can("submit", form) or seen.can("amend", form)):
        raise Forbidden("records.not_this_one", form=form)
    forms = catalogue(store)
    live = live_of(forms, form)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now(), form)
        return offered_at(desk, live, field, values, row, search, limit)


def offered_at(
    desk: Desk,
    live: LiveForm,
    field: str,
    values: Mapping[str, Any],
    row: Mapping[str, Any] | None,
    search: str,
    limit: int,
) -> dict[str, Any]:
    """The same for a form at hand, whose fields the desk's viewer may fill.

    :raises Invalid: the field is unknown or offers nothing.
    """
    found = live.field(field)
    if found is None or not desk.viewer.writable(live.key).has(field):
        raise Invalid([Mistake("field", "records.no_field", {"field": field[:100]})])
    if found.type in ("link", "location") and found.options.to not in desk.catalogue.words:
        return {"items": [], "columns": []}  # to itself, while it is being drawn
    around = _around(desk, live, field, writable_part(desk.viewer, live, values), row)
    items = list(_offered(desk, live, field, found, around, search.strip(), limit))
    return {"items": items, "columns": _columns(desk, found)}


def _around(
    desk: Desk, live: LiveForm, field: str, values: Mapping[str, Any], row: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """What a condition reads as ``this``: the row's fields, then the record's."""
    cleaned, _ = live.clean(values, desk)
    desk.chosen = chosen_lots(live, cleaned)
    whole, _ = live.compute(cleaned, desk.env, desk)
    record = live.scalars(whole)
    list_key = field.partition(".")[0] if "." in field else ""
    if row is None or not list_key:
        return record
    inner, _ = live.clean({list_key: [dict(row)]}, desk)
    mine = (inner.get(list_key) or [{}])[0].get(field.partition(".")[2])
    desk.chosen -= {mine.id} if isinstance(mine, LotRef) else set()
    rows = live.scalars(inner).get(list_key) or [{}]
    names: Any = Names(rows[0], record)
    return names  # type: ignore[no-any-return]


def _offered(
    desk: Desk, live: LiveForm, path: str, field: Field, around: Mapping[str, Any], search: str, limit: int
) -> Iterator[dict[str, Any]]:
    kind, wheres = field.type, live.offering(path, around, desk.env)
    if kind == "lot":
        yield from lot_options(desk, live, path, field, wheres, around, search, limit)
    elif kind == "person":
        for person in people(desk.conn, search, limit=limit):
            yield {"id": person.uid, "title": person.name, "hint": person.user, "fill": {}}
    elif kind == "department":
        named = [d for d in departments(desk.conn) if d.active and search.lower() in d.name.lower()]
        yield from ({"id": d.uid, "title": d.name, "hint": "", "fill": {}} for d in named[:limit])
    elif kind in ("link", "location"):
        yield from _records(desk, field, wheres, around, search, limit)
    elif kind in ("choice", "multi"):
        yield from _choices(desk, field, wheres, around, search, limit)
    else:
        raise Invalid([Mistake("field", "records.no_options", {"field": field.key})])


def _records(
    desk: Desk, field: Field, wheres: list[str], around: Mapping[str, Any], search: str, limit: int
) -> Iterator[dict[str, Any]]:
    target = desk.catalogue.any(field.options.to)
    if not desk.viewer.can("read", target.key):
        return
    query, left = _asked(desk, target, field, wheres, around, search)
    seen = 0
    for row in desk.conn.execute(query.limit(SCANNED if left else limit)).mappings():
        linked = desk.at(target.key, row["id"])
        if linked is None or not holds(left, linked, around, desk):
            continue
        yield _option(desk, field, target, linked) | ({"exact": True} if row["exact"] else {})
        seen += 1
        if seen == limit:
            return


def _choices(
    desk: Desk, field: Field, wheres: list[str], around: Mapping[str, Any], search: str, limit: int
) -> Iterator[dict[str, Any]]:
    lang, runs = desk.viewer.actor.lang, [compiled(condition(text)) for text in wheres]
    offered = [o for o in field.options.options if not o.retired]
    for option in offered:
        names = Names({"option": option.key, "this": around}, around)
        title = option.label.show(lang) or option.key
        if search.lower() in title.lower() and all(run(names, desk.env) is True for run in runs) and limit > 0:
            limit -= 1
            yield {"id": option.key, "title": title, "hint": "", "fill": {}}


def _asked(
    desk: Desk, target: LiveForm, field: Field, wheres: list[str], around: Mapping[str, Any], search: str
) -> tuple[Select[Any], list[str]]:
    """The query for candidates, and the conditions it could not ask."""
    c = target.table.c
    names = SqlNames(target, desk.catalogue, desk.env, target.table, desk.viewer)
    scope = ReaderScope(target, desk.catalogue, desk.viewer)
    titled = [c.title] if scope.type_of(("title",)) is not None else []
    called = [c[k].in_(texts) for k, texts in _called(target, search) if scope.type_of((k,)) is not None]
    exact = or_(false(), *(col == search for col in titled), *called)
    query = select(c.id, exact.label("exact")).where(c.state == SUBMITTED)
    rows = desk.viewer.rows(target.key)
    if rows is not None:
        query = query.where(any_of(rows, names, desk.env))
    query, left = asked(query, wheres, names, around, desk)
    if search:
        coded = [c[k] for k in _codes(target) if scope.type_of((k,)) is not None]
        held = (col.icontains(search, autoescape=True) for col in (*titled, *coded))
        query = query.where(or_(exact, *held)).order_by(case((exact, 0), else_=1))
    for part in [p.strip() for p in field.options.order.split(",") if p.strip()]:
        path = tuple(part.lstrip("-").split("."))
        column = names(path) if scope.type_of(path) is not None else None
        if column is not None:
            query = query.order_by(column.desc() if part.startswith("-") else column.asc())
    return query.order_by(*titled, c.id), left


def _codes(target: LiveForm) -> list[str]:
    serves = target.form.serves
    wanted = [serves.code, serves.name] if serves else []
    return [k for k in wanted if k and k in target.plain and target.plain[k].field.type in ("text", "serial", "scan")]


def _called(target: LiveForm, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Fields whose very value a typed or scanned text may be: own code and name, the GTIN in the text."""
    yield from ((key, (text,)) for key in _codes(target))
    serves, gtin = target.form.serves, gtin_in(text)
    if serves and serves.gtin and gtin is not None and serves.gtin in target.plain:
        yield serves.gtin, spellings(gtin)


def _option(desk: Desk, field: Field, target: LiveForm, linked: Linked) -> dict[str, Any]:
    may = desk.viewer.readable(target.key)
    known = may_know(desk, linked)
    shown = [
        target.fields[k].type.show(target.fields[k].field, linked[k], desk.viewer.actor.lang)
        if _shows(desk, linked[k])
        else ""
        for k in _beside(desk, field, target)
    ]
    fill = {ours: told_value(desk, linked[theirs]) for ours, theirs in field.options.fill.items() if may.has(theirs)}
    fields = {k: told_value(desk, linked[k]) for k in target.plain if may.has(k)}
    return {
        "id": linked.uid,
        "title": linked.title if known else None,
        "hint": " · ".join(text for text in shown if text),
        "shown": shown,
        "fill": fill,
        "fields": fields,
    }


def _beside(desk: Desk, field: Field, target: LiveForm) -> list[str]:
    """The fields shown beside the title, as far as they may be read."""
    may = desk.viewer.readable(target.key)
    return [k for k in field.options.shown if k in target.plain and may.has(k)]


def _columns(desk: Desk, field: Field) -> list[dict[str, Any]]:
    """What stands beside the titles of what a link offers."""
    if field.type not in ("link", "location") or not desk.viewer.can("read", field.options.to):
        return []
    target = desk.catalogue.any(field.options.to)
    fields = [target.fields[key].field for key in _beside(desk, field, target)]
    return [{"key": f.key, "label": f.label, "number": f.type in _RIGHT} for f in fields]


def _shows(desk: Desk, value: Any) -> bool:
    if value is None or isinstance(value, list):
        return False
    return not isinstance(value, Linked) or may_know(desk, value)

"""Read records: filtered, sorted, a page at a time, nothing counted; only what the reader may see exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, or_, select

from suyuan.access.rights import Viewer, require, viewer
from suyuan.expr import BOOL, check, sql_problems, to_sql
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.values import PERSON
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake, NotFound
from suyuan.records.allow import condition, holds
from suyuan.records.columns import ReaderScope, SqlNames, any_of
from suyuan.records.desk import desk_for
from suyuan.records.files import File, file_by_uid, uses
from suyuan.records.look import Desk, live_of, own_of
from suyuan.records.page import Layout, Picked, layout, records
from suyuan.records.paging import MOST_KEYS, Key, after, fingerprint, read_cursor, write_cursor
from suyuan.records.record import MOST, Page, Query, Record
from suyuan.records.show import shown, title_for
from suyuan.records.statements import rows_of, statements
from suyuan.store.engine import Store

_NOT_NULL = ("id", "created_at", "updated_at", "state", "version", "revision")
_SEARCHED = ("text", "serial", "scan")
MOST_SEARCHED = 5


def read(store: Store, query: Query, *, by: Actor) -> Page:
    """A page of records.

    :raises Forbidden: the actor may not read the form.
    :raises NotFound: there is no such form.
    :raises Invalid: a bad ``where``, ``sort`` or ``fields``, each by its name.
    :raises Malformed: the cursor belongs to another query.
    """
    seen = viewer(store, by)
    require(seen, "read", query.form)
    forms = catalogue(store)
    live = live_of(forms, query.form, reading=True)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        made = _kept(desk, live, query)
        limit = max(1, min(query.limit, MOST))
        given: dict[str, Any] = {"limit": limit + 1}
        mark = fingerprint(by.key, query.form, query.where, query.sort, query.search, query.fields, query.voided)
        wanted = made.select
        if query.cursor is not None:
            wanted = wanted.where(after(made.keys, read_cursor(store, mark, query.cursor, len(made.keys))))
        rows = conn.execute(wanted, given).all()
        more = len(rows) > limit
        items = records(made.layout, desk, rows[:limit])
        last = list(rows[limit - 1][-len(made.keys) :]) if more else []
    return Page(items, write_cursor(store, mark, last) if more else None)


@dataclass(frozen=True)
class Compiled:
    """A query as SQL, without its place; the parameter ``limit`` is left open.

    :param layout: tells records from its rows, whose last columns are those of ``keys``.
    """

    select: Select[Any]
    keys: list[Key]
    layout: Layout


MOST_PLANS = 256


def _kept(desk: Desk, live: LiveForm, query: Query) -> Compiled:
    """The query compiled; kept for the next time where nothing in it depends on the moment or the person."""
    seen = desk.viewer
    if query.where or query.search or "." in (query.sort or live.form.sort) or seen.rows(live.key) is not None:
        return compiled(desk, live, query)
    plans: dict[tuple[Any, ...], Compiled] = live.__dict__.setdefault("_plans", {})
    mark = (seen.rights, desk.catalogue, query.sort, query.fields, query.voided)
    found = plans.get(mark)
    if found is None:
        if len(plans) >= MOST_PLANS:
            plans.clear()
        found = plans[mark] = compiled(desk, live, query)
    return found


def compiled(desk: Desk, live: LiveForm, query: Query) -> Compiled:
    """Resolve a query against what the desk's viewer may see.

    :raises Invalid: every mistake in ``where``, ``sort`` and ``fields`` at once.
    """
    seen, forms, env = desk.viewer, desk.catalogue, desk.env
    scope = ReaderScope(live, forms, seen)
    names = SqlNames(live, forms, env, live.table, seen)
    mistakes: list[Mistake] = []
    picked = _picked(live, scope, query.fields, mistakes)
    unsaid: list[Mistake] = []  # the form's own order goes by what the reader may see of it
    keys = _keys(live, scope, names, query.sort or live.form.sort, mistakes if query.sort else unsaid)
    wheres = _where(scope, names, query.where, desk, mistakes)
    if mistakes:
        raise Invalid(mistakes)
    rows = seen.rows(live.key)
    if rows is not None:
        wheres.append(any_of(rows, names, env))
    if query.search:
        wheres.append(_search(live, scope, query.search))
    if not query.voided:
        wheres.append(live.table.c.state == "submitted")
    made = layout(live, forms, seen, picked)
    columns = [*made.columns, *(k.column.label(f"_key{n}") for n, k in enumerate(keys))]
    labelled = [column.label(f"_c{n}") for n, column in enumerate(columns)]
    wanted = select(*labelled).select_from(made.source).where(*wheres).order_by(*(k.ordered() for k in keys))
    return Compiled(wanted.limit(bindparam("limit", type_=Integer)), keys, made)


def _picked(live: LiveForm, scope: ReaderScope, wanted: Sequence[str] | None, mistakes: list[Mistake]) -> Picked:
    if wanted is None:
        may = scope.seen.readable(live.key)
        return Picked(tuple(live.fields) if may.all else tuple(k for k in live.fields if may.has(k)), {})
    top: dict[str, None] = {}
    inner: dict[str, dict[str, None]] = {}
    whole: set[str] = set()
    for path in wanted:
        parts = tuple(path.split("."))
        known = parts[0] in live.fields and len(parts) <= 2 and scope.type_of(parts) is not None
        if not known:
            mistakes.append(Mistake("fields", "records.no_field", {"field": path[:100]}))
            continue
        top[parts[0]] = None
        if len(parts) == 2:
            inner.setdefault(parts[0], {})[parts[1]] = None
        else:
            whole.add(parts[0])
    lists = {k for k in inner if k in live.lists and k in whole}
    return Picked(tuple(top), {k: tuple(v) for k, v in inner.items() if k not in lists})


def _keys(live: LiveForm, scope: ReaderScope, names: SqlNames, sort: str, mistakes: list[Mistake]) -> list[Key]:
    keys: list[Key] = []
    for part in [p.strip() for p in sort.split(",") if p.strip()][: MOST_KEYS + 1]:
        path = tuple(part.lstrip("-").split("."))
        found = scope.type_of(path) if len(path) <= 3 else None
        if found is not None and found.kind == "link":
            path = (*path, "code" if found.form == "$lot" else "title")
            found = scope.type_of(path)
        column = names(path) if found is not None else None
        if column is None or part.startswith("--") or len(keys) == MOST_KEYS:
            mistakes.append(Mistake("sort", "records.no_sort", {"field": part[:100]}))
            continue
        keys.append(
            Key(column, part.startswith("-"), not (len(path) == 1 and _always_there(live, scope.forms, path[0])))
        )
    keys.append(Key(live.table.c.id, keys[-1].down if keys else True, False))
    return keys


def _always_there(live: LiveForm, forms: Catalogue, key: str) -> bool:
    """Whether no record can lack a value: required, and never hidden, in every version of the form."""
    if key in _NOT_NULL and key not in live.fields:
        return True
    known: dict[str, bool] = live.__dict__.setdefault("_always_there", {})
    if key not in known:
        known[key] = all(_required(forms.version(live.key, n), key) for n in range(1, live.version + 1))
    return known[key]


def _required(live: LiveForm, key: str) -> bool:
    field = live.field(key)
    return field is not None and field.required and field.visible_when is None


def _where(
    scope: ReaderScope, names: SqlNames, text: str, desk: Desk, mistakes: list[Mistake]
) -> list[ColumnElement[bool]]:
    if not text.strip():
        return []
    try:
        found = condition(text)
        check(found, scope, BOOL)
        problems = sql_problems(found, scope, lists=True)
        if not problems:
            return [to_sql(found, names, desk.env)]
    except Invalid as error:
        problems = error.mistakes
    mistakes += [Mistake("where", m.code, m.params) for m in problems]
    return []


def _search(live: LiveForm, scope: ReaderScope, text: str) -> ColumnElement[bool]:
    c = live.table.c
    if scope.type_of(("title",)) is not None:
        return c.title.icontains(text, autoescape=True)
    columns = [
        c[key] for key, f in live.plain.items() if f.field.type in _SEARCHED and scope.type_of((key,)) is not None
    ]
    return or_(c.uid == text, *(column.icontains(text, autoescape=True) for column in columns[:MOST_SEARCHED]))


def record_of(desk: Desk, live: LiveForm, row: Any, title: str, fields: dict[str, Any]) -> Record:
    """A record from its row and its fields as sent out."""
    by = None if row["created_by"] is None else desk.at(PERSON, row["created_by"])
    return Record(
        row["uid"],
        live.key,
        row["version"],
        row["revision"],
        row["state"],
        title,
        row["created_at"],
        None if by is None else {"id": by.uid, "title": by.title},
        row["updated_at"],
        fields,
    )


def one(store: Store, form: str, uid: str, *, by: Actor) -> Record:
    """One record, with what it holds in fields that were retired since it was written.

    :raises NotFound: there is none, or the actor may not see it.
    """
    seen = viewer(store, by)
    require(seen, "read", form)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        row, values = loaded(desk, live, uid)
        fields = _captured(desk, live, row, shown(desk, live, values, live.wire(values)))
        return record_of(desk, live, row, title_for(desk, live, values, row["title"]), fields)


def _captured(desk: Desk, live: LiveForm, row: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """``fields`` with what the record holds in fields that are retired by now, as far as the viewer may see them."""
    then = desk.catalogue.captured(live.key, row["version"])
    gone = {key for key in then.fields if key not in live.fields or _narrower(live, then, key)}
    if not gone:
        return fields
    rows = rows_of(desk.conn, then, row["id"]) if gone & then.lists.keys() else {}
    values = {key: value for key, value in then.load(row, desk, rows).items() if key in gone}
    for key, value in shown(desk, then, values, then.wire(values)).items():
        if key not in live.fields:
            fields |= {key: value} if value not in (None, []) else {}
        elif key in fields:
            held = [{k: v for k, v in old.items() if v is not None} for old in value]
            fields[key] = [old | now for old, now in zip(held, fields[key], strict=True)]
    return fields


def _narrower(live: LiveForm, then: LiveForm, key: str) -> bool:
    """Whether the list ``key`` had columns that are retired by now."""
    return key in then.lists and not then.lists[key].fields.keys() <= live.lists[key].fields.keys()


def loaded(desk: Desk, live: LiveForm, uid: str) -> tuple[Any, dict[str, Any]]:
    """A record's row and its whole values, where the desk's viewer may see it.

    :raises NotFound: there is none, or the viewer may not see it.
    """
    row = statements(live).by_uid(desk.conn, uid)
    if row is None:
        raise NotFound("records.no_record")
    values = live.load(row, desk, rows_of(desk.conn, live, row["id"]))
    rows = desk.viewer.rows(live.key)
    if rows is not None and not holds(rows, live.scalars(values) | own_of(desk, row), desk.env):
        raise NotFound("records.no_record")
    return row, values


def visible(store: Store, seen: Viewer, form: str, uid: str) -> bool:
    """Whether the viewer may see this record."""
    if not seen.can("read", form):
        return False
    forms = catalogue(store)
    with store.read() as conn:
        return _visible(store, conn, forms, seen, form, uid)


def _visible(store: Store, conn: Connection, forms: Catalogue, seen: Viewer, form: str, uid: str) -> bool:
    try:
        loaded(desk_for(store, conn, forms, seen, store.clock.now()), live_of(forms, form, reading=True), uid)
    except NotFound:
        return False
    return True


def readable_file(store: Store, uid: str, *, by: Actor) -> File:
    """An uploaded file, for its uploader and for who may read a record, and the field, that shows it.

    :raises NotFound: there is none, or the actor may not see it.
    """
    seen = viewer(store, by)
    forms = catalogue(store)
    with store.read() as conn:
        file = file_by_uid(conn, uid)
        if file.uploaded_by == by.key or by.is_system:
            return file
        for form, record, field in uses(conn, file):
            open_to = seen.can("read", form) and seen.readable(form).has(field)
            if open_to and _visible(store, conn, forms, seen, form, record):
                return file
    raise NotFound("records.no_file")

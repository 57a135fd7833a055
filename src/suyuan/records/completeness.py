"""How complete the records are: of the data a list asks for, how many are there; one query a form, judged in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, exists, func, literal, not_, null, or_, select

from suyuan.expr import Env, elsewheres, parse, reads, to_sql
from suyuan.expr.sql_columns import Rows
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.form import Form
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import SuyuanError
from suyuan.kernel.i18n import Label
from suyuan.records.columns import ReaderScope, SqlNames, any_of
from suyuan.records.desk import desk_for
from suyuan.records.kde_list import Datum, KdeList, TrackingEvent, event_form, form_of, inside
from suyuan.records.kde_map import kde_list, watcher
from suyuan.records.look import Desk
from suyuan.records.lots_of import lot_paths
from suyuan.records.registers import Span
from suyuan.records.statements import SUBMITTED
from suyuan.records.telling import RowScope
from suyuan.store.engine import Store
from suyuan.trace.tables import lot

DatumKey = tuple[str, str]
"""The keys of an event and of one of its data."""


@dataclass
class Share:
    """How many data were asked for, and how many are there."""

    wanted: int = 0
    filled: int = 0

    def add(self, other: Share) -> None:
        """Count ``other`` in."""
        self.wanted += other.wanted
        self.filled += other.filled


@dataclass(frozen=True)
class Missing:
    """A datum that is not there, and the field that would hold it."""

    key: DatumKey
    label: Label
    law: str
    path: str


@dataclass
class Judged:
    """One record, or one that should have been made for a lot.

    :ivar record: public id; blank when the record itself is missing.
    :ivar lots: internal ids of the lots it names.
    """

    form: Form
    record: str
    title: str
    at: datetime
    share: Share = field(default_factory=Share)
    missing: list[Missing] = field(default_factory=list)
    lots: list[int] = field(default_factory=list)
    lot_path: str = ""


@dataclass(frozen=True)
class Completeness:
    """What was found.

    :param judged: every record the list asks something of, oldest first.
    :param data: share by datum.
    :param hidden: labels of what was left out, since the reader may not read it.
    """

    words: KdeList
    judged: list[Judged]
    data: dict[DatumKey, Share]
    hidden: list[Label]

    @property
    def share(self) -> Share:
        total = Share()
        for one in self.judged:
            total.add(one.share)
        return total


def completeness(
    store: Store, key: str, *, by: Actor, span: Span | None = None, lot_id: int | None = None
) -> Completeness:
    """Every record that the list ``key`` (the first when blank) asks something of.

    :param span: days of the plant's clock in which things happened; materials, places and parties count always.
    :param lot_id: only records that name this lot.
    :raises Forbidden: the actor may neither trace nor audit.
    :raises NotFound: there is no such list.
    """
    seen = watcher(store, by)
    forms = catalogue(store)
    with store.read() as conn:
        words = kde_list(conn, key)
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        judge = _Judge(desk, words, span, lot_id)
        found = [*judge.records(), *judge.unmade()]
    found.sort(key=lambda one: one.at)
    return Completeness(words, found, judge.data, judge.hidden)


@dataclass(frozen=True)
class _Asked:
    """A datum asked of the records of one form; ``told`` is 1 filled, 0 missing, NULL not asked for."""

    missing: Missing
    told: ColumnElement[Any]


class _Judge:
    """One look at the records.

    :ivar data: share by datum, filled while looking.
    """

    def __init__(self, desk: Desk, words: KdeList, span: Span | None, lot_id: int | None) -> None:
        self.desk, self.words, self.span, self.lot_id = desk, words, span, lot_id
        self.data: dict[DatumKey, Share] = {}
        self.hidden: list[Label] = []

    def records(self) -> Iterator[Judged]:
        """The records that are there, form by form."""
        for key in dict.fromkeys(form_of(path) for _, _, datum in self.words.every() for path in datum.field):
            if key not in self.desk.catalogue:
                continue
            live = self.desk.catalogue.form(key)
            if not self.desk.viewer.can("read", key):
                self.hidden.append(live.form.label)
                continue
            asked = list(self._asked(live))
            if asked and (self.lot_id is None or lot_paths(live)):
                yield from self._judged(live, asked)

    def _asked(self, live: LiveForm) -> Iterator[_Asked]:
        scope = ReaderScope(live, self.desk.catalogue, self.desk.viewer)
        names = SqlNames(live, self.desk.catalogue, self.desk.env, live.table, self.desk.viewer)
        for _, event, datum in self.words.every():
            paths = [inside(path) for path in datum.field if form_of(path) == live.key and not datum.optional]
            paths = [path for path in paths if live.field(path) is not None]
            if not paths:
                continue
            if not all(scope.type_of(tuple(path.split("."))) is not None for path in paths) or not _readable(
                datum, scope, paths[0]
            ):
                self.hidden.append(datum.label)
                continue
            told = _told(datum, live, names, self.desk.env, paths)
            if told is not None:
                yield _Asked(Missing((event.key, datum.key), datum.label, datum.law, paths[0]), told)

    def _judged(self, live: LiveForm, asked: Sequence[_Asked]) -> Iterator[Judged]:
        t = live.table.c
        at = _at(live)
        span = None if live.form.serves else self.span  # a supplier lacks its licence whenever it was written down
        where = [t.state == SUBMITTED, *_within(at, span, self.desk)]
        rows = self.desk.viewer.rows(live.key)
        if rows is not None:
            where.append(
                any_of(rows, SqlNames(live, self.desk.catalogue, self.desk.env, live.table, None), self.desk.env)
            )
        if self.lot_id is not None:
            where.append(or_(*(t.id.in_(ids) for ids in _naming(live, self.lot_id))))
        told = [one.told.label(f"_d{n}") for n, one in enumerate(asked)]
        wanted = select(t.id, t.uid, t.title, at.label("_at"), *told).where(*where).order_by(t.id)
        found: dict[int, Judged] = {}
        for row in self.desk.conn.execute(wanted):
            one = Judged(live.form, row[1], row[2], row[3])
            for asking, value in zip(asked, row[4:]):
                if value is not None:
                    self._count(one, asking.missing, bool(value))
            if one.share.wanted:
                found[row[0]] = one
        self._name_lots(live, found)
        yield from found.values()

    def _count(self, one: Judged, missing: Missing, filled: bool) -> None:
        share = Share(1, int(filled))
        one.share.add(share)
        self.data.setdefault(missing.key, Share()).add(share)
        if not filled:
            one.missing.append(missing)

    def _name_lots(self, live: LiveForm, found: dict[int, Judged]) -> None:
        for path in lot_paths(live):
            column = live.column(path)
            assert column is not None
            own = live.table.c.id if column.table is live.table else column.table.c.record
            only = [column == self.lot_id] if self.lot_id is not None else []
            for record, id in self.desk.conn.execute(select(own, column).where(column.is_not(None), *only)):
                one = found.get(record)
                if one is not None and id not in one.lots:
                    one.lots.append(id)

    def unmade(self) -> Iterator[Judged]:
        """Records that lots call for and that nobody has made."""
        for node in self.words.nodes:
            for event in node.events:
                key = event_form(event)
                if event.lots and key in self.desk.catalogue and self.desk.viewer.can("read", key):
                    yield from self._unmade(event, self.desk.catalogue.form(key))

    def _unmade(self, event: TrackingEvent, live: LiveForm) -> Iterator[Judged]:
        path = next((p for p in lot_paths(live) if (f := live.field(p)) is not None and not f.options.new), None)
        if path is None:
            return
        only = _lots_where(event.lots or "", self.desk.catalogue, self.desk.env)
        if only is None:
            return
        where = [only, *_within(lot.c.created_at, self.span, self.desk)]
        where += [lot.c.id == self.lot_id] if self.lot_id is not None else []
        where += [not_(lot.c.id.in_(named)) for named in _named(live)]
        asked = [
            Missing((event.key, d.key), d.label, d.law, inside(d.field[0]))
            for d in event.data
            if d.field and not d.optional and not d.when and not d.rows_where and form_of(d.field[0]) == live.key
        ]
        for id, code, at in self.desk.conn.execute(select(lot.c.id, lot.c.code, lot.c.created_at).where(*where)):
            one = Judged(live.form, "", code, at, lots=[id], lot_path=path)
            for missing in asked:
                self._count(one, missing, False)
            yield one


def _readable(datum: Datum, scope: ReaderScope, path: str) -> bool:
    """Whether the reader may read all that the datum's conditions read."""
    if datum.when and any(scope.type_of(p) is None for p in reads(parse(datum.when))):
        return False
    rows = RowScope(scope, path.partition(".")[0] if "." in path else "")
    return not datum.rows_where or all(rows.type_of(p) is not None for p in reads(parse(datum.rows_where)))


def _told(datum: Datum, live: LiveForm, names: SqlNames, env: Env, paths: Sequence[str]) -> ColumnElement[Any] | None:
    """1 when it is there, 0 when it is missing, NULL when it is not asked for; nothing when SQL cannot tell."""
    try:
        when = to_sql(parse(datum.when), names, env, exact=True) if datum.when else None
        parts = [_part(path, datum, live, names, env) for path in paths]
    except SuyuanError:
        return None
    there = or_(*(filled for filled, _ in parts))
    asked = [one for one in (when, *(applies for _, applies in parts)) if one is not None]
    worth: ColumnElement[Any] = case((there, literal(1, Integer)), else_=literal(0, Integer))
    return case((and_(*asked), worth), else_=null()) if asked else worth


def _part(
    path: str, datum: Datum, live: LiveForm, names: SqlNames, env: Env
) -> tuple[ColumnElement[bool], ColumnElement[bool] | None]:
    """Whether one field is filled (in every row asked, of which there has to be one), and whether it is asked."""
    root, _, inner = path.partition(".")
    if not inner and root not in live.lists:
        return live.columns(path)[0].is_not(None), None
    rows = names.rows((root,))
    assert rows is not None
    asked = [rows.on]
    if datum.rows_where:
        asked.append(to_sql(parse(datum.rows_where), _of_row(rows, names), env, exact=True))
    some = exists(select(1).select_from(rows.source).where(*asked))
    if not inner:
        return some, some if datum.rows_where else None
    column = rows.source.c[live.columns(path)[0].name]
    blank = exists(select(1).select_from(rows.source).where(*asked, column.is_(None)))
    return and_(some, not_(blank)), some if datum.rows_where else None


def _of_row(rows: Rows, names: SqlNames) -> Any:
    """Columns as a row of the list sees them: its own first."""

    def column(path: tuple[str, ...]) -> ColumnElement[Any] | None:
        found = None if path[0] == "this" else rows.columns(path)
        return names(path) if found is None else found

    return column


def _at(live: LiveForm) -> ColumnElement[Any]:
    """When a record happened: the time of its event, or of what it is about; else when it was written."""
    named = [mapping.when for mapping in live.form.trace] + [live.form.about.when if live.form.about else None]
    for path in named:
        known = live.field(path) if path and "." not in path else None
        if known is not None and known.type == "datetime" and path is not None:
            column = live.column(path)
            if column is not None:
                return func.coalesce(column, live.table.c.created_at, type_=column.type)
    return live.table.c.created_at


def _within(at: ColumnElement[Any], span: Span | None, desk: Desk) -> list[ColumnElement[bool]]:
    if span is None:
        return []
    day = desk.env.start_of
    return [at >= day(span.first), at < day(span.last + timedelta(days=1))]


def _naming(live: LiveForm, lot_id: int) -> Iterator[Any]:
    """The ids of the records that name a lot, field by field."""
    for path in lot_paths(live):
        column = live.column(path)
        assert column is not None
        own = live.table.c.id if column.table is live.table else column.table.c.record
        yield select(own).where(column == lot_id)


def _named(live: LiveForm) -> Iterator[Any]:
    """The lots that submitted records name, field by field."""
    t = live.table.c
    for path in lot_paths(live):
        column = live.column(path)
        assert column is not None
        of = select(column).where(column.is_not(None))
        if column.table is not live.table:
            of = of.where(column.table.c.record.in_(select(t.id).where(t.state == SUBMITTED)))
        else:
            of = of.where(t.state == SUBMITTED)
        yield of


def _lots_where(text: str, forms: Catalogue, env: Env) -> ColumnElement[bool] | None:
    e = parse(text)
    anchor = next(iter(forms), None)
    if anchor is None or elsewheres(e):
        return None
    live = forms.any(anchor.key)
    names = SqlNames(live, forms, env, live.table, None)
    try:
        return to_sql(e, lambda path: names.lot(lot.c.id, path), env)
    except SuyuanError:
        return None

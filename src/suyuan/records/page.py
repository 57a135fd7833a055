"""How the rows of a page become records: worked out once per query, run for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import FromClause

from suyuan.access.rights import Viewer
from suyuan.access.tables import person
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.live_field import LiveField
from suyuan.forms.values import DEPARTMENT, LOT, PERSON, Linked, wire
from suyuan.records.allow import title_reads
from suyuan.records.look import Desk
from suyuan.records.record import Record
from suyuan.records.show import may_know
from suyuan.records.statements import rows_of_many
from suyuan.trace.tables import lot

Row = Sequence[Any]
Teller = Callable[[Row, Desk], Any]
MOST_JOINS = 12
OWN = ("id", "uid", "version", "revision", "state", "title", "created_at", "created_by", "updated_at")


@dataclass(frozen=True)
class Picked:
    """Which fields a query shows.

    :param fields: top-level keys.
    :param inner: of a list, the keys of its rows shown; of a link, the fields shown beside its title.
    """

    fields: tuple[str, ...]
    inner: Mapping[str, tuple[str, ...]]


@dataclass
class Layout:
    """Columns to select, tables to join, and what tells each field from a row.

    :ivar columns: to select, in order; the first nine are ``OWN``.
    :ivar source: the form's table with its joins.
    """

    live: LiveForm
    picked: Picked
    columns: list[Any]
    source: FromClause
    tellers: list[tuple[str, Teller]] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    wanted: list[tuple[str, int]] = field(default_factory=list)
    author: Teller = lambda row, desk: None
    title: Teller = lambda row, desk: row[5]
    joins: int = 0

    def add(self, column: Any) -> int:
        """Select one more column; where it will stand."""
        self.columns.append(column)
        return len(self.columns) - 1

    def joined(self, table: FromClause, on: Any) -> FromClause:
        """One more table, whose rows may be absent."""
        other = table.alias()
        self.source = self.source.outerjoin(other, other.c.id == on)
        self.joins += 1
        return other


def layout(live: LiveForm, forms: Catalogue, seen: Viewer, picked: Picked) -> Layout:
    """Work out how ``picked`` is read, for one viewer's rights."""
    c = live.table.c
    made = Layout(live, picked, [c[name] for name in OWN], live.table)
    author = made.joined(person, c.created_by)
    made.author = partial(_pair, made.add(author.c.uid), made.add(author.c.name), "title")
    for key in picked.fields:
        if key in live.lists:
            made.lists.append(key)
        else:
            made.tellers.append((key, _teller(made, forms, seen, live.fields[key], key)))
    may = seen.readable(live.key)
    reads = title_reads(live)
    if not (may.all or all(may.has(key) for key in reads)):
        known = {key: _value(made, live.fields[key]) for key in reads if may.has(key) and key in live.plain}
        made.title = lambda row, desk: live.title({k: tell(row, desk) for k, tell in known.items()}, desk.env)
    return made


def _teller(made: Layout, forms: Catalogue, seen: Viewer, live: LiveField, key: str) -> Teller:
    found = live.type.expr_type(live.field)
    if found.kind != "link" or found.form is None or not live.names:
        tell = _value(made, live)
        return lambda row, desk: wire(tell(row, desk))
    link, form = live.columns[0], found.form
    inner = made.picked.inner.get(key, ())
    plain = not inner and made.joins < MOST_JOINS
    if form == LOT and plain:
        other = made.joined(lot, link)
        return partial(_pair, made.add(other.c.uid), made.add(other.c.code), "code")
    if form == PERSON and plain:
        other = made.joined(person, link)
        return partial(_pair, made.add(other.c.uid), made.add(other.c.name), "title")
    if plain and form != DEPARTMENT and is_open(forms, seen, form):
        other = made.joined(forms.any(form).table, link)
        return partial(_pair, made.add(other.c.uid), made.add(other.c.title), "title")
    at = made.add(link)
    made.wanted.append((form, at))
    return partial(_linked, form, at, inner)


def is_open(forms: Catalogue, seen: Viewer, form: str) -> bool:
    """Whether the viewer may know every record's title of a form."""
    if not seen.can("read", form) or seen.rows(form) is not None:
        return False
    may = seen.readable(form)
    return may.all or all(may.has(key) for key in title_reads(forms.any(form)))


def _pair(uid: int, name: int, word: str, row: Row, desk: Desk) -> Any:
    return None if row[uid] is None else {"id": row[uid], word: row[name]}


def _linked(form: str, at: int, inner: Sequence[str], row: Row, desk: Desk) -> Any:
    linked = None if row[at] is None else desk.at(form, row[at])
    return None if linked is None else told(desk, linked, inner)


def told(desk: Desk, linked: Linked, inner: Sequence[str] = ()) -> dict[str, Any]:
    """A link as its reader may see it.

    :param inner: fields shown beside its title, which the reader may read.
    """
    found: dict[str, Any] = linked.wire()
    if not may_know(desk, linked):
        return {"id": linked.uid, "title": None}
    return found | {key: told_value(desk, linked[key]) for key in inner} if inner else found


def _value(made: Layout, live: LiveField) -> Teller:
    places = [made.add(column) for column in live.columns]
    if not places:
        return lambda row, desk: None
    first, type_, field_ = places[0], live.type, live.field
    if len(places) == 1:
        return lambda row, desk: None if row[first] is None else type_.load(field_, (row[first],), desk)
    return lambda row, desk: None if row[first] is None else type_.load(field_, [row[p] for p in places], desk)


def records(made: Layout, desk: Desk, rows: Sequence[Row]) -> list[Record]:
    """The records of a page's rows."""
    for form, at in made.wanted:
        desk.prefetch(form, [row[at] for row in rows if row[at] is not None])
    inside = _inside(made, desk, [row[0] for row in rows]) if made.lists and rows else {}
    key, tellers, author, title = made.live.key, made.tellers, made.author, made.title
    found = []
    for row in rows:
        fields = {name: tell(row, desk) for name, tell in tellers}
        for name in made.lists:
            fields[name] = inside[row[0]].get(name, [])
        found.append(
            Record(row[1], key, row[2], row[3], row[4], title(row, desk), row[6], author(row, desk), row[8], fields)
        )
    if made.lists:
        order = made.picked.fields
        for record in found:
            whole = dict(record.fields)
            record.fields.clear()
            record.fields.update({name: whole[name] for name in order})
    return found


def _inside(made: Layout, desk: Desk, ids: Sequence[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    live, may = made.live, desk.viewer.readable(made.live.key)
    raw = rows_of_many(desk.conn, live, ids, made.lists)
    out: dict[int, dict[str, list[dict[str, Any]]]] = {id: {} for id in ids}
    for name in made.lists:
        only = made.picked.inner.get(name)
        fields = {
            k: f for k, f in live.lists[name].fields.items() if (only is None or k in only) and may.has(f"{name}.{k}")
        }
        all_rows = [row for found in raw.values() for row in found.get(name, ())]
        for f in fields.values():
            _prefetch(desk, f, all_rows)
        for id, found in raw.items():
            out[id][name] = [
                {"id": row["uid"], **{k: told_value(desk, f.load(row, desk)) for k, f in fields.items()}}
                for row in found.get(name, ())
            ]
    return out


def told_value(desk: Desk, value: Any) -> Any:
    """A value as sent out; of a link only what its reader may know."""
    return told(desk, value) if isinstance(value, Linked) else wire(value)


def _prefetch(desk: Desk, live: LiveField, rows: Sequence[Mapping[str, Any]]) -> None:
    found = live.type.expr_type(live.field)
    if found.kind == "link" and found.form is not None and live.names:
        name = live.names[0]
        desk.prefetch(found.form, [row[name] for row in rows if row[name] is not None])

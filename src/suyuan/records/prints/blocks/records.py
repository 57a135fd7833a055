"""Records of another form that name this record, or a lot of it: inspections, process records, feedings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, select

from suyuan.expr import BOOL, parse, sql_problems
from suyuan.forms.form import Expr
from suyuan.forms.live import LiveForm
from suyuan.forms.values import Linked
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.print.leaf import LeafBlock
from suyuan.print.paper import Note
from suyuan.records.look import Desk, live_of, own_of
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.checking import Checking
from suyuan.records.prints.column import MOST_ROWS, Column, Line, column_mistakes, table
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block
from suyuan.records.read import compiled as compiled_query
from suyuan.records.record import Query
from suyuan.records.statements import rows_of_many, statements

_CHUNK = 500
_ALL = 2**31 - 1
_LEADING = ("link", "location", "lot")


class RecordsOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param form: the other form.

    :param via: its field, or field of its rows, that leads here.
    :param of: our path that it leads to; the record itself when blank.
    :param rows: its detail list of which each row has a line; names then mean the row's fields first.
    :param where: condition on its records.
    :param sort: ``-received_at,no``; the other form's own order when blank.
    :param empty: what is said when there is none.
    """

    form: str
    via: str
    of: str = ""
    rows: str = ""
    columns: list[Column]
    where: Expr | None = None
    sort: str = ""
    number: bool = False
    empty: Label = Label()


class RecordsBlock(BlockType):
    """Lines of other records."""

    key, Options = "records", RecordsOptions

    def mistakes(self, o: RecordsOptions, at: Checking) -> Iterator[Mistake]:
        theirs = at.of_form(o.form)
        if theirs is None:
            yield Mistake("form", "forms.no_such_form", {"form": o.form})
            return
        yield from _leads(o, theirs, at)
        if o.rows and o.rows not in theirs.lists():
            yield Mistake("rows", "records.register_rows", {"key": o.rows})
            return
        yield from column_mistakes(o.columns, "columns", theirs.in_rows(o.rows) if o.rows else theirs)
        if o.where:
            wrong = list(theirs.expression(o.where, "where", BOOL))
            yield from wrong or (m.under("where") for m in sql_problems(parse(o.where), theirs.scope))
        for part in filter(None, (p.strip().removeprefix("-") for p in o.sort.split(","))):
            yield from theirs.path(part, "sort")
        yield from at.text(o.empty, "empty")

    def paths(self, o: RecordsOptions) -> Iterator[str]:
        if o.of:
            yield o.of

    def texts(self, o: RecordsOptions) -> Iterator[Label]:
        yield o.empty

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: RecordsOptions = block.options
        desk = at.reader.desk
        live = live_of(desk.catalogue, o.form, reading=True)
        label = live.form.label.show(at.reader.lang)
        if not desk.viewer.can("read", o.form):
            at.reader.hide(label)
            return []
        theirs = at.reader.of_form(live, o.rows)
        if theirs.telling.path(o.via) is None:
            at.reader.hide(label)
            return []
        if o.of and at.reader.tell(o.of) is None:
            return []
        lines, beyond = ([], 0) if at.example else _lines(o, at, live, label)
        if not lines and not at.example:
            said = at.text(o.empty)
            return [Note(said)] if said else []
        return [table(o.columns, lines, theirs, number=o.number, example=at.example, beyond=beyond)]


def _leads(o: RecordsOptions, theirs: Checking, at: Checking) -> Iterator[Mistake]:
    wrong = list(theirs.typed(o.via, _LEADING, "via"))
    yield from wrong
    if o.of:
        yield from at.path(o.of, "of")
    found = theirs.type_of(o.via)
    ours = at.type_of(o.of) if o.of else None
    while found is not None and found.of is not None:
        found = found.of
    there = at.form.key if not o.of else None if ours is None else ours.form
    if not wrong and found is not None and there is not None and found.form != there:
        yield Mistake("via", "records.print_leads", {"via": o.via})


def _lines(o: RecordsOptions, at: Filling, live: LiveForm, label: str) -> tuple[list[Line], int]:
    """The other records in their order, each with its rows, as far as a table shows them; how many more there are."""
    desk = at.reader.desk
    target = _target(o, at)
    column = live.column(o.via)
    if target is None or column is None:
        return [], 0
    try:
        made = compiled_query(desk, live, Query(o.form, o.where or "", o.sort, (), voided=False))
    except Invalid:
        at.reader.hide(label)
        return [], 0
    table_ = live.table
    leads = column == target
    if column.table is not table_:
        leads = table_.c.id.in_(select(column.table.c.record).where(column == target))
    ids = [row[0] for row in desk.conn.execute(made.select.where(leads), {"limit": _ALL})]
    lines: list[Line] = []
    n = 0
    while n < len(ids) and len(lines) <= MOST_ROWS:
        lines += _loaded(o, at, live, ids[n : n + _CHUNK])
        n += _CHUNK
    return lines, _lines_of(desk, live, o.rows, ids[n:])


def _lines_of(desk: Desk, live: LiveForm, rows: str, ids: Sequence[int]) -> int:
    """How many lines the records ``ids`` have."""
    if not rows:
        return len(ids)
    inside = live.lists[rows].table.c.record
    counts = (select(func.count()).where(inside.in_(ids[n : n + _CHUNK])) for n in range(0, len(ids), _CHUNK))
    return sum(desk.conn.scalar(count) or 0 for count in counts)


def _loaded(o: RecordsOptions, at: Filling, live: LiveForm, ids: Sequence[int]) -> Iterator[Line]:
    desk = at.reader.desk
    rows = {row["id"]: row for row in statements(live).by_ids(desk.conn, ids)}
    inside = rows_of_many(desk.conn, live, ids, list(live.lists))
    for id in ids:
        values = own_of(desk, rows[id]) | live.load(rows[id], desk, inside[id])
        for row in (values.get(o.rows) or [None]) if o.rows else [None]:
            yield Line(values, row)


def _target(o: RecordsOptions, at: Filling) -> Any:
    """Internal id of what the other records lead to."""
    if not o.of:
        return at.record
    found = [value for value in at.along(o.of) if isinstance(value, Linked)]
    return found[-1].id if found else None


BLOCKS.add(RecordsBlock())

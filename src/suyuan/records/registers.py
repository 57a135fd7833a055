"""Read a register: the lines of a month, with only what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement

from suyuan.access.rights import require, viewer
from suyuan.definitions.read import listed
from suyuan.definitions.read import one as definition
from suyuan.forms.catalogue import catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid
from suyuan.records.cell import Cell
from suyuan.records.columns import ReaderScope
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of, own_of
from suyuan.records.read import compiled as compiled_query
from suyuan.records.record import Query
from suyuan.records.register import Register
from suyuan.records.register_contents import Held, contents_then, unpacked
from suyuan.records.register_kind import Registers
from suyuan.records.statements import rows_of_many, statements
from suyuan.records.telling import Tell, Telling, Values
from suyuan.store.engine import Store

_CHUNK = 500
_ALL = 2**31 - 1


@dataclass(frozen=True)
class Span:
    """Days, the last one included."""

    first: date
    last: date

    def __str__(self) -> str:
        same = (self.last + timedelta(days=1)).day == 1 and self.first.day == 1 and self.first.month == self.last.month
        if same and self.first.year == self.last.year:
            return f"{self.first:%Y-%m}"
        return f"{self.first.isoformat()} – {self.last.isoformat()}"


def month(year: int, number: int) -> Span:
    """The days of one month."""
    first = date(year, number, 1)
    return Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


@dataclass(frozen=True)
class RegisterSheet:
    """A register read.

    :param heads: labels of the columns.
    :param rows: a line each.
    :param records: public id of the record of each line.
    :param hidden: labels of the columns that the reader may not read, which are left out.
    """

    register: Register
    span: Span
    heads: list[str]
    rows: list[list[Cell]]
    records: list[str]
    hidden: list[str]


def open_registers(store: Store, *, by: Actor) -> list[Register]:
    """The published registers over forms that the actor may read, in their order."""
    seen = viewer(store, by)
    with store.read() as conn:
        bodies = listed(conn, "registers")
    found = [Registers().parse(d.key, d.body)[0] for d in bodies]
    open_ = [r for r in found if r is not None and seen.can("read", r.form)]
    return sorted(open_, key=lambda r: (r.order, r.key))


def read_register(store: Store, key: str, span: Span, lang: str, *, by: Actor) -> RegisterSheet:
    """The lines of a register in ``span``, all of them, by the plant's clock; voided records are left out.

    :raises NotFound: there is no such register.
    :raises Forbidden: the actor may not read its form, or not the fields that choose its records.
    """
    with store.read() as conn:
        body = definition(conn, "registers", key).body
    register = Registers().parse(key, body)[0]
    assert register is not None
    seen = viewer(store, by)
    require(seen, "read", register.form)
    forms = catalogue(store)
    live = live_of(forms, register.form, reading=True)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        ids = _ids(desk, live, register, span)
        columns, hidden = _columns(desk, live, register, lang)
        kept = _kept_rows(desk, live, register, lang)
        lines = list(_lines(desk, live, register, ids, kept, [tell for _, tell in columns]))
    heads = [label for label, _ in columns]
    return RegisterSheet(register, span, heads, [row for _, row in lines], [uid for uid, _ in lines], hidden)


def _ids(desk: Desk, live: LiveForm, register: Register, span: Span) -> list[int]:
    query = Query(live.key, register.where or "", register.sort or f"{register.by},id", (), voided=False)
    if ReaderScope(live, desk.catalogue, desk.viewer).type_of((register.by,)) is None:
        raise Forbidden("records.register_hidden")
    try:
        made = compiled_query(desk, live, query)
    except Invalid:
        raise Forbidden("records.register_hidden") from None
    column = live.column(register.by)
    assert column is not None
    wanted = made.select.where(*_within(desk, live, register, column, span))
    return [row[0] for row in desk.conn.execute(wanted, {"limit": _ALL})]


def _within(
    desk: Desk, live: LiveForm, register: Register, column: ColumnElement[Any], span: Span
) -> list[ColumnElement[bool]]:
    found = live.scope.type_of((register.by,))
    if found is not None and found.kind == "datetime":
        day = desk.env.start_of
        return [column >= day(span.first), column < day(span.last + timedelta(days=1))]
    return [column >= span.first, column <= span.last]


def _columns(desk: Desk, live: LiveForm, register: Register, lang: str) -> tuple[list[tuple[str, Tell]], list[str]]:
    """Labels of the columns with what reads each, and the labels of those that may not be read."""
    telling = Telling(desk, live, register.rows, lang)
    shown: list[tuple[str, Tell]] = []
    hidden: list[str] = []
    for column in register.columns:
        label = (column.label or telling.label(column.path)).show(lang)
        tell = telling.path(column.path) if column.value is None else telling.value(column.value)
        if tell is None:
            hidden.append(label)
        else:
            shown.append((label, tell))
    return shown, hidden


def _kept_rows(desk: Desk, live: LiveForm, register: Register, lang: str) -> Callable[[Values, Values | None], bool]:
    """Which rows have a line.

    :raises Forbidden: the condition reads what the reader may not.
    """
    if not register.rows_where:
        return lambda values, row: True
    value = Telling(desk, live, register.rows, lang).plain(register.rows_where)
    if value is None:
        raise Forbidden("records.register_hidden")
    return lambda values, row: row is not None and value(values, row) is True


def _lines(
    desk: Desk,
    live: LiveForm,
    register: Register,
    ids: Sequence[int],
    kept: Callable[[Values, Values | None], bool],
    tells: Sequence[Tell],
) -> Iterator[tuple[str, list[Cell]]]:
    """The lines of the records ``ids``, in their order."""
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        rows = {row["id"]: row for row in statements(live).by_ids(desk.conn, chunk)}
        inside = rows_of_many(desk.conn, live, chunk, list(live.lists))
        held = contents_then(desk.conn, [rows[id]["uid"] for id in chunk]) if register.contents else {}
        for id in chunk:
            row = rows[id]
            values = own_of(desk, row) | live.load(row, desk, inside[id])
            for line in _rows_of(desk, register, values, held.get(row["uid"], {})):
                if kept(values, line):
                    yield row["uid"], [tell(values, line) for tell in tells]


def _rows_of(desk: Desk, register: Register, values: Values, held: Held) -> list[Values | None]:
    if not register.rows:
        return [None]
    rows: list[Values | None] = list(values.get(register.rows) or [None])
    contents = register.contents
    return rows if contents is None else [line for row in rows for line in unpacked(desk, contents, row, held)]

"""The walk itself: a recursive query gives the closure, three more give everything about it.

Ids go in as one JSON array (SQLite) or array (PostgreSQL), so that any number of them is one statement. Quantities are
read as whole millionths, since a walk may read hundreds of thousands of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Numeric,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import String

from suyuan.store.columns import Instant
from suyuan.trace.event import VOIDED, Side
from suyuan.trace.tables import lot, trace_event, trace_link

MILLION = 1_000_000
_e, _l, _k = trace_event.c, lot.c, trace_link.c

_PLAIN = Numeric(18, 6)

EVENT_COLUMNS = (
    "id", "verb", "event_time", "status", "inputs_total", "inputs_uom", "outputs_total", "outputs_uom", "loss",
)  # fmt: skip
"""What the walk itself needs of an event."""

SHOWN_COLUMNS = (
    "uid",
    "verb",
    "type",
    "action",
    "event_time",
    "offset_minutes",
    "recorded_at",
    "form",
    "record_uid",
    "record_title",
    "place_title",
    "source_title",
    "destination_title",
    "step",
    "disposition",
    "status",
    "event_id",
    "corrects",
    "voided_at",
)
"""What is shown of it, in the order of ``genealogy.Event``; ``corrects`` becomes a public id."""

UNIT_COLUMNS = (
    "id",
    "uid",
    "code",
    "kind",
    "title",
    "supplier_lot",
    "produced_on",
    "expires_on",
    "status",
    "uom",
    "stage",
    "form",
)

LinkRow = tuple[int, int, int, int, int | None]
"""unit, side, event, n, quantity in millionths."""


@dataclass(frozen=True)
class Direction:
    """Which sides a walk goes from and to, and which links of a reached unit it shows."""

    name: str
    sign: int
    from_: tuple[int, ...]
    to: tuple[int, ...]
    shown: tuple[int, ...]


_IN, _OUT = (Side.IN_INPUT, Side.IN_CHILD), (Side.OUT_OUTPUT, Side.OUT_PARENT)
FORWARD = Direction("forward", 1, _IN, _OUT, tuple(Side))
BACK = Direction("back", -1, _OUT, _IN, tuple(s for s in Side if s != Side.IN_INPUT))


class Walk:
    """Reads the graph for one trace.

    :param as_of: only what was known at this instant: events recorded until then and not yet declared errors.
    """

    def __init__(self, conn: Connection, as_of: datetime | None = None) -> None:
        self.conn = conn
        self.as_of = as_of
        self.sqlite = conn.dialect.name == "sqlite"

    def closure(self, start: int, direction: Direction, depth: int | None) -> list[int]:
        """Ids of every unit reached from ``start`` within ``depth`` generations, ``start`` among them."""
        return [row[0] for row in self._fetch(self._closure(start, direction, depth), {})]

    def _closure(self, start: int, direction: Direction, depth: int | None) -> Select[Any]:
        first = select(literal(start, BigInteger).label("unit"))
        if depth is not None:
            first = first.add_columns(literal(0).label("level"))
        reached = first.cte("reached", recursive=True)
        near, far = trace_link.alias("near"), trace_link.alias("far")
        joined = reached.join(near, and_(near.c.unit == reached.c.unit, self._on(near.c.side, direction.from_))).join(
            far, and_(far.c.event == near.c.event, self._on(far.c.side, direction.to))
        )
        step: Select[Any] = select(far.c.unit).select_from(self._known(joined, near.c.event))
        if depth is not None:
            step = step.add_columns(reached.c.level + 1).where(reached.c.level < depth)
        if self.as_of is not None:
            step = step.where(self._stands())
        whole = reached.union(step)
        return select(whole.c.unit).distinct() if depth is not None else select(whole.c.unit)

    def _on(self, side: ColumnElement[int], sides: tuple[int, ...]) -> ColumnElement[bool]:
        low, high = int(min(sides)), int(max(sides))
        found = side.between(low, high)
        return found if self.as_of is None else or_(found, side.between(low + VOIDED, high + VOIDED))

    def _known(self, joined: FromClause, event: ColumnElement[int]) -> FromClause:
        return joined if self.as_of is None else joined.join(trace_event, _e.id == event)

    def _stands(self) -> ColumnElement[bool]:
        return and_(_e.recorded_at <= self.as_of, or_(_e.voided_at.is_(None), _e.voided_at > self.as_of))

    def links_of(self, units: Iterable[int], sides: tuple[int, ...]) -> list[LinkRow]:
        """The links of ``units`` on ``sides``."""
        return self._links(units, _k.unit, sides)

    def links_in(self, events: Iterable[int], sides: tuple[int, ...]) -> list[LinkRow]:
        """The links of ``events`` on ``sides``."""
        return self._links(events, _k.event, sides)

    def _links(self, ids: Iterable[int], column: ColumnElement[int], sides: tuple[int, ...]) -> list[LinkRow]:
        given, among = self._given(ids)
        query = select(_k.unit, _k.side % VOIDED, _k.event, _k.n, self._millionths(_k.quantity)).select_from(
            self._known(among.join(trace_link, and_(column == among.c.value, self._on(_k.side, sides))), _k.event)
        )
        if self.as_of is not None:
            query = query.where(self._stands())
        return self._rows(query, given)

    def day(self, kept: Any) -> date | None:
        """A date as the driver gave it."""
        if kept is None or not self.sqlite:
            return kept  # type: ignore[no-any-return]
        return date.fromisoformat(kept)

    def events(self, ids: Iterable[int], shown: bool) -> list[Any]:
        """Rows of ``EVENT_COLUMNS`` for ``ids``, with ``SHOWN_COLUMNS`` behind them if ``shown``; instants as text."""
        given, among = self._given(ids)
        names = EVENT_COLUMNS + SHOWN_COLUMNS if shown else EVENT_COLUMNS
        query = select(*(self._event_column(n) for n in names)).select_from(
            among.join(trace_event, _e.id == among.c.value)
        )
        return self._rows(query, given)

    def _event_column(self, name: str) -> ColumnElement[Any]:
        column = _e[name]
        if name.endswith("_total"):
            return self._millionths(column)
        if name == "corrects":
            old = trace_event.alias("old")
            return select(old.c.uid).where(old.c.id == column).scalar_subquery()
        if isinstance(column.type, Instant) and not self.sqlite:
            return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        return column

    def units(self, ids: Iterable[int]) -> list[Any]:
        """Rows of ``UNIT_COLUMNS`` for ``ids``."""
        given, among = self._given(ids)
        query = select(*(_l[n] for n in UNIT_COLUMNS)).select_from(among.join(lot, _l.id == among.c.value))
        return self._rows(query, given)

    def _given(self, ids: Iterable[int]) -> tuple[Any, FromClause]:
        if self.sqlite:
            among = func.json_each(bindparam("ids", type_=String())).table_valued("value")
            return json.dumps(list(ids)), among
        unnested = func.unnest(bindparam("ids", type_=ARRAY(BigInteger))).table_valued("value")
        return list(ids), unnested.render_derived()

    def _rows(self, query: Select[Any], given: Any) -> list[Any]:
        return self._fetch(query, {"ids": given})

    def _fetch(self, query: Select[Any], given: dict[str, Any]) -> list[Any]:
        """The driver's own rows: nothing is spent on the columns' types, so days and instants are as they are kept."""
        result = self.conn.execute(query, given)
        try:
            return list(result.cursor.fetchall())
        finally:
            result.close()

    def _millionths(self, column: ColumnElement[Any]) -> ColumnElement[int]:
        if self.sqlite:
            return type_coerce(column, BigInteger)
        return cast(type_coerce(column, _PLAIN) * MILLION, BigInteger)

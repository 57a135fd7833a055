"""What looks wrong in the graph though every record was allowed: to be looked at by people, never mended by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from suyuan.kernel.errors import Mistake
from suyuan.trace.event import Side
from suyuan.trace.share import components
from suyuan.trace.tables import lot, lot_balance, trace_event, trace_link
from suyuan.trace.words import plain

_e, _k, _l, _b = trace_event.c, trace_link.c, lot.c, lot_balance.c
TOLERANCE = Decimal("0.2")
_USES = (Side.IN_INPUT, Side.IN_CHILD)
_MAKES = (Side.OUT_OUTPUT, Side.OUT_PARENT)


class Finding(msgspec.Struct, frozen=True):
    """One thing to look at.

    :param code: text key, with ``params`` for its words.
    :param lots: codes of the lots it is about.
    :param records: titles of the records it is about.
    """

    code: str
    params: dict[str, Any]
    lots: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    def mistake(self) -> Mistake:
        """It as a message."""
        return Mistake("", self.code, self.params)


def lint(conn: Connection, tolerance: Decimal = TOLERANCE) -> list[Finding]:
    """Everything that looks wrong: circles, uses before the lot existed or after it expired, mass, negative balances.

    :param tolerance: by which part of the input the output of a transformation may differ.
    """
    return [
        *_circles(conn),
        *_used_before(conn),
        *_used_expired(conn),
        *_mass(conn, tolerance),
        *_negative(conn),
    ]


def _circles(conn: Connection) -> Iterator[Finding]:
    near, far = trace_link.alias("near"), trace_link.alias("far")
    flows = (
        select(near.c.unit, far.c.unit)
        .join(far, far.c.event == near.c.event)
        .where(near.c.side.in_(_USES), far.c.side.in_(_MAKES))
    )
    place: dict[int, int] = {}
    nexts: list[list[int]] = []
    for source, target in conn.execute(flows):
        for unit in (source, target):
            if unit not in place:
                place[unit] = len(nexts)
                nexts.append([])
        nexts[place[source]].append(place[target])
    units = list(place)
    for group in components(nexts):
        if len(group) > 1 or group[0] in nexts[group[0]]:
            named = select(_l.code).where(_l.id.in_([units[n] for n in group[:50]])).order_by(_l.code)
            found = tuple(conn.execute(named).scalars())
            yield Finding("trace.lint_circle", {"lots": ", ".join(found), "count": len(group)}, found)


def _used_before(conn: Connection) -> Iterator[Finding]:
    began = (
        select(_k.unit, func.min(_e.event_time).label("at"))
        .join(trace_event, _e.id == _k.event)
        .where(_k.side.in_(_MAKES))
        .group_by(_k.unit)
        .subquery()
    )
    early = (
        select(_l.code, _e.event_time, _e.record_title, began.c.at)
        .join(trace_link, _k.event == _e.id)
        .join(began, began.c.unit == _k.unit)
        .join(lot, _l.id == _k.unit)
        .where(_k.side.in_(_USES), _e.event_time < began.c.at)
        .order_by(_e.id)
    )
    for row in conn.execute(early):
        params = {"lot": row.code, "used": row.event_time.isoformat(), "made": row.at.isoformat()}
        yield Finding("trace.lint_used_before", params, (row.code,), (row.record_title or "",))


def _used_expired(conn: Connection) -> Iterator[Finding]:
    uses = (
        select(_l.code, _l.expires_on, _e.event_time, _e.record_title)
        .join(trace_link, _k.unit == _l.id)
        .join(trace_event, _e.id == _k.event)
        .where(_l.expires_on.is_not(None), _k.side.in_(_USES))
        .order_by(_e.id)
    )
    for row in conn.execute(uses):
        if row.event_time.date() > row.expires_on:
            params = {"lot": row.code, "used": str(row.event_time.date()), "expired": str(row.expires_on)}
            yield Finding("trace.lint_used_expired", params, (row.code,), (row.record_title or "",))


def _mass(conn: Connection, tolerance: Decimal) -> Iterator[Finding]:
    totals = select(_e.record_title, _e.inputs_total, _e.outputs_total, _e.inputs_uom).where(
        _e.verb == "transform",
        _e.voided_at.is_(None),
        _e.inputs_uom == _e.outputs_uom,
        _e.inputs_total > 0,
    )
    for row in conn.execute(totals.order_by(_e.id)):
        if abs(row.outputs_total - row.inputs_total) > row.inputs_total * tolerance:
            params = {"fed": plain(row.inputs_total), "made": plain(row.outputs_total), "uom": row.inputs_uom}
            yield Finding("trace.lint_mass", params, (), (row.record_title or "",))


def _negative(conn: Connection) -> Iterator[Finding]:
    short = select(_l.code, _l.uom, _b.on_hand).join(lot_balance, _b.lot == _l.id).where(_b.on_hand < 0)
    for row in conn.execute(short.order_by(_l.id)):
        params = {"lot": row.code, "on_hand": plain(row.on_hand), "uom": row.uom}
        yield Finding("trace.lint_negative", params, (row.code,))

"""How many records a query finds for each value of a field: the columns of a board."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.faces import BY
from suyuan.forms.live_field import LiveField
from suyuan.forms.values import PERSON
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import refuse
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.read import compiled
from suyuan.records.record import Query
from suyuan.records.show import may_know
from suyuan.store.engine import Store

COUNTED = 20_000
"""Records that are looked at; beyond these the counts say "at least"."""
MOST = 200


class Group(msgspec.Struct, frozen=True):
    """The records with one value.

    :param value: a choice's key, ``{id, title}`` of a record or person, ``None`` for blank.
    """

    value: Any
    count: int


class Groups(msgspec.Struct, frozen=True):
    """Records by the values of a field, the largest group first.

    :param more: there are more records than were counted: every count is a least one.
    :param left_out: groups beyond the first 200.
    """

    items: list[Group]
    more: bool
    left_out: int


def groups(store: Store, query: Query, key: str, *, by: Actor) -> Groups:
    """Count the records that a query finds by the field ``key``.

    :raises Forbidden: the actor may not read the form.
    :raises Invalid: a bad ``where``, or a field that is unknown, unreadable or no choice or link.
    """
    seen = viewer(store, by)
    require(seen, "read", query.form)
    forms = catalogue(store)
    live = live_of(forms, query.form, reading=True)
    field = live.plain.get(key)
    if field is None or field.field.type not in BY or not seen.readable(live.key).has(key):
        raise refuse("by", "records.no_field", field=key[:100])
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        asked = (
            compiled(desk, live, query)
            .select.order_by(None)
            .with_only_columns(field.columns[0].label("value"), maintain_column_froms=True)
        )
        found = asked.subquery()
        count = func.count()
        counted = select(found.c.value, count).group_by(found.c.value).order_by(count.desc(), found.c.value)
        rows = conn.execute(counted, {"limit": COUNTED + 1}).all()
        items = [Group(value, n) for value, n in _told(conn, desk, field, [tuple(row) for row in rows[:MOST]])]
    return Groups(items, sum(row[1] for row in rows) > COUNTED, max(0, len(rows) - MOST))


def _told(conn: Connection, desk: Desk, field: LiveField, rows: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    form = field.type.expr_type(field.field).form
    if form is None:
        return rows
    if form != PERSON:
        desk.prefetch(form, [value for value, _ in rows if value is not None])
    told = []
    for value, count in rows:
        linked = None if value is None else desk.at(form, value)
        known = linked is not None and may_know(desk, linked)
        told.append((linked and {"id": linked.uid, "title": linked.title if known else None}, count))
    return told

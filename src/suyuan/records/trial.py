"""A form that is being drawn, tried before it is published: nothing is written, and no table need exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import structs
from sqlalchemy import Connection

from suyuan.access.rights import viewer
from suyuan.definitions.definition import Body
from suyuan.definitions.publish import examine
from suyuan.definitions.world import World
from suyuan.forms.catalogue import catalogue
from suyuan.forms.form import Form
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk
from suyuan.records.options import offered_at
from suyuan.records.prepare import prepare
from suyuan.records.record import Checked
from suyuan.records.rows import proposed
from suyuan.records.secrets import unreadable
from suyuan.records.show import shown
from suyuan.records.trying import compiled, trying
from suyuan.store.engine import Store

HARMLESS = ("label", "title", "views", "updates", "about", "then", "serves", "uniques", "sort")
"""Parts of a document that are not used when a record is tried."""
LATER = frozenset({"forms.type_changed", "forms.not_unique_yet"})
"""Mistakes that stand in the way of publishing only."""


@dataclass(frozen=True)
class Trial:
    """One form ready to be tried by one person."""

    desk: Desk
    live: LiveForm


def trial(store: Store, conn: Connection, key: str, body: Body, by: Actor) -> Trial:
    """The document ``body`` of the form ``key``, ready to be tried.

    :raises Invalid: the mistakes that keep it from working, below ``definition``; or it reads what ``by`` may not.
    """
    found, mistakes = examine(World(conn), "forms", {key: body})
    bare = [Mistake(m.path.partition("/")[2], m.code, m.params) for m in mistakes]
    blocking = [m for m in bare if m.code not in LATER and _head(m.path) not in (*HARMLESS, "trace")]
    if blocking or not found:
        raise Invalid([m.under("definition") for m in blocking or bare])
    form: Form = found[0].new
    if any(_head(m.path) == "trace" for m in bare):
        form = structs.replace(form, trace=[])
    forms, seen = catalogue(store), trying(viewer(store, by))
    live = compiled(form, forms)
    if barred := unreadable(live, forms, seen):
        raise Invalid([m.under("definition") for m in barred])
    return Trial(desk_for(store, conn, forms, seen, store.clock.now()), live)


def _head(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def try_record(store: Store, key: str, body: Body, given: Mapping[str, Any], *, by: Actor) -> Checked:
    """What submitting ``given`` would do if the document were published: computed values and every mistake.

    :raises Invalid: as ``trial``.
    """
    with store.read() as conn:
        found = trial(store, conn, key, body, by)
        desk, live = found.desk, found.live
        ready = prepare(desk, live, given)
        return Checked(shown(desk, live, ready.values, live.wire(ready.values)), ready.mistakes)


def try_options(
    store: Store,
    key: str,
    body: Body,
    field: str,
    *,
    by: Actor,
    values: Mapping[str, Any],
    row: Mapping[str, Any] | None,
    search: str,
    limit: int,
) -> dict[str, Any]:
    """What the field would offer; otherwise as ``options``.

    :raises Invalid: as ``trial``; the field is unknown or offers nothing.
    """
    with store.read() as conn:
        found = trial(store, conn, key, body, by)
        return offered_at(found.desk, found.live, field, values, row, search, limit)


def try_rows(store: Store, key: str, body: Body, field: str, *, by: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """The rows that the detail list would propose; otherwise as ``rows``.

    :raises Invalid: as ``trial``; the field is unknown or proposes nothing.
    """
    with store.read() as conn:
        found = trial(store, conn, key, body, by)
        return proposed(found.desk, found.live, field, values)

"""Views of a list that people keep: a condition, an order, the columns; for oneself or for all."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import delete, or_, select

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, NotFound, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.desk import desk_for
from suyuan.records.look import live_of
from suyuan.records.read import compiled
from suyuan.records.record import Query
from suyuan.records.tables import saved_view
from suyuan.store.engine import Store, Tx

LONGEST = 100
_v = saved_view.c


class View(msgspec.Struct, frozen=True):
    """A view somebody keeps.

    :param fields: paths of the columns.
    :param own: the reader made it, and may delete it.
    """

    id: str
    name: str
    shared: bool
    where: str | None
    sort: str | None
    fields: list[str]
    own: bool = True


def views(store: Store, form: str, *, by: Actor) -> list[View]:
    """One's own views of a form and those shared by others, by name."""
    require(viewer(store, by), "read", form)
    query = select(saved_view).where(_v.form == form, or_(_v.owner == by.key, _v.shared)).order_by(_v.name, _v.id)
    with store.read() as conn:
        return [_view(row, by) for row in conn.execute(query).mappings()]


def _view(row: Any, by: Actor) -> View:
    body = row["body"]
    return View(
        row["uid"], row["name"], row["shared"], body["where"], body["sort"], body["fields"], row["owner"] == by.key
    )


def keep_view(
    store: Store,
    form: str,
    name: str,
    *,
    by: Actor,
    where: str | None = None,
    sort: str | None = None,
    fields: list[str] | None = None,
    shared: bool = False,
) -> View:
    """Keep a view.

    :raises Invalid: a blank name, or a condition, order or column that the actor could not read by.
    """
    seen = viewer(store, by)
    require(seen, "read", form)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)
    if not name.strip():
        raise refuse("name", "records.name_blank")
    if len(name) > LONGEST:
        raise refuse("name", "records.name_long", most=LONGEST)
    query = Query(form, where or "", sort or "", tuple(fields) if fields else None)
    with store.read() as conn:
        compiled(desk_for(store, conn, forms, seen, store.clock.now()), live, query)
    view = View(store.ids.new(), name.strip(), shared, where, sort, fields or [])

    def write(tx: Tx) -> View:
        body = {"where": where, "sort": sort, "fields": view.fields}
        row = {"uid": view.id, "form": form, "name": view.name, "owner": by.key, "shared": shared, "body": body}
        tx.run(saved_view.insert(), row | {"made_at": tx.now})
        append(
            tx, "view.kept", Subject("view", view.id), {"form": form, "name": view.name, "shared": shared, **body}, by
        )
        return view

    return store.write(write)


def drop_view(store: Store, form: str, uid: str, *, by: Actor) -> None:
    """Delete a view of one's own; designers may delete shared ones.

    :raises NotFound: there is none.
    :raises Forbidden: it is somebody else's.
    """
    seen = viewer(store, by)
    require(seen, "read", form)

    def write(tx: Tx) -> None:
        row = tx.run(select(saved_view).where(_v.uid == uid, _v.form == form)).mappings().first()
        if row is None or not (row["owner"] == by.key or row["shared"]):
            raise NotFound("records.no_view")
        if row["owner"] != by.key and not seen.may("design"):
            raise Forbidden("records.not_own_view")
        tx.run(delete(saved_view).where(_v.uid == uid))
        append(tx, "view.dropped", Subject("view", uid), {"form": form, "name": row["name"]}, by)

    store.write(write)

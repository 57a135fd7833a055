"""Views of a list that people keep: a condition, an order, the columns, the face; for oneself or for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, delete, func, or_, select, update

from suyuan.access.rights import Viewer, require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.faces import FaceKind, face_fields, face_mistakes
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake, NotFound, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.read import compiled
from suyuan.records.record import Query
from suyuan.records.tables import saved_view, view_choice
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx

LONGEST = 100
MOST = 100
"""Views of one form that one person may keep."""
LEAST_WIDTH, MOST_WIDTH = 40, 1200
_v = saved_view.c


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a view shows.

    :param where: condition as expression text.
    :param sort: as of a query.
    :param fields: paths of the columns, or of what a card shows.
    :param widths: pixels by column.
    :param face: table, kanban (columns ``by`` a field), calendar (``date`` to ``until``), gallery (``picture``).
    """

    where: str | None = None
    sort: str | None = None
    fields: list[str] = []
    widths: dict[str, int] = {}
    face: FaceKind = "table"
    by: str | None = None
    date: str | None = None
    until: str | None = None
    picture: str | None = None


class View(Look, frozen=True, kw_only=True):
    """A view somebody keeps, as one reader sees it.

    :param own: the reader made it.
    :param may: the reader may change and delete it.
    :param barred: it goes by fields that the reader may not see, or that are gone; what it shows is left out.
    """

    id: str
    name: str
    shared: bool
    own: bool = True
    may: bool = True
    barred: bool = False


class Views(msgspec.Struct, frozen=True):
    """The views of a form's list.

    :param chosen: the one the reader's list opens with: a view's id, ``form.<key>``, or ``""``.
    """

    items: list[View]
    chosen: str


def views(store: Store, form: str, *, by: Actor) -> Views:
    """One's own views of a form and those shared by others, by name."""
    seen = viewer(store, by)
    require(seen, "read", form)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)
    query = select(saved_view).where(_v.form == form, or_(_v.owner == by.key, _v.shared)).order_by(_v.name, _v.id)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        items = [_view(desk, live, row) for row in conn.execute(query).mappings()]
        return Views(items, _chosen(conn, form, by))


def _chosen(conn: Connection, form: str, by: Actor) -> str:
    query = select(view_choice.c.view).where(view_choice.c.owner == by.key, view_choice.c.form == form)
    return conn.scalar(query) or ""


def _view(desk: Desk, live: LiveForm, row: RowMapping) -> View:
    own = row["owner"] == desk.viewer.actor.key
    head = {"id": row["uid"], "name": row["name"], "shared": row["shared"], "own": own, "may": own or _all(desk.viewer)}
    look = msgspec.convert(row["body"], Look)
    if _mistakes(desk, live, look):
        return View(**head, barred=True)
    return View(**head, **msgspec.structs.asdict(look))


def _all(seen: Viewer) -> bool:
    return seen.may("design")


def _mistakes(desk: Desk, live: LiveForm, look: Look) -> list[Mistake]:
    """What of a view the desk's viewer could not ask for."""
    may = desk.viewer.readable(live.key)
    found = list(face_mistakes(look, lambda key: live.field(key) if may.has(key) else None))
    for key, width in look.widths.items():
        if key not in look.fields:
            found.append(Mistake("widths", "records.no_field", {"field": key[:100]}))
        elif not LEAST_WIDTH <= width <= MOST_WIDTH:
            found.append(Mistake("widths", "records.view_width", {"least": LEAST_WIDTH, "most": MOST_WIDTH}))
    asked = dict.fromkeys(path for path in (*look.fields, *face_fields(look)) if path not in ("created_at", "state"))
    try:
        compiled(desk, live, Query(live.key, look.where or "", look.sort or "", tuple(asked) or None))
    except Invalid as error:
        found += error.mistakes
    return found


def keep_view(store: Store, form: str, name: str, look: Look, *, by: Actor, shared: bool = False) -> View:
    """Keep a view.

    :raises Invalid: a blank name, or a condition, order, column or face that the actor could not read by.
    """
    live = _checked(store, form, name, look, by)
    view = View(id=store.ids.new(), name=name.strip(), shared=shared, **msgspec.structs.asdict(look))

    def write(tx: Tx) -> View:
        kept = tx.run(select(func.count()).where(_v.form == form, _v.owner == by.key)).scalar_one()
        if kept >= MOST:
            raise refuse("name", "records.views_many", most=MOST)
        body = msgspec.to_builtins(look)
        row = {"uid": view.id, "form": live.key, "name": view.name, "owner": by.key, "shared": shared, "body": body}
        tx.run(saved_view.insert(), row | {"made_at": tx.now})
        _tell(tx, "view.kept", view, live.key, by)
        return view

    return store.write(write)


def change_view(store: Store, form: str, uid: str, changes: Mapping[str, Any], *, by: Actor) -> View:
    """Change a view of one's own; designers may change shared ones.

    :param changes: ``name``, ``shared`` and members of ``Look``; what is absent stays.
    :raises NotFound: there is none.
    :raises Forbidden: it is somebody else's.
    :raises Invalid: as when keeping one.
    """
    seen = viewer(store, by)
    require(seen, "read", form)

    def write(tx: Tx) -> View:
        row = _changeable(tx, seen, form, uid)
        told = {k: v for k, v in changes.items() if k not in ("name", "shared")}
        look = msgspec.convert(row["body"] | told, Look)
        name, shared = changes.get("name", row["name"]).strip(), changes.get("shared", row["shared"])
        _checked(store, form, name, look, by)
        own = row["owner"] == by.key
        view = View(id=uid, name=name, shared=shared, own=own, **msgspec.structs.asdict(look))
        body = msgspec.to_builtins(look)
        tx.run(update(saved_view).where(_v.uid == uid).values(name=name, shared=shared, body=body))
        _tell(tx, "view.changed", view, form, by)
        return view

    return store.write(write)


def _checked(store: Store, form: str, name: str, look: Look, by: Actor) -> LiveForm:
    seen = viewer(store, by)
    require(seen, "read", form)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)
    mistakes = [] if name.strip() else [Mistake("name", "records.name_blank")]
    if len(name) > LONGEST:
        mistakes.append(Mistake("name", "records.name_long", {"most": LONGEST}))
    with store.read() as conn:
        mistakes += _mistakes(desk_for(store, conn, forms, seen, store.clock.now()), live, look)
    if mistakes:
        raise Invalid(mistakes)
    return live


def _changeable(tx: Tx, seen: Viewer, form: str, uid: str) -> RowMapping:
    """The row of a view that the viewer may change."""
    row = tx.run(select(saved_view).where(_v.uid == uid, _v.form == form)).mappings().first()
    own = row is not None and row["owner"] == seen.actor.key
    if row is None or not (own or row["shared"]):
        raise NotFound("records.no_view")
    if not own and not _all(seen):
        raise Forbidden("records.not_own_view")
    return row


def _tell(tx: Tx, kind: str, view: View, form: str, by: Actor) -> None:
    body = {k: v for k, v in msgspec.to_builtins(view).items() if k not in ("id", "own", "may", "barred")}
    append(tx, kind, Subject("view", view.id), {"form": form, **body}, by)


def drop_view(store: Store, form: str, uid: str, *, by: Actor) -> None:
    """Delete a view of one's own; designers may delete shared ones.

    :raises NotFound: there is none.
    :raises Forbidden: it is somebody else's.
    """
    seen = viewer(store, by)
    require(seen, "read", form)

    def write(tx: Tx) -> None:
        row = _changeable(tx, seen, form, uid)
        tx.run(delete(saved_view).where(_v.uid == uid))
        tx.run(delete(view_choice).where(view_choice.c.form == form, view_choice.c.view == uid))
        append(tx, "view.dropped", Subject("view", uid), {"form": form, "name": row["name"]}, by)

    store.write(write)


def choose_view(store: Store, form: str, view: str, *, by: Actor) -> None:
    """Have the actor's list of a form open with a view.

    :param view: the id of one the actor sees, ``form.<key>`` of one that came with the form, ``""`` for all records.
    :raises NotFound: there is none.
    """
    live = live_of(catalogue(store), form, reading=True)
    known = {one.id for one in views(store, form, by=by).items} | {f"form.{one.key}" for one in live.form.views}
    if view and view not in known:
        raise NotFound("records.no_view")

    def write(tx: Tx) -> None:
        mine = (view_choice.c.owner == by.key) & (view_choice.c.form == form)
        if not view:
            tx.run(delete(view_choice).where(mine))
        elif not insert_new(tx.conn, view_choice, {"owner": by.key, "form": form, "view": view}):
            tx.run(update(view_choice).where(mine).values(view=view))

    store.write(write)

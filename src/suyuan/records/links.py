"""Public links: who runs a form makes them, sees what came by them, ends them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, RowMapping, func, select, update

from suyuan.access.password import hash_password
from suyuan.access.rights import Viewer, viewer
from suyuan.access.token import digest, new_token
from suyuan.forms.catalogue import catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake, NotFound, refuse
from suyuan.kernel.i18n import Label
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.desk import desk_for
from suyuan.records.link_terms import Terms, term_mistakes
from suyuan.records.look import Desk, live_of
from suyuan.records.plant import plant_of
from suyuan.records.tables import form_link, form_link_use
from suyuan.store.engine import Store, Tx

LONGEST_NAME = 100
MOST = 200
"""Links of one form that are open."""
LONGEST = timedelta(days=731)
PIN_LEAST, PIN_MOST = 4, 12
State = Literal["open", "expired", "used_up", "revoked"]
_l, _u = form_link.c, form_link_use.c


class Fixed(msgspec.Struct, frozen=True):
    """A value that a link fills in."""

    field: str
    label: Label
    shown: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A public link as those who run the form see it; its address is told only when it is made.

    :param used: records that came by it, ``today`` those of the plant's day.
    :param pin: visitors are asked for one.
    :param url: its address, and ``qr`` the same as an SVG; only in the answer that made it.
    """

    id: str
    name: str
    state: State
    fields: list[str]
    fixed: list[Fixed]
    expires_at: datetime
    most: int | None
    daily: int | None
    trace: bool
    pin: bool
    used: int
    today: int
    last_used_at: datetime | None
    made_by: str
    made_at: datetime
    token: str | None = None


def require_sharing(seen: Viewer) -> None:
    """Raise ``Forbidden`` unless the viewer may make and end links: who may design or administer."""
    if not (seen.may("design") or seen.may("admin")):
        raise Forbidden("records.link_may_not")


def links(store: Store, form: str, *, by: Actor) -> list[Link]:
    """The links of a form, newest first."""
    seen = viewer(store, by)
    require_sharing(seen)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        rows = conn.execute(select(form_link).where(_l.form == form).order_by(_l.id.desc())).mappings().all()
        return [_told(desk, live, row, today_of(store, conn, row["id"], store.clock.now())) for row in rows]


def make_link(store: Store, form: str, name: str, terms: Terms, *, by: Actor, pin: str | None = None) -> Link:
    """Make a public link to a form.

    :param pin: digits that visitors are asked for.
    :returns: the link with its token, which is kept nowhere.
    :raises Forbidden: the actor may neither design nor administer.
    :raises Invalid: every mistake in the terms at once.
    """
    seen = viewer(store, by)
    require_sharing(seen)
    forms = catalogue(store)
    live = live_of(forms, form)
    pin_hash = None if pin is None else hash_password(_good_pin(pin))

    def write(tx: Tx) -> Link:
        desk = desk_for(store, tx.conn, forms, seen, tx.now)
        mistakes = _name_mistakes(name) + list(term_mistakes(live, terms, tx.now)) + _fixed_mistakes(desk, live, terms)
        if terms.expires_at > tx.now + LONGEST:
            mistakes.append(Mistake("expires_at", "records.link_far", {"days": LONGEST.days}))
        if mistakes:
            raise Invalid(mistakes)
        opened = select(func.count()).where(_l.form == form, _l.revoked_at.is_(None), _l.expires_at > tx.now)
        if tx.run(opened).scalar_one() >= MOST:
            raise refuse("", "records.links_many", most=MOST)
        token, uid = new_token(), store.ids.new()
        body = msgspec.to_builtins(terms)
        row = {"uid": uid, "form": form, "name": name.strip(), "body": body, "expires_at": terms.expires_at, "used": 0}
        row |= {"made_by": by.key, "made_by_name": by.name, "made_at": tx.now}
        tx.run(form_link.insert(), row | {"token_hash": digest(token), "pin_hash": pin_hash})
        told = {"form": form, "name": name.strip(), "terms": body, "pin": pin is not None}
        append(tx, "link.made", Subject("link", uid), told, by)
        found = tx.run(select(form_link).where(_l.uid == uid)).mappings().one()
        return msgspec.structs.replace(_told(desk, live, found, 0), token=token)

    return store.write(write)


def renew_link(store: Store, form: str, uid: str, *, by: Actor) -> Link:
    """Give a link another address; the old one ends at once.

    :raises NotFound: there is none, or it has ended.
    """
    token = new_token()

    def change(tx: Tx, row: RowMapping) -> None:
        tx.run(update(form_link).where(_l.id == row["id"]).values(token_hash=digest(token)))

    return msgspec.structs.replace(_changed(store, form, uid, "link.renewed", change, by), token=token)


def revoke_link(store: Store, form: str, uid: str, *, by: Actor) -> None:
    """End a link; what came by it stays.

    :raises NotFound: there is none, or it has ended.
    """

    def change(tx: Tx, row: RowMapping) -> None:
        tx.run(update(form_link).where(_l.id == row["id"]).values(revoked_at=tx.now))

    _changed(store, form, uid, "link.revoked", change, by)


def _changed(store: Store, form: str, uid: str, kind: str, change: Any, by: Actor) -> Link:
    seen = viewer(store, by)
    require_sharing(seen)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)

    def write(tx: Tx) -> Link:
        query = select(form_link).where(_l.uid == uid, _l.form == form, _l.revoked_at.is_(None))
        row = tx.run(query.with_for_update()).mappings().first()
        if row is None:
            raise NotFound("records.no_link")
        change(tx, row)
        append(tx, kind, Subject("link", uid), {"form": form, "name": row["name"]}, by)
        desk = desk_for(store, tx.conn, forms, seen, tx.now)
        return _told(desk, live, row, today_of(store, tx.conn, row["id"], tx.now))

    return store.write(write)


def _told(desk: Desk, live: LiveForm, row: RowMapping, today: int) -> Link:
    terms = terms_of(row)
    same = {k: getattr(terms, k) for k in ("fields", "expires_at", "most", "daily", "trace")}
    return Link(
        id=row["uid"],
        name=row["name"],
        state=state_of(row, terms, desk.env.now),
        fixed=[Fixed(k, label, shown) for k, label, shown in _fixed(desk, live, terms.fixed)],
        pin=row["pin_hash"] is not None,
        used=row["used"],
        today=today,
        last_used_at=row["last_used_at"],
        made_by=row["made_by_name"],
        made_at=row["made_at"],
        **same,
    )


def _fixed(desk: Desk, live: LiveForm, fixed: Mapping[str, Any]) -> list[tuple[str, Label, str]]:
    """The fixed values in words, as far as the desk's viewer may know what they lead to."""
    values, _ = live.clean({k: v for k, v in fixed.items() if k in live.fields}, desk)
    words = live.show(values, desk.viewer.actor.lang)
    return [
        (key, live.fields[key].field.label if key in live.fields else Label(key, key), str(words.get(key) or ""))
        for key in fixed
    ]


def terms_of(row: RowMapping) -> Terms:
    """What a link allows."""
    return msgspec.convert(row["body"], Terms)


def state_of(row: RowMapping, terms: Terms, now: datetime) -> State:
    """Whether a link can still be used."""
    if row["revoked_at"] is not None:
        return "revoked"
    if terms.expires_at <= now:
        return "expired"
    return "used_up" if terms.most is not None and row["used"] >= terms.most else "open"


def today_of(store: Store, conn: Connection, link: int, now: datetime) -> int:
    """How many records came by a link in the plant's day."""
    zone = plant_of(store).tz
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    count = select(func.count()).where(_u.link == link, _u.at >= midnight)
    return conn.scalar(count) or 0


def _name_mistakes(name: str) -> list[Mistake]:
    if not name.strip():
        return [Mistake("name", "records.name_blank")]
    return [Mistake("name", "records.name_long", {"most": LONGEST_NAME})] if len(name) > LONGEST_NAME else []


def _fixed_mistakes(desk: Desk, live: LiveForm, terms: Terms) -> list[Mistake]:
    """What is wrong with the fixed values: each must be one that a person could give."""
    _, mistakes = live.clean(terms.fixed, desk)
    for key in terms.fixed:
        if key in live.lists or (key in live.fields and live.fields[key].field.type == "serial"):
            mistakes.append(Mistake(key, "records.no_field", {"field": key[:100]}))
    return [mistake.under("fixed") for mistake in mistakes]


def _good_pin(pin: str) -> str:
    if not (PIN_LEAST <= len(pin) <= PIN_MOST and pin.isascii() and pin.isdigit()):
        raise refuse("pin", "records.link_pin", least=PIN_LEAST, most=PIN_MOST)
    return pin

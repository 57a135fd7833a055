"""API keys: a program's way in, in the name of a person and never with more rights than they have now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from suyuan.access.admin import require_admin
from suyuan.access.person import Person, person_by_id, person_by_uid
from suyuan.access.policy import Cached, bump, cache_of, change
from suyuan.access.scope import Scopes
from suyuan.access.tables import api_key as t
from suyuan.access.token import LENGTH, digest, new_token
from suyuan.access.words import check_name
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake, NotFound, NotSignedIn
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Store, Tx

PREFIX = "sy_"
USED_EVERY = timedelta(minutes=1)
"""``last_used`` is written at most this often."""


class ApiKey(msgspec.Struct, frozen=True):
    """What is known of a key; its secret is not."""

    id: int
    uid: str
    name: str
    scopes: Scopes
    created: datetime
    expires: datetime | None
    last_used: datetime | None


@dataclass(frozen=True)
class NewKey:
    """A key just made; ``secret`` is told this once."""

    secret: str
    key: ApiKey


def make_key(
    store: Store,
    person: str,
    name: str,
    scopes: Scopes | Mapping[str, Any],
    *,
    by: Actor,
    expires: datetime | None = None,
) -> NewKey:
    """A key for the person with public id ``person``: for oneself only, or made by the product itself (CLI).

    :param scopes: ``{forms: [{form, verbs}], abilities: []}``; nothing is allowed that is not named.
    :raises Forbidden: for somebody else, or asked for by a key.
    :raises Invalid: every mistake at once.
    """
    _may_make(person, by)
    mistakes = check_name(name)
    found = Scopes()
    try:
        found = scopes if isinstance(scopes, Scopes) else msgspec.convert(scopes, Scopes)
    except msgspec.ValidationError as error:
        mistakes.append(Mistake("scopes", "access.bad_scopes", {"reason": str(error)}))
    if expires is not None and expires <= store.clock.now():
        mistakes.append(Mistake("expires", "access.past"))
    if mistakes:
        raise Invalid(mistakes)
    secret = PREFIX + new_token()
    return change(store, lambda tx: NewKey(secret, _keep(tx, person, name.strip(), found, secret, expires, by)))


def _may_make(person: str, by: Actor) -> None:
    if by.api_key is not None:
        raise Forbidden("access.key_needs_person")
    if not by.is_system and by.key != f"person:{person}":
        raise Forbidden("access.key_for_other")


def _keep(tx: Tx, person: str, name: str, scopes: Scopes, secret: str, expires: datetime | None, by: Actor) -> ApiKey:
    bump(tx)
    owner = person_by_uid(tx.conn, person)
    if owner is None or not owner.active:
        raise NotFound("access.no_person")
    uid, document = tx.store.ids.new(), msgspec.to_builtins(scopes)
    values = {"uid": uid, "secret_hash": digest(secret), "person": owner.id, "name": name, "scopes": document}
    done = tx.run(insert(t), {**values, "created": tx.now, "expires": expires, "last_used": None, "active": True})
    assert done.inserted_primary_key is not None
    body = {"person": person, "name": name, "scopes": document, "expires": expires}
    append(tx, "key.created", Subject("api_key", uid), body, by)
    return ApiKey(done.inserted_primary_key[0], uid, name, scopes, tx.now, expires, None)


class _Live:
    """A key as this process knows it."""

    __slots__ = ("actor", "expires", "id", "written")

    def __init__(self, id: int, actor: Actor, expires: datetime | None, written: datetime | None) -> None:
        self.id, self.actor, self.expires, self.written = id, actor, expires, written


def key_of(store: Store, secret: str, *, device: str = "", address: str = "", client_time: str = "") -> Actor:
    """Whose key ``secret`` is: the owner acting through the key (``Actor.api_key``), whose scopes limit the rights.

    :raises NotSignedIn: unknown, revoked, past its end, or its owner left.
    """
    if len(secret) != len(PREFIX) + LENGTH:
        raise NotSignedIn("access.bad_api_key")
    hashed, now = digest(secret), store.clock.now()
    cache = cache_of(store)
    found = cache.get(("key", hashed))
    if found is None:
        found = _load(store, hashed)
        if found.value is not None:
            cache.put(("key", hashed), found)
    live: _Live | None = found.value
    if live is None or (live.expires is not None and now >= live.expires):
        raise NotSignedIn("access.bad_api_key")
    if live.written is None or now - live.written >= USED_EVERY:
        live.written = now
        store.write_soon(lambda tx: tx.run(update(t).where(t.c.id == live.id).values(last_used=now)).rowcount)
    return replace(live.actor, device=device, address=address, client_time=client_time)


def _load(store: Store, hashed: bytes) -> Cached:
    with store.read() as conn:
        stamp = cache_of(store).stamp_in(conn)
        row = conn.execute(select(t).where(t.c.secret_hash == hashed, t.c.active)).first()
        who = None if row is None else person_by_id(conn, row.person)
    if row is None or who is None or not who.active:
        return Cached(stamp, None)
    return Cached(stamp, _Live(row.id, who.actor(api_key=row.id), row.expires, row.last_used))


def keys_of(conn: Connection, person_id: int) -> list[ApiKey]:
    """The keys in force of the person with this internal id, oldest first."""
    wanted = select(t.c.id, t.c.uid, t.c.name, t.c.scopes, t.c.created, t.c.expires, t.c.last_used)
    rows = conn.execute(wanted.where(t.c.person == person_id, t.c.active).order_by(t.c.id))
    return [
        ApiKey(r.id, r.uid, r.name, msgspec.convert(r.scopes, Scopes), r.created, r.expires, r.last_used) for r in rows
    ]


def revoke_key(store: Store, uid: str, *, by: Actor, reason: str = "") -> None:
    """End a key now; somebody else's needs ``admin``.

    :raises NotFound: it is ended already or never was.
    """

    def end(tx: Tx) -> None:
        owner = _owner(tx.conn, uid)
        if owner.id != by.person:
            require_admin(store, by)
        bump(tx)
        tx.run(update(t).where(t.c.uid == uid).values(active=False))
        append(tx, "key.revoked", Subject("api_key", uid), {"person": owner.uid}, by, reason=reason)

    change(store, end)


def _owner(conn: Connection, uid: str) -> Person:
    id = conn.scalar(select(t.c.person).where(t.c.uid == uid, t.c.active))
    owner = None if id is None else person_by_id(conn, id)
    if owner is None:
        raise NotFound("access.no_key")
    return owner

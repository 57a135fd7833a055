"""Come in with a password, stay with a token, go out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from suyuan.access.admin import require_admin
from suyuan.access.password import verify_password
from suyuan.access.person import Person, person_by_id, person_by_user
from suyuan.access.policy import Cached, bump, cache_of, change
from suyuan.access.tables import person
from suyuan.access.tables import session as t
from suyuan.access.throttle import Bucket, buckets, charge, device_token, is_device, refund
from suyuan.access.token import LENGTH, digest, new_token
from suyuan.access.words import check_user, fold
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound, NotSignedIn
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Store, Tx

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
"""``last_seen`` is written at most this often."""
ANONYMOUS = Actor("anonymous", "")


@dataclass(frozen=True)
class Session:
    """What somebody gets who came in.

    :param token: for the cookie; only its digest is kept here.
    :param expires: when it ends however busy it is; it also ends after ``IDLE`` without a request.
    :param known: for a second, lasting cookie that is sent with the next ``sign_in`` from this device: then strangers'
        failed tries cannot slow its owner down.
    """

    token: str
    actor: Actor
    expires: datetime
    known: str


def sign_in(store: Store, user: str, password: str, by: Actor = ANONYMOUS, *, known: str = "") -> Session:
    """A new session of the person who has this user name and password.

    :param by: who asks, with device and address.
    :param known: ``Session.known`` of an earlier session on this device.
    :raises TooMany: too many failed tries; ``seconds`` says how long to wait.
    :raises NotSignedIn: user name or password are not right; which of them is not told, nor by the time it takes.
    """
    name = fold(user)
    device = known if known and is_device(store, name, known) else None
    tried = buckets(name, by.address, device)
    store.write(lambda tx: charge(tx, tried))
    who, row = _account(store, name)
    right = verify_password(row.password_hash if row else None, password)
    if who is None or row is None or not right:
        store.write(lambda tx: _refused(tx, who, by))
        raise NotSignedIn("access.wrong")
    token, stamp = new_token(), row.stamp
    return store.write(lambda tx: _open(tx, who, stamp, token, tried, device, by))


def _account(store: Store, user: str) -> tuple[Person | None, Any]:
    if check_user(user):
        return None, None
    with store.read() as conn:
        query = select(person.c.password_hash, person.c.stamp).where(person.c.user == user, person.c.active)
        return person_by_user(conn, user), conn.execute(query).first()


def _refused(tx: Tx, who: Person | None, by: Actor) -> None:
    append(tx, "session.refused", Subject("person", who.uid if who else "unknown"), {}, by)


def _open(tx: Tx, who: Person, stamp: int, token: str, tried: list[Bucket], device: str | None, by: Actor) -> Session:
    same = select(person.c.id).where(person.c.id == who.id, person.c.active, person.c.stamp == stamp)
    if tx.run(same).first() is None:
        raise NotSignedIn("access.wrong")
    refund(tx, tried)
    tx.run(delete(t).where(t.c.person == who.id, t.c.expires <= tx.now))
    uid, expires = tx.store.ids.new(), tx.now + LONGEST
    values = {"uid": uid, "token_hash": digest(token), "person": who.id, "created": tx.now, "last_seen": tx.now}
    tx.run(insert(t), {**values, "expires": expires, "device": by.device, "address": by.address})
    actor = who.actor(device=by.device, address=by.address, client_time=by.client_time)
    append(tx, "session.opened", Subject("person", who.uid), {"session": uid, "expires": expires}, actor)
    return Session(token, actor, expires, device or device_token(tx.store, who.user))


class _Live:
    """A session as this process knows it; ``seen`` moves with every request, ``written`` is what the row says."""

    __slots__ = ("actor", "expires", "id", "seen", "written")

    def __init__(self, id: int, actor: Actor, seen: datetime, expires: datetime) -> None:
        self.id, self.actor, self.seen, self.written, self.expires = id, actor, seen, seen, expires

    def over(self, now: datetime) -> bool:
        return now >= self.expires or now - self.seen >= IDLE


def session_of(
    store: Store, token: str, *, device: str | None = None, address: str | None = None, client_time: str = ""
) -> Actor:
    """Who holds ``token``; about 10 us when asked again.

    :param device: what this request says of itself, in place of what was said when signing in; ``address`` likewise.
    :raises NotSignedIn: no such session, or it is over.
    """
    if len(token) != LENGTH:
        raise NotSignedIn("access.not_signed_in")
    hashed, now = digest(token), store.clock.now()
    cache = cache_of(store)
    found = cache.get(("session", hashed))
    if found is None or found.value.over(now):
        found = _load(store, hashed)
        if found.value is None:
            raise NotSignedIn("access.not_signed_in")
        if found.value.over(now):
            cache.drop(("session", hashed))
            store.write_soon(lambda tx: tx.run(delete(t).where(t.c.token_hash == hashed)).rowcount)
            raise NotSignedIn("access.session_over")
        cache.put(("session", hashed), found)
    return _seen(store, found.value, now, device, address, client_time)


def _load(store: Store, hashed: bytes) -> Cached:
    with store.read() as conn:
        stamp = cache_of(store).stamp_in(conn)
        row = conn.execute(select(t).where(t.c.token_hash == hashed)).first()
        who = None if row is None else person_by_id(conn, row.person)
    if row is None or who is None or not who.active:
        return Cached(stamp, None)
    actor = who.actor(device=row.device, address=row.address)
    return Cached(stamp, _Live(row.id, actor, row.last_seen, row.expires))


def _seen(store: Store, live: _Live, now: datetime, device: str | None, address: str | None, client_time: str) -> Actor:
    live.seen = max(live.seen, now)
    if now - live.written >= SEEN_EVERY:
        live.written = now
        store.write_soon(lambda tx: tx.run(update(t).where(t.c.id == live.id).values(last_seen=now)).rowcount)
    if device is None and address is None and not client_time:
        return live.actor
    here = live.actor
    return replace(
        here,
        device=here.device if device is None else device,
        address=here.address if address is None else address,
        client_time=client_time,
    )


def sign_out(store: Store, token: str) -> None:
    """End the session of ``token`` everywhere; nothing happens when it is over already."""
    hashed = digest(token)

    def end(tx: Tx) -> None:
        row = tx.run(select(t.c.uid, t.c.person).where(t.c.token_hash == hashed)).first()
        if row is not None and (who := person_by_id(tx.conn, row.person)) is not None:
            _end(tx, row.uid, who, who.actor())

    change(store, end)


class SessionSeen(msgspec.Struct, frozen=True):
    """A session as its owner sees it in a list."""

    uid: str
    created: datetime
    last_seen: datetime
    expires: datetime
    device: str
    address: str


def sessions_of(conn: Connection, person_id: int, now: datetime) -> list[SessionSeen]:
    """The open sessions of the person with this internal id, last used first."""
    wanted = select(t.c.uid, t.c.created, t.c.last_seen, t.c.expires, t.c.device, t.c.address)
    wanted = wanted.where(t.c.person == person_id, t.c.expires > now, t.c.last_seen > now - IDLE)
    return [SessionSeen(*row) for row in conn.execute(wanted.order_by(t.c.last_seen.desc(), t.c.id.desc()))]


def end_session(store: Store, uid: str, *, by: Actor) -> None:
    """End one session, as a person does who sees a strange one in their list; others' need ``admin``.

    :raises NotFound: it is over already or never was.
    """

    def end(tx: Tx) -> None:
        owner = tx.run(select(t.c.person).where(t.c.uid == uid)).scalar()
        who = None if owner is None else person_by_id(tx.conn, owner)
        if who is None:
            raise NotFound("access.no_session")
        if who.id != by.person:
            require_admin(store, by)
        _end(tx, uid, who, by)

    change(store, end)


def _end(tx: Tx, uid: str, who: Person, by: Actor) -> None:
    bump(tx)
    if tx.run(delete(t).where(t.c.uid == uid)).rowcount:
        append(tx, "session.closed", Subject("person", who.uid), {"session": uid}, by)

"""Take people in, change what is known of them, give them roles, let them go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from suyuan.access.admin import require_admin
from suyuan.access.department import department_by_id, department_by_uid
from suyuan.access.password import check_password, hash_password, verify_password
from suyuan.access.person import Person, person_by_uid, person_by_user
from suyuan.access.policy import bump, change
from suyuan.access.roles import has_admin, keep_an_admin
from suyuan.access.tables import api_key, person_role, role, session
from suyuan.access.tables import person as t
from suyuan.access.throttle import charge, confirmation, refund
from suyuan.access.words import check_lang, check_name, check_user, fold
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake, NotFound, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Store, Tx


def create_person(
    store: Store,
    *,
    user: str,
    name: str,
    by: Actor,
    password: str | None = None,
    lang: str = "zh",
    department: str | None = None,
    roles: Iterable[str] = (),
    any_password: bool = False,
) -> Person:
    """A new person; without a password they cannot sign in yet.

    :param department: public id.
    :param roles: keys.
    :param any_password: take a weak password too (only the demo plant does).
    :raises Forbidden: unless ``by`` has the ability ``admin``.
    :raises Invalid: every mistake at once, by ``user name lang password department roles``.
    """
    require_admin(store, by)
    mistakes = check_user(fold(user)) + check_name(name) + check_lang(lang)
    if password is not None and not any_password:
        mistakes += check_password(password, user, name)
    hashed = None if password is None or mistakes else hash_password(password)
    keys = sorted(set(roles))
    return change(store, lambda tx: add_person(tx, user, name, lang, department, keys, hashed, mistakes, by))


def add_person(
    tx: Tx,
    user: str,
    name: str,
    lang: str,
    department: str | None,
    roles: list[str],
    password_hash: str | None,
    mistakes: list[Mistake],
    by: Actor,
) -> Person:
    """The part of ``create_person`` inside the transaction; ``mistakes`` are those found before it."""
    bump(tx)
    place, wrong = _place(tx.conn, department)
    wrong = mistakes + wrong + _unknown_roles(tx.conn, roles)
    if person_by_user(tx.conn, user) is not None:
        wrong.append(Mistake("user", "access.user_taken", {"user": fold(user)}))
    if wrong:
        raise Invalid(wrong)
    uid = tx.store.ids.new()
    values = {"uid": uid, "user": fold(user), "name": name.strip(), "lang": lang, "department": place}
    inserted = tx.run(insert(t), {**values, "password_hash": password_hash, "active": True, "stamp": 1})
    assert inserted.inserted_primary_key is not None
    new = Person(inserted.inserted_primary_key[0], uid, fold(user), name.strip(), lang, place, True, tuple(roles))
    _hold(tx, new)
    append(tx, "person.created", Subject("person", uid), _image(tx.conn, new), by)
    return new


def change_person(
    store: Store,
    uid: str,
    *,
    by: Actor,
    user: str | None = None,
    name: str | None = None,
    lang: str | None = None,
    department: str | msgspec.UnsetType | None = msgspec.UNSET,
) -> Person:
    """Change what is known of a person; everybody may change their own ``lang``, the rest needs ``admin``.

    :raises NotFound: no such person.
    :raises Invalid: every mistake at once.
    """
    only_lang = user is None and name is None and isinstance(department, msgspec.UnsetType)
    if not (only_lang and _is_self(by, uid)):
        require_admin(store, by)

    def apply(tx: Tx) -> Person:
        old = _found(tx, uid)
        wrong: list[Mistake] = []
        place = old.department
        if not isinstance(department, msgspec.UnsetType):
            place, wrong = _place(tx.conn, department)
        new = msgspec.structs.replace(
            old,
            user=old.user if user is None else fold(user),
            name=old.name if name is None else name.strip(),
            lang=lang or old.lang,
            department=place,
        )
        wrong += check_user(new.user) + check_name(new.name) + check_lang(new.lang)
        if new.user != old.user and person_by_user(tx.conn, new.user) is not None:
            wrong.append(Mistake("user", "access.user_taken", {"user": new.user}))
        if wrong:
            raise Invalid(wrong)
        return _keep(tx, new, by, user=new.user, name=new.name, lang=new.lang, department=place)

    return change(store, apply)


def set_roles(store: Store, uid: str, roles: Iterable[str], *, by: Actor) -> Person:
    """Give the person exactly these roles.

    :raises Invalid: unknown roles.
    :raises Conflict: nobody would have the ability ``admin`` any more.
    """
    require_admin(store, by)
    keys = sorted(set(roles))

    def apply(tx: Tx) -> Person:
        old, had = _found(tx, uid), has_admin(tx.conn)
        if wrong := _unknown_roles(tx.conn, keys):
            raise Invalid(wrong)
        new = msgspec.structs.replace(old, roles=tuple(keys))
        tx.run(delete(person_role).where(person_role.c.person == old.id))
        _hold(tx, new)
        keep_an_admin(tx.conn, had)
        return _keep(tx, new, by)

    return change(store, apply)


def deactivate(store: Store, uid: str, *, by: Actor, reason: str = "") -> Person:
    """Let a person go: they cannot sign in, their sessions and keys end now; what they did stays.

    :raises Conflict: they are the last with the ability ``admin``.
    """
    require_admin(store, by)

    def apply(tx: Tx) -> Person:
        old, had = _found(tx, uid), has_admin(tx.conn)
        new = _keep(tx, msgspec.structs.replace(old, active=False), by, reason, active=False)
        keep_an_admin(tx.conn, had)
        tx.run(delete(session).where(session.c.person == old.id))
        tx.run(update(api_key).where(api_key.c.person == old.id).values(active=False))
        return new

    return change(store, apply)


def reactivate(store: Store, uid: str, *, by: Actor) -> Person:
    """Take a person back, with the roles and the password they had; their keys stay ended."""
    require_admin(store, by)
    return change(store, lambda tx: _keep(tx, msgspec.structs.replace(_found(tx, uid), active=True), by, active=True))


def set_password(store: Store, uid: str, password: str, *, by: Actor, old: str | None = None) -> None:
    """Change a password and end all sessions of the person: whoever it is signs in anew.

    :param old: the present password, needed of people who change their own.
    :raises Forbidden: somebody else's, without the ability ``admin``.
    :raises Invalid: too weak, or ``old`` is wrong.
    :raises TooMany: ``old`` was wrong too often: whoever found an open session does not guess the password with it.
    """
    if by.api_key is not None:
        raise Forbidden("access.key_needs_person")
    own = _is_self(by, uid)
    if not own:
        require_admin(store, by)
    with store.read() as conn:
        who = person_by_uid(conn, uid)
        if who is None:
            raise NotFound("access.no_person")
        hashed = conn.scalar(select(t.c.password_hash).where(t.c.id == who.id))
    if own:
        store.write(lambda tx: charge(tx, confirmation(uid)))
        if not verify_password(hashed, old or ""):
            raise refuse("old", "access.password_wrong")
    if mistakes := check_password(password, who.user, who.name):
        raise Invalid(mistakes)
    new = hash_password(password)

    def apply(tx: Tx) -> None:
        found = _found(tx, uid)
        refund(tx, confirmation(uid))
        tx.run(delete(session).where(session.c.person == found.id))
        tx.run(update(t).where(t.c.id == found.id).values(password_hash=new, stamp=t.c.stamp + 1))
        append(tx, "person.password_set", Subject("person", uid), {}, by)

    change(store, apply)


def _is_self(by: Actor, uid: str) -> bool:
    return by.key == f"person:{uid}"


def _found(tx: Tx, uid: str) -> Person:
    bump(tx)
    found = person_by_uid(tx.conn, uid)
    if found is None:
        raise NotFound("access.no_person")
    return found


def _keep(tx: Tx, new: Person, by: Actor, reason: str = "", **columns: Any) -> Person:
    tx.run(update(t).where(t.c.id == new.id).values(stamp=t.c.stamp + 1, **columns))
    append(tx, "person.changed", Subject("person", new.uid), _image(tx.conn, new), by, reason=reason)
    return new


def _hold(tx: Tx, who: Person) -> None:
    if who.roles:
        tx.run(insert(person_role), [{"person": who.id, "role": key} for key in who.roles])


def _image(conn: Connection, who: Person) -> dict[str, Any]:
    place = None if who.department is None else department_by_id(conn, who.department)
    return {
        "user": who.user,
        "name": who.name,
        "lang": who.lang,
        "department": place.uid if place else None,
        "roles": who.roles,
        "active": who.active,
    }


def _place(conn: Connection, uid: str | None) -> tuple[int | None, list[Mistake]]:
    if uid is None:
        return None, []
    found = department_by_uid(conn, uid)
    if found is None or not found.active:
        return None, [Mistake("department", "access.no_department")]
    return found.id, []


def _unknown_roles(conn: Connection, keys: list[str]) -> list[Mistake]:
    known = set(conn.scalars(select(role.c.key).where(role.c.key.in_(keys), role.c.active)))
    return [Mistake("roles", "access.no_role", {"role": key}) for key in keys if key not in known]

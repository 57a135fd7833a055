"""Keep roles, and find those a person holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select, update

from suyuan.access.policy import bump
from suyuan.access.role import Role, check_role, parse_role
from suyuan.access.tables import person, person_role
from suyuan.access.tables import role as t
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Invalid, NotFound
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Tx


def store_role(tx: Tx, role: Role | Mapping[str, Any], by: Actor) -> Role:
    """Keep ``role`` (a Struct or its document) as it now is; who holds it has its rights from the commit on.

    The caller has made sure that ``by`` may do this (definitions: ability ``design`` or ``admin``).

    :raises Invalid: every mistake in the document at once.
    :raises Conflict: nobody would have the ability ``admin`` any more.
    """
    found = role if isinstance(role, Role) else parse_role(role)
    if mistakes := check_role(found):
        raise Invalid(mistakes)
    document = msgspec.to_builtins(found)
    bump(tx)
    had = has_admin(tx.conn)
    changed = update(t).where(t.c.key == found.role).values(document=document, active=True)
    if tx.run(changed).rowcount == 0:
        tx.run(insert(t), {"key": found.role, "document": document, "active": True})
    keep_an_admin(tx.conn, had)
    append(tx, "role.stored", Subject("role", found.role), {"role": document}, by)
    return found


def retire_role(tx: Tx, key: str, by: Actor) -> None:
    """From the commit on nobody has the rights of role ``key``.

    :raises NotFound: there is no such role.
    :raises Conflict: nobody would have the ability ``admin`` any more.
    """
    bump(tx)
    had = has_admin(tx.conn)
    if tx.run(update(t).where(t.c.key == key).values(active=False)).rowcount == 0:
        raise NotFound("access.no_role", role=key)
    keep_an_admin(tx.conn, had)
    append(tx, "role.retired", Subject("role", key), {}, by)


def roles(conn: Connection) -> list[Role]:
    """All roles in force, by key."""
    return [msgspec.convert(d, Role) for d in conn.scalars(select(t.c.document).where(t.c.active).order_by(t.c.key))]


def role_by_key(conn: Connection, key: str) -> Role | None:
    """The role in force under ``key``."""
    document = conn.scalar(select(t.c.document).where(t.c.key == key, t.c.active))
    return None if document is None else msgspec.convert(document, Role)


class Held(NamedTuple):
    """What an active person holds."""

    department: int | None
    roles: list[Role]


def roles_held(conn: Connection, id: int) -> Held | None:
    """The department and roles in force of the person with this internal id; ``None`` unless active."""
    who = conn.execute(select(person.c.department).where(person.c.id == id, person.c.active)).first()
    if who is None:
        return None
    wanted = select(t.c.document).join(person_role, person_role.c.role == t.c.key)
    documents = conn.scalars(wanted.where(person_role.c.person == id, t.c.active).order_by(t.c.key))
    return Held(who.department, [msgspec.convert(d, Role) for d in documents])


def has_admin(conn: Connection) -> bool:
    """Whether any active person has the ability ``admin``."""
    keys = [role.role for role in roles(conn) if "admin" in role.abilities]
    held = select(person.c.id).join(person_role, person_role.c.person == person.c.id)
    return conn.execute(held.where(person.c.active, person_role.c.role.in_(keys)).limit(1)).first() is not None


def keep_an_admin(conn: Connection, had: bool) -> None:
    """Raise ``Conflict`` when there ``had`` been an administrator and now there is none."""
    if had and not has_admin(conn):
        raise Conflict("access.last_admin")

"""The word for somebody who works with the plant's data, and how to find them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, or_, select

from suyuan.access.tables import person as t
from suyuan.access.tables import person_role
from suyuan.access.words import fold
from suyuan.kernel.actor import Actor

MOST = 500


class Person(msgspec.Struct, frozen=True):
    """Somebody.

    :param id: internal id, as kept in person fields and ``created_by``.
    :param uid: public id.
    :param user: what they sign in with.
    :param department: internal id.
    :param roles: keys, sorted.
    """

    id: int
    uid: str
    user: str
    name: str
    lang: str = "zh"
    department: int | None = None
    active: bool = True
    roles: tuple[str, ...] = ()

    def actor(self, *, device: str = "", address: str = "", client_time: str = "", api_key: int | None = None) -> Actor:
        """This person acting from there."""
        key = f"person:{self.uid}"
        return Actor(key, self.name, self.lang, self.id, api_key, device, address, client_time)


_PERSON = select(t.c.id, t.c.uid, t.c.user, t.c.name, t.c.lang, t.c.department, t.c.active)


def person_by_id(conn: Connection, id: int) -> Person | None:
    """The person with this internal id, active or not."""
    return _one(conn, _PERSON.where(t.c.id == id))


def person_by_uid(conn: Connection, uid: str) -> Person | None:
    """The person with this public id, active or not."""
    return _one(conn, _PERSON.where(t.c.uid == uid))


def person_by_user(conn: Connection, user: str) -> Person | None:
    """The person who signs in as ``user``, active or not."""
    return _one(conn, _PERSON.where(t.c.user == fold(user)))


def names_of(conn: Connection, actors: Iterable[str]) -> dict[str, str]:
    """The printed names of the people among some actors' keys, by key."""
    uids = [key.removeprefix("person:") for key in actors if key.startswith("person:")]
    return {f"person:{uid}": name for uid, name in conn.execute(select(t.c.uid, t.c.name).where(t.c.uid.in_(uids)))}


def people(conn: Connection, search: str = "", *, limit: int = 50, gone: bool = False) -> list[Person]:
    """People whose name or user name holds ``search``, by name.

    :param limit: at most 500.
    :param gone: also those who are no longer active.
    """
    wanted = _PERSON.order_by(t.c.name, t.c.id).limit(min(limit, MOST))
    if not gone:
        wanted = wanted.where(t.c.active)
    if search.strip():
        wanted = wanted.where(
            or_(t.c.name.icontains(search.strip(), autoescape=True), t.c.user.contains(fold(search), autoescape=True))
        )
    return _with_roles(conn, list(conn.execute(wanted)))


def _one(conn: Connection, wanted: Select[Any]) -> Person | None:
    found = _with_roles(conn, list(conn.execute(wanted)))
    return found[0] if found else None


def _with_roles(conn: Connection, rows: list[Row[Any]]) -> list[Person]:
    held: dict[int, list[str]] = {row.id: [] for row in rows}
    wanted = select(person_role.c.person, person_role.c.role).where(person_role.c.person.in_(list(held)))
    for id, key in conn.execute(wanted.order_by(person_role.c.role)):
        held[id].append(key)
    return [Person(**row._mapping, roles=tuple(held[row.id])) for row in rows]

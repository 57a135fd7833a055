"""Departments: the tree of a plant, or of a group of plants."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, insert, select, update

from suyuan.access.admin import require_admin
from suyuan.access.policy import bump, change
from suyuan.access.tables import department as t
from suyuan.access.tree import below
from suyuan.access.words import check_name
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, NotFound, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Store, Tx


class Department(msgspec.Struct, frozen=True):
    """A part of the organisation.

    :param id: internal id.
    :param uid: public id.
    :param parent: internal id of the one it belongs to.
    """

    id: int
    uid: str
    name: str
    parent: int | None = None
    active: bool = True


_ALL = select(t.c.id, t.c.uid, t.c.name, t.c.parent, t.c.active)


def departments(conn: Connection) -> list[Department]:
    """All departments in force, by name."""
    return [Department(*row) for row in conn.execute(_ALL.where(t.c.active).order_by(t.c.name, t.c.id))]


def department_by_uid(conn: Connection, uid: str) -> Department | None:
    """The department with this public id, also one no longer in force."""
    row = conn.execute(_ALL.where(t.c.uid == uid)).first()
    return None if row is None else Department(*row)


def department_by_id(conn: Connection, id: int) -> Department | None:
    """The department with this internal id, also one no longer in force."""
    row = conn.execute(_ALL.where(t.c.id == id)).first()
    return None if row is None else Department(*row)


def create_department(store: Store, name: str, *, by: Actor, parent: str | None = None) -> Department:
    """A new department under the one with public id ``parent``.

    :raises Forbidden: unless ``by`` has the ability ``admin``.
    :raises Invalid: a bad name or an unknown parent.
    """
    require_admin(store, by)

    return change(store, lambda tx: add_department(tx, name, parent, by))


def add_department(tx: Tx, name: str, parent: str | None, by: Actor) -> Department:
    """The part of ``create_department`` inside the transaction."""
    above = _parent(tx.conn, parent)
    _check(name)
    bump(tx)
    uid = tx.store.ids.new()
    values = {"uid": uid, "name": name.strip(), "parent": above, "active": True}
    key = tx.run(insert(t), values).inserted_primary_key
    assert key is not None
    append(tx, "department.created", Subject("department", uid), {"name": name.strip(), "parent": parent}, by)
    return Department(key[0], uid, name.strip(), above)


def change_department(
    store: Store,
    uid: str,
    *,
    by: Actor,
    name: str | None = None,
    parent: str | msgspec.UnsetType | None = msgspec.UNSET,
    active: bool | None = None,
) -> Department:
    """Rename, move (``parent=None``: to the top) or close a department.

    :raises NotFound: no such department.
    :raises Invalid: a bad name, or a move below itself.
    """
    require_admin(store, by)

    def apply(tx: Tx) -> Department:
        bump(tx)
        old = department_by_uid(tx.conn, uid)
        if old is None:
            raise NotFound("access.no_department")
        above = old.parent if isinstance(parent, msgspec.UnsetType) else _parent(tx.conn, parent)
        if above is not None and above in below(tx.conn, old.id):
            raise refuse("parent", "access.department_loop")
        new = Department(
            old.id, uid, old.name if name is None else name.strip(), above, old.active if active is None else active
        )
        _check(new.name)
        tx.run(update(t).where(t.c.id == old.id).values(name=new.name, parent=above, active=new.active))
        over = None if above is None else department_by_id(tx.conn, above)
        body = {"name": new.name, "parent": over and over.uid, "active": new.active}
        append(tx, "department.changed", Subject("department", uid), body, by)
        return new

    return change(store, apply)


def _check(name: str) -> None:
    if mistakes := check_name(name):
        raise Invalid(mistakes)


def _parent(conn: Connection, uid: str | None) -> int | None:
    if uid is None:
        return None
    found = department_by_uid(conn, uid)
    if found is None:
        raise refuse("parent", "access.no_department")
    return found.id

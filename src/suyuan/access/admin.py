"""Who may manage people and rights, and that somebody always can."""

from __future__ import annotations

from sqlalchemy import Connection, select

from suyuan.access.rights import require_ability, viewer
from suyuan.access.roles import roles
from suyuan.access.tables import person, person_role
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict
from suyuan.store.engine import Store


def require_admin(store: Store, by: Actor) -> None:
    """Raise ``Forbidden`` unless ``by`` manages people."""
    require_ability(viewer(store, by), "admin")


def has_admin(conn: Connection) -> bool:
    """Whether any active person has the ability ``admin``."""
    keys = [role.role for role in roles(conn) if "admin" in role.abilities]
    held = select(person.c.id).join(person_role, person_role.c.person == person.c.id)
    return conn.execute(held.where(person.c.active, person_role.c.role.in_(keys)).limit(1)).first() is not None


def keep_an_admin(conn: Connection, had: bool) -> None:
    """Raise ``Conflict`` when there ``had`` been an administrator and now there is none."""
    if had and not has_admin(conn):
        raise Conflict("access.last_admin")

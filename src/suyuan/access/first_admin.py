"""The first administrator comes in by a one-time token that is told where the server was started."""

from __future__ import annotations

import hmac
from dataclasses import replace

from sqlalchemy import Connection, select, update

from suyuan.access.password import check_password, hash_password
from suyuan.access.people import add_person
from suyuan.access.person import Person
from suyuan.access.policy import bump, change
from suyuan.access.role import ADMINISTRATOR
from suyuan.access.roles import has_admin, role_by_key, store_role
from suyuan.access.session import ANONYMOUS
from suyuan.access.tables import access_policy
from suyuan.access.token import own_secret, written
from suyuan.access.words import check_lang, check_name, check_user, fold
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Forbidden, Invalid
from suyuan.store.engine import Store, Tx

_SECRET = "first-administrator"


def first_admin_token(store: Store) -> str | None:
    """The token to show to whoever started the server; ``None`` once there is or has been an administrator."""
    with store.read() as conn:
        if _claimed(conn):
            return None
    return written(own_secret(store, _SECRET))


def claim_admin(
    store: Store, token: str, user: str, password: str, name: str, *, lang: str = "zh", by: Actor = ANONYMOUS
) -> Person:
    """Make the first administrator.

    :param by: who asks, with device and address.
    :raises Forbidden: it is not the token.
    :raises Conflict: there is or has been an administrator.
    :raises Invalid: every mistake at once.
    """
    expected = written(own_secret(store, _SECRET))
    if not hmac.compare_digest(expected.encode(), token.strip().encode("utf-8", "surrogatepass")):
        raise Forbidden("access.bad_claim")
    mistakes = check_user(fold(user)) + check_name(name) + check_lang(lang) + check_password(password, user, name)
    if mistakes:
        raise Invalid(mistakes)
    hashed = hash_password(password)
    claimer = replace(by, key="system:claim", name="first administrator")

    def claim(tx: Tx) -> Person:
        bump(tx)
        if _claimed(tx.conn):
            raise Conflict("access.already_claimed")
        if role_by_key(tx.conn, ADMINISTRATOR.role) is None:
            store_role(tx, ADMINISTRATOR, claimer)
        tx.run(update(access_policy).values(claimed=tx.now))
        return add_person(tx, user, name, lang, None, [ADMINISTRATOR.role], hashed, [], claimer)

    return change(store, claim)


def _claimed(conn: Connection) -> bool:
    return conn.scalar(select(access_policy.c.claimed)) is not None or has_admin(conn)

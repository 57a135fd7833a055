"""What an API key may do at most; never more than its owner may."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from suyuan.access.role import ANY_FORM, Ability, Verb
from suyuan.access.tables import api_key as t


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs on one form or on every form (``*``)."""

    form: str
    verbs: tuple[Verb, ...]


class Scopes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of a key: nothing unless named."""

    forms: tuple[Scope, ...] = ()
    abilities: tuple[Ability, ...] = ()

    def allow(self, verb: str, form: str) -> bool:
        """Whether ``verb`` on ``form`` is within the limits."""
        return any(verb in scope.verbs and scope.form in (form, ANY_FORM) for scope in self.forms)


def scopes_of(conn: Connection, key: int, person: int, now: datetime) -> Scopes:
    """The limits of the key with this internal id; none at all when it is not in force or not of ``person``."""
    row = conn.execute(select(t.c.scopes, t.c.expires).where(t.c.id == key, t.c.person == person, t.c.active)).first()
    if row is None or (row.expires is not None and row.expires <= now):
        return Scopes()
    return msgspec.convert(row.scopes, Scopes)

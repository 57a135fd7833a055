"""What one person may do, compiled from roles: cheap to ask, cached by the policy stamp."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from suyuan.access.policy import Cached, cache_of
from suyuan.access.role import ABILITIES, ANY_FORM, DEPARTMENT, OWN, VERBS, Ability, Grant, Role, Verb
from suyuan.access.roles import roles_held
from suyuan.access.scope import Scopes, scopes_of
from suyuan.access.tree import below
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden
from suyuan.kernel.i18n import Label, catalogue
from suyuan.store.engine import Store

Rows = tuple[str, ...] | None


class Fields(msgspec.Struct, frozen=True):
    """A set of fields of a form: all or the named ones, without the hidden ones.

    :param only: the named ones, ``None`` for all; ``list`` stands for all of its fields.
    :param hidden: taken away from them.
    """

    only: frozenset[str] | None = None
    hidden: frozenset[str] = frozenset()

    def has(self, key: str) -> bool:
        """Whether ``field``, ``list`` or ``list.field`` is in; a list is in when any of its fields is."""
        top = key.partition(".")[0]
        if key in self.hidden or top in self.hidden:
            return False
        if self.only is None or key in self.only or top in self.only:
            return True
        return top == key and any(path.startswith(key + ".") for path in self.only)

    @property
    def all(self) -> bool:
        """Whether nothing is left out."""
        return self.only is None and not self.hidden


NONE = Fields(frozenset())
ALL = Fields()


class Rights:
    """Roles compiled for one person (or one API key of theirs); answers are kept per form.

    :param departments: public ids of the person's department and all below it, for ``where: department``.
    """

    def __init__(self, roles: Iterable[Role], scopes: Scopes | None = None, departments: Iterable[str] = ()) -> None:
        held = list(roles)
        self.roles = tuple(role.role for role in held)
        given = {ability for role in held for ability in role.abilities}
        self.abilities = frozenset(a for a in given if scopes is None or a in scopes.abilities)
        self._grants = [grant for role in held for grant in role.grants]
        self._scopes = scopes
        self._words = {OWN: MINE, DEPARTMENT: _of_departments(departments)}
        self._on: dict[str, list[Grant]] = {}
        self._rows: dict[tuple[str, str], Rows] = {}
        self._fields: dict[tuple[str, str], Fields] = {}

    def grants(self, verb: str, form: str) -> list[Grant]:
        """The grants that allow ``verb`` on ``form``."""
        if self._scopes is not None and not self._scopes.allow(verb, form):
            return []
        return [grant for grant in self._of(form) if verb in grant.verbs]

    def rows(self, verb: str, form: str) -> Rows:
        """Conditions of which a record must meet one, ``None`` for all records, ``()`` for none."""
        found = self._rows.get((verb, form), NotImplemented)
        if found is NotImplemented:
            wheres = [grant.where.strip() for grant in self.grants(verb, form)]
            wheres = [self._words.get(where, where) for where in wheres]
            found = None if "" in wheres else tuple(dict.fromkeys(wheres))
            self._rows[verb, form] = found
        return found

    def readable(self, form: str) -> Fields:
        """Fields that reading shows."""
        found = self._fields.get(("read", form))
        if found is None:
            found = self._union(form, [grant.read for grant in self.grants("read", form)])
            self._fields["read", form] = found
        return found

    def writable(self, form: str) -> Fields:
        """Fields that submitting or amending may fill."""
        found = self._fields.get(("write", form))
        if found is None:
            grants = self.grants("submit", form) + self.grants("amend", form) + self.grants("import", form)
            found = self._union(form, [grant.write for grant in grants])
            self._fields["write", form] = found
        return found

    def _of(self, form: str) -> list[Grant]:
        found = self._on.get(form)
        if found is None:
            found = self._on[form] = [grant for grant in self._grants if grant.form in (form, ANY_FORM)]
        return found

    def _union(self, form: str, named: list[tuple[str, ...] | None]) -> Fields:
        if not named:
            return NONE
        hidden = frozenset(path for grant in self._of(form) for path in grant.hide)
        whole = [paths for paths in named if paths is not None]
        only = None if len(whole) < len(named) else frozenset(path for paths in whole for path in paths)
        return Fields(only, hidden)


MINE = "created_by = CURRENT_USER()"


def _of_departments(departments: Iterable[str]) -> str:
    uids = ", ".join(f'"{uid}"' for uid in departments)
    return f"created_by.department.id IN ({uids})" if uids else MINE


class Everything(Rights):
    """The rights of the product itself."""

    def __init__(self) -> None:
        super().__init__([Role("system", Label("系统", "System"), ABILITIES, (Grant(ANY_FORM, VERBS),))])


_EVERYTHING = Everything()
_NOTHING = Rights([])


@dataclass(frozen=True, slots=True)
class Viewer:
    """One actor with their rights now.

    :param actor: who it is.
    :param rights: compiled from the roles.
    :param department: internal id of the person's department.
    :param departments: that one and all below it.
    """

    actor: Actor
    rights: Rights
    department: int | None = None
    departments: frozenset[int] = frozenset()

    @property
    def roles(self) -> tuple[str, ...]:
        """Keys of the roles held."""
        return self.rights.roles

    @property
    def abilities(self) -> frozenset[Ability]:
        """What may be done beside records: admin design trace capture audit."""
        return self.rights.abilities

    def can(self, verb: Verb, form: str) -> bool:
        """Whether ``verb`` is granted on some records of ``form``."""
        return self.rights.rows(verb, form) != ()

    def rows(self, form: str, verb: Verb = "read") -> Rows:
        """Which records: ``None`` all of them, else conditions (expression texts) joined by OR; ``()`` means none."""
        return self.rights.rows(verb, form)

    def readable(self, form: str) -> Fields:
        """Fields of ``form`` that may be seen, in any way (filter, sort and formula too)."""
        return self.rights.readable(form)

    def writable(self, form: str) -> Fields:
        """Fields of ``form`` that may be filled."""
        return self.rights.writable(form)

    def may(self, ability: Ability) -> bool:
        """Whether the actor has this ability."""
        return ability in self.rights.abilities


def viewer(store: Store, actor: Actor) -> Viewer:
    """The actor with their rights now; a change in this process counts at once, in another within a second."""
    if actor.is_system:
        return Viewer(actor, _EVERYTHING)
    if actor.person is None:
        return Viewer(actor, _NOTHING)
    cache = cache_of(store)
    found = cache.get(("viewer", actor.person, actor.api_key))
    if found is None:
        found = _load(store, actor.person, actor.api_key)
        cache.put(("viewer", actor.person, actor.api_key), found)
    rights, department, departments = found.value
    return Viewer(actor, rights, department, departments)


def _load(store: Store, person: int, key: int | None) -> Cached:
    with store.read() as conn:
        stamp = cache_of(store).stamp_in(conn)
        held = roles_held(conn, person)
        scopes = None if key is None else scopes_of(conn, key, person, store.clock.now())
        if held is None:
            return Cached(stamp, (_NOTHING, None, frozenset()))
        departments = below(conn, held.department)
    rights = Rights(held.roles, scopes, departments.values())
    return Cached(stamp, (rights, held.department, frozenset(departments)))


def require(viewer: Viewer, verb: Verb, form: str) -> None:
    """Raise ``Forbidden`` unless the viewer may do ``verb`` on (some records of) ``form``."""
    if not viewer.can(verb, form):
        raise Forbidden("access.may_not", verb=catalogue().get(f"access.verb_{verb}", verb), form=form)


def require_ability(viewer: Viewer, ability: Ability) -> None:
    """Raise ``Forbidden`` unless the viewer has ``ability``."""
    if not viewer.may(ability):
        raise Forbidden("access.lacks", ability=catalogue().get(f"access.ability_{ability}", ability))

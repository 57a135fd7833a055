"""The words of a role: what it grants, as one document (the pack's YAML)."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args

import msgspec

from suyuan.expr.parse import parse
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label

Verb = Literal["read", "submit", "amend", "void", "transition", "import", "export"]
Ability = Literal["admin", "design", "trace", "capture", "audit"]
VERBS: tuple[Verb, ...] = get_args(Verb)
ABILITIES: tuple[Ability, ...] = get_args(Ability)
ANY_FORM = "*"
OWN, DEPARTMENT = "own", "department"
_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a role may do with the records of one form, or of every form (``*``).

    :param where: condition (expression text) on the records meant; blank means all; the word ``own`` means those the
        person made, ``department`` those made in their department or one below it.
    :param read: the only readable fields (``field``, ``list`` or ``list.field``); ``None`` means all.
    :param hide: fields never shown to who has this role, whatever other grants say.
    :param write: the only fields that may be filled; ``None`` means all.
    """

    form: str
    verbs: tuple[Verb, ...]
    where: str = ""
    read: tuple[str, ...] | None = None
    hide: tuple[str, ...] = ()
    write: tuple[str, ...] | None = None


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named set of abilities and grants; a person with several roles has the union."""

    role: str
    label: Label
    abilities: tuple[Ability, ...] = ()
    grants: tuple[Grant, ...] = ()

    @property
    def key(self) -> str:
        return self.role


ADMINISTRATOR = Role("administrator", Label("系统管理员", "Administrator"), ABILITIES, (Grant(ANY_FORM, VERBS),))
"""The role of the first administrator, unless a pack has stored its own under this key."""


def parse_role(body: Any) -> Role:
    """The role that a document (plain values) tells.

    :raises Invalid: unknown keys, verbs or abilities; every bad key or path at once.
    """
    try:
        found = msgspec.convert(body, Role)
    except msgspec.ValidationError as error:
        raise Invalid([Mistake("", "access.bad_role", {"reason": str(error)})]) from None
    if mistakes := check_role(found):
        raise Invalid(mistakes)
    return found


def check_role(found: Role) -> list[Mistake]:
    """What is wrong with the keys and field paths of a role."""
    mistakes = [] if _KEY.fullmatch(found.role) else [Mistake("role", "access.bad_key", {"key": found.role})]
    if not (found.label.zh or found.label.en):
        mistakes.append(Mistake("label", "access.required"))
    for i, grant in enumerate(found.grants):
        mistakes += [m.under(f"grants[{i}]") for m in _check_grant(grant)]
    return mistakes


def _check_where(text: str) -> list[Mistake]:
    try:
        parse(text)
    except Invalid as error:
        return [m.under("where") for m in error.mistakes]
    return []


def _check_grant(grant: Grant) -> list[Mistake]:
    mistakes = []
    if grant.form != ANY_FORM and not _KEY.fullmatch(grant.form):
        mistakes.append(Mistake("form", "access.bad_key", {"key": grant.form}))
    if not grant.verbs:
        mistakes.append(Mistake("verbs", "access.required"))
    if grant.where.strip():
        mistakes += _check_where(grant.where)
    for name in ("read", "hide", "write"):
        for path in getattr(grant, name) or ():
            if not _PATH.fullmatch(path):
                mistakes.append(Mistake(name, "access.bad_key", {"key": path}))
    return mistakes

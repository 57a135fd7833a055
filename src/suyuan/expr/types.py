"""The types a value of an expression can have, and where the types of names come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from suyuan.kernel.i18n import Label, catalogue


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is.

    :param kind: number | text | bool | date | datetime | blank | list | link | row.
    :param of: item type of a list.
    :param form: key of the form a link leads to.
    :param decimals: decimals a number field keeps, where known; no part of the type's identity.
    """

    kind: str
    of: Type | None = None
    form: str | None = None
    decimals: int | None = field(default=None, compare=False)

    @property
    def words(self) -> Label:
        """Its name for people, in both languages."""
        own = catalogue().get(f"expr.type_{self.kind}", Label(self.kind, self.kind))
        if self.of is None:
            return own
        inner = self.of.words
        return Label(f"{own.zh}（{inner.zh}）", f"{own.en} ({inner.en})")

    def __str__(self) -> str:
        return f"[{self.of}]" if self.of else f"{self.kind}({self.form})" if self.form else self.kind


NUMBER = Type("number")
TEXT = Type("text")
BOOL = Type("bool")
DATE = Type("date")
DATETIME = Type("datetime")
BLANK = Type("blank")
ROW = Type("row")
"""A row of a detail list, as in ``COUNT(inputs)``."""


def ListOf(of: Type) -> Type:
    """The type of a column of a detail list, a multiple choice, or (``ListOf(ROW)``) a detail list itself."""
    return Type("list", of=of)


def LinkTo(form: str | None) -> Type:
    """The type of a link to a record of ``form``; compared with text, it is compared by its public id."""
    return Type("link", form=form)


def Number(decimals: int | None) -> Type:
    """NUMBER, of a field that keeps ``decimals`` decimals."""
    return Type("number", decimals=decimals)


class Scope(Protocol):
    """Which names an expression may read, and their types."""

    def type_of(self, path: tuple[str, ...]) -> Type | None:
        """The type at ``path`` (``("fed",)``, ``("inputs", "fed")`` a list, ``("work_order", "line")`` through a
        link, ``("this", "supplier")``), or ``None`` when there is no such name."""
        ...


@runtime_checkable
class Reaching(Scope, Protocol):
    """A scope whose expressions may also ask for the records of other forms."""

    def other(self, form: str) -> Scope | None:
        """The names of the form with this key, or ``None`` when there is no such form."""
        ...


class NameScope:
    """A scope from a plain mapping of dotted names to types.

    :param names: ``{"fed": NUMBER, "inputs.fed": ListOf(NUMBER)}``.
    :param others: the scopes of other forms by key.
    """

    def __init__(self, names: dict[str, Type], others: dict[str, NameScope] | None = None) -> None:
        self.names, self.others = names, others or {}

    def type_of(self, path: tuple[str, ...]) -> Type | None:
        return self.names.get(".".join(path))

    def other(self, form: str) -> NameScope | None:
        """As ``Reaching``."""
        return self.others.get(form)


class TargetScope:
    """Names of a condition on the records of another form; ``this.x`` is what ``x`` is around it."""

    def __init__(self, target: Scope, around: Scope) -> None:
        self.target, self.around = target, around

    def type_of(self, path: tuple[str, ...]) -> Type | None:
        """As ``Scope``."""
        if path[0] == "this":
            return self.around.type_of(path[1:]) if len(path) > 1 else None
        return self.target.type_of(path)


def unified(types: Iterable[Type | None]) -> Type | None:
    """The one type all of ``types`` have, blanks and unknowns (``None``) aside.

    :returns: ``None`` when nothing is known.
    :raises ValueError: when two of them differ.
    """
    found: Type | None = None
    for each in types:
        if each is None or each.kind == "blank":
            continue
        if found is None:
            found = each
        elif found != each:
            if found.kind == each.kind == "link":
                found = LinkTo(None)
            else:
                raise ValueError(f"{found} and {each}")
    return found


def fits(given: Type | None, wanted: Type) -> bool:
    """Whether a value of type ``given`` may stand where ``wanted`` is asked; unknowns and blanks fit everywhere."""
    if given is None or given.kind == "blank" or given == wanted:
        return True
    if given.kind == wanted.kind == "list":
        return fits(given.of, wanted.of or BLANK)
    if wanted.kind == "link":
        return given.kind == "text" or (given.kind == "link" and None in (given.form, wanted.form))
    return False

"""What cleaning a value may look up; the caller (records) gives it."""

from __future__ import annotations

from typing import Protocol

from suyuan.expr.env import Env
from suyuan.forms.values import FileRef, Linked, LotRef


class Look(Protocol):
    """Look-ups by public id. Each answers ``None`` for what does not exist or the person may not see.

    :ivar env: the moment and the person, the same for the whole call.
    """

    @property
    def env(self) -> Env: ...

    def record(self, form: str, uid: str) -> Linked | None:
        """A submitted record of ``form``."""
        ...

    def lot(self, code: str) -> LotRef | None:
        """A lot by its code, or by whatever else identifies it."""
        ...

    def person(self, uid: str) -> Linked | None:
        """An active person; ``Linked.form`` is ``PERSON``."""
        ...

    def department(self, uid: str) -> Linked | None:
        """A department; ``Linked.form`` is ``DEPARTMENT``."""
        ...

    def file(self, uid: str) -> FileRef | None:
        """An upload that this person may put into a record."""
        ...


class Resolve(Protocol):
    """Look-ups by internal id, for values that come from the database."""

    def at(self, form: str, id: int) -> Linked | None:
        """The record, person (``PERSON``), department (``DEPARTMENT``) or lot (``LOT``, a ``LotRef``) with this id."""
        ...

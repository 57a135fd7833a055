"""The words of a worklist: one card of a role's "My day", as one document (the pack's YAML)."""

from __future__ import annotations

from typing import Literal

import msgspec

from suyuan.forms.form import Expr
from suyuan.kernel.i18n import Label

Tone = Literal["normal", "amber", "red"]


class LotSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lots to do something about, in place of records.

    :param status: any of quarantine, released, held, rejected, recalled, expired; blank means all.
    :param stages: stages they were made in; blank means all.
    :param expiring: days: only those that expire within so many days from today (or did).
    :param in_stock: only those with something on hand.
    """

    status: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    expiring: int | None = None
    in_stock: bool = True


class Then(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is done about one row: a form opened with some of its fields filled.

    :param label: of the button; the form's own name when blank.
    :param fill: field of that form -> field of the row: ``id`` is the row's record itself; of a lot ``code`` and
        ``material``.
    """

    form: str
    label: Label | None = None
    fill: dict[str, str] = {}


class Worklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of what waits for somebody, shown on the home page of its roles.

    :param roles: keys of the roles it is for; everybody where there are none.
    :param order: lists stand by it, then by key.
    :param tone: what it means when it is not empty: amber and red call for somebody.
    :param face: ``list`` shows its first rows, ``count`` one figure.
    :param form: the form whose records are listed, unless ``lots`` are.
    :param where: condition on them.
    :param sort: as in a query, ``-received_at,no``.
    :param fields: shown beside the title.
    :param rows: how many are shown.
    :param empty: what to say when nothing waits.
    """

    worklist: str
    label: Label
    hint: Label | None = None
    roles: tuple[str, ...] = ()
    order: int = 0
    tone: Tone = "normal"
    face: Literal["list", "count"] = "list"
    form: str = ""
    where: Expr = ""
    sort: str = ""
    fields: tuple[str, ...] = ()
    rows: int = 4
    lots: LotSource | None = None
    then: Then | None = None
    empty: Label | None = None

    @property
    def key(self) -> str:
        return self.worklist

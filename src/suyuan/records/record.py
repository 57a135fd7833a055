"""The words of the door: a record, a query and its page, what a check found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from suyuan.kernel.errors import Mistake

State = Literal["submitted", "voided"]
MOST = 500
USUAL = 50


class Record(msgspec.Struct, frozen=True):
    """One record as its reader may see it.

    :param id: public id (UUIDv7).
    :param version: of the form, when it was last written.
    :param revision: counts its changes, from 1.
    :param created_by: ``{id, title}`` of the person; ``None`` for the product itself.
    :param fields: values as sent out: decimals as texts, links ``{id, title}``, lots ``{id, code}``.
    """

    id: str
    form: str
    version: int
    revision: int
    state: str
    title: str
    created_at: datetime
    created_by: dict[str, Any] | None
    updated_at: datetime
    fields: dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """What submitting would do: the values computed, and every mistake.

    :param fields: values as sent out.
    """

    fields: dict[str, Any]
    mistakes: list[Mistake]


@dataclass(frozen=True)
class Query:
    """Which records of a form, in which order, showing what.

    :param where: condition as expression text over field keys; blank means all.
    :param sort: ``-received_at,no``; blank means the form's own order.
    :param fields: paths shown, ``a,inputs.lot,supplier.city``; ``None`` shows all.
    :param limit: 1 to 500.
    :param cursor: ``next`` of the page before; it fits only the same query.
    :param search: a text held by the title.
    :param voided: show voided records too.
    """

    form: str
    where: str = ""
    sort: str = ""
    fields: tuple[str, ...] | None = None
    limit: int = USUAL
    cursor: str | None = None
    search: str = ""
    voided: bool = True


class Page(msgspec.Struct, frozen=True):
    """Some records, and the cursor of the next ones (``None`` at the end)."""

    items: list[Record]
    next: str | None

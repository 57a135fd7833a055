"""The words of a register: a statutory ledger drawn over the records of one form, month by month."""

from __future__ import annotations

import msgspec

from suyuan.forms.form import Expr
from suyuan.kernel.i18n import Label


class RegisterColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column; in a document a bare text is its ``path``.

    :param path: of a field, through links too: ``supplier.licence_no``, ``lot.material``.
    :param value: expression, in place of a path.
    :param label: its head; the field's own label when absent.
    """

    path: str = ""
    value: Expr | None = None
    label: Label | None = None


class RegisterContents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of a row that name a lot, which may be a container, and its quantity."""

    lot: str
    quantity: str


class Register(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One register.

    :param register: key.
    :param form: whose records it lists.
    :param by: date or date-time field that tells a record's month.
    :param where: condition on the records.
    :param rows: detail list of which each row has a line of its own; names then mean the row's fields first.
    :param rows_where: condition on the rows.
    :param contents: a row whose lot is a container has a line for each lot that was in it then.
    :param columns: in order.
    :param sort: ``-received_at,no``; ``by`` when absent.
    :param note: what it is kept for: the legal basis.
    :param signs: who signs the printed page.
    :param order: registers stand by it, then by key.
    """

    register: str
    label: Label
    form: str
    by: str
    where: Expr | None = None
    rows: str = ""
    rows_where: Expr | None = None
    contents: RegisterContents | None = None
    columns: list[RegisterColumn]
    sort: str = ""
    note: Label = Label()
    signs: list[Label] = []
    order: int = 0

    @property
    def key(self) -> str:
        return self.register

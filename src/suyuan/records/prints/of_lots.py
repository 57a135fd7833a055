"""Print labels by lot: the lot's code leads to the record that made it, and to the templates of its form."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, select

from suyuan.access.rights import require_ability, viewer
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake, NotFound
from suyuan.kernel.i18n import Label
from suyuan.records.prints.make import Printed, print_records, published
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.tables import lot as lot_table


class LotPrint(msgspec.Struct, frozen=True):
    """A template that prints a lot.

    :param form: of the record that made it; ``record`` is its public id.
    """

    key: str
    label: Label
    kind: str
    form: str
    record: str


def lot_prints(store: Store, code: str, *, by: Actor) -> list[LotPrint]:
    """The templates for one lot, as far as the actor may read its record's form.

    :raises Forbidden: without the ability ``trace``.
    :raises NotFound: there is no such lot.
    """
    seen = viewer(store, by)
    require_ability(seen, "trace")
    with store.read() as conn:
        origin = _origin(conn, code)
        if origin is None or not seen.can("read", origin[0]):
            return []
        form, record = origin
        found = published(conn, form)
    return [LotPrint(p.key, p.label, p.kind, form, record) for p in found if p.kind == "label"]


def print_lots(
    store: Store, key: str, codes: Sequence[str], *, by: Actor, lang: str, copies: int = 1, via: str = ""
) -> Printed:
    """Print the labels of lots by a template of the form whose records made them.

    :param codes: all made by records of one form.
    :raises NotFound: there is no such lot or template, or the actor may not see the record.
    :raises Invalid: as ``print_records``; also where a lot was not made by a record, or not of one form.
    """
    require_ability(viewer(store, by), "trace")
    with store.read() as conn:
        origins = [_origin(conn, code) for code in codes]
        known = [lots.find(conn, code) for code in codes]
    mistakes = [Mistake(f"codes[{n}]", "records.print_no_origin") for n, one in enumerate(origins) if one is None]
    forms = {one[0] for one in origins if one is not None}
    if len(forms) > 1:
        mistakes.append(Mistake("codes", "records.print_forms"))
    if mistakes or not forms:
        raise Invalid(mistakes or [Mistake("codes", "records.print_nothing")])
    ids = [one[1] for one in origins if one is not None]
    only = [lot.code for lot in known if lot is not None]
    return print_records(store, forms.pop(), key, ids, by=by, lang=lang, copies=copies, via=via, only=only)


def _origin(conn: Connection, code: str) -> tuple[str, str] | None:
    """Form and record that made a lot; ``None`` for one that came with a captured document."""
    found = lots.find(conn, code) if code.strip() else None
    if found is None:
        raise NotFound("trace.unknown_lot", lot=code[:100])
    row = conn.execute(select(lot_table.c.form, lot_table.c.record).where(lot_table.c.id == found.id)).first()
    return (row.form, row.record) if row is not None and row.form and row.record else None

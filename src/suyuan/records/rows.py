"""Rows proposed for a detail list from a list elsewhere, with lots chosen first expired first out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from suyuan.access.rights import Viewer, viewer
from suyuan.expr import compiled, parse
from suyuan.expr.evaluate import follow
from suyuan.forms.catalogue import catalogue
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.fields.quantity import MEASURES, trimmed
from suyuan.forms.form import Field
from suyuan.forms.formulas import is_computed
from suyuan.forms.live import LiveForm
from suyuan.forms.numbers import rounded
from suyuan.forms.place import Names
from suyuan.forms.proposal import LotChoice, Proposal
from suyuan.forms.values import Linked, Measure, scalar
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake, SuyuanError
from suyuan.kernel.i18n import say
from suyuan.records.allow import holds, writable_part
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.page import told_value
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.event import Lot

Row = dict[str, Any]


def rows(store: Store, form: str, field: str, *, by: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the detail list ``field`` proposes, as the record stands.

    :param values: of the record so far, as sent when submitting; what cannot be read is left out.
    :returns: ``{rows: [{key: value as sent out}], notices: [text]}``; computed fields are left out; a notice tells
        which stock is short, and the row for what is missing names no lot.
    :raises Forbidden: the actor can neither submit nor amend the form.
    :raises Invalid: the field is unknown or proposes nothing.
    """
    seen = viewer(store, by)
    if not (seen.can("submit", form) or seen.can("amend", form)):
        raise Forbidden("records.not_this_one", form=form)
    forms = catalogue(store)
    live = live_of(forms, form)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now(), form)
        return proposed(desk, live, field, values)


def proposed(desk: Desk, live: LiveForm, field: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a form at hand, whose fields the desk's viewer may fill.

    :raises Invalid: the field is unknown or proposes nothing.
    """
    seen, found = desk.viewer, live.field(field)
    if found is None or not seen.writable(live.key).has(field):
        raise Invalid([Mistake("field", "records.no_field", {"field": field[:100]})])
    proposal: Proposal | None = found.options.rows if found.type == "list" else None
    if proposal is None:
        raise Invalid([Mistake("field", "records.rows_none")])
    cleaned, _ = live.clean(writable_part(seen, live, values), desk)
    whole, _ = live.compute(cleaned, desk.env, desk)
    made = _Proposing(desk, live, found, proposal, live.scalars(whole))
    return {"rows": [_told(seen, desk, live, field, row) for row in made.run()], "notices": made.notices}


def _told(seen: Viewer, desk: Desk, live: LiveForm, key: str, row: Row) -> Row:
    may, fields = seen.writable(live.key), live.lists[key].fields
    free = {k for k, f in fields.items() if not (is_computed(f.field) or f.field.readonly) and may.has(f"{key}.{k}")}
    return {k: told_value(desk, value) for k, value in row.items() if k in free and value is not None}


@dataclass
class _Proposing:
    """The rows of one list, and what is to be said about them."""

    desk: Desk
    live: LiveForm
    rows_of: Field
    proposal: Proposal
    record: Mapping[str, Any]
    notices: list[str] = field(default_factory=list)
    taken: dict[int, Decimal] = field(default_factory=dict)

    def run(self) -> list[Row]:
        found: list[Row] = []
        where = None if self.proposal.where is None else compiled(parse(self.proposal.where))
        runs = {key: compiled(parse(text)) for key, text in self.proposal.fields.items()}
        for source in follow(self.record, self.proposal.path) or ():
            names = Names({"row": source}, self.record)
            if source is None or (where is not None and where(names, self.desk.env) is not True):
                continue
            row = {key: self.value(key, run(names, self.desk.env)) for key, run in runs.items()}
            self.measure(row)
            found += [row] if self.proposal.lots is None else self.with_lots(row, self.proposal.lots)
        return found[: self.rows_of.options.max]

    def value(self, key: str, result: Any) -> Any:
        """The row's value from an expression's result; blank where it cannot be one."""
        own = self.live.lists[self.rows_of.key].fields[key].field
        decimals: int | None = getattr(own.options, "decimals", None)
        try:
            if type(result) is Decimal and decimals is not None:
                result = rounded(result, decimals)
            return None if result is None or result == "" else FIELD_TYPES[own.type].clean(own, result, self.desk)
        except SuyuanError:
            return None

    def measure(self, row: Row) -> None:
        """Quantities get the base unit of what they are of, which is what expressions count in."""
        for key, value in row.items():
            own = self.live.lists[self.rows_of.key].fields[key].field
            if not isinstance(value, Measure) or value.uom or not own.options.of:
                continue
            of = follow(Names(row, self.record), tuple(own.options.of.split(".")))
            base = None if of is None else self.desk.catalogue.material_of(of)
            row[key] = None if base is None else Measure(value.value, base[0], value.value, base[0])

    def with_lots(self, row: Row, choice: LotChoice) -> Iterator[Row]:
        """The row once for each lot it takes, each with its part of the need; what no lot gives stands alone."""
        material, need = row.get(choice.material), scalar(row.get(choice.need))
        if not isinstance(material, Linked) or need is None:
            yield row
            return
        left = Decimal(need)
        for lot in self.candidates(row, material, choice.lot):
            part = min(left, self.free(lot))
            if part > 0:
                self.taken[lot.id] = self.taken.get(lot.id, Decimal(0)) + part
                left -= part
                linked = self.desk.made(lot)
                yield row | {choice.lot: linked, choice.quantity: self.amount(choice.quantity, part, lot.uom),
                             choice.need: self.amount(choice.need, part, lot.uom)}  # fmt: skip
            if left <= 0:
                return
        base = self.desk.catalogue.material_of(material)
        uom = base[0] if base else ""
        self.notices.append(say("records.rows_short", self.desk.viewer.actor.lang,
                                material=material.title, missing=trimmed(left), uom=uom))  # fmt: skip
        yield row | {choice.lot: None, choice.quantity: None, choice.need: self.amount(choice.need, left, uom)}

    def candidates(self, row: Row, material: Linked, key: str) -> list[Lot]:
        """Released lots of the material that the lot field offers, the first to expire first."""
        wanted = lots.Wanted(status="released", material=material.id, in_stock=True, limit=lots.MOST)
        around = Names(row, self.record)
        wheres = self.live.offering(f"{self.rows_of.key}.{key}", around, self.desk.env)
        found = [
            lot
            for lot in lots.listed(self.desk.conn, wanted, self.desk.env.today)
            if self.free(lot) > 0 and self.offered(wheres, lot, around)
        ]
        return sorted(found, key=lambda lot: (lot.expires_on or date.max, lot.id))

    def offered(self, wheres: list[str], lot: Lot, around: Any) -> bool:
        names: Any = Names({"this": around}, self.desk.made(lot))
        return all(holds((where,), names, self.desk.env) for where in wheres)

    def free(self, lot: Lot) -> Decimal:
        """What is on hand, not packed, and not proposed already."""
        return Decimal(lot.on_hand - lot.packed - self.taken.get(lot.id, 0))

    def amount(self, key: str, value: Decimal, uom: str) -> Any:
        own = self.live.lists[self.rows_of.key].fields[key].field
        if own.type not in MEASURES:
            return self.value(key, value)
        value = rounded(value, own.options.decimals)
        return Measure(value, uom, value, uom)

"""What the verbs have in common: which rows they are about, their lots, quantities and places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from suyuan.forms.form import Form, LinkMapping, TraceMapping
from suyuan.forms.trace_mapping import BY_ROW
from suyuan.forms.values import Linked, NewLot
from suyuan.kernel.errors import Invalid
from suyuan.trace.event import STATUSES, VOID, LinkPlan, Lot, LotPlan, Place, Side
from suyuan.trace.given import Amount, Reader, Spot, beside, in_uom, spots
from suyuan.trace.judge import Judge
from suyuan.trace.look import Material
from suyuan.trace.new_lot import inherited, lot_plan
from suyuan.trace.stock import key_of

ONE = Decimal("1.000000")


class Setting(NamedTuple):
    """What one event says of all its lots."""

    status: str | None
    where: Place | None
    source: Place | None
    destination: Place | None


class Parts:
    """One mapping of one record, while its events are planned.

    :ivar setting: that of the event being planned; rows of another setting are left out.
    :ivar statuses: that the event gives to outputs there are already.
    :ivar skipped: whether ``only_when`` left out a row.
    """

    def __init__(self, form: Form, mapping: TraceMapping, reader: Reader, judge: Judge) -> None:
        self.form = form
        self.mapping = mapping
        self.reader = reader
        self.judge = judge
        self.look = judge.look
        self.links: list[LinkPlan] = []
        self.nested: list[tuple[str, Decimal]] = []
        self.seen: set[tuple[Any, ...]] = set()
        self.skipped = False
        self.setting: Setting | None = None
        self.statuses: set[str | None] = set()
        self.time = self.look.env.now
        self._settings: dict[str, Setting] = {}

    # rows and what they say

    def spots(self, group: Sequence[LinkMapping]) -> Iterator[tuple[Spot, LinkMapping]]:
        """The lots that ``group`` names, rows left out by ``only_when`` or of another setting aside."""
        for link in group:
            for spot in spots(link, self.reader.values):
                if self._left_out(spot, link):
                    self.skipped = True
                elif self.mapping.verb not in BY_ROW or self.setting_at(spot) == self.setting:
                    yield spot, link

    def _left_out(self, spot: Spot, link: LinkMapping) -> bool:
        return link.only_when is not None and self.reader.evaluate(link.only_when, spot.path, spot) is not True

    def setting_at(self, spot: Spot | None) -> Setting:
        """The setting of the event that ``spot`` belongs to; of the record itself when ``None``."""
        path = spot.path if spot is not None and spot.row is not None else ""
        if path not in self._settings:
            m, read = self.mapping, self.reader.place
            row = spot if path else None
            status = self.status_at(row)
            self._settings[path] = Setting(status, read(m.where, row), read(m.source, row), read(m.destination, row))
        return self._settings[path]

    def settings(self) -> list[Setting]:
        """Those of the events that this mapping is, in order."""
        if self.mapping.verb not in BY_ROW:
            return [self.setting_at(None)]
        every = [*self.mapping.outputs, *self.mapping.objects]
        found = [
            self.setting_at(spot)
            for link in every
            for spot in spots(link, self.reader.values)
            if not self._left_out(spot, link)
        ]
        return list(dict.fromkeys(found))

    def status_at(self, spot: Spot | None) -> str | None:
        """The status the mapping gives at ``spot``."""
        text = self.mapping.status
        if text is None:
            return None
        path = self._blamed(text, spot)
        found = self.reader.evaluate(text, path, spot)
        if found is not None and found not in STATUSES:
            self.judge.refuse(path, "trace.bad_status", status=str(found))
            return None
        return None if found is None else str(found)

    def _blamed(self, text: str, spot: Spot | None) -> str:
        if spot is not None and spot.row is not None:
            key = text.removeprefix(f"{spot.list_key}.")
            if key in spot.row:
                return beside(spot, key)
        return text if text.isidentifier() else ""

    def place_from(self, spot: Spot, link: LinkMapping) -> Place | None:
        """The place that the link says it takes from."""
        return self.reader.place(link.at, spot) if link.at else None

    # lots

    def existing(self, spot: Spot, side: Side, at: Place | None = None) -> Lot | None:
        """The lot at ``spot``, known and named once; once for each place it is taken from."""
        value = spot.lot.made if isinstance(spot.lot, NewLot) else spot.lot
        lot = self.look.unit(value.id) if isinstance(value, Linked) else None
        if lot is None:
            self.judge.refuse(spot.path, "trace.unknown_lot", lot=str(getattr(spot.lot, "code", spot.lot) or ""))
            return None
        if lot.status == VOID and lot.id not in self.judge.taken.lots:
            self.judge.refuse(spot.path, "trace.void_lot", lot=lot.code)
            return None
        comes, here = side in (Side.OUT_OUTPUT, Side.OUT_PARENT), key_of(at) if at else None
        twice = (lot.id, comes, here) in self.seen
        if twice or any(unit == lot.id and other != comes for unit, other, _ in self.seen):
            self.judge.refuse(spot.path, "trace.lot_twice" if twice else "trace.lot_fed_to_itself", lot=lot.code)
            return None
        self.seen.add((lot.id, comes, here))
        return lot

    def material(self, value: Any) -> Material | None:
        return self.look.material(value.id) if isinstance(value, Linked) else None

    def new_lot(self, spot: Spot, new: NewLot, measure: Any = None, source: Lot | None = None) -> LotPlan:
        """The lot that is made at ``spot``.

        :param source: the lot it is a part of, when it is split off.
        """
        material = self.material(new.facts.get("material"))
        made_on = None
        if self.mapping.verb in ("create", "transform", "pack") and source is None:
            made_on = min(self.look.env.local(self.time).date(), self.look.env.today)
        status = self.status_at(spot)
        made = lot_plan(spot.path, new, material, measure, status, made_on, self.form.stage)
        return made if source is None else inherited(made, source, material, new.facts, status)

    # quantities

    def whole(self, lot: Lot, spot: Spot, quantity: str | None) -> Amount | None:
        """A container is one thing: its quantity is blank or 1."""
        value, path = self.reader.amount(quantity, spot) if quantity else (None, spot.path)
        if value is not None and getattr(value, "value", value) != 1:
            self.judge.refuse(path, "trace.whole_only", lot=lot.code)
            return None
        return Amount(ONE)

    def amount(
        self,
        lot: Lot | LotPlan,
        spot: Spot,
        text: str | None,
        *,
        blank: Decimal | None = None,
        least_zero: bool = False,
    ) -> Amount | None:
        """How much ``text`` says, in the lot's uom.

        :param blank: what a blank stands for; ``None`` where it may not be blank.
        """
        value, path = self.reader.amount(text, spot) if text else (None, spot.path)
        if value is None:
            if blank is None:
                self.judge.refuse(path, "trace.quantity_needed", lot=lot.code)
            elif blank <= 0:
                self.judge.refuse(path, "trace.too_little", lot=lot.code, free="0", asked="0", uom=lot.uom)
            return Amount(blank) if blank is not None and blank > 0 else None
        try:
            amount = in_uom(value, lot.uom, self._conversions(lot))
        except Invalid as error:
            for mistake in error.mistakes:
                self.judge.refuse(path, mistake.code, **{"lot": lot.code, **mistake.params})
            return None
        if amount.value < 0 or (amount.value == 0 and not least_zero):
            self.judge.refuse(path, "trace.quantity_not_positive", lot=lot.code)
            return None
        return amount

    def _conversions(self, lot: Lot | LotPlan) -> dict[str, Decimal]:
        material = self.look.material(lot.material) if lot.material is not None else None
        return dict(material.conversions) if material else {}

    # links

    def free(self, lot: Lot, at: Place | None) -> Decimal:
        """What may be taken, of what lies at ``at`` when given."""
        return self.judge.free(lot) if at is None else min(self.judge.free_at(lot, at), self.judge.free(lot))

    def take(self, lot: Lot, side: Side, amount: Amount, spot: Spot, at: Place | None = None) -> None:
        """A link that takes ``amount``, from ``at`` when given."""
        if at is not None:
            self.judge.take_at(lot, amount.value, at, spot.path)
        self.judge.take(lot, amount.value, spot.path)
        self.link(lot, side, amount, spot.path, at, strict=at is not None)

    def link(
        self,
        lot: Lot | LotPlan,
        side: Side,
        amount: Amount | None,
        path: str,
        at: Place | None = None,
        strict: bool = False,
    ) -> None:
        quantity, given = (amount.value, amount.given) if amount else (None, None)
        self.links.append(LinkPlan(lot, side, quantity, given, path, at, strict and not lot_is_foreign(lot)))


def lot_is_foreign(lot: Lot | LotPlan) -> bool:
    """Whether the lot's stock is not enforced."""
    return isinstance(lot, Lot) and lot.foreign

"""Plan what a record does to lots: pure, every mistake at once, by field path. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from suyuan.forms.form import Form, LinkMapping, TraceMapping
from suyuan.forms.trace_mapping import STEPS
from suyuan.forms.values import Linked, NewLot
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.trace.delta import COUNTING, SAMPLING
from suyuan.trace.epcis.vocabulary import BIZ_STEP
from suyuan.trace.event import STATUSES, LinkPlan, Lot, LotPlan, Side, TraceEvent
from suyuan.trace.given import Amount, Reader, Spot, Values, in_uom, spots
from suyuan.trace.judge import LATENESS, Judge
from suyuan.trace.look import NONE_TAKEN, Look, Material, Taken
from suyuan.trace.new_lot import lot_plan

ONE = Decimal("1.000000")
STEP = {
    "receive": "receiving",
    "create": "commissioning",
    "transform": "creating_class_instance",
    "move": "storing",
    "pack": "packing",
    "unpack": "unpacking",
    "ship": "shipping",
    "observe": "inspecting",
    "dispose": "destroying",
}
DISPOSITION = {"receive": "in_progress", "create": "active", "transform": "in_progress", "pack": "in_progress"} | {
    "ship": "in_transit",
    "dispose": "destroyed",
}

RETURNING = "returning"
"""Our own word for shipping back to where it came from: lots need not be released. Told as shipping, returned."""

STEPS.update(BIZ_STEP.words, (RETURNING,))


def plan(
    form: Form, values: Values, look: Look, *, taken: Taken = NONE_TAKEN
) -> tuple[list[TraceEvent], list[Mistake]]:
    """What a record of ``form`` with ``values`` does to lots.

    :param values: by field key, cleaned and computed.
    :param taken: what the events that are being corrected took (see ``taken_by``).
    :returns: one event a mapping that applies, and every mistake by field path; with mistakes, nothing may be written.
    """
    reader, judge = Reader(values, look.env), Judge(look, taken)
    events = []
    for mapping in form.trace:
        planner = _Planner(form, mapping, reader, judge)
        if (event := planner.event()) is not None:
            events.append(event)
    return events, _distinct([*reader.mistakes, *judge.mistakes])


def _step(mapping: TraceMapping) -> str:
    if mapping.step == RETURNING:
        return STEP[mapping.verb]
    return mapping.step or ("sampling" if mapping.loss == "sampled" else STEP[mapping.verb])


def _distinct(mistakes: Iterable[Mistake]) -> list[Mistake]:
    return list({(m.path, m.code, str(m.params.get("lot"))): m for m in mistakes}.values())


class _Planner:
    """Plans the one event of one mapping."""

    def __init__(self, form: Form, mapping: TraceMapping, reader: Reader, judge: Judge) -> None:
        self.form = form
        self.mapping = mapping
        self.reader = reader
        self.judge = judge
        self.look = judge.look
        self.returns = mapping.step == RETURNING
        self.step = _step(mapping)
        self.links: list[LinkPlan] = []
        self.seen: set[tuple[int, bool]] = set()
        self.status: str | None = None
        self.nested: list[tuple[str, Decimal]] = []

    def event(self) -> TraceEvent | None:
        mapping = self.mapping
        if mapping.only_when and self.reader.evaluate(mapping.only_when, "") is not True:
            return None
        self.status = self._status()
        time_path = mapping.when if mapping.when and mapping.when.isidentifier() else ""
        self.time = self.reader.time(mapping.when, time_path)
        if self.time > self.look.env.now + LATENESS:
            self.judge.refuse(time_path, "trace.in_future")
        getattr(self, f"_{mapping.verb}")()
        if not self.links:
            if not (self.reader.mistakes or self.judge.mistakes):
                self.judge.refuse(self._first_path(), "trace.lot_needed")
            return None
        offset = self.look.env.local(self.time).utcoffset() or timedelta()
        return TraceEvent(
            mapping.verb,
            self.time,
            tuple(self.links),
            int(offset.total_seconds() // 60),
            self.reader.place(mapping.where),
            self.reader.place(mapping.source),
            self.reader.place(mapping.destination),
            self.step,
            "returned" if self.returns else DISPOSITION.get(mapping.verb),
            self.status,
            mapping.loss if mapping.verb == "dispose" else None,
            tuple(self.nested),
        )

    def _first_path(self) -> str:
        named = [*self.mapping.inputs, *self.mapping.outputs, *self.mapping.objects]
        return named[0].lot.partition(".")[0] if named else self.mapping.parent or ""

    def _status(self) -> str | None:
        text = self.mapping.status
        found = self.reader.evaluate(text, text if text.isidentifier() else "") if text else None
        if found is not None and found not in STATUSES:
            self.judge.refuse("", "trace.bad_status", status=str(found))
            return None
        return found

    # the nine verbs

    def _receive(self) -> None:
        for side, group in ((Side.OUT_OUTPUT, self.mapping.outputs), (Side.AT_OBJECT, self.mapping.objects)):
            for spot, quantity in self._spots(group):
                self._bring(spot, quantity, side)

    def _create(self) -> None:
        for spot, quantity in self._spots(self.mapping.outputs):
            self._bring(spot, quantity, Side.OUT_OUTPUT)

    def _transform(self) -> None:
        for spot, quantity in self._spots(self.mapping.inputs):
            if (lot := self._existing(spot, Side.IN_INPUT)) is None:
                continue
            self.judge.released(lot, spot.path)
            if lot.kind == "logistic":
                self._feed_contents(lot, spot, quantity)
            elif (amount := self._amount(lot, spot, quantity)) is not None:
                self._take(lot, Side.IN_INPUT, amount, spot)
        for spot, quantity in self._spots(self.mapping.outputs):
            self._bring(spot, quantity, Side.OUT_OUTPUT)

    def _move(self) -> None:
        for spot, _ in self._spots(self.mapping.objects):
            if (lot := self._existing(spot, Side.AT_OBJECT)) is not None:
                self._link(lot, Side.AT_OBJECT, None, spot.path)

    def _observe(self) -> None:
        for spot, quantity in self._spots(self.mapping.objects):
            if (lot := self._existing(spot, Side.AT_OBJECT)) is not None:
                self._observe_lot(lot, spot, quantity)

    def _observe_lot(self, lot: Lot, spot: Spot, quantity: str | None) -> None:
        if quantity is None or not (self.step in SAMPLING or self.step in COUNTING):
            self._link(lot, Side.AT_OBJECT, None, spot.path)
        elif self.step in COUNTING:
            if (amount := self._amount(lot, spot, quantity, least_zero=True)) is not None:
                difference = amount.value - lot.on_hand - self.judge.taken.free.get(lot.id, Decimal(0))
                self._link(lot, Side.AT_OBJECT, Amount(difference), spot.path)
        elif (amount := self._amount(lot, spot, quantity)) is not None:
            self._take(lot, Side.AT_OBJECT, amount, spot)

    def _pack(self) -> None:
        parent = self._parent()
        for spot, quantity in self._spots(self.mapping.inputs):
            if (lot := self._existing(spot, Side.IN_CHILD)) is None:
                continue
            self.judge.released(lot, spot.path)
            if isinstance(parent, Lot) and self._holds(lot, parent):
                self.judge.refuse(spot.path, "trace.container_in_itself", lot=parent.code)
            if lot.kind == "logistic":
                amount = self._whole(lot, spot, quantity)
                inner = [i for i in self.look.contents(lot.id) if i.lot.kind != "logistic"]
                self.nested += [(i.lot.uom, i.quantity) for i in inner]
            else:
                amount = self._amount(lot, spot, quantity, blank=self.judge.free(lot))
            if amount is not None:
                self._take(lot, Side.IN_CHILD, amount, spot)
        if parent is not None and self.links:
            new = isinstance(parent, LotPlan)
            self._link(parent, Side.OUT_PARENT, Amount(ONE) if new else None, self.mapping.parent or "")

    def _holds(self, lot: Lot, parent: Lot) -> bool:
        if lot.id == parent.id:
            return True
        return lot.kind == "logistic" and any(i.lot.id == parent.id for i in self.look.contents(lot.id))

    def _unpack(self) -> None:
        parent = self._parent()
        if not isinstance(parent, Lot):
            return
        direct = [i for i in self.look.contents(parent.id) if i.container == parent.id]
        held: dict[int, tuple[Lot, Decimal]] = {}
        for inside in direct:
            _, before = held.get(inside.lot.id, (inside.lot, Decimal(0)))
            held[inside.lot.id] = (inside.lot, before + inside.quantity)
        if not self.mapping.outputs:
            for lot, quantity in held.values():
                self._link(lot, Side.OFF_CHILD, Amount(quantity), self.mapping.parent or "")
        for spot, text in self._spots(self.mapping.outputs):
            self._unpack_one(parent, held, spot, text)
        if self.links:
            self.links.insert(0, LinkPlan(parent, Side.OFF_PARENT, None, None, self.mapping.parent or ""))
        elif not self.mapping.outputs:
            self.judge.refuse(self.mapping.parent or "", "trace.container_empty", lot=parent.code)

    def _unpack_one(self, parent: Lot, held: dict[int, tuple[Lot, Decimal]], spot: Spot, text: str | None) -> None:
        if (lot := self._existing(spot, Side.OFF_CHILD)) is None:
            return
        _, inside = held.get(lot.id, (lot, Decimal(0)))
        amount = self._amount(lot, spot, text, blank=inside)
        if amount is None:
            return
        if amount.value > inside + self.judge.taken.free.get(lot.id, Decimal(0)):
            self.judge.refuse(
                spot.path,
                "trace.not_inside",
                lot=lot.code,
                container=parent.code,
                asked=f"{amount.value.normalize():f}",
                uom=lot.uom,
            )
        self._link(lot, Side.OFF_CHILD, amount, spot.path)

    def _ship(self) -> None:
        for spot, quantity in self._spots(self.mapping.objects):
            self._let_go(spot, quantity, must_be_released=not self.returns)

    def _dispose(self) -> None:
        for spot, quantity in self._spots(self.mapping.objects):
            self._let_go(spot, quantity, must_be_released=False)

    # their parts

    def _let_go(self, spot: Spot, quantity: str | None, must_be_released: bool) -> None:
        if (lot := self._existing(spot, Side.AT_OBJECT)) is None:
            return
        if must_be_released:
            self.judge.released(lot, spot.path)
        if lot.kind != "logistic":
            if (amount := self._amount(lot, spot, quantity, blank=self.judge.free(lot))) is not None:
                self._take(lot, Side.AT_OBJECT, amount, spot)
            return
        if (amount := self._whole(lot, spot, quantity)) is None:
            return
        self._take(lot, Side.AT_OBJECT, amount, spot)
        contents = self.look.contents(lot.id)
        if must_be_released:
            self.judge.contents_released(lot, contents, spot.path)
        for inside in contents:
            self._link(inside.lot, Side.AT_CHILD, Amount(inside.quantity), spot.path)

    def _feed_contents(self, container: Lot, spot: Spot, quantity: str | None) -> None:
        """A container goes in as what is inside it, and is empty after."""
        if self._whole(container, spot, quantity) is None:
            return
        contents = self.look.contents(container.id)
        if not contents:
            self.judge.refuse(spot.path, "trace.container_empty", lot=container.code)
            return
        self.judge.contents_released(container, contents, spot.path)
        self._link(container, Side.OFF_PARENT, None, spot.path)
        for inside in contents:
            self._link(inside.lot, Side.OFF_CHILD, Amount(inside.quantity), spot.path)
            if inside.lot.kind != "logistic":
                self._link(inside.lot, Side.IN_INPUT, Amount(inside.quantity), spot.path)

    def _bring(self, spot: Spot, quantity: str | None, side: Side) -> None:
        """Something comes in or is made: a new lot, more of an existing one, or a container coming back."""
        if isinstance(spot.lot, NewLot) and spot.lot.made is None:
            self._bring_new(spot, spot.lot, quantity, side)
            return
        if (lot := self._existing(spot, side)) is None:
            return
        if lot.kind != "logistic":
            if (amount := self._amount(lot, spot, quantity)) is not None:
                self._link(lot, side, amount, spot.path)
        elif (amount := self._whole(lot, spot, quantity)) is not None:
            self._link(lot, side, amount, spot.path)
            for inside in self.look.contents(lot.id):
                self._link(inside.lot, Side.AT_CHILD, Amount(inside.quantity), spot.path)

    def _bring_new(self, spot: Spot, new: NewLot, quantity: str | None, side: Side) -> None:
        measure = self.reader.amount(quantity, spot)[0] if quantity else None
        made = self._new_lot(spot, new, measure)
        self.judge.new(made)
        amount = self._amount(made, spot, quantity, blank=ONE if made.kind != "lot" else None)
        if amount is not None:
            self._link(made, side, amount, spot.path)

    def _new_lot(self, spot: Spot, new: NewLot, measure: Any = None) -> LotPlan:
        material = self._material(new.facts.get("material"))
        made_on = None
        if self.mapping.verb in ("create", "transform", "pack"):
            made_on = min(self.look.env.local(self.time).date(), self.look.env.today)
        return lot_plan(spot.path, new, material, measure, self.status, made_on, self.form.stage)

    def _parent(self) -> Lot | LotPlan | None:
        path = self.mapping.parent or ""
        value = self.reader.values.get(path)
        if value is None:
            self.judge.refuse(path, "trace.lot_needed")
            return None
        if isinstance(value, NewLot) and value.made is None:
            made = self._new_lot(Spot(path, value), NewLot(value.code, value.rule, {"kind": "logistic", **value.facts}))
            self.judge.new(made)
            return made
        parent = self._existing(Spot(path, value), Side.OUT_PARENT)
        if parent is not None and parent.kind != "logistic":
            self.judge.refuse(path, "trace.not_container", lot=parent.code)
            return None
        if parent is not None and parent.on_hand <= 0 and not parent.foreign:
            self.judge.refuse(path, "trace.container_gone", lot=parent.code)
        return parent

    def _material(self, value: Any) -> Material | None:
        return self.look.material(value.id) if isinstance(value, Linked) else None

    def _spots(self, group: Sequence[LinkMapping]) -> Iterable[tuple[Spot, str | None]]:
        for mapping in group:
            for spot in spots(mapping, self.reader.values):
                yield spot, mapping.quantity

    def _existing(self, spot: Spot, side: Side) -> Lot | None:
        value = spot.lot.made if isinstance(spot.lot, NewLot) else spot.lot
        lot = self.look.unit(value.id) if isinstance(value, Linked) else None
        if lot is None:
            self.judge.refuse(spot.path, "trace.unknown_lot", lot=str(getattr(spot.lot, "code", spot.lot) or ""))
            return None
        comes = side in (Side.OUT_OUTPUT, Side.OUT_PARENT)
        if (lot.id, comes) in self.seen or (lot.id, not comes) in self.seen:
            twice = (lot.id, comes) in self.seen
            self.judge.refuse(spot.path, "trace.lot_twice" if twice else "trace.lot_fed_to_itself", lot=lot.code)
            return None
        self.seen.add((lot.id, comes))
        return lot

    def _whole(self, lot: Lot, spot: Spot, quantity: str | None) -> Amount | None:
        """A container is one thing: its quantity is blank or 1."""
        value, path = self.reader.amount(quantity, spot) if quantity else (None, spot.path)
        if value is not None and getattr(value, "value", value) != 1:
            self.judge.refuse(path, "trace.whole_only", lot=lot.code)
            return None
        return Amount(ONE)

    def _amount(
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

    def _take(self, lot: Lot, side: Side, amount: Amount, spot: Spot) -> None:
        path = spot.path
        self.judge.take(lot, amount.value, path)
        self._link(lot, side, amount, path)

    def _link(self, lot: Lot | LotPlan, side: Side, amount: Amount | None, path: str) -> None:
        quantity, given = (amount.value, amount.given) if amount else (None, None)
        self.links.append(LinkPlan(lot, side, quantity, given, path))

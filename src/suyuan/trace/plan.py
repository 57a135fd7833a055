"""Plan what a record does to lots: pure, every mistake at once, by field path. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

from suyuan.forms.form import Form, LinkMapping, TraceMapping
from suyuan.forms.trace_mapping import STEPS
from suyuan.forms.values import NewLot
from suyuan.kernel.errors import Mistake
from suyuan.kernel.units import Quantity
from suyuan.trace.delta import COUNTING, RETURNED, SAMPLING
from suyuan.trace.epcis.vocabulary import BIZ_STEP
from suyuan.trace.event import ZERO, LinkPlan, Lot, LotPlan, Place, Side, TraceEvent
from suyuan.trace.given import Amount, Reader, Spot, Values
from suyuan.trace.judge import LATENESS, Judge
from suyuan.trace.look import NONE_TAKEN, Look, Taken
from suyuan.trace.parts import ONE, Parts, Setting
from suyuan.trace.split import Split
from suyuan.trace.stock import main_place

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
"""Our own word for going back to where it came from. Shipping so, lots need not be released; receiving so, what had
been shipped is here again, on hold unless the form says otherwise. Told as shipping or receiving, returned."""

STEPS.update(BIZ_STEP.words, (RETURNING,))


def plan(
    form: Form, values: Values, look: Look, *, taken: Taken = NONE_TAKEN
) -> tuple[list[TraceEvent], list[Mistake]]:
    """What a record of ``form`` with ``values`` does to lots.

    :param values: by field key, cleaned and computed.
    :param taken: what the events that are being corrected took (see ``taken_by``).
    :returns: the events of every mapping that applies (more than one where its rows go to different places or get
        different statuses), and every mistake by field path; with mistakes, nothing may be written.
    """
    reader, judge = Reader(values, look.env), Judge(look, taken)
    events: list[TraceEvent] = []
    for mapping in form.trace:
        events += _Planner(form, mapping, reader, judge).events()
    return events, _distinct([*reader.mistakes, *judge.mistakes])


def _step(mapping: TraceMapping) -> str:
    if mapping.step == RETURNING:
        return STEP[mapping.verb]
    return mapping.step or ("sampling" if mapping.loss == "sampled" else STEP[mapping.verb])


def _distinct(mistakes: Iterable[Mistake]) -> list[Mistake]:
    return list({(m.path, m.code, str(m.params.get("lot"))): m for m in mistakes}.values())


class _Planner(Parts):
    """Plans the events of one mapping."""

    def __init__(self, form: Form, mapping: TraceMapping, reader: Reader, judge: Judge) -> None:
        super().__init__(form, mapping, reader, judge)
        self.returns = mapping.step == RETURNING
        self.step = _step(mapping)

    def events(self) -> Iterator[TraceEvent]:
        mapping = self.mapping
        if mapping.only_when and self.reader.evaluate(mapping.only_when, "") is not True:
            return
        time_path = mapping.when if mapping.when and mapping.when.isidentifier() else ""
        self.time = self.reader.time(mapping.when, time_path)
        if self.time > self.look.env.now + LATENESS:
            self.judge.refuse(time_path, "trace.in_future")
        found = [event for setting in self.settings() if (event := self._event(setting)) is not None]
        if not found and not self._nothing_to_do():
            self.judge.refuse(self._first_path(), "trace.lot_needed")
        yield from found

    def _nothing_to_do(self) -> bool:
        return bool(self.skipped or self.reader.mistakes or self.judge.mistakes)

    def _event(self, setting: Setting) -> TraceEvent | None:
        self.setting, self.links, self.nested = setting, [], []
        self.place = setting.where
        self.statuses.clear()
        getattr(self, f"_{self.mapping.verb}")()
        if not self.links or (self.skipped and self._half()):
            return None
        offset = self.look.env.local(self.time).utcoffset() or timedelta()
        return TraceEvent(
            self.mapping.verb,
            self.time,
            tuple(self.links),
            int(offset.total_seconds() // 60),
            self.place,
            setting.source,
            setting.destination,
            self.step,
            "returned" if self.returns else DISPOSITION.get(self.mapping.verb),
            self._event_status(setting),
            self._loss(),
            tuple(self.nested),
        )

    def _half(self) -> bool:
        """A transformation of which ``only_when`` left one side does not happen."""
        sides = {link.side for link in self.links}
        ends = {Side.IN_INPUT, Side.OUT_OUTPUT} if self.mapping.verb == "transform" else set()
        return bool(ends - sides)

    def _event_status(self, setting: Setting) -> str | None:
        if self.mapping.verb == "transform":
            return next(iter(self.statuses)) if len(self.statuses) == 1 else None
        return setting.status or ("held" if self._comes_back() else None)

    def _comes_back(self) -> bool:
        return self.returns and self.mapping.verb == "receive"

    def _loss(self) -> str | None:
        if self._comes_back():
            return RETURNED
        if self.mapping.verb == "dispose":
            return self.mapping.loss or "lost"
        return self.mapping.loss if self.mapping.verb == "observe" and self.step in COUNTING else None

    def _first_path(self) -> str:
        named = [*self.mapping.inputs, *self.mapping.outputs, *self.mapping.objects]
        return named[0].lot.partition(".")[0] if named else self.mapping.parent or ""

    # the nine verbs

    def _receive(self) -> None:
        for side, group in ((Side.OUT_OUTPUT, self.mapping.outputs), (Side.AT_OBJECT, self.mapping.objects)):
            for spot, link in self.spots(group):
                self._bring(spot, link.quantity, side)

    def _create(self) -> None:
        for spot, link in self.spots(self.mapping.outputs):
            self._bring(spot, link.quantity, Side.OUT_OUTPUT)

    def _transform(self) -> None:
        if self.mapping.split:
            Split(self).run()
            return
        for spot, link in self.spots(self.mapping.inputs):
            at = self.place_from(spot, link)
            if (lot := self.existing(spot, Side.IN_INPUT, at)) is None:
                continue
            self.judge.released(lot, spot.path)
            if lot.kind == "logistic":
                self._feed_contents(lot, spot, link.quantity)
            elif (amount := self.amount(lot, spot, link.quantity)) is not None:
                self.take(lot, Side.IN_INPUT, amount, spot, at)
        for spot, link in self.spots(self.mapping.outputs):
            self._bring(spot, link.quantity, Side.OUT_OUTPUT)

    def _move(self) -> None:
        for spot, link in self.spots(self.mapping.objects):
            at = self.place_from(spot, link)
            if (lot := self.existing(spot, Side.AT_OBJECT, at)) is None:
                continue
            if lot.kind == "logistic":
                self._move_container(lot, spot, link.quantity)
                continue
            value = self.reader.amount(link.quantity, spot)[0] if link.quantity else None
            amount = self.amount(lot, spot, link.quantity) if value is not None else None
            if amount is not None:
                self.take(lot, Side.AT_OBJECT, amount, spot, at)
            else:
                self.link(lot, Side.AT_OBJECT, None, spot.path, at)

    def _move_container(self, lot: Lot, spot: Spot, quantity: str | None) -> None:
        if (amount := self.whole(lot, spot, quantity)) is None:
            return
        at = self._stands_at(lot)
        self.link(lot, Side.AT_OBJECT, amount, spot.path, at)
        for inside in self.look.contents(lot.id):
            self.link(inside.lot, Side.AT_CHILD, Amount(inside.quantity), spot.path, at)

    def _stands_at(self, container: Lot) -> Place | None:
        return main_place(self.judge.piles(container))

    def _observe(self) -> None:
        for spot, link in self.spots(self.mapping.objects):
            at = self.place_from(spot, link)
            if (lot := self.existing(spot, Side.AT_OBJECT, at)) is not None:
                self._observe_lot(lot, spot, link.quantity, at)

    def _observe_lot(self, lot: Lot, spot: Spot, quantity: str | None, at: Place | None) -> None:
        if quantity is None or not (self.step in SAMPLING or self.step in COUNTING):
            self.link(lot, Side.AT_OBJECT, None, spot.path)
        elif self.step in COUNTING:
            if (amount := self.amount(lot, spot, quantity, least_zero=True)) is not None:
                self._counted(lot, spot, amount, at)
        elif (amount := self.amount(lot, spot, quantity)) is not None:
            self.take(lot, Side.AT_OBJECT, amount, spot, at)

    def _counted(self, lot: Lot, spot: Spot, amount: Amount, at: Place | None) -> None:
        """The link's quantity is the difference to the book; what was counted is kept beside it."""
        difference = amount.value - self.judge.book(lot, at)
        if at is not None and difference < 0:
            self.judge.take_at(lot, -difference, at, spot.path)
        counted = Quantity(amount.value, lot.uom)
        self.link(lot, Side.AT_OBJECT, Amount(difference, counted), spot.path, at)

    def _pack(self) -> None:
        parent = self._parent()
        if isinstance(parent, Lot) and self.place is None:
            self.place = self._stands_at(parent)
        for spot, link in self.spots(self.mapping.inputs):
            at = self.place_from(spot, link)
            if (lot := self.existing(spot, Side.IN_CHILD, at)) is None:
                continue
            self.judge.released(lot, spot.path)
            if isinstance(parent, Lot) and self._holds(lot, parent):
                self.judge.refuse(spot.path, "trace.container_in_itself", lot=parent.code)
            if lot.kind == "logistic":
                amount = self.whole(lot, spot, link.quantity)
                inner = [i for i in self.look.contents(lot.id) if i.lot.kind != "logistic"]
                self.nested += [(i.lot.uom, i.quantity) for i in inner]
            else:
                amount = self.amount(lot, spot, link.quantity, blank=self.free(lot, at))
            if amount is not None:
                self.take(lot, Side.IN_CHILD, amount, spot, at)
        if parent is not None and self.links:
            new = isinstance(parent, LotPlan)
            self.link(parent, Side.OUT_PARENT, Amount(ONE) if new else None, self.mapping.parent or "")

    def _holds(self, lot: Lot, parent: Lot) -> bool:
        if lot.id == parent.id:
            return True
        return lot.kind == "logistic" and any(i.lot.id == parent.id for i in self.look.contents(lot.id))

    def _unpack(self) -> None:
        parent = self._parent()
        if not isinstance(parent, Lot):
            return
        at = self._stands_at(parent)
        held: dict[int, tuple[Lot, Decimal]] = {}
        for inside in self.look.contents(parent.id):
            if inside.container == parent.id:
                _, before = held.get(inside.lot.id, (inside.lot, ZERO))
                held[inside.lot.id] = (inside.lot, before + inside.quantity)
        if not self.mapping.outputs:
            for lot, quantity in held.values():
                self.link(lot, Side.OFF_CHILD, Amount(quantity), self.mapping.parent or "", at)
        for spot, link in self.spots(self.mapping.outputs):
            self._unpack_one(parent, held, spot, link, at)
        if self.links:
            self.links.insert(0, LinkPlan(parent, Side.OFF_PARENT, None, None, self.mapping.parent or ""))
        elif not self.mapping.outputs:
            self.judge.refuse(self.mapping.parent or "", "trace.container_empty", lot=parent.code)

    def _unpack_one(
        self, parent: Lot, held: dict[int, tuple[Lot, Decimal]], spot: Spot, link: LinkMapping, at: Place | None
    ) -> None:
        if (lot := self.existing(spot, Side.OFF_CHILD)) is None:
            return
        _, inside = held.get(lot.id, (lot, ZERO))
        amount = self.amount(lot, spot, link.quantity, blank=inside)
        if amount is None:
            return
        if amount.value > inside + self.judge.taken.free.get(lot.id, ZERO):
            self.judge.refuse(
                spot.path,
                "trace.not_inside",
                lot=lot.code,
                container=parent.code,
                asked=f"{amount.value.normalize():f}",
                uom=lot.uom,
            )
        self.link(lot, Side.OFF_CHILD, amount, spot.path, at)

    def _ship(self) -> None:
        for spot, link in self.spots(self.mapping.objects):
            self._let_go(spot, link, must_be_released=not self.returns)

    def _dispose(self) -> None:
        for spot, link in self.spots(self.mapping.objects):
            self._let_go(spot, link, must_be_released=False)

    # their parts

    def _let_go(self, spot: Spot, link: LinkMapping, must_be_released: bool) -> None:
        at = self.place_from(spot, link)
        if (lot := self.existing(spot, Side.AT_OBJECT, at)) is None:
            return
        if must_be_released:
            self.judge.released(lot, spot.path)
        if lot.kind != "logistic":
            if (amount := self.amount(lot, spot, link.quantity, blank=self.free(lot, at))) is not None:
                self.take(lot, Side.AT_OBJECT, amount, spot, at)
            return
        if (amount := self.whole(lot, spot, link.quantity)) is None:
            return
        self.take(lot, Side.AT_OBJECT, amount, spot)
        contents, stood = self.look.contents(lot.id), self._stands_at(lot)
        if must_be_released:
            self.judge.contents_released(lot, contents, spot.path)
        for inside in contents:
            self.link(inside.lot, Side.AT_CHILD, Amount(inside.quantity), spot.path, stood)

    def _feed_contents(self, container: Lot, spot: Spot, quantity: str | None) -> None:
        """A container goes in as what is inside it, and is empty after."""
        if self.whole(container, spot, quantity) is None:
            return
        contents, at = self.look.contents(container.id), self._stands_at(container)
        if not contents:
            self.judge.refuse(spot.path, "trace.container_empty", lot=container.code)
            return
        self.judge.contents_released(container, contents, spot.path)
        self.link(container, Side.OFF_PARENT, None, spot.path)
        for inside in contents:
            self.link(inside.lot, Side.OFF_CHILD, Amount(inside.quantity), spot.path, at)
            if inside.lot.kind != "logistic":
                self.link(inside.lot, Side.IN_INPUT, Amount(inside.quantity), spot.path, at)

    def _bring(self, spot: Spot, quantity: str | None, side: Side) -> None:
        """Something comes in or is made: a new lot, more of an existing one, or a container coming back."""
        if isinstance(spot.lot, NewLot) and spot.lot.made is None:
            self._bring_new(spot, spot.lot, quantity, side)
            return
        if (lot := self.existing(spot, side)) is None:
            return
        self._given_status(lot, spot)
        if lot.kind != "logistic":
            if (amount := self.amount(lot, spot, quantity)) is not None:
                self.link(lot, side, amount, spot.path)
        elif (amount := self.whole(lot, spot, quantity)) is not None:
            self.link(lot, side, amount, spot.path)
            for inside in self.look.contents(lot.id):
                self.link(inside.lot, Side.AT_CHILD, Amount(inside.quantity), spot.path)

    def _given_status(self, lot: Lot, spot: Spot) -> None:
        """An event gives its existing outputs one status."""
        if self.mapping.verb == "transform":
            self.statuses.add(self.status_at(spot))
            if len(self.statuses) > 1:
                self.judge.refuse(spot.path, "trace.status_mixed", lot=lot.code)

    def _bring_new(self, spot: Spot, new: NewLot, quantity: str | None, side: Side) -> None:
        measure = self.reader.amount(quantity, spot)[0] if quantity else None
        made = self.new_lot(spot, new, measure)
        self.judge.new(made)
        amount = self.amount(made, spot, quantity, blank=ONE if made.kind != "lot" else None)
        if amount is not None:
            self.link(made, side, amount, spot.path)

    def _parent(self) -> Lot | LotPlan | None:
        path = self.mapping.parent or ""
        value = self.reader.values.get(path)
        if value is None:
            self.judge.refuse(path, "trace.lot_needed")
            return None
        if isinstance(value, NewLot) and value.made is None:
            made = self.new_lot(Spot(path, value), NewLot(value.code, value.rule, {"kind": "logistic", **value.facts}))
            self.judge.new(made)
            return made
        parent = self.existing(Spot(path, value), Side.OUT_PARENT)
        if parent is not None and parent.kind != "logistic":
            self.judge.refuse(path, "trace.not_container", lot=parent.code)
            return None
        if parent is not None and parent.on_hand <= 0 and not parent.foreign:
            self.judge.refuse(path, "trace.container_gone", lot=parent.code)
        return parent

"""Judge lots before they are used: status in words, what is free, codes of new lots."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from suyuan.codes.lot_code import clean
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.trace.event import ZERO, Inside, Lot, LotPlan, Place
from suyuan.trace.look import Look, Taken
from suyuan.trace.stock import Piles, PlaceKey, at_place, key_of
from suyuan.trace.words import plain, status_words

LATENESS = timedelta(minutes=5)
"""How far the clocks of phones and scanners may run ahead."""


class Judge:
    """Judges the lots of one record, remembering what earlier links of it take.

    :param taken: what the events that this record corrects took.
    """

    def __init__(self, look: Look, taken: Taken) -> None:
        self.look = look
        self.taken = taken
        self.mistakes: list[Mistake] = []
        self._asked: dict[int, Decimal] = {}
        self._asked_at: dict[tuple[int, PlaceKey], Decimal] = {}
        self._new: dict[str, str] = {}

    @property
    def today(self) -> date:
        return self.look.env.today

    def refuse(self, path: str, code: str, **params: object) -> None:
        """Keep a mistake."""
        self.mistakes.append(Mistake(path, code, params))

    def released(self, lot: Lot, path: str) -> None:
        """``lot`` may be used: released and not expired."""
        if lot.id in self.taken.lots:
            return
        status = lot.status if lot.foreign else lot.status_on(self.today)
        if status == "expired":
            self.refuse(path, "trace.expired", lot=lot.code, day=str(lot.expires_on))
        elif status != "released":
            self.refuse(path, "trace.not_released", lot=lot.code, status=status_words(status))

    def contents_released(self, container: Lot, contents: tuple[Inside, ...], path: str) -> None:
        """Everything inside may be used too; each lot is named once."""
        for lot in {inside.lot.id: inside.lot for inside in contents}.values():
            status = lot.status if lot.foreign else lot.status_on(self.today)
            if status != "released" and lot.id not in self.taken.lots:
                self.refuse(
                    path,
                    "trace.inside_not_released",
                    lot=lot.code,
                    container=container.code,
                    status=status_words(status),
                )

    def free(self, lot: Lot) -> Decimal:
        """What may still be taken of ``lot`` by this record."""
        return lot.free + self.taken.free.get(lot.id, ZERO) - self._asked.get(lot.id, ZERO)

    def take(self, lot: Lot, quantity: Decimal, path: str) -> None:
        """``quantity`` of ``lot`` is free; from now on it is taken."""
        free = self.free(lot)
        if quantity > free and not lot.foreign:
            self.refuse(path, "trace.too_little", lot=lot.code, free=plain(free), asked=plain(quantity), uom=lot.uom)
        self._asked[lot.id] = self._asked.get(lot.id, ZERO) + quantity

    def piles(self, lot: Lot) -> Piles:
        """Where ``lot`` lies, what this record corrects aside."""
        return self.taken.stock[lot.id] if lot.id in self.taken.stock else self.look.stock(lot.id)

    def book(self, lot: Lot, at: Place | None) -> Decimal:
        """What a count is compared with: all of ``lot`` or what lies at ``at``; before the count that is corrected."""
        if at is None and lot.id not in self.taken.books:
            return lot.on_hand
        piles = self.taken.books[lot.id] if lot.id in self.taken.books else self.look.stock(lot.id)
        found = piles if at is None else [pile for pile in piles if key_of(pile.place) == key_of(at)]
        return sum((pile.on_hand for pile in found), ZERO)

    def free_at(self, lot: Lot, at: Place) -> Decimal:
        """What may still be taken of ``lot`` at ``at`` by this record."""
        here = at_place(self.piles(lot), at)
        return (here.free if here is not None else ZERO) - self._asked_at.get((lot.id, key_of(at)), ZERO)

    def take_at(self, lot: Lot, quantity: Decimal, at: Place, path: str) -> None:
        """``quantity`` of ``lot`` lies at ``at``; from now on it is taken."""
        free = self.free_at(lot, at)
        if quantity > free and not lot.foreign:
            asked = {"free": plain(max(free, ZERO)), "asked": plain(quantity), "uom": lot.uom}
            self.refuse(path, "trace.too_little_here", lot=lot.code, place=at.title, **asked)
        key = (lot.id, key_of(at))
        self._asked_at[key] = self._asked_at.get(key, ZERO) + quantity

    def new(self, plan: LotPlan) -> None:
        """The code and the days of a new lot are fit; no other lot has or resembles the code."""
        if plan.produced_on is not None and plan.produced_on > self.today:
            self.refuse(plan.path, "trace.produced_in_future")
        code = plan.code
        if not code:
            return
        try:
            if clean(code) != code:
                raise Invalid([Mistake("", "trace.confusable", {"lot": code, "other": clean(code)})])
        except Invalid as error:
            self.mistakes += [m.under(plan.path) for m in error.mistakes]
            return
        alike = self.look.alike(code)
        if self._new.setdefault(code, plan.path) != plan.path or code in alike:
            self.refuse(plan.path, "trace.lot_exists", lot=code)
        elif alike:
            self.refuse(plan.path, "trace.confusable", lot=code, other=alike[0])

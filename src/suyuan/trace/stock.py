"""Where the quantity of a lot lies: piles by place, changed by each link of each event, in order; pure.

The same function lays what a record does now and what every standing event did (see ``restock``), so that the kept
piles are always a recomputation of the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from suyuan.trace.delta import delta_of
from suyuan.trace.event import ZERO, Place, Side

NOWHERE = Place("", 0, "")
"""Where a lot lies whose records name no place."""

PlaceKey = tuple[str, int, str]


class Pile(NamedTuple):
    """What lies of a lot at one place.

    :param free: in no container; negative only where more was taken than ever came (foreign lots, by back-dating).
    :param packed: in containers.
    :param since: the event that began it; older piles are taken from first.
    """

    place: Place
    free: Decimal
    packed: Decimal
    since: int

    @property
    def on_hand(self) -> Decimal:
        return self.free + self.packed


Piles = tuple[Pile, ...]


class Touch(NamedTuple):
    """What one link does to where its lot lies.

    :param where: where the event leaves things; ``None`` when it does not say.
    :param at: the place to take from, where the record names one.
    :param since: id of the event, of the first one it corrects.
    """

    verb: str
    side: int
    quantity: Decimal | None
    step: str | None
    loss: str | None
    where: Place | None
    at: Place | None
    since: int


def key_of(place: Place) -> PlaceKey:
    """What makes two places the same: the record, or the name where there is none."""
    return (place.form, place.id, "") if place.id else ("", 0, place.title)


def at_place(piles: Iterable[Pile], place: Place) -> Pile | None:
    """The pile at ``place``."""
    wanted = key_of(place)
    return next((pile for pile in piles if key_of(pile.place) == wanted), None)


def landing(verb: str, where: Place | None, destination: Place | None) -> Place | None:
    """Where an event leaves things: moving names it as the destination."""
    return destination or where if verb == "move" else where


def main_place(piles: Sequence[Pile]) -> Place | None:
    """The place where most lies; ``None`` when nothing does, or nowhere in particular."""
    there = [pile for pile in piles if pile.on_hand > 0]
    if not there:
        return None
    place = max(there, key=lambda pile: pile.on_hand).place
    return None if place == NOWHERE else place


def lay(piles: Piles, touch: Touch) -> Piles:
    """``piles`` after ``touch``, oldest first."""
    change = delta_of(touch.verb, touch.side, touch.quantity, touch.step, touch.loss)
    work = _Work(piles, touch)
    if touch.verb == "move":
        work.move()
    elif change.on_hand > 0 or (change.on_hand == 0 and change.packed):
        work.bring(change.on_hand, change.packed)
    elif change.on_hand < 0:
        work.take(-change.on_hand, -change.packed)
    return work.piles()


class _Heap:
    """A pile being changed: its parts are [free, packed]."""

    __slots__ = ("parts", "place", "since")

    def __init__(self, place: Place, parts: list[Decimal], since: int) -> None:
        self.place, self.parts, self.since = place, parts, since


FREE, PACKED = 0, 1


class _Work:
    """One touch on the piles of a lot."""

    def __init__(self, piles: Piles, touch: Touch) -> None:
        self.touch = touch
        self.heaps = {key_of(p.place): _Heap(p.place, [p.free, p.packed], p.since) for p in piles}

    def piles(self) -> Piles:
        left = [Pile(h.place, h.parts[FREE], h.parts[PACKED], h.since) for h in self.heaps.values() if any(h.parts)]
        return tuple(sorted(left, key=lambda p: (p.since, key_of(p.place))))

    def bring(self, on_hand: Decimal, packed: Decimal) -> None:
        """More comes in, or free becomes packed, or packed free."""
        if on_hand:
            self._put(self._found_at(), on_hand, PACKED if packed else FREE)
        else:
            self._turn(abs(packed), FREE if packed > 0 else PACKED)

    def _found_at(self) -> Place:
        return self.touch.at or self.touch.where or self._oldest() or NOWHERE

    def _oldest(self) -> Place | None:
        counted = self.touch.verb == "observe"
        return next((heap.place for heap in self._by_age() if any(heap.parts)), None) if counted else None

    def _turn(self, quantity: Decimal, part: int) -> None:
        """What was free is packed, or the other way, at the place of the event."""
        stays = self.touch.verb == "transform"
        for place, taken in self._from_piles(quantity, part):
            self._put(place if stays else self.touch.where or place, taken, PACKED if part == FREE else FREE)

    def take(self, on_hand: Decimal, packed: Decimal) -> None:
        """Something leaves, from containers or free."""
        self._from_piles(on_hand, PACKED if packed else FREE)

    def move(self) -> None:
        """All that is free goes to where the event says, or the quantity it gives; a thing in a container with it."""
        touch = self.touch
        if touch.where is None or touch.side not in (Side.AT_OBJECT, Side.AT_CHILD):
            return
        if touch.quantity is None:
            piles = [h for h in self._by_age() if touch.at is None or key_of(h.place) == key_of(touch.at)]
            for heap in piles:
                self._carry(heap, heap.parts[FREE], FREE)
        elif touch.side == Side.AT_CHILD:
            self._shift(touch.quantity, (PACKED, FREE))
        else:
            self._shift(touch.quantity, (FREE, PACKED))

    def _shift(self, quantity: Decimal, parts: tuple[int, int]) -> None:
        for part in parts:
            for heap in self._preferred():
                if quantity > 0 and heap.parts[part] > 0:
                    taken = min(heap.parts[part], quantity)
                    self._carry(heap, taken, part)
                    quantity -= taken

    def _carry(self, heap: _Heap, quantity: Decimal, part: int) -> None:
        if quantity > 0 and self.touch.where is not None and key_of(heap.place) != key_of(self.touch.where):
            heap.parts[part] -= quantity
            self._put(self.touch.where, quantity, part)

    def _put(self, place: Place, quantity: Decimal, part: int) -> None:
        """What is owed is made good first: it left before it came."""
        for heap in self._by_age():
            if quantity > 0 and heap.parts[part] < 0:
                paid = min(-heap.parts[part], quantity)
                heap.parts[part] += paid
                quantity -= paid
        if not quantity:
            return
        heap = self.heaps.setdefault(key_of(place), _Heap(place, [ZERO, ZERO], self.touch.since))
        if not any(heap.parts):
            heap.since = self.touch.since
        heap.place = place
        heap.parts[part] += quantity

    def _from_piles(self, quantity: Decimal, part: int) -> list[tuple[Place, Decimal]]:
        found = []
        for heap in self._preferred():
            if quantity > 0 and heap.parts[part] > 0:
                taken = min(heap.parts[part], quantity)
                heap.parts[part] -= taken
                quantity -= taken
                found.append((heap.place, taken))
        if quantity > 0:
            owed = self.heaps.setdefault(key_of(NOWHERE), _Heap(NOWHERE, [ZERO, ZERO], self.touch.since))
            owed.parts[part] -= quantity
            found.append((NOWHERE, quantity))
        return found

    def _by_age(self) -> list[_Heap]:
        return sorted(self.heaps.values(), key=lambda h: (h.since, key_of(h.place)))

    def _preferred(self) -> list[_Heap]:
        """The place that is named, then where the event happens, then the oldest; never first where it goes to."""
        touch = self.touch
        wanted = [touch.at] if touch.verb == "move" else [touch.at, touch.where]
        ranks = {key_of(place): -len(wanted) + n for n, place in reversed(list(enumerate(wanted))) if place}
        if touch.verb == "move" and touch.where is not None:
            ranks.setdefault(key_of(touch.where), 1)
        return sorted(self._by_age(), key=lambda h: ranks.get(key_of(h.place), 0))


def folded(touches: Iterable[Touch], before: int | None = None) -> Piles:
    """The piles that ``touches``, in order of ``since``, leave.

    :param before: only those earlier than this event.
    """
    piles: Piles = ()
    for touch in touches:
        if before is None or touch.since < before:
            piles = lay(piles, touch)
    return piles

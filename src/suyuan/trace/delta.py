"""What a link does to its lot's balance: the one place that knows, for writing, taking back and replaying."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from suyuan.trace.event import ZERO, Side

SAMPLING = frozenset({"sampling"})
COUNTING = frozenset({"cycle_counting", "stock_taking"})
"""CBV bizSteps of an observation that takes a sample, and of one that counts stock (its quantity is a difference)."""

RETURNED = "returned"
"""``loss`` of a receipt that takes back what was shipped."""


class Delta(NamedTuple):
    """Changes to the columns of ``lot_balance``, in their order."""

    received: Decimal = ZERO
    made: Decimal = ZERO
    used: Decimal = ZERO
    shipped: Decimal = ZERO
    lost: Decimal = ZERO
    sampled: Decimal = ZERO
    on_hand: Decimal = ZERO
    packed: Decimal = ZERO

    def __neg__(self) -> Delta:
        return Delta(*(-value for value in self))


NOTHING = Delta()


def added(deltas: Iterable[Delta]) -> Delta:
    """The sum of ``deltas``."""
    return Delta(*(sum(column, ZERO) for column in zip(*deltas)))


def delta_of(verb: str, side: int, q: Decimal | None, step: str | None, loss: str | None) -> Delta:
    """What a link of ``q`` on ``side`` of an event does to its lot.

    :param q: quantity in the lot's base uom; ``None`` moves nothing.
    :param loss: ``lost`` or ``sampled`` of a dispose event, ``lost`` of a count whose differences are explained,
        ``returned`` of a receipt of what had been shipped.
    """
    if q is None:
        return NOTHING
    if verb == "receive" and loss == RETURNED and side in (Side.OUT_OUTPUT, Side.AT_OBJECT, Side.AT_CHILD):
        return Delta(shipped=-q, on_hand=q, packed=q if side == Side.AT_CHILD else ZERO)
    if side in (Side.OUT_OUTPUT, Side.OUT_PARENT):
        return Delta(received=q, on_hand=q) if verb == "receive" else Delta(made=q, on_hand=q)
    if side == Side.IN_INPUT:
        return Delta(used=q, on_hand=-q)
    if side == Side.IN_CHILD:
        return Delta(packed=q)
    if side == Side.OFF_CHILD:
        return Delta(packed=-q)
    if side == Side.AT_OBJECT:
        return _of_object(verb, q, step, loss)
    if side == Side.AT_CHILD:
        if verb == "receive":
            return Delta(received=q, on_hand=q, packed=q)
        return _of_object(verb, q, step, loss)._replace(packed=-q) if verb in ("ship", "dispose") else NOTHING
    return NOTHING


def _of_object(verb: str, q: Decimal, step: str | None, loss: str | None) -> Delta:
    if verb == "receive":
        return Delta(received=q, on_hand=q)
    if verb == "create":
        return Delta(made=q, on_hand=q)
    if verb == "ship":
        return Delta(shipped=q, on_hand=-q)
    if (verb == "dispose" and loss == "sampled") or (verb == "observe" and step in SAMPLING):
        return Delta(sampled=q, on_hand=-q)
    if verb == "dispose":
        return Delta(lost=q, on_hand=-q)
    if verb == "observe" and step in COUNTING:
        return Delta(lost=-q, on_hand=q) if loss == "lost" else Delta(on_hand=q)
    return NOTHING

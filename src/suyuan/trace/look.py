"""What planning must look up, given by the caller so that planning itself stays pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

import msgspec

from suyuan.expr.env import Env
from suyuan.trace.event import Inside, Lot
from suyuan.trace.stock import Piles


class Material(msgspec.Struct, frozen=True):
    """What the trace needs of a record of the form serving as material.

    :param uom: base uom of its lots.
    :param inspect: its lots start in quarantine and are refused until released.
    :param shelf_life: days.
    :param conversions: how many base uoms one of the key is.
    """

    id: int
    title: str
    uom: str
    inspect: bool = False
    shelf_life: int | None = None
    gtin: str | None = None
    conversions: Mapping[str, Decimal] = {}


class Look(Protocol):
    """Look-ups in the transaction that will write; one object may also be the forms' ``Look``."""

    @property
    def env(self) -> Env:
        """The moment of the write, in the plant's time zone."""
        ...

    def unit(self, id: int) -> Lot | None:
        """The lot with this internal id, with its balance as it is now."""
        ...

    def stock(self, id: int) -> Piles:
        """Where the lot with this internal id lies."""
        ...

    def alike(self, code: str) -> list[str]:
        """Codes of lots that are ``code`` or that people would take for it; a few of them at most."""
        ...

    def contents(self, container: int) -> tuple[Inside, ...]:
        """Everything inside, nested containers and their contents too, outermost first."""
        ...

    def material(self, id: int) -> Material | None:
        """The material with this record id."""
        ...


class Taken(msgspec.Struct, frozen=True):
    """What the events to be corrected took: it is free again for the corrected ones.

    :param free: by lot id, what would be free more if they were undone (negative: less).
    :param lots: ids of the lots they touched, which may be named again whatever their status.
    :param stock: where those lots would lie without them.
    :param books: where those lots lay before them.
    """

    free: Mapping[int, Decimal] = {}
    lots: frozenset[int] = frozenset()
    stock: Mapping[int, Piles] = {}
    books: Mapping[int, Piles] = {}


NONE_TAKEN = Taken()

"""What expressions and pickers may know of a lot, each thing looked up when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, exists, select

from suyuan.forms.live import LiveForm
from suyuan.forms.values import LotRef
from suyuan.trace.event import Lot
from suyuan.trace.stock import main_place
from suyuan.trace.tables import lot, lot_stock

if TYPE_CHECKING:
    from suyuan.records.look import Desk

WORST = ("recalled", "rejected", "void", "held", "expired", "quarantine", "released")
"""Which status of several tells most."""


class LotFacts(Mapping[str, Any]):
    """A lot as expressions see it.

    :param material: gives the link to its material.
    """

    def __init__(self, desk: Desk, found: Lot, material: Callable[[], Any]) -> None:
        today = desk.env.today
        expires = found.expires_on
        self._known: dict[str, Any] = {
            "code": found.code,
            "kind": found.kind,
            "supplier_lot": found.supplier_lot,
            "produced_on": found.produced_on,
            "expires_on": expires,
            "status": found.status_on(today),
            "uom": found.uom,
            "stage": found.stage,
            "on_hand": found.on_hand,
            "free": found.free,
        }
        self._ask: dict[str, Callable[[], Any]] = {
            "material": material,
            "days_left": lambda: None if expires is None else Decimal((expires - today).days),
            "place": lambda: place_title(desk, found),
            "fefo": lambda: first_to_expire(desk.conn, found, desk),
        }

    def __getitem__(self, key: str) -> Any:
        if key not in self._known and key in self._ask:
            self._known[key] = self._ask[key]()
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._ask})

    def __len__(self) -> int:
        return len({**self._known, **self._ask})


def chosen_lots(live: LiveForm, values: Mapping[str, Any]) -> set[int]:
    """Internal ids of the lots that stand in a record's cleaned values."""
    found = {value.id for value in values.values() if isinstance(value, LotRef)}
    for key in live.lists:
        for row in values.get(key) or ():
            found |= {value.id for value in row.values() if isinstance(value, LotRef)}
    return found


def place_title(desk: Desk, found: Lot) -> str | None:
    """The title of the place where most of the lot lies."""
    place = main_place(desk.stock(found.id))
    return None if place is None else place.title


def first_to_expire(conn: Connection, found: Lot, desk: Desk) -> bool:
    """Whether no other released, unexpired, free lot of the material expires earlier, those chosen already aside."""
    if found.material is None:
        return True
    one, pile = lot.c, lot_stock.c
    earlier = [
        one.material == found.material,
        one.kind == "lot",
        one.status == "released",
        one.expires_on >= desk.env.today,
        one.id.not_in([*desk.chosen, found.id]),
        exists(select(pile.id).where(pile.lot == one.id, pile.on_hand > pile.packed)),
    ]
    if found.expires_on is not None:
        earlier.append(one.expires_on < found.expires_on)
    return conn.execute(select(one.id).where(*earlier).limit(1)).first() is None


def worst_status(statuses: Iterable[str]) -> str | None:
    """The one of several statuses that tells most; ``None`` when there are none."""
    seen = set(statuses)
    return next((status for status in WORST if status in seen), None)


def inside_status(desk: Desk, found: Lot) -> str | None:
    """The worst status of what is in a container; ``None`` for what is none, or is empty."""
    if found.kind != "logistic":
        return None
    inside = desk.contents(found.id)
    return worst_status(i.lot.status_on(desk.env.today) for i in inside if i.lot.kind != "logistic")

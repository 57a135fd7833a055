"""A sealed ledger of a few entries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from suyuan.kernel.actor import Actor
from suyuan.ledger.append import append
from suyuan.ledger.entry import Entry
from suyuan.ledger.seal import Sealer
from suyuan.ledger.verify import CHECKS
from suyuan.store.engine import Store, Tx

LI = Actor("person:0193", "李雷", person=7, device="scanner 3", address="10.0.0.9")
Tell = Callable[..., list[Entry]]


@pytest.fixture(autouse=True)
def _this_room_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other rooms add their own checks to ``verify`` when they are imported; here only the ledger's count."""
    for name in list(CHECKS):
        monkeypatch.delitem(CHECKS, name)


@pytest.fixture
def tell(store: Store) -> Tell:
    """Appends ``count`` entries about records r0, r1 ... from ``first`` on."""

    def many(count: int = 1, first: int = 0, kind: str = "record.submitted") -> list[Entry]:
        def write(tx: Tx) -> list[Entry]:
            return [append(tx, kind, ("record", f"r{n}"), {"n": n}, LI) for n in range(first, first + count)]

        return store.write(write)

    return many


@pytest.fixture
def sealer(store: Store) -> Sealer:
    return Sealer(store)

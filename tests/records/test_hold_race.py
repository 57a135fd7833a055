"""A hold that is committed while a shipment is being written: the shipment judges the lot anew."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store
from suyuan.trace.lots import ref_by_code
from tests.records.plant import make_plant, mistakes

SUBMIT = sys.modules["suyuan.records.submit"]


def test_a_lot_held_meanwhile_does_not_leave(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    if store.dialect == "sqlite":
        pytest.skip("SQLite has one writer: nothing happens meanwhile")
    plant = make_plant(store)
    code = plant.receipt("10").fields["lot"]["code"]
    make_new_lots = SUBMIT.make_new_lots  # type: ignore[attr-defined]
    held: list[str] = []

    def hold_first(*args: Any) -> Any:
        if not held:
            held.append(code)
            other = threading.Thread(target=lambda: plant.write("verdict", lot=code, status="held"))
            other.start()
            other.join()
        return make_new_lots(*args)

    monkeypatch.setattr(SUBMIT, "make_new_lots", hold_first)
    with pytest.raises(Invalid) as refused:
        plant.write("shipment", customer=plant.shop, lot=code, quantity={"value": "1", "uom": "kg"})
    assert mistakes(refused.value) == {"lot": "trace.not_released"}
    with store.read() as conn:
        found = ref_by_code(conn, code)
    assert found is not None
    assert (found.status, found.on_hand) == ("held", 10)

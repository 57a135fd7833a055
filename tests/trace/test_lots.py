"""Finding lots: by any name, by search, page by page, all at once."""

from __future__ import annotations

from datetime import date

import pytest

from suyuan.store.engine import Store
from suyuan.trace.lots import Wanted, alike, counted, find, listed, search, wall
from tests.trace.plant import Plant, new, pallet

TODAY = date(2026, 11, 22)


@pytest.fixture
def plant(store: Store) -> Plant:
    plant = Plant(store)
    plant.receive((new("RM-1", 1, supplier_lot="S-7"), "10"), (new("RM-2", 2, supplier_lot="S-8"), "10"))
    plant.receive((new("RM-3", 1, supplier_lot="S-8", expires_on=date(2026, 11, 21)), "10"))
    plant.create((new("L-3", 3), "5"))
    plant.pack(pallet("395011110000000016"), ("L-3", "5"))
    return plant


def found(plant: Plant, **wanted: object) -> list[str]:
    with plant.store.read() as conn:
        return [lot.code for lot in listed(conn, Wanted(**wanted), TODAY)]  # type: ignore[arg-type]


def searched(plant: Plant, text: str, limit: int = 20) -> list[str]:
    with plant.store.read() as conn:
        return [lot.code for lot in search(conn, text, limit)]


def test_a_supplier_lot_names_a_lot_only_while_one_has_it(plant: Plant) -> None:
    assert plant.lot("S-7").code == "RM-1"
    with plant.store.read() as conn:
        assert find(conn, "S-8") is None
        assert find(conn, "  RM-1 ") is not None
    assert searched(plant, "S-8") == ["RM-3", "RM-2"]


def test_search_looks_at_codes_supplier_lots_and_names_from_their_beginning_then_inside(plant: Plant) -> None:
    assert searched(plant, "RM") == ["RM-3", "RM-2", "RM-1"]
    assert searched(plant, "小麦") == ["RM-3", "RM-1"]
    assert searched(plant, "-3") == ["L-3", "RM-3"]
    assert searched(plant, "RM", limit=2) == ["RM-3", "RM-2"]
    for wild in ("%", "_", "'", "\\", "RM-1%"):
        assert searched(plant, wild) == []


def test_a_pallet_is_found_by_its_sscc_however_it_is_written(plant: Plant) -> None:
    for name in ("395011110000000016", "(00)395011110000000016", "https://id.gs1.org/00/395011110000000016"):
        assert plant.lot(name).kind == "logistic", name


def test_lists_filter_by_status_with_expired_derived_and_go_page_by_page(plant: Plant) -> None:
    assert found(plant, status="expired") == ["RM-3"]
    assert found(plant, status="quarantine") == ["RM-2"]
    assert found(plant, status="released", kind="lot") == ["L-3", "RM-1"]
    first = found(plant, kind="lot", limit=2)
    with plant.store.read() as conn:
        last = listed(conn, Wanted(kind="lot", limit=2), TODAY)[-1]
    assert first + found(plant, kind="lot", limit=2, after=last.id) == ["L-3", "RM-3", "RM-2", "RM-1"]
    plant.dispose("RM-1")
    assert found(plant, material=1, in_stock=True) == ["RM-3"]


def test_the_wall_has_every_lot_in_columns(plant: Plant) -> None:
    with plant.store.read() as conn:
        columns = wall(conn)
        assert {len(column) for column in columns.values()} == {counted(conn)}
        assert wall(conn, limit=0) == {"code": [], "stage": [], "status": [], "expires_on": [], "at": []}
    assert columns["code"][0] == "395011110000000016"


def test_codes_that_look_alike_are_told_the_same_first(plant: Plant) -> None:
    with plant.store.read() as conn:
        assert alike(conn, "RM-1") == ["RM-1"]
        assert alike(conn, "RM-I") == ["RM-1"]
        assert alike(conn, "RM-9") == []

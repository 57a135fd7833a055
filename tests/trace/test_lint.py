"""What looks wrong though every record was allowed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suyuan.kernel.i18n import say
from suyuan.store.engine import Store
from suyuan.trace.lint import Finding, lint
from tests.trace.plant import Plant, at, new


@pytest.fixture
def plant(store: Store) -> Plant:
    return Plant(store)


def found(plant: Plant) -> dict[str, Finding]:
    with plant.store.read() as conn:
        return {finding.code: finding for finding in lint(conn)}


def test_a_clean_plant_has_nothing_to_look_at(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    plant.transform([("R-1", "10")], [(new("B-1", 3), "9.5")])
    assert found(plant) == {}


def test_lots_that_came_out_of_one_another_are_named(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"))
    plant.transform([("R-1", "5")], [(new("B-1", 3), "5")])
    plant.transform([("B-1", "2")], [(new("B-2", 3), "2")])
    plant.transform([("B-2", "1")], [("B-1", "1")])
    finding = found(plant)["trace.lint_circle"]
    assert finding.lots == ("B-1", "B-2")
    assert say(finding.code, "en", **finding.params) == "2 lots came out of one another: B-1, B-2"


def test_a_use_before_the_receipt_is_found_and_named(plant: Plant) -> None:
    plant.receive((new("R-1"), "10"), at=at(date(2026, 11, 20)))
    feeding = plant.transform([("R-1", "5")], [(new("B-1", 3), "5")], at=at(date(2026, 11, 19)))
    finding = found(plant)["trace.lint_used_before"]
    assert (finding.lots, finding.records) == (("R-1",), (feeding,))


def test_a_yield_beyond_belief_is_found(plant: Plant) -> None:
    plant.receive((new("R-1"), "100"))
    feeding = plant.transform([("R-1", "50")], [(new("B-1", 3), "61")])
    finding = found(plant)["trace.lint_mass"]
    assert finding.records == (feeding,)
    with plant.store.read() as conn:
        assert lint(conn, tolerance=Decimal("0.25")) == []
    plant.void(feeding)
    assert found(plant) == {}

"""Stores and house rules of the food pack: every alarm asks what was done, and refusals are in words.

On SQLite only, from one plant copied: what is refused is the forms' doing.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.packs.supply import Supply, refusal

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)

KG_5 = {"value": "5", "uom": "kg"}


@pytest.fixture
def plant(supply: Supply) -> Supply:
    return supply


def test_a_store_out_of_its_limits_is_an_alarm_that_asks_what_was_done(plant):
    cold_store = plant.ids["chilled"]
    assert plant.write("storage_log", place=cold_store, temperature="3").fields["alarm"] == "good"
    assert list(refusal(lambda: plant.write("storage_log", place=cold_store, temperature="6"))) == ["action"]


def test_an_instrument_past_its_calibration_is_refused(plant):
    about = {"code": "T-1", "name": "Probe", "kind": "thermometer", "needs_calibration": True}
    probe = plant.write("equipment", **about, calibration_due="2026-11-21").id
    told = refusal(lambda: plant.write("storage_log", place=plant.ids["dry"], temperature="20", equipment=probe), "zh")
    assert told == {"equipment": "该器具检定已过期，不能用于记录"}


def test_a_counted_difference_is_explained_and_witnessed(plant):
    code = plant.receipt().fields["lot"]["code"]
    line = {"lot": code, "counted": {"value": "498", "uom": "kg"}}
    about = {"place": plant.ids["dry"], "lines": [line]}
    assert set(refusal(lambda: plant.write("stock_count", "store", **about))) == {"lines[0].cause", "witness"}


def test_an_allergen_changeover_is_checked_by_somebody_else_and_swabbed(plant):
    flour, me = plant.ids["flour"], plant.people["inspector"].key.removeprefix("person:")
    about = {"kind": "allergen", "place": plant.ids["dock"], "previous_product": flour, "next_product": flour}
    told = refusal(lambda: plant.write("cleaning_record", "inspector", **about, allergens=["gluten"], checked_by=me))
    assert set(told) == {"swab", "checked_by"}


def test_a_health_certificate_is_for_a_year_unless_it_says_otherwise(plant):
    me = plant.people["store"].key.removeprefix("person:")
    made = plant.write("person_health", person=me, certificate_no="H-1", examined_on="2026-03-02").fields
    assert made["valid_until"] == "2027-03-02"


def test_a_daily_control_counts_what_is_not_mended(plant):
    rows = [
        {"area": "仓库", "risk": "温度", "result": "bad", "action": "调温", "done": True},
        {"area": "车间", "risk": "洗手", "result": "bad", "action": "培训"},
        {"area": "车间", "risk": "虫害"},
    ]
    made = plant.write("daily_control", "inspector", items=rows).fields
    assert (made["problems"], made["left_open"]) == ("2", "1")

"""Guards that only warn: told with the mistakes, passed once the person has confirmed them."""

from __future__ import annotations

import pytest

from suyuan.kernel.errors import Invalid
from suyuan.records import amend, check, submit
from tests.records.plant import Plant, mistakes, publish

FORM = """
form: weighing
label: {zh: 称重, en: Weighing}
guards:
  - {refuse: net > 100, at: net, say: {zh: 超出量程, en: Over the range}}
  - {refuse: net > 50, at: net, warn: true, say: {zh: 比平时重, en: Heavier than usual}}
fields:
  net: {type: number, required: true}
  scale: {type: text, required: true}
"""


def test_a_warning_keeps_a_record_back_until_it_is_confirmed(plant: Plant) -> None:
    publish(plant.store, {"weighing": FORM})
    given = {"net": 60, "scale": "A"}
    with pytest.raises(Invalid) as caught:
        submit(plant.store, "weighing", given, by=plant.boss)
    assert [(m.path, m.code) for m in caught.value.mistakes] == [("net", "forms.guard_warns")]
    assert caught.value.mistakes[0].params["say"].en == "Heavier than usual"
    found = check(plant.store, "weighing", given, by=plant.boss)
    assert [m.code for m in found.mistakes] == ["forms.guard_warns"]
    done = submit(plant.store, "weighing", given, by=plant.boss, confirmed=True)
    assert done.fields["net"] == "60"
    light = submit(plant.store, "weighing", {"net": 1, "scale": "A"}, by=plant.boss)
    change = {"fields": {"net": 70}, "reason": "again", "revision": 1}
    with pytest.raises(Invalid) as caught:
        amend(plant.store, "weighing", light.id, {"net": 70}, by=plant.boss, reason="again", revision=1)
    assert mistakes(caught.value) == {"net": "forms.guard_warns"}, change
    heavy = amend(plant.store, "weighing", light.id, {"net": 70}, by=plant.boss, reason="x", revision=1, confirmed=True)
    assert heavy.fields["net"] == "70"


def test_confirming_passes_no_mistake_and_both_are_told_together(plant: Plant) -> None:
    publish(plant.store, {"weighing": FORM})
    with pytest.raises(Invalid) as caught:
        submit(plant.store, "weighing", {"net": 60}, by=plant.boss)
    assert mistakes(caught.value) == {"scale": "forms.required", "net": "forms.guard_warns"}
    for given in ({"net": 60}, {"net": 120, "scale": "A"}):
        with pytest.raises(Invalid) as caught:
            submit(plant.store, "weighing", given, by=plant.boss, confirmed=True)
        assert all(m.code != "forms.guard_warns" for m in caught.value.mistakes)

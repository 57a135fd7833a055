"""Unique values, alone and together: among submitted records, for two who write at once, and telling no secret."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.kernel.i18n import say
from suyuan.records import amend, submit, void
from suyuan.records import prepare as prepare_module
from tests.records.plant import Plant, mistakes, publish

FORM = """
form: sample
label: {zh: 留样, en: Sample}
uniques:
  - {fields: [shelf, slot]}
  - {fields: [tube, seal, analyst], say: {zh: 这支样品管已登记, en: This tube is registered}}
fields:
  shelf: {type: link, to: place}
  slot: {type: number}
  tube: {type: text}
  seal: {type: text, default: '"S-1"'}
  analyst: {type: person}
"""


def taken(plant: Plant, by: Any = None, **given: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        submit(plant.store, "sample", given, by=by or plant.boss)
    return mistakes(caught.value)


def test_no_two_submitted_records_have_the_same_values_together(plant: Plant) -> None:
    publish(plant.store, {"sample": FORM})
    first = plant.write("sample", shelf=plant.shelf, slot=1)
    second = plant.write("sample", shelf=plant.shelf, slot=2)
    plant.write("sample", shelf=plant.shelf)
    plant.write("sample", shelf=plant.shelf)
    assert taken(plant, shelf=plant.shelf, slot="1.0") == {"shelf": "records.not_unique_together"}
    with pytest.raises(Invalid) as caught:
        amend(plant.store, "sample", second.id, {"slot": 1}, by=plant.boss, reason="x", revision=1)
    assert mistakes(caught.value) == {"shelf": "records.not_unique_together"}
    (told,) = caught.value.mistakes
    assert say(told.code, "en", **told.params) == "Another record has the same Shelf, Slot already"
    void(plant.store, "sample", first.id, by=plant.boss, reason="broken")
    amend(plant.store, "sample", second.id, {"slot": 1}, by=plant.boss, reason="x", revision=1)
    person = plant.boss.key[7:]
    plant.write("sample", tube="T", analyst=person)
    assert taken(plant, tube="T", analyst=person) == {"tube": "records.not_unique_said"}


def test_two_who_write_at_once_do_not_both_pass(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(plant.store, {"sample": FORM})
    monkeypatch.setattr(prepare_module, "not_unique", lambda *given: [])

    def one(n: int) -> str:
        try:
            return plant.write("sample", shelf=plant.shelf, slot=7).id
        except Invalid as refused:
            return mistakes(refused)["shelf"]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(one, range(6)))
    assert found.count("records.not_unique_together") == 5


def test_the_refusal_names_no_field_that_may_not_be_known(plant: Plant) -> None:
    publish(plant.store, {"sample": FORM})
    role = parse_role(
        {
            "role": "nothing",
            "label": {"zh": "x", "en": "x"},
            "grants": [
                {"form": "sample", "verbs": ["read", "submit"], "hide": ["slot"]},
                {"form": "place", "verbs": ["read"]},
            ],
        }
    )
    plant.store.write(lambda tx: store_role(tx, role, CLI))
    numbered = FORM.replace("slot: {type: number}", 'slot: {type: number, default: "1"}')
    publish(plant.store, {"sample": numbered})
    plant.write("sample", shelf=plant.shelf)
    assert taken(plant, by=plant.people["nothing"], shelf=plant.shelf) == {"shelf": "records.not_unique_hidden"}


def test_it_is_asked_for_only_where_no_record_stands_against_it_and_can_be_dropped(plant: Plant) -> None:
    loose = FORM[: FORM.index("uniques:")] + FORM[FORM.index("\nfields:") :]
    publish(plant.store, {"sample": loose})
    one = plant.write("sample", shelf=plant.shelf, slot=1)
    plant.write("sample", shelf=plant.shelf, slot=1)
    with pytest.raises(Invalid) as caught:
        publish(plant.store, {"sample": FORM})
    assert mistakes(caught.value) == {"sample/uniques[0].fields": "forms.not_unique_yet"}
    void(plant.store, "sample", one.id, by=plant.boss, reason="twice")
    publish(plant.store, {"sample": FORM})
    assert taken(plant, shelf=plant.shelf, slot=1) == {"shelf": "records.not_unique_together"}
    publish(plant.store, {"sample": loose})
    plant.write("sample", shelf=plant.shelf, slot=1)

"""Rows proposed for a detail list: from a recipe behind a link, with lots first expired first out."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.access.people import create_person
from suyuan.definitions.document import from_yaml
from suyuan.forms.document import dump, parse
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Forbidden, Invalid
from suyuan.records.rows import rows
from suyuan.store.engine import Store
from tests.records.plant import Plant, make_plant, publish

RECIPE = """
form: recipe
label: {zh: 配方, en: Recipe}
fields:
  product: {type: link, to: material, required: true}
  items:
    type: list
    fields:
      material: {type: link, to: material, required: true}
      quantity: {type: quantity, of: material, required: true}
      spare: {type: bool}
"""
ORDER = """
form: job_order
label: {zh: 工单, en: Order}
fields:
  recipe: {type: link, to: recipe, required: true}
  times: {type: number, default: 1}
"""
ISSUE = """
form: issue
label: {zh: 领料, en: Issue}
fields:
  wo: {type: link, to: job_order, required: true}
  takes:
    type: list
    rows:
      from: wo.recipe.items
      where: NOT(row.spare)
      fields: {material: row.material, needed: row.quantity * this.wo.times}
      lots: {lot: lot, quantity: taken, material: material, need: needed}
    fields:
      lot: {type: lot, required: true, where: code <> "RM-9"}
      material: {type: lookup, from: lot.material}
      needed: {type: quantity, of: material}
      taken: {type: quantity, of: lot, required: true}
  plain:
    type: list
    rows:
      from: wo.recipe.items
      fields: {material: row.material, wanted: row.quantity}
    fields:
      material: {type: link, to: material}
      wanted: {type: quantity, of: material}
"""


@pytest.fixture
def floor(store: Store) -> Plant:
    plant = make_plant(store)
    publish(plant.store, {"recipe": RECIPE, "job_order": ORDER, "issue": ISSUE})
    return plant


def ordered(plant: Plant, kg: str, times: str = "1") -> str:
    items = [
        {"material": plant.flour, "quantity": {"value": kg, "uom": "kg"}},
        {"material": plant.dough, "quantity": {"value": "1", "uom": "kg"}, "spare": True},
    ]
    recipe = plant.write("recipe", product=plant.dough, items=items)
    return plant.write("job_order", recipe=recipe.id, times=times).id


def came(plant: Plant, kg: str) -> str:
    code: str = plant.receipt(kg).fields["lot"]["code"]
    return code


def proposed(plant: Plant, order: str, field: str = "takes") -> dict[str, Any]:
    return rows(plant.store, "issue", field, by=plant.boss, values={"wo": order})


def test_the_rows_of_a_list_behind_links_are_proposed_with_titles(floor: Plant) -> None:
    found = proposed(floor, ordered(floor, "5"), "plain")
    assert found["notices"] == []
    first, second = found["rows"]
    assert first == {"material": {"id": floor.flour, "title": "Flour"}, "wanted": {"value": "5.000", "uom": "kg"}}
    assert second["material"]["title"] == "Dough"


def test_a_row_is_split_over_lots_and_what_is_missing_is_said(floor: Plant) -> None:
    one, two = came(floor, "3"), came(floor, "4")
    order = ordered(floor, "5", "1")
    took = [
        (row["lot"]["code"], row["taken"]["value"], row["needed"]["value"]) for row in proposed(floor, order)["rows"]
    ]
    assert took == [(one, "3.000", "3.000"), (two, "2.000", "2.000")]
    found = proposed(floor, ordered(floor, "5", "2"))
    assert [row.get("lot", {}).get("code") for row in found["rows"]] == [one, two, None]
    assert found["rows"][2] == {"needed": {"value": "3.000", "uom": "kg"}}
    assert found["notices"] == ["Flour：可用库存不足，还差 3 kg"]


def test_held_lots_are_not_proposed(floor: Plant) -> None:
    one, two = came(floor, "3"), came(floor, "4")
    floor.write("verdict", lot=one, status="held")
    assert [row["lot"]["code"] for row in proposed(floor, ordered(floor, "2"))["rows"]] == [two]


def test_what_is_proposed_can_be_submitted_as_it_is(floor: Plant) -> None:
    came(floor, "9")
    order = ordered(floor, "5")
    done = floor.write("issue", wo=order, takes=proposed(floor, order)["rows"])
    assert done.fields["takes"][0]["material"]["title"] == "Flour"


def test_nothing_is_proposed_without_the_link_or_to_whoever_may_not_fill(floor: Plant) -> None:
    assert rows(floor.store, "issue", "takes", by=floor.boss, values={}) == {"rows": [], "notices": []}
    with pytest.raises(Invalid):
        rows(floor.store, "issue", "wo", by=floor.boss, values={})
    person = create_person(floor.store, user="guest", name="Guest", roles=[], by=CLI, any_password=True)
    with pytest.raises(Forbidden):
        rows(floor.store, "issue", "takes", by=person.actor(), values={})


def test_the_document_keeps_its_proposal() -> None:
    body = from_yaml(ISSUE).body
    form, mistakes = parse("issue", body)
    assert (mistakes, form is not None) == ([], True)
    assert form is not None
    assert parse("issue", dump(form))[0] == form


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("from: wo.recipe.items\n      where", "from: wo.recipe\n      where", "from", "forms.rows_from"),
        ("NOT(row.spare)", "row.nothing", "where", "expr.unknown_name"),
        ("material: row.material, needed", "materiel: row.material, needed", "fields.materiel", "forms.no_field_near"),
        ("quantity: taken", "quantity: lot", "lots.quantity", "forms.rows_lot_type"),
        ("need: needed", "need: taken", "lots.need", "forms.rows_no_value"),
    ],
)
def test_a_wrong_proposal_is_told_when_publishing(floor: Plant, old: str, new: str, path: str, code: str) -> None:
    assert old in ISSUE
    with pytest.raises(Invalid) as refused:
        publish(floor.store, {"issue": ISSUE.replace(old, new)})
    assert (f"issue/fields.takes.rows.{path}", code) in [(m.path, m.code) for m in refused.value.mistakes]

"""My day: each role sees what waits for it, counted within its rights, with what to do about each row."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.definitions.document import from_yaml
from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.records.plant import Changes, change_plant
from suyuan.records.worklists import my_day
from tests.records.plant import Plant, mistakes

ARRIVALS = """
worklist: arrivals
label: {zh: 到货, en: Arrivals}
roles: [clerk, own_only]
order: 2
tone: amber
form: receipt
where: quantity > 10
sort: -quantity
fields: [supplier, quantity, price, received_at]
rows: 2
then: {form: making, fill: {material: material}}
"""
TO_JUDGE = """
worklist: to_judge
label: {zh: 待检, en: To inspect}
roles: [clerk, boss]
order: 1
lots: {status: [quarantine], stages: [production]}
then: {form: verdict, fill: {lot: code}}
"""
EVERYONE = "{worklist: everyone, label: {zh: 全部, en: All}, order: 3, face: count, form: supplier}"


def publish(plant: Plant, *texts: str) -> None:
    bodies = {d.key: d.body for d in (from_yaml(text, "w.yaml") for text in texts)}
    plant.store.write(lambda tx: put(tx, "worklists", bodies, CLI))


def day(plant: Plant, role: str) -> dict[str, Any]:
    return {one["key"]: one for one in my_day(plant.store, by=plant.people[role])}


def test_each_role_has_its_own_lists_in_their_order(plant: Plant) -> None:
    publish(plant, ARRIVALS, TO_JUDGE, EVERYONE)
    assert list(day(plant, "clerk")) == ["to_judge", "arrivals", "everyone"]
    assert list(day(plant, "boss")) == ["to_judge", "everyone"]
    assert list(day(plant, "nothing")) == []


def test_a_list_counts_all_shows_the_first_and_fills_what_comes_next(plant: Plant) -> None:
    publish(plant, ARRIVALS)
    for kg in ("5", "20", "30", "40"):
        plant.receipt(kg, price=2)
    found = day(plant, "clerk")["arrivals"]
    assert (found["count"], found["more"]) == (3, False)
    assert [r["facts"][1]["value"] for r in found["rows"]] == ["40 kg", "30 kg"]
    assert found["rows"][0]["fill"] == {"material": plant.flour}
    assert found["then"]["form"] == "making"
    assert found["all"] == {"form": "receipt", "where": "quantity > 10", "sort": "-quantity"}


def test_what_a_role_may_not_see_is_neither_shown_nor_counted(plant: Plant) -> None:
    publish(plant, ARRIVALS, EVERYONE)
    plant.receipt("20", price=2)
    labels = [f["label"].en for f in day(plant, "clerk")["arrivals"]["rows"][0]["facts"]]
    assert labels == ["Supplier", "Quantity", "Received at"]
    assert day(plant, "own_only")["arrivals"]["count"] == 0
    assert day(plant, "own_only")["arrivals"]["then"] is None
    assert day(plant, "own_only")["everyone"]["count"] == 1


def test_a_condition_on_a_hidden_field_leaves_the_list_out(plant: Plant) -> None:
    publish(plant, ARRIVALS.replace("quantity > 10", "price > 1"))
    assert day(plant, "clerk") == {}


def test_lots_that_wait_are_listed_first_to_expire_first_until_they_are_judged(plant: Plant) -> None:
    publish(plant, TO_JUDGE)
    lot = plant.receipt().fields["lot"]["code"]
    made = plant.making((lot, "5")).fields["product"]["code"]
    found = day(plant, "boss")["to_judge"]
    assert (found["count"], found["rows"][0]["lot"], found["rows"][0]["fill"]) == (1, made, {"lot": made})
    plant.write("verdict", lot=made, status="released")
    assert day(plant, "boss")["to_judge"]["count"] == 0


def test_a_list_of_a_node_the_plant_works_without_is_not_shown(plant: Plant) -> None:
    publish(plant, ARRIVALS, EVERYONE)
    change_plant(plant.store, Changes(nodes=("production", "logistics")), by=CLI)
    assert list(day(plant, "clerk")) == ["everyone"]
    change_plant(plant.store, Changes(nodes=("production", "receiving")), by=CLI)
    assert list(day(plant, "clerk")) == ["arrivals", "everyone"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("form: receipt", "form: reciept"), "form"),
        (("quantity > 10", "quantity > weight"), "where"),
        (("-quantity", "-weight"), "sort"),
        (("price,", "prize,"), "fields[2]"),
        (("{material: material}", "{material: colour}"), "then.fill.material"),
        (("rows: 2", "rows: 0"), "rows"),
        (("form: receipt", "lots: {}\nform: receipt"), "form"),
    ],
)
def test_a_list_that_names_what_is_not_there_is_not_published(plant: Plant, change: tuple[str, str], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        publish(plant, ARRIVALS.replace(*change))
    assert f"arrivals/{path}" in mistakes(refused.value)

"""Expressions that ask for the records of other forms: EXISTS, LATEST, COUNTOF, SUMOF, and lists behind links."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.access.people import create_person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.records import Query, amend, check, read, submit, void
from suyuan.store.engine import Store
from tests.records.plant import Plant, make_plant, mistakes, publish

TEST = """
form: test
label: {zh: 检验, en: Test}
fields:
  lot: {type: lot, required: true}
  verdict: {type: choice, required: true, options: [{key: good, label: 合格}, {key: bad, label: 不合格}]}
  source: {type: link, to: supplier}
  mass: {type: quantity, of: lot}
"""
PERMIT = """
form: permit
label: {zh: 许可, en: Permit}
fields:
  supplier: {type: link, to: supplier, required: true}
  until: {type: date, required: true}
  materials:
    type: list
    fields:
      material: {type: link, to: material, required: true}
      most: {type: number, decimals: 2}
"""
USE = """
form: use
label: {zh: 使用, en: Use}
fields:
  supplier: {type: link, to: supplier}
  permit: {type: link, to: permit}
  tested_by: {type: link, to: supplier, value: 'LATEST("test", source, lot = this.first)'}
  first: {type: lot}
  tests: {type: number, value: 'COUNTOF("test", lot = this.first)'}
  allowed: {type: bool, value: 'EXISTS("permit", supplier = this.supplier AND until >= TODAY()
                                       AND ANY(materials.material = this.first.material))'}
  most: {type: number, decimals: 2, value: 'LATEST("permit", materials.most, materials.material = this.first.material)'}
  listed: {type: bool, value: ANY(permit.materials.material = first.material)}
  before: {type: number, value: 'SUMOF("use", rows.kg, rows.lot = this.first)'}
  why: {type: text, required_when: 'COUNTOF("test", lot = this.first AND verdict = "bad") > 0',
        visible_when: 'EXISTS("test", lot = this.first)'}
  rows:
    type: list
    fields:
      lot: {type: lot, required: true}
      kg: {type: number, decimals: 3}
      tested: {type: bool, value: 'EXISTS("test", lot = this.lot AND verdict = "good")'}
      last: {type: text, value: 'LATEST("test", verdict, lot = this.lot)'}
guards:
  - {refuse: 'ANY(NOT(EXISTS("test", lot = this.rows.lot)))', at: rows, say: {zh: 未检验, en: Not tested}}
"""


@pytest.fixture
def floor(store: Store) -> Plant:
    plant = make_plant(store)
    publish(plant.store, {"test": TEST, "permit": PERMIT})
    publish(plant.store, {"use": USE})
    return plant


def lot_of(plant: Plant) -> str:
    code: str = plant.receipt().fields["lot"]["code"]
    return code


def judged(plant: Plant, lot: str, verdict: str = "good") -> str:
    return plant.write("test", lot=lot, verdict=verdict, source=plant.mill, mass={"value": "1", "uom": "kg"}).id


def test_a_lot_counts_as_tested_only_by_a_submitted_record_of_its_own(floor: Plant) -> None:
    one, other = lot_of(floor), lot_of(floor)
    test = submit(floor.store, "test", {"lot": one, "verdict": "good", "source": floor.mill}, by=floor.boss)
    done = floor.write("use", rows=[{"lot": one, "kg": "2"}])
    assert (done.fields["rows"][0]["tested"], done.fields["rows"][0]["last"]) == (True, "good")
    with pytest.raises(Invalid) as refused:
        floor.write("use", rows=[{"lot": one}, {"lot": other}])
    assert mistakes(refused.value) == {"rows": "forms.guard"}
    void(floor.store, "test", test.id, by=floor.boss, reason="wrong", revision=1)
    with pytest.raises(Invalid):
        floor.write("use", rows=[{"lot": one}])


def test_the_latest_record_and_how_many_there_are(floor: Plant) -> None:
    lot = lot_of(floor)
    assert floor.write("use", first=lot).fields["tests"] == "0"
    judged(floor, lot)
    judged(floor, lot, "bad")
    with pytest.raises(Invalid) as refused:
        floor.write("use", first=lot)
    assert mistakes(refused.value) == {"why": "forms.required"}
    done = floor.write("use", first=lot, why="said the boss", rows=[{"lot": lot}])
    assert done.fields["tests"] == "2"
    assert done.fields["tested_by"] == {"id": floor.mill, "title": "Mill"}
    assert (done.fields["rows"][0]["tested"], done.fields["rows"][0]["last"]) == (True, "bad")


def test_conditions_reach_into_detail_lists_there_and_behind_links(floor: Plant) -> None:
    lot = lot_of(floor)
    rows = [{"material": floor.dough, "most": "1"}, {"material": floor.flour, "most": "2.5"}]
    lapsed = floor.write("permit", supplier=floor.mill, until="2020-01-01", materials=rows)
    done = floor.write("use", supplier=floor.mill, first=lot, permit=lapsed.id)
    assert (done.fields["allowed"], done.fields["most"], done.fields["listed"]) == (False, "2.50", True)
    other = floor.write("permit", supplier=floor.mill, until="2099-01-01", materials=rows[:1])
    done = floor.write("use", supplier=floor.mill, first=lot, permit=other.id)
    assert (done.fields["allowed"], done.fields["listed"]) == (False, False)
    floor.write("permit", supplier=floor.mill, until="2099-01-01", materials=rows)
    assert floor.write("use", supplier=floor.mill, first=lot).fields["allowed"] is True
    assert floor.write("use", supplier=floor.shop, first=lot).fields["allowed"] is False


def test_a_sum_goes_over_rows_and_leaves_the_record_itself_out(floor: Plant) -> None:
    lot = lot_of(floor)
    judged(floor, lot)
    one = floor.write("use", first=lot, rows=[{"lot": lot, "kg": "2.5"}, {"lot": lot, "kg": "4"}])
    assert one.fields["before"] == "0"
    assert floor.write("use", first=lot, rows=[{"lot": lot, "kg": "1"}]).fields["before"] == "7"
    kept = [{"id": row["id"], "lot": lot, "kg": "3"} for row in one.fields["rows"]]
    again = amend(floor.store, "use", one.id, {"rows": kept}, by=floor.boss, reason="weighed", revision=1)
    assert again.fields["before"] == "1"


def test_nobodys_rights_narrow_what_the_form_asks(floor: Plant) -> None:
    lot = lot_of(floor)
    judged(floor, lot)
    role = parse_role(
        {"role": "user", "label": {"en": "User"}, "grants": [{"form": "use", "verbs": ["submit", "read"]}]}
    )
    floor.store.write(lambda tx: store_role(tx, role, CLI))
    person = create_person(floor.store, user="user", name="User", roles=["user"], by=CLI, any_password=True)
    told = check(floor.store, "use", {"first": lot, "why": "so"}, by=person.actor())
    assert (told.fields["tests"], told.mistakes) == ("1", [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('EXISTS("nothing")', "expr.no_form"),
        ('EXISTS("test", nothing = 1)', "expr.unknown_name"),
        ('EXISTS("test", ROUND(mass) = 1)', "expr.no_sql"),
        ('COUNTOF("test", verdict) > 0', "expr.wrong_type"),
        ('EXISTS("test", lot = this.nothing)', "expr.unknown_name"),
        ('EXISTS("test", EXISTS("test"))', "expr.window_inside"),
        ('EXISTS(verdict, TRUE)', "expr.literal"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_when_publishing(floor: Plant, text: str, code: str) -> None:
    form = TEST.replace("form: test", "form: more") + f"guards: [{{refuse: '{text}', say: no}}]\n"
    with pytest.raises(Invalid) as refused:
        publish(floor.store, {"more": form})
    assert {m.path: m.code for m in refused.value.mistakes} == {"more/guards[0].refuse": code}
    assert "more" not in catalogue(floor.store)


def test_a_filter_of_a_list_may_look_through_detail_rows_but_not_elsewhere(floor: Plant) -> None:
    lot = lot_of(floor)
    judged(floor, lot)
    floor.write("use", rows=[{"lot": lot, "kg": "5"}])
    floor.write("use", rows=[{"lot": lot, "kg": "1"}])

    def found(where: str) -> Any:
        return read(floor.store, Query("use", where=where), by=floor.boss).items

    assert len(found("ANY(rows.kg > 2)")) == 1
    with pytest.raises(Invalid):
        found('EXISTS("test", lot = this.first)')

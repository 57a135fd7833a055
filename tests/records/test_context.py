"""What stands beside a lot follows from events, lot fields, links and ``about``, and stops where rights stop."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import NotFound
from suyuan.records import files, void
from suyuan.records.context import Context, context
from tests.records.plant import FORMS, Plant, publish

MORE = {
    "place": FORMS["place"] + "  lowest: {type: number, decimals: 1}\n  highest: {type: number, decimals: 1}\n",
    "machine": """
form: machine
label: {zh: 设备, en: Machine}
title: "{name}"
fields: {name: {type: text, required: true}}
""",
    "climate": """
form: climate
label: {zh: 温湿度, en: Climate}
title: "{place}"
about: {place: place, when: measured_at}
fields:
  place: {type: location, required: true}
  measured_at: {type: datetime, default: NOW()}
  temperature: {type: number, decimals: 1}
  humidity: {type: number, decimals: 0}
""",
    "order": """
form: order
label: {zh: 工单, en: Work order}
stage: production
title: "{no}"
fields:
  no: {type: serial, rule: "WO-{###}"}
  machine: {type: link, to: machine}
""",
    "making": FORMS["making"].replace("fields:\n  material", "fields:\n  work: {type: link, to: order}\n  material", 1),
    "parameters": """
form: parameters
label: {zh: 工艺参数, en: Parameters}
stage: production
title: "{work}"
fields:
  work: {type: link, to: order}
  operator: {type: person, default: CURRENT_USER()}
  temperature: {type: number, decimals: 1}
""",
    "calibration": """
form: calibration
label: {zh: 校准, en: Calibration}
title: "{machine}"
about: {equipment: machine}
fields:
  machine: {type: link, to: machine, required: true}
  valid: {type: date}
""",
    "test": """
form: test
label: {zh: 检验, en: Test}
stage: inspection
title: "{lot}"
fields:
  lot: {type: lot, required: true}
  verdict:
    type: choice
    options: [{key: pass, label: 合格, color: green}, {key: fail, label: 不合格, color: red}]
  report: {type: file}
""",
}


@pytest.fixture
def full(plant: Plant) -> Plant:
    publish(plant.store, MORE)
    return plant


def beside(plant: Plant, lot: str, role: str = "boss") -> Context:
    return context(plant.store, lot, by=plant.people[role])


def forms(found: Context) -> set[str]:
    return {mention.form for mention in found.records}


def test_the_record_that_made_it_comes_first_and_those_that_name_it_follow(full: Plant) -> None:
    lot = full.receipt().fields["lot"]["code"]
    report = files.keep(full.store, "coa.pdf", b"%PDF-1", full.boss)
    full.write("test", lot=lot, verdict="fail", report=[{"id": report.id}])
    found = beside(full, lot)
    assert [(m.form, m.how) for m in found.records] == [("receipt", "made"), ("test", "named")]
    assert (found.records[1].check, found.records[1].good) == (True, False)
    assert [(f.name, f.form) for f in found.files] == [("coa.pdf", "test")]
    assert {p.name for p in found.people} == {"boss person"}


def test_the_order_brings_its_parameters_machine_and_calibration(full: Plant) -> None:
    flour = full.receipt().fields["lot"]["code"]
    machine = full.write("machine", name="Mixer 1").id
    order = full.write("order", machine=machine).id
    other = full.write("order").id
    full.write("parameters", work=order, temperature="21.5")
    full.write("parameters", work=other, temperature="99.9")
    full.write("calibration", machine=machine, valid="2027-01-01")
    rows = [{"lot": flour, "fed": {"value": "5", "uom": "kg"}}]
    made = full.write("making", work=order, material=full.dough, made={"value": "5", "uom": "kg"}, inputs=rows)
    found = beside(full, made.fields["product"]["code"])
    assert forms(found) == {"making", "order", "parameters", "calibration"}
    assert [m.record.fields["temperature"] for m in found.records if m.form == "parameters"] == ["21.5"]
    assert [thing.title for thing in found.equipment] == ["Mixer 1"]


def test_the_climate_of_a_place_counts_only_while_the_lot_lay_there(full: Plant) -> None:
    clock = full.store.clock
    assert isinstance(clock, SetClock)
    cold = full.write("place", name="Cold", lowest="0", highest="4").id
    full.write("climate", place=cold, temperature="9.9", humidity="50")
    clock.move(timedelta(hours=1))
    lot = full.receipt(place=cold).fields["lot"]["code"]
    for value in ("2.5", "6.1"):
        clock.move(timedelta(hours=1))
        full.write("climate", place=cold, temperature=value, humidity="60")
        full.write("climate", place=full.shelf, temperature="25.0")
    temperature, humidity = sorted(beside(full, lot).climate, key=lambda c: c.key, reverse=True)
    assert [value for _, value, _ in temperature.points] == [Decimal("2.5"), Decimal("6.1")]
    assert (temperature.lowest, temperature.highest) == (Decimal(0), Decimal(4))
    assert humidity.highest is None


def test_a_reader_meets_only_what_they_may_read(full: Plant) -> None:
    lot = full.receipt(price="3.50").fields["lot"]["code"]
    full.write("test", lot=lot, verdict="pass")
    full.write("climate", place=full.shelf, temperature="5.0")
    found = beside(full, lot, "clerk")
    assert forms(found) == {"receipt"}
    assert "price" not in found.records[0].record.fields
    assert "3.50" not in str(found)
    assert found.climate == []
    assert forms(beside(full, lot, "nothing")) == set()


def test_voided_records_stand_beside_nothing(full: Plant) -> None:
    lot = full.receipt().fields["lot"]["code"]
    test = full.write("test", lot=lot, verdict="fail")
    void(full.store, "test", test.id, by=full.boss, reason="wrong lot")
    assert forms(beside(full, lot)) == {"receipt"}


def test_an_unknown_lot_has_nothing_beside_it(full: Plant) -> None:
    with pytest.raises(NotFound):
        beside(full, "NOTHING-1")

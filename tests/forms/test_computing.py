"""Defaults, fills, read-only fields and the order in which things are computed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from suyuan.forms.live import LiveForm
from suyuan.store.engine import Store
from tests.forms.plant import FEEDING, LOCATION, MATERIAL, RECEIPT, SUPPLIER, PlantLook, published, told, uid

ORDER = """
form: job
label: {zh: 任务, en: Job}
fields:
  late: {type: number, value: early * 2}
  early: {type: number, value: base + 1}
  base: {type: number, default: 3}
  material: {type: link, to: material, fill: {code: code, days: shelf_life, kind: kind}}
  code: {type: text}
  days: {type: number, readonly: true}
  kind: {type: choice, options: [{key: raw, label: 原料}, {key: finished, label: 成品}]}
  scanned: {type: scan, fill: {gtin: "01", lot_code: "10"}}
  gtin: {type: gtin}
  lot_code: {type: text}
  locked: {type: bool, default: false}
  price: {type: money, readonly_when: locked, default: 5}
  colours: {type: multi, options: [{key: red, label: 红}, {key: blue, label: 蓝}]}
  many: {type: expression, value: COUNT(rows)}
  rows:
    type: list
    min: 1
    max: 3
    fields:
      n: {type: number, default: base}
      square: {type: number, value: n * n}
      after: {type: number, value: square + total}
  total: {type: number, value: SUM(rows.square)}
  upper: {type: text, value: this.code}
"""


@pytest.fixture
def look() -> PlantLook:
    return PlantLook()


@pytest.fixture
def form(store: Store) -> LiveForm:
    return published(store, MATERIAL, LOCATION, SUPPLIER, RECEIPT, FEEDING, ORDER).form("job")


def test_fields_are_computed_in_the_order_they_read_one_another(form: LiveForm, look: PlantLook) -> None:
    values, mistakes = form.check({"rows": [{}, {"n": 2}]}, look)
    assert mistakes == []
    assert [values[key] for key in ("base", "early", "late", "total", "many")] == [3, 4, 8, 13, 2]
    assert [(row["n"], row["square"], row["after"]) for row in values["rows"]] == [(3, 9, 22), (2, 4, 17)]


def test_a_default_fills_what_is_absent_and_null_stays_null(form: LiveForm, look: PlantLook) -> None:
    values, _ = form.check({"rows": [{}], "base": None}, look)
    assert values["base"] is None
    assert values["early"] is None
    values, _ = form.check({"rows": [{}], "base": 10}, look)
    assert values["late"] == 22


def test_choosing_a_record_fills_fields_unless_they_were_given(form: LiveForm, look: PlantLook) -> None:
    values, mistakes = form.check({"rows": [{}], "material": uid(11), "code": "OWN"}, look)
    assert mistakes == []
    assert (values["code"], values["days"], values["kind"], values["upper"]) == ("OWN", 180, "raw", "OWN")


def test_a_read_only_field_takes_only_the_value_it_has_anyway(form: LiveForm, look: PlantLook) -> None:
    given = {"rows": [{}], "material": uid(11)}
    assert form.check({**given, "days": "180"}, look)[1] == []
    assert told(form.check({**given, "days": "90"}, look)[1]) == {"days": "readonly"}


def test_a_field_is_locked_while_its_condition_holds(form: LiveForm, look: PlantLook) -> None:
    assert form.check({"rows": [{}], "price": {"value": 9}}, look)[1] == []
    assert form.check({"rows": [{}], "price": {"value": 5}, "locked": True}, look)[1] == []
    assert told(form.check({"rows": [{}], "price": {"value": 9}, "locked": True}, look)[1]) == {"price": "readonly"}
    old, _ = form.check({"rows": [{}], "price": {"value": 9}}, look)
    assert form.check({"locked": True}, look, old)[0]["price"].value == Decimal("9.00")
    assert told(form.check({"locked": True, "price": {"value": 8}}, look, old)[1]) == {"price": "readonly"}


def test_a_scanned_code_fills_the_fields_of_its_parts(form: LiveForm, look: PlantLook) -> None:
    values, mistakes = form.check({"rows": [{}], "scanned": "]d2010690123456789210FD-1\x1d3103001250"}, look)
    assert mistakes == []
    assert values["scanned"] == "(01)06901234567892(10)FD-1(3103)001250"
    assert (values["gtin"], values["lot_code"]) == ("06901234567892", "FD-1")
    assert told(form.check({"rows": [{}], "scanned": "(01)06901234567893"}, look)[1]).keys() == {"scanned"}
    assert form.check({"rows": [{}], "scanned": "just words 1"}, look)[0]["scanned"] == "just words 1"


def test_a_list_has_its_fewest_and_most_rows(form: LiveForm, look: PlantLook) -> None:
    assert told(form.check({}, look)[1]) == {"rows": "too_few_rows"}
    assert told(form.check({"rows": [{}] * 4}, look)[1]) == {"rows": "too_many_rows"}


def test_a_computed_number_that_outgrows_its_column_is_told(form: LiveForm, look: PlantLook) -> None:
    _, mistakes = form.check({"rows": [{"n": "999999999999"}]}, look)
    assert told(mistakes) == {"rows[0].square": "too_many_digits"}

"""Data standards: the code rules in use, what breaks them, and what is kept as free text."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from suyuan.forms.catalogue import catalogue
from suyuan.kernel.errors import Forbidden
from suyuan.records.standards import Standards, User, standards, total_broken
from tests.records.plant import Plant, publish

NOTE = """
form: note
label: {zh: 便条, en: Note}
title: "{what}"
fields:
  what: {type: text, required: true, label: {zh: 内容, en: What}}
  lot_no: {type: text, label: {zh: 号, en: Number}}
  said: {type: text, label: {zh: 说明, en: Said}}
  vendor: {type: text, label: {zh: 供货商, en: Vendor}}
  phone: {type: text, format: phone, label: {zh: 电话, en: Phone}}
  at: {type: datetime}
"""


def look(plant: Plant, role: str = "boss") -> Standards:
    return standards(plant.store, by=plant.people[role])


def users(found: Standards, kind: str, rule: str) -> list[User]:
    return next((one.users for one in found.rules if (one.kind, one.rule) == (kind, rule)), [])


def spoil(plant: Plant, form: str, key: str, old: str, new: str) -> None:
    """What an older product or a hand in the file may have left: a value no rule was asked about."""
    column = catalogue(plant.store).form(form).columns(key)[0]
    table = column.table
    plant.store.write(lambda tx: tx.conn.execute(update(table).where(column == old).values({key: new})))


def test_every_rule_is_told_with_the_fields_that_go_by_it(plant: Plant) -> None:
    plant.receipt()
    found = look(plant)
    [number] = users(found, "serial", "RR-{yyMMdd}-{###}")
    assert (number.form, number.path, number.counted, number.broken) == ("receipt", "no", 1, 0)
    [lot] = users(found, "lot", "RM-{yyMMdd}-{###}")
    assert (lot.counted, lot.broken) == (1, 0)
    assert {u.path for u in users(found, "uom", "quantity")} == {"quantity", "made", "inputs.fed"}
    assert [u.path for u in users(found, "instant", "RFC 3339")] == ["received_at"]
    assert found.zone == "Asia/Shanghai"
    assert total_broken(found) == 0


def test_a_number_that_is_not_of_its_rule_is_counted_and_shown(plant: Plant) -> None:
    plant.receipt()
    kept = plant.receipt()
    spoil(plant, "receipt", "no", str(kept.fields["no"]), "17/b")
    [number] = users(look(plant), "serial", "RR-{yyMMdd}-{###}")
    assert (number.counted, number.broken) == (2, 1)
    assert list(number.examples) == [(kept.id, "17/b")]


def test_a_text_that_breaks_its_format_is_counted(plant: Plant) -> None:
    publish(plant.store, {"note": NOTE})
    plant.write("note", what="a", phone="13812345678")
    bad = plant.write("note", what="b", phone="13812345679")
    spoil(plant, "note", "phone", "13812345679", "call me")
    [phone] = users(look(plant), "format", "phone")
    assert (phone.counted, phone.broken, list(phone.examples)) == (2, 1, [(bad.id, "call me")])


def test_codes_that_differ_only_in_case_clash(plant: Plant) -> None:
    plant.write("material", code="f", name="Flour again")
    [code] = users(look(plant), "code", "material: text")
    assert (code.counted, code.broken) == (3, 1)


def test_a_text_field_named_after_a_lot_or_a_supplier_is_told(plant: Plant) -> None:
    publish(plant.store, {"note": NOTE})
    found = {(one.form, one.path): one for one in look(plant).loose}
    assert set(found) == {("note", "lot_no"), ("note", "vendor")}
    lot = found["note", "lot_no"]
    assert (lot.what, lot.why, lot.link) == ("lot", "words", "lot")


def test_a_text_beside_a_proper_field_is_let_be(plant: Plant) -> None:
    publish(plant.store, {"note": NOTE + "  lot: {type: lot}\n"})
    assert [one.path for one in look(plant).loose] == ["vendor"]


def test_a_text_field_is_found_out_by_what_stands_in_it(plant: Plant) -> None:
    publish(plant.store, {"note": NOTE})
    for _ in range(3):
        plant.write("note", what="x", said=plant.receipt().fields["lot"]["code"].lower())
    [said] = [one for one in look(plant).loose if one.path == "said"]
    assert (said.what, said.why, said.alike, said.sampled) == ("lot", "values", 3, 3)


def test_only_whoever_designs_or_audits_may_look(plant: Plant) -> None:
    for role in ("clerk", "own_only", "nothing"):
        with pytest.raises(Forbidden):
            look(plant, role)

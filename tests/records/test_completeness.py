"""Key data elements: what is captured by which field, what is a gap, and what the records lack."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from suyuan.definitions.document import from_yaml, to_yaml
from suyuan.definitions.publish import put
from suyuan.definitions.read import one
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Forbidden, Invalid, NotFound
from suyuan.records.amend import amend
from suyuan.records.completeness import Completeness, Judged, Share, completeness
from suyuan.records.kde_map import trace_maps
from suyuan.records.registers import Span
from suyuan.records.void import void
from suyuan.trace.lots import ref_by_code
from tests.records.plant import Plant, mistakes

LIST = """
kde_list: own
label: {zh: 必记, en: Own}
nodes:
- key: receiving
  label: {zh: 收货, en: Receiving}
  stage: receipt
  events:
  - key: receipt
    label: {zh: 入库, en: Receipt}
    data:
    - {key: lot, label: {zh: 批号, en: Lot}, law: FSMA 204, field: receipt.supplier_lot}
    - {key: price, label: {zh: 价格, en: Price}, field: receipt.price, when: quantity > 50}
    - {key: photo, label: {zh: 照片, en: Photo}, field: receipt.photo, optional: true}
    - {key: tank, label: {zh: 罐车, en: Tank}, field: receipt.tank}
    - {key: who, label: {zh: 谁, en: Who}, field: [receipt.receiver, receipt.price]}
- key: production
  label: {zh: 生产, en: Production}
  stage: production
  events:
  - key: making
    label: {zh: 制作, en: Making}
    lots: supplier_lot = "M-9"
    data:
    - {key: lot, label: {zh: 投入, en: Input}, field: making.inputs.lot}
    - {key: note, label: {zh: 备注, en: Note}, field: making.inputs.note}
    - {key: big, label: {zh: 大料备注, en: Note of much}, field: making.inputs.note, rows_where: fed > 5}
"""
FIRST, SECOND = "nodes[0].events[0].data", "nodes[1].events[0].data"
ALL = Span(date(2000, 1, 1), date(2100, 1, 1))


def publish(plant: Plant, text: str = LIST, key: str = "own") -> None:
    body = from_yaml(text, f"{key}.yaml").body
    plant.store.write(lambda tx: put(tx, "kde_lists", {key: body}, CLI))


def look(plant: Plant, role: str = "boss", **more: Any) -> Completeness:
    return completeness(plant.store, "own", by=plant.people[role], **more)


def lacks(found: Completeness, form: str) -> list[list[str]]:
    return [[m.key[1] for m in one.missing] for one in found.judged if one.form.key == form]


def only(found: Completeness) -> Judged:
    [one] = found.judged
    return one


def test_a_datum_without_its_field_is_a_gap_and_no_mistake(plant: Plant) -> None:
    publish(plant)
    [found] = trace_maps(plant.store, by=plant.boss)
    assert [key for key, one in found.data.items() if one.gap] == [("receipt", "tank")]
    [field] = found.data["receipt", "tank"].fields
    assert (field.form, field.path, field.why) == ("receipt", "tank", "no_field")
    assert found.data["making", "lot"].fields[0].form_label.zh


def test_a_datum_of_a_form_nobody_made_is_a_gap(plant: Plant) -> None:
    publish(plant, LIST.replace("receipt.tank", "tanker.tank"))
    [found] = trace_maps(plant.store, by=plant.boss)
    assert found.data["receipt", "tank"].fields[0].why == "no_form"


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("field: receipt.tank", "field: tank", f"{FIRST}[3].field", "records.kde_path"),
        ("when: quantity > 50", "when: weight > 50", f"{FIRST}[1].when", "expr.unknown_name"),
        ("rows_where: fed > 5", "rows_where: fed", f"{SECOND}[2].rows_where", "expr.wrong_result"),
        ("optional: true", "rows_where: TRUE", f"{FIRST}[2].rows_where", "records.kde_one_list"),
        ("{key: who", "{key: lot", FIRST, "records.kde_twice"),
        (
            "field: [receipt.receiver, receipt.price]",
            "field: [receipt.receiver, making.product], when: TRUE",
            f"{FIRST}[4].when",
            "records.kde_one_form",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(plant: Plant, old: str, new: str, path: str, code: str) -> None:
    assert old in LIST
    with pytest.raises(Invalid) as refused:
        publish(plant, LIST.replace(old, new))
    found = mistakes(refused.value)
    assert list(found) == [f"own/{path}"]
    assert found[f"own/{path}"] == code


def test_a_list_is_written_as_it_was_read(plant: Plant) -> None:
    body = from_yaml(LIST, "own.yaml").body
    publish(plant)
    with plant.store.read() as conn:
        kept = one(conn, "kde_lists", "own").body
    assert from_yaml(to_yaml("kde_lists", kept), "own.yaml").body["nodes"] == body["nodes"]


def test_a_record_lacks_what_is_blank_and_asked_for(plant: Plant) -> None:
    publish(plant)
    plant.receipt("10", supplier_lot="A-1")
    plant.receipt("60", supplier_lot=None)
    plant.receipt("70", supplier_lot="A-2", price="3")
    found = look(plant)
    assert lacks(found, "receipt") == [[], ["lot", "price"], []]
    assert found.data["receipt", "lot"] == Share(3, 2)
    assert found.data["receipt", "price"] == Share(2, 1)
    assert found.share == Share(8, 6)
    assert ("receipt", "photo") not in found.data


def test_amending_a_record_makes_it_complete_and_voiding_takes_it_out(plant: Plant) -> None:
    publish(plant)
    record = plant.receipt("10", supplier_lot=None)
    assert lacks(look(plant), "receipt") == [["lot"]]
    amend(plant.store, "receipt", record.id, {"supplier_lot": "A"}, by=plant.boss, reason="found", revision=1)
    assert lacks(look(plant), "receipt") == [[]]
    void(plant.store, "receipt", record.id, by=plant.boss, reason="typed twice")
    assert look(plant).judged == []


def test_every_row_of_a_list_has_to_be_filled_and_a_condition_narrows_the_rows(plant: Plant) -> None:
    publish(plant)
    lot = plant.receipt("100", supplier_lot="A", price="1").fields["lot"]["code"]
    other = plant.receipt("100", supplier_lot="A", price="1").fields["lot"]["code"]
    plant.making((lot, "2"), (other, "3"))
    [making] = [one for one in look(plant).judged if one.form.key == "making"]
    assert [m.key[1] for m in making.missing] == ["note"]
    plant.making((lot, "9"))
    assert lacks(look(plant), "making") == [["note"], ["note", "big"]]


def test_a_lot_that_calls_for_a_record_nobody_made_is_told(plant: Plant) -> None:
    publish(plant)
    lot = plant.receipt("100", supplier_lot="M-9", price="1").fields["lot"]["code"]
    [unmade] = [one for one in look(plant).judged if not one.record]
    assert (unmade.form.key, unmade.title, unmade.lot_path) == ("making", lot, "inputs.lot")
    assert [m.key[1] for m in unmade.missing] == ["lot", "note"]
    plant.making((lot, "2"))
    assert all(one.record for one in look(plant).judged)


def test_one_lot_is_judged_by_the_records_that_name_it(plant: Plant) -> None:
    publish(plant)
    first = plant.receipt("100").fields["lot"]["code"]
    plant.receipt("100")
    plant.making((first, "2"))
    with plant.store.read() as conn:
        lot = ref_by_code(conn, first)
    assert lot is not None
    found = look(plant, lot_id=lot.id)
    assert sorted(one.form.key for one in found.judged) == ["making", "receipt"]
    assert all(lot.id in one.lots for one in found.judged)


def test_days_go_by_the_plants_clock_and_the_records_own_time(plant: Plant) -> None:
    publish(plant)
    plant.receipt("1", received_at="2026-10-01T00:00:00+08:00")
    plant.receipt("2", received_at="2026-10-02T00:00:00+08:00")
    day = Span(date(2026, 10, 1), date(2026, 10, 1))
    before = Span(date(2026, 9, 30), date(2026, 9, 30))
    assert len(look(plant, span=ALL).judged) == 2
    assert [one.at.isoformat() for one in look(plant, span=day).judged] == ["2026-09-30T16:00:00+00:00"]
    assert look(plant, span=before).judged == []


def test_what_the_reader_may_not_see_is_left_out_and_named(plant: Plant) -> None:
    publish(plant)
    plant.receipt("60", supplier_lot=None)
    found = look(plant, "clerk")
    assert [label.en for label in found.hidden] == ["Price", "Who"]
    assert only(found).missing[0].key == ("receipt", "lot")
    for role in ("nothing", "own_only"):
        with pytest.raises(Forbidden):
            look(plant, role)
        with pytest.raises(Forbidden):
            trace_maps(plant.store, by=plant.people[role])


def test_an_unknown_list_is_not_found(plant: Plant) -> None:
    with pytest.raises(NotFound):
        look(plant)
    with pytest.raises(NotFound):
        completeness(plant.store, "", by=plant.boss)

"""Changing and voiding: with a reason, by revision, nothing erased, lots corrected."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from suyuan.ledger.read import entries_of
from suyuan.records import Record, amend, one, timeline, void
from suyuan.trace.balance import balance, replay
from suyuan.trace.lots import ref_by_code
from tests.records.plant import Plant, mistakes


def change(plant: Plant, record: Record, by: Any = None, reason: str = "typing error", **fields: Any) -> Record:
    return amend(
        plant.store, record.form, record.id, fields, by=by or plant.boss, reason=reason, revision=record.revision
    )


def on_hand(plant: Plant, code: str) -> str:
    with plant.store.read() as conn:
        found = ref_by_code(conn, code)
        assert found is not None
        had = balance(conn, found.id)
        assert had is not None
        assert replay(conn) == []
        return format(had.on_hand.normalize(), "f")


def test_absent_fields_stay_null_clears_formulas_follow(plant: Plant) -> None:
    first = plant.receipt("10", price="2")
    then = change(plant, first, price="3", supplier_lot=None)
    assert then.revision == 2
    assert then.fields["worth"] == "30.00"
    assert then.fields["supplier_lot"] is None
    assert then.fields["no"] == first.fields["no"]
    assert one(plant.store, "receipt", first.id, by=plant.boss) == then


def test_a_stale_revision_is_a_conflict_and_changes_nothing(plant: Plant) -> None:
    first = plant.receipt()
    change(plant, first, price="3")
    with pytest.raises(Conflict):
        change(plant, first, price="4")
    assert one(plant.store, "receipt", first.id, by=plant.boss).fields["price"] == "3.00"


def test_a_reason_is_needed(plant: Plant) -> None:
    first = plant.receipt()
    with pytest.raises(Invalid) as refused:
        change(plant, first, reason="  ", price="3")
    assert mistakes(refused.value) == {"reason": "records.reason_needed"}
    with pytest.raises(Invalid):
        void(plant.store, "receipt", first.id, by=plant.boss, reason="")


def test_nothing_changed_is_nothing_written(plant: Plant) -> None:
    first = plant.receipt(price="2")
    assert change(plant, first, price="2.00").revision == 1
    with plant.store.read() as conn:
        assert len(entries_of(conn, ("record", first.id))) == 1


def test_the_quantity_of_a_receipt_is_corrected_on_its_lot(plant: Plant) -> None:
    first = plant.receipt("10")
    code = first.fields["lot"]["code"]
    plant.making((code, "4"))
    change(plant, first, quantity={"value": "5", "uom": "kg"})
    assert on_hand(plant, code) == "1"
    with plant.store.read() as conn:
        entry = entries_of(conn, ("record", first.id))[-1]
    assert entry.body["trace"][0]["links"][0]["quantity"]["value"] == "5.000000"
    assert entry.reason == "typing error"


def test_it_cannot_be_corrected_below_what_was_used(plant: Plant) -> None:
    first = plant.receipt("10")
    plant.making((first.fields["lot"]["code"], "4"))
    with pytest.raises(Invalid) as refused:
        change(plant, first, quantity={"value": "3", "uom": "kg"})
    assert "trace.used_later" in mistakes(refused.value).values()
    assert on_hand(plant, first.fields["lot"]["code"]) == "6"


def test_a_change_that_does_not_touch_lots_writes_no_event(plant: Plant) -> None:
    first = plant.receipt("10")
    change(plant, first, price="3")
    with plant.store.read() as conn:
        assert entries_of(conn, ("record", first.id))[-1].body["trace"] == []


def test_a_corrected_event_without_a_time_of_its_own_keeps_the_old_one(plant: Plant) -> None:
    flour = plant.receipt("10").fields["lot"]["code"]
    first = plant.making((flour, "4"))
    plant.store.clock.move(__import__("datetime").timedelta(hours=1))  # type: ignore[attr-defined]
    row = first.fields["inputs"][0]
    then = change(plant, first, inputs=[row | {"fed": {"value": "5", "uom": "kg"}}])
    with plant.store.read() as conn:
        old, new = (e.body["trace"][0]["time"] for e in entries_of(conn, ("record", then.id)))
    assert old == new


def test_the_sent_list_is_the_kept_list(plant: Plant) -> None:
    a, b, c = (plant.receipt("10").fields["lot"]["code"] for _ in range(3))
    first = plant.making((a, "1"), (b, "2"))
    row_a, row_b = first.fields["inputs"]
    kept = {"id": row_b["id"], "lot": b, "fed": {"value": "3", "uom": "kg"}, "note": "more"}
    fresh = {"lot": c, "fed": {"value": "4", "uom": "kg"}}
    then = change(plant, first, inputs=[fresh, kept])
    assert [r["lot"]["code"] for r in then.fields["inputs"]] == [c, b]
    assert then.fields["inputs"][1]["id"] == row_b["id"]
    assert one(plant.store, "making", first.id, by=plant.boss).fields["inputs"] == then.fields["inputs"]
    assert [on_hand(plant, code) for code in (a, b, c)] == ["10", "7", "6"]
    with pytest.raises(Invalid) as refused:
        change(plant, then, inputs=[{"id": row_a["id"], "lot": a, "fed": {"value": "1", "uom": "kg"}}])
    assert mistakes(refused.value) == {"inputs[0].id": "forms.no_such_row"}


def test_what_the_record_says_of_its_lot_is_corrected_there(plant: Plant) -> None:
    first = plant.receipt()
    change(plant, first, supplier_lot="B-2")
    with plant.store.read() as conn:
        found = ref_by_code(conn, first.fields["lot"]["code"])
    assert found is not None
    assert found.supplier_lot == "B-2"


def test_a_lot_stays_of_its_material(plant: Plant) -> None:
    first = plant.receipt()
    with pytest.raises(Invalid) as refused:
        change(plant, first, material=plant.dough)
    assert mistakes(refused.value)["lot"] == "records.lot_material"


def test_voiding_undoes_the_event_and_keeps_the_record(plant: Plant) -> None:
    first = plant.receipt("10")
    code = first.fields["lot"]["code"]
    gone = void(plant.store, "receipt", first.id, by=plant.boss, reason="wrong truck")
    assert (gone.state, gone.revision) == ("voided", 2)
    assert on_hand(plant, code) == "0"
    with pytest.raises(Conflict):
        void(plant.store, "receipt", first.id, by=plant.boss, reason="again")
    with pytest.raises(Conflict):
        change(plant, gone, price="1")


def test_what_was_used_later_cannot_be_voided_and_it_says_by_what(plant: Plant) -> None:
    first = plant.receipt("10")
    used = plant.making((first.fields["lot"]["code"], "4"))
    with pytest.raises(Invalid) as refused:
        void(plant.store, "receipt", first.id, by=plant.boss, reason="wrong truck")
    (mistake,) = refused.value.mistakes
    assert mistake.code == "trace.used_later"
    assert used.title in mistake.params["events"]
    void(plant.store, "making", used.id, by=plant.boss, reason="first this")
    void(plant.store, "receipt", first.id, by=plant.boss, reason="then that")


def test_others_records_are_not_there_for_who_may_see_only_their_own(plant: Plant) -> None:
    own = plant.people["own_only"]
    theirs, mine = plant.receipt(), plant.receipt(by=own)
    with pytest.raises(NotFound):
        change(plant, theirs, by=own, supplier_lot="x")
    with pytest.raises(NotFound):
        void(plant.store, "receipt", theirs.id, by=own, reason="x")
    assert change(plant, mine, by=own, supplier_lot="x").revision == 2


def test_the_right_to_amend_is_not_the_right_to_void(plant: Plant) -> None:
    first = plant.receipt()
    clerk = plant.people["clerk"]
    with pytest.raises(Forbidden):
        void(plant.store, "receipt", first.id, by=clerk, reason="x")
    with pytest.raises(Invalid):
        change(plant, first, by=clerk, price="1")
    assert change(plant, first, by=clerk, supplier_lot="x").revision == 2
    assert one(plant.store, "receipt", first.id, by=plant.boss).fields["price"] is None


def test_the_timeline_tells_who_why_and_from_what_to_what(plant: Plant) -> None:
    flour = plant.receipt("10").fields["lot"]["code"]
    first = plant.making((flour, "4"))
    row = first.fields["inputs"][0]
    then = change(plant, first, inputs=[row | {"note": "late"}], made={"value": "9", "uom": "kg"})
    void(plant.store, "making", then.id, by=plant.boss, reason="enough")
    voided, amended, submitted = timeline(plant.store, "making", first.id, by=plant.boss)
    assert [i.verb for i in (submitted, amended, voided)] == ["submitted", "amended", "voided"]
    assert voided.reason == "enough"
    assert submitted.by["title"] == "boss person"
    found = {c.path: (c.old, c.new) for c in amended.changes}
    assert found["inputs[0].note"] == (None, "late")
    assert found["made"][1] == {"value": "9.000", "uom": "kg"}
    assert not amended.sealed


def test_the_timeline_hides_what_the_reader_may_not_see(plant: Plant) -> None:
    first = plant.receipt(price="2")
    change(plant, first, price="3", supplier_lot="B")
    newest = timeline(plant.store, "receipt", first.id, by=plant.people["clerk"])[0]
    assert [c.path for c in newest.changes] == ["supplier_lot"]

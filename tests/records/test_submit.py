"""Submitting: one path, every mistake at once, nothing left of what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from suyuan.ledger.read import entries_of
from suyuan.ledger.tables import ledger_entry
from suyuan.records import check, submit
from suyuan.records.tables import attachment_use
from suyuan.trace.balance import balance, replay
from suyuan.trace.lots import ref_by_code
from suyuan.trace.tables import lot, trace_event
from tests.records.plant import Plant, mistakes


def count(plant: Plant, table: Any) -> int:
    with plant.store.read() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_receipt_becomes_a_row_a_lot_an_event_and_a_ledger_entry(plant: Plant) -> None:
    done = plant.receipt("12.5", price="2.00")
    assert done.form == "receipt"
    assert (done.version, done.revision, done.state) == (1, 1, "submitted")
    assert done.title == "RR-261122-001 · Flour"
    assert done.created_by == {"id": plant.boss.key[7:], "title": "boss person"}
    fields = done.fields
    assert fields["no"] == "RR-261122-001"
    assert fields["supplier"] == {"id": plant.mill, "title": "Mill"}
    assert fields["quantity"] == {"value": "12.500", "uom": "kg"}
    assert fields["worth"] == "25.00"
    assert fields["receiver"]["title"] == "boss person"
    assert fields["lot"]["code"] == "RM-261122-001"
    with plant.store.read() as conn:
        made = ref_by_code(conn, "RM-261122-001")
        assert made is not None
        assert made.uid == fields["lot"]["id"]
        assert made.supplier_lot == "A-1"
        had = balance(conn, made.id)
        assert had is not None
        assert (str(had.received), str(had.on_hand)) == ("12.500000", "12.500000")
        (entry,) = entries_of(conn, ("record", done.id))
    assert entry.kind == "record.submitted"
    assert entry.actor_name == "boss person"
    assert entry.body["fields"]["no"] == "RR-261122-001"
    (event,) = entry.body["trace"]
    assert event["verb"] == "receive"
    assert event["links"][0]["lot"] == "RM-261122-001"


def test_every_mistake_is_told_at_once_by_field_in_words(plant: Plant) -> None:
    given = {"supplier": plant.shelf, "quantity": {"value": "-1", "uom": "kg"}, "price": "1.234", "colour": "red"}
    with pytest.raises(Invalid) as refused:
        submit(plant.store, "receipt", given | {"supplier_lot": "x" * 30}, by=plant.boss)
    found = mistakes(refused.value)
    assert set(found) == {"supplier", "material", "quantity", "price", "colour", "supplier_lot", "place"}
    assert found["colour"] == "forms.unknown_field"
    assert found["material"] == "forms.required"


def test_a_refused_record_leaves_no_trace_of_itself(plant: Plant) -> None:
    table = catalogue(plant.store).form("receipt").table
    before = [count(plant, t) for t in (table, lot, trace_event, ledger_entry)]
    with pytest.raises(Invalid):
        plant.receipt(price="5000")
    assert [count(plant, t) for t in (table, lot, trace_event, ledger_entry)] == before
    assert plant.receipt().fields["no"] == "RR-261122-001"


def test_a_guard_refuses_in_the_words_of_who_drew_it(plant: Plant) -> None:
    with pytest.raises(Invalid) as refused:
        plant.receipt(price="5000")
    (mistake,) = refused.value.mistakes
    assert mistake.path == "price"
    assert mistake.params["say"].en == "Too dear"


def test_more_than_is_on_hand_is_refused_at_its_row(plant: Plant) -> None:
    first = plant.receipt("10").fields["lot"]["code"]
    second = plant.receipt("10").fields["lot"]["code"]
    with pytest.raises(Invalid) as refused:
        plant.making((first, "4"), (second, "10.001"))
    assert mistakes(refused.value) == {"inputs[1].lot": "trace.too_little"}
    plant.making((first, "4"), (second, "10"))


def test_a_lot_that_awaits_inspection_cannot_be_shipped_until_it_is_released(plant: Plant) -> None:
    flour = plant.receipt("10").fields["lot"]["code"]
    dough = plant.making((flour, "10")).fields["product"]["code"]
    ship = {"customer": plant.shop, "lot": dough, "quantity": {"value": "1", "uom": "kg"}}
    with pytest.raises(Invalid) as refused:
        plant.write("shipment", **ship)
    assert mistakes(refused.value) == {"lot": "trace.not_released"}
    plant.write("verdict", lot=dough, status="released")
    plant.write("shipment", **ship)
    plant.write("verdict", lot=dough, status="held")
    with pytest.raises(Invalid):
        plant.write("shipment", **ship)


def test_denied_by_default(plant: Plant) -> None:
    with pytest.raises(Forbidden):
        plant.receipt(by=plant.people["nothing"])
    with pytest.raises(Forbidden):
        plant.write("shipment", by=plant.people["clerk"], lot="x")


def test_there_is_no_such_form(plant: Plant) -> None:
    with pytest.raises(NotFound):
        submit(plant.store, "nothing_like_it", {}, by=CLI)


def test_a_field_one_may_not_fill_answers_as_an_unknown_one(plant: Plant) -> None:
    clerk = plant.people["clerk"]
    with pytest.raises(Invalid) as refused:
        plant.receipt(by=clerk, price="2")
    hidden = refused.value.mistakes
    with pytest.raises(Invalid) as refused:
        plant.receipt(by=clerk, nonsense="2")
    unknown = refused.value.mistakes
    assert [m.code for m in hidden] == [m.code for m in unknown] == ["forms.unknown_field"]
    done = plant.receipt(by=clerk)
    assert "price" not in done.fields
    assert "worth" not in done.fields


def test_a_hidden_field_is_never_suggested(plant: Plant) -> None:
    with pytest.raises(Invalid) as refused:
        plant.receipt(by=plant.people["clerk"], pricee="2")
    assert [m.code for m in refused.value.mistakes] == ["forms.unknown_field"]
    assert refused.value.mistakes[0].params["near"] is None


def test_a_link_to_what_one_may_not_see_does_not_exist(plant: Plant) -> None:
    own = plant.people["own_only"]
    plant.receipt(by=own)
    with pytest.raises(Invalid) as refused:
        plant.receipt(by=own, supplier=plant.shop)
    assert mistakes(refused.value) == {"supplier": "forms.no_such_record"}


def test_the_same_key_gives_the_same_answer_once(plant: Plant) -> None:
    given = plant.delivery()
    first = submit(plant.store, "receipt", given, by=plant.boss, key="k1")
    again = submit(plant.store, "receipt", dict(reversed(given.items())), by=plant.boss, key="k1")
    assert first == again
    with pytest.raises(Conflict):
        submit(plant.store, "receipt", plant.delivery("1"), by=plant.boss, key="k1")
    other = submit(plant.store, "receipt", given, by=plant.people["clerk"], key="k1")
    assert other.id != first.id


def test_a_refusal_is_not_kept_under_its_key(plant: Plant) -> None:
    with pytest.raises(Invalid):
        submit(plant.store, "receipt", {}, by=plant.boss, key="k1")
    assert submit(plant.store, "receipt", plant.delivery(), by=plant.boss, key="k1").revision == 1


def test_many_at_once_with_one_key_make_one_record(plant: Plant) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(
                lambda _: submit(plant.store, "receipt", plant.delivery(), by=plant.boss, key="same").id, range(16)
            )
        )
    assert len(set(made)) == 1


def test_many_takers_never_take_more_than_there_is(plant: Plant) -> None:
    flour = plant.receipt("10").fields["lot"]["code"]

    def take(_: int) -> bool:
        try:
            plant.making((flour, "1"))
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(16)))
    assert taken.count(True) == 10
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_check_tells_what_submit_would_without_writing(plant: Plant) -> None:
    before = count(plant, ledger_entry)
    found = check(plant.store, "receipt", plant.delivery("3", price="2") | {"place": None}, by=plant.boss)
    assert found.fields["worth"] == "6.00"
    assert [m.path for m in found.mistakes] == ["place"]
    assert check(plant.store, "receipt", plant.delivery(), by=plant.boss).mistakes == []
    assert count(plant, ledger_entry) == before


def test_a_unique_value_is_taken_once(plant: Plant) -> None:
    with pytest.raises(Invalid) as refused:
        plant.write("material", code="F", name="Other flour")
    assert mistakes(refused.value) == {"code": "records.not_unique"}


def test_no_file_of_somebody_else_can_be_put_into_a_record(plant: Plant) -> None:
    from suyuan.records.files import keep

    mine = keep(plant.store, "a.txt", b"mine", plant.boss)
    theirs = keep(plant.store, "b.txt", b"theirs", plant.people["clerk"])
    done = plant.receipt(photo=[mine.id])
    assert done.fields["photo"][0]["name"] == "a.txt"
    assert count(plant, attachment_use) == 1
    with pytest.raises(Invalid) as refused:
        plant.receipt(photo=[theirs.id])
    assert mistakes(refused.value) == {"photo": "forms.no_such_file"}

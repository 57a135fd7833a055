"""What was typed on one device is found on another; it is its author's alone, and nothing is lost without a word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from suyuan.kernel.actor import Actor
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Forbidden, Invalid, NotFound
from suyuan.records import amend, submit
from suyuan.records.drafts import MOST, Kept, Typed, draft, drafts, drop_draft, keep_draft
from tests.records.plant import Plant, mistakes, publish

NOTE = "form: note\nlabel: {zh: 便条, en: Note}\nfields:\n"
FIRST = (
    NOTE
    + "  text: {type: text}\n  former: {type: text, label: {zh: 旧栏, en: Old one}}\n"
    + ("  rows: {type: list, fields: {a: {type: text}, b: {type: text, label: {zh: 乙, en: B}}}}\n")
)
SECOND = FIRST.replace("label: {zh: 旧栏, en: Old one}", "label: {zh: 旧栏, en: Old one}, retired: true").replace(
    "b: {type: text,", "b: {type: text, retired: true,"
)


def keep(plant: Plant, uid: str = "a" * 32, by: Actor | None = None, form: str = "receipt", **more: Any) -> Kept:
    given: dict[str, Any] = {"values": {"supplier_lot": "A-1"}, "key": "k1", "version": 1} | more
    return keep_draft(plant.store, uid, Typed(form=form, **given), by=by or plant.boss)


def test_a_draft_is_found_again_and_goes_when_its_record_comes(plant: Plant) -> None:
    boss = plant.boss
    kept = keep(plant, values=plant.delivery())
    assert (kept.saved, kept.replaced) == (1, None)
    again = keep(plant, values={"supplier": {"id": plant.mill, "title": "Mill"}, "supplier_lot": "A-2"}, saved=1)
    assert (again.saved, again.replaced) == (2, None)
    [brief] = drafts(plant.store, by=boss)
    assert (brief.form, brief.record, brief.hint, brief.saved) == ("receipt", None, "Mill · A-2", 2)
    found = draft(plant.store, brief.id, by=boss)
    assert (found.values["supplier_lot"], found.key, found.lost) == ("A-2", "k1", [])
    submit(plant.store, "receipt", plant.delivery(), by=boss, key="other")
    assert len(drafts(plant.store, by=boss)) == 1
    submit(plant.store, "receipt", plant.delivery(), by=boss, key="k1")
    assert drafts(plant.store, by=boss) == []


def test_of_two_devices_the_newest_wins_and_is_told_of_the_other(plant: Plant, clock: SetClock) -> None:
    phone = Actor(plant.boss.key, plant.boss.name, person=plant.boss.person, device="phone")
    keep(plant, "a" * 32, phone)
    clock.move(timedelta(minutes=5))
    desk = keep(plant, "b" * 32, values={"supplier_lot": "B"})
    assert desk.replaced == {"device": "phone", "at": clock.now() - timedelta(minutes=5)}
    [only] = drafts(plant.store, by=plant.boss)
    assert only.id == "b" * 32
    with pytest.raises(NotFound):
        draft(plant.store, "a" * 32, by=phone)
    assert keep(plant, "b" * 32, saved=desk.saved).replaced is None
    others = [keep(plant, "c" * 32, begun="{}"), keep(plant, "d" * 32, form="place")]
    assert [k.replaced for k in others] == [None, None]
    assert len(drafts(plant.store, by=phone)) == 3
    assert [d.id for d in drafts(plant.store, by=phone, form="place")] == ["d" * 32]


def test_a_draft_of_an_amendment_belongs_to_its_record(plant: Plant) -> None:
    boss = plant.boss
    record = plant.receipt()
    keep(plant, record=record.id, revision=1)
    keep(plant, "b" * 32)
    [one] = drafts(plant.store, by=boss, form="receipt", record=record.id)
    assert (one.record, one.revision) == (record.id, 1)
    changes = {"supplier_lot": "Z"}
    amend(plant.store, "receipt", record.id, changes, by=boss, reason="x", revision=1, key="k1")
    assert drafts(plant.store, by=boss) == []


def test_a_draft_is_nobody_elses(plant: Plant) -> None:
    clerk, boss = plant.people["clerk"], plant.boss
    keep(plant, by=boss)
    assert drafts(plant.store, by=clerk) == []
    with pytest.raises(NotFound):
        draft(plant.store, "a" * 32, by=clerk)
    with pytest.raises(NotFound):
        keep(plant, by=clerk)
    drop_draft(plant.store, "a" * 32, by=clerk)
    assert len(drafts(plant.store, by=boss)) == 1
    for form in ("shipment", "supplier"):
        with pytest.raises(Forbidden):
            keep(plant, "b" * 32, by=clerk, form=form)
    drop_draft(plant.store, "a" * 32, by=boss)
    assert drafts(plant.store, by=boss) == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_drafts_are_few_small_and_do_not_stay_for_ever(plant: Plant, clock: SetClock) -> None:
    with pytest.raises(Invalid) as large:
        keep(plant, values={"x": "y" * 300_000})
    assert mistakes(large.value) == {"values": "records.draft_large"}
    with pytest.raises(Invalid):
        keep(plant, "../../x")
    for n in range(MOST):
        keep(plant, f"{n:032x}", begun=str(n))
    with pytest.raises(Invalid) as many:
        keep(plant, "f" * 32)
    assert mistakes(many.value) == {"": "records.drafts_many"}
    clock.move(timedelta(days=91))
    assert drafts(plant.store, by=plant.boss) == []
    keep(plant, "f" * 32)
    assert len(drafts(plant.store, by=plant.boss)) == 1


def test_what_the_form_no_longer_has_is_told(plant: Plant) -> None:
    publish(plant.store, {"note": FIRST})
    keep(plant, form="note", values={"text": "t", "former": "o", "rows": [{"a": "1", "b": "2", "_k": "n"}]})
    assert draft(plant.store, "a" * 32, by=plant.boss).lost == []
    publish(plant.store, {"note": SECOND})
    found = draft(plant.store, "a" * 32, by=plant.boss)
    assert [(one.path, one.label.en) for one in found.lost] == [("former", "Old one"), ("rows.b", "B")]
    assert found.values["former"] == "o"

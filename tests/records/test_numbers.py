"""Numbers before their records: set aside for a device, used once, by nobody else, told if unused."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Forbidden, Invalid
from suyuan.records import check, submit
from suyuan.records.numbers import number_blocks, reserve_numbers, waiting_numbers
from tests.records.plant import Plant, mistakes, publish

BOX = """
form: box
label: {zh: 箱, en: Box}
title: "{no}"
fields:
  site: {type: text, required: true}
  no: {type: serial, rule: "{site}-{###}"}
  rows:
    type: list
    fields:
      tag: {type: serial, rule: "T-{##}"}
      note: {type: text}
"""


def refused(plant: Plant, **fields: object) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        plant.write("receipt", plant.people["clerk"], **plant.delivery(), **fields)
    return mistakes(wrong.value)


def test_numbers_set_aside_are_used_once_and_only_by_their_owner(plant: Plant) -> None:
    clerk, boss = plant.people["clerk"], plant.boss
    first = plant.receipt().fields["no"]
    block = reserve_numbers(plant.store, "receipt", "no", {}, 3, "terminal 4", by=clerk)
    assert (first, block.numbers) == ("RR-261122-001", ["RR-261122-002", "RR-261122-003", "RR-261122-004"])
    assert plant.receipt().fields["no"] == "RR-261122-005"

    used = plant.write("receipt", clerk, **plant.delivery(), no="RR-261122-003")
    assert (used.fields["no"], used.title) == ("RR-261122-003", "RR-261122-003 · Flour")
    assert refused(plant, no="RR-261122-003") == {"no": "records.number_used"}
    assert refused(plant, no="RR-261122-009") == {"no": "records.number_not_yours"}
    told = check(plant.store, "receipt", plant.delivery(no="RR-261122-002"), by=boss)
    assert [(m.path, m.code) for m in told.mistakes] == [("no", "records.number_not_yours")]

    left = waiting_numbers(plant.store, "receipt", by=boss)
    assert [(n.number, n.device, n.owner, n.expired) for n in left] == [
        ("RR-261122-002", "terminal 4", clerk.key, False),
        ("RR-261122-004", "terminal 4", clerk.key, False),
    ]
    assert waiting_numbers(plant.store, "receipt", by=plant.people["own_only"]) == []


def test_blocks_are_told_with_how_many_are_used_and_by_whom(plant: Plant, clock: SetClock) -> None:
    clerk, boss = plant.people["clerk"], plant.boss
    reserve_numbers(plant.store, "receipt", "no", {}, 3, "terminal 4", by=clerk)
    clock.move(timedelta(days=20))
    reserve_numbers(plant.store, "receipt", "no", {}, 2, "", by=boss)
    plant.write("receipt", clerk, **plant.delivery(), no="RR-261122-002")
    clock.move(timedelta(days=11))
    told = number_blocks(plant.store, "receipt", by=boss)
    assert [(b.field, b.first, b.last, b.count, b.used, b.by, b.device, b.expired) for b in told] == [
        ("no", "RR-261212-001", "RR-261212-002", 2, 0, "boss person", "", False),
        ("no", "RR-261122-001", "RR-261122-003", 3, 1, "clerk person", "terminal 4", True),
    ]
    assert [b.owner for b in number_blocks(plant.store, "receipt", by=clerk)] == [clerk.key]
    assert number_blocks(plant.store, "receipt", by=plant.people["own_only"]) == []
    with pytest.raises(Forbidden):
        number_blocks(plant.store, "receipt", by=plant.people["nothing"])


def test_a_refused_record_leaves_its_number_to_be_used(plant: Plant) -> None:
    clerk = plant.people["clerk"]
    [number] = reserve_numbers(plant.store, "receipt", "no", {}, 1, "", by=clerk).numbers
    with pytest.raises(Invalid):
        submit(plant.store, "receipt", plant.delivery("0", no=number), by=clerk)
    assert plant.write("receipt", clerk, **plant.delivery(), no=number).fields["no"] == number


def test_a_number_kept_too_long_is_told_as_a_gap_and_never_given_again(plant: Plant, clock: SetClock) -> None:
    clerk = plant.people["clerk"]
    [number] = reserve_numbers(plant.store, "receipt", "no", {}, 1, "", by=clerk).numbers
    clock.move(timedelta(days=31))
    assert refused(plant, no=number) == {"no": "records.number_expired"}
    assert [n.expired for n in waiting_numbers(plant.store, "receipt", by=clerk)] == [True]


def test_two_records_at_once_do_not_share_a_number(plant: Plant) -> None:
    clerk = plant.people["clerk"]
    [number] = reserve_numbers(plant.store, "receipt", "no", {}, 1, "", by=clerk).numbers

    def take(n: int) -> str:
        try:
            return plant.write("receipt", clerk, **plant.delivery(str(n)), no=number).state
        except Invalid as error:
            return mistakes(error)["no"]

    with ThreadPoolExecutor(4) as pool:
        told = Counter(pool.map(take, range(1, 5)))
    assert told == {"submitted": 1, "records.number_used": 3}


def test_what_the_rule_reads_is_given_and_rows_have_numbers_too(plant: Plant) -> None:
    publish(plant.store, {"box": BOX})
    boss = plant.boss
    with pytest.raises(Invalid) as blank:
        reserve_numbers(plant.store, "box", "no", {}, 1, "", by=boss)
    assert mistakes(blank.value) == {"values": "forms.rule_blank"}
    [number] = reserve_numbers(plant.store, "box", "no", {"site": "N"}, 1, "", by=boss).numbers
    tags = reserve_numbers(plant.store, "box", "rows.tag", {}, 2, "", by=boss).numbers
    rows = [{"note": "a", "tag": tags[1]}, {"note": "b"}, {"note": "c", "tag": tags[0]}]
    made = plant.write("box", site="N", no=number, rows=rows)
    assert (made.fields["no"], [row["tag"] for row in made.fields["rows"]]) == ("N-001", ["T-02", "T-03", "T-01"])
    again = reserve_numbers(plant.store, "box", "rows.tag", {}, 1, "", by=boss).numbers[0]
    with pytest.raises(Invalid) as twice:
        plant.write("box", site="N", rows=[{"tag": again}, {"tag": again}])
    assert mistakes(twice.value) == {"rows[1].tag": "records.number_used"}


def test_limits_and_rights(plant: Plant) -> None:
    clerk = plant.people["clerk"]
    for count in (0, 1001):
        with pytest.raises(Invalid) as wrong:
            reserve_numbers(plant.store, "receipt", "no", {}, count, "", by=clerk)
        assert mistakes(wrong.value) == {"count": "records.numbers_count"}
    for field in ("nothing", "supplier", "price"):
        with pytest.raises(Invalid) as wrong:
            reserve_numbers(plant.store, "receipt", field, {}, 1, "", by=clerk)
        assert mistakes(wrong.value) == {"field": "records.no_field"}
    with pytest.raises(Forbidden):
        reserve_numbers(plant.store, "receipt", "no", {}, 1, "", by=plant.people["nothing"])
    for _ in range(5):
        reserve_numbers(plant.store, "receipt", "no", {}, 1000, "", by=clerk)
    with pytest.raises(Invalid) as full:
        reserve_numbers(plant.store, "receipt", "no", {}, 1, "", by=clerk)
    assert mistakes(full.value) == {"count": "records.numbers_waiting"}

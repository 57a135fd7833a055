"""Records out as a sheet: in the reader's language, by the plant's clock, detail rows on lines of their own."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from suyuan.records import Query
from suyuan.records.bulk import export
from tests.records.plant import Plant


def sheet(plant: Plant, form: str, lang: str = "en") -> list[list[str]]:
    by = replace(plant.boss, lang=lang)
    raw = b"".join(export(plant.store, Query(form, sort="created_at"), "csv", by=by))
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_detail_rows_stand_below_one_another_on_lines_of_their_record(plant: Plant) -> None:
    one, two = (plant.receipt().fields["lot"]["code"] for _ in range(2))
    plant.making((one, "2"), (two, "3.5"))
    plant.making((one, "1"))
    head, *lines = sheet(plant, "making")
    lot, fed, made = head.index("Inputs · Lot"), head.index("Inputs · Fed"), head.index("Made")
    assert [(line[made], line[lot], line[fed]) for line in lines] == [
        ("10.000 kg", one, "2.000 kg"),
        ("", two, "3.500 kg"),
        ("10.000 kg", one, "1.000 kg"),
    ]
    assert [bool(line[0]) for line in lines] == [True, False, True]


def test_heads_are_in_the_readers_language_and_times_by_the_plants_clock(plant: Plant) -> None:
    plant.receipt(received_at="2026-11-21T20:30:00Z")
    head, line = sheet(plant, "receipt", "zh")
    assert head[:3] == ["记录编号", "记录状态", "提交时间"]
    assert line[1] == "已提交"
    assert line[head.index("Received at")] == "2026-11-22 04:30:00"

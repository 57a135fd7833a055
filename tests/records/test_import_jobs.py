"""Large files as jobs: mapped, checked, written piece by piece, the wrong rows handed back, changed by key."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from suyuan.access.people import create_person, set_roles
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Conflict, Forbidden, Invalid, Malformed, NotFound
from suyuan.kernel.settings import Settings
from suyuan.ledger.tables import ledger_entry
from suyuan.records import Query
from suyuan.records.bulk import export
from suyuan.records.importing import keep, plan, work
from suyuan.records.importing.errors_out import errors_file
from suyuan.records.importing.plan import Mapped, Plan
from suyuan.records.read import read
from suyuan.records.tables import import_job
from suyuan.store import jobs
from suyuan.store.engine import open_store
from tests.records.importing import Import, count, counts, drain, material
from tests.records.plant import Plant, make_plant, mistakes
from tests.records.test_bring_in import book

ROOT = Path(__file__).parents[2]


def test_ten_thousand_rows_with_37_wrong_ones_give_exactly_these_back(plant: Plant) -> None:
    before = count(plant.store, "material")
    lines = [[*material(n), "kg", "2"] for n in range(10_000)]
    wrong = set(range(11, 9999, 277))
    assert len(wrong) == 37
    for k, n in enumerate(sorted(wrong)):
        column, value = ((0, ""), (1, ""), (2, "stone"), (3, "two"), (0, "M-3"))[k % 5]
        lines[n][column] = value
    brought = Import.of(plant, "material", ["code", "Name", "base_uom", "Cost"], *lines)
    done = brought.run("code", "name", "base_uom", "cost", good_only=True)
    assert counts(done) == ("done", 9963, 0, 0, 37)
    assert count(plant.store, "material") == before + 9963
    head, *rows = brought.given_back()
    assert head == ["code", "Name", "base_uom", "Cost", "What is wrong"]
    assert [[cell or "" for cell in row[:4]] for row in rows] == [lines[n] for n in sorted(wrong)]
    assert all(row[4] for row in rows)
    assert brought.given_back("zh")[0][4] == "错误原因"
    mended = [[f"X-{k}", row[1] or "Mended", "kg", "2", row[4]] for k, row in enumerate(rows)]
    again = Import.of(plant, "material", head, *mended).run("code", "name", "base_uom", "cost", "")
    assert counts(again) == ("done", 37, 0, 0, 0)
    with plant.store.read() as conn:
        told = conn.execute(select(func.count()).where(ledger_entry.c.kind == "import.ended")).scalar()
    assert told == 2


def test_a_small_file_is_written_whole_or_not_at_all_unless_the_good_rows_are_wanted(plant: Plant) -> None:
    before = count(plant.store, "material")
    brought = Import.of(plant, "material", ["code", "name"], ["A", "a"], ["", "b"], ["C", "c"])
    checked = brought.run("code", "name", dry_run=True)
    assert (checked.state, checked.rows, checked.made, checked.bad) == ("checked", 3, 2, 1)
    stopped = brought.run("code", "name")
    assert counts(stopped) == ("stopped", 0, 0, 0, 1)
    assert count(plant.store, "material") == before
    assert brought.wrong == {3: ["required"]}
    assert counts(brought.go_on(good_only=True)) == ("done", 2, 0, 0, 1)
    with pytest.raises(Conflict):
        brought.run("code", "name")


def test_a_large_file_stops_at_the_first_wrong_piece_and_goes_on_from_there(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(work, "PIECE", 4)
    before = count(plant.store, "material")
    lines = [list(material(n)) for n in range(20)]
    lines[9][1] = ""
    brought = Import.of(plant, "material", ["code", "name"], *lines)
    stopped = brought.run("code", "name")
    assert counts(stopped) == ("stopped", 8, 0, 0, 1)
    assert (stopped.line, count(plant.store, "material")) == (9, before + 8)
    assert counts(brought.go_on(good_only=False)) == ("stopped", 8, 0, 0, 1)
    done = brought.go_on(good_only=True)
    assert counts(done) == ("done", 19, 0, 0, 1)
    assert (done.rows, count(plant.store, "material")) == (20, before + 19)


def test_a_check_of_a_large_file_finds_what_stands_in_it_twice_and_writes_nothing(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(work, "PIECE", 4)
    before = count(plant.store, "material")
    brought = Import.of(plant, "material", ["code", "name"], *(material(n % 13) for n in range(15)))
    assert counts(brought.run("code", "name", dry_run=True)) == ("checked", 13, 0, 0, 2)
    assert brought.wrong == {15: ["import_key_twice"], 16: ["import_key_twice"]}
    assert count(plant.store, "material") == before


def test_records_are_found_by_key_and_changed_and_new_ones_made(plant: Plant) -> None:
    head = ["code", "name", "cost"]
    lines = [["F", "Strong flour", ""], ["D", "Dough", ""], ["N", "New", "3"]]
    update = Import.of(plant, "material", head, *lines).run(*head, by=("code",), mode="update", good_only=True)
    assert counts(update) == ("done", 0, 1, 1, 1)
    both = Import.of(plant, "material", head, *lines).run(*head, by=("code",), mode="both")
    assert counts(both) == ("done", 1, 0, 2, 0)
    found = {r.fields["code"]: r for r in read(plant.store, Query("material"), by=plant.boss).items}
    assert (found["F"].fields["name"], found["F"].fields["cost"], found["F"].revision) == ("Strong flour", "1.50", 2)
    cleared = Import.of(plant, "material", head, *lines).run(*head, by=("code",), mode="both", blank="clear")
    assert counts(cleared) == ("done", 0, 1, 2, 0)
    assert read(plant.store, Query("material", "code = 'F'"), by=plant.boss).items[0].fields["cost"] is None
    new = Import.of(plant, "material", head, ["F", "x", ""], ["G", "y", ""], ["G", "z", ""])
    assert counts(new.run(*head, by=("code",), good_only=True)) == ("done", 1, 0, 0, 2)
    assert new.wrong == {2: ["import_there"], 4: ["import_key_twice"]}


def test_what_was_exported_is_changed_in_the_sheet_and_comes_back_by_its_id(plant: Plant) -> None:
    one, two = (plant.receipt("50").fields["lot"]["code"] for _ in range(2))
    plant.making((one, "2"), (two, "3"), made="5")
    plant.making((one, "1"), made="1")
    raw = b"".join(export(plant.store, Query("making", sort="created_at"), "xlsx", by=plant.boss))
    cells = [list(row) for row in load_workbook(io.BytesIO(raw)).active.iter_rows(values_only=True)]
    head = cells[0]
    cells[2][head.index("Inputs · Note")] = "second"
    brought = Import.of(plant, "making", raw=book(("making", cells)))
    found = keep.guessed(plant.store, brought.now, by=plant.boss)
    mapped = {one["to"]: one["column"] for one in found}
    assert {"id", "material", "made", "inputs.lot", "inputs.fed", "inputs.note"} <= set(mapped)
    targets = [next((to for to, n in mapped.items() if n == column), "") for column in range(len(head))]
    done = brought.run(*targets, by=("id",), mode="update")
    assert counts(done) == ("done", 0, 1, 1, 0), brought.wrong
    first = read(plant.store, Query("making", sort="created_at"), by=plant.boss).items[0].fields
    assert [(row["fed"]["value"], row["note"]) for row in first["inputs"]] == [("2.000", None), ("3.000", "second")]


def test_columns_are_guessed_by_head_and_by_what_stands_below_and_remembered(plant: Plant) -> None:
    head = ["物料编码 code", "NAME ", "measure", "Notes"]
    lines = [["A", "a", "件", "x"], ["B", "b", "kg", "y"]]
    brought = Import.of(plant, "material", head, *lines)
    guess = keep.guessed(plant.store, brought.now, by=plant.boss)
    assert [(g["column"], g["to"], g["sure"]) for g in guess] == [
        (0, "code", False),
        (1, "name", True),
        (2, "base_uom", False),
    ]
    assert brought.run("code", "name", "base_uom", "").state == "done"
    again = Import.of(plant, "material", head, *lines)
    guess = keep.guessed(plant.store, again.now, by=plant.boss)
    assert [(g["column"], g["to"], g["sure"]) for g in guess] == [
        (0, "code", True),
        (1, "name", True),
        (2, "base_uom", True),
    ]
    other = replace(plant.boss, key="person:somebody-else")
    assert not all(g["sure"] for g in keep.guessed(plant.store, again.now, by=other))


def test_every_mistake_in_a_plan_is_told_before_anything_is_done(plant: Plant) -> None:
    brought = Import.of(plant, "material", ["code", "name"], ["A", "a"])
    wrong = [
        ((Mapped(0, "code"), Mapped(7, "name")), {}, {"mapping[1]": "records.import_no_column"}),
        ((Mapped(0, "code"), Mapped(1, "code")), {}, {"mapping[1]": "records.import_head_twice"}),
        ((Mapped(0, "colour"),), {}, {"mapping[0]": "records.no_field"}),
        ((Mapped(0, "code"),), {"mode": "update"}, {"by": "records.import_by_needed"}),
        ((Mapped(0, "code"),), {"by": ("name",), "mode": "both"}, {"by": "records.import_by_mapped"}),
        ((Mapped(0, "code"),), {"by": ("id",), "mode": "both"}, {"by": "records.import_by_mapped"}),
        ((Mapped(0, "code"),), {"by": ("conversions",), "mode": "both"}, {"by": "records.no_field"}),
    ]
    for mapping, more, expected in wrong:
        with pytest.raises(Invalid) as refused:
            keep.run(plant.store, "material", brought.id, Plan(mapping, **more), by=plant.boss)
        assert mistakes(refused.value) == expected
    assert brought.now.state == "ready"


def test_importing_needs_the_verb_changing_needs_amend_and_an_import_is_ones_own(plant: Plant) -> None:
    clerk = plant.people["clerk"]
    with pytest.raises(Forbidden):
        Import.of(plant, "supplier", ["name"], ["x"], by=clerk)
    brought = Import.of(plant, "supplier", ["name"], ["x"])
    stranger = replace(clerk, key="person:stranger")
    with pytest.raises(Forbidden):
        keep.progress(plant.store, "supplier", brought.id, by=stranger)
    with pytest.raises(NotFound):
        keep.progress(plant.store, "supplier", brought.id, by=replace(plant.boss, key="person:other"))
    with pytest.raises(NotFound):
        keep.progress(plant.store, "material", brought.id, by=plant.boss)


def test_rights_count_at_the_time_of_writing(plant: Plant) -> None:
    brought = Import.of(plant, "supplier", ["name"], ["x"])
    keep.run(plant.store, "supplier", brought.id, Plan((Mapped(0, "name"),)), by=plant.boss)
    before = count(plant.store, "supplier")
    create_person(plant.store, user="second", name="Second", roles=["boss"], by=CLI)
    set_roles(plant.store, plant.boss.key.removeprefix("person:"), ["nothing"], by=CLI)
    drain(plant.store)
    with plant.store.read() as conn:
        row = conn.execute(select(import_job).where(import_job.c.uid == brought.id)).one()
    assert (row.state, row.body["why"]) == ("failed", "access.may_not")
    assert count(plant.store, "supplier") == before


def test_an_import_is_cancelled_between_two_pieces_and_gone_on_with(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PIECE", 5)
    monkeypatch.setattr(work, "MOST_AT_ONCE", 1)
    before = count(plant.store, "supplier")
    brought = Import.of(plant, "supplier", ["name"], *([f"S{n}"] for n in range(12)))
    keep.run(plant.store, "supplier", brought.id, Plan((Mapped(0, "name"),)), by=plant.boss)
    jobs.run_once(plant.store, "test")
    cancelled = keep.cancel(plant.store, "supplier", brought.id, by=plant.boss)
    drain(plant.store)
    assert counts(brought.now) == counts(cancelled) == ("cancelled", 5, 0, 0, 0)
    assert counts(brought.go_on(good_only=False)) == ("done", 12, 0, 0, 0)
    assert count(plant.store, "supplier") == before + 12
    with pytest.raises(Conflict):
        keep.cancel(plant.store, "supplier", brought.id, by=plant.boss)


def test_two_imports_at_once_take_turns(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PIECE", 3)
    monkeypatch.setattr(work, "MOST_AT_ONCE", 1)
    both = [Import.of(plant, "supplier", ["name"], *([f"{tag}{n}"] for n in range(9))) for tag in "AB"]
    for one in both:
        keep.run(plant.store, "supplier", one.id, Plan((Mapped(0, "name"),)), by=plant.boss)
    seen = []
    while jobs.run_once(plant.store, "test"):
        seen.append(tuple(one.now.made for one in both))
    assert seen[0:4] == [(3, 0), (3, 3), (6, 3), (6, 6)]
    assert [counts(one.now) for one in both] == [("done", 9, 0, 0, 0)] * 2


def test_a_piece_that_cannot_be_written_is_given_up_after_some_attempts_and_can_be_gone_on_with(
    plant: Plant, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = Import.of(plant, "supplier", ["name"], ["x"])
    keep.run(plant.store, "supplier", brought.id, Plan((Mapped(0, "name"),)), by=plant.boss)
    with monkeypatch.context() as broken:
        broken.setattr(work.RowWriter, "write", lambda *_: 1 / 0)
        for _ in range(work.ATTEMPTS):
            drain(plant.store)
            clock.move(timedelta(hours=1))
    assert (brought.now.state, brought.now.body.why) == ("failed", "records.import_broke")
    assert counts(brought.go_on(good_only=False)) == ("done", 1, 0, 0, 0)


def test_a_file_that_breaks_the_reader_is_given_up_after_some_attempts(
    plant: Plant, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(work, "staged", lambda _: 1 / 0)
        brought = Import.of(plant, "supplier", ["name"], ["x"])
        for _ in range(work.ATTEMPTS):
            clock.move(timedelta(hours=1))
            drain(plant.store)
    assert (brought.now.state, brought.now.body.why) == ("failed", "records.import_unread")
    with pytest.raises(Conflict):
        brought.go_on(good_only=True)


def test_hostile_cells_come_back_as_text_and_bombs_are_refused(plant: Plant) -> None:
    evil = '=HYPERLINK("http://x","y")'
    brought = Import.of(plant, "material", ["code", "name"], [evil, ""], ["A\x00B", "@SUM(1)"])
    assert brought.run("code", "name", good_only=True).bad == 1
    with errors_file(plant.store, "material", brought.id, by=plant.boss, lang="en") as file:
        cell = load_workbook(file).active["A2"]
    assert (cell.value, cell.data_type) == (evil, "s")
    for raw in (b"PK\x03\x04 no", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", bomb()):
        with pytest.raises(Malformed):
            Import.of(plant, "material", raw=raw)
    for lines in ([[""]], [["a"] * 1001]):
        with pytest.raises(Invalid):
            Import.of(plant, "material", *lines)
    broken = Import.of(plant, "material", ["code", "name"], *(["x", "y"] for _ in range(50)), ["A" * 200_000, "z"])
    assert (broken.now.state, broken.now.body.why) == ("failed", "records.import_line_at")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, made.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(160):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def test_days_numbers_and_words_of_a_workbook_are_kept_as_they_are(plant: Plant) -> None:
    lines = [["物料编码", "Name", "Shelf life", "Cost"], ["007", "Rye", 30, 1.1], [8, date(2026, 1, 2), 0.5, "x"]]
    brought = Import.of(plant, "material", raw=book(("other", [["nothing"]]), ("物料", lines)))
    assert brought.run("code", "name", "shelf_life", "cost", good_only=True).made == 1
    made = read(plant.store, Query("material", "code = '007'"), by=plant.boss).items[0].fields
    assert (made["name"], made["shelf_life"], made["cost"]) == ("Rye", "30", "1.10")
    assert brought.given_back()[1][:4] == [8, datetime(2026, 1, 2), 0.5, "x"]


def test_a_month_later_the_file_is_gone_and_the_records_stay(plant: Plant, clock: SetClock) -> None:
    brought = Import.of(plant, "supplier", ["name"], ["Kept"])
    brought.run("name")
    with plant.store.read() as conn:
        row = conn.execute(select(import_job).where(import_job.c.uid == brought.id)).one()
    before = count(plant.store, "supplier")
    clock.move(keep.KEPT + timedelta(hours=1))
    drain(plant.store)
    with pytest.raises(NotFound):
        _ = brought.now
    assert not plant.store.files.has(row.file)
    assert not plant.store.files.has(row.staged)
    assert count(plant.store, "supplier") == before


KILLED = """
import sys, os, signal
from suyuan.kernel.settings import Settings
from suyuan.records.importing import work
from suyuan.store import jobs
from suyuan.store.engine import open_store
work.PIECE, work.MOST_AT_ONCE = 10, 1
store = open_store(Settings(__import__("pathlib").Path(sys.argv[1]), sys.argv[2]))
write, left = work.RowWriter.write, [int(sys.argv[3])]
def once_more(self, live, row):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return write(self, live, row)
work.RowWriter.write = once_more
while jobs.run_once(store, f"killed-{os.getpid()}"):
    pass
"""


def test_killed_in_the_middle_it_goes_on_and_no_row_is_written_twice_or_lost(
    settings: Settings, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PIECE", 10)
    monkeypatch.setattr(work, "MOST_AT_ONCE", 1)
    store = open_store(settings)
    plant = make_plant(store)
    before = count(store, "material")
    brought = Import.of(plant, "material", ["code", "name"], *(material(n) for n in range(95)))
    mapping = (Mapped(0, "code"), Mapped(1, "name"))
    keep.run(store, "material", brought.id, Plan(mapping), by=plant.boss)
    store.close()
    arguments = [sys.executable, "-c", KILLED, str(settings.dir), settings.database_url, "37"]
    assert subprocess.run(arguments, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    later = SetClock(datetime.now(UTC) + timedelta(minutes=5))
    store = open_store(settings, clock=later)
    plant.store = store
    try:
        assert (brought.now.state, brought.now.made) == ("running", 30)
        drain(store)
        assert counts(brought.now) == ("done", 95, 0, 0, 0)
        with store.read() as conn:
            codes = list(conn.execute(select(catalogue(store).form("material").table.c.code)).scalars())
        assert len(codes) == len(set(codes)) == before + 95
    finally:
        store.close()


def test_the_limits_are_those_that_are_told() -> None:
    assert plan.PIECE <= 500, "others wait for a piece"
    assert plan.MOST_LINES >= 100_000

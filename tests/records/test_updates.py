"""Writing one record changes those it links to, in the same transaction; forms that tell of a place or person."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.access.people import create_person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.definitions.document import from_yaml
from suyuan.forms.document import dump, parse
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, Invalid
from suyuan.ledger.read import entries_of
from suyuan.records import amend, one, submit, void
from suyuan.store.engine import Store
from tests.records.plant import Plant, make_plant, mistakes, publish

JOB = """
form: job
label: {zh: 任务, en: Job}
title: "{name}"
fields:
  name: {type: text, required: true}
  planned: {type: number, decimals: 2}
  done: {type: number, decimals: 2, readonly: true, max: 100}
  status: {type: choice, default: planned, options: [{key: planned, label: 计划}, {key: running, label: 进行},
           {key: closed, label: 完成}]}
  seen: {type: datetime}
  rest: {type: number, decimals: 2, value: planned - done}
"""
REPORT = """
form: report
label: {zh: 报工, en: Report}
title: "{no}"
fields:
  no: {type: serial, rule: "RP-{###}"}
  job: {type: link, to: job}
  good: {type: number, decimals: 2, default: 0}
  close: {type: bool}
  place: {type: location}
  at: {type: datetime, default: NOW()}
  lines:
    type: list
    fields:
      job: {type: link, to: job, required: true}
      good: {type: number, decimals: 2}
updates:
  - record: job
    set: {done: 'SUMOF("report", good, job = this.job)', status: 'IF(close, "closed", "running")', seen: at}
  - {record: lines.job, when: good > 0, set: {done: "IFBLANK(job.done, 0) + good"}}
about: {place: place, when: at}
"""


@pytest.fixture
def floor(store: Store) -> Plant:
    plant = make_plant(store)
    publish(plant.store, {"job": JOB, "report": REPORT})
    return plant


def job(plant: Plant, id: str) -> dict[str, Any]:
    return one(plant.store, "job", id, by=plant.boss).fields


def test_a_report_moves_its_job_on_with_an_entry_of_its_own(floor: Plant) -> None:
    work = floor.write("job", name="Mix", planned="10").id
    floor.write("report", job=work, good="4")
    done = floor.write("report", job=work, good="2.5")
    found = job(floor, work)
    assert (found["done"], found["rest"], found["status"]) == ("6.50", "3.50", "running")
    with floor.store.read() as conn:
        first, *_, last = entries_of(conn, ("record", work))
    assert [first.kind, last.kind, last.via, last.actor_name] == [
        "record.submitted", "record.amended", "update", "boss person",
    ]  # fmt: skip
    assert last.reason == "报工 RP-002"
    amend(floor.store, "report", done.id, {"good": "3"}, by=floor.boss, reason="weighed", revision=1)
    assert job(floor, work)["done"] == "7.00"
    void(floor.store, "report", done.id, by=floor.boss, reason="not so", revision=2)
    assert job(floor, work)["done"] == "7.00"


def test_each_row_moves_its_own_job_one_after_the_other(floor: Plant) -> None:
    one_, two = floor.write("job", name="A").id, floor.write("job", name="B").id
    floor.write("report", lines=[{"job": one_, "good": "1"}, {"job": two}, {"job": one_, "good": "2"}])
    assert (job(floor, one_)["done"], job(floor, two)["done"]) == ("3.00", None)


def test_what_would_make_the_job_wrong_refuses_the_report(floor: Plant) -> None:
    work = floor.write("job", name="Mix").id
    with pytest.raises(Invalid) as refused:
        floor.write("report", job=work, good="101")
    assert mistakes(refused.value) == {"job.done": "forms.too_large"}
    assert job(floor, work)["status"] == "planned"
    void(floor.store, "job", work, by=floor.boss, reason="gone", revision=1)
    with pytest.raises((Invalid, Conflict)):
        floor.write("report", job=work, good="1")


def test_whoever_reports_needs_no_right_to_change_jobs_and_readonly_stays_readonly(floor: Plant) -> None:
    work = floor.write("job", name="Mix").id
    grants = [{"form": "report", "verbs": ["submit", "read"]}, {"form": "job", "verbs": ["read"]}]
    role = parse_role({"role": "worker", "label": {"en": "Worker"}, "grants": grants})
    floor.store.write(lambda tx: store_role(tx, role, CLI))
    person = create_person(floor.store, user="w", name="W", roles=["worker"], by=CLI, any_password=True)
    submit(floor.store, "report", {"job": work, "good": "1"}, by=person.actor())
    assert job(floor, work)["done"] == "1.00"
    with pytest.raises(Invalid):
        amend(floor.store, "job", work, {"done": "5"}, by=floor.boss, reason="so", revision=2)


def test_the_document_keeps_updates_and_about() -> None:
    form, wrong = parse("report", from_yaml(REPORT).body)
    assert wrong == []
    assert form is not None
    assert parse("report", dump(form))[0] == form


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("- record: job", "- record: good", "updates[0].record", "forms.updates_link"),
        ("{done: 'SUMOF", "{dome: 'SUMOF", "updates[0].set.dome", "forms.no_field_near"),
        ("seen: at", "rest: good", "updates[0].set.rest", "forms.updates_fixed"),
        ("seen: at", "seen: good", "updates[0].set.seen", "expr.wrong_result"),
        ("when: good > 0", "when: good", "updates[1].when", "expr.wrong_result"),
        ("about: {place: place", "about: {place: good", "about.place", "forms.about_field"),
        ("when: at}", "when: good}", "about.when", "forms.about_field"),
        ("about: {place: place, when: at}", "about: {when: at}", "about.", "forms.about_nothing"),
    ],
)
def test_what_cannot_work_is_told_when_publishing(floor: Plant, old: str, new: str, path: str, code: str) -> None:
    assert old in REPORT
    with pytest.raises(Invalid) as refused:
        publish(floor.store, {"report": REPORT.replace(old, new)})
    assert (f"report/{path}".rstrip("."), code) in [(m.path.rstrip("."), m.code) for m in refused.value.mistakes]

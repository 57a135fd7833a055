"""Imports as jobs over HTTP: upload, map, check, run, watch, cancel, take the wrong rows back."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook

from suyuan.records.xlsx_in import XLSX
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.importing import drain
from tests.records.plant import Plant
from tests.records.test_bring_in import book

JOBS = "/api/v1/records/material/import/jobs"


def begun(boss: Client, *lines: list[Any]) -> dict[str, Any]:
    """An import of a workbook, just uploaded."""
    raw = book(("x", lines))
    reply = boss("POST", f"{JOBS}?name=materials.xlsx", raw=raw, content_type=XLSX)
    assert reply.status == 201, reply.raw
    found: dict[str, Any] = reply.json
    return found


def test_a_file_is_uploaded_mapped_checked_and_run(boss: Client, plant: Plant) -> None:
    job = begun(boss, ["编码", "Name", "Cost"], ["A-1", "Rye", 2.5], ["A-2", None, 3])
    assert (job["state"], job["lines"], job["name"]) == ("reading", 0, "materials.xlsx")
    assert job["columns"][2] == {"head": "Cost", "values": ["2.5", "3"]}
    assert [(g["column"], g["to"]) for g in job["guess"]] == [(1, "name"), (2, "cost")]
    code = next(t for t in job["targets"] if t["to"] == "code")
    assert (code["required"], code["key"], code["fills"]) == (True, True, True)
    one = f"{JOBS}/{job['id']}"
    mapping = [{"column": n, "to": to} for n, to in enumerate(("code", "name", "cost"))]
    assert boss("POST", f"{one}/run", {"mapping": mapping}).status == 409, "it is still being read"
    drain(plant.store)
    assert boss.get(one).json["lines"] == 2
    assert boss("POST", f"{one}/run", {"mapping": mapping, "dry_run": True}).json["state"] == "checking"
    drain(plant.store)
    checked = boss.get(f"{one}?more=true").json
    assert (checked["state"], checked["rows"], checked["bad"], checked["at_once"]) == ("checked", 2, 1, True)
    (bad,) = checked["bad_rows"]
    assert (bad["row"], bad["errors"][0]["row"], bad["errors"][0]["column"]) == (3, 3, "Name")
    assert boss("POST", f"{one}/run", {"mapping": mapping}).json["state"] == "running"
    drain(plant.store)
    assert boss.get(one).json["state"] == "stopped"
    assert boss("POST", f"{one}/resume", {"good_only": True}).json["state"] == "running"
    drain(plant.store)
    done = boss.get(one).json
    assert (done["state"], done["made"], done["bad"], done["why"]) == ("done", 1, 1, None)
    back = boss.get(f"{one}/errors.xlsx")
    assert (back.status, back.headers["content-type"]) == (200, XLSX)
    rows = [[c.value for c in row] for row in load_workbook(io.BytesIO(back.raw)).active]
    assert rows[1][:3] == ["A-2", None, 3]
    assert rows[1][3].startswith("Name: ")
    assert [j["id"] for j in boss.get(JOBS).json["items"]] == [job["id"]]
    assert boss("POST", f"{one}/cancel").status == 409
    assert boss("POST", f"{one}/resume", {}).status == 409


def test_a_bad_plan_a_bad_file_and_a_strangers_import_are_refused(boss: Client, caller: Caller, plant: Plant) -> None:
    job = begun(boss, ["code", "name"], ["A", "a"])
    drain(plant.store)
    run = f"{JOBS}/{job['id']}/run"
    assert boss("POST", run, {}).errors == {"mapping": "api.required"}
    assert boss("POST", run, {"mapping": [{"column": "0"}]}).errors == {"mapping[0]": "api.want_object"}
    assert boss("POST", run, {"mapping": [], "mode": "destroy"}).errors == {"mode": "api.one_of"}
    assert boss("POST", run, {"mapping": [{"column": 0, "to": "x"}]}).errors == {"mapping[0]": "records.no_field"}
    assert boss("POST", f"{JOBS}?name=a.xlsx", raw=b"PK", content_type=XLSX).status == 400
    assert boss("POST", f"{JOBS}?name=a.txt", raw=b"x", content_type="text/plain").status == 415
    assert boss("POST", JOBS, raw=b"x", content_type="text/csv").status == 400
    assert boss.get(f"{JOBS}/{job['id']}/errors.xlsx").status == 404
    assert caller("clerk").get(f"{JOBS}/{job['id']}").status == 403
    assert boss.get(f"{JOBS.replace('material', 'supplier')}/{job['id']}").status == 404

"""The command line: the same answers as HTTP, exit codes that scripts can trust."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from suyuan.cli import _ROOMS
from suyuan.kernel.settings import Settings
from suyuan.store.engine import open_store
from tests.records.plant import Plant, make_plant

ROOT = Path(__file__).resolve().parents[2]


class Shell:
    """Runs ``suyuan`` as a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "SUYUAN_DATA": str(folder), "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}

    def __call__(self, *args: str, code: int = 0, stdin: str = "") -> str:
        command = [sys.executable, "-m", "suyuan", *args]
        done = subprocess.run(command, env=self.env, input=stdin, capture_output=True, text=True, timeout=120)
        assert done.returncode == code, (args, done.stdout, done.stderr)
        self.errors = done.stderr
        return done.stdout

    def json(self, *args: str, code: int = 0, stdin: str = "") -> Any:
        return json.loads(self(*args, "--json", code=code, stdin=stdin))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "plant")


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    store = open_store(Settings.read(tmp_path / "plant", environ={}))
    made = make_plant(store)
    made.making((made.receipt("10").fields["lot"]["code"], "4"))
    store.close()
    return made


def test_ones_own_plant_from_the_command_line_alone(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "setup.xlsx"
    shell("init", "--name", "试点厂", "--name-en", "Pilot", "--nodes", "receiving,production", "--template", str(file))
    book = load_workbook(file)
    book["Material"].append(["RM-1", "Flour", "Raw material", "kg"])
    book["People"].append(["Wang", "wang", "Store keeper"])
    book.save(file)
    made = shell.json("init", "--workbook", str(file), "--admin", "chen", stdin="a-quiet-mill-by-the-river\n")
    assert (made["submitted"], made["first_admin_token"]) == (2, None)
    assert "wang" in shell("user", "list")
    assert shell.json("settings")["nodes"] == ["receiving", "production"]
    shell("init", "--workbook", str(file), code=1)
    assert "Material 2" in shell.errors
    assert shell.json("init", "--nodes", "kitchen", code=1)["errors"][0]["path"] == "nodes[0]"


def test_a_plant_from_nothing(shell: Shell) -> None:
    made = shell.json("init")
    assert made["first_admin_token"]
    assert (shell.folder / "suyuan.db").exists()
    assert shell.json("migrate")["version"]
    assert shell.json("lots") == {"items": [], "next": None}
    assert shell.json("settings", "--name-en", "My plant", "--zone", "Europe/Vienna")["zone"] == "Europe/Vienna"
    assert shell.json("settings")["name"]["en"] == "My plant"
    assert "Unknown time zone" in json.dumps(shell.json("settings", "--zone", "Mars/Olympus", code=1))


def test_people_and_keys(shell: Shell) -> None:
    shell("init")
    made = shell.json("user", "create", "ann", "--name", "Ann", stdin="a-very-good-password\n")
    assert (made["user"], made["active"]) == ("ann", True)
    assert shell.json("user", "create", "ann", "--name", "Ann", code=1, stdin="a-very-good-password\n")["status"] == 422
    assert [u["user"] for u in shell.json("user", "list")["items"]] == ["ann"]
    key = shell.json("key", "create", "ann", "--name", "k", "--allow", "*:read", "--ability", "trace")
    assert key["secret"].startswith("sy_")
    assert [k["name"] for k in shell.json("key", "list", "ann")["items"]] == ["k"]
    shell("key", "revoke", key["id"])
    assert shell.json("user", "deactivate", "ann")["active"] is False
    assert shell.json("user", "roles", "nobody", code=1)["status"] == 404


def test_lots_traces_and_recalls(plant: Plant, shell: Shell) -> None:
    items = shell.json("lots")["items"]
    dough, flour = (x["code"] for x in items)
    assert shell.json("lots", "--search", flour)["items"][0]["code"] == flour
    assert [u["code"] for u in shell.json("trace", "back", dough)["units"]] == [dough, flour]
    assert "4 kg" in shell("trace", "back", dough)
    assert [u["code"] for u in shell.json("recall", flour)["lots"]] == [flour, dough]
    shell("trace", "forward", "NOPE", code=1)
    assert "NOPE" in shell.errors
    shell("trace", "sideways", flour, code=2)
    shell("nonsense", code=2)
    shell("trace", "back", dough, "--as-of", "yesterday", code=1)
    assert shell.json("trace", "back", dough, "--as-of", "2020-01-01T00:00:00Z", code=0)["hidden"] == 0


def test_verify_names_a_row_that_was_changed_behind_our_back(plant: Plant, shell: Shell) -> None:
    assert shell.json("verify")["ok"] is True
    import sqlite3

    conn = sqlite3.connect(shell.folder / "suyuan.db")
    conn.execute("UPDATE f_receipt SET supplier_lot = 'forged'")
    conn.execute("DELETE FROM f_supplier WHERE name = 'Shop'")
    conn.commit()
    conn.close()
    found = shell.json("verify", code=1)
    told = {f["code"]: f["message"] for f in found["faults"]}
    assert "supplier_lot" in told["records.row_differs"]
    assert "records.row_missing" in told


def test_backup_and_restore(plant: Plant, shell: Shell, tmp_path: Path) -> None:
    shell("backup", str(tmp_path / "saved"))
    other = Shell(tmp_path / "other")
    other("restore", str(tmp_path / "saved"))
    assert other.json("lots")["items"] == shell.json("lots")["items"]
    assert other.json("verify")["ok"] is True
    shell("restore", str(tmp_path / "saved"), code=1)


def test_packs_are_checked_compared_and_written_out(shell: Shell, tmp_path: Path) -> None:
    assert shell.json("pack", "check", "core") == {"errors": []}
    assert shell.json("pack", "install", "core")["items"]
    assert shell.json("pack", "diff", "core") == {"items": [], "next": None}
    assert shell.json("pack", "export", str(tmp_path / "out"))["files"]
    broken = tmp_path / "broken"
    (broken / "forms").mkdir(parents=True)
    (broken / "pack.yaml").write_text("pack: broken\nversion: 1\nlabel: {zh: 坏, en: Broken}\n")
    (broken / "forms" / "x.yaml").write_text("form: x\nlabel: {zh: x, en: x}\nfields:\n  a: {type: txt}\n")
    told = shell.json("pack", "check", str(broken), code=1)
    assert "x.yaml:4" in json.dumps(told)
    shell("pack", "install", str(broken), code=1)


def test_epcis_goes_in_comes_out_and_is_refused_with_the_reasons(shell: Shell, tmp_path: Path) -> None:
    event = {
        "type": "ObjectEvent",
        "eventID": "urn:uuid:0192f7c4-0000-7000-8000-000000000001",
        "eventTime": "2026-11-20T10:00:00.000+08:00",
        "eventTimeZoneOffset": "+08:00",
        "epcList": ["https://id.gs1.org/01/09506000134352/21/1"],
        "action": "OBSERVE",
        "bizStep": "receiving",
    }
    document = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-11-20T10:00:00.000+08:00",
        "epcisBody": {"eventList": [event]},
    }
    good, bad = tmp_path / "good.jsonld", tmp_path / "bad.jsonld"
    good.write_text(json.dumps(document, indent=3))
    bad.write_text(json.dumps(document).replace("OBSERVE", "LOOK"))
    done = shell.json("epcis", "import", str(good), str(bad), code=1)
    assert [(f["fresh"], len(f["events"])) for f in done["files"]] == [(1, 1)]
    assert done["refused"][0]["errors"][0]["path"] == "epcisBody.eventList[0].action"
    assert shell.json("epcis", "import", str(good))["files"][0]["fresh"] == 0
    assert shell("epcis", "export") == good.read_text()
    shell("epcis", "export", str(tmp_path / "out.jsonld"), "--event", event["eventID"])
    assert json.loads((tmp_path / "out.jsonld").read_text())["epcisBody"]["eventList"] == [event]
    shell("epcis", "export", "--event", "urn:nothing", code=1)
    assert shell.json("lots", "--search", "https://id.gs1.org/01/09506000134352/21/1")["items"]


def test_plain_http_is_for_this_machine_only(shell: Shell) -> None:
    shell("init")
    shell("serve", "--host", "0.0.0.0", "--port", "0", code=1)
    assert "--tls" in shell.errors


@pytest.mark.parametrize("tls", [False, True])
def test_the_server_starts_answers_and_stops_gracefully(shell: Shell, tls: bool) -> None:
    import ssl

    command = [sys.executable, "-m", "suyuan", "--json", "serve", "--port", "0", *(["--tls"] if tls else [])]
    server = subprocess.Popen(command, env=shell.env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        url = json.loads(server.stdout.readline())["url"]
        assert url.startswith("https" if tls else "http:")
        context = ssl.create_default_context(cafile=shell.folder / "tls" / "certificate.pem") if tls else None
        with urllib.request.urlopen(url + "readyz", context=context, timeout=10) as answer:
            assert answer.read() == b"ready\n"
            assert ("strict-transport-security" in answer.headers) is tls
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url + "api/v1/me", context=context, timeout=10)
        assert refused.value.code == 401
        taken = [sys.executable, "-m", "suyuan", "serve", "--port", url.rstrip("/").rpartition(":")[2]]
        second = subprocess.run(taken, env=shell.env, capture_output=True, text=True, timeout=60)
        assert second.returncode == 1
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) in (0, -signal.SIGTERM)


def test_every_verb_is_documented() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for verb in _ROOMS:
        assert re.search(rf"`suyuan {verb}\b", written), verb

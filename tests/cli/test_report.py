"""The verb report: a file of the lot asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from suyuan.cli import cli
from suyuan.cli.shared import Plant


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report") / "plant"
    done = CliRunner().invoke(cli, ["--dir", str(made), "demo", "--days", "1", "--no-serve", "--password", "demo-demo"])
    assert done.exit_code == 0, done.output
    return made


def test_a_lots_report_is_written_as_paper_or_workbook(folder: Path, tmp_path: Path) -> None:
    from suyuan.api.tracing import lots_body

    plant = Plant(str(folder), False)
    code = lots_body(plant.store, limit=1)["items"][0]["code"]
    plant.close()
    for name, head in (("a.pdf", b"%PDF-"), ("a.xlsx", b"PK\x03\x04")):
        file = tmp_path / name
        done = CliRunner().invoke(cli, ["--dir", str(folder), "report", code, "--out", str(file)])
        assert done.exit_code == 0, done.output
        assert str(file) in done.output
        assert file.read_bytes().startswith(head)


def test_an_unknown_lot_has_no_report(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["--dir", str(folder), "report", "nothing", "--out", str(tmp_path / "x.pdf")])
    assert done.exit_code != 0
    assert not (tmp_path / "x.pdf").exists()

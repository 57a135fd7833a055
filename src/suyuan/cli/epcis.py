"""EPCIS in and out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from suyuan.cli.shared import Plant, in_words, with_plant
from suyuan.kernel.errors import SuyuanError
from suyuan.kernel.i18n import say


@click.group()
def epcis() -> None:
    """EPCIS 2.0 documents (JSON; XML of 2.0 and 1.2 is read too). EPCIS 文件"""


@epcis.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_plant
def import_(plant: Plant, files: tuple[Path, ...]) -> None:
    """Capture the events of FILES; each is taken whole or refused with the reasons. 导入"""
    from suyuan.api.refusal import problem
    from suyuan.records.capture import capture
    from suyuan.trace.epcis.check import doubts
    from suyuan.trace.epcis.from_xml import read_any

    store = plant.store
    taken: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for file in files:
        raw = file.read_bytes()
        try:
            done = capture(store, raw, by=plant.by, via="cli")
        except SuyuanError as error:
            refused.append({"file": str(file), **problem(error, plant.lang, "")})
            if not plant.as_json:
                click.echo(plant.say("epcis_refused", file=str(file)), err=True)
                click.echo("  " + say(error.code, plant.lang, **error.params), err=True)
                for mistake in getattr(error, "mistakes", []):
                    click.echo("  " + in_words(mistake, plant.lang), err=True)
        else:
            doubtful = len(doubts(read_any(raw)))
            taken.append({"file": str(file), "events": done.events, "fresh": done.fresh, "doubts": doubtful})
            plant.tell("epcis_taken", file=str(file), events=len(done.events), fresh=done.fresh)
            if doubtful:
                plant.tell("epcis_doubts", count=doubtful)
    count = sum(len(t["events"]) for t in taken)
    plant.answer({"files": taken, "refused": refused}, lambda: plant.tell("captured", events=count, files=len(taken)))
    if refused:
        raise click.exceptions.Exit(1)


@epcis.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--event", "events", multiple=True, metavar="ID", help="Only this eventID; may be repeated. 事件")
@with_plant
def export(plant: Plant, file: Path | None, events: tuple[str, ...]) -> None:
    """Write events as one EPCIS 2.0 document into FILE, or to standard output; captured ones as they came. 导出"""
    from suyuan.records.epcis_out import export as write

    document = write(plant.store, by=plant.by, events=events or None)
    if file is None:
        sys.stdout.buffer.write(document)
        return
    file.write_bytes(document)
    plant.answer({"file": str(file), "size": len(document)}, lambda: plant.tell("saved_events", file=str(file)))

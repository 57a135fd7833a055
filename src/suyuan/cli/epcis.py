"""EPCIS in and out."""

from __future__ import annotations

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

    store = plant.store
    taken: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for file in files:
        try:
            done = capture(store, file.read_bytes(), by=plant.by, via="cli")
        except SuyuanError as error:
            refused.append({"file": str(file), **problem(error, plant.lang, "")})
            if not plant.as_json:
                click.echo(plant.say("epcis_refused", file=str(file)), err=True)
                click.echo("  " + say(error.code, plant.lang, **error.params), err=True)
                for mistake in getattr(error, "mistakes", []):
                    click.echo("  " + in_words(mistake, plant.lang), err=True)
        else:
            taken.append({"file": str(file), "events": done.events, "fresh": done.fresh})
            plant.tell("epcis_taken", file=str(file), events=len(done.events), fresh=done.fresh)
    count = sum(len(t["events"]) for t in taken)
    plant.answer({"files": taken, "refused": refused}, lambda: plant.tell("captured", events=count, files=len(taken)))
    if refused:
        raise click.exceptions.Exit(1)

"""Verbs on packs: install, export, diff, check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from suyuan.cli.shared import Plant, in_words, with_plant
from suyuan.kernel.i18n import say


@click.group()
def pack() -> None:
    """Packs: a trade as data. 行业包"""


def _pack(name: str) -> Any:
    from suyuan.packs.pack import find_pack, read_pack

    folder = Path(name)
    return read_pack(folder if folder.is_dir() else find_pack(name))


@pack.command("install")
@click.argument("name")
@with_plant
def pack_install(plant: Plant, name: str) -> None:
    """Publish what pack NAME (or a folder) holds, all or nothing. 安装"""
    from suyuan.packs.install import install

    done = install(plant.store, _pack(name), plant.by)
    items = [{"kind": d.kind, "key": d.key, "version": d.version} for d in done]

    def show() -> None:
        for item in items:
            click.echo(f"{item['kind']}/{item['key']} v{item['version']}")
        plant.tell("published", count=len(items))

    plant.answer({"items": items, "next": None}, show)


@pack.command("check")
@click.argument("name")
@with_plant
def pack_check(plant: Plant, name: str) -> None:
    """Name every mistake that installing NAME would meet; nothing is written. 检查"""
    from suyuan.packs.install import check

    given = _pack(name)
    with plant.store.read() as conn:
        mistakes = check(conn, given)
    errors = [{"path": m.path, "code": m.code, "message": say(m.code, plant.lang, **m.params)} for m in mistakes]

    def show() -> None:
        for mistake in mistakes:
            click.echo(in_words(mistake, plant.lang))
        plant.tell("mistakes", count=len(mistakes))

    plant.answer({"errors": errors}, show)
    if mistakes:
        raise click.exceptions.Exit(1)


@pack.command("diff")
@click.argument("name")
@with_plant
def pack_diff(plant: Plant, name: str) -> None:
    """What installing NAME would change. 比较"""
    from suyuan.packs.install import compare

    given = _pack(name)
    with plant.store.read() as conn:
        found = compare(conn, given)
    items = [{"kind": kind, "key": key, "changes": changes} for (kind, key), changes in found.items()]

    def show() -> None:
        signs = {"added": "+", "removed": "-"}
        for (kind, key), changes in found.items():
            for change in changes:
                click.echo(f"{signs.get(change.kind, '~')} {kind}/{key} {change.path}")
        plant.tell("differences", count=len(items))

    plant.answer({"items": items, "next": None}, show)


@pack.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="own", show_default=True, help="Key of the pack. 包名")
@with_plant
def pack_export(plant: Plant, folder: Path, name: str) -> None:
    """Write everything published here as a pack into FOLDER. 导出"""
    from suyuan.packs.install import export
    from suyuan.records.plant import plant_of

    label = plant_of(plant.store).name
    with plant.store.read() as conn:
        files = export(conn, folder, name, {"zh": label.zh, "en": label.en})
    plant.answer(
        {"files": [str(f) for f in files]}, lambda: plant.tell("written", count=len(files), folder=str(folder))
    )

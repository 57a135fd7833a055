"""Verbs on packs: install, export, diff, check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from suyuan.cli.shared import Plant, in_words, with_plant
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import say


@click.group()
def pack() -> None:
    """Packs: a trade as data. 行业包"""


def _pack(name: str) -> Any:
    from suyuan.packs.archive import read_archive
    from suyuan.packs.pack import find_pack, read_pack

    folder = Path(name)
    if folder.suffix == ".zip" and folder.is_file():
        return read_archive(folder.read_bytes())
    return read_pack(folder if folder.is_dir() else find_pack(name))


def _errors(plant: Plant, mistakes: Sequence[Mistake]) -> list[dict[str, str]]:
    return [{"path": m.path, "code": m.code, "message": say(m.code, plant.lang, **m.params)} for m in mistakes]


def _tell(plant: Plant, mistakes: Sequence[Mistake]) -> None:
    for mistake in mistakes:
        click.echo(in_words(mistake, plant.lang))
    plant.tell("mistakes", count=len(mistakes))


@pack.command("install")
@click.argument("name")
@with_plant
def pack_install(plant: Plant, name: str) -> None:
    """Publish what pack NAME (or a folder, or a zip) holds, all or nothing. 安装"""
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
    plant.answer({"errors": _errors(plant, mistakes)}, lambda: _tell(plant, mistakes))
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


@pack.command("preview")
@click.argument("name")
@with_plant
def pack_preview(plant: Plant, name: str) -> None:
    """What installing NAME would change, document by document, in words. 预览"""
    from suyuan.packs.preview import preview

    given = _pack(name)
    with plant.store.read() as conn:
        found = preview(conn, given)
    items = [{"kind": i.kind, "key": i.key, "fate": i.fate, "words": i.words} for i in found.items]

    def show() -> None:
        for item in found.items:
            if item.fate != "same":
                click.echo(f"{item.kind}/{item.key}  {item.label.show(plant.lang)}  {plant.say(f'fate_{item.fate}')}")
            for words in item.words:
                click.echo(f"    {words.show(plant.lang)}")
        _tell(plant, found.mistakes)

    plant.answer({"items": items, "errors": _errors(plant, found.mistakes)}, show)
    if found.mistakes:
        raise click.exceptions.Exit(1)


@pack.command("installs")
@with_plant
def pack_installs(plant: Plant) -> None:
    """What was installed here, newest first. 安装记录"""
    from suyuan.packs.installs import installs

    with plant.store.read() as conn:
        found = installs(conn)

    def show() -> None:
        for one in found:
            label = one.label.show(plant.lang)
            click.echo(f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {label} {one.version}  {len(one.items)}  {one.state}")

    plant.answer({"items": found, "next": None}, show)


@pack.command("rollback")
@click.argument("install")
@click.option("--anyway", is_flag=True, help="Also where a document was changed since. 安装后又改过的也回退")
@with_plant
def pack_rollback(plant: Plant, install: str, anyway: bool) -> None:
    """Take the installation INSTALL (its id) back: what was there before is published anew. 回退"""
    from suyuan.packs.installs import roll_back

    done = roll_back(plant.store, install, plant.by, anyway=anyway)
    plant.answer({"id": done.id, "state": done.state}, lambda: plant.tell("rolled_back", count=len(done.items)))


@pack.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--name", help="Key of the pack; the app's, or own. 包名")
@click.option("--app", help="Only this app: its forms and what belongs to them. 只导出一个应用")
@with_plant
def pack_export(plant: Plant, target: Path, name: str | None, app: str | None) -> None:
    """Write what is published here as a pack into a folder, or into one file TARGET.zip. 导出"""
    from suyuan.definitions.read import one
    from suyuan.packs.archive import archive
    from suyuan.packs.collect import collect
    from suyuan.packs.install import export
    from suyuan.records.plant import plant_of

    key, own = name or app or "own", plant_of(plant.store).name
    with plant.store.read() as conn:
        label = one(conn, "apps", app).body["label"] if app else {"zh": own.zh, "en": own.en}
        if target.suffix == ".zip":
            files = list(collect(conn, key, label, app).items())
            target.write_bytes(archive(dict(files)))
            names = [file for file, _ in files]
        else:
            names = [str(file) for file in export(conn, target, key, label, app)]
    plant.answer({"files": names}, lambda: plant.tell("written", count=len(names), folder=str(target)))

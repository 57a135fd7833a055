"""Verbs on the plant as a whole: init, migrate, settings, backup, restore, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from suyuan.cli.shared import Plant, ask_password, table, with_plant
from suyuan.kernel.errors import Conflict, Invalid
from suyuan.kernel.i18n import Label


@click.command()
@click.option("--name", "name_zh", help="The plant's name in Chinese. 工厂中文名")
@click.option("--name-en", help="The plant's name in English. 工厂英文名")
@click.option("--zone", help="IANA time zone, as Asia/Shanghai. 时区")
@click.option("--nodes", help="Nodes it works with, parted by commas: purchase,receiving,production,... 环节")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the first administrator. 语言")
@click.option("--admin", metavar="USER", help="Make the first administrator now; the password is asked for. 管理员")
@click.option(
    "--workbook",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Master data and people from a filled template. 主数据 Excel",
)
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False), help="Write the workbook to fill in. 模板")
@click.option("--pack", "packs", multiple=True, default=("core", "food"), show_default=True, help="Packs. 行业包")
@with_plant
def init(
    plant: Plant,
    name_zh: str | None,
    name_en: str | None,
    zone: str | None,
    nodes: str | None,
    lang: str | None,
    admin: str | None,
    workbook: Path | None,
    template: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Start your own plant, with no demo data; it is finished in the browser. 新建工厂"""
    from suyuan.access.first_admin import first_admin_token
    from suyuan.packs.install import install
    from suyuan.packs.pack import find_pack, read_pack

    store = plant.store
    for name in packs:
        install(store, read_pack(find_pack(name)), plant.by)
    _describe(plant, name_zh, name_en, zone, nodes)
    if admin:
        _first_admin(plant, admin, lang or plant.lang)
    if template is not None:
        template.write_bytes(_template(plant, lang or plant.lang))
    done = None if workbook is None else _bring(plant, workbook)
    token = first_admin_token(store)
    body: dict[str, Any] = {"dir": str(plant.settings.dir), "packs": list(packs), "first_admin_token": token}

    def show() -> None:
        plant.tell("made", folder=str(plant.settings.dir))
        if done is not None:
            plant.tell("brought", count=done)
        if token:
            plant.tell("first_admin", token=token)

    plant.answer(body if done is None else body | {"submitted": done}, show)


def _describe(plant: Plant, zh: str | None, en: str | None, zone: str | None, nodes: str | None) -> None:
    from suyuan.records.plant import Changes, change_plant

    name = Label(zh or en or "", en or zh or "") if zh or en else None
    chosen = None if nodes is None else tuple(part.strip() for part in nodes.split(",") if part.strip())
    if name is not None or zone is not None or chosen is not None:
        change_plant(plant.store, Changes(name=name, zone=zone, nodes=chosen), by=plant.by)


def _first_admin(plant: Plant, user: str, lang: str) -> None:
    from suyuan.access.first_admin import claim_admin, first_admin_token

    token = first_admin_token(plant.store)
    if token is None:
        raise Conflict("cli.admin_there")
    claim_admin(plant.store, token, user, ask_password(plant), user, lang=lang, by=plant.by)


def _template(plant: Plant, lang: str) -> bytes:
    from suyuan.forms.catalogue import catalogue
    from suyuan.records.plant import plant_of
    from suyuan.records.setup import masters
    from suyuan.records.template import template

    forms = [live.key for live in masters(catalogue(plant.store), plant_of(plant.store))]
    return template(plant.store, forms, by=plant.by, lang=lang, staff=True)


def _bring(plant: Plant, file: Path) -> int:
    from suyuan.records.setup import bring_workbook
    from suyuan.records.xlsx_in import read_xlsx

    done = bring_workbook(plant.store, read_xlsx(file.read_bytes()), by=plant.by)
    if done.bad:
        raise Invalid([m.under(f"{bad.sheet} {line} ") for bad in done.bad for line, m in zip(bad.lines, bad.mistakes)])
    return done.submitted


@click.command()
@with_plant
def migrate(plant: Plant) -> None:
    """Bring the tables up to date. 升级数据库"""
    from suyuan.store.migrate import current, head

    store = plant.store
    with store.engine.connect() as conn:
        version = current(conn)
    plant.answer({"version": version, "head": head()}, lambda: plant.tell("migrated", version=version))


@click.command()
@click.option("--name-zh", help="The plant's name in Chinese. 工厂中文名")
@click.option("--name-en", help="The plant's name in English. 工厂英文名")
@click.option("--zone", help="IANA time zone, as Asia/Shanghai. 时区")
@with_plant
def settings(plant: Plant, name_zh: str | None, name_en: str | None, zone: str | None) -> None:
    """Show the settings, or change them. 查看或修改设置"""
    from suyuan.records.plant import plant_of, set_plant

    store = plant.store
    if name_zh is not None or name_en is not None or zone is not None:
        old = plant_of(store).name
        name = Label(old.zh if name_zh is None else name_zh, old.en if name_en is None else name_en)
        set_plant(store, name=name, zone=zone, by=plant.by)
    own = plant.settings
    database = "sqlite" if store.dialect == "sqlite" else "postgresql"
    body: dict[str, Any] = msgspec.to_builtins(plant_of(store))
    body |= {"dir": str(own.dir), "database": database, "host": own.host, "port": own.port}
    rows = [(k, f"{v['zh']} / {v['en']}" if isinstance(v, dict) else v) for k, v in body.items()]
    plant.answer(body, lambda: table(("", ""), rows))


@click.command()
@click.option("--secrets", is_flag=True, help="With the keys: guard such a file like them. 连同密钥")
@click.option("--drill", "try_it", is_flag=True, help="Restore it beside the plant and compare. 立即做恢复演练")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_plant
def backup(plant: Plant, file: Path, secrets: bool, try_it: bool) -> None:
    """Write everything into one FILE while the plant goes on. 备份"""
    from suyuan.ledger.seal import Sealer
    from suyuan.store.backup import backup as save

    Sealer(plant.store).seal()
    save(plant.store, file, secrets=secrets)
    if try_it:
        _drill(plant, file)
        return
    plant.answer({"file": str(file), "size": file.stat().st_size}, lambda: plant.tell("saved", file=str(file)))


@click.command()
@click.option("--drill", "try_it", is_flag=True, help="Only try it beside the plant, and compare. 只做恢复演练")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_plant
def restore(plant: Plant, file: Path, try_it: bool) -> None:
    """Make the plant from a backup FILE, in an empty folder. 恢复"""
    from suyuan.ledger.drill import tell_restored
    from suyuan.store.backup import restore as load

    if try_it:
        _drill(plant, file)
        return
    if plant.exists:
        raise Conflict("cli.not_empty", folder=str(plant.settings.dir))
    made = load(plant.settings, file)
    tell_restored(plant.store, made, plant.by)
    plant.answer({"dir": str(plant.settings.dir)}, lambda: plant.tell("restored", folder=str(plant.settings.dir)))


def _drill(plant: Plant, file: Path) -> None:
    """Try the backup and tell what came of it; exit code 1 where it would not bring the plant back."""
    from suyuan.ledger.drill import drill
    from suyuan.records import verify as _  # noqa: F401  (registers the checks of all tables)

    found = drill(plant.store, file)
    told = ("made_at", "files", "entries", "sealed", "root", "plant_root", "since")
    body: dict[str, Any] = {"ok": found.ok, "file": str(file), "size": file.stat().st_size}
    body |= {name: getattr(found, name) for name in told} | {"seconds": round(found.seconds, 1)}
    body["faults"] = [fault.show(plant.lang) for fault in found.report.faults]

    def show() -> None:
        for fault in found.report.faults:
            click.echo(fault.show(plant.lang))
        rows = [(plant.say(f"drill_{name}"), body[name]) for name in (*told, "seconds")]
        table(("", ""), rows)
        plant.tell("drill_good" if found.ok else "drill_bad", file=str(file))

    plant.answer(body, show)
    if not found.ok:
        raise click.exceptions.Exit(1)


@click.command()
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Older seal. 旧封存",
)
@with_plant
def verify(plant: Plant, checkpoint: Path | None) -> None:
    """Prove that nothing was changed, removed, inserted or reordered. 校验账本"""
    from suyuan.ledger.verify import verify as check
    from suyuan.records import verify as _  # noqa: F401  (registers the checks of all tables)

    report = check(plant.store, None if checkpoint is None else checkpoint.read_text("utf-8", "replace"))

    def show() -> None:
        for fault in report.faults:
            click.echo(fault.show(plant.lang))
        plant.tell("sound" if report.ok else "unsound", entries=report.entries, faults=sum(report.counts.values()))

    faults = [{"code": f.code, "message": f.show(plant.lang), **f.params} for f in report.faults]
    body = {k: getattr(report, k) for k in ("ok", "entries", "sealed", "unsealed", "checkpoints", "root", "counts")}
    plant.answer(body | {"faults": faults}, show)
    if not report.ok:
        raise click.exceptions.Exit(1)

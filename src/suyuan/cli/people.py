"""Verbs on people and API keys."""

from __future__ import annotations

from typing import Any

import click

from suyuan.cli.shared import Plant, ask_password, table, with_plant
from suyuan.kernel.errors import NotFound


@click.group()
def user() -> None:
    """People who may sign in. 用户"""


def _person(plant: Plant, name: str) -> Any:
    from suyuan.access.person import person_by_user

    with plant.store.read() as conn:
        found = person_by_user(conn, name)
    if found is None:
        raise NotFound("cli.no_user", user=name)
    return found


def _shown(person: Any) -> dict[str, Any]:
    return {
        "id": person.uid,
        "user": person.user,
        "name": person.name,
        "lang": person.lang,
        "roles": list(person.roles),
        "active": person.active,
    }


def _print(plant: Plant, people: list[Any]) -> None:
    rows = [(p.user, p.name, ", ".join(p.roles), plant.say("yes" if p.active else "no")) for p in people]
    table([plant.say(k) for k in ("user", "name", "roles", "active")], rows)


@user.command("list")
@click.option("--search", default="", help="A text in the name. 搜索")
@with_plant
def user_list(plant: Plant, search: str) -> None:
    """List people. 列出用户"""
    from suyuan.access.person import people

    with plant.store.read() as conn:
        found = people(conn, search, limit=500, gone=True)
    plant.answer({"items": [_shown(p) for p in found], "next": None}, lambda: _print(plant, found))


@user.command("create")
@click.argument("name_of_user", metavar="USER")
@click.option("--name", required=True, help="The person's name. 姓名")
@click.option("--role", "roles", multiple=True, help="Key of a role; may be repeated. 角色")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh")
@with_plant
def user_create(plant: Plant, name_of_user: str, name: str, roles: tuple[str, ...], lang: str) -> None:
    """Take a person in; the password is asked for, or read from standard input. 新建用户"""
    from suyuan.access.people import create_person

    password = ask_password(plant)
    made = create_person(
        plant.store, user=name_of_user, name=name, password=password, lang=lang, roles=roles, by=plant.by
    )
    plant.answer(_shown(made), lambda: _print(plant, [made]))


@user.command("roles")
@click.argument("name_of_user", metavar="USER")
@click.argument("roles", nargs=-1)
@with_plant
def user_roles(plant: Plant, name_of_user: str, roles: tuple[str, ...]) -> None:
    """Give a person exactly these ROLES. 设置角色"""
    from suyuan.access.people import set_roles

    changed = set_roles(plant.store, _person(plant, name_of_user).uid, roles, by=plant.by)
    plant.answer(_shown(changed), lambda: _print(plant, [changed]))


@user.command("password")
@click.argument("name_of_user", metavar="USER")
@with_plant
def user_password(plant: Plant, name_of_user: str) -> None:
    """Set a person's password; their sessions end. 重设密码"""
    from suyuan.access.people import set_password

    person = _person(plant, name_of_user)
    set_password(plant.store, person.uid, ask_password(plant), by=plant.by)
    plant.answer(_shown(person), lambda: plant.tell("password_set", user=person.user))


@user.command("deactivate")
@click.argument("name_of_user", metavar="USER")
@with_plant
def user_deactivate(plant: Plant, name_of_user: str) -> None:
    """Let a person go; what they did stays. 停用用户"""
    from suyuan.access.people import deactivate

    gone = deactivate(plant.store, _person(plant, name_of_user).uid, by=plant.by)
    plant.answer(_shown(gone), lambda: _print(plant, [gone]))


@click.group()
def key() -> None:
    """API keys. 接口密钥"""


@key.command("create")
@click.argument("name_of_user", metavar="USER")
@click.option("--name", required=True, help="What the key is for. 用途")
@click.option("--allow", multiple=True, metavar="FORM:VERB,VERB", help="Verbs on a form, or on * . 允许的操作")
@click.option("--ability", "abilities", multiple=True, help="trace, capture, audit, design or admin. 能力")
@with_plant
def key_create(plant: Plant, name_of_user: str, name: str, allow: tuple[str, ...], abilities: tuple[str, ...]) -> None:
    """Make a key in the name of USER; it is shown this once. 新建密钥"""
    from suyuan.access.key import make_key

    forms = []
    for text in allow:
        form, _, verbs = text.partition(":")
        forms.append({"form": form, "verbs": [v for v in verbs.split(",") if v]})
    person = _person(plant, name_of_user)
    made = make_key(plant.store, person.uid, name, {"forms": forms, "abilities": list(abilities)}, by=plant.by)
    plant.answer({"id": made.key.uid, "name": name, "secret": made.secret}, lambda: click.echo(made.secret))


@key.command("list")
@click.argument("name_of_user", metavar="USER")
@with_plant
def key_list(plant: Plant, name_of_user: str) -> None:
    """The keys of USER; secrets are not shown. 列出密钥"""
    from suyuan.access.key import keys_of

    person = _person(plant, name_of_user)
    with plant.store.read() as conn:
        found = keys_of(conn, person.id)
    items = [{"id": k.uid, "name": k.name, "created": k.created, "last_used": k.last_used} for k in found]
    heads = [plant.say(k) for k in ("id", "name", "created")]
    plant.answer({"items": items, "next": None}, lambda: table(heads, [(k.uid, k.name, k.created) for k in found]))


@key.command("revoke")
@click.argument("id")
@with_plant
def key_revoke(plant: Plant, id: str) -> None:
    """End the key with this ID now. 停用密钥"""
    from suyuan.access.key import revoke_key

    revoke_key(plant.store, id, by=plant.by)
    plant.answer({"id": id}, lambda: plant.tell("revoked"))

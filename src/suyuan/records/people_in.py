"""People in from a sheet: names, roles, departments (made where they are not there yet), first passwords."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from suyuan.access.department import add_department, departments
from suyuan.access.password import check_password, hash_password
from suyuan.access.people import add_person
from suyuan.access.role import Role
from suyuan.access.words import check_lang, check_name, check_user, fold
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import catalogue, say
from suyuan.records.bring_in import Bad
from suyuan.records.grid import Grid
from suyuan.store.engine import Tx

SHEET = "people"
COLUMNS = ("name", "user", "roles", "department", "lang", "password")
"""Columns of the sheet; their heads are the texts ``records.people_<column>``."""
_PARTS = re.compile(r"[、,，;；/]+")


@dataclass
class Newcomer:
    """One person to take in.

    :param roles: as written: keys or labels.
    :param hashed: of the first password, ``None`` where there is none yet.
    """

    line: int
    cells: dict[str, str]
    roles: list[str] = field(default_factory=list)
    hashed: str | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def is_people(grid: Grid) -> bool:
    """Whether a sheet is the one of people, by its name."""
    label = catalogue()["records.people_sheet"]
    return grid.name.strip().casefold() in (SHEET, label.zh, label.en.casefold())


def read_people(grid: Grid, roles: Sequence[Role]) -> list[Newcomer]:
    """The people a sheet tells of.

    :param roles: those there are; they are named by key or label.
    :raises Invalid: the head names what is no column.
    """
    heads = _heads(grid.head[1])
    known = {name.casefold(): r.role for r in roles for name in (r.label.zh, r.label.en, r.role)}
    found = []
    for line, cells in grid.rows:
        texts = {key: str(cells[n]).strip() for n, key in heads.items() if n < len(cells) and cells[n] is not None}
        one = Newcomer(line, texts)
        for part in filter(None, (p.strip() for p in _PARTS.split(texts.get("roles", "")))):
            if part.casefold() in known:
                one.roles.append(known[part.casefold()])
            else:
                one.mistakes.append(Mistake("roles", "records.people_role", {"given": part[:60]}))
        one.mistakes += _wrong(texts)
        found.append(one)
    return found


def _heads(head: Sequence[str]) -> dict[int, str]:
    known: dict[str, str] = {}
    for key in COLUMNS:
        label = catalogue()[f"records.people_{key}"]
        known |= {label.zh: key, label.en.casefold(): key, key: key}
    heads = {n: known.get(text.rstrip(" *＊").casefold()) for n, text in enumerate(head) if text}
    unknown = [head[n][:100] for n, key in heads.items() if not key]
    wrong = [Mistake(name, "records.no_field", {"field": name}) for name in unknown]
    if wrong:
        raise Invalid(wrong)
    return {n: key for n, key in heads.items() if key}


def _wrong(texts: dict[str, str]) -> Iterator[Mistake]:
    user, name, password = fold(texts.get("user", "")), texts.get("name", ""), texts.get("password", "")
    yield from check_user(user)
    yield from check_name(name)
    yield from check_lang(_lang(texts))
    if password:
        yield from check_password(password, user, name)


def _lang(texts: dict[str, str]) -> str:
    given = texts.get("lang", "").casefold()
    return {"": "zh", "中文": "zh", "chinese": "zh", "英文": "en", "english": "en"}.get(given, given)


def hash_all(people: Sequence[Newcomer]) -> None:
    """Hash the first passwords; this takes a while, so it is done before the transaction."""
    for one in people:
        if one.cells.get("password") and not one.mistakes:
            one.hashed = hash_password(one.cells["password"])


def taking_in(people: Sequence[Newcomer], sheet: str, by: Actor) -> Callable[[Tx], list[Bad]]:
    """What takes them in inside a transaction, telling what is wrong."""

    def work(tx: Tx) -> list[Bad]:
        return [bad for one in people if (bad := _take(tx, one, sheet, by)) is not None]

    return work


def _take(tx: Tx, one: Newcomer, sheet: str, by: Actor) -> Bad | None:
    mistakes = list(one.mistakes)
    if not mistakes:
        try:
            with tx.savepoint():
                place = _department(tx, one.cells.get("department", ""), by)
                lang, roles = _lang(one.cells), sorted(set(one.roles))
                name, user = one.cells["name"], one.cells["user"]
                add_person(tx, user, name, lang, place, roles, one.hashed, [], by)
        except Invalid as error:
            mistakes = error.mistakes
    return Bad(sheet, SHEET, one.line, [one.line] * len(mistakes), mistakes) if mistakes else None


def _department(tx: Tx, name: str, by: Actor) -> str | None:
    if not name:
        return None
    return _named(tx.conn, name) or add_department(tx, name, None, by).uid


def _named(conn: Connection, name: str) -> str | None:
    return next((d.uid for d in departments(conn) if d.name == name), None)


def titles(lang: str) -> dict[str, str]:
    """The heads of the sheet by column."""
    return {key: say(f"records.people_{key}", lang) for key in COLUMNS}

"""Install a pack into a plant, compare the two, and write a plant's definitions out as a pack."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from suyuan.definitions.definition import Changing, Definition, kind_of
from suyuan.definitions.diff import Change, diff
from suyuan.definitions.document import located
from suyuan.definitions.publish import examine, put
from suyuan.definitions.read import draft, one, struct_of
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake, NotFound
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.packs.collect import collect
from suyuan.packs.pack import HEAD, ORDER, Pack, required_by
from suyuan.packs.tables import pack_install
from suyuan.store.engine import Store, Tx

Place = tuple[str, str]
"""Kind and key of a document."""


def install(store: Store, pack: Pack, by: Actor, *, leave: Container[Place] = ()) -> list[Definition]:
    """Publish every definition of ``pack`` that is new or differs, all or nothing; what was there before is remembered.

    :param leave: documents left out.
    :returns: what was published.
    :raises Invalid: every mistake, with file and line.
    """
    return store.write(lambda tx: install_in(tx, pack, by, leave)[1])


def install_in(tx: Tx, pack: Pack, by: Actor, leave: Container[Place] = ()) -> tuple[str | None, list[Definition]]:
    """The part inside the transaction; the public id of the installation, ``None`` where nothing was new."""
    drawn = [_drawn(pack, place) for place in pack.documents if place not in leave and _is_drawn(tx.conn, pack, place)]
    if drawn:
        raise Invalid(drawn)
    done: list[Definition] = []
    before = {place: version_of(tx.conn, *place) for place in pack.documents}
    for kind in ORDER:
        bodies = {key: body for key, body in pack.bodies(kind).items() if (kind, key) not in leave}
        try:
            done += put(tx, kind, bodies, by, f"{pack.head.pack} {pack.head.version}")
        except Invalid as wrong:
            raise Invalid([_located(pack, kind, m) for m in wrong.mistakes]) from None
    if not done:
        return None, []
    items = [{"kind": d.kind, "key": d.key, "before": before[d.kind, d.key], "version": d.version} for d in done]
    return _record(tx, pack, items, by), done


def version_of(conn: Connection, kind: str, key: str) -> int | None:
    """The number of the published version."""
    try:
        return one(conn, kind, key).version
    except NotFound:
        return None


def _record(tx: Tx, pack: Pack, items: Sequence[Mapping[str, Any]], by: Actor) -> str:
    uid, head = tx.store.ids.new(), pack.head
    body = {"label": {"zh": head.label.zh, "en": head.label.en}, "version": head.version, "items": items}
    row = {"uid": uid, "pack": head.pack, "state": "installed", "actor_key": by.key, "actor_name": by.name}
    tx.run(insert(pack_install), row | {"at": tx.now, "body": body})
    append(tx, "pack.installed", Subject("pack", uid), {"pack": head.pack, **body}, by)
    return uid


def _is_drawn(conn: Connection, pack: Pack, place: Place) -> bool:
    """Whether somebody is drawing a document that the pack would replace with something else."""
    found = draft(conn, *place)
    if found is None:
        return False
    kind, key = place
    parse, body = kind_of(kind).parse, pack.documents[place].body
    return bool(parse(key, found.body)[0] != parse(key, body)[0]) and not _equal(conn, pack, place)


def _equal(conn: Connection, pack: Pack, place: Place) -> bool:
    kind, key = place
    it, old = kind_of(kind), struct_of(conn, kind, key)
    new = it.parse(key, pack.documents[place].body)[0]
    return old is not None and new is not None and bool(it.settle(World(conn), new, old) == old)


def _drawn(pack: Pack, place: Place) -> Mistake:
    return located(pack.documents[place], [Mistake("", "packs.being_drawn", {"key": place[1]})])[0]


def examined(
    conn: Connection, pack: Pack, leave: Container[Place] = ()
) -> Iterator[tuple[str, list[Changing], list[Mistake]]]:
    """What installing ``pack`` now would publish, and every mistake it would meet, kind by kind; nothing is written.

    What the packs it stands on would bring is taken as there.
    """
    world = World(conn)
    for needed in required_by(pack):
        for kind in ORDER:
            fresh = {key: body for key, body in needed.bodies(kind).items() if struct_of(conn, kind, key) is None}
            world = _with(world, kind, examine(world, kind, fresh)[0])
    for kind in ORDER:
        bodies = {key: body for key, body in pack.bodies(kind).items() if (kind, key) not in leave}
        changes, mistakes = examine(world, kind, bodies)
        yield kind, changes, [_located(pack, kind, m) for m in mistakes]
        world = _with(world, kind, changes)
    missing = [key for key in pack.head.needs if world.one("forms", key) is None]
    yield "forms", [], [Mistake(f"{HEAD}:1", "packs.needs", {"key": key}) for key in missing]


def _with(world: World, kind: str, changes: list[Changing]) -> World:
    return World(world.conn, {**world.pending, **{(kind, c.new.key): c.new for c in changes}})


def check(conn: Connection, pack: Pack) -> list[Mistake]:
    """Every mistake that installing ``pack`` now would meet, with file and line; nothing is written."""
    return [mistake for _, _, mistakes in examined(conn, pack) for mistake in mistakes]


def compare(conn: Connection, pack: Pack) -> dict[Place, list[Change]]:
    """What installing ``pack`` would change, by kind and key; equal ones are left out."""
    found: dict[Place, list[Change]] = {}
    for kind, changes, _ in examined(conn, pack):
        dump = kind_of(kind).dump
        for change in changes:
            if told := diff(dump(change.old) if change.old else {}, dump(change.new)):
                found[kind, change.new.key] = told
    return found


def export(conn: Connection, folder: Path, name: str, label: dict[str, str], app: str | None = None) -> list[Path]:
    """Write the published definitions of this plant, or of one app, as a pack into ``folder``.

    :returns: the files written.
    """
    files = []
    for file, text in collect(conn, name, label, app).items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return files


def _located(pack: Pack, kind: str, mistake: Mistake) -> Mistake:
    document = pack.documents.get((kind, mistake.path.partition("/")[0]))
    return located(document, [mistake])[0] if document else mistake

"""Install a pack into a plant, compare the two, and write a plant's definitions out as a pack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from suyuan.definitions import yaml_text
from suyuan.definitions.definition import Changing, Definition, kind_of
from suyuan.definitions.diff import Change, diff
from suyuan.definitions.document import located, to_yaml
from suyuan.definitions.publish import examine, put
from suyuan.definitions.read import listed
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.packs.pack import ORDER, Pack
from suyuan.store.engine import Store, Tx


def install(store: Store, pack: Pack, by: Actor) -> list[Definition]:
    """Publish every definition of ``pack`` that is new or differs, all or nothing.

    :returns: what was published.
    :raises Invalid: every mistake, with file and line.
    """

    def work(tx: Tx) -> list[Definition]:
        done: list[Definition] = []
        for kind in ORDER:
            try:
                done += put(tx, kind, pack.bodies(kind), by, f"{pack.head.pack} {pack.head.version}")
            except Invalid as wrong:
                raise Invalid([_located(pack, kind, m) for m in wrong.mistakes]) from None
        return done

    return store.write(work)


def _examined(conn: Connection, pack: Pack) -> Iterator[tuple[str, list[Changing], list[Mistake]]]:
    world = World(conn)
    for kind in ORDER:
        changes, mistakes = examine(world, kind, pack.bodies(kind))
        yield kind, changes, mistakes
        world = World(conn, {**world.pending, **{(kind, c.new.key): c.new for c in changes}})


def check(conn: Connection, pack: Pack) -> list[Mistake]:
    """Every mistake that installing ``pack`` now would meet, with file and line; nothing is written."""
    return [_located(pack, kind, m) for kind, _, mistakes in _examined(conn, pack) for m in mistakes]


def compare(conn: Connection, pack: Pack) -> dict[tuple[str, str], list[Change]]:
    """What installing ``pack`` would change, by kind and key; equal ones are left out."""
    found: dict[tuple[str, str], list[Change]] = {}
    for kind, changes, _ in _examined(conn, pack):
        dump = kind_of(kind).dump
        for change in changes:
            if told := diff(dump(change.old) if change.old else {}, dump(change.new)):
                found[kind, change.new.key] = told
    return found


def export(conn: Connection, folder: Path, name: str, label: dict[str, str]) -> list[Path]:
    """Write every published definition of this plant as a pack into ``folder``.

    :returns: the files written.
    """
    apps = [d.body for d in listed(conn, "apps")]
    head = folder / "pack.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    head.write_text(yaml_text.dump({"pack": name, "version": 1, "label": label, "apps": apps}), encoding="utf-8")
    files = [head]
    for kind in ORDER[1:]:
        (folder / kind).mkdir(exist_ok=True)
        for found in listed(conn, kind):
            file = folder / kind / f"{found.key}.yaml"
            file.write_text(to_yaml(kind, found.body), encoding="utf-8")
            files.append(file)
    return files


def _located(pack: Pack, kind: str, mistake: Mistake) -> Mistake:
    document = pack.documents.get((kind, mistake.path.partition("/")[0]))
    return located(document, [mistake])[0] if document else mistake

"""What was installed, and taking an installation back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from suyuan.definitions.publish import examine, put, retire
from suyuan.definitions.read import draft, listed, one
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Invalid, Mistake, NotFound
from suyuan.kernel.i18n import Label
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.packs.install import version_of
from suyuan.packs.pack import ORDER
from suyuan.packs.tables import pack_install
from suyuan.store.engine import Store, Tx

SHOWN = 100
_p = pack_install.c


class Installed(msgspec.Struct, frozen=True):
    """One document as an installation published it.

    :param before: the version that was published before, ``None`` for none.
    """

    kind: str
    key: str
    before: int | None
    version: int


class Install(msgspec.Struct, frozen=True):
    """One installation of a pack."""

    id: str
    pack: str
    label: Label
    version: int
    state: str
    by: str
    at: datetime
    items: list[Installed]


def installs(conn: Connection) -> list[Install]:
    """Installations, newest first."""
    query = select(pack_install).order_by(_p.id.desc()).limit(SHOWN)
    return [_install(row) for row in conn.execute(query)]


def install_of(conn: Connection, uid: str, *, lock: bool = False) -> Install:
    """One installation.

    :param lock: nobody else changes it until the transaction ends.
    :raises NotFound: there is none.
    """
    query = select(pack_install).where(_p.uid == uid)
    row = conn.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("packs.no_install")
    return _install(row)


def _install(row: Any) -> Install:
    items = msgspec.convert(row.body["items"], list[Installed])
    label = msgspec.convert(row.body["label"], Label)
    return Install(row.uid, row.pack, label, row.body["version"], row.state, row.actor_name, row.at, items)


def roll_back(store: Store, uid: str, by: Actor, *, anyway: bool = False) -> Install:
    """Take an installation back: documents that were there before are published as they were, as new versions; those
    that were new are taken out of use. Records, and every version, stay.

    :param anyway: also where a document was changed since; that change is then no longer in use.
    :raises NotFound: there is no such installation.
    :raises Conflict: it was taken back already.
    :raises Invalid: what was changed or is being drawn since, why an earlier document no longer fits, or which others
        would no longer fit.
    """

    def work(tx: Tx) -> Install:
        found = install_of(tx.conn, uid, lock=True)
        if found.state != "installed":
            raise Conflict("packs.rolled_back_already")
        mistakes = _moved_on(tx.conn, found.items, anyway)
        if mistakes:
            raise Invalid(mistakes)
        wrong = _wrong(tx.conn)
        _undo(tx, found, by)
        if broken := sorted(_wrong(tx.conn) - wrong):
            raise Invalid([Mistake(place, "packs.still_needed", {"key": place}) for place in broken])
        tx.run(update(pack_install).where(_p.uid == uid).values(state="rolled_back"))
        told = {"pack": found.pack, "items": msgspec.to_builtins(found.items)}
        append(tx, "pack.rolled_back", Subject("pack", uid), told, by)
        return msgspec.structs.replace(found, state="rolled_back")

    return store.write(work)


def _moved_on(conn: Connection, items: Sequence[Installed], anyway: bool) -> list[Mistake]:
    found = []
    for item in items:
        where = f"{item.kind}/{item.key}"
        if draft(conn, item.kind, item.key) is not None:
            found.append(Mistake(where, "packs.being_drawn", {"key": item.key}))
        elif not anyway and version_of(conn, item.kind, item.key) != item.version:
            found.append(Mistake(where, "packs.changed_since", {"key": item.key}))
    return found


def _wrong(conn: Connection) -> set[str]:
    """Published documents that do not fit what is around them, as ``forms/valve``."""
    found: set[str] = set()
    for kind in ORDER:
        _, mistakes = examine(World(conn), kind, {d.key: d.body for d in listed(conn, kind)})
        found |= {f"{kind}/{mistake.path.partition('/')[0]}" for mistake in mistakes}
    return found


def _undo(tx: Tx, found: Install, by: Actor) -> None:
    """New things go first, those that refer to others before these; then the others are as they were."""
    note = f"{found.pack} {found.version} ↩"
    for kind in reversed(ORDER):
        for item in found.items:
            if item.kind == kind and item.before is None and version_of(tx.conn, kind, item.key) is not None:
                retire(tx, kind, item.key, by, note)
    for kind in ORDER:
        earlier = {
            item.key: one(tx.conn, kind, item.key, item.before).body
            for item in found.items
            if item.kind == kind and item.before is not None
        }
        try:
            put(tx, kind, earlier, by, note)
        except Invalid as wrong:
            raise Invalid([m.under(kind) for m in wrong.mistakes]) from None

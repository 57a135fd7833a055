"""Publish drafts: parse, check, apply, write, in one transaction; or retire what was published."""

from __future__ import annotations

from collections.abc import Sequence

from suyuan.definitions.changes import changed
from suyuan.definitions.definition import (
    Body,
    Changing,
    Definition,
    kind_of,
    to_text,
)
from suyuan.definitions.draft import one_at_a_time, save_draft, told
from suyuan.definitions.read import draft, one, stamp, struct_of
from suyuan.definitions.tables import definition, definition_stamp
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Invalid, Mistake
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Tx

_d = definition.c
SETTLE_PASSES = 4
"""Names resolved through other definitions of the same publication need these to be resolved first."""


def publish(tx: Tx, kind: str, key: str, by: Actor, note: str = "") -> Definition:
    """Publish the draft of ``key``.

    :raises Invalid: every mistake in it, by path in the document.
    :raises Conflict: there is no draft.
    """
    return publish_all(tx, kind, [key], by, note)[0]


def publish_all(tx: Tx, kind: str, keys: Sequence[str], by: Actor, note: str = "") -> list[Definition]:
    """Publish several drafts of one kind together; they may refer to one another.

    :raises Invalid: every mistake in all of them; with several, paths begin with the key and ``/``.
    """
    it, drafts = kind_of(kind), []
    one_at_a_time(tx)
    for key in keys:
        found = draft(tx.conn, kind, key)
        if found is None:
            raise Conflict("definitions.no_draft", key=key)
        drafts.append(found)
    changes, mistakes = examine(
        World(tx.conn), kind, {d.key: d.body for d in drafts}, {d.key: d.version for d in drafts}
    )
    if mistakes:
        raise Invalid(mistakes if len(keys) > 1 else [_bare(m) for m in mistakes])
    it.apply(tx, changes, by)
    done = [_write(tx, found, it.dump(change.new), note, by) for found, change in zip(drafts, changes, strict=True)]
    bump(tx, kind)
    return done


def put(tx: Tx, kind: str, bodies: dict[str, Body], by: Actor, note: str = "") -> list[Definition]:
    """Publish ``bodies`` (by key) directly, leaving out those that are published just so already.

    :raises Invalid: every mistake in all of them, paths beginning with the key and ``/``.
    """
    fresh = []
    for key, body in bodies.items():
        if not _same(tx, kind, key, body):
            save_draft(tx, kind, key, body, by)
            fresh.append(key)
    try:
        return publish_all(tx, kind, fresh, by, note) if fresh else []
    except Invalid as refused:
        raise refused if len(fresh) > 1 else Invalid([_keyed(m, fresh[0]) for m in refused.mistakes]) from None


def _same(tx: Tx, kind: str, key: str, body: Body) -> bool:
    it, old = kind_of(kind), struct_of(tx.conn, kind, key)
    new = None if old is None else it.parse(key, body)[0]
    return new is not None and bool(it.settle(World(tx.conn), new, old) == old)


def examine(
    world: World, kind: str, bodies: dict[str, Body], numbers: dict[str, int] | None = None
) -> tuple[list[Changing], list[Mistake]]:
    """Parse and check ``bodies`` as if they were published together now; nothing is written.

    :returns: the changes, and every mistake, its path beginning with the key and ``/``.
    """
    it, mistakes = kind_of(kind), list[Mistake]()
    parsed = {}
    for key, body in bodies.items():
        struct, wrong = it.parse(key, body)
        mistakes += [_keyed(m, key) for m in wrong]
        if struct is not None:
            parsed[key] = struct
    olds = {key: world.last(kind, key) for key in parsed}
    around = World(world.conn, {**world.pending, **{(kind, key): s for key, s in parsed.items()}})
    settled = parsed
    for _ in range(SETTLE_PASSES):
        before, settled = settled, {key: it.settle(around, struct, olds[key]) for key, struct in settled.items()}
        around = World(world.conn, {**world.pending, **{(kind, key): s for key, s in settled.items()}})
        if settled == before:
            break
    for key, struct in settled.items():
        mistakes += [_keyed(m, key) for m in it.check(around, struct, olds[key])]
    return [Changing(s, olds[key], (numbers or {}).get(key, 0)) for key, s in settled.items()], mistakes


def _keyed(mistake: Mistake, key: str) -> Mistake:
    return Mistake(f"{key}/{mistake.path}", mistake.code, mistake.params)


def _bare(mistake: Mistake) -> Mistake:
    return Mistake(mistake.path.partition("/")[2], mistake.code, mistake.params)


def _write(tx: Tx, found: Definition, body: Body, note: str, by: Actor) -> Definition:
    done = Definition(
        found.kind, found.key, found.version, "published", found.revision, body, note, by.key, by.name, tx.now
    )
    same = (_d.kind == found.kind) & (_d.key == found.key) & (_d.version == found.version)
    values = {"state": "published", "body": to_text(body), "note": note, "at": tx.now}
    tx.run(definition.update().where(same), {**values, "actor_key": by.key, "actor_name": by.name})
    append(tx, "definition.published", Subject("definition", f"{done.kind}/{done.key}"), told(done), by, reason=note)
    return done


def bump(tx: Tx, kind: str) -> None:
    """Let every process notice, once this is committed, that something of ``kind`` changed."""
    same = definition_stamp.c.kind == kind
    if not tx.run(definition_stamp.update().where(same), {"stamp": stamp(tx.conn, kind) + 1}).rowcount:
        tx.run(definition_stamp.insert(), {"kind": kind, "stamp": 1})
    store = tx.store
    tx.after_commit(lambda: changed(store))


def retire(tx: Tx, kind: str, key: str, by: Actor, reason: str = "") -> Definition:
    """Take ``key`` out of use: nothing new is made of it; what was made stays, and all its versions.

    :raises NotFound: it is not published.
    """
    one_at_a_time(tx)
    found = one(tx.conn, kind, key)
    it = kind_of(kind)
    it.retire(tx, it.parse(key, found.body)[0], by)
    same = (_d.kind == kind) & (_d.key == key) & (_d.state != "draft")
    tx.run(definition.update().where(same), {"state": "retired"})
    gone = Definition(kind, key, found.version, "retired", found.revision, found.body, reason, by.key, by.name, tx.now)
    append(tx, "definition.retired", Subject("definition", f"{kind}/{key}"), told(gone), by, reason=reason)
    bump(tx, kind)
    return gone

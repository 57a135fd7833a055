"""The ways back: to an earlier version, to what is published, out of retirement."""

from __future__ import annotations

from msgspec import structs

from suyuan.definitions.definition import Changing, Definition, kind_of
from suyuan.definitions.draft import one_at_a_time, save_draft, told
from suyuan.definitions.publish import bump, examine, publish
from suyuan.definitions.read import draft, latest, one, versions
from suyuan.definitions.tables import definition
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Invalid, Mistake, NotFound
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Tx

_d = definition.c


def rollback(tx: Tx, kind: str, key: str, version: int, by: Actor, note: str = "") -> Definition:
    """Publish the document of an earlier version anew; nothing that came later is lost.

    :param version: the one to go back to.
    :raises NotFound: it was never published.
    :raises Conflict: somebody is drawing a new version, which would be lost.
    :raises Invalid: every reason why it can no longer be published, by path in the document.
    """
    one_at_a_time(tx)
    found = one(tx.conn, kind, key, version)
    if found.state == "draft":
        raise NotFound("definitions.no_such", key=key)
    if draft(tx.conn, kind, key) is not None:
        raise Conflict("definitions.draft_first", key=key)
    save_draft(tx, kind, key, found.body, by)
    return publish(tx, kind, key, by, note)


def discard(tx: Tx, kind: str, key: str, by: Actor) -> Definition:
    """Throw the draft away; what is published, if anything, is as it was.

    :returns: the draft that was.
    :raises NotFound: nobody is drawing one.
    """
    one_at_a_time(tx)
    found = draft(tx.conn, kind, key)
    if found is None:
        raise NotFound("definitions.no_draft", key=key)
    same = (_d.kind == kind) & (_d.key == key)
    tx.run(definition.delete().where(same, _d.version == found.version))
    append(tx, "definition.discarded", Subject("definition", f"{kind}/{key}"), told(found), by)
    before = latest(tx.conn, kind, key)
    if before is not None:  # who still looks at the draft must notice when saving
        later = {"revision": found.revision + 1}
        tx.run(definition.update().where(same, _d.version == before.version), later)
    return found


def bring_back(tx: Tx, kind: str, key: str, by: Actor, reason: str = "") -> Definition:
    """Put into use again what was retired, as it was.

    :raises NotFound: there never was such a thing.
    :raises Conflict: it is not retired.
    :raises Invalid: every reason why it no longer fits what is around it.
    """
    one_at_a_time(tx)
    found = next((d for d in versions(tx.conn, kind, key) if d.state != "draft"), None)
    if found is None or found.state != "retired":
        raise Conflict("definitions.not_retired", key=key)
    (change,), mistakes = _examined(tx, kind, found)
    if mistakes:
        raise Invalid([Mistake(m.path.partition("/")[2], m.code, m.params) for m in mistakes])
    kind_of(kind).apply(tx, [change], by)
    same = (_d.kind == kind) & (_d.key == key) & (_d.state == "retired")
    tx.run(definition.update().where(same), {"state": "published"})
    again = structs.replace(found, state="published", note=reason, actor_key=by.key, actor_name=by.name, at=tx.now)
    append(tx, "definition.published", Subject("definition", f"{kind}/{key}"), told(again), by, reason=reason)
    bump(tx, kind)
    return again


def _examined(tx: Tx, kind: str, found: Definition) -> tuple[list[Changing], list[Mistake]]:
    return examine(World(tx.conn), kind, {found.key: found.body}, {found.key: found.version})

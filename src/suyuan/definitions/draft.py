"""Save a draft."""

from __future__ import annotations

from sqlalchemy import func, select

from suyuan.definitions.definition import Body, Definition, kind_of, to_text
from suyuan.definitions.read import latest
from suyuan.definitions.shape import key_mistake
from suyuan.definitions.tables import definition
from suyuan.definitions.yaml_text import MAX_BYTES
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Invalid, Mistake, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Tx

_d = definition.c


def save_draft(tx: Tx, kind: str, key: str, body: Body, by: Actor, revision: int | None = None) -> Definition:
    """Keep ``body`` as the draft of ``key``; it may still hold mistakes, publishing is where they count.

    :param revision: the revision the person was looking at; ``None`` overwrites whatever is there.
    :raises Conflict: somebody else saved or published meanwhile.
    :raises Invalid: the key is no slug, or not the one of the document, or the document is too big.
    """
    body = _fitting(kind, key, body)
    one_at_a_time(tx)
    before = latest(tx.conn, kind, key)
    if revision is not None and revision != (before.revision if before else 0):
        raise Conflict("definitions.stale")
    if before is not None and before.state == "draft":
        version, drawn = before.version, True
    else:
        version, drawn = (before.version if before else 0) + 1, False
    found = Definition(
        kind, key, version, "draft", (before.revision if before else 0) + 1, body, "", by.key, by.name, tx.now
    )
    values = {"revision": found.revision, "body": to_text(body), "actor_key": by.key, "actor_name": by.name}
    if drawn:
        same = (_d.kind == kind) & (_d.key == key) & (_d.version == version)
        tx.run(definition.update().where(same), {**values, "at": tx.now})
    else:
        row = {"kind": kind, "key": key, "version": version, "state": "draft", "note": "", "at": tx.now, **values}
        tx.run(definition.insert(), row)
    append(tx, "definition.drafted", Subject("definition", f"{kind}/{key}"), told(found), by)
    return found


def one_at_a_time(tx: Tx) -> None:
    """Wait for whoever else is changing definitions of this plant, until this transaction ends."""
    if tx.store.dialect == "postgresql":
        tx.run(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(func.current_schema()))))


_LOCK = 0x5375  # names the lock, nothing else


def told(found: Definition) -> Body:
    """What the ledger keeps of a definition."""
    return {
        "kind": found.kind,
        "key": found.key,
        "version": found.version,
        "state": found.state,
        "revision": found.revision,
        "note": found.note,
        "body": found.body,
    }


def _fitting(kind: str, key: str, body: Body) -> Body:
    word = kind_of(kind).word
    if wrong := key_mistake(word, key):
        raise Invalid([wrong])
    given = body.get(word, key)
    if given != key:
        raise refuse(word, "definitions.key_differs", given=str(given), wanted=key)
    body = {word: key, **body}
    try:
        size = len(to_text(body))
    except (UnicodeEncodeError, TypeError, ValueError) as problem:
        raise refuse("", "definitions.not_json", problem=str(problem)[:80]) from None
    if size > MAX_BYTES:
        raise Invalid([Mistake("", "definitions.yaml_too_big", {"most": MAX_BYTES // 1024})])
    return body

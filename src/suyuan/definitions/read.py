"""Read definitions: one, all, all versions; and the stamp by which caches notice changes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select

from suyuan.definitions.definition import Body, Definition, from_text, kind_of
from suyuan.definitions.tables import definition, definition_stamp
from suyuan.kernel.errors import NotFound

_d = definition.c
_COLUMNS: tuple[Any, ...] = (
    _d.kind,
    _d.key,
    _d.version,
    _d.state,
    _d.revision,
    _d.body,
    _d.note,
    _d.actor_key,
    _d.actor_name,
    _d.at,
)


def _definition(row: Any) -> Definition:
    kind, key, version, state, revision, body, *rest = row
    return Definition(kind, key, version, state, revision, from_text(body), *rest)


def one(conn: Connection, kind: str, key: str, version: int | None = None) -> Definition:
    """A version of a definition; the published one when ``version`` is not given.

    :raises NotFound: there is none.
    """
    kind_of(kind)
    query = select(*_COLUMNS).where(_d.kind == kind, _d.key == key).order_by(_d.version.desc()).limit(1)
    query = query.where(_d.state == "published") if version is None else query.where(_d.version == version)
    row = conn.execute(query).first()
    if row is None:
        raise NotFound("definitions.no_such", key=key)
    return _definition(row)


def latest(conn: Connection, kind: str, key: str) -> Definition | None:
    """The newest version in any state: the draft when there is one, else what is published or retired."""
    query = select(*_COLUMNS).where(_d.kind == kind, _d.key == key).order_by(_d.version.desc()).limit(1)
    row = conn.execute(query).first()
    return None if row is None else _definition(row)


def draft(conn: Connection, kind: str, key: str) -> Definition | None:
    """The draft of ``key``, if somebody is drawing one."""
    found = latest(conn, kind, key)
    return found if found is not None and found.state == "draft" else None


def listed(conn: Connection, kind: str, *, drafts: bool = False) -> list[Definition]:
    """What is published of a kind, by key; with ``drafts`` the newest version of everything, whatever its state."""
    kind_of(kind)
    query = select(func.max(_d.id)).where(_d.kind == kind).group_by(_d.key)
    if not drafts:
        query = query.where(_d.state == "published")
    rows = conn.execute(select(*_COLUMNS).where(_d.id.in_(query)).order_by(_d.key))
    return [_definition(row) for row in rows]


def versions(conn: Connection, kind: str, key: str) -> list[Definition]:
    """Every version of ``key``, newest first, a draft included.

    :raises NotFound: there is none.
    """
    kind_of(kind)
    rows = conn.execute(select(*_COLUMNS).where(_d.kind == kind, _d.key == key).order_by(_d.version.desc())).all()
    if not rows:
        raise NotFound("definitions.no_such", key=key)
    return [_definition(row) for row in rows]


def body_of(conn: Connection, kind: str, key: str, retired: bool = False) -> Body | None:
    """The published body of ``key``, if any; with ``retired`` also one that is out of use."""
    text = _text_of(conn, kind, key, retired)
    return None if text is None else from_text(text)


def struct_of(conn: Connection, kind: str, key: str, retired: bool = False) -> Any | None:
    """The published Struct of ``key``, if any; with ``retired`` also one that is out of use."""
    text = _text_of(conn, kind, key, retired)
    return None if text is None else _parsed(kind, key, text)


def _text_of(conn: Connection, kind: str, key: str, retired: bool) -> str | None:
    state = _d.state != "draft" if retired else _d.state == "published"
    query = select(_d.body).where(_d.kind == kind, _d.key == key, state)
    return conn.execute(query.order_by(_d.version.desc()).limit(1)).scalar()


@lru_cache(maxsize=2048)
def _parsed(kind: str, key: str, text: str) -> Any | None:
    """The same text is the same Struct, in every publication and every plant of this process."""
    return kind_of(kind).parse(key, from_text(text))[0]


def published_keys(conn: Connection, kind: str) -> list[str]:
    """Keys with a published version."""
    return list(conn.execute(select(_d.key).where(_d.kind == kind, _d.state == "published").distinct()).scalars())


def stamp(conn: Connection, kind: str) -> int:
    """A number that grows whenever something of ``kind`` is published or retired."""
    found = conn.execute(select(definition_stamp.c.stamp).where(definition_stamp.c.kind == kind)).scalar()
    return found or 0


def latest_published(conn: Connection, kind: str) -> list[tuple[str, int, str]]:
    """Key, newest version and state (published or retired) of everything that was ever published."""
    newest = select(func.max(_d.id)).where(_d.kind == kind, _d.state != "draft").group_by(_d.key)
    rows = conn.execute(select(_d.key, _d.version, _d.state).where(_d.id.in_(newest)).order_by(_d.key))
    return [(key, version, state) for key, version, state in rows]

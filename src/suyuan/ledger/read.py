"""Read entries back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, func, select

from suyuan.ledger.entry import Canonical, Entry, Subject
from suyuan.ledger.tables import ledger_entry as t

_decoder = msgspec.json.Decoder(Canonical)
_ENTRY = select(t.c.id, t.c.body)


def entry_of(id: int, canonical: str | bytes) -> Entry:
    """The entry that the canonical text kept in ``ledger_entry.body`` tells."""
    c = _decoder.decode(canonical)
    return Entry(
        id,
        c.uid,
        c.kind,
        Subject(c.subject_kind, c.subject_id),
        c.at,
        c.actor_key,
        c.actor_name,
        c.person,
        c.device,
        c.address,
        c.client_time,
        c.via,
        c.reason,
        c.body,
    )


def entries_of(conn: Connection, subject: Subject | tuple[str, str]) -> list[Entry]:
    """The timeline of one thing, oldest first."""
    kind, id = subject
    wanted = _ENTRY.where(t.c.subject_kind == kind, t.c.subject_id == id).order_by(t.c.id)
    return _all(conn, wanted)


def entry_by_uid(conn: Connection, uid: str) -> Entry | None:
    """The entry with this public id."""
    found = _all(conn, _ENTRY.where(t.c.uid == uid))
    return found[0] if found else None


def latest_of(conn: Connection, subject_kind: str) -> Iterator[Entry]:
    """The last entry of every thing of one kind, for comparing tables with their after-images."""
    last = select(func.max(t.c.id)).where(t.c.subject_kind == subject_kind).group_by(t.c.subject_id)
    rows: Any = conn.execution_options(yield_per=1000).execute(_ENTRY.where(t.c.id.in_(last)).order_by(t.c.id))
    for row in rows:
        yield entry_of(row.id, row.body)


def told_of(conn: Connection, subject_kind: str, subject_id: str | None = None) -> Iterator[Entry]:
    """Every entry about things of one kind (or about one of them), oldest first."""
    wanted = _ENTRY.where(t.c.subject_kind == subject_kind).order_by(t.c.id)
    if subject_id is not None:
        wanted = wanted.where(t.c.subject_id == subject_id)
    rows: Any = conn.execution_options(yield_per=1000).execute(wanted)
    for row in rows:
        yield entry_of(row.id, row.body)


def _all(conn: Connection, wanted: Select[Any]) -> list[Entry]:
    rows: list[Row[Any]] = list(conn.execute(wanted))
    return [entry_of(row.id, row.body) for row in rows]


def is_empty(conn: Connection) -> bool:
    """Whether nothing was ever written."""
    return conn.execute(select(t.c.id).limit(1)).first() is None

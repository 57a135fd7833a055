"""EPCIS events out again: what was captured as it came in, our own in the standard's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from suyuan.access.rights import require_ability, viewer
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound
from suyuan.store.engine import Store
from suyuan.trace.epcis.from_xml import read_any
from suyuan.trace.epcis.read import Document, read_json
from suyuan.trace.epcis.write import epcis_document, write_json
from suyuan.trace.own import OwnEvents
from suyuan.trace.tables import trace_document, trace_event

_e, _d = trace_event.c, trace_document.c


def export(store: Store, *, by: Actor, events: Sequence[str] | None = None) -> bytes:
    """An EPCIS document of ``events`` (eventIDs), or of all.

    A captured document asked for whole comes out byte for byte.

    :raises Forbidden: without the ability ``capture``.
    :raises NotFound: one of ``events`` is not known.
    """
    require_ability(viewer(store, by), "capture")
    with store.read() as conn:
        rows = _rows(conn, events)
        return _whole(conn, rows) or _collected(conn, rows, store)


def _rows(conn: Connection, events: Sequence[str] | None) -> list[Row[Any]]:
    query = select(_e.id, _e.uid, _e.event_id, _e.raw, _e.document).order_by(_e.id)
    rows: list[Row[Any]] = list(conn.execute(query))
    if events is None:
        return rows
    wanted = set(events)
    found = [row for row in rows if _names(row) & wanted]
    missing = wanted.difference(*map(_names, found))
    if missing:
        raise NotFound("records.no_event", event=", ".join(sorted(missing)))
    return found


def _names(row: Row[Any]) -> set[str]:
    return {row.event_id or row.uid, row.uid, f"urn:uuid:{row.uid}"}


def _document(conn: Connection, key: int) -> Document:
    return read_any(conn.execute(select(_d.text).where(_d.id == key)).scalar_one().encode())


def _whole(conn: Connection, rows: Sequence[Row[Any]]) -> bytes | None:
    """The one document that ``rows`` are all the events of."""
    if not rows or rows[0].raw is None or len({row.document for row in rows}) != 1:
        return None
    document = _document(conn, rows[0].document)
    held = [write_json(event).decode() for event in document.events]
    return document.raw if held == [row.raw for row in rows] else None


def _collected(conn: Connection, rows: Sequence[Row[Any]], store: Store) -> bytes:
    own = OwnEvents(conn)
    documents: dict[int, Document] = {}
    events, contexts = [], []
    for row in rows:
        if row.raw is None:
            told, context = own.tell(row.id)
        else:
            if row.document not in documents:
                documents[row.document] = _document(conn, row.document)
            told = read_json(row.raw.encode())
            context = documents[row.document].context_of(told)
        events.append(told)
        contexts.append(context)
    created = store.clock.now().isoformat(timespec="milliseconds")
    return write_json(epcis_document(events, contexts, creation_date=created))

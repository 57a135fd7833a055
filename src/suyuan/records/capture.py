"""Capture an EPCIS document: the one door for what others tell of lots."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from suyuan.access.rights import require_ability, viewer
from suyuan.kernel.actor import Actor
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.store.engine import Store, Tx
from suyuan.trace.capture import Captured, fingerprint
from suyuan.trace.capture import capture as write_events
from suyuan.trace.epcis.check import require_right
from suyuan.trace.epcis.from_xml import read_any
from suyuan.trace.epcis.read import Document


class _NothingNew(Exception):
    """Every event was known already: nothing is written."""

    def __init__(self, captured: Captured) -> None:
        super().__init__()
        self.captured = captured


def capture(store: Store, document: bytes, *, by: Actor, via: str = "api") -> Captured:
    """Write the events of an EPCIS 2.0 document (JSON, or XML of 2.0 or 1.2) into the graph.

    :param document: the bytes as they came; they are kept verbatim.
    :returns: the events' ids, and how many were new; a document captured before writes nothing.
    :raises Forbidden: the actor lacks the ability ``capture``.
    :raises Malformed: it cannot be read.
    :raises Invalid: every mistake against EPCIS and CBV, by path.
    :raises Conflict: an event has the eventID of another one.
    """
    try:
        return store.write(_capturing(store, document, by, via))
    except _NothingNew as known:
        return known.captured


def capture_soon(store: Store, document: bytes, *, by: Actor, via: str = "api") -> Future[Captured]:
    """The same without waiting; the document is read and checked before this returns."""
    answer: Future[Captured] = Future()

    def settle(done: Future[Captured]) -> None:
        error = done.exception()
        if isinstance(error, _NothingNew):
            answer.set_result(error.captured)
        elif error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(done.result())

    store.write_soon(_capturing(store, document, by, via)).add_done_callback(settle)
    return answer


def _capturing(store: Store, raw: bytes, by: Actor, via: str) -> Callable[[Tx], Captured]:
    require_ability(viewer(store, by), "capture")
    document = read_any(raw)
    require_right(document)
    return lambda tx: _write(tx, document, by, via)


def _write(tx: Tx, document: Document, by: Actor, via: str) -> Captured:
    mark = fingerprint(document)
    body = {"sha256": mark, "size": len(document.raw), "events": len(document.events)}
    entry = append(tx, "epcis.captured", Subject("epcis_document", mark), body, by, via=via)
    captured = write_events(tx, document, entry)
    if not captured.fresh:
        raise _NothingNew(captured)
    return captured

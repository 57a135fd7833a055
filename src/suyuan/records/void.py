"""Void a record, with the reason: what it did to lots is undone, nothing is erased."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from suyuan.access.rights import Viewer, require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.amendment import check_reason, stand
from suyuan.records.desk import desk_for
from suyuan.records.look import live_of
from suyuan.records.once import once
from suyuan.records.read import loaded, record_of
from suyuan.records.record import Record
from suyuan.records.show import later_discreetly, shown, title_for
from suyuan.records.statements import VOIDED
from suyuan.records.write import change_state, told
from suyuan.store.engine import Store, Tx
from suyuan.trace.void import events_of_record, void_events


def void(
    store: Store,
    form: str,
    uid: str,
    *,
    by: Actor,
    reason: str,
    revision: int | None = None,
    via: str = "screen",
    key: str | None = None,
) -> Record:
    """Void a record.

    :param revision: the one that was looked at; ``None`` takes it as it is.
    :raises NotFound: no such record, or the actor may not see it.
    :raises Forbidden: the actor may not void it.
    :raises Conflict: it was changed meanwhile, or is voided already.
    :raises Invalid: no reason; or a lot it brought was used later, named by what.
    """
    return store.write(_voiding(store, form, uid, by, reason, revision, via, key))


def void_soon(
    store: Store,
    form: str,
    uid: str,
    *,
    by: Actor,
    reason: str,
    revision: int | None = None,
    via: str = "screen",
    key: str | None = None,
) -> Future[Record]:
    """The same without waiting."""
    return store.write_soon(_voiding(store, form, uid, by, reason, revision, via, key))


def _voiding(
    store: Store, form: str, uid: str, by: Actor, reason: str, revision: int | None, via: str, key: str | None
) -> Callable[[Tx], Record]:
    seen = viewer(store, by)
    require(seen, "void", form)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)

    work = lambda tx: void_in(tx, forms, seen, live, uid, reason, revision, via)  # noqa: E731
    return once(Record, by, f"void {form} {uid}", key, {"reason": reason, "revision": revision}, work)


def void_in(
    tx: Tx, forms: Catalogue, seen: Viewer, live: LiveForm, uid: str, reason: str, revision: int | None, via: str
) -> Record:
    """The part inside the transaction."""
    desk = desk_for(tx.store, tx.conn, forms, seen, tx.now, live.key, uid)
    row, values = loaded(desk, live, uid)
    stand(desk, live, row, values, "void", revision)
    check_reason(reason)
    change_state(tx, live, row["id"], row["revision"], VOIDED)
    body = told(live, uid, row["revision"] + 1, VOIDED, values, [])
    entry = append(tx, "record.voided", Subject("record", uid), body, seen.actor, reason=reason, via=via)
    events = events_of_record(tx.conn, live.key, uid) if live.form.trace else []
    if events:
        with later_discreetly(desk):
            void_events(tx, events, entry, reason)
    now, _ = loaded(desk, live, uid)
    fields = shown(desk, live, values, live.wire(values))
    return record_of(desk, live, now, title_for(desk, live, values, now["title"]), fields)

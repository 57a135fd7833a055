"""Submit a record: the one path of data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from suyuan.access.rights import Viewer, require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.values import PERSON
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records import drafts
from suyuan.records.allow import require_row
from suyuan.records.desk import desk_for
from suyuan.records.look import live_of
from suyuan.records.numbers import use_numbers
from suyuan.records.once import once
from suyuan.records.prepare import prepare
from suyuan.records.record import Checked, Record
from suyuan.records.show import shown
from suyuan.records.statements import SUBMITTED
from suyuan.records.updates import run_updates
from suyuan.records.write import bind_files, insert, make_new_lots, told
from suyuan.store.engine import Store, Tx
from suyuan.trace.event import Origin
from suyuan.trace.record import record as record_events


def submit(
    store: Store,
    form: str,
    given: Mapping[str, Any],
    *,
    by: Actor,
    via: str = "screen",
    key: str | None = None,
    confirmed: bool = False,
) -> Record:
    """Write a record of ``form``.

    :param given: by field key, as the API takes it.
    :param via: the door it came through.
    :param key: idempotency key made by the client.
    :param confirmed: guards that only warn do not keep it from being written.
    :raises Forbidden: the actor may not.
    :raises NotFound: there is no such form.
    :raises Invalid: every mistake at once, by field path.
    :raises Conflict: ``key`` was used for something else.
    """
    return store.write(_submitting(store, form, given, by, via, key, confirmed))


def submit_soon(
    store: Store,
    form: str,
    given: Mapping[str, Any],
    *,
    by: Actor,
    via: str = "screen",
    key: str | None = None,
    confirmed: bool = False,
) -> Future[Record]:
    """The same without waiting."""
    return store.write_soon(_submitting(store, form, given, by, via, key, confirmed))


def _submitting(
    store: Store, form: str, given: Mapping[str, Any], by: Actor, via: str, key: str | None, confirmed: bool
) -> Callable[[Tx], Record]:
    seen = viewer(store, by)
    require(seen, "submit", form)
    forms = catalogue(store)
    live = live_of(forms, form)

    def work(tx: Tx) -> Record:
        drafts.submitted(tx, key, by)
        return submit_in(tx, forms, seen, live, given, via, confirmed=confirmed)

    return once(Record, by, f"submit {form}", key, given, work)


def submit_in(
    tx: Tx,
    forms: Catalogue,
    seen: Viewer,
    live: LiveForm,
    given: Mapping[str, Any],
    via: str,
    verb: str = "submit",
    confirmed: bool = False,
) -> Record:
    """The part inside the transaction.

    :param verb: the right it is done by: submit or import.
    :param confirmed: the person has seen the warnings, or there is nobody to ask.
    """
    by = seen.actor
    desk = desk_for(tx.store, tx.conn, forms, seen, tx.now)
    ready = prepare(desk, live, given, confirmed=confirmed)
    if ready.mistakes:
        raise Invalid(ready.mistakes)
    use_numbers(tx, live, ready.numbers, by)
    uid = tx.store.ids.new()
    values = live.numbered(tx, ready.values, desk.env)
    values, events = make_new_lots(tx, desk, live, values, ready.events, uid)
    title = live.title(values, desk.env)
    id = insert(tx, seen, live, values, uid, title)
    if seen.rows(live.key, verb) is not None:  # type: ignore[arg-type]
        own = {"created_by": None if by.person is None else desk.at(PERSON, by.person), "state": SUBMITTED}
        require_row(seen, verb, live.key, live.scalars(values) | own, desk.env)  # type: ignore[arg-type]
    bind_files(tx, live, uid, values)
    body = told(live, uid, 1, SUBMITTED, values, events)
    entry = append(tx, "record.submitted", Subject("record", uid), body, by, via=via)
    if events:
        record_events(tx, events, entry, Origin(live.key, id, uid, title))
    run_updates(tx, forms, seen, live, uid, values)
    who = None if by.person is None else {"id": by.key.partition(":")[2], "title": by.name}
    return Record(
        uid,
        live.key,
        live.version,
        1,
        SUBMITTED,
        title,
        tx.now,
        who,
        tx.now,
        shown(desk, live, values, body["fields"]),
    )


def check(store: Store, form: str, given: Mapping[str, Any], *, by: Actor) -> Checked:
    """What ``submit`` would do, without writing: computed values and every mistake.

    :raises Forbidden: the actor may not submit it.
    :raises NotFound: there is no such form.
    """
    return check_for(store, viewer(store, by), form, given)


def check_for(store: Store, seen: Viewer, form: str, given: Mapping[str, Any]) -> Checked:
    """The same for rights that are known already."""
    require(seen, "submit", form)
    forms = catalogue(store)
    live = live_of(forms, form)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        ready = prepare(desk, live, given)
        return Checked(shown(desk, live, ready.values, live.wire(ready.values)), ready.mistakes)

"""Change a record, with the reason: what it was stays in the ledger, what it did to lots is corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from suyuan.access.rights import Viewer, require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.records import drafts
from suyuan.records.amendment import Amendment
from suyuan.records.look import live_of
from suyuan.records.once import once
from suyuan.records.record import Record
from suyuan.records.updates import run_updates
from suyuan.store.engine import Store, Tx


def amend(
    store: Store,
    form: str,
    uid: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    reason: str,
    revision: int,
    via: str = "screen",
    key: str | None = None,
    confirmed: bool = False,
) -> Record:
    """Change a record.

    :param changes: by field key: absent ones stay, ``None`` clears, a list is the kept list, its rows known by ``id``.
    :param revision: the one that was looked at.
    :param confirmed: guards that only warn do not keep it from being written.
    :raises NotFound: no such record, or the actor may not see it.
    :raises Forbidden: the actor may not amend it.
    :raises Conflict: it was changed meanwhile, or is voided.
    :raises Invalid: every mistake at once; what was made or taken was used later.
    """
    return store.write(_amending(store, form, uid, changes, by, reason, revision, via, key, confirmed))


def amend_soon(
    store: Store,
    form: str,
    uid: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    reason: str,
    revision: int,
    via: str = "screen",
    key: str | None = None,
    confirmed: bool = False,
) -> Future[Record]:
    """The same without waiting."""
    return store.write_soon(_amending(store, form, uid, changes, by, reason, revision, via, key, confirmed))


def _amending(
    store: Store,
    form: str,
    uid: str,
    changes: Mapping[str, Any],
    by: Actor,
    reason: str,
    revision: int,
    via: str,
    key: str | None,
    confirmed: bool,
) -> Callable[[Tx], Record]:
    seen = viewer(store, by)
    require(seen, "amend", form)
    forms = catalogue(store)
    live = live_of(forms, form)

    def work(tx: Tx) -> Record:
        drafts.submitted(tx, key, by)
        return _amended(Amendment(tx, forms, seen, live, uid), changes, reason, revision, via, confirmed)

    body = {"fields": changes, "reason": reason, "revision": revision}
    return once(Record, by, f"amend {form} {uid}", key, body, work)


def amend_in(
    tx: Tx,
    forms: Catalogue,
    seen: Viewer,
    live: LiveForm,
    uid: str,
    changes: Mapping[str, Any],
    reason: str,
    via: str,
    confirmed: bool = True,
) -> Record:
    """Change a record, as it stands now, inside a transaction, usually warnings aside; otherwise as ``amend``."""
    amendment = Amendment(tx, forms, seen, live, uid)
    return _amended(amendment, changes, reason, amendment.row["revision"], via, confirmed)


def _amended(
    amendment: Amendment, changes: Mapping[str, Any], reason: str, revision: int, via: str, confirmed: bool
) -> Record:
    done = amendment.run(changes, reason, revision, via, confirmed=confirmed)
    if done.revision > revision:
        seen, forms = amendment.desk.viewer, amendment.desk.catalogue
        run_updates(amendment.tx, forms, seen, amendment.live, amendment.uid, amendment.values)
    return done

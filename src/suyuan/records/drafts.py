"""What somebody typed and has not submitted, kept so that another device finds it: its author's alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import RowMapping, bindparam, delete, func, select, update

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound, SuyuanError, refuse
from suyuan.kernel.i18n import Label
from suyuan.records.look import live_of
from suyuan.records.tables import record_draft
from suyuan.store.columns import json_bytes
from suyuan.store.dml import insert_new
from suyuan.store.engine import Again, Store, Tx
from suyuan.store.quick import Quick

MOST = 100
"""Drafts of one person."""
MOST_BYTES = 256 * 1024
KEPT = timedelta(days=90)
LONGEST_HINT = 80
_ID = re.compile(r"[0-9a-fA-F-]{16,40}")
_d = record_draft.c
_SUBMITTED = Quick(delete(record_draft).where(_d.owner == bindparam("by"), _d.key == bindparam("sent")))


class Lost(msgspec.Struct, frozen=True):
    """A field that the draft fills and the form no longer has."""

    path: str
    label: Label


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A draft without what was typed.

    :param record: the one being amended; ``None`` for a new one.
    :param begun: what the address filled in at the beginning; drafts that began otherwise are others.
    :param version: of the form, when it was typed.
    :param revision: of the record, when its amending began.
    :param hint: the first things typed, to tell drafts apart.
    :param saved: how often it was kept.
    """

    id: str
    form: str
    record: str | None
    begun: str
    version: int
    revision: int | None
    hint: str
    device: str
    saved: int
    updated_at: datetime


class Draft(Brief, frozen=True, kw_only=True):
    """A draft whole.

    :param key: idempotency key it will be submitted under.
    :param values: as the screen keeps them.
    :param lost: fields it fills that the form no longer has.
    """

    key: str
    values: dict[str, Any]
    lost: list[Lost]


class Kept(msgspec.Struct, frozen=True):
    """A draft was kept.

    :param replaced: what another device kept meanwhile and this one had not seen: ``{device, at}``.
    """

    id: str
    saved: int
    updated_at: datetime
    replaced: dict[str, Any] | None


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What a device sends to be kept.

    :param saved: ``saved`` of what it saw last, 0 where it saw none.
    """

    form: str
    version: int
    values: dict[str, Any]
    key: str
    record: str | None = None
    revision: int | None = None
    begun: str = ""
    saved: int = 0


def drafts(store: Store, *, by: Actor, form: str | None = None, record: str | None = None) -> list[Brief]:
    """One's own drafts, newest first, of forms that one may still fill.

    :param form: only of this form; ``record`` only of this record.
    """
    query = select(record_draft).where(_d.owner == by.key, _d.updated_at >= store.clock.now() - KEPT)
    if form is not None:
        query = query.where(_d.form == form)
    if record is not None:
        query = query.where(_d.record == record)
    seen, forms = viewer(store, by), catalogue(store)
    with store.read() as conn:
        rows = conn.execute(query.order_by(_d.updated_at.desc(), _d.id)).mappings().all()
    may = [r for r in rows if r["form"] in forms and seen.can("amend" if r["record"] else "submit", r["form"])]
    return [Brief(**_brief(forms, row)) for row in may]


def draft(store: Store, uid: str, *, by: Actor) -> Draft:
    """One draft of one's own.

    :raises NotFound: there is none.
    """
    with store.read() as conn:
        row = conn.execute(select(record_draft).where(_d.uid == uid, _d.owner == by.key)).mappings().first()
    if row is None:
        raise NotFound("records.no_draft")
    forms = catalogue(store)
    lost = sorted(_lost(forms, row), key=lambda one: one.path)
    return Draft(**_brief(forms, row), key=row["key"], values=row["body"], lost=lost)


def keep_draft(store: Store, uid: str, typed: Typed, *, by: Actor) -> Kept:
    """Keep a draft; the newest one of a form, record and beginning takes the place of the others.

    :param uid: made by the device, random.
    :raises Forbidden: the actor may not fill the form.
    :raises Invalid: it is too large, or there are too many.
    :raises NotFound: the draft is somebody else's.
    """
    require(viewer(store, by), "amend" if typed.record else "submit", typed.form)
    live_of(catalogue(store), typed.form)
    size = len(json_bytes(typed.values))
    if _ID.fullmatch(uid) is None:
        raise refuse("id", "records.draft_id")
    if size > MOST_BYTES:
        raise refuse("values", "records.draft_large", most=MOST_BYTES // 1024)
    return store.write(lambda tx: _kept(tx, uid, typed, size, by))


def _kept(tx: Tx, uid: str, typed: Typed, size: int, by: Actor) -> Kept:
    place = {"owner": by.key, "form": typed.form, "record": typed.record or "", "begun": typed.begun}
    same = [record_draft.c[name] == value for name, value in place.items()]
    was = tx.run(select(record_draft).where(*same).with_for_update()).mappings().first()
    saved: int = (was["saved"] if was else 0) + 1
    now = {"uid": uid, "version": typed.version, "revision": typed.revision, "key": typed.key, "device": by.device}
    now |= {"body": typed.values, "size": size, "updated_at": tx.now, "saved": saved}
    _free(tx, uid, None if was is None else was["id"])
    if was is not None:
        tx.run(update(record_draft).where(_d.id == was["id"]).values(**now))
        unseen = was["saved"] != typed.saved
        replaced = {"device": was["device"], "at": was["updated_at"]} if unseen else None
        return Kept(uid, saved, tx.now, replaced)
    tx.run(delete(record_draft).where(_d.updated_at < tx.now - KEPT))
    if tx.run(select(func.count()).where(_d.owner == by.key)).scalar_one() >= MOST:
        raise refuse("", "records.drafts_many", most=MOST)
    if not insert_new(tx.conn, record_draft, place | now):
        raise Again("two devices begin a draft at once")
    return Kept(uid, 1, tx.now, None)


def _free(tx: Tx, uid: str, own: int | None) -> None:
    """Refuse an id that another draft has."""
    other = tx.run(select(_d.id).where(_d.uid == uid)).scalar()
    if other is not None and other != own:
        raise NotFound("records.no_draft")


def drop_draft(store: Store, uid: str, *, by: Actor) -> None:
    """Drop a draft of one's own; one that is not there is none."""
    store.write(lambda tx: tx.run(delete(record_draft).where(_d.uid == uid, _d.owner == by.key)))


def submitted(tx: Tx, key: str | None, by: Actor) -> None:
    """What was typed under the idempotency key ``key`` is a record now: its draft goes."""
    if key is not None:
        _SUBMITTED.run(tx.conn, {"by": by.key, "sent": key})


def _brief(forms: Catalogue, row: RowMapping) -> dict[str, Any]:
    same = ("form", "begun", "version", "revision", "device", "saved", "updated_at")
    told = {name: row[name] for name in same}
    return told | {"id": row["uid"], "record": row["record"] or None, "hint": _hint(forms, row)}


def _hint(forms: Catalogue, row: RowMapping) -> str:
    """The first things typed, in the form's order."""
    form, values = forms.words.get(row["form"]), row["body"]
    words = []
    for value in () if form is None else (values.get(field.key) for field in form.fields):
        named = (value.get("title") or value.get("code") or value.get("value")) if isinstance(value, dict) else value
        if isinstance(named, str) and named.strip():
            words.append(named.strip())
    return " · ".join(words[:3])[:LONGEST_HINT]


def _lost(forms: Catalogue, row: RowMapping) -> Iterator[Lost]:
    if row["form"] not in forms:
        return
    now = forms.form(row["form"])
    try:
        then: LiveForm = forms.version(row["form"], row["version"])
    except SuyuanError:
        then = now
    for key, value in row["body"].items():
        if now.field(key) is None:
            yield Lost(key, _label(then, key))
        elif key in now.lists and isinstance(value, list):
            inner = dict.fromkeys(k for one in value if isinstance(one, Mapping) for k in one)
            gone = [k for k in inner if k not in ("id", "_k") and now.field(f"{key}.{k}") is None]
            yield from (Lost(f"{key}.{k}", _label(then, f"{key}.{k}")) for k in gone)


def _label(live: LiveForm, path: str) -> Label:
    field = live.field(path)
    return Label(path, path) if field is None else field.label

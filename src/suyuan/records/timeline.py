"""What happened to a record: who, when, why, from which value to which, and whether it is sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.i18n import Label, say
from suyuan.ledger.entry import Entry
from suyuan.ledger.read import entries_of
from suyuan.ledger.tables import ledger_leaf
from suyuan.records.allow import readable_part
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, live_of
from suyuan.records.page import is_open
from suyuan.records.read import loaded
from suyuan.records.show import OPEN, may_know
from suyuan.store.engine import Store


class Change(msgspec.Struct, frozen=True):
    """One value that became another.

    :param path: ``fed`` or ``inputs[1].fed``; rows are known by their ids, not their places.
    """

    path: str
    label: Label
    old: Any
    new: Any


class Item(msgspec.Struct, frozen=True):
    """One entry of the ledger about a record, as its reader may see it.

    :param id: of the ledger entry, for its proof.
    :param verb: submitted, amended, voided, printed.
    """

    id: str
    at: datetime
    by: dict[str, Any]
    kind: str
    verb: str
    reason: str
    device: str
    via: str
    changes: list[Change]
    trace: list[dict[str, Any]]
    sealed: bool


def timeline(store: Store, form: str, uid: str, *, by: Actor) -> list[Item]:
    """Entries about a record, newest first.

    :raises NotFound: there is no such record, or the actor may not see it.
    """
    seen = viewer(store, by)
    require(seen, "read", form)
    forms = catalogue(store)
    live = live_of(forms, form, reading=True)
    every = forms.captured(form, live.version)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        loaded(desk, live, uid)
        entries = entries_of(conn, ("record", uid))
        printed = entries_of(conn, ("print", uid))
        sealed = _sealed(conn, [e.id for e in (*entries, *printed)])
        images = [_image(desk, every, entry.body.get("fields", {})) for entry in entries]
    items: dict[int, Item] = {}
    before: Mapping[str, Any] = {}
    for entry, after in zip(entries, images):
        changes = list(_changes(every, before, after)) if items else []
        before = {**before, **after}
        trace = list(entry.body.get("trace", ())) if seen.may("trace") else []
        items[entry.id] = _item(entry, changes, trace, entry.id in sealed)
    for entry in printed:
        items[entry.id] = _printed(entry, entry.id in sealed, by.lang)
    return [items[id] for id in sorted(items, reverse=True)]


def _printed(entry: Entry, sealed: bool, lang: str) -> Item:
    """A printing, with what was printed and which copies in the place of a reason."""
    first, copies = int(entry.body["first"]), int(entry.body["copies"])
    label = Label(**entry.body["label"])
    code = "records.print_told" if copies > 1 else "records.print_told_one"
    told = say(code, lang, label=label, first=first, last=first + copies - 1)
    return msgspec.structs.replace(_item(entry, [], [], sealed), verb="printed", reason=told)


def _image(desk: Desk, live: LiveForm, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it was told, without what the reader may not see; titles of what they may not read are gone."""
    found = readable_part(desk.viewer, live.key, live.lists, fields)
    for key, value in found.items():
        if key in live.lists:
            found[key] = [{k: _titled(desk, live, f"{key}.{k}", v) for k, v in row.items()} for row in value or ()]
        else:
            found[key] = _titled(desk, live, key, value)
    return found


def _titled(desk: Desk, live: LiveForm, path: str, value: Any) -> Any:
    field = live.field(path)
    if not isinstance(value, dict) or field is None:
        return value
    form = FIELD_TYPES[field.type].expr_type(field).form
    if form is None or form in OPEN or is_open(desk.catalogue, desk.viewer, form):
        return value
    linked = desk.record(form, str(value.get("id")))
    return value if linked is not None and may_know(desk, linked) else {"id": value.get("id"), "title": None}


def _item(entry: Entry, changes: list[Change], trace: list[dict[str, Any]], sealed: bool) -> Item:
    id = entry.actor_key.partition(":")[2] if entry.person is not None else None
    return Item(
        entry.uid,
        entry.at,
        {"id": id, "title": entry.actor_name, "key": entry.actor_key, "name": entry.actor_name},
        entry.kind,
        entry.kind.rpartition(".")[2],
        entry.reason,
        entry.device,
        entry.via,
        changes,
        trace,
        sealed,
    )


def _sealed(conn: Connection, ids: list[int]) -> set[int]:
    return set(conn.execute(select(ledger_leaf.c.entry).where(ledger_leaf.c.entry.in_(ids))).scalars())


def _changes(live: LiveForm, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key, b in new.items():  # what is not told any more is retired, not changed
        a = old.get(key)
        if a == b:
            continue
        if key in live.lists:
            yield from _rows(live, key, a or [], b or [])
        else:
            yield Change(key, _label(live, key), a, b)


def _rows(live: LiveForm, key: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    was = {row.get("id"): row for row in old}
    kept = {row.get("id") for row in new}
    for n, row in enumerate(new):
        before = was.get(row.get("id"))
        path = f"{key}[{n}]"
        if before is None:
            yield Change(path, _label(live, key), None, row)
            continue
        for inner in row:
            if inner != "id" and row[inner] != before.get(inner):
                yield Change(f"{path}.{inner}", _label(live, f"{key}.{inner}"), before.get(inner), row[inner])
    for n, row in enumerate(old):
        if row.get("id") not in kept:
            yield Change(f"{key}[{n}]", _label(live, key), row, None)


def _label(live: LiveForm, path: str) -> Label:
    field = live.field(path)
    return Label(path, path) if field is None else field.label

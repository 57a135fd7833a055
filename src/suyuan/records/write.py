"""Rows of a record: written, changed, and told to the ledger. The callers have checked everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from suyuan.access.rights import Viewer
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Values
from suyuan.forms.values import Files, NewLot
from suyuan.kernel.errors import Conflict, refuse
from suyuan.records.files import bind
from suyuan.records.look import Desk
from suyuan.records.statements import SUBMITTED, statements
from suyuan.records.unique import taken
from suyuan.store.engine import Tx
from suyuan.trace.event import TraceEvent, body_of, with_codes
from suyuan.trace.make import make_lots


def make_new_lots(
    tx: Tx, desk: Desk, live: LiveForm, values: Values, events: list[TraceEvent], uid: str
) -> tuple[Values, list[TraceEvent]]:
    """Write the lots that the record makes.

    :returns: the values and the events, both with the lots themselves.
    :raises Invalid: a lot field makes a lot that no event brings in.
    """
    new = [(path, lot) for path, lot in live.new_lots(values) if lot.made is None]
    if not new:
        return values, events
    made = make_lots(tx, with_codes(events, {path: lot.code for path, lot in new if lot.code}), live.key, uid)
    for path, lot in new:
        if path not in made.lots:
            raise refuse(path, "records.lot_not_made")
        _put(values, path, NewLot(lot.code, lot.rule, lot.facts, desk.made(made.lots[path])))
    return values, made.events


def _put(values: Values, path: str, value: Any) -> None:
    outer, bracket, rest = path.partition("[")
    if bracket:
        index, _, inner = rest.partition("].")
        values[outer][int(index)][inner] = value
    else:
        values[outer] = value


def insert(tx: Tx, seen: Viewer, live: LiveForm, values: Values, uid: str, title: str) -> int:
    """Write a new record's rows; its internal id.

    :param seen: who writes it.

    :raises Invalid: another record got the same unique value meanwhile.
    """
    made = statements(live)
    row = live.row(values)
    row |= {"uid": uid, "version": live.version, "revision": 1, "state": SUBMITTED, "title": title}
    row |= {"created_at": tx.now, "created_by": seen.actor.person, "updated_at": tx.now}
    try:
        key = made.insert.first(tx.conn, row)
    except IntegrityError as error:
        raise taken(seen, live, values, error) from error
    assert key is not None
    id = int(key[0])
    for list_key in live.lists:
        insert_rows(tx, live, list_key, id, list(enumerate(values.get(list_key) or ())))
    return id


def insert_rows(tx: Tx, live: LiveForm, key: str, record: int, rows: list[tuple[int, Values]]) -> None:
    """Write rows of a detail list, each with its position; each gets its public id under ``id``."""
    if not rows:
        return
    found = live.lists[key]
    out = []
    for position, values in rows:
        values["id"] = tx.store.ids.new()
        out.append(found.row(values) | {"uid": values["id"], "record": record, "position": position})
    statements(live).lists[key].insert.many(tx.conn, out)


def change(
    tx: Tx, seen: Viewer, live: LiveForm, id: int, revision: int, values: Values, old: Values, title: str
) -> None:
    """Write a record's changed rows over those it had.

    :param seen: who changes it.
    :param revision: the one it has now.
    :raises Conflict: somebody else changed it meanwhile.
    """
    row = live.row(values) | {"version": live.version, "revision": revision + 1, "title": title, "updated_at": tx.now}
    try:
        _change_row(tx, live, id, revision, row)
    except IntegrityError as error:
        raise taken(seen, live, values, error) from error
    for key, found in live.lists.items():
        table = found.table
        before = {r["id"]: (n, r) for n, r in enumerate(old.get(key) or ())}
        now = values.get(key) or []
        kept = {r["id"] for r in now if r.get("id") in before}
        gone = [uid for uid in before if uid not in kept]
        if gone:
            tx.run(delete(table).where(table.c.record == id, table.c.uid.in_(gone)))
        fresh = []
        for position, values_ in enumerate(now):
            uid = values_.get("id")
            if uid not in kept:
                fresh.append((position, values_))
            elif before[uid] != (position, values_):
                changed = found.row(values_) | {"position": position}
                tx.run(update(table).where(table.c.uid == uid).values(changed))
        insert_rows(tx, live, key, id, fresh)


def change_state(tx: Tx, live: LiveForm, id: int, revision: int, state: str) -> None:
    """Give a record another state.

    :raises Conflict: somebody else changed it meanwhile.
    """
    _change_row(tx, live, id, revision, {"state": state, "revision": revision + 1, "updated_at": tx.now})


def _change_row(tx: Tx, live: LiveForm, id: int, revision: int, row: Mapping[str, Any]) -> None:
    done = tx.run(statements(live).change.values(row), {"OF": id, "SEEN": revision})
    if done.rowcount != 1:
        raise Conflict("records.stale")


def bind_files(tx: Tx, live: LiveForm, uid: str, values: Values) -> None:
    """Remember the files that the record shows."""
    used = list(_files(live, values))
    if used:
        bind(tx, live.key, uid, used)


def _files(live: LiveForm, values: Values) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Files):
            yield from ((key, file.id) for file in value)
        elif key in live.lists:
            for row in value or ():
                for inner, one in row.items():
                    if isinstance(one, Files):
                        yield from ((f"{key}.{inner}", file.id) for file in one)


def told(
    live: LiveForm, uid: str, revision: int, state: str, values: Values, events: list[TraceEvent]
) -> dict[str, Any]:
    """What the ledger keeps: the record after it, and what it did to lots."""
    return {
        "form": live.key,
        "version": live.version,
        "record": uid,
        "revision": revision,
        "state": state,
        "fields": live.wire(values),
        "trace": [body_of(event) for event in events],
    }

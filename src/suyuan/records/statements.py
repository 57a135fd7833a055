"""The statements on one form's tables, built once per form version so that the database layer compiles them once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Insert, Select, Table, bindparam, select, update

from suyuan.forms.live import LiveForm

SUBMITTED = "submitted"
VOIDED = "voided"


class Statements:
    """What is asked of one form's tables again and again.

    :ivar by_uid: the record with public id ``uid``.
    :ivar by_id: the record with internal id ``of``.
    :ivar by_ids: the records with internal ids ``of``.
    """

    def __init__(self, live: LiveForm) -> None:
        self.table: Table = live.table
        c = live.table.c
        self.by_uid = select(live.table).where(c.uid == bindparam("uid"))
        self.by_id = select(live.table).where(c.id == bindparam("of"))
        self.by_ids = select(live.table).where(c.id.in_(bindparam("of", expanding=True)))
        self.titles = select(c.id, c.uid, c.title).where(c.id.in_(bindparam("of", expanding=True)))
        self.insert: Insert = live.table.insert()
        changed = update(live.table).where(c.id == bindparam("of"), c.revision == bindparam("seen"))
        self.change = changed
        self.lists = {key: _ListStatements(found.table) for key, found in live.lists.items()}


class _ListStatements:
    def __init__(self, table: Table) -> None:
        c = table.c
        self.table = table
        self.insert = table.insert()
        self.of_one: Select[Any] = select(table).where(c.record == bindparam("of")).order_by(c.position)
        many = select(table).where(c.record.in_(bindparam("of", expanding=True)))
        self.of_many: Select[Any] = many.order_by(c.record, c.position)


_made: WeakKeyDictionary[LiveForm, Statements] = WeakKeyDictionary()


def statements(live: LiveForm) -> Statements:
    """The statements of ``live``."""
    found = _made.get(live)
    if found is None:
        found = _made[live] = Statements(live)
    return found


def rows_of(conn: Connection, live: LiveForm, id: int) -> dict[str, Sequence[Any]]:
    """The rows of every detail list of one record, in order."""
    if not live.lists:
        return {}
    return {
        key: conn.execute(found.of_one, {"of": id}).mappings().all() for key, found in statements(live).lists.items()
    }


def rows_of_many(
    conn: Connection, live: LiveForm, ids: Sequence[int], only: Sequence[str]
) -> dict[int, dict[str, list[Any]]]:
    """The rows of the lists ``only`` of several records, by record and list; one query a list."""
    found: dict[int, dict[str, list[Any]]] = {id: {} for id in ids}
    for key in only:
        for row in conn.execute(statements(live).lists[key].of_many, {"of": ids}).mappings():
            found[row["record"]].setdefault(key, []).append(row)
    return found

"""The statements on one form's tables, built once per form version and compiled once per database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Select, Table, bindparam, literal, literal_column, select, update

from suyuan.forms.live import LiveForm
from suyuan.store.quick import Quick

SUBMITTED = "submitted"
VOIDED = "voided"
Row = Mapping[str, Any]


class Statements:
    """What is asked of one form's tables again and again."""

    def __init__(self, live: LiveForm) -> None:
        c = live.table.c  # field keys are in small letters: capitals keep what is bound apart from them
        self.names = [column.name for column in live.table.columns]
        self.insert = Quick(live.table.insert().returning(c.id))
        self.change = update(live.table).where(c.id == bindparam("OF"), c.revision == bindparam("SEEN"))
        self.lists = {key: _ListStatements(found.table) for key, found in live.lists.items()}
        self._keyed: dict[tuple[str, ...], Quick] = {}
        self._live = live
        self._by_uid = Quick(select(live.table).where(c.uid == bindparam("uid")))
        self._by_id = Quick(select(live.table).where(c.id == bindparam("of")))
        self._by_ids = select(live.table).where(c.id.in_(bindparam("of", expanding=True)))

    @staticmethod
    def _same(live: LiveForm, keys: Sequence[str]) -> Select[Any]:
        """Ids of two submitted records, at most, with the same values in these fields."""
        c = live.table.c
        equal = [c[name] == bindparam(name) for key in keys for name in live.fields[key].names]
        return select(c.id).where(*equal, c.state == literal(SUBMITTED)).limit(literal_column("2"))

    def alike(self, conn: Connection, keys: tuple[str, ...], cells: Row) -> list[int]:
        """Internal ids of at most two submitted records with these values.

        :param keys: of fields.
        :param cells: the values by column, none of them blank.
        """
        found = self._keyed.get(keys)
        if found is None:
            found = self._keyed[keys] = Quick(self._same(self._live, keys))
        return [id for (id,) in found.all(conn, cells)]

    def by_uid(self, conn: Connection, uid: str) -> Row | None:
        """The record with this public id."""
        row = self._by_uid.first(conn, {"uid": uid})
        return None if row is None else dict(zip(self.names, row))

    def by_id(self, conn: Connection, id: int) -> Row | None:
        """The record with this internal id."""
        row = self._by_id.first(conn, {"of": id})
        return None if row is None else dict(zip(self.names, row))

    def by_ids(self, conn: Connection, ids: Sequence[int]) -> list[Row]:
        """The records with these internal ids."""
        return [dict(zip(self.names, row)) for row in conn.execute(self._by_ids, {"of": ids})]


class _ListStatements:
    def __init__(self, table: Table) -> None:
        c = table.c
        self.names = [column.name for column in table.columns]
        self.insert = Quick(table.insert())
        self._of_one = Quick(select(table).where(c.record == bindparam("of")).order_by(c.position))
        many = select(table).where(c.record.in_(bindparam("of", expanding=True)))
        self._of_many: Select[Any] = many.order_by(c.record, c.position)

    def of_one(self, conn: Connection, record: int) -> list[Row]:
        return [dict(zip(self.names, row)) for row in self._of_one.all(conn, {"of": record})]

    def of_many(self, conn: Connection, records: Sequence[int]) -> list[Row]:
        return [dict(zip(self.names, row)) for row in conn.execute(self._of_many, {"of": records})]


_made: WeakKeyDictionary[LiveForm, Statements] = WeakKeyDictionary()


def statements(live: LiveForm) -> Statements:
    """The statements of ``live``."""
    found = _made.get(live)
    if found is None:
        found = _made[live] = Statements(live)
    return found


def rows_of(conn: Connection, live: LiveForm, id: int) -> dict[str, Sequence[Row]]:
    """The rows of every detail list of one record, in order."""
    if not live.lists:
        return {}
    return {key: found.of_one(conn, id) for key, found in statements(live).lists.items()}


def rows_of_many(
    conn: Connection, live: LiveForm, ids: Sequence[int], only: Sequence[str]
) -> dict[int, dict[str, list[Row]]]:
    """The rows of the lists ``only`` of several records, by record and list; one query a list."""
    found: dict[int, dict[str, list[Row]]] = {id: {} for id in ids}
    for key in only:
        for row in statements(live).lists[key].of_many(conn, ids):
            found[row["record"]].setdefault(key, []).append(row)
    return found

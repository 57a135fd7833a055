"""One row of an import through the door: a new record, or a change of the one it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from suyuan.access.rights import Viewer
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.errors import Invalid, Mistake, NotFound, SuyuanError
from suyuan.records.amend import amend_in
from suyuan.records.desk import desk_for
from suyuan.records.find import Finder
from suyuan.records.grid import Row
from suyuan.records.importing.plan import ID, Plan
from suyuan.records.look import Desk
from suyuan.records.read import loaded
from suyuan.records.statements import SUBMITTED, rows_of, statements
from suyuan.records.submit import submit_in
from suyuan.store.engine import Tx

VIA = "import"
Fate = Literal["made", "changed", "same"]
ALL_NEW = Plan(())


class RowWriter:
    """Writes the rows of one form inside a transaction, one after the other; a wrong one leaves no trace.

    :param why: reason of changes, for the ledger.
    :ivar ids: public ids of the records made, in order.
    """

    def __init__(self, tx: Tx, forms: Catalogue, seen: Viewer, plan: Plan = ALL_NEW, why: str = "") -> None:
        self.tx, self.forms, self.seen, self.plan, self.why = tx, forms, seen, plan, why
        self.ids: list[str] = []
        self._finder = Finder(tx.conn, forms, seen)

    def write(self, live: LiveForm, row: Row) -> tuple[Fate | None, list[Mistake]]:
        """What became of a row, or every mistake in it."""
        fate, mistakes = None, list(row.mistakes)
        if row.fields is not None:
            fate, mistakes = self._one(live, row)
        if mistakes:
            self._finder.wrong(live.key, row.names)
        return fate, mistakes

    def _one(self, live: LiveForm, row: Row) -> tuple[Fate | None, list[Mistake]]:
        fields, unknown = self._linked(row)
        try:
            with self.tx.savepoint():
                return self._put(live, row, fields), []
        except Invalid as error:
            return None, [unknown.get(m.path, m) for m in error.mistakes]
        except SuyuanError as error:
            if error.status in (403, 404, 409):
                return None, [Mistake("", error.code, error.params)]
            raise

    def _put(self, live: LiveForm, row: Row, fields: dict[str, Any]) -> Fate:
        uid = self._about(live, row, fields)
        if uid is None:
            given = {k: v for k, v in fields.items() if k not in self.plan.by or not _reads_only(live, k)}
            made = submit_in(self.tx, self.forms, self.seen, live, given, VIA, "import", self.plan.warned)
            self.ids.append(made.id)
            return "made"
        if self.plan.mode == "new":
            raise Invalid([Mistake(self.plan.by[0], "records.import_there")])
        return self._change(live, uid, fields)

    def _change(self, live: LiveForm, uid: str, fields: Mapping[str, Any]) -> Fate:
        keys = set(self.plan.by)
        changes = {k: v for k, v in fields.items() if k not in keys}
        if self.plan.blank == "clear":
            mapped = {one.to.partition(".")[0] for one in self.plan.mapping} - keys - {ID}
            changes |= {k: None for k in mapped if k not in changes}
        before = statements(live).by_uid(self.tx.conn, uid)
        assert before is not None
        rows = rows_of(self.tx.conn, live, before["id"])
        for key in live.lists:
            if changes.get(key):
                changes[key] = [
                    {"id": old["uid"], **row} if old is not None else row
                    for row, old in zip(changes[key], [*rows[key], *[None] * len(changes[key])])
                ]
        done = amend_in(self.tx, self.forms, self.seen, live, uid, changes, self.why, VIA, self.plan.warned)
        return "changed" if done.revision > before["revision"] else "same"

    def _about(self, live: LiveForm, row: Row, fields: Mapping[str, Any]) -> str | None:
        """The public id of the record that a row is about; ``None`` where it is a new one.

        :raises Invalid: nothing, or several, answer to its key, or it has none where there must be one.
        """
        by = self.plan.by
        if not by:
            return None
        if by == (ID,):
            return self._by_id(live, row)
        blank = [key for key in by if fields.get(key) is None]
        if blank:
            if self.plan.mode == "update":
                raise Invalid([Mistake(key, "records.import_key_blank") for key in blank])
            return None
        desk = desk_for(self.tx.store, self.tx.conn, self.forms, self.seen, self.tx.now)
        values, wrong = live.clean({key: fields[key] for key in by}, desk)
        if wrong:
            raise Invalid(wrong)
        cells: dict[str, Any] = {}
        for key in by:
            live.plain[key].store(values[key], cells)
        rows = [statements(live).by_id(self.tx.conn, id) for id in statements(live).alike(self.tx.conn, by, cells)]
        found = [row["uid"] for row in rows if row is not None and self._sees(desk, live, row["uid"])]
        if len(found) > 1:
            raise Invalid([Mistake(by[0], "records.import_key_several")])
        if not found and self.plan.mode == "update":
            raise Invalid([Mistake(by[0], "records.import_key_none")])
        return found[0] if found else None

    def _sees(self, desk: Desk, live: LiveForm, uid: str) -> bool:
        if self.seen.rows(live.key) is None:
            return True
        try:
            loaded(desk, live, uid)
        except NotFound:
            return False
        return True

    def _by_id(self, live: LiveForm, row: Row) -> str | None:
        if not row.id:
            if self.plan.mode == "update":
                raise Invalid([Mistake(ID, "records.import_key_blank")])
            return None
        desk = desk_for(self.tx.store, self.tx.conn, self.forms, self.seen, self.tx.now)
        record = statements(live).by_uid(self.tx.conn, row.id)
        if record is None or record["state"] != SUBMITTED or not self._sees(desk, live, row.id):
            raise Invalid([Mistake(ID, "records.import_key_none")])
        return row.id

    def _linked(self, row: Row) -> tuple[dict[str, Any], dict[str, Mistake]]:
        """The row's fields with the records its texts mean, and by path why some mean none; those stay as they are,
        which no link field takes. The row itself stays as it was read.
        """
        assert row.fields is not None
        found: dict[str, str] = {}
        unknown: dict[str, Mistake] = {}
        for want in row.wants:
            answer = self._finder.id_of(want.form, want.text)
            if isinstance(answer, Mistake):
                unknown[want.path] = answer.under(want.path)
            else:
                found[want.path] = answer
        return filled(row.fields, found), unknown


def _reads_only(live: LiveForm, key: str) -> bool:
    """Mapped only to find the record by: nobody fills it."""
    field = live.fields[key].field
    return field.value is not None or field.readonly


def filled(fields: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, Any]:
    """``fields`` with the values of ``found`` put in by path, as ``supplier`` or ``items[2].material``."""
    out: dict[str, Any] = {}
    for key, value in fields.items():
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            out[key] = [{k: found.get(f"{key}[{n}].{k}", v) for k, v in row.items()} for n, row in enumerate(value)]
        else:
            out[key] = found.get(key, value)
    return out

"""One amendment inside its transaction: the rows, the ledger entry, the corrected trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import structs
from sqlalchemy import update

from suyuan.access.rights import Viewer
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Values
from suyuan.forms.values import NewLot
from suyuan.kernel.errors import Conflict, Invalid, Mistake, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.allow import require_row
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk, own_of
from suyuan.records.prepare import prepare
from suyuan.records.read import loaded, record_of
from suyuan.records.record import Record
from suyuan.records.show import later_discreetly, shown, title_for
from suyuan.records.standing import Standing, essence_of, standing
from suyuan.records.statements import SUBMITTED, statements
from suyuan.records.write import bind_files, change, make_new_lots, told
from suyuan.store.engine import Tx
from suyuan.trace.event import Origin, TraceEvent
from suyuan.trace.look import NONE_TAKEN
from suyuan.trace.tables import lot
from suyuan.trace.void import events_of_record, replace_events, taken_by

_LOT_FACTS = ("supplier_lot", "produced_on", "expires_on")


def check_reason(reason: str) -> None:
    """Refuse a blank reason."""
    if not reason.strip():
        raise refuse("reason", "records.reason_needed")


def stand(desk: Desk, live: LiveForm, row: Any, values: Values, verb: Any, revision: int | None) -> None:
    """Refuse what may not be done to this record as it stands.

    :raises Forbidden: the viewer may not do ``verb`` on it.
    :raises Conflict: it is voided, or another revision than the one looked at.
    """
    require_row(desk.viewer, verb, live.key, live.scalars(values) | own_of(desk, row), desk.env)
    if row["state"] != SUBMITTED:
        raise Conflict("records.voided")
    if revision is not None and row["revision"] != revision:
        raise Conflict("records.stale")


class Amendment:
    """One amendment, inside its transaction.

    :ivar old: the record's values as they were; :ivar values: as they are.
    :raises NotFound: no such record, or the viewer may not see it.
    """

    def __init__(self, tx: Tx, forms: Catalogue, seen: Viewer, live: LiveForm, uid: str) -> None:
        self.tx, self.live, self.uid = tx, live, uid
        self.desk = desk_for(tx.store, tx.conn, forms, seen, tx.now, live.key, uid)
        self.row, self.old = loaded(self.desk, live, uid)
        self.values = self.old
        self.id: int = self.row["id"]

    def run(
        self,
        changes: Mapping[str, Any],
        reason: str,
        revision: int,
        via: str,
        fixed: Mapping[str, Any] | None = None,
        confirmed: bool = True,
    ) -> Record:
        """Write it; a record that stays as it is gets no new revision.

        :param changes: by field key, as ``amend`` takes them.
        :param fixed: cleaned values of fields that no client fills.
        :param confirmed: the person has seen the warnings, or there is nobody to ask.
        """
        tx, live, desk = self.tx, self.live, self.desk
        stand(desk, live, self.row, self.old, "amend", revision)
        check_reason(reason)
        before = events_of_record(tx.conn, live.key, self.uid) if live.form.trace else []
        taken = taken_by(tx.conn, before) if before else NONE_TAKEN
        old = self.old | dict(fixed or {})
        ready = prepare(desk, live, changes, old=old, record=self.id, taken=taken, confirmed=confirmed)
        mistakes = ready.mistakes + self._fixed_lots(ready.values)
        if mistakes:
            raise Invalid(mistakes)
        if live.wire(ready.values) == live.wire(self.old):
            return self._record(self.row, self.old)
        values = live.numbered(tx, ready.values, desk.env)
        values, events = make_new_lots(tx, desk, live, values, ready.events, self.uid)
        was = standing(tx.conn, before)
        events = self._at_their_time(was, events)
        title = live.title(values, desk.env)
        change(tx, desk.viewer, live, self.id, revision, values, self.old, title)
        bind_files(tx, live, self.uid, values)
        corrected = self._correct_lots(values)
        moved = [s.essence for s in was] != [essence_of(event) for event in events]
        body = told(live, self.uid, revision + 1, SUBMITTED, values, events if moved else [])
        if corrected:
            body["lots"] = corrected
        entry = append(
            tx, "record.amended", Subject("record", self.uid), body, desk.viewer.actor, reason=reason, via=via
        )
        if moved:
            with later_discreetly(desk):
                replace_events(tx, before, events, entry, Origin(live.key, self.id, self.uid, title), reason)
        row, self.values = statements(live).by_uid(tx.conn, self.uid), values
        return self._record(row, values)

    def _record(self, row: Any, values: Values) -> Record:
        live, desk = self.live, self.desk
        fields = shown(desk, live, values, live.wire(values))
        return record_of(desk, live, row, title_for(desk, live, values, row["title"]), fields)

    def _at_their_time(self, before: Sequence[Standing], events: list[TraceEvent]) -> list[TraceEvent]:
        """Events that say no time of their own happened when they first were written."""
        now = self.desk.env.now
        found = []
        for n, event in enumerate(events):
            if event.time == now and n < len(before) and before[n].verb == event.verb:
                event = structs.replace(event, time=before[n].time, offset=before[n].offset)
            found.append(event)
        return found

    def _fixed_lots(self, values: Values) -> list[Mistake]:
        """A lot that was made stays of the material it is of."""
        found = []
        for path, new in self.live.new_lots(values):
            if new.made is None:
                continue
            unit, material = self.desk.unit(new.made.id), new.facts.get("material")
            if unit is not None and material is not None and unit.material not in (None, material.id):
                found.append(Mistake(path, "records.lot_material", {"lot": unit.code}))
        return found

    def _correct_lots(self, values: Values) -> dict[str, dict[str, str | date]]:
        """What the record says of the lots it made is corrected on them; by lot code, for the ledger."""
        found: dict[str, dict[str, str | date]] = {}
        for _, new in self.live.new_lots(values):
            if new.made is not None and (changed := self._corrections(new)):
                self.tx.run(update(lot).where(lot.c.id == new.made.id).values(changed))
                found[new.made.title] = changed
        return found

    def _corrections(self, new: NewLot) -> dict[str, str | date]:
        unit = self.desk.unit(new.made.id) if new.made is not None else None
        if unit is None or unit.fresh:
            return {}
        told = {name: new.facts.get(name) for name in _LOT_FACTS}
        return {name: value for name, value in told.items() if value is not None and value != getattr(unit, name)}

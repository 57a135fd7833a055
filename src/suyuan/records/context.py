"""What stands beside a lot: every record that made, moved, checked or merely names it, as its reader may see it.

Nothing here knows a form by name: what is shown follows from trace events, lot fields, links and ``about``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from suyuan.access.rights import viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.form import Form, Stage
from suyuan.forms.live import LiveForm
from suyuan.forms.values import PERSON, FileRef, Linked
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import Label
from suyuan.records.climate import Climate, climate
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk
from suyuan.records.lots_of import lot_paths
from suyuan.records.read import loaded, record_of
from suyuan.records.record import Record
from suyuan.records.show import may_know, shown, title_for
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.event import VOIDED, Lot
from suyuan.trace.tables import lot as lot_table
from suyuan.trace.tables import trace_event, trace_link

MOST_RECORDS, MOST_OF_FORM = 60, 12
_e, _k = trace_event.c, trace_link.c


class Mention(msgspec.Struct, frozen=True):
    """A record that concerns the lot.

    :param how: made (the lot came from it), event (it did something to the lot), named (a field names the lot), or
        beside (it belongs to the same order, or is about the equipment or a person there).
    :param check: it is an inspection; ``good`` says how it came out, ``None`` where it does not say.
    """

    form: str
    label: Label
    icon: str
    stage: Stage | None
    how: str
    check: bool
    good: bool | None
    record: Record


class Person(msgspec.Struct, frozen=True):
    """Somebody who took part: ``as_`` is the field's label, ``form`` and ``id`` the record."""

    name: str
    as_: Label
    form: str
    id: str
    title: str


class Thing(msgspec.Struct, frozen=True):
    """Equipment, a line, a vehicle: ``link`` opens it."""

    label: Label
    title: str
    form: str
    id: str


class Evidence(msgspec.Struct, frozen=True):
    """A file of one of the records."""

    id: str
    name: str
    type: str
    size: int
    label: Label
    form: str
    record: str
    title: str


class Context(msgspec.Struct, frozen=True):
    """All of it; ``hidden`` counts records left off by the limits."""

    code: str
    records: list[Mention]
    people: list[Person]
    equipment: list[Thing]
    files: list[Evidence]
    climate: list[Climate]
    hidden: int


def context(store: Store, code: str, *, by: Actor) -> Context:
    """What stands beside the lot ``code`` names, for this reader.

    The caller has made sure that ``by`` may trace.

    :raises NotFound: there is no such lot.
    """
    forms, seen = catalogue(store), viewer(store, by)
    with store.read() as conn:
        found = lots.find(conn, code) if code.strip() else None
        if found is None:
            raise NotFound("trace.unknown_lot", lot=code[:100])
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        return _Gathering(desk, found).context()


class _Gathering:
    def __init__(self, desk: Desk, lot: Lot) -> None:
        self.desk, self.lot = desk, lot
        self.records: dict[tuple[str, str], Mention] = {}
        self.values: dict[tuple[str, str], dict[str, Any]] = {}
        self.hidden = 0

    def context(self) -> Context:
        made = self._maker()
        if made:
            self._add(*made, "made")
        for form, uid in self._events():
            self._add(form, uid, "event")
        for form, uid in self._naming():
            self._add(form, uid, "named")
        for form, uid in list(self.records):
            for key in self._following(form, uid):
                self._add(*key, "beside")
        if made and made in self.records:
            for form, uid in self._beside(*made):
                self._add(form, uid, "beside")
        things = list(self._equipment())
        for form, uid in self._about_things(things):
            self._add(form, uid, "beside")
        return Context(
            self.lot.code,
            list(self.records.values()),
            list(dict.fromkeys(self._people())),
            things,
            list(self._files()),
            climate(self.desk, self.lot),
            self.hidden,
        )

    def _add(self, form: str, uid: str, how: str) -> None:
        key = (form, uid)
        if key in self.records or form not in self.desk.catalogue.words or not self.desk.viewer.can("read", form):
            return
        if len(self.records) >= MOST_RECORDS:
            self.hidden += 1
            return
        live = self.desk.catalogue.any(form)
        try:
            row, values = loaded(self.desk, live, uid)
        except NotFound:
            return
        if row["state"] != SUBMITTED:
            return
        fields = shown(self.desk, live, values, live.wire(values))
        record = record_of(self.desk, live, row, title_for(self.desk, live, values, row["title"]), fields)
        self.values[key] = values
        check = live.form.stage == "inspection" and bool(outcomes(live))
        good = _good(live, record) if check else None
        self.records[key] = Mention(form, live.form.label, live.form.icon, live.form.stage, how, check, good, record)

    # ---- which records

    def _maker(self) -> tuple[str, str] | None:
        query = select(lot_table.c.form, lot_table.c.record).where(lot_table.c.id == self.lot.id)
        row = self.desk.conn.execute(query).first()
        return None if row is None or row.record is None else (row.form, row.record)

    def _events(self) -> Iterator[tuple[str, str]]:
        query = select(_e.form, _e.record_uid).join(trace_link, _k.event == _e.id)
        query = query.where(_k.unit == self.lot.id, _k.side < VOIDED, _e.record_uid.is_not(None))
        per: dict[str, int] = {}
        for form, uid in self.desk.conn.execute(query.order_by(_e.id.desc()).limit(400)):
            per[form] = per.get(form, 0) + 1
            if per[form] <= MOST_OF_FORM:
                yield form, uid
            elif self.desk.viewer.can("read", form):
                self.hidden += 1

    def _naming(self) -> Iterator[tuple[str, str]]:
        for form in self.desk.catalogue:
            live = self.desk.catalogue.any(form.key)
            if self.desk.viewer.can("read", form.key):
                for path in lot_paths(live):
                    if self.desk.viewer.readable(form.key).has(path):
                        yield from ((form.key, uid) for uid in _records_at(self.desk.conn, live, path, self.lot.id))

    def _beside(self, form: str, uid: str) -> Iterator[tuple[str, str]]:
        """The order that the making record belongs to, and whatever else belongs to it."""
        values = self.values[form, uid]
        for order in [v for v in values.values() if isinstance(v, Linked) and self._is_order(v.form)]:
            yield order.form, order.uid
            for other in self.desk.catalogue:
                if other.key in (form, order.form) or not self.desk.viewer.can("read", other.key):
                    continue
                live = self.desk.catalogue.any(other.key)
                if any("." not in path for path in lot_paths(live)):
                    continue  # it names its own lot, and so is here already if that is ours
                for path in links_to(live, order.form):
                    yield from ((other.key, u) for u in _records_at(self.desk.conn, live, path, order.id))

    def _following(self, form: str, uid: str) -> Iterator[tuple[str, str]]:
        """Records that name this one: the inspection of a receipt, the cold-chain log of a shipment."""
        if not self._is_order(form):
            return
        target = self.desk.record(form, uid)
        for other in self.desk.catalogue:
            if target is not None and self.desk.viewer.can("read", other.key):
                live = self.desk.catalogue.any(other.key)
                for path in links_to(live, form):
                    yield from ((other.key, u) for u in _records_at(self.desk.conn, live, path, target.id))

    def _is_order(self, form: str) -> bool:
        """Numbered documents of a stage, as work orders and purchase orders; masters are shared by too many lots."""
        words = self.desk.catalogue.words.get(form)
        return words is not None and words.stage is not None and words.serves is None and _numbered(words)

    # ---- what they tell

    def _people(self) -> Iterator[Person]:
        for (form, uid), mention in self.records.items():
            live = self.desk.catalogue.any(form)
            for _, label, value in self._shown_values(live, form, uid):
                if isinstance(value, Linked) and (value.form == PERSON or self._is_about(value.form, "person")):
                    yield Person(value.title, label, form, uid, mention.record.title)

    def _equipment(self) -> Iterator[Thing]:
        seen: set[tuple[str, str]] = set()
        for form, uid in list(self.records):
            live = self.desk.catalogue.any(form)
            for _, label, value in self._shown_values(live, form, uid):
                if not isinstance(value, Linked) or (value.form, value.uid) in seen or not may_know(self.desk, value):
                    continue
                if self._is_about(value.form, "equipment") or is_line(self.desk, value.form):
                    seen.add((value.form, value.uid))
                    yield Thing(label, value.title, value.form, value.uid)

    def _is_about(self, form: str, what: str) -> bool:
        return form in targets(self.desk, what)

    def _about_things(self, things: list[Thing]) -> Iterator[tuple[str, str]]:
        """The newest records about the equipment: calibration, cleaning."""
        for form in self.desk.catalogue:
            if form.about is None or not form.about.equipment or not self.desk.viewer.can("read", form.key):
                continue
            live = self.desk.catalogue.any(form.key)
            for thing in things:
                target = self.desk.record(thing.form, thing.id)
                if target is not None and form.about.equipment in links_to(live, thing.form):
                    newest = _records_at(self.desk.conn, live, form.about.equipment, target.id)[:2]
                    yield from ((form.key, uid) for uid in newest)

    def _files(self) -> Iterator[Evidence]:
        for (form, uid), mention in self.records.items():
            live = self.desk.catalogue.any(form)
            for _, label, value in self._shown_values(live, form, uid):
                for file in value if isinstance(value, tuple) else ():
                    if isinstance(file, FileRef):
                        yield Evidence(file.id, file.name, file.type, file.size, label, form, uid, mention.record.title)

    def _shown_values(self, live: LiveForm, form: str, uid: str) -> Iterator[tuple[str, Label, Any]]:
        """Path, label and value of every field the reader may see, rows included."""
        may, values = self.desk.viewer.readable(form), self.values[form, uid]
        for key, field in live.fields.items():
            if not may.has(key):
                continue
            if key not in live.lists:
                yield key, field.field.label, values.get(key)
                continue
            for inner, part in live.lists[key].fields.items():
                if may.has(f"{key}.{inner}"):
                    for row in values.get(key) or ():
                        yield f"{key}.{inner}", part.field.label, row.get(inner)


def targets(desk: Desk, what: str) -> set[str]:
    """Forms that the ``about`` of some form leads to; ``what`` is place, person or equipment."""
    found: set[str] = set()
    for form in desk.catalogue:
        path = getattr(form.about, what) if form.about is not None else None
        field = desk.catalogue.any(form.key).field(path) if path else None
        target = FIELD_TYPES[field.type].expr_type(field).form if field is not None else None
        if target is not None and target != PERSON:
            found.add(target)
    return found


def is_line(desk: Desk, form: str) -> bool:
    """Places that stand in another place of the plant: lines, machines."""
    words = desk.catalogue.words.get(form)
    if words is None or words.serves is None or words.serves.role != "place":
        return False
    live = desk.catalogue.any(form)
    return any(
        (target := FIELD_TYPES[f.field.type].expr_type(f.field).form) is not None
        and target in desk.catalogue.words
        and (serves := desk.catalogue.words[target].serves) is not None
        and serves.role == "place"
        for f in live.plain.values()
    )


def _records_at(conn: Connection, live: LiveForm, path: str, id: int) -> list[str]:
    """Public ids of the newest submitted records whose field at ``path`` holds ``id``."""
    column = live.column(path)
    if column is None:
        return []
    c = live.table.c
    query = select(c.uid).where(c.state == SUBMITTED).order_by(c.id.desc()).limit(MOST_OF_FORM)
    if column.table is live.table:
        query = query.where(column == id)
    else:
        query = query.where(c.id.in_(select(column.table.c.record).where(column == id)))
    return list(conn.execute(query).scalars())


def links_to(live: LiveForm, form: str) -> list[str]:
    """Paths of plain fields that lead to records of ``form``."""
    return [
        key
        for key, f in live.plain.items()
        if f.field.type in ("link", "location") and FIELD_TYPES[f.field.type].expr_type(f.field).form == form
    ]


def _numbered(form: Form) -> bool:
    return any(f.type == "serial" and not f.retired for f in form.fields)


def outcomes(live: LiveForm) -> dict[str, dict[str, bool]]:
    """Choice fields some of whose options are green or red: what says how a check came out."""
    found: dict[str, dict[str, bool]] = {}
    for key, f in live.plain.items():
        if f.field.type == "choice":
            judged = {o.key: o.color == "green" for o in f.field.options.options if o.color in ("green", "red")}
            if judged:
                found[key] = judged
    return found


def _good(live: LiveForm, record: Record) -> bool | None:
    told = [judged.get(str(record.fields.get(key))) for key, judged in outcomes(live).items()]
    said = [one for one in told if one is not None]
    return None if not said else all(said)

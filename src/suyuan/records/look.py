"""Everything that cleaning, computing and planning look up, through one connection, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, select

from suyuan.access.department import department_by_id, department_by_uid
from suyuan.access.person import Person, person_by_id
from suyuan.access.rights import Viewer
from suyuan.access.tables import person
from suyuan.expr import Env
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.values import DEPARTMENT, LOT, PERSON, FileRef, Linked, LotRef, Measure, instant
from suyuan.records.allow import holds
from suyuan.records.elsewhere import Asking
from suyuan.records.files import SIGNED, STAMPED, file_by_uid, may_use
from suyuan.records.lot_facts import LotFacts
from suyuan.records.statements import SUBMITTED, rows_of, statements
from suyuan.store.quick import Quick
from suyuan.trace import lots
from suyuan.trace.event import Lot
from suyuan.trace.look import Material
from suyuan.trace.looking import TraceLook
from suyuan.trace.stock import Piles

_PEOPLE = select(person.c.id, person.c.uid, person.c.name).where(person.c.id.in_(bindparam("of", expanding=True)))

_ACTIVE = Quick(
    select(person.c.id, person.c.uid, person.c.name).where(person.c.uid == bindparam("uid"), person.c.active)
)


class Desk(TraceLook):
    """Look-ups of one call: the forms' ``Look`` and ``Resolve`` and the trace's ``Look`` in one.

    :param viewer: what they may not see is as if it did not exist.
    :ivar chosen: internal ids of the lots that the record at hand names; ``fefo`` leaves them aside.
    :param form: and ``record``: the record being amended, whose files may stay.
    """

    def __init__(
        self,
        conn: Connection,
        catalogue: Catalogue,
        viewer: Viewer,
        env: Env,
        form: str = "",
        record: str | None = None,
    ) -> None:
        super().__init__(conn, replace(env, ask=Asking(self)), self.material_of)
        self.catalogue = catalogue
        self.viewer = viewer
        self.form, self.uid = form, record
        self._linked: dict[tuple[str, int], Linked | None] = {}
        self._rows: dict[tuple[str, int], Any] = {}
        self._units: dict[int, Lot | None] = {}
        self._materials: dict[int, Material | None] = {}
        self._stock: dict[int, Piles] = {}
        self.chosen: set[int] = set()

    # ---- by public id: what a client names

    def record(self, form: str, uid: str) -> Linked | None:
        """A submitted record that the viewer may read."""
        if not self.viewer.can("read", form) or form not in self.catalogue.words:
            return None
        live = self.catalogue.any(form)
        row = statements(live).by_uid(self.conn, uid)
        if row is None or row["state"] != SUBMITTED:
            return None
        found = self._keep(live, row)
        rows = self.viewer.rows(form)
        return found if rows is None or holds(rows, found, self.env) else None

    def lot(self, code: str) -> LotRef | None:
        """A lot by its code, or by whatever else identifies it."""
        found = lots.find(self.conn, code)
        return None if found is None else self._lot(found)

    def person(self, uid: str) -> Linked | None:
        """An active person."""
        own = self.viewer.actor
        if own.person is not None and own.key == f"person:{uid}":
            return self._own(own.person, uid, own.name)
        found = _ACTIVE.first(self.conn, {"uid": uid})
        return None if found is None else self._own(*found)

    def department(self, uid: str) -> Linked | None:
        """A department."""
        found = department_by_uid(self.conn, uid)
        return None if found is None else self.at(DEPARTMENT, found.id)

    def file(self, uid: str) -> FileRef | None:
        """An upload of the viewer's own, or one that stands in this record already."""
        if may_use(self.conn, "", uid, self.viewer.actor, self.form, self.uid):
            return None
        found = file_by_uid(self.conn, uid)
        at = instant(found.at) if found.made in (STAMPED, SIGNED) else ""
        told = (found.name, found.type, found.size, found.sha256, found.made, found.original, found.signer)
        return FileRef(found.id, *told, at)

    # ---- by internal id: what a row holds

    def at(self, form: str, id: int) -> Linked | None:
        """The record, person, department or lot with this internal id, whoever asks."""
        key = (form, id)
        if key not in self._linked:
            self._linked[key] = self._find(form, id)
        return self._linked[key]

    def prefetch(self, form: str, ids: Iterable[int]) -> None:
        """Look up many at once, so that ``at`` need not ask for each.

        :param form: a drawn form, ``LOT`` or ``PERSON``; departments are few and come one by one.
        """
        wanted = [id for id in dict.fromkeys(ids) if (form, id) not in self._linked]
        if not wanted:
            return
        if form == LOT:
            for found in lots.refs(self.conn, wanted).values():
                self._lot(found)
        elif form == PERSON:
            for row in self.conn.execute(_PEOPLE, {"of": wanted}):
                self._own(row.id, row.uid, row.name)
        elif form != DEPARTMENT:
            live = self.catalogue.any(form)
            for found_row in statements(live).by_ids(self.conn, wanted):
                self._keep(live, found_row)

    def _find(self, form: str, id: int) -> Linked | None:
        if form == LOT:
            unit = self.unit(id)
            return None if unit is None else self._lot(unit)
        if form == PERSON:
            person = person_by_id(self.conn, id)
            return None if person is None else self._person(person)
        if form == DEPARTMENT:
            place = department_by_id(self.conn, id)
            if place is None:
                return None
            above = place.parent
            facts = {"name": place.name}
            return Linked(
                DEPARTMENT,
                id,
                place.uid,
                place.name,
                lambda: facts | {"parent": None if above is None else self.at(DEPARTMENT, above)},
            )
        live = self.catalogue.any(form)
        row = statements(live).by_id(self.conn, id)
        return None if row is None else self._keep(live, row)

    def _keep(self, live: LiveForm, row: Any) -> Linked:
        id: int = row["id"]
        found = self._linked.get((live.key, id))
        if found is None:
            found = Linked(live.key, id, row["uid"], row["title"], lambda: Scalars(self, live, row))
            self._linked[live.key, id] = found
            self._rows[live.key, id] = row
        return found

    def _own(self, id: int, uid: str, name: str) -> Linked:
        known = self._linked.get((PERSON, id))
        if known is None:
            known = self._linked[PERSON, id] = Linked(PERSON, id, uid, name, partial(self._whole, id))
        return known

    def _whole(self, person: int) -> Mapping[str, Any]:
        found = person_by_id(self.conn, person)
        return {} if found is None else self._about(found)

    def _person(self, found: Person) -> Linked:
        linked = Linked(PERSON, found.id, found.uid, found.name, lambda: self._about(found))
        self._linked[PERSON, found.id] = linked
        return linked

    def _about(self, found: Person) -> Mapping[str, Any]:
        place = None if found.department is None else self.at(DEPARTMENT, found.department)
        return {"name": found.name, "user": found.user, "department": place}

    # ---- lots

    def unit(self, id: int) -> Lot | None:
        """The lot with this internal id, with its balance as it is now."""
        if id not in self._units:
            self._units[id] = lots.ref(self.conn, id)
        return self._units[id]

    def _lot(self, found: Lot) -> LotRef:
        known = self._linked.get((LOT, found.id))
        if isinstance(known, LotRef):
            return known
        self._units.setdefault(found.id, found)
        made = LotRef(found.id, found.uid, found.code, lambda: self._facts(found))
        self._linked[LOT, found.id] = made
        return made

    def made(self, lot: Lot) -> LotRef:
        """A lot made in this transaction."""
        return self._lot(lot)

    def stock(self, id: int) -> Piles:
        """Where the lot with this internal id lies."""
        if id not in self._stock:
            self._stock[id] = super().stock(id)
        return self._stock[id]

    def _facts(self, found: Lot) -> Mapping[str, Any]:
        return LotFacts(self, found, partial(self._material_link, found))

    def _material_link(self, found: Lot) -> Linked | None:
        serving = self.catalogue.serving("material")
        return None if found.material is None or serving is None else self.at(serving.key, found.material)

    def material_of(self, id: int) -> Material | None:
        """What the trace needs of the material with this record id."""
        if id not in self._materials:
            self._materials[id] = self._material(id)
        return self._materials[id]

    def _material(self, id: int) -> Material | None:
        serving = self.catalogue.serving("material")
        found = None if serving is None else self.at(serving.key, id)
        if found is None or serving is None or serving.form.serves is None:
            return None
        part = serving.form.serves
        days = found.get(part.shelf_life) if part.shelf_life else None
        own: dict[str, Decimal] = {}
        for row in (found.get(part.conversions) or ()) if part.conversions else ():
            if row.get("uom") and row.get("factor") is not None:
                own[row["uom"]] = row["factor"]
        return Material(
            id,
            str(found.get(part.name) or found.title),
            str((found.get(part.uom) if part.uom else None) or "pcs"),
            bool(part.inspect and found.get(part.inspect)),
            None if days is None else int(days),
            found.get(part.gtin) if part.gtin else None,
            own,
        )


class Scalars(Mapping[str, Any]):
    """A record as expressions see it through a link: its lists are read when first asked for."""

    __slots__ = ("_desk", "_found", "_lists", "_live", "_row")

    def __init__(self, desk: Desk, live: LiveForm, row: Any) -> None:
        self._desk, self._live, self._row = desk, live, row
        self._found: dict[str, Any] = {}
        self._lists: dict[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        if key not in self._found:
            self._found[key] = self._read(key)
        return self._found[key]

    def _read(self, key: str) -> Any:
        live = self._live
        if key in live.lists:
            if self._lists is None:
                rows = rows_of(self._desk.conn, live, self._row["id"])
                self._lists = live.scalars(
                    {k: [live.lists[k].load(r, self._desk) for r in found] for k, found in rows.items()}
                )
            return self._lists[key]
        if key in live.fields:
            value = live.fields[key].load(self._row, self._desk)
            return value.scalar() if isinstance(value, Measure) or hasattr(value, "scalar") else value
        for ending in ("_uom", "_currency"):
            if key.endswith(ending) and key.removesuffix(ending) in live.fields:
                return self._row.get(key)
        return own_of(self._desk, self._row).get(key)

    def __iter__(self) -> Any:
        return iter(self._live.fields)

    def __len__(self) -> int:
        return len(self._live.fields)


def own_of(desk: Desk, row: Any) -> dict[str, Any]:
    """What every record has besides its fields, as expressions see it."""
    by = row["created_by"]
    return {
        "state": row["state"],
        "version": Decimal(row["version"]),
        "revision": Decimal(row["revision"]),
        "created_at": row["created_at"].astimezone(UTC),
        "updated_at": row["updated_at"].astimezone(UTC),
        "created_by": None if by is None else desk.at(PERSON, by),
        "id": row["uid"],
        "title": row["title"],
    }


def live_of(forms: Catalogue, form: str, *, reading: bool = False) -> LiveForm:
    """The published form.

    :param reading: records of retired forms may still be read.
    :raises NotFound: there is none.
    """
    return forms.any(form) if reading else forms.form(form)

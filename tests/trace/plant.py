"""A plant in few words: each verb is a form with a trace mapping, filled and written through the room's own path."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from suyuan.expr import Env
from suyuan.forms.form import Field, Form, LinkMapping, TraceMapping
from suyuan.forms.values import Linked, LotRef, Measure, NewLot
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.kernel.i18n import Label
from suyuan.ledger.append import append
from suyuan.store.engine import Store, Tx
from suyuan.trace.balance import Balance, balance
from suyuan.trace.event import Lot, Origin, body_of
from suyuan.trace.genealogy import Genealogy
from suyuan.trace.graph import TraceGraph
from suyuan.trace.look import NONE_TAKEN, Material, Taken
from suyuan.trace.looking import TraceLook
from suyuan.trace.lots import contents, find, ref_by_code
from suyuan.trace.make import make_lots
from suyuan.trace.plan import plan
from suyuan.trace.record import record
from suyuan.trace.restock import piles_of
from suyuan.trace.void import events_of_record, replace_events, taken_by, void_events
from suyuan.trace.words import plain

ZONE = timezone(timedelta(hours=8))
MATERIALS = {
    1: Material(1, "小麦粉 Flour", "kg", conversions={"bag": Decimal(25)}),
    2: Material(2, "猪肉 Pork", "kg", inspect=True, shelf_life=12),
    3: Material(3, "水饺 Dumplings", "kg", shelf_life=365, gtin="06901234500011"),
    4: Material(4, "纸箱 Carton", "pcs"),
}
LINKS = ["lot", "quantity", "container"]


def link(path: str, quantity: str | None = None, **more: Any) -> LinkMapping:
    return LinkMapping(lot=path, quantity=quantity, **more)


INPUTS, OUTPUTS, OBJECTS = (link(f"{name}.lot", f"{name}.quantity") for name in ("inputs", "outputs", "objects"))


def form(verb: Any, **changes: Any) -> Form:
    """A form of one verb with every field a mapping may name."""
    usual: dict[str, Any] = {"when": "at", "where": "place", "source": "source", "destination": "destination"}
    if verb in ("transform", "pack"):
        usual["inputs"] = [INPUTS]
    if verb in ("receive", "create", "transform", "unpack"):
        usual["outputs"] = [OUTPUTS]
    if verb in ("move", "ship", "observe", "dispose"):
        usual["objects"] = [OBJECTS]
    if verb in ("pack", "unpack"):
        usual["parent"] = "container"
    fields = [Field(key=key, type="text", label=Label(key, key)) for key in LINKS]
    return Form(key=verb, label=Label(verb, verb), fields=fields, trace=[TraceMapping(verb=verb, **usual | changes)])


def place(title: str, id: int = 1, of: str = "location") -> Linked:
    return Linked(of, id, f"{of}-{id}", title)


class Plant:
    """Fills forms at a plant.

    ``"R-1"`` names an existing lot, ``+"..."`` via ``new(...)`` one to be made; quantities are decimals as text, in the
    lot's own uom, or ``"3 bag"``.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.numbers = itertools.count(1)
        self.titles: dict[str, str] = {}

    # what happens

    def receive(self, *lots: Any, **more: Any) -> str:
        return self.submit("receive", outputs=lots, **more)

    def create(self, *lots: Any, **more: Any) -> str:
        return self.submit("create", outputs=lots, **more)

    def transform(self, inputs: Sequence[Any], outputs: Sequence[Any], **more: Any) -> str:
        return self.submit("transform", inputs=inputs, outputs=outputs, **more)

    def pack(self, container: Any, *lots: Any, **more: Any) -> str:
        return self.submit("pack", container=container, inputs=lots, **more)

    def unpack(self, container: str, *lots: Any, **more: Any) -> str:
        changes = {} if lots else {"outputs": []}
        return self.submit("unpack", container=container, outputs=lots, changes=changes, **more)

    def ship(self, *lots: Any, **more: Any) -> str:
        return self.submit("ship", objects=lots, **more)

    def dispose(self, *lots: Any, **more: Any) -> str:
        return self.submit("dispose", objects=lots, **more)

    def move(self, *lots: Any, **more: Any) -> str:
        return self.submit("move", objects=lots, **more)

    def observe(self, *lots: Any, **more: Any) -> str:
        return self.submit("observe", objects=lots, **more)

    def set_status(self, code: str, status: str) -> str:
        return self.submit("observe", objects=[code], status=status, changes={"status": "status"})

    def submit(self, verb: str, *, changes: Mapping[str, Any] | None = None, **given: Any) -> str:
        """The public id of the record written."""
        filled = form(verb, **changes or {})
        return self.store.write(lambda tx: self._write(tx, filled, given, self._uid(verb), NONE_TAKEN, []))

    def amend(self, uid: str, *, changes: Mapping[str, Any] | None = None, **given: Any) -> None:
        filled = form(uid.split("-")[0], **changes or {})

        def work(tx: Tx) -> str:
            old = events_of_record(tx.conn, filled.key, uid)
            return self._write(tx, filled, given, uid, taken_by(tx.conn, old), old)

        self.store.write(work)

    def void(self, uid: str, reason: str = "填错 wrong") -> None:
        def work(tx: Tx) -> None:
            entry = append(tx, "record.voided", ("record", uid), {}, CLI, reason=reason)
            void_events(tx, events_of_record(tx.conn, uid.split("-")[0], uid), entry, reason)

        self.store.write(work)

    def _write(self, tx: Tx, filled: Form, given: Mapping[str, Any], uid: str, taken: Taken, old: list[int]) -> str:
        look = TraceLook(tx.conn, Env.at(tx.now.astimezone(ZONE)), MATERIALS.get)
        events, mistakes = plan(filled, self._values(tx, given), look, taken=taken)
        if mistakes:
            raise Invalid(mistakes)
        made = make_lots(tx, events, filled.key, uid)
        body = {"trace": [body_of(event) for event in made.events]}
        entry = append(tx, "record.amended" if old else "record.submitted", ("record", uid), body, CLI)
        origin = Origin(filled.key, int(uid.rsplit("-", 1)[1]), uid, uid)
        if old:
            replace_events(tx, old, made.events, entry, origin, "改正 corrected")
        else:
            record(tx, made.events, entry, origin)
        return uid

    def _uid(self, verb: str) -> str:
        return f"{verb}-{next(self.numbers)}"

    def _values(self, tx: Tx, given: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in given.items():
            if key in ("inputs", "outputs", "objects"):
                values[key] = [self._row(tx, item) for item in value]
            else:
                values[key] = self._lot(tx, value) if key == "container" else value
        return values

    def _row(self, tx: Tx, item: Any) -> dict[str, Any]:
        if isinstance(item, dict):
            return {**item, "lot": self._lot(tx, item["lot"]), "quantity": measure(item.get("quantity"))}
        lot, quantity = item if isinstance(item, tuple) else (item, None)
        return {"lot": self._lot(tx, lot), "quantity": measure(quantity)}

    def _lot(self, tx: Tx, lot: Any) -> Any:
        if not isinstance(lot, str):
            found = ref_by_code(tx.conn, lot.code or "") if isinstance(lot, NewLot) else None
            again = found is not None and getattr(lot, "again", False)
            return lot if not again else NewLot(lot.code, "", lot.facts, LotRef(found.id, found.uid, found.code))  # type: ignore[union-attr]
        found = ref_by_code(tx.conn, lot)
        return LotRef(found.id, found.uid, found.code) if found else LotRef(-1, "", lot)

    # what is known

    def lot(self, code: str) -> Lot:
        with self.store.read() as conn:
            found = find(conn, code)
        assert found is not None, f"there is no lot {code}"
        return found

    def balance(self, code: str) -> Balance:
        with self.store.read() as conn:
            return balance(conn, self.lot(code).id)

    def stock(self, code: str) -> dict[str, str]:
        """What lies of a lot at each place: ``40`` free, ``40+10`` of which ten are in containers."""
        with self.store.read() as conn:
            piles = piles_of(conn, self.lot(code).id)
        return {p.place.title: f"{plain(p.free)}+{plain(p.packed)}" if p.packed else plain(p.free) for p in piles}

    def inside(self, code: str) -> dict[str, Decimal]:
        with self.store.read() as conn:
            return {i.lot.code: i.quantity for i in contents(conn, self.lot(code).id)}

    def back(self, code: str, **more: Any) -> Genealogy:
        with self.store.read() as conn:
            return TraceGraph(conn).back(self.lot(code).id, **more)

    def forward(self, code: str, **more: Any) -> Genealogy:
        with self.store.read() as conn:
            return TraceGraph(conn).forward(self.lot(code).id, **more)

    def both(self, code: str, **more: Any) -> Genealogy:
        with self.store.read() as conn:
            return TraceGraph(conn).both(self.lot(code).id, **more)


def new(code: str, material: int | None = 1, **facts: Any) -> NewLot:
    """A lot to be made."""
    if material is not None:
        facts["material"] = Linked("material", material, f"m-{material}", MATERIALS[material].title)
    return NewLot(code, "", facts)


def pallet(code: str) -> NewLot:
    return NewLot(code, "", {"kind": "logistic"})


def measure(text: str | None) -> Measure | Decimal | None:
    if text is None:
        return None
    value, _, uom = text.partition(" ")
    return Measure(Decimal(value), uom) if uom else Decimal(value)


def codes(genealogy: Genealogy) -> set[str]:
    return {unit.code for unit in genealogy.units}


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)

"""A food plant with one approved mill, to receive from: what the tests of the supply side begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from suyuan.access.people import create_person
from suyuan.access.person import people as everybody
from suyuan.forms.fields.quantity import trimmed
from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.errors import Invalid
from suyuan.kernel.i18n import say
from suyuan.packs.install import install
from suyuan.packs.pack import find_pack, read_pack
from suyuan.records import Query, Record, amend, one, read, submit
from suyuan.store.engine import Store
from suyuan.trace.balance import balance
from suyuan.trace.lots import ref_by_code

USCC = "91130602MA0K17T2Q1"
SC = "SC10113060200116"
JY = "JY11306020001010"
ROLES = ("administrator", "purchasing", "store", "inspector", "quality_manager")


@dataclass
class Supply:
    """The plant and its first records.

    :ivar ids: public ids of the master records, by a short name.
    :ivar people: an actor for each role.
    """

    store: Store
    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    def write(self, form: str, by: str | None = None, **fields: Any) -> Record:
        return submit(self.store, form, fields, by=self.people[by or "administrator"])

    def amend(self, record: Record, by: str | None = None, **fields: Any) -> Record:
        now = self.one(record)
        return amend(
            self.store,
            now.form,
            now.id,
            fields,
            by=self.people[by or "administrator"],
            reason="mend",
            revision=now.revision,
        )

    def one(self, record: Record) -> Record:
        return one(self.store, record.form, record.id, by=CLI)

    def see(self, record: Record, by: str) -> dict[str, Any]:
        """The fields that somebody sees of it."""
        return dict(one(self.store, record.form, record.id, by=self.people[by]).fields)

    def lot(self, code: str) -> dict[str, str]:
        """Its status, and what became of it."""
        with self.store.read() as conn:
            found = ref_by_code(conn, code)
            assert found is not None, f"no lot {code}"
            sums = balance(conn, found.id)
        assert sums is not None
        told = {k: trimmed(getattr(sums, k)) for k in ("on_hand", "sampled", "used")}
        return {"status": found.status} | told

    def all(self, form: str) -> list[Record]:
        return list(read(self.store, Query(form), by=CLI).items)

    def material(self, code: str, **more: Any) -> str:
        about: dict[str, Any] = {
            "code": code,
            "name": code.title(),
            "kind": "raw",
            "base_uom": "kg",
            "needs_inspection": True,
        }
        return self.write("material", **(about | more)).id

    def supplier(self, name: str, *materials: str, **more: Any) -> Record:
        """An approved supplier with a business licence without end."""
        about: dict[str, Any] = {
            "name": name,
            "approval": "approved",
            "materials": [{"material": id} for id in materials],
            "licences": [{"kind": "business", "number": USCC}],
        }
        return self.write("supplier", **(about | more))

    def delivery(self, **more: Any) -> dict[str, Any]:
        """What a receipt of flour from the mill says."""
        about: dict[str, Any] = {
            "supplier": self.ids["mill"],
            "material": self.ids["flour"],
            "supplier_lot": "A-1",
            "quantity": {"value": "500", "uom": "kg"},
            "location": self.ids["dry"],
        }
        return {key: value for key, value in (about | more).items() if value is not None}

    def receipt(self, by: str | None = None, **more: Any) -> Record:
        return self.write("raw_receipt", by, **self.delivery(**more))

    def order(self, by: str | None = None, **more: Any) -> Record:
        line = {"material": self.ids["flour"], "quantity": {"value": "500", "uom": "kg"}, "price": {"value": "3.2"}}
        about: dict[str, Any] = {"supplier": self.ids["mill"], "promised_on": "2026-11-25", "lines": [line]}
        return self.write("purchase_order", by, **(about | more))


def make_supply(store: Store) -> Supply:
    """Install the packs, take people in, record the masters."""
    for name in ("core", "food"):
        install(store, read_pack(find_pack(name)), CLI)
    plant = Supply(store)
    for role in ROLES:
        plant.people[role] = create_person(store, user=role, name=role, roles=[role], by=CLI).actor()
    ids = plant.ids
    for code, kind in (("DRY", "dry"), ("COLD", "chilled"), ("DOCK", "dock")):
        about: dict[str, Any] = {"lowest": "0", "highest": "4"} if kind == "chilled" else {}
        ids[kind] = plant.write("location", code=code, name=code.title(), kind=kind, **about).id
    ids["flour"] = plant.material("FLOUR", storage="dry", shelf_life=180)
    ids["mill"] = plant.supplier("Mill", ids["flour"]).id
    return plant


def open_supply(store: Store, ids: dict[str, str]) -> Supply:
    """A plant made before, from its store."""
    with store.read() as conn:
        people = {found.user: found.actor() for found in everybody(conn)}
    return Supply(store, ids, people)


def refusal(run: Any, lang: str = "en") -> dict[str, str]:
    """What ``run`` is refused for, in words, by field path."""
    with pytest.raises(Invalid) as wrong:
        run()
    return {m.path: say(m.code, lang, **m.params) for m in wrong.value.mistakes}

"""A plant that makes noodles of flour and salt and packs them in bags: what the tests of production begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from suyuan.access.people import create_person
from suyuan.kernel.actor import CLI
from suyuan.records import Record
from suyuan.store.engine import Store
from suyuan.trace.event import Side
from suyuan.trace.tables import lot, trace_event, trace_link
from tests.packs.supply import Supply, make_supply

ROLES = ("operator", "supervisor", "sales", "manager")


def kg(value: str) -> dict[str, str]:
    return {"value": value, "uom": "kg"}


@dataclass
class Factory(Supply):
    """Noodles: flour and salt become dough (``dough``), dough and bags become packed noodles (``noodles``)."""

    def person(self, role: str) -> str:
        """The public id of the person with a role."""
        return self.people[role].key.removeprefix("person:")

    def ingredient(self, material: str, quantity: str = "500", **more: Any) -> str:
        """The code of a lot that came in and may be used."""
        made = self.receipt(material=self.ids[material], quantity=kg(quantity), **more)
        return str(made.fields["lot"]["code"])

    def recipe(self, product: str, pack_size: str | None = None, per_carton: int | None = None, **items: str) -> str:
        """The id of a recipe for 100 kg of ``product`` that takes so many kg of each."""
        rows = [{"material": self.ids[key], "needed": kg(amount)} for key, amount in items.items()]
        about = {"pack_size": pack_size, "per_carton": per_carton}
        return self.write("recipe", product=self.ids[product], makes=kg("100"), items=rows, **about).id

    def order_of(self, product: str, planned: str = "100", **more: Any) -> Record:
        about = {"product": self.ids[product], "recipe": self.ids[f"recipe_{product}"], "line": self.ids["line"]}
        return self.write("work_order", planned=kg(planned), **(about | more))

    def feed(self, *inputs: tuple[str, str], good: str, by: str | None = None, **more: Any) -> Record:
        """Dough of lots, by code and kg."""
        rows = [{"lot": code, "fed": kg(amount)} for code, amount in inputs]
        order = more.pop("work_order", None) or self.order_of("dough").id
        return self.write("feeding", by, work_order=order, **({"inputs": rows, "good": kg(good)} | more))

    def dough(self, flour: str = "99", salt: str = "1", good: str = "99") -> str:
        """The code of a fresh batch of dough, which needs no inspection."""
        made = self.feed((self.ingredient("flour"), flour), (self.ingredient("salt"), salt), good=good)
        return str(made.fields["batch"]["code"])

    def pack(self, dough: str, quantity: str = "50", good: str = "50", **more: Any) -> Record:
        """Noodles of dough, in bags."""
        about = {
            "work_order": more.get("work_order") or self.order_of("noodles").id,
            "inputs": [{"lot": dough, "quantity": kg(quantity)}],
            "packaging": [{"lot": self.ingredient("bag", "20"), "used": kg("0.5")}],
            "good": kg(good),
        }
        return self.write("packing", **(about | more))

    def noodles(self) -> str:
        """The code of 50 kg of packed noodles, in quarantine."""
        return str(self.pack(self.dough()).fields["lot"]["code"])

    def inspect(self, code: str, *rows: dict[str, Any], **more: Any) -> Record:
        results = list(rows) or [{"analyte": "moisture", "upper": "14", "x1": "12"}]
        return self.write("finished_inspection", lot=code, results=results, **more)

    def released(self) -> str:
        """The code of 50 kg of noodles that may be shipped."""
        code = self.noodles()
        self.inspect(code)
        return code

    def set_status(self, code: str, status: str) -> None:
        self.write("lot_status", "quality_manager", status=status, lots=[{"lot": code}], reason="test")

    def palletize(self, code: str, quantity: str = "20") -> Record:
        contents = [{"lot": code, "quantity": kg(quantity)}]
        return self.write("palletizing", line=self.ids["line"], contents=contents, location=self.ids["dock"])

    def ship(self, code: str, quantity: str | None = None, **more: Any) -> Record:
        row = {"lot": code} | ({"quantity": kg(quantity)} if quantity else {})
        return self.write("shipment", **({"customer": self.ids["shop"], "lines": [row]} | more))

    def links(self, code: str) -> list[tuple[int, str]]:
        """(event, code of the input) of everything that went into a lot."""
        made = select(trace_link.c.event).join(lot, lot.c.id == trace_link.c.unit)
        made = made.where(lot.c.code == code, trace_link.c.side == Side.OUT_OUTPUT)
        query = select(trace_link.c.event, lot.c.code).join(lot, lot.c.id == trace_link.c.unit)
        query = query.where(trace_link.c.event.in_(made), trace_link.c.side == Side.IN_INPUT)
        with self.store.read() as conn:
            return [(event, str(found)) for event, found in conn.execute(query)]

    def events(self, verb: str) -> list[Any]:
        query = select(trace_event).where(trace_event.c.verb == verb).order_by(trace_event.c.id)
        with self.store.read() as conn:
            return list(conn.execute(query))


def make_factory(store: Store) -> Factory:
    """Masters, recipes and people of a small noodle plant."""
    supply = make_supply(store)
    plant = Factory(store, supply.ids, supply.people)
    ids = plant.ids
    for role in ROLES:
        plant.people[role] = create_person(store, user=role, name=role, roles=[role], by=CLI).actor()
    _materials(plant)
    ids["line"] = plant.write("line", code="L1", name="Line").id
    ids["shop"] = plant.write("customer", name="Shop", kind="retail").id
    ids["depot"] = plant.write("customer", name="Depot", kind="distributor").id
    ids["corner"] = plant.write("customer", name="Corner", kind="shop", distributor=ids["depot"]).id
    return plant


def _materials(plant: Factory) -> None:
    ids = plant.ids
    ids["flour"] = plant.material("WHEAT", needs_inspection=False, shelf_life=180)
    ids["salt"] = plant.material("SALT", kind="additive", needs_inspection=False, shelf_life=700)
    ids["bag"] = plant.material("BAG", kind="packaging", needs_inspection=False)
    ids["dough"] = plant.material("DOUGH", kind="wip", needs_inspection=False, shelf_life=3)
    ids["noodles"] = plant.material("NOODLES", kind="finished", needs_inspection=True, shelf_life=90)
    ids["mill"] = plant.supplier("All", ids["flour"], ids["salt"], ids["bag"]).id
    ids["recipe_dough"] = plant.recipe("dough", flour="99", salt="1")
    ids["recipe_noodles"] = plant.recipe("noodles", dough="100", bag="1", pack_size="0.5", per_carton=20)

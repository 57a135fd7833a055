"""A small plant to record in: flour comes in, dough is made, dough is shipped; people with different rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from suyuan.access.people import create_person
from suyuan.access.person import Person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.definitions.document import from_yaml
from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.errors import Invalid
from suyuan.records import Record, submit
from suyuan.store.engine import Store

FORMS = {
    "material": """
form: material
label: {zh: 物料, en: Material}
title: "{name}"
serves: {role: material, name: name, code: code, uom: base_uom, inspect: inspect, shelf_life: shelf_life,
         conversions: conversions}
fields:
  code: {type: text, required: true, unique: true, max: 30}
  name: {type: text, required: true}
  base_uom: {type: choice, default: '"kg"', options: [{key: kg, label: kg}, {key: pcs, label: 件}]}
  inspect: {type: bool}
  shelf_life: {type: number}
  cost: {type: number, decimals: 2}
  conversions:
    type: list
    fields:
      uom: {type: choice, required: true, options: [{key: bag, label: 袋}]}
      factor: {type: number, decimals: 3, required: true}
""",
    "supplier": """
form: supplier
label: {zh: 供应商, en: Supplier}
title: "{name}"
serves: {role: party, name: name}
fields:
  name: {type: text, required: true}
  city: {type: text}
  secret: {type: text}
""",
    "place": """
form: place
label: {zh: 库位, en: Place}
title: "{name}"
serves: {role: place, name: name}
fields:
  name: {type: text, required: true}
""",
    "receipt": """
form: receipt
label: {zh: 入库单, en: Receipt}
stage: receipt
title: "{no} · {material}"
fields:
  no: {type: serial, rule: "RR-{yyMMdd}-{###}"}
  supplier: {type: link, to: supplier, required: true, shown: [city, secret]}
  material: {type: link, to: material, required: true}
  supplier_lot: {type: text, max: 20}
  quantity: {type: quantity, of: material, required: true, min: 0.001}
  price: {type: number, decimals: 2}
  worth: {type: expression, value: quantity * price, decimals: 2}
  received_at: {type: datetime, default: NOW()}
  place: {type: location, required: true}
  receiver: {type: person, default: CURRENT_USER()}
  photo: {type: file}
  lot: {type: lot, new: {rule: "RM-{yyMMdd}-{###}", material: material, supplier_lot: supplier_lot}}
guards:
  - {refuse: price > 1000, at: price, say: {zh: 太贵, en: Too dear}}
trace: {verb: receive, outputs: {lot: lot, quantity: quantity}, source: supplier, where: place, when: received_at}
""",
    "making": """
form: making
label: {zh: 制作, en: Making}
stage: production
title: "{product}"
fields:
  material: {type: link, to: material, required: true}
  product: {type: lot, new: {rule: "WIP-{###}", material: material}}
  made: {type: quantity, of: material, required: true}
  inputs:
    type: list
    fields:
      lot: {type: lot, required: true}
      fed: {type: quantity, of: lot, required: true}
      note: {type: text}
trace: {verb: transform, inputs: {lot: inputs.lot, quantity: inputs.fed}, outputs: {lot: product, quantity: made}}
""",
    "shipment": """
form: shipment
label: {zh: 发货单, en: Shipment}
stage: shipment
title: "{customer}"
fields:
  customer: {type: link, to: supplier, required: true}
  lot: {type: lot, required: true}
  quantity: {type: quantity, of: lot, required: true}
trace: {verb: ship, objects: {lot: lot, quantity: quantity}, destination: customer}
""",
    "verdict": """
form: verdict
label: {zh: 判定, en: Verdict}
fields:
  lot: {type: lot, required: true}
  status: {type: choice, required: true, options: [{key: released, label: 合格}, {key: held, label: 冻结}]}
trace: {verb: observe, objects: {lot: lot}, status: status}
""",
}

ROLES: list[dict[str, Any]] = [
    {
        "role": "clerk",
        "label": {"zh": "文员", "en": "Clerk"},
        "abilities": ["trace"],
        "grants": [
            {"form": "supplier", "verbs": ["read"], "hide": ["secret"]},
            {"form": "material", "verbs": ["read"], "hide": ["cost"]},
            {"form": "place", "verbs": ["read"]},
            {"form": "receipt", "verbs": ["read", "submit", "amend"], "hide": ["price", "worth"]},
            {"form": "making", "verbs": ["read", "submit"]},
        ],
    },
    {
        "role": "own_only",
        "label": {"zh": "本人", "en": "Own"},
        "grants": [
            {"form": "supplier", "verbs": ["read"], "where": "city = 'Hebei'"},
            {"form": "material", "verbs": ["read"]},
            {"form": "place", "verbs": ["read"]},
            {"form": "receipt", "verbs": ["read", "submit", "amend", "void"], "where": "created_by = CURRENT_USER()"},
        ],
    },
    {"role": "nothing", "label": {"zh": "无", "en": "None"}, "grants": []},
    {
        "role": "boss",
        "label": {"zh": "主管", "en": "Boss"},
        "abilities": ["admin", "design", "trace", "capture", "audit"],
        "grants": [
            {"form": "*", "verbs": ["read", "submit", "amend", "void", "transition", "import", "export"]},
        ],
    },
]
PASSWORD = "correct-horse-battery"


@dataclass
class Plant:
    """The plant and what was recorded in it first.

    :ivar people: actors by role.
    """

    store: Store
    people: dict[str, Actor] = field(default_factory=dict)
    flour: str = ""
    dough: str = ""
    mill: str = ""
    shop: str = ""
    shelf: str = ""

    @property
    def boss(self) -> Actor:
        return self.people["boss"]

    def write(self, form: str, by: Actor | None = None, **fields: Any) -> Record:
        return submit(self.store, form, fields, by=by or self.boss)

    def receipt(self, kg: str = "100", by: Actor | None = None, **more: Any) -> Record:
        """Some flour comes in."""
        return self.write("receipt", by, **self.delivery(kg, **more))

    def delivery(self, kg: str = "100", **more: Any) -> dict[str, Any]:
        fields = {"supplier": self.mill, "material": self.flour, "quantity": {"value": kg, "uom": "kg"}}
        return fields | {"place": self.shelf, "supplier_lot": "A-1"} | more

    def making(self, *inputs: tuple[str, str], made: str = "10") -> Record:
        """Dough is made of lots, by code and kg."""
        rows = [{"lot": lot, "fed": {"value": kg, "uom": "kg"}} for lot, kg in inputs]
        return self.write("making", material=self.dough, made={"value": made, "uom": "kg"}, inputs=rows)


def publish(store: Store, texts: Mapping[str, str]) -> None:
    """Publish forms written as YAML."""
    bodies = {key: from_yaml(text, f"{key}.yaml").body for key, text in texts.items()}
    store.write(lambda tx: put(tx, "forms", bodies, CLI))


def make_plant(store: Store, password: str | None = None) -> Plant:
    """Publish the forms, take the people in, record the masters."""
    publish(store, FORMS)
    for document in ROLES:
        role = parse_role(document)
        store.write(lambda tx, role=role: store_role(tx, role, CLI))
    plant = Plant(store)
    for document in ROLES:
        key = document["role"]
        person: Person = create_person(
            store, user=key, name=f"{key} person", roles=[key], by=CLI, password=password, any_password=True
        )
        plant.people[key] = person.actor()
    plant.flour = plant.write("material", code="F", name="Flour", cost="1.50").id
    plant.dough = plant.write("material", code="D", name="Dough", inspect=True).id
    plant.mill = plant.write("supplier", name="Mill", city="Hebei", secret="sauce").id
    plant.shop = plant.write("supplier", name="Shop", city="Beijing").id
    plant.shelf = plant.write("place", name="Shelf").id
    return plant


def mistakes(error: Invalid) -> dict[str, str]:
    """Codes of a refusal by path."""
    return {m.path: m.code for m in error.mistakes}

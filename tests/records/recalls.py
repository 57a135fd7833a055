"""A plant with shops, pallets and recall cases, and the same recall worked out by hand from the records alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from suyuan.access.people import create_person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.definitions.document import from_yaml
from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI
from suyuan.records import Query, Record, read
from suyuan.store.engine import Store
from suyuan.trace.lots import ref_by_code
from tests.records.plant import FORMS as USUAL
from tests.records.plant import Plant, make_plant, publish

GTIN = "06901234500011"
PACKS = Path(__file__).resolve().parents[2] / "packs"
FORMS = {
    "customer": """
form: customer
label: {zh: 客户, en: Customer}
title: "{name}"
serves: {role: party, name: name}
fields:
  name: {type: text, required: true}
  phone: {type: text}
""",
    "packing": """
form: packing
label: {zh: 装托, en: Packing}
stage: packing
title: "{pallet}"
fields:
  contents:
    type: list
    fields:
      lot: {type: lot, required: true}
      quantity: {type: quantity, of: lot}
  pallet: {type: lot, new: {rule: "PL-{####}", kind: logistic}}
trace: {verb: pack, inputs: {lot: contents.lot, quantity: contents.quantity}, parent: pallet}
""",
    "dispatch": """
form: dispatch
label: {zh: 发货, en: Dispatch}
stage: shipment
title: "{no} · {customer}"
fields:
  no: {type: serial, rule: "D-{####}"}
  customer: {type: link, to: customer, required: true}
  waybill: {type: text}
  lines:
    type: list
    fields:
      lot: {type: lot, required: true}
      quantity: {type: quantity, of: lot}
trace: {verb: ship, objects: {lot: lines.lot, quantity: lines.quantity}, destination: customer}
""",
    "returned": """
form: returned
label: {zh: 退货, en: Return}
fields:
  customer: {type: link, to: customer, required: true}
  lot: {type: lot, required: true}
  quantity: {type: quantity, of: lot, required: true}
trace: {verb: receive, outputs: {lot: lot, quantity: quantity}, source: customer, step: returning}
""",
    "moving": """
form: moving
label: {zh: 移库, en: Move}
fields:
  lot: {type: lot, required: true}
  place: {type: location, required: true}
trace: {verb: move, objects: {lot: lot}, destination: place}
""",
}
INSPECTOR = {
    "role": "taster",
    "label": {"zh": "品尝员", "en": "Taster"},
    "abilities": ["trace"],
    "grants": [{"form": "verdict", "verbs": ["read", "submit"]}, {"form": "recall_case", "verbs": ["read"]}],
}


class RecallPlant(Plant):
    """Verbs in few words."""

    def pallet(self, *contents: tuple[str, str]) -> str:
        rows = [{"lot": lot, "quantity": {"value": kg, "uom": "kg"}} for lot, kg in contents]
        return code(self.write("packing", contents=rows), "pallet")

    def dispatch(self, customer: str, *lines: str | tuple[str, str], **more: Any) -> Record:
        rows = [
            {"lot": line} if isinstance(line, str) else {"lot": line[0], "quantity": {"value": line[1], "uom": "kg"}}
            for line in lines
        ]
        return self.write("dispatch", customer=customer, lines=rows, **more)

    def customer(self, name: str, phone: str = "") -> str:
        return self.write("customer", name=name, phone=phone or None).id

    def flour_lot(self, kg: str = "100", **more: Any) -> str:
        return code(self.receipt(kg, **more), "lot")

    def dough_lot(self, *inputs: tuple[str, str], made: str = "10") -> str:
        lot = code(self.making(*inputs, made=made), "product")
        self.write("verdict", lot=lot, status="released")
        return lot

    def status(self, lot: str) -> str:
        with self.store.read() as conn:
            found = ref_by_code(conn, lot)
        assert found is not None
        return found.status


def code(record: Record, field: str) -> str:
    return str(record.fields[field]["code"])


def with_gtin(text: str) -> str:
    """The material form with a field for GTINs, so that partners' EPCIS events name our lots."""
    text = text.replace("serves: {role: material,", "serves: {role: material, gtin: gtin,")
    return text.replace("fields:\n", "fields:\n  gtin: {type: text}\n", 1)


def recall_plant(store: Store) -> RecallPlant:
    """The small plant, with customers, pallets, the core pack's ``lot_status`` and the food pack's ``recall_case``."""
    plant = make_plant(store)
    publish(store, FORMS | {"material": with_gtin(USUAL["material"])})
    for file in ("core/forms/lot_status.yaml", "food/forms/recall_case.yaml"):
        path = PACKS / file
        body = from_yaml(path.read_text("utf-8"), path.name).body
        store.write(lambda tx, key=path.stem, body=body: put(tx, "forms", {key: body}, CLI))
    role = parse_role(INSPECTOR)
    store.write(lambda tx: store_role(tx, role, CLI))
    taster = create_person(store, user="taster", name="Taster", roles=["taster"], by=CLI)
    more = RecallPlant(**{name: getattr(plant, name) for name in plant.__dataclass_fields__})
    more.people["taster"] = taster.actor()
    more.dough = more.write("material", code="D2", name="Dumplings", inspect=True, gtin=GTIN).id
    return more


def all_of(plant: Plant, form: str) -> Iterator[dict[str, Any]]:
    """The fields of every record of ``form``."""
    cursor = None
    while True:
        page = read(plant.store, Query(form, sort="created_at", limit=500, cursor=cursor, voided=False), by=plant.boss)
        yield from (record.fields for record in page.items)
        cursor = page.next
        if cursor is None:
            return


def by_hand(plant: Plant, *start: str) -> tuple[set[str], dict[str, Decimal]]:
    """Codes reached and kg sent to each customer, from nothing but what people filled in."""
    makes: dict[str, set[str]] = {}
    for made in all_of(plant, "making"):
        for row in made["inputs"]:
            makes.setdefault(row["lot"]["code"], set()).add(made["product"]["code"])
    inside: dict[str, list[tuple[str, Decimal]]] = {}
    for packed in all_of(plant, "packing"):
        for row in packed["contents"]:
            makes.setdefault(row["lot"]["code"], set()).add(packed["pallet"]["code"])
            held = inside.setdefault(packed["pallet"]["code"], [])
            held.append((row["lot"]["code"], Decimal(row["quantity"]["value"])))
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {after for lot in fresh for after in makes.get(lot, ())} - found
        found |= fresh
    sent: dict[str, Decimal] = {}
    for shipped in all_of(plant, "dispatch"):
        for row in shipped["lines"]:
            lot = row["lot"]["code"]
            parts = inside[lot] if lot in inside else [(lot, Decimal(row["quantity"]["value"]))]
            for part, kg in parts:
                if part in found:
                    name = shipped["customer"]["title"]
                    sent[name] = sent.get(name, Decimal(0)) + kg
    return found, sent

"""The small plant with a product that has a GTIN, an inspection, a complaint form and a passport."""

from __future__ import annotations

from typing import Any

from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI
from suyuan.records import submit
from suyuan.records.passport import Switches
from tests.records.plant import FORMS, Plant, publish

TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "footer",
        "div",
        "p",
        "a",
        "h1",
        "h2",
        "section",
        "dl",
        "dt",
        "dd",
        "ul",
        "li",
        "b",
        "span",
        "svg",
        "path",
        "details",
        "summary",
        "form",
        "label",
        "input",
        "textarea",
        "button",
    ]
)
"""Every element that a page for consumers is made of."""
GTIN = "06901234500011"

MORE = {
    "material": FORMS["material"]
    .replace("conversions: conversions}", "conversions: conversions, gtin: gtin}")
    .replace("name: {type: text, required: true}", "name: {type: text, required: true, max: 3000}")
    + """
  gtin: {type: text, format: gtin}
  storage: {type: text, max: 3000}
  allergens: {type: multi, options: [{key: gluten, label: {en: Gluten}}, {key: soy, label: {en: Soy}}]}
""",
    "inspection": """
form: inspection
label: {zh: 检验, en: Inspection}
stage: inspection
title: "{lot}"
fields:
  lot: {type: lot, required: true}
  inspected_at: {type: datetime, default: NOW()}
  verdict: {type: choice, required: true, options: [{key: pass, label: {en: Passed}}, {key: fail, label: 不合格}]}
  results:
    type: list
    fields:
      name: {type: text}
      result: {type: number, decimals: 1}
trace:
  verb: observe
  objects: {lot: lot}
  status: IF(verdict = "pass", "released", "rejected")
""",
    "complaint": """
form: complaint
label: {zh: 投诉, en: Complaint}
title: "{lot}"
fields:
  lot: {type: lot, required: true}
  text: {type: text, long: true, max: 2000}
  contact: {type: text, max: 100}
  photos: {type: image}
  source: {type: text}
""",
}

FULL: dict[str, Any] = {
    "passport": "plant",
    "label": {"zh": "消费者页", "en": "Consumer page"},
    "lots": 'material.code = "D" AND status = "released"',
    "city": {"zh": "保定市", "en": "Baoding"},
    "contact": {"zh": "400-555-0100", "en": "400-555-0100"},
    "publish": dict.fromkeys(Switches.__struct_fields__, True),
    "facts": [
        {"key": "storage", "label": {"zh": "贮存", "en": "Storage"}, "value": "material.storage", "publish": True},
        {"key": "cost", "label": {"zh": "成本", "en": "Cost"}, "value": "material.cost"},
    ],
    "ingredients": {"origin": "supplier.city", "allergens": "material.allergens"},
    "checks": {"form": "inspection", "lot": "lot", "verdict": "verdict", "passed": 'verdict = "pass"'}
    | {"at": "inspected_at", "results": "results", "name": "name", "value": "result"},
    "steps": [
        {"form": "receipt", "label": {"zh": "到货", "en": "Received"}, "place": "supplier.city", "publish": True},
        {"form": "making", "label": {"zh": "制作", "en": "Made"}, "publish": True},
        {"form": "inspection", "label": {"zh": "检验", "en": "Inspected"}, "publish": True},
        {"form": "shipment", "label": {"zh": "发货", "en": "Sent"}, "place": "customer.city", "publish": True},
    ],
    "complaint": {"form": "complaint", "lot": "lot", "text": "text", "contact": "contact", "photo": "photos"}
    | {"set": {"source": "consumer"}},
}


def publish_passport(plant: Plant, **changed: Any) -> None:
    """Publish the passport, all on, but for what is given."""
    body = {**FULL, **changed}
    plant.store.write(lambda tx: put(tx, "passports", {body["passport"]: body}, CLI))


def make_shop(plant: Plant, **product: Any) -> str:
    """Flour of Hebei becomes a product that is inspected.

    :param product: fields of its material.
    :returns: the code of the finished lot.
    """
    publish(plant.store, MORE)
    fields = {
        "code": "D",
        "name": "Pork dumplings",
        "gtin": GTIN,
        "storage": "Keep frozen",
        "cost": "7.77",
        "inspect": True,
    } | product
    dough = submit(plant.store, "material", {**fields, "code": "P", "allergens": ["soy"]}, by=plant.boss)
    flour = plant.write("material", code="G", name="Wheat flour", allergens=["gluten"]).id
    receipt = plant.write("receipt", **plant.delivery(material=flour, supplier_lot="SECRET-LOT"))
    fed = [{"lot": receipt.fields["lot"]["code"], "fed": {"value": "8", "uom": "kg"}, "note": "hidden note"}]
    made = plant.write("making", material=dough.id, made={"value": "10", "uom": "kg"}, inputs=fed)
    return str(made.fields["product"]["code"])


def inspect(plant: Plant, lot: str, verdict: str = "pass") -> None:
    results = [{"name": "Colonies", "result": "12.5"}]
    plant.write("inspection", lot=lot, verdict=verdict, results=results)


def ship(plant: Plant, lot: str) -> None:
    plant.write("shipment", customer=plant.shop, lot=lot, quantity={"value": "4", "uom": "kg"})

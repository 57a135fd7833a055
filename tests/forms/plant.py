"""A small plant for the tests of forms: definitions to publish, and a look-up that needs no records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from suyuan.definitions.document import from_yaml
from suyuan.definitions.publish import put
from suyuan.expr import Env
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.values import DEPARTMENT, LOT, PERSON, FileRef, Linked, LotRef
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Mistake
from suyuan.store.engine import Store

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)

MATERIAL = """
form: material
label: {zh: 物料, en: Material}
serves: {role: material, name: name, code: code, uom: base_uom, conversions: conversions, shelf_life: shelf_life}
fields:
  code: {type: text, required: true, unique: true, max: 30}
  name: {type: text, required: true}
  kind: {type: choice, options: [{key: raw, label: 原料}, {key: finished, label: 成品}]}
  base_uom: {type: choice, default: kg, options: [{key: kg, label: kg}, {key: L, label: L}]}
  shelf_life: {type: number, min: 1}
  conversions:
    type: list
    fields:
      uom: {type: choice, options: [{key: bag, label: 袋}, {key: box, label: 盒}], required: true}
      factor: {type: number, decimals: 6, required: true}
"""
LOCATION = """
form: location
label: {zh: 库位, en: Location}
serves: {role: place, name: name}
fields:
  name: {type: text, required: true}
"""
SUPPLIER = """
form: supplier
label: {zh: 供应商, en: Supplier}
serves: {role: party, name: name}
fields:
  name: {type: text, required: true}
  approval: {type: choice, default: approved, options: [{key: approved, label: 合格}, {key: suspended, label: 暂停}]}
"""
RECEIPT = """
form: receipt
label: {zh: 入库单, en: Receipt}
title: "{no} · {material}"
fields:
  no: {type: serial, rule: "RR-{yyMMdd}-{###}"}
  received_at: {type: datetime, required: true, default: NOW(), not_future: true}
  supplier: {type: link, to: supplier, where: approval <> "suspended", required: true}
  material: {type: link, to: material, required: true}
  supplier_lot: {type: text, required: true, max: 40}
  quantity: {type: quantity, of: material, required: true, min: 0.001}
  price: {type: money}
  worth: {type: expression, value: quantity * price, decimals: 2}
  produced_on: {type: date, not_future: true}
  expires_on: {type: date, default: "DATEADD(produced_on, material.shelf_life)"}
  temperature: {type: temperature, max: 30}
  cold: {type: bool}
  why_warm: {type: text, required_when: temperature > 8, visible_when: cold}
  location: {type: location, required: true}
  lot:
    type: lot
    new: {rule: "RM-{yyMMdd}-{###}", material: material, supplier_lot: supplier_lot, produced_on: produced_on,
          expires_on: expires_on}
  receiver: {type: person, default: CURRENT_USER()}
  photos: {type: image}
  note: {type: text, long: true}
guards:
  - {refuse: produced_on > expires_on, at: expires_on, say: {zh: 保质期早于生产日期, en: It expires before it was made}}
trace: {verb: receive, outputs: {lot: lot, quantity: quantity}, source: supplier, where: location, when: received_at}
"""
FEEDING = """
form: feeding
label: {zh: 投料, en: Feeding}
fields:
  product: {type: link, to: material, required: true}
  inputs:
    type: list
    label: {zh: 投入, en: Inputs}
    required: true
    fields:
      lot: {type: lot, label: {zh: 批次, en: Lot}, required: true, unique: true, where: status = "released"}
      material: {type: lookup, from: lot.material}
      fed: {type: quantity, label: {zh: 实投, en: Fed}, of: lot, required: true, min: 0.001}
      share: {type: expression, value: fed / total * 100, decimals: 1}
  total: {type: expression, value: SUM(inputs.fed)}
  good: {type: quantity, label: {zh: 产出, en: Good}, of: product, required: true}
  scrap: {type: quantity, of: product, default: 0}
  scrap_why: {type: choice, options: [{key: spill, label: 洒落}], visible_when: scrap > 0, required_when: scrap > 0}
  yield_rate: {type: percentage, value: good / total * 100}
  batch: {type: lot, label: {zh: 批, en: Batch}, new: {rule: "{product.code}-{yyMMdd}-{###}", material: product}}
trace:
  verb: transform
  inputs: {lot: inputs.lot, quantity: inputs.fed}
  outputs: {lot: batch, quantity: good}
"""


def bodies(*texts: str) -> dict[str, dict[str, Any]]:
    """Documents by key."""
    documents = [from_yaml(text) for text in texts]
    return {document.key: document.body for document in documents}


def published(store: Store, *texts: str) -> Catalogue:
    """The catalogue after publishing ``texts`` together."""
    store.write(lambda tx: put(tx, "forms", bodies(*texts), CLI))
    return catalogue(store)


def plant(store: Store) -> Catalogue:
    """Materials, suppliers, places, receipts and feedings."""
    return published(store, MATERIAL, LOCATION, SUPPLIER, RECEIPT, FEEDING)


def uid(number: int) -> str:
    """A public id for tests."""
    return f"01931f00-0000-7000-8000-{number:012d}"


class PlantLook:
    """Two suppliers, two materials, a place, a person, lots and a photo."""

    def __init__(self, now: datetime = NOW) -> None:
        self.env = Env.at(now, uid(90))
        flour = {"code": "FLOUR", "kind": "raw", "base_uom": "kg", "shelf_life": Decimal(180)}
        flour["conversions"] = [{"uom": "bag", "factor": Decimal(25)}]
        dumpling = {"code": "DUMP", "kind": "finished", "base_uom": "kg", "shelf_life": Decimal(365)}
        self.records = {
            ("supplier", uid(1)): self._linked("supplier", 1, "好面粉厂", {"approval": "approved"}),
            ("supplier", uid(2)): self._linked("supplier", 2, "停供厂", {"approval": "suspended"}),
            ("material", uid(11)): self._linked("material", 11, "面粉", flour),
            ("material", uid(12)): self._linked("material", 12, "水饺", dumpling),
            ("location", uid(21)): self._linked("location", 21, "A-01", {"name": "A-01"}),
        }
        released = {"material": self.records["material", uid(11)], "uom": "kg", "status": "released"}
        held = {**released, "status": "held"}
        self.lots = {
            "R-1": LotRef(101, uid(101), "R-1", lambda: released),
            "R-2": LotRef(102, uid(102), "R-2", lambda: released),
            "R-9": LotRef(109, uid(109), "R-9", lambda: held),
        }

    def _linked(self, form: str, id: int, title: str, fields: Mapping[str, Any]) -> Linked:
        return Linked(form, id, uid(id), title, lambda: fields)

    def record(self, form: str, uid: str) -> Linked | None:
        return self.records.get((form, uid))

    def lot(self, code: str) -> LotRef | None:
        return self.lots.get(code)

    def person(self, wanted: str) -> Linked | None:
        return Linked(PERSON, 90, uid(90), "王芳") if wanted == uid(90) else None

    def department(self, wanted: str) -> Linked | None:
        return Linked(DEPARTMENT, 95, uid(95), "品管部") if wanted == uid(95) else None

    def file(self, wanted: str) -> FileRef | None:
        kinds = {uid(80): "image/jpeg", uid(81): "application/pdf"}
        return FileRef(wanted, "到货.jpg", kinds[wanted], 120_000, "ab" * 32) if wanted in kinds else None

    def at(self, form: str, id: int) -> Linked | None:
        if form == LOT:
            return next((lot for lot in self.lots.values() if lot.id == id), None)
        if form == PERSON:
            return self.person(uid(id))
        return self.department(uid(id)) if form == DEPARTMENT else self.record(form, uid(id))


def receipt(**changed: Any) -> dict[str, Any]:
    """What a client sends for a good receipt, with ``changed`` fields."""
    given = {
        "supplier": uid(1),
        "material": uid(11),
        "supplier_lot": "F-2026-88",
        "quantity": {"value": "40", "uom": "bag"},
        "price": {"value": "3.20"},
        "produced_on": "2026-11-01",
        "temperature": "4.5",
        "cold": True,
        "location": uid(21),
        "photos": [uid(80)],
    }
    return {k: v for k, v in {**given, **changed}.items() if v is not ...}


def told(mistakes: list[Mistake]) -> dict[str, str]:
    """Path to code, without the room."""
    return {m.path: m.code.partition(".")[2] for m in mistakes}

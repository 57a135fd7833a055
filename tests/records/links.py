"""A form that suppliers fill without an account, and ways to come by its link."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from suyuan.kernel.actor import Actor
from suyuan.records.by_link import Receipt, begin_visit, submit_by_link
from suyuan.records.link_terms import Terms
from suyuan.records.links import Link, make_link
from suyuan.store.engine import Store
from tests.records.plant import Plant, publish

NOBODY = Actor("nobody", "", "en", address="203.0.113.7")
NOTICE = """
form: notice
label: {zh: 送货预约, en: Delivery notice}
title: "{no} · {supplier} · {plate}"
fields:
  no: {type: serial, rule: "DN-{###}"}
  supplier: {type: link, to: supplier, required: true, where: ISBLANK(city) OR city <> "Closed", fill: {city: city}}
  city: {type: text}
  plate: {type: text, required: true, unique: true}
  goods: {type: link, to: material}
  cold: {type: bool}
  degrees: {type: number, decimals: 1, visible_when: cold, required_when: cold}
  paper: {type: file}
  rows: {type: list, fields: {what: {type: text, required: true}, who: {type: person}, kg: {type: number}}}
  total: {type: expression, value: SUM(rows.kg)}
  private: {type: text}
  checker: {type: person}
  lot: {type: lot}
linkage:
  - {name: {zh: 熟客, en: Known}, when: private = "known", hide: [city]}
  - {name: {zh: 冷链, en: Cold}, when: cold, require: [goods, private], lock: [checker]}
sections:
  - {label: {zh: 车, en: Truck}, fields: [plate, private]}
  - {label: {zh: 内, en: Inside}, fields: [city, checker], visible_when: ISBLANK(private)}
guards:
  - {refuse: total > 5000, say: {zh: 超过一车, en: More than one truck}}
  - {refuse: private = "no", at: private, say: {zh: 内部, en: Inner}}
  - {refuse: total > 4000, warn: true, say: {zh: 很多, en: Rather much}}
"""
SHOWN = ["no", "plate", "goods", "cold", "degrees", "paper", "rows", "total"]


@dataclass
class Door:
    """A link, and somebody who opened it."""

    store: Store
    link: Link
    visit: str = ""
    by: Actor = field(default=NOBODY)

    @property
    def token(self) -> str:
        assert self.link.token is not None
        return self.link.token

    def enter(self, pin: str | None = None) -> Door:
        """Another visit by the same link."""
        return Door(self.store, self.link, begin_visit(self.store, self.token, pin, by=self.by).visit, self.by)

    def send(self, key: str | None = None, confirmed: bool = False, **fields: Any) -> Receipt:
        return submit_by_link(self.store, self.token, self.visit, fields, by=self.by, key=key, confirmed=confirmed)


def terms(plant: Plant, **more: Any) -> Terms:
    given: dict[str, Any] = {"fields": SHOWN, "fixed": {"supplier": plant.mill}}
    given["expires_at"] = plant.store.clock.now() + timedelta(days=30)
    return Terms(**given | more)


def make_door(plant: Plant, pin: str | None = None, **more: Any) -> Door:
    """Publish the form, make a link to it, open it."""
    publish(plant.store, {"notice": NOTICE})
    link = make_link(plant.store, "notice", "Mill's trucks", terms(plant, **more), by=plant.boss, pin=pin)
    return Door(plant.store, link).enter(pin)

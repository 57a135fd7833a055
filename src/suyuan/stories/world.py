"""A simulated plant at a moment: who is there, what was recorded, what lies in stock."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select

from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.clock import SetClock
from suyuan.records.record import Record
from suyuan.records.submit import submit
from suyuan.store.engine import Store
from suyuan.stories.plant import Plant
from suyuan.stories.sources import SOURCES
from suyuan.stories.values import Context
from suyuan.trace.tables import lot, lot_balance


class PlantWorld:
    """What the sources and value makers of a simulated day look at.

    :param clock: the clock that ``store`` was opened with; the simulation moves it.
    :param actors: the plant's people by user name.
    """

    def __init__(self, store: Store, clock: SetClock, plant: Plant, actors: Mapping[str, Actor], seed: int) -> None:
        self.store = store
        self.clock = clock
        self.plant = plant
        self.actors = actors
        self.random = random.Random(seed)
        self._records: dict[str, list[Record]] = {}
        self._today: dict[str, list[Record]] = {}

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(self.plant.timezone).date()

    def begin_day(self, at: datetime) -> None:
        """Move the clock to the day's first moment and forget yesterday's records of the day."""
        self.clock.set(max(at, self.clock.now()))
        self._today = {}

    def write(self, form: str, fields: Mapping[str, Any], by: Actor) -> Record:
        """Record one form through the one door."""
        done = submit(self.store, form, dict(fields), by=by, via="simulation")
        self._records.setdefault(form, []).append(done)
        self._today.setdefault(form, []).append(done)
        return done

    def items(self, source: Mapping[str, Any], context: Context) -> Iterator[Mapping[str, Any]]:
        """The items of ``{source name: options}``."""
        ((name, options),) = source.items()
        return SOURCES[name](self, options, context)

    def record(self, form: str, name: str) -> Record:
        """A master record by its code or name."""
        for found in self._records.get(form, []):
            product = found.fields.get("product")
            if name in (found.fields.get("code"), found.fields.get("name")) or (product and product["title"] == name):
                return found
        raise KeyError(f"no {form} called {name}")

    def reference(self, form: str, code: str) -> str:
        return self.record(form, code).id

    def last(self, form: str) -> str:
        """The newest record of a form."""
        return self._records[form][-1].id

    def by_id(self, form: str, id: str) -> Record:
        return next(found for found in self._records[form] if found.id == id)

    def all_of(self, form: str) -> list[Record]:
        return self._records.get(form, [])

    def today_records(self, form: str) -> list[Record]:
        return list(self._today.get(form, []))

    def recipe_for(self, product: str) -> Record:
        """The newest recipe that makes ``product`` (a material's public id)."""
        return next(r for r in reversed(self._records["recipe"]) if r.fields["product"]["id"] == product)

    def kind_of(self, product: str) -> str:
        return str(self.by_id("material", product).fields["kind"])

    def stock_of(self, material: str) -> Decimal:
        """Everything on hand of a material, in its base uom."""
        total = select(func.sum(lot_balance.c.on_hand)).join(lot, lot.c.id == lot_balance.c.lot)
        with self.store.read() as conn:
            return conn.execute(total.where(self._of_material(material))).scalar() or Decimal()

    def _of_material(self, material: str) -> ColumnElement[bool]:
        table = catalogue(self.store).form("material").table
        return lot.c.material == select(table.c.id).where(table.c.uid == material).scalar_subquery()

    def lots(
        self, *, status: str | None = None, stage: str | None = None, material: str | None = None, free: bool = False
    ) -> list[dict[str, Any]]:
        """Lots with their free quantity, first expired first; expired ones only where no status is asked for."""
        left = (lot_balance.c.on_hand - lot_balance.c.packed).label("free")
        query = select(lot.c.code, lot.c.uom, left).join(lot_balance, lot_balance.c.lot == lot.c.id)
        query = query.where(lot.c.kind == "lot").order_by(lot.c.expires_on, lot.c.id)
        if status:
            query = query.where(lot.c.status == status)
            query = query.where(lot.c.expires_on.is_(None) | (lot.c.expires_on >= self.today))
        if stage:
            query = query.where(lot.c.stage == stage)
        if material is not None:
            query = query.where(self._of_material(material))
        if free:
            query = query.where(lot_balance.c.on_hand > lot_balance.c.packed)
        with self.store.read() as conn:
            return [{"code": code, "uom": uom, "free": amount} for code, uom, amount in conn.execute(query)]

    def pallets(self) -> list[str]:
        """Codes of the containers that are here, oldest first."""
        query = select(lot.c.code).join(lot_balance, lot_balance.c.lot == lot.c.id).order_by(lot.c.id)
        query = query.where(lot.c.kind == "logistic", lot_balance.c.on_hand > 0)
        with self.store.read() as conn:
            return list(conn.execute(query).scalars())

"""A simulated plant at a moment: who is there, what was recorded, what lies in stock."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.clock import SetClock
from suyuan.records.amend import amend
from suyuan.records.read import one
from suyuan.records.record import Record
from suyuan.records.rows import rows
from suyuan.records.submit import submit
from suyuan.store.engine import Store
from suyuan.stories.plant import Plant
from suyuan.stories.sources import SOURCES
from suyuan.stories.values import Context
from suyuan.trace.tables import lot, lot_balance, lot_inside, trace_event, trace_link


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
        self.number = self.ago = 0
        self.last_day = self.today
        self.coded: dict[str, int] = {}
        self._records: dict[str, dict[str, Record]] = {}
        self._names: dict[tuple[str, str], Record] = {}
        self._days: dict[str, list[tuple[int, Record]]] = {}
        self._mentioned: dict[tuple[str, str], set[str]] = {}
        self._materials: dict[str, int] = {}

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(self.plant.timezone).date()

    @property
    def now(self) -> datetime:
        """This moment, in the plant's zone."""
        return self.clock.now().astimezone(self.plant.timezone)

    def begin_day(self, at: datetime, number: int = 0, ago: int = 0) -> None:
        """Move the clock to the day's first moment.

        :param number: of the day, from 0; ``ago`` how many days before the last one.
        """
        self.clock.set(max(at, self.clock.now()))
        self.number, self.ago = number, ago

    def write(self, form: str, fields: Mapping[str, Any], by: Actor) -> Record:
        """Record one form through the one door."""
        done = submit(self.store, form, dict(fields), by=by, via="simulation")
        self._keep(form, done)
        self._days.setdefault(form, []).append((self.number, done))
        for path, id in _named_in(done.fields):
            self._mentioned.setdefault((form, path), set()).add(id)
        return done

    def amend(self, form: str, id: str, changes: Mapping[str, Any], reason: str, by: Actor) -> None:
        """Change a record through the one door."""
        revision = one(self.store, form, id, by=by).revision
        self._keep(
            form, amend(self.store, form, id, changes, by=by, reason=reason, revision=revision, via="simulation")
        )

    def _keep(self, form: str, record: Record) -> None:
        self._records.setdefault(form, {})[record.id] = record
        for key in ("code", "name"):
            if isinstance(name := record.fields.get(key), str):
                self._names.setdefault((form, name), record)
                self._names.setdefault((form, name.partition(" ")[0]), record)

    def call(self, form: str, name: str, record: Record) -> None:
        """Give a record a name for references."""
        self._names[form, name] = record

    def items(self, source: Mapping[str, Any], context: Context) -> Iterator[Mapping[str, Any]]:
        """The items of ``{source name: options}``."""
        ((name, options),) = source.items()
        return SOURCES[name](self, options, context)

    def record(self, form: str, name: str) -> Record:
        """A master record by its code, its name (or the first word of it), or what the plant's YAML calls it."""
        if (found := self._names.get((form, name))) is None:
            raise KeyError(f"no {form} called {name}")
        return found

    def reference(self, form: str, code: str) -> str:
        """The public id of ``@form/code``; ``@person/user`` is one of the plant's people."""
        if form == "person":
            return self.actors[code].key.partition(":")[2]
        return self.record(form, code).id

    def last(self, form: str) -> str:
        """The newest record of a form."""
        return next(reversed(self._records[form]))

    def by_id(self, form: str, id: str) -> Record:
        """A record by its public id."""
        return self._records[form][id]

    def all_of(self, form: str) -> list[Record]:
        """Every record of a form, oldest first."""
        return list(self._records.get(form, {}).values())

    def recent(self, form: str, days: int) -> list[Record]:
        """The records made in the last ``days`` days, today among them, as they are now."""
        known = self._records.get(form, {})
        made = (record.id for number, record in self._days.get(form, []) if number > self.number - days)
        return [known[id] for id in made]

    def mentioned(self, form: str, path: str) -> set[str]:
        """Ids (of lots: codes) that records of ``form`` hold at ``path``: ``shipment``, ``lines.lot``."""
        return self._mentioned.get((form, path), set())

    def proposed(self, form: str, field: str, values: Mapping[str, Any], by: Actor) -> list[dict[str, Any]]:
        """The rows that the product proposes for a detail list; those without a lot for want of stock are left out."""
        found = rows(self.store, form, field, by=by, values=values)
        named = [row for row in found["rows"] if "lot" in row] or found["rows"]
        return [dict(row) for row in named]

    def recipe_for(self, product: str) -> Record:
        """The newest recipe that makes ``product`` (a material's public id)."""
        return next(r for r in reversed(self.all_of("recipe")) if r.fields["product"]["id"] == product)

    def product_of(self, record: Record) -> str:
        """Public id of the product that a record, or its work order, is of."""
        if "product" not in record.fields and "work_order" in record.fields:
            record = self.by_id("work_order", record.fields["work_order"]["id"])
        return str(record.fields["product"]["id"])

    def kind_of(self, product: str) -> str:
        return str(self.by_id("material", product).fields["kind"])

    def stock_of(self, material: str) -> Decimal:
        """Everything on hand of a material, in its base uom."""
        total = select(func.sum(lot_balance.c.on_hand)).join(lot, lot.c.id == lot_balance.c.lot)
        total = total.where(lot.c.material == self._material(material), lot.c.status.in_(("released", "quarantine")))
        with self.store.read() as conn:
            return conn.execute(total).scalar() or Decimal()

    def _material(self, uid: str) -> int:
        if uid not in self._materials:
            table = catalogue(self.store).form("material").table
            with self.store.read() as conn:
                self._materials[uid] = conn.execute(select(table.c.id).where(table.c.uid == uid)).scalar_one()
        return self._materials[uid]

    def lots(
        self,
        *,
        status: str | None = None,
        stage: str | None = None,
        material: str | None = None,
        free: bool = False,
        place: str | None = None,
        newest: bool = False,
    ) -> list[dict[str, Any]]:
        """Lots with their quantities, first expired first; expired ones only where no status is asked for.

        :param material: public id. :param place: title of where it lies. :param newest: the newest first instead.
        """
        b = lot_balance.c
        left = (b.on_hand - b.packed).label("free")
        query = select(
            lot.c.code, lot.c.uom, left, b.on_hand, b.used, b.shipped, lot.c.title, lot.c.expires_on, lot.c.supplier_lot
        )
        query = query.join(lot_balance, b.lot == lot.c.id).where(lot.c.kind == "lot")
        query = query.order_by(lot.c.id.desc()) if newest else query.order_by(lot.c.expires_on, lot.c.id)
        if status:
            query = query.where(lot.c.status == status)
            query = query.where(lot.c.expires_on.is_(None) | (lot.c.expires_on >= self.today))
        if stage:
            query = query.where(lot.c.stage == stage)
        if material is not None:
            query = query.where(lot.c.material == self._material(material))
        if place is not None:
            query = query.where(lot.c.place_title == place)
        if free:
            query = query.where(b.on_hand > b.packed)
        with self.store.read() as conn:
            return [dict(row) for row in conn.execute(query).mappings()]

    def inside(self, record: str) -> list[dict[str, Any]]:
        """The lots (not the containers) that the events of a record (public id) were about, with their quantities."""
        query = (
            select(lot.c.code, lot.c.uom, func.sum(trace_link.c.quantity).label("quantity"))
            .join(trace_link, trace_link.c.unit == lot.c.id)
            .join(trace_event, trace_event.c.id == trace_link.c.event)
            .where(trace_event.c.record_uid == record, lot.c.kind == "lot", trace_link.c.quantity.is_not(None))
            .group_by(lot.c.id, lot.c.code, lot.c.uom)
            .order_by(lot.c.id)
        )
        with self.store.read() as conn:
            return [dict(row) for row in conn.execute(query).mappings()]

    def pallets(self, material: str | None = None) -> list[tuple[str, Decimal]]:
        """Code and content of the containers that are here with nothing but released lots, oldest first.

        :param material: only those that hold lots of it (public id).
        """
        held, inner = lot.alias("held"), lot_inside.c
        query = (
            select(lot.c.code, func.sum(inner.quantity), func.min(held.c.status), func.max(held.c.status))
            .join(lot_balance, lot_balance.c.lot == lot.c.id)
            .join(lot_inside, (inner.container == lot.c.id) & inner.until.is_(None))
            .join(held, held.c.id == inner.content)
            .where(lot.c.kind == "logistic", lot_balance.c.on_hand > 0, lot.c.status == "released")
            .group_by(lot.c.id, lot.c.code)
            .order_by(lot.c.id)
        )
        if material is not None:
            query = query.where(held.c.material == self._material(material))
        with self.store.read() as conn:
            return [(code, amount) for code, amount, least, most in conn.execute(query) if least == most == "released"]


def _named_in(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and id (of a lot: code) of every link in a record as told."""
    for key, value in fields.items():
        for path, named in [(key, value)] if not isinstance(value, list) else _cells(key, value):
            if isinstance(named, Mapping) and "id" in named:
                yield path, str(named.get("code") or named["id"])


def _cells(key: str, rows: list[Any]) -> list[tuple[str, Any]]:
    return [(f"{key}.{k}", v) for row in rows if isinstance(row, Mapping) for k, v in row.items()]

"""What the public page of one lot tells: only what its passport switches on is read at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from suyuan.access.rights import viewer
from suyuan.definitions.read import listed
from suyuan.definitions.shape import read as read_struct
from suyuan.expr import compiled
from suyuan.forms.catalogue import catalogue
from suyuan.forms.values import LOT, Linked, LotRef
from suyuan.kernel.actor import system
from suyuan.kernel.errors import Mistake, SuyuanError
from suyuan.records.allow import condition
from suyuan.records.desk import desk_for
from suyuan.records.journey import Stop, journey
from suyuan.records.look import Desk
from suyuan.records.passport import Checks, Fact, Passport
from suyuan.records.passport_words import city_of, worded
from suyuan.records.plant import plant_of
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.balance import balance
from suyuan.trace.event import ZERO, Lot
from suyuan.trace.genealogy import Genealogy
from suyuan.trace.graph import TraceGraph
from suyuan.trace.identify import gtin_lot
from suyuan.trace.tables import lot as lot_table

CONSUMER = "consumer"
MOST_UNITS = 3000
MOST_RESULTS = 40


@dataclass(frozen=True)
class Ingredient:
    """One material that went in.

    :param origins: cities, empty where they are not published.
    """

    name: str
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What the inspection came to; ``results`` are pairs of characteristic and result."""

    text: str
    passed: bool
    at: date | None
    results: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Page:
    """The page of one lot. Whatever is not published is absent: ``None`` or empty.

    :param status: of the lot now: released, expired, held, rejected, recalled or quarantine. It is told always.
    :param contact: of the plant.
    """

    gtin: str
    code: str
    status: str
    passport: Passport
    product: str | None = None
    plant: str | None = None
    city: str | None = None
    lot: str | None = None
    produced_on: date | None = None
    expires_on: date | None = None
    facts: tuple[tuple[str, str], ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    allergens: tuple[str, ...] | None = None
    verdict: Verdict | None = None
    journey: tuple[Stop, ...] = field(default_factory=tuple)


def passports(conn: Connection) -> list[Passport]:
    """The published passports."""
    wrong: list[Mistake] = []
    found = (read_struct(Passport, {"passport": d.key, **d.body}, "", wrong) for d in listed(conn, "passports"))
    return [passport for passport in found if passport is not None]


def passport_for(found: list[Passport], material: str | None) -> Passport | None:
    """The passport of a material by its code: its own, else the general one."""
    own = next((p for p in found if material is not None and material in p.materials), None)
    return own or next((p for p in found if not p.materials), None)


def page_of(store: Store, gtin: str, code: str, lang: str, trial: Passport | None = None) -> Page | None:
    """The public page of lot ``code`` of ``gtin``.

    :param trial: a draft to show instead of the published passport; then any lot has a page.
    :returns: ``None`` when the public may not know of such a lot: whether it is unknown or kept back is not told.
    """
    with store.read() as conn:
        desk = public_desk(store, conn)
        lot = named(conn, desk, gtin, code)
        if lot is None:
            return None
        passport = trial or passport_for(passports(conn), material_code(desk, lot))
        if passport is None or (trial is None and not is_public(desk, passport, lot)):
            return None
        return _Teller(store, desk, passport, lot, lang).page(gtin)


def public_desk(store: Store, conn: Connection) -> Desk:
    """The look-ups of the product itself on behalf of the public."""
    return desk_for(store, conn, catalogue(store), viewer(store, system(CONSUMER)), store.clock.now())


def named(conn: Connection, desk: Desk, gtin: str, code: str) -> Lot | None:
    """The lot that GTIN and lot code name together."""
    link = gtin_lot(gtin, code)
    if link is None:
        return None
    found = lots.find(conn, link)
    if found is not None:
        return found
    found = lots.ref_by_code(conn, code)
    if found is None or found.material is None:
        return None
    material = desk.material_of(found.material)
    return found if material is not None and (material.gtin or "").zfill(14) == gtin.zfill(14) else None


def material_code(desk: Desk, lot: Lot) -> str | None:
    """The human code of what a lot is of."""
    serving = desk.catalogue.serving("material")
    if serving is None or lot.material is None or serving.form.serves is None or not serving.form.serves.code:
        return None
    found = desk.at(serving.key, lot.material)
    return None if found is None else found.get(serving.form.serves.code)


def is_public(desk: Desk, passport: Passport, lot: Lot) -> bool:
    """Whether the public may know of a lot: it was shipped, or is one that the passport shows before."""
    had = balance(desk.conn, lot.id)
    if had is not None and had.shipped > ZERO:
        return True
    return bool(passport.lots) and evaluated(desk, passport.lots, desk.at(LOT, lot.id)) is True


def evaluated(desk: Desk, text: str | None, values: Any) -> Any:
    """What an expression gives; ``None`` where it gives nothing or cannot be evaluated."""
    if not text or values is None:
        return None
    try:
        return compiled(condition(text))(values, desk.env)
    except SuyuanError:
        return None


class _Teller:
    """Reads what one passport publishes of one lot."""

    def __init__(self, store: Store, desk: Desk, passport: Passport, lot: Lot, lang: str) -> None:
        self.store, self.desk, self.passport, self.lot, self.lang = store, desk, passport, lot, lang
        self.on = passport.publish
        self.ref: LotRef = desk.at(LOT, lot.id)  # type: ignore[assignment]
        self._back: Genealogy | None = None

    def page(self, gtin: str) -> Page:
        on, lot, city = self.on, self.lot, self.passport.city.show(self.lang)
        return Page(
            gtin,
            lot.code,
            lot.status_on(self.desk.env.today),
            self.passport,
            product=self._product() if on.product else None,
            plant=plant_of(self.store).name.show(self.lang) if on.plant else None,
            city=city or None if on.city else None,
            lot=lot.code if on.lot else None,
            produced_on=lot.produced_on if on.produced_on else None,
            expires_on=lot.expires_on if on.expires_on else None,
            facts=tuple(self._facts()),
            ingredients=tuple(self._ingredients()) if on.ingredients else (),
            allergens=tuple(self._allergens()) if on.allergens else None,
            verdict=self._verdict(self.passport.checks) if on.verdict and self.passport.checks else None,
            journey=tuple(self._journey(city)) if on.journey else (),
        )

    def _product(self) -> str:
        material = None if self.lot.material is None else self.desk.material_of(self.lot.material)
        return material.title if material is not None else self.lot.title

    def _facts(self) -> Iterator[tuple[str, str]]:
        for fact in self.passport.facts:
            if fact.publish and (text := self._fact(fact)):
                yield fact.label.show(self.lang), text

    def _fact(self, fact: Fact) -> str:
        return worded(self.desk, fact.value, self.ref, evaluated(self.desk, fact.value, self.ref), self.lang)

    # ---- what went in

    @property
    def back(self) -> Genealogy:
        if self._back is None:
            self._back = TraceGraph(self.desk.conn).back(self.lot.id, limit=MOST_UNITS)
        return self._back

    def _fed(self) -> Iterator[tuple[LotRef, Any]]:
        """Lots that went in and count as ingredients, with their share."""
        receipts = {e.id for e in self.back.events if e.verb == "receive"}
        received = {k.unit for k in self.back.links if k.event in receipts and k.role == "output"}
        where = self.passport.ingredients.where
        self.desk.prefetch(LOT, self.back.keys)
        for key, unit in zip(self.back.keys, self.back.units):
            ref = self.desk.at(LOT, key)
            if unit.level == 0 or not isinstance(ref, LotRef) or unit.kind == "logistic":
                continue
            if unit.id in received if not where else evaluated(self.desk, where, ref) is True:
                yield ref, unit.share or ZERO

    def _ingredients(self) -> Iterator[Ingredient]:
        shares: dict[str, Any] = {}
        origins: dict[str, dict[str, None]] = {}
        for ref, share in self._fed():
            material = ref.get("material")
            name = material.title if isinstance(material, Linked) else ""
            if not name:
                continue
            shares[name] = shares.get(name, ZERO) + share
            places = origins.setdefault(name, {})
            if self.on.origin and (place := self._origin(ref)):
                places[place] = None
        for name in sorted(shares, key=lambda n: -shares[n]):
            yield Ingredient(name, tuple(sorted(origins[name])))

    def _origin(self, ref: LotRef) -> str:
        query = select(lot_table.c.form, lot_table.c.record).where(lot_table.c.id == ref.id)
        row = self.desk.conn.execute(query).first()
        if row is None or row.record is None or row.form not in self.desk.catalogue.words:
            return ""
        record = self.desk.record(row.form, row.record)
        found = evaluated(self.desk, self.passport.ingredients.origin, record)
        return city_of(found) if isinstance(found, str) else ""

    def _allergens(self) -> Iterator[str]:
        text = self.passport.ingredients.allergens
        if not text:
            return
        seen: set[str] = set()
        for ref in (self.ref, *(ref for ref, _ in self._fed())):
            found = evaluated(self.desk, text, ref)
            for one in found if isinstance(found, list | tuple) else [] if found is None else [found]:
                shown = worded(self.desk, text, ref, one, self.lang)
                if shown and shown not in seen:
                    seen.add(shown)
                    yield shown

    # ---- the inspection

    def _verdict(self, checks: Checks) -> Verdict | None:
        """What the nearest inspected lots came to: this one, else those it was made of."""
        records = self._inspected(checks, [self.lot.id])
        if not records:
            levels = sorted({unit.level for unit in self.back.units if unit.level < 0}, reverse=True)
            of = {n: [k for k, u in zip(self.back.keys, self.back.units) if u.level == n] for n in levels}
            records = next((found for n in levels if (found := self._inspected(checks, of[n]))), [])
        if not records:
            return None
        bad = [r for r in records if evaluated(self.desk, checks.passed, r) is not True]
        told = bad[0] if bad else records[0]
        return Verdict(
            worded(self.desk, checks.verdict, told, told.get(checks.verdict), self.lang),
            not bad,
            _day(told.get(checks.at), self.desk) if checks.at else None,
            tuple(self._results(checks, told)) if self.on.results else (),
        )

    def _inspected(self, checks: Checks, ids: list[int]) -> list[Linked]:
        """The newest record of each of these lots that has a verdict, newest first."""
        if checks.form not in self.desk.catalogue.words:
            return []
        live = self.desk.catalogue.any(checks.form)
        c, column = live.table.c, live.column(checks.lot)
        if column is None or column.table is not live.table:
            return []
        newest = select(c.uid, column).where(column.in_(ids), c.state == SUBMITTED).order_by(c.id.desc())
        uids: dict[int, str] = {}
        for uid, lot in self.desk.conn.execute(newest.limit(MOST_RESULTS * 10)):
            uids.setdefault(lot, uid)
        records = (self.desk.record(checks.form, uid) for uid in uids.values())
        return [r for r in records if r is not None and r.get(checks.verdict) is not None]

    def _results(self, checks: Checks, record: Linked) -> Iterator[tuple[str, str]]:
        rows = record.get(checks.results) if checks.results else None
        for row in (rows or ())[:MOST_RESULTS]:
            yield (
                worded(self.desk, f"{checks.results}.{checks.name}", record, row.get(checks.name), self.lang),
                worded(self.desk, f"{checks.results}.{checks.value}", record, row.get(checks.value), self.lang),
            )

    def _journey(self, city: str) -> Iterator[Stop]:
        for step in self.passport.steps:
            if step.publish:
                stop = journey(self.desk, self.back, self.lot, step, self.lang)
                if stop is not None:
                    yield self._placed(stop, step.place, city)

    def _placed(self, stop: Stop, place: str | None, city: str) -> Stop:
        if not self.on.places:
            return Stop(stop.label, stop.first, stop.last)
        if not place:
            return Stop(stop.label, stop.first, stop.last, (city,) if city else ())
        found = {
            city_of(text): None
            for record in stop.records
            if isinstance(text := evaluated(self.desk, place, self.desk.record(*record)), str)
        }
        return Stop(stop.label, stop.first, stop.last, tuple(sorted(p for p in found if p)))


def _day(value: Any, desk: Desk) -> date | None:
    if isinstance(value, datetime):
        return desk.env.local(value).date()
    return value if isinstance(value, date) else None

"""Passports as a kind of definition: drafted, checked and published like every other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.expr import BOOL, Scope, Type, check, parse
from suyuan.forms.check import material_form, scope_of
from suyuan.forms.form import Form
from suyuan.forms.scope import FormScope, LotScope
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.passport import Passport
from suyuan.store.engine import Tx

_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)


class Passports:
    """The kind ``passports``."""

    key, word = "passports", "passport"

    def parse(self, key: str, body: Body) -> tuple[Passport | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        mistakes: list[Mistake] = []
        found = shape.read(Passport, {"passport": key, **body}, "", mistakes)
        return found, mistakes

    def dump(self, struct: Passport) -> Body:
        """As ``definitions.Kind``."""
        return shape.dump(struct)

    def settle(self, world: World, new: Passport, old: Passport | None) -> Passport:
        """As it is."""
        return new

    def check(self, world: World, new: Passport, old: Passport | None) -> list[Mistake]:
        """Every form, field and expression it names is there."""
        return [*_words(new), *_overlaps(world, new), *_expressions(world, new), *_fields(world, new)]

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Nothing beyond the definition itself."""

    def retire(self, tx: Tx, old: Passport, by: Actor) -> None:
        """Nothing: the lots it was for have no page any more, or that of the general passport."""


def _words(new: Passport) -> Iterator[Mistake]:
    if not (new.label.zh or new.label.en):
        yield Mistake("label", "definitions.missing_key", {"key": "label"})
    seen: set[str] = set()
    for n, fact in enumerate(new.facts):
        if not _KEY.fullmatch(fact.key):
            yield Mistake(f"facts[{n}].key", "definitions.bad_key", {"key": fact.key, "longest": 30})
        if fact.key in seen:
            yield Mistake(f"facts[{n}].key", "records.passport_twice", {"key": fact.key})
        seen.add(fact.key)


def _overlaps(world: World, new: Passport) -> Iterator[Mistake]:
    for other in world.all("passports"):
        if other.key == new.key:
            continue
        if not new.materials and not other.materials:
            yield Mistake("materials", "records.passport_general", {"other": other.key})
        for n, code in enumerate(new.materials):
            if code in other.materials:
                yield Mistake(f"materials[{n}]", "records.passport_taken", {"code": code, "other": other.key})


def _expressions(world: World, new: Passport) -> Iterator[Mistake]:
    lots = _lot_scope(world)
    yield from _wrong("lots", new.lots, lots, BOOL)
    yield from _wrong("ingredients.where", new.ingredients.where, lots, BOOL)
    yield from _wrong("ingredients.allergens", new.ingredients.allergens, lots)
    for n, fact in enumerate(new.facts):
        yield from _wrong(f"facts[{n}].value", fact.value, lots)
    receipts = [f for f in world.all("forms") if any(m.verb == "receive" for m in f.trace)]
    told = [list(_wrong("ingredients.origin", new.ingredients.origin, scope_of(world, f))) for f in receipts]
    if told and all(told):
        yield from told[0]
    for n, step in enumerate(new.steps):
        form = world.one("forms", step.form)
        if form is None:
            yield Mistake(f"steps[{n}].form", "forms.no_such_form", {"form": step.form})
        else:
            yield from _wrong(f"steps[{n}].place", step.place, scope_of(world, form))


def _lot_scope(world: World) -> LotScope:
    nothing = Form(key="", label=Label(), fields=[])
    return LotScope(FormScope(nothing, lambda key: world.one("forms", key), material_form(world)))


def _wrong(path: str, text: str | None, scope: Scope, wanted: Type | None = None) -> Iterator[Mistake]:
    if not text:
        return
    try:
        check(parse(text), scope, wanted)
    except Invalid as error:
        yield from (Mistake(path, m.code, m.params) for m in error.mistakes)


def _fields(world: World, new: Passport) -> Iterator[Mistake]:
    if (checks := new.checks) is not None:
        form = world.one("forms", checks.form)
        rows = [f"{checks.results}.{inner}" for inner in (checks.name, checks.value) if checks.results and inner]
        yield from _named("checks", form, checks.form, [checks.lot, checks.verdict, checks.at, checks.results, *rows])
        if form is not None:
            yield from _wrong("checks.passed", checks.passed, scope_of(world, form), BOOL)
    if (one := new.complaint) is not None:
        form = world.one("forms", one.form)
        yield from _named("complaint", form, one.form, [one.lot, one.text, one.contact, one.photo, *one.set])


def _named(path: str, form: Form | None, key: str, names: Sequence[str]) -> Iterator[Mistake]:
    if form is None:
        yield Mistake(f"{path}.form", "forms.no_such_form", {"form": key})
        return
    known = {f.key: f for f in form.fields if not f.retired}
    for name in names:
        top, _, inner = name.partition(".")
        field = known.get(top)
        rows = {f.key for f in field.options.fields} if field is not None and field.type == "list" else set()
        if name and (field is None or (inner and inner not in rows)):
            yield Mistake(path, "forms.no_field", {"key": name, "near": None})


KINDS.add(Passports())

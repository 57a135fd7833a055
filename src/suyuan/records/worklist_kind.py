"""Worklists as a kind of definition: drafted, checked and published like every other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.expr import BOOL
from suyuan.forms.check import scope_of
from suyuan.forms.expression_check import expression_mistakes
from suyuan.forms.form import Form
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.records.worklist import LotSource, Worklist
from suyuan.store.engine import Tx
from suyuan.trace.event import STATUSES

MOST_SHOWN = 20
LOT_NAMES = ("code", "material")


class Worklists:
    """The kind ``worklists``."""

    key, word = "worklists", "worklist"

    def parse(self, key: str, body: Body) -> tuple[Worklist | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        mistakes: list[Mistake] = []
        found = shape.read(Worklist, {"worklist": key, **body}, "", mistakes)
        return found, mistakes

    def dump(self, struct: Worklist) -> Body:
        """As ``definitions.Kind``."""
        return shape.dump(struct)

    def settle(self, world: World, new: Worklist, old: Worklist | None) -> Worklist:
        """As it is."""
        return new

    def check(self, world: World, new: Worklist, old: Worklist | None) -> list[Mistake]:
        """Every form, field, role and condition it names is there."""
        return list(_mistakes(world, new))

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Nothing beyond the definition itself."""

    def retire(self, tx: Tx, old: Worklist, by: Actor) -> None:
        """Nothing: it is no longer shown."""


def _mistakes(world: World, new: Worklist) -> Iterator[Mistake]:
    if not (new.label.zh or new.label.en):
        yield Mistake("label", "definitions.missing_key", {"key": "label"})
    if not 1 <= new.rows <= MOST_SHOWN:
        yield Mistake("rows", "records.worklist_rows", {"most": MOST_SHOWN})
    roles = {role.key for role in world.all("roles")}  # none where rights are kept without definitions
    strange = [(n, key) for n, key in enumerate(new.roles) if roles and key not in roles]
    yield from (shape.unknown(f"roles[{n}]", key, roles) for n, key in strange)
    if (new.lots is None) == (not new.form):
        yield Mistake("form", "records.worklist_source")
    if new.lots is not None:
        yield from _of_lots(new.lots)
    if new.form:
        form = world.one("forms", new.form)
        if form is None:
            yield Mistake("form", "forms.no_such_form", {"form": new.form})
        else:
            yield from _of_records(world, new, form)
    if new.then is not None:
        yield from _then(world, new)


def _of_lots(lots: LotSource) -> Iterator[Mistake]:
    known = (*STATUSES, "expired")
    for n, status in enumerate(lots.status):
        if status not in known:
            yield Mistake(f"lots.status[{n}]", "definitions.not_one_of", {"given": status, "known": ", ".join(known)})


def _of_records(world: World, new: Worklist, form: Form) -> Iterator[Mistake]:
    scope = scope_of(world, form)
    if new.where:
        yield from (m.under("where") for m in expression_mistakes(new.where, scope, BOOL))
    for part in filter(None, (p.strip().lstrip("-") for p in new.sort.split(","))):
        if scope.type_of(tuple(part.split("."))) is None:
            yield Mistake("sort", "records.no_sort", {"field": part})
    for n, key in enumerate(new.fields):
        if key not in _keys(form):
            yield Mistake(f"fields[{n}]", "records.no_field", {"field": key})


def _then(world: World, new: Worklist) -> Iterator[Mistake]:
    assert new.then is not None
    target = world.one("forms", new.then.form)
    source = world.one("forms", new.form) if new.form else None
    if target is None:
        yield Mistake("then.form", "forms.no_such_form", {"form": new.then.form})
        return
    theirs = {"id", *_keys(source)} if source is not None else set(LOT_NAMES)
    for ours, path in new.then.fill.items():
        if ours not in _keys(target):
            yield Mistake(f"then.fill.{ours}", "records.no_field", {"field": ours})
        if path not in theirs:
            yield Mistake(f"then.fill.{ours}", "records.no_field", {"field": path})


def _keys(form: Form) -> set[str]:
    return {f.key for f in form.fields if not f.retired and f.type != "list"}


KINDS.add(Worklists())

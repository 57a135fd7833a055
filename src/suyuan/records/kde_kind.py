"""Lists of key data elements as a kind of definition: drafted, checked and published like every other.

A field that is not there is a gap of the plant, which the trace map shows; only what cannot be read is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.expr import BOOL, Scope, check, elsewheres, parse, sql_problems
from suyuan.forms.check import material_form, scope_of
from suyuan.forms.form import Form
from suyuan.forms.scope import FormScope, LotScope
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.kde_list import Datum, KdeList, TrackingEvent, form_of, inside
from suyuan.store.engine import Tx

_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
Found = Iterator[Mistake]


class KdeLists:
    """The kind ``kde_lists``."""

    key, word = "kde_lists", "kde_list"

    def parse(self, key: str, body: Body) -> tuple[KdeList | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        mistakes: list[Mistake] = []
        return shape.read(KdeList, {"kde_list": key, **_written_out(body)}, "", mistakes), mistakes

    def dump(self, struct: KdeList) -> Body:
        """As ``definitions.Kind``."""
        found: Body = _each_datum(shape.dump(struct), _short)
        return found

    def settle(self, world: World, new: KdeList, old: KdeList | None) -> KdeList:
        """As it is."""
        return new

    def check(self, world: World, new: KdeList, old: KdeList | None) -> list[Mistake]:
        """Keys, paths and expressions can be read; what is not in the forms is a gap, which is told elsewhere."""
        return [*_words(new), *_events(world, new)]

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Nothing beyond the definition itself."""

    def retire(self, tx: Tx, old: KdeList, by: Actor) -> None:
        """Nothing: the records stay as complete as they are."""


def _each_datum(body: Any, change: Any) -> Any:
    """``body`` with every datum changed; whatever has another shape is left for the reader to refuse."""
    if isinstance(body, dict):
        return {
            k: [change(d) if isinstance(d, dict) else d for d in v]
            if k == "data" and isinstance(v, list)
            else _each_datum(v, change)
            for k, v in body.items()
        }
    return [_each_datum(item, change) for item in body] if isinstance(body, list) else body


def _written_out(body: Body) -> Body:
    return dict(_each_datum(body, lambda d: d | {"field": [d["field"]]} if isinstance(d.get("field"), str) else d))


def _short(datum: dict[str, Any]) -> dict[str, Any]:
    field = datum.get("field")
    return datum | {"field": field[0]} if isinstance(field, list) and len(field) == 1 else datum


def _words(new: KdeList) -> Found:
    if not (new.label.zh or new.label.en):
        yield Mistake("label", "definitions.missing_key", {"key": "label"})
    if not any(True for _ in new.every()):
        yield Mistake("nodes", "records.kde_empty")
    yield from _twice("nodes", [node.key for node in new.nodes])
    yield from _twice("nodes", [event.key for node in new.nodes for event in node.events])
    for _, event, path in _placed(new):
        yield from _twice(f"{path}.data", [datum.key for datum in event.data])


def _twice(path: str, keys: Sequence[str]) -> Found:
    seen: set[str] = set()
    for key in keys:
        if not _KEY.fullmatch(key):
            yield Mistake(path, "definitions.bad_key", {"key": key, "longest": 40})
        if key in seen:
            yield Mistake(path, "records.kde_twice", {"key": key})
        seen.add(key)


def _placed(new: KdeList) -> Iterator[tuple[int, TrackingEvent, str]]:
    for n, node in enumerate(new.nodes):
        for m, event in enumerate(node.events):
            yield n, event, f"nodes[{n}].events[{m}]"


def _events(world: World, new: KdeList) -> Found:
    for _, event, path in _placed(new):
        if event.lots:
            yield from _wrong(f"{path}.lots", event.lots, _lot_scope(world))
        for n, datum in enumerate(event.data):
            yield from (m.under(f"{path}.data[{n}]") for m in _datum(world, datum))


def _lot_scope(world: World) -> LotScope:
    nothing = Form(key="", label=Label(), fields=[])
    return LotScope(FormScope(nothing, lambda key: world.one("forms", key), material_form(world)))


def _datum(world: World, datum: Datum) -> Found:
    for path in datum.field:
        if not _PATH.fullmatch(path):
            yield Mistake("field", "records.kde_path", {"path": path})
    if not (datum.when or datum.rows_where):
        return
    forms = {form_of(path) for path in datum.field}
    if len(forms) != 1:
        yield Mistake("when" if datum.when else "rows_where", "records.kde_one_form")
        return
    form = world.one("forms", forms.pop())
    if form is None:
        return
    scope = scope_of(world, form)
    if datum.when:
        yield from _wrong("when", datum.when, scope)
    if datum.rows_where:
        yield from _rows_wrong(datum, form, scope)


def _rows_wrong(datum: Datum, form: Form, scope: FormScope) -> Found:
    roots = {inside(path).partition(".")[0] if "." in inside(path) else "" for path in datum.field}
    lists = {f.key for f in form.fields if f.type == "list" and not f.retired}
    if len(roots) != 1 or not roots <= lists:
        yield Mistake("rows_where", "records.kde_one_list")
    else:
        yield from _wrong("rows_where", datum.rows_where or "", scope.in_row(roots.pop()))


def _wrong(path: str, text: str, scope: Scope) -> Found:
    """What is wrong with a condition that SQL is to answer."""
    try:
        found = parse(text)
        check(found, scope, BOOL)
    except Invalid as error:
        yield from (Mistake(path, m.code, m.params) for m in error.mistakes)
        return
    if elsewheres(found):
        yield Mistake(path, "records.kde_elsewhere")
    else:
        yield from (Mistake(path, m.code, m.params) for m in sql_problems(found, scope, lists=True))


KINDS.add(KdeLists())

"""Defaults, formulas, look-ups, units and the checks that need the whole record, in the order they depend on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from suyuan.expr import Env, ExpressionError, compiled, parse, reads
from suyuan.forms.field_type import FIELD_TYPES, FieldType
from suyuan.forms.fields.catch_weight import weighed
from suyuan.forms.fields.lot import New
from suyuan.forms.fields.quantity import MEASURES, measured
from suyuan.forms.form import Field, Form
from suyuan.forms.formulas import dependencies, followers, formulas, hiding_order, is_computed, nodes, ordered
from suyuan.forms.linkage import Effects, Linking, NodeKey, Run, effects
from suyuan.forms.look import Look
from suyuan.forms.numbers import rounded
from suyuan.forms.option import option_words
from suyuan.forms.place import Call, Names, Place, Values
from suyuan.forms.scanned import element_of
from suyuan.forms.values import CatchWeight, Counted, Linked, LotRef, Measure, NewLot, wire, wire_rows
from suyuan.kernel.errors import Invalid, Mistake, refuse

MaterialOf = Callable[[Any], "tuple[str, dict[str, Decimal]] | None"]
"""The base unit of measure, and the own conversions, of a material or lot."""


class FieldProgram:
    """How one field comes by its value."""

    def __init__(
        self, key: NodeKey, field: Field, told: Effects, fills: list[tuple[str, str]], material_of: MaterialOf
    ) -> None:
        self.list = key[0] if len(key) == 2 else ""
        self.key, self.field = key[-1], field
        self.type: FieldType = FIELD_TYPES[field.type]
        self.material_of = material_of
        self.decimals: int | None = getattr(field.options, "decimals", None)
        runs = {f.role: compiled(parse(f.text)) for f in formulas(field)}
        self.formula = runs.get("value")
        self.default = runs.get("default")
        self.linking = Linking(field, told)
        self.where = runs.get("where")
        self.facts = {role[4:]: run for role, run in runs.items() if role.startswith("new.")}
        self.fills = fills
        self.source = field.options.from_.split(".")[0] if field.type == "lookup" else ""
        self.of = tuple(field.options.of.split(".")) if field.type in MEASURES and field.options.of else ()
        self.new: New | None = field.options.new if field.type == "lot" else None
        self.fixed = field.readonly or field.type == "serial"
        self.computed = is_computed(field)
        self.busy = bool(
            self.computed
            or self.default
            or self.fills
            or self.of
            or self.new
            or self.fixed
            or self.linking.sets
            or self.linking.locks
        )
        kept = self.computed or self.fixed or self.new is not None
        self.hides = self.linking.hiding and not kept
        self.judged = bool(field.required or self.where or self.linking.judging)

    def run(self, call: Call, place: Place) -> None:
        """Give the field its value in ``place``."""
        path = place.path + self.key
        if path in call.wrong:
            return
        try:
            self.settle(call, place, path)
        except Invalid as error:
            call.refused(path, error)
            place.put(self.key, None)

    def settle(self, call: Call, place: Place, path: str) -> None:
        key = self.key
        setter = self.formed if self.computed else self.setter(call, place)
        if setter is not None:
            value = self.measure(place, setter(call, place))
            self.unchanged(call, place, path, value)
            place.put(key, value)
            return
        if self.new is not None:
            place.put(key, self.made(call, place))
            return
        if self.linking.sets:
            place.put(key, place.given.get(key))  # not what a rule set while all was settled before
        if key not in place.given or self.fixed:
            first = self.first(call, place) if place.old is None else place.old.get(key)
            first = self.measure(place, first)
            if self.fixed and key in place.given:
                self.unchanged(call, place, path, first)
            if first is not None or place.values[key] is not None:
                place.put(key, first)
        elif self.of:
            place.put(key, self.measure(place, place.given[key]))

    def formed(self, call: Call, place: Place) -> Any:
        """The value of the formula; a look-up keeps its old copy while its link stays the same."""
        if self.source and place.old is not None and not self.moved(call, place):
            return place.old.get(self.key)
        assert self.formula is not None
        return self.accept(self.formula(place.names, call.env), call.look)

    def setter(self, call: Call, place: Place) -> Callable[[Call, Place], Any] | None:
        """What gives the value in place of the person, while a rule sets it."""
        run = self.linking.setter(place.names, call.env) if self.linking.sets else None
        return None if run is None else lambda call, place: self.accept(run(place.names, call.env), call.look)

    def moved(self, call: Call, place: Place) -> bool:
        holder = place if self.source in place.values else call.top
        return holder.old is None or holder.values.get(self.source) != holder.old.get(self.source)

    def accept(self, result: Any, look: Look) -> Any:
        """The field's value from an expression's result."""
        if result is None or result == "":
            return None
        if type(result) is Decimal and self.decimals is not None:
            result = rounded(result, self.decimals)
        return self.type.clean(self.field, result, look)

    def first(self, call: Call, place: Place) -> Any:
        """The value of a new record when none was given: the default, else what a link or scan fills in."""
        if self.default is not None:
            return self.accept(self.default(place.names, call.env), call.look)
        for source, theirs in self.fills:
            found = place.scalars.get(source)
            if isinstance(found, str):
                kind = self.type.expr_type(self.field).kind
                return self.accept(element_of(found, theirs, kind, call.env.today), call.look)
            if found is not None:
                return self.accept(found.get(theirs), call.look)
        return None

    def measure(self, place: Place, value: Any) -> Any:
        """A quantity with its amount in the unit of the lot or material it is of."""
        if not self.of or not isinstance(value, Measure | Counted):
            return value
        found: Any = place.names.get(self.of[0])
        for part in self.of[1:]:
            found = None if found is None else found.get(part)
        base = None if found is None else self.material_of(found)
        if base is None:
            if isinstance(value, Counted):
                raise refuse("value", "forms.weight_needed")
            return value
        if isinstance(value, CatchWeight | Counted):
            return weighed(self.field, value, *base)
        return measured(value, base[0], base[1])

    def made(self, call: Call, place: Place) -> NewLot | LotRef | None:
        """The lot the record makes; when it is amended, the same lot with what the record now says of it."""
        assert self.new is not None
        old = None if place.old is None else place.old.get(self.key)
        lot = old.made if isinstance(old, NewLot) else old
        given = place.given.get(self.key)
        code = lot.title if lot is not None else (given.code if given is not None else None)
        if lot is not None and given is not None and given["code"] != lot.title:
            call.mistakes.append(Mistake(place.path + self.key, "forms.readonly"))
        if lot is None and code is not None and self.new.rule:
            call.mistakes.append(Mistake(place.path + self.key, "forms.numbered"))
        facts: Values = {name: run(place.names, call.env) for name, run in self.facts.items()}
        facts["kind"] = self.new.kind
        if facts.get("material") is not None and not facts.get("uom"):
            base = self.material_of(facts["material"])
            facts["uom"] = base[0] if base else None
        if lot is None and code is None and not self.new.rule:
            return None
        return NewLot(code, self.new.rule, facts, lot)

    def unchanged(self, call: Call, place: Place, path: str, value: Any) -> None:
        """Refuse a value sent for a field that is not the client's to fill, unless it is the right one."""
        if self.key in place.given and wire(place.given[self.key]) != wire(value):
            call.mistakes.append(Mistake(path, "forms.readonly"))

    def judge(self, call: Call, place: Place) -> None:
        """Required, read-only and offered: what can be said once everything is computed."""
        path = place.path + self.key
        if path in call.wrong:
            return
        value = place.scalars[self.key]
        if value is None or value == []:
            needed = self.field.required or self.linking.needed(place.names, call.env)
            given_later = self.field.type == "serial" or (self.new is not None and self.new.rule)
            if needed and not given_later and self.seen(call, place):
                call.mistakes.append(Mistake(path, "forms.required"))
        if self.linking.locks and self.key in place.given and self.linking.locked(place.names, call.env):
            self.unlocked(call, place, path)
        if self.where and isinstance(value, Linked) and self.fresh(place, value):
            self.offered(call, place, path, value, self.where)
        if self.linking.filters and value is not None:
            self.narrowed(call, place, path, value)

    def unlocked(self, call: Call, place: Place, path: str) -> None:
        """Refuse a value sent for a field that is locked, unless it is the one it has anyway."""
        if self.setter(call, place) is not None:
            return
        if self.field.type == "list":
            before = (place.old or {}).get(self.key) or []
            if wire_rows(place.values[self.key] or []) != wire_rows(before):
                call.mistakes.append(Mistake(path, "forms.readonly"))
            return
        first = self.first(call, place) if place.old is None else place.old.get(self.key)
        self.unchanged(call, place, path, self.measure(place, first))

    def narrowed(self, call: Call, place: Place, path: str, value: Any) -> None:
        """Refuse what the rules that hold now do not offer; what was chosen before may stay."""
        if not self.fresh(place, value):
            return
        before = (place.old or {}).get(self.key) or ()
        for _, run in self.linking.narrowed(place.names, call.env):
            if isinstance(value, Linked):
                self.offered(call, place, path, value, run)
                continue
            for option in [value] if isinstance(value, str) else [o for o in value if o not in before]:
                if run(Names({"option": option, "this": place.names}, place.names), call.env) is not True:
                    given = option_words(self.field.options.options, option)
                    call.mistakes.append(Mistake(path, "forms.not_offered_now", {"given": given}))

    def offered(self, call: Call, place: Place, path: str, value: Linked, where: Run) -> None:
        if where(Names({"this": place.names}, value), call.env) is not True:
            call.mistakes.append(Mistake(path, "forms.not_offered_now", {"given": value.title}))

    def hidden(self, call: Call, place: Place) -> bool:
        """Clear a field that is not shown, unless a rule sets it; whether it held anything."""
        if place.scalars[self.key] in (None, []) or self.seen(call, place) or self.setter(call, place) is not None:
            return False
        if self.field.type == "list":
            call.rows[self.key] = []
            place.given = {**place.given, self.key: []}
            place.put(self.key, [])
        else:
            place.given = {**place.given, self.key: None}
            place.put(self.key, None)
        return True

    def fresh(self, place: Place, value: Any) -> bool:
        return place.old is None or place.old.get(self.key) != value

    def seen(self, call: Call, place: Place) -> bool:
        return self.linking.seen(place.names, call.env)


class Program:
    """A form made ready to compute records, once per version.

    :param material_of: finds the base unit of what a quantity is of.
    """

    def __init__(self, form: Form, material_of: MaterialOf) -> None:
        all = nodes(form)
        fills: dict[NodeKey, list[tuple[str, str]]] = {}
        for key, field in all.items():
            for ours, theirs in getattr(field.options, "fill", {}).items():
                fills.setdefault((*key[:-1], ours), []).append((key[-1], theirs))
        needs = dependencies(form)
        order, _ = ordered(needs)
        told = effects(form)
        programs = {
            key: FieldProgram(key, all[key], told.get(key, Effects()), fills.get(key, []), material_of) for key in order
        }
        self.fields = {".".join(key): program for key, program in programs.items()}
        steps = {key: p for key, p in programs.items() if p.busy and p.field.type != "list"}
        self.steps = list(steps.values())
        after = followers(needs, order)
        self.hiding = [
            (programs[key], [step for at, step in steps.items() if at == key or at in after[key]])
            for key in hiding_order(form)
            if programs[key].hides
        ]
        self.judges = [programs[key] for key in all if programs[key].judged]
        self.top = {key[0]: field for key, field in all.items() if len(key) == 1}
        self.lists = {
            key: {row.key: row for row in field.options.fields if not row.retired}
            for key, field in self.top.items()
            if field.type == "list"
        }
        self.once = [(key, row) for key, rows in self.lists.items() for row in rows.values() if row.unique]
        self.guards = [
            (guard, compiled(e), {path[1 if path[0] == "this" else 0] for path in reads(e) if path != ("this",)})
            for guard in form.guards
            for e in (parse(guard.refuse),)
        ]

    def compute(
        self, given: Values, env: Env, look: Look, old: Values | None = None, wrong: frozenset[str] = frozenset()
    ) -> tuple[Values, list[Mistake]]:
        """The whole record from what was given and what it was.

        :param given: cleaned values; absent ones keep the old value, or get their default on a new record.
        :param wrong: paths already found wrong; nothing more is said of them.
        """
        call = Call(env, look, wrong)
        call.top = top = Place(given, old, self.top)
        for key, fields in self.lists.items():
            call.rows[key] = self.places(key, fields, top, call.wrong)
        top.scalars["this"] = top.scalars
        self.settle(call, self.steps)
        while self.clear_hidden(call):  # each field of each row at most once
            pass
        for judge in self.judges:
            for place in (top,) if not judge.list else call.rows[judge.list]:
                _safely(judge.judge, call, place, judge.key)
        self.count_rows(call)
        return top.values, call.mistakes

    def settle(self, call: Call, steps: list[FieldProgram]) -> None:
        """The values of ``steps``, in the order they depend on one another."""
        for step in steps:
            for place in (call.top,) if not step.list else call.rows[step.list]:
                _safely(step.run, call, place, step.key)

    def clear_hidden(self, call: Call) -> bool:
        """Clear the fields that are not shown, settling what follows from each; whether one held anything."""
        found = False
        for program, steps in self.hiding:
            cleared = False
            for place in (call.top,) if not program.list else call.rows[program.list]:
                with contextlib.suppress(Invalid):
                    cleared |= program.hidden(call, place)
            if cleared:
                found = True
                self.settle(call, steps)
        if found:
            call.mistakes.clear()
            self.settle(call, self.steps)
        return found

    def places(self, key: str, fields: Mapping[str, Field], top: Place, wrong: frozenset[str]) -> list[Place]:
        """The rows of one list; ``top`` gets them as its value."""
        before = {row["id"]: row for row in (top.old or {}).get(key) or () if "id" in row}
        if key in top.given:
            given = top.given[key] or ()
            places = [Place(row, before.get(row.get("id")), fields, f"{key}[{n}].") for n, row in enumerate(given)]
        else:
            given = (top.old or {}).get(key) or ()
            places = [Place({}, row, fields, f"{key}[{n}].") for n, row in enumerate(given)]
        for place, row in zip(places, given, strict=True):
            place.names = Names(place.scalars, top.scalars)
            if "id" in row:
                place.values["id"] = row["id"]
        top.values[key] = [place.values for place in places]
        top.scalars[key] = [place.scalars for place in places]
        return places

    def count_rows(self, call: Call) -> None:
        for key in self.lists:
            least = self.top[key].options.min
            if len(call.rows[key]) < least and key not in call.wrong:
                call.mistakes.append(Mistake(key, "forms.too_few_rows", {"least": least}))
        for key, row in self.once:
            seen = set()
            for place in call.rows[key]:
                told = str(wire(place.values[row.key]))
                if place.values[row.key] is not None and told in seen:
                    call.mistakes.append(Mistake(place.path + row.key, "forms.row_twice"))
                seen.add(told)

    def refusals(self, scalars: Values, env: Env, wrong: frozenset[str]) -> Iterator[Mistake]:
        """What the guards say of a computed record; those that read a field already found wrong say nothing."""
        bad = {path.partition("[")[0] for path in wrong}
        for guard, run, read in self.guards:
            if bad & read:
                continue
            try:
                if run(scalars, env) is True:
                    yield Mistake(guard.at, "forms.guard_warns" if guard.warn else "forms.guard", {"say": guard.say})
            except ExpressionError as error:
                yield from (m.under(guard.at) for m in error.mistakes)


def _safely(run: Callable[[Call, Place], None], call: Call, place: Place, key: str) -> None:
    """An expression that meets a value it cannot handle is a mistake at its field."""
    try:
        run(call, place)
    except Invalid as error:
        call.refused(place.path + key, error)

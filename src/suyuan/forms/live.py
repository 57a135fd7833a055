"""A published form made ready for work: its tables, and what happens to a record's values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, MetaData

from suyuan.definitions.shape import nearest
from suyuan.expr import Env
from suyuan.forms.compute import MaterialOf, Program
from suyuan.forms.field_type import FIELD_TYPES, holds
from suyuan.forms.fields.quantity import MEASURES
from suyuan.forms.form import Field, Form
from suyuan.forms.live_field import LiveField, LiveList
from suyuan.forms.look import Look, Resolve
from suyuan.forms.numbering import Rule, allocate, number, parse_rule, prefix
from suyuan.forms.physical import tables, unique_name, unique_sets
from suyuan.forms.place import Values
from suyuan.forms.scope import FormScope
from suyuan.forms.values import Linked, NewLot, instant, put_scalar, wire, wire_rows
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.store.engine import Tx

LOT_SCOPE = "lot"
"""All lots share one scope of numbers: their codes are unique in a plant."""

_TITLE = re.compile(r"\{([^{}]+)\}")


class LiveForm:
    """A form compiled once per version; thread-safe, since nothing in it changes.

    :ivar form: the words.
    :ivar table: ``f_<key>``.
    :ivar lists: detail lists by key.
    :ivar fields: fields in use by key, in order, lists included.
    :ivar scope: names that expressions may read.
    :ivar unique: index name -> field keys, for what must differ among submitted records.
    """

    def __init__(self, form: Form, scope: FormScope, material_of: MaterialOf) -> None:
        self.form, self.scope, self.key, self.version = form, scope, form.key, form.version
        self.table, lists = tables(form, MetaData())
        self.fields = {f.key: LiveField(f, self.table) for f in form.fields if not f.retired and holds(f)}
        self.lists = {key: LiveList(self.fields[key].field, t) for key, t in lists.items() if key in self.fields}
        self.plain = {key: live for key, live in self.fields.items() if key not in self.lists}
        own = {unique_name(self.table.name, f.key): [f.key] for f in form.fields if f.unique and not f.retired}
        self.unique: dict[str, list[str]] = own | unique_sets(form)
        self.program = Program(form, material_of)
        self._serials = self._rules("serial", lambda f: f.options.rule)
        self._new = self._rules("lot", lambda f: f.options.new.rule if f.options.new else "")
        self.title_template = form.title or self._usual_title()

    def _rules(self, type: str, rule: Callable[[Field], str]) -> list[tuple[str, str, Rule]]:
        found = []
        for key, live in self.fields.items():
            inside = {f.key: f for f in self.lists[key].field.options.fields} if key in self.lists else {"": live.field}
            for row, field in inside.items():
                if field.type == type and not field.retired and rule(field):
                    found.append((key if row else "", row or key, parse_rule(rule(field))))
        return found

    def _usual_title(self) -> str:
        for type in ("serial", "text", "link", "lot"):
            found = next((f.key for f in self.form.fields if f.type == type and not f.retired), None)
            if found:
                return "{" + found + "}"
        return ""

    # ---- what was sent -> values

    def clean(self, given: Mapping[str, Any], look: Look, old: Values | None = None) -> tuple[Values, list[Mistake]]:
        """The values of what was sent, each on its own; ``None`` for null and blank.

        :param given: by field key; list rows are mappings and keep their ``id``.
        :param old: the record as it is, when it is being amended; rows are known by their ids.
        :returns: values of the keys that were sent and are right, and every mistake by path.
        """
        values: Values = {}
        mistakes: list[Mistake] = []
        for key, value in given.items():
            live = self.fields.get(key)
            if live is None:
                mistakes.append(_unknown(key, self.fields))
            elif key in self.lists:
                self._clean_list(key, value, look, old, values, mistakes)
            else:
                _clean(live, key, value, look, values, mistakes, key)
        return values, mistakes

    def _clean_list(
        self, key: str, value: Any, look: Look, old: Values | None, values: Values, mistakes: list[Mistake]
    ) -> None:
        live = self.lists[key]
        try:
            rows = [] if value is None else FIELD_TYPES["list"].clean(live.field, value, look)
        except Invalid as error:
            mistakes += [m.under(key) for m in error.mistakes]
            return
        known = {row["id"] for row in (old or {}).get(key) or () if "id" in row}
        values[key] = [_clean_row(live, row, f"{key}[{n}]", look, known, mistakes) for n, row in enumerate(rows)]

    def compute(
        self,
        values: Values,
        env: Env,
        look: Look,
        old: Values | None = None,
        wrong: frozenset[str] = frozenset(),
    ) -> tuple[Values, list[Mistake]]:
        """The whole record: defaults, formulas, look-ups, units, then what is required, read-only or not offered.

        :param values: from ``clean``.
        :param old: the whole record as it is, when it is being amended.
        :param wrong: paths already found wrong; nothing more is said of them.
        """
        return self.program.compute(values, env, look, old, wrong)

    def check(self, given: Mapping[str, Any], look: Look, old: Values | None = None) -> tuple[Values, list[Mistake]]:
        """``clean``, ``compute`` and guards together, every mistake at once."""
        cleaned, mistakes = self.clean(given, look, old)
        wrong = frozenset(m.path for m in mistakes) | frozenset(_fields_of(m.path) for m in mistakes)
        values, more = self.compute(cleaned, look.env, look, old, wrong)
        wrong |= frozenset(_fields_of(m.path) for m in more)
        return values, [*mistakes, *more, *self.guard(values, look.env, wrong)]

    def offering(self, path: str, names: Any, env: Env) -> list[str]:
        """The conditions on what the field at ``path`` offers now: its own, and those of the rules that hold.

        :param names: what the record, or the row, reads as its own.
        """
        field, program = self.field(path), self.program.fields[path]
        own = getattr(field.options, "where", None) if field is not None else None
        return [*([own] if own is not None else []), *(text for text, _ in program.linking.narrowed(names, env))]

    def guard(self, values: Values, env: Env, wrong: frozenset[str] = frozenset()) -> list[Mistake]:
        """What the guards refuse or warn of in a computed record, in their words; ``wrong`` as for ``compute``."""
        return list(self.program.refusals(self.scalars(values), env, wrong)) if self.program.guards else []

    def scalars(self, values: Values) -> Values:
        """``values`` as expressions see them."""
        found: Values = {}
        for key, value in values.items():
            if key in self.lists:
                found[key] = [_row_scalars(row) for row in value or ()]
            else:
                put_scalar(found, key, value)
        for key in self.lists:
            found.setdefault(key, [])
        found["this"] = found
        return found

    # ---- numbers

    def numbered(self, tx: Tx, values: Values, env: Env) -> Values:
        """``values`` with its serial numbers and the codes of the lots it makes, where they have none yet.

        :raises Invalid: a field the rule needs is blank; the path is that of the numbered field.
        """
        if not self._serials and not self._new:
            return values
        values = {k: [dict(row) for row in v] if k in self.lists and v else v for k, v in values.items()}
        for serials, rules in ((True, self._serials), (False, self._new)):
            for list_key, key, rule in rules:
                places = values.get(list_key) or () if list_key else (values,)
                for n, place in enumerate(places):
                    path = f"{list_key}[{n}].{key}" if list_key else key
                    self._number(tx, env, place, values, key, path, rule, serials)
        return values

    def _number(
        self, tx: Tx, env: Env, place: Values, values: Values, key: str, path: str, rule: Rule, serial: bool
    ) -> None:
        value = place.get(key)
        lot = value if isinstance(value, NewLot) and value.code is None else None
        if value is not None if serial else lot is None:
            return
        try:
            filled = filled_in(rule, env.today, place, values)
            scope = self.number_scope(key) if serial else LOT_SCOPE
            code = number(rule, filled, allocate(tx, scope, filled))
        except Invalid as error:
            raise Invalid([m.under(path) for m in error.mistakes]) from None
        place[key] = lot.coded(code) if lot is not None else code

    def number_scope(self, field: str) -> str:
        """Where the serial numbers of a field (``no`` or ``rows.no``) are counted."""
        return f"{self.key}.{field.rpartition('.')[2]}"

    def new_lots(self, values: Values) -> list[tuple[str, NewLot]]:
        """The lots this record makes, by path."""
        found = [(key, v) for key in self.plain if isinstance(v := values.get(key), NewLot)]
        for key, live in self.lists.items():
            for n, row in enumerate(values.get(key) or ()):
                found += [(f"{key}[{n}].{k}", v) for k in live.fields if isinstance(v := row.get(k), NewLot)]
        return found

    # ---- values -> what is shown, sent, stored

    def title(self, values: Values, env: Env | None = None, lang: str = "zh") -> str:
        """The record's title by its template, at most 200 characters.

        :param env: knows the plant's clock, by which moments are told; without it they are told in UTC.
        """
        shown = _TITLE.sub(lambda m: self._shown(m[1].split("."), values, env, lang), self.title_template)
        return re.sub(r"\s+", " ", shown).strip(" ·-")[:200]

    def _shown(self, path: list[str], values: Values, env: Env | None, lang: str) -> str:
        value = values.get(path[0])
        live = self.fields.get(path[0])
        if value is None or live is None:
            return ""
        if isinstance(value, datetime):
            return f"{env.local(value) if env else value:%Y-%m-%d %H:%M}"
        if len(path) == 1:
            return live.type.show(live.field, value, lang)
        for part in path[1:]:
            value = None if value is None else value.get(part)
        return _as_text(value)

    def show(self, values: Values, lang: str) -> Values:
        """Every value in words, lists as lists of rows; for exports, prints and comparing."""
        out: Values = {}
        for key, value in values.items():
            if key in self.lists:
                fields = self.lists[key].fields
                out[key] = [
                    {k: _words(fields[k], v, lang) for k, v in row.items() if k in fields} for row in value or ()
                ]
            elif key in self.fields:
                out[key] = _words(self.fields[key], value, lang)
        return out

    def wire(self, values: Values) -> Values:
        """Every value as the API sends it: JSON values, decimals as texts, rows with their ids."""
        out: Values = {}
        for key, value in values.items():
            if key in self.lists:
                out[key] = wire_rows(value or ())
            else:
                out[key] = wire(value)
        return out

    def row(self, values: Values) -> dict[str, Any]:
        """The field columns of a record, for INSERT and UPDATE; lists aside."""
        out: dict[str, Any] = {}
        for key, live in self.plain.items():
            live.store(values.get(key), out)
        return out

    def load(self, row: Mapping[str, Any], at: Resolve, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Values:
        """A record's values from its row and the rows of its lists (by list key, in order of position)."""
        return {
            key: [self.lists[key].load(r, at) for r in rows.get(key, ())] if key in self.lists else live.load(row, at)
            for key, live in self.fields.items()
        }

    # ---- columns

    def field(self, path: str) -> Field | None:
        """The field at ``fed`` or ``inputs.fed``, retired ones aside."""
        live = self._live(path)
        return live.field if live else None

    def _live(self, path: str) -> LiveField | None:
        key, _, row = path.partition(".")
        if not row:
            return self.fields.get(key)
        return self.lists[key].fields.get(row) if key in self.lists else None

    def columns(self, path: str) -> list[Column[Any]]:
        """All columns of the field at ``path``; none for a list or an unknown path."""
        live = self._live(path)
        return live.columns if live else []

    def column(self, path: str) -> Column[Any] | None:
        """The column an expression means by ``path``: a quantity's in its reference unit, ``fed_uom`` its unit.

        Also what every record has: ``state``, ``title``, ``created_at`` ...; a link is its internal id.
        """
        live = self._live(path)
        if live is None:
            key, _, row = path.partition(".")
            table = self.lists[key].table if row and key in self.lists else self.table
            name = "uid" if (row or key) == "id" else (row or key)
            return None if row and key not in self.lists else table.c.get(name)
        return live.columns[2 if live.field.type in MEASURES else 0] if live.columns else None


def filled_in(rule: Rule, today: date, place: Values, values: Values) -> str:
    """A numbering rule with everything but its counter filled in.

    :param place: the values beside the number, of its row or record; ``values`` those of the record.
    :raises Invalid: a field it needs is blank.
    """
    return prefix(rule, today, lambda path: _told(path, place, values))


def _unknown(key: str, known: Mapping[str, Any], under: str = "") -> Mistake:
    near = nearest(key, known)
    path = f"{under}.{key}" if under else key
    return Mistake(path, "forms.unknown_field_near" if near else "forms.unknown_field", {"key": key, "near": near})


def _clean(live: LiveField, key: str, value: Any, look: Look, into: Values, mistakes: list[Mistake], path: str) -> None:
    if value is None or value == "":
        into[key] = None
        return
    try:
        into[key] = live.type.clean(live.field, value, look)
    except Invalid as error:
        mistakes += [m.under(path) for m in error.mistakes]


def _clean_row(
    live: LiveList, given: Mapping[str, Any], path: str, look: Look, known: set[Any], mistakes: list[Mistake]
) -> Values:
    row: Values = {}
    for key, value in given.items():
        if key == "id":
            if isinstance(value, str) and value in known:
                known.discard(value)  # a second row with the same id is none of the old ones
                row["id"] = value
            elif value is not None:
                mistakes.append(Mistake(f"{path}.id", "forms.no_such_row"))
        elif key in live.fields:
            _clean(live.fields[key], key, value, look, row, mistakes, f"{path}.{key}")
        else:
            mistakes.append(_unknown(key, live.fields, path))
    return row


def _fields_of(path: str) -> str:
    """The field a mistake stands at: ``inputs[2].fed`` of ``inputs[2].fed.uom``, ``price`` of ``price.currency``."""
    head, bracket, rest = path.partition("].")
    return f"{head}].{rest.split('.')[0]}" if bracket else path.split(".")[0]


def _row_scalars(row: Values) -> Values:
    found: Values = {}
    for key, value in row.items():
        put_scalar(found, key, value)
    return found


def _words(live: LiveField, value: Any, lang: str) -> str:
    return "" if value is None else live.type.show(live.field, value, lang)


def _told(path: tuple[str, ...], place: Values, values: Values) -> str:
    found: Any = place.get(path[0]) if path[0] in place else values.get(path[0])
    for part in path[1:]:
        found = None if found is None else found.get(part)
    return _as_text(found)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Linked):
        return value.title
    if isinstance(value, date):
        return value.isoformat() if not hasattr(value, "tzinfo") else instant(value)  # type: ignore[arg-type]
    return format(value, "f") if isinstance(value, Decimal) else str(wire(value))

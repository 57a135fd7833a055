"""Forms as a kind of definition: publishing one makes its tables, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import MetaData, Table
from sqlalchemy.schema import AddConstraint, DropIndex, Index

from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.forms import document
from suyuan.forms.check import form_mistakes, scope_of
from suyuan.forms.fields.computed import LookupOptions
from suyuan.forms.form import Field, Form
from suyuan.forms.indexes import index
from suyuan.forms.physical import cells, foreign_keys, table_name, tables, unique_name, unique_sets
from suyuan.forms.scope import FormScope
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.store import ddl
from suyuan.store.engine import Tx


class Forms:
    """The kind ``forms``."""

    key, word = "forms", "form"

    def parse(self, key: str, body: Body) -> tuple[Form | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        return document.parse(key, body)

    def dump(self, struct: Form) -> Body:
        """As ``definitions.Kind``."""
        return document.dump(struct)

    def settle(self, world: World, new: Form, old: Form | None) -> Form:
        """Fields that are gone stay as retired; look-ups get their type, location fields their form."""
        new = msgspec.structs.replace(new, fields=_kept(new.fields, old.fields if old else []))
        scope = scope_of(world, new)
        before = {f.key: f for f in old.fields} if old else {}
        fields = [_settled(f, scope, world, before.get(f.key)) for f in new.fields]
        return msgspec.structs.replace(new, fields=fields)

    def check(self, world: World, new: Form, old: Form | None) -> list[Mistake]:
        """As ``definitions.Kind``."""
        return form_mistakes(world, new, old)

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Tables first, then the foreign keys between them, so that forms may link to one another."""
        being_made = {table_name(change.new.key) for change in changes}
        owned = {change.new.key: _tables(change.new, being_made, tx) for change in changes}
        made = [table for tables_ in owned.values() for table in tables_]
        fresh = [table for table in made if not _exists(tx, table)]
        for table in fresh:
            ddl.create_table(tx, table)
        if tx.store.dialect == "postgresql":
            for table in fresh:
                for key in sorted(table.foreign_key_constraints, key=lambda k: str(k.name)):
                    tx.run(AddConstraint(key))
        for key, tables_ in owned.items():
            grown = [table for table in tables_ if table not in fresh]
            for table in grown:
                ddl.add_columns(tx, table, list(table.columns), indexed=False)
            index(tx, key, grown)
        for change in changes:
            _drop_unique(tx, change)

    def retire(self, tx: Tx, old: Form, by: Actor) -> None:
        """Nothing: the table and its records stay."""


def _kept(new: list[Field], old: list[Field]) -> list[Field]:
    keys, before = {f.key for f in new}, {f.key: f for f in old}
    fields = []
    for field in new:
        then = before.get(field.key)
        if field.type == "list" and then is not None and then.type == "list":
            o = field.options
            rows = _kept(o.fields, then.options.fields)
            field = msgspec.structs.replace(field, options=msgspec.structs.replace(o, fields=rows))
        fields.append(field)
    gone = [msgspec.structs.replace(f, retired=True) for f in old if f.key not in keys]
    return fields + gone


def _settled(field: Field, scope: FormScope, world: World, old: Field | None) -> Field:
    if field.type == "list" and not field.retired:
        inner, o = scope.in_row(field.key), field.options
        before = {f.key: f for f in old.options.fields} if old is not None and old.type == "list" else {}
        rows = [_settled(row, inner, world, before.get(row.key)) for row in o.fields]
        return msgspec.structs.replace(field, options=msgspec.structs.replace(o, fields=rows))
    if field.retired or old == field:
        return field
    if field.type == "location" and not field.options.to:
        to = old.options.to if old is not None and old.type == "location" else _place_form(world)
        return msgspec.structs.replace(field, options=msgspec.structs.replace(field.options, to=to))
    if field.type == "lookup":
        return msgspec.structs.replace(field, options=_looked_up(field.options, scope))
    return field


def _place_form(world: World) -> str:
    """The form of places: the one called ``location`` when there is one, else the first by key."""
    places = [f.key for f in world.all("forms") if f.serves is not None and f.serves.role == "place"]
    return "location" if "location" in places else next(iter(places), "")


def _looked_up(options: LookupOptions, scope: FormScope) -> LookupOptions:
    found = scope.type_of(tuple(options.from_.split(".")))
    if found is None or found.kind in ("list", "row", "blank"):
        return options
    decimals = options.decimals if found.decimals is None else found.decimals
    words = scope.options_at(tuple(options.from_.split("."))) if found.kind == "text" else []
    return LookupOptions(options.from_, found.kind, found.form or "", decimals, words)  # type: ignore[arg-type]


def _tables(form: Form, being_made: set[str], tx: Tx) -> list[Table]:
    """The tables of a form with their foreign keys, in a metadata of their own."""
    metadata = MetaData()
    table, lists = tables(form, metadata)
    known = being_made | {name for name in _named(form) if _has(tx, name)}
    for key in foreign_keys(table, form.fields, "", known):
        table.append_constraint(key)
    for field in form.fields:
        if field.type == "list":
            rows = lists[field.key]
            for key in foreign_keys(rows, field.options.fields, table.name, known):
                rows.append_constraint(key)
    return [table, *lists.values()]


def _named(form: Form) -> set[str]:
    fields = [*form.fields, *(row for f in form.fields if f.type == "list" for row in f.options.fields)]
    return {cell.refers for field in fields for cell in cells(field) if cell.refers}


def _has(tx: Tx, name: str) -> bool:
    return tx.conn.dialect.has_table(tx.conn, name)


def _exists(tx: Tx, table: Table) -> bool:
    return _has(tx, table.name)


def _drop_unique(tx: Tx, change: Changing) -> None:
    """What need not be unique any longer loses its index."""
    if change.old is None:
        return
    table = table_name(change.new.key)
    for name in sorted(_unique_names(change.old) - _unique_names(change.new)):
        gone = Index(name)
        gone.table = Table(table, MetaData())
        tx.run(DropIndex(gone, if_exists=True))


def _unique_names(form: Form) -> set[str]:
    fields = {unique_name(table_name(form.key), f.key) for f in form.fields if f.unique and not f.retired}
    return fields | set(unique_sets(form))


KINDS.add(Forms())

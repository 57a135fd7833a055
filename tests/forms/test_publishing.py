"""Publishing a form makes real tables, only ever adds to them, and refuses what would lose or break data."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from suyuan.definitions.document import from_yaml
from suyuan.definitions.draft import save_draft
from suyuan.definitions.publish import publish, put, retire
from suyuan.definitions.read import latest
from suyuan.forms import catalogue as catalogue_module
from suyuan.forms import indexes as indexes_module
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid, Mistake, NotFound
from suyuan.store.engine import Store, Tx
from suyuan.store.worker import Worker
from tests.forms.plant import FEEDING, MATERIAL, NOW, RECEIPT, SUPPLIER, bodies, plant, published, told, uid


def columns(store: Store, table: str) -> list[str]:
    return [found["name"] for found in inspect(store.engine).get_columns(table)]


def refused(store: Store, *texts: str) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        store.write(lambda tx: put(tx, "forms", bodies(*texts), CLI))
    return {path.partition("/")[2]: code for path, code in told(caught.value.mistakes).items()}


def note(store: Store, fields: dict[str, Any], **head: Any) -> list[Mistake]:
    """Publish the form ``note`` with ``fields``; its mistakes, if any."""
    body = {"form": "note", "label": "便签", "fields": fields, **head}
    try:
        store.write(lambda tx: put(tx, "forms", {"note": body}, CLI))
    except Invalid as wrong:
        return [Mistake(m.path.partition("/")[2], m.code, m.params) for m in wrong.mistakes]
    return []


def inserted(store: Store, **fields: Any) -> None:
    table = catalogue(store).form("note").table

    def work(tx: Tx) -> None:
        count = tx.run(select(table.c.id)).all()
        own = {
            "uid": uid(len(count)),
            "version": 1,
            "revision": 1,
            "state": "submitted",
            "title": "",
            "created_at": NOW,
        }
        tx.run(table.insert(), {**own, "updated_at": NOW, **fields})

    store.write(work)


def test_a_form_gets_a_typed_table_and_one_for_each_list(store: Store) -> None:
    plant(store)
    assert columns(store, "f_receipt")[:9] == [
        "id", "uid", "version", "revision", "state", "title", "created_at", "created_by", "updated_at",
    ]  # fmt: skip
    assert {"quantity", "quantity_uom", "quantity_base", "price", "price_currency", "supplier", "lot", "photos"} <= set(
        columns(store, "f_receipt")
    )
    assert columns(store, "f_feeding__inputs") == [
        "id", "uid", "record", "position", "lot", "material", "fed", "fed_uom", "fed_base", "share",
    ]  # fmt: skip
    indexes = {tuple(found["column_names"]) for found in inspect(store.engine).get_indexes("f_receipt")}
    assert {("supplier",), ("lot",), ("location",), ("receiver",), ("created_at", "id")} <= indexes
    keys = {
        (tuple(found["constrained_columns"]), found["referred_table"])
        for found in inspect(store.engine).get_foreign_keys("f_receipt")
    }
    assert {(("supplier",), "f_supplier"), (("receiver",), "person"), (("created_by",), "person")} <= keys


def test_forms_may_link_to_one_another(store: Store) -> None:
    published(
        store,
        "{form: a, label: 甲, fields: {b: {type: link, to: b}, self: {type: link, to: a}}}",
        "{form: b, label: 乙, fields: {a: {type: link, to: a}}}",
    )
    for one, other in (("a", "b"), ("b", "a")):
        keys = inspect(store.engine).get_foreign_keys(f"f_{one}")
        assert f"f_{other}" in {found["referred_table"] for found in keys}


def test_a_new_version_adds_columns_and_keeps_those_of_retired_fields(store: Store) -> None:
    assert note(store, {"a": {"type": "text"}, "b": {"type": "number", "decimals": 2}}) == []
    inserted(store, a="x", b=None)
    rows = {"type": "list", "fields": {"x": {"type": "text"}}}
    assert note(store, {"c": {"type": "quantity", "uom": "kg"}, "a": {"type": "text", "max": 10}, "l": rows}) == []
    assert columns(store, "f_note")[9:] == ["a", "b", "c", "c_uom", "c_base"]
    form = catalogue(store).form("note")
    assert form.version == 2
    assert list(form.fields) == ["c", "a", "l"]
    assert [f.key for f in form.form.fields if f.retired] == ["b"]
    rows["fields"] = {"y": {"type": "link", "to": "note"}}
    assert note(store, {"a": {"type": "text"}, "l": rows}) == []
    assert columns(store, "f_note__l") == ["id", "uid", "record", "position", "x", "y"]
    with store.read() as conn:
        assert conn.execute(select(form.table.c.a)).scalar_one() == "x"


def test_a_retired_field_comes_back_with_its_data_but_not_as_another_type(store: Store) -> None:
    assert note(store, {"a": {"type": "text"}, "b": {"type": "text"}}) == []
    assert note(store, {"a": {"type": "text"}}) == []
    assert told(note(store, {"a": {"type": "text"}, "b": {"type": "bool"}})) == {"fields.b.type": "type_changed"}
    assert note(store, {"a": {"type": "text"}, "b": {"type": "text"}}) == []
    assert list(catalogue(store).form("note").fields) == ["a", "b"]


def test_a_retired_field_keeps_its_place_in_its_section(store: Store) -> None:
    sections = [{"label": "x", "fields": ["a", "b"]}, {"label": "", "fields": ["c"]}]
    fields: dict[str, Any] = {"a": {"type": "text"}, "b": {"type": "text"}, "c": {"type": "text"}}
    assert note(store, fields, sections=sections) == []
    assert note(store, {**fields, "b": {"type": "text", "retired": True}}, sections=sections) == []
    assert list(catalogue(store).form("note").fields) == ["a", "c"]
    assert note(store, fields, sections=sections) == []
    assert [list(section.fields) for section in catalogue(store).form("note").form.sections] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ({"type": "number", "decimals": 2}, {"type": "number", "decimals": 3}, "type_changed"),
        ({"type": "text"}, {"type": "number"}, "type_changed"),
        ({"type": "link", "to": "note"}, {"type": "link", "to": "other"}, "type_changed"),
        ({"type": "list", "fields": {"x": {"type": "text"}}}, {"type": "text"}, "type_changed"),
        ({"type": "text"}, {"type": "text", "long": True, "max": 500}, None),
        ({"type": "choice", "options": [{"key": "a", "label": "a"}]}, {"type": "text"}, None),
        ({"type": "quantity", "uom": "kg"}, {"type": "quantity", "uoms": ["kg", "g"]}, None),
        ({"type": "file"}, {"type": "image"}, None),
    ],
)
def test_a_type_changes_only_where_the_column_stays(
    store: Store, old: dict[str, Any], new: dict[str, Any], code: str | None
) -> None:
    published(store, "{form: other, label: 他, fields: {a: {type: text}}}")
    assert note(store, {"f": old}) == []
    assert list(told(note(store, {"f": new})).values()) == ([code] if code else [])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"order": {"type": "text"}}, {"fields.order": "reserved_key"}),
        ({"state": {"type": "text"}}, {"fields.state": "reserved_key"}),
        ({"true": {"type": "text"}}, {"fields.true": "reserved_key"}),
        (
            {"fed": {"type": "quantity", "uom": "kg"}, "fed_uom": {"type": "text"}},
            {"fields.fed_uom": "column_taken"},
        ),
        ({"l": {"type": "list", "fields": {"record": {"type": "text"}}}}, {"fields.l.fields.record": "reserved_key"}),
        ({"a": {"type": "link", "to": "nowhere"}}, {"fields.a.to": "no_form"}),
        ({"a": {"type": "location"}}, {"fields.a.to": "no_form"}),
        ({"a": {"type": "text", "format": "fax"}}, {"fields.a.format": "not_one_of"}),
        ({"a": {"type": "number", "min": 3, "max": 2}}, {"fields.a.max": "min_over_max"}),
        ({"a": {"type": "number", "min": 0.5}}, {"fields.a.min": "too_precise"}),
        ({"a": {"type": "number", "decimals": 12}}, {"fields.a.decimals": "option_range"}),
        ({"a": {"type": "quantity"}}, {"fields.a": "uom_of_what"}),
        ({"a": {"type": "quantity", "uoms": ["kg", "L"]}}, {"fields.a.uoms[1]": "no_conversion"}),
        ({"a": {"type": "quantity", "of": "b"}, "b": {"type": "text"}}, {"fields.a.of": "of_material"}),
        ({"a": {"type": "choice", "options": []}}, {"fields.a.options": "no_options"}),
        ({"a": {"type": "list"}}, {"fields.a.fields": "no_fields"}),
        ({"a": {"type": "serial", "rule": "A-{yyMMdd}"}}, {"fields.a.rule": "rule_counter"}),
        ({"a": {"type": "serial", "rule": "{b}{###}"}, "b": {"type": "text"}}, {"fields.a.rule": "rule_touching"}),
        ({"a": {"type": "serial", "rule": "{nothing}-{###}"}}, {"fields.a.rule": "no_field"}),
        ({"a": {"type": "serial", "rule": "{hour}-{#}-{Q}"}}, {"fields.a.rule": "rule_token"}),
        ({"a": {"type": "expression"}}, {"fields.a.value": "missing_key"}),
        ({"a": {"type": "serial", "rule": "{#}", "default": '"x"'}}, {"fields.a.default": "not_for_type"}),
        ({"a": {"type": "number", "value": "1", "default": "2"}}, {"fields.a.default": "default_of_computed"}),
        ({"a": {"type": "text", "value": "1 + 1"}}, {"fields.a.value": "wrong_result"}),
        (
            {"a": {"type": "text", "visible_when": "b"}, "b": {"type": "text"}},
            {"fields.a.visible_when": "wrong_result"},
        ),
        ({"a": {"type": "number", "value": "c + 1"}}, {"fields.a.value": "unknown_name"}),
        (
            {"a": {"type": "number", "value": "b"}, "b": {"type": "number", "value": "a"}},
            {"fields.a": "circle"},
        ),
        (
            {"s": {"type": "serial", "rule": "{#}"}, "a": {"type": "text", "value": "s"}},
            {"fields.a.value": "reads_serial"},
        ),
        ({"a": {"type": "lookup", "from": "b.c"}, "b": {"type": "text"}}, {"fields.a.from": "unknown_name"}),
        ({"a": {"type": "bool", "unique": True}}, {"fields.a.unique": "not_for_type"}),
        ({"a": {"type": "text", "width": 13}}, {"fields.a.width": "option_range"}),
        ({"a": {"type": "lot", "new": {"rule": "{#}"}}}, {"fields.a.new.material": "missing_key"}),
    ],
)
def test_what_cannot_work_is_refused_where_it_stands(
    store: Store, fields: dict[str, Any], expected: dict[str, str]
) -> None:
    assert told(note(store, fields)) == expected


def test_guards_views_sections_titles_are_checked_too(store: Store) -> None:
    head = {
        "title": "{a} {bb}",
        "sort": "-when",
        "sections": [{"label": "x", "fields": ["a", "zz", "a"]}],
        "guards": [{"refuse": "a > 3", "at": "q", "say": {"zh": ""}}],
        "views": [{"key": "v", "label": "v", "where": "a", "sort": "c", "fields": ["qq", "a"]}],
        "serves": {"role": "party", "name": "nobody", "uom": "a"},
    }
    assert told(note(store, {"a": {"type": "text"}}, **head)) == {
        "sections[0].fields[1]": "no_field",
        "sections[0].fields[2]": "placed_twice",
        "guards[0].refuse": "not_comparable",
        "guards[0].at": "no_field",
        "guards[0].say": "no_label",
        "title": "no_field",
        "sort": "no_field",
        "views[0].where": "wrong_result",
        "views[0].sort": "no_field",
        "views[0].fields[0]": "no_field",
        "serves.name": "no_field",
        "serves.uom": "serves_type",
    }


def test_a_row_reads_its_own_fields_and_the_records(store: Store) -> None:
    plant(store)
    broken = FEEDING.replace("fed / total * 100", "fed / totl * 100").replace("good / total", "good / share")
    assert refused(store, broken) == {
        "fields.inputs.fields.share.value": "unknown_name",
        "fields.yield_rate.value": "unknown_name",
    }


def test_only_one_form_serves_as_material(store: Store) -> None:
    plant(store)
    assert refused(store, MATERIAL.replace("form: material", "form: stuff")) == {"serves.role": "one_material"}


def test_unique_holds_among_submitted_records_and_may_be_asked_for_later(store: Store) -> None:
    assert note(store, {"a": {"type": "text"}}) == []
    inserted(store, a="x")
    inserted(store, a="x")
    assert told(note(store, {"a": {"type": "text", "unique": True}})) == {"fields.a.unique": "not_unique_yet"}
    table = catalogue(store).form("note").table
    store.write(lambda tx: tx.run(table.update().where(table.c.uid == uid(1)).values(state="voided")))
    assert note(store, {"a": {"type": "text", "unique": True}}) == []
    form = catalogue(store).form("note")
    assert form.unique == {"uq_f_note__a": ["a"]}
    with pytest.raises(IntegrityError):
        inserted(store, a="x")
    assert note(store, {"a": {"type": "text"}}) == []
    inserted(store, a="x")


def test_nothing_of_a_refused_form_is_left(store: Store) -> None:
    assert told(note(store, {"a": {"type": "text"}, "b": {"type": "link", "to": "x"}})) == {"fields.b.to": "no_form"}
    assert not inspect(store.engine).has_table("f_note")
    with store.read() as conn:
        assert latest(conn, "forms", "note") is None


def test_publishing_freezes_what_a_lookup_and_a_location_lead_to(store: Store) -> None:
    found = plant(store)
    fields = {f.key: f for f in found.form("receipt").form.fields}
    assert fields["location"].options.to == "location"
    inputs = found.form("feeding").lists["inputs"]
    assert (inputs.fields["material"].field.options.result, inputs.fields["material"].field.options.to) == (
        "link",
        "material",
    )
    assert store.write(lambda tx: put(tx, "forms", bodies(RECEIPT, FEEDING), CLI)) == []


def test_the_catalogue_notices_publications_at_once_and_keeps_what_is_unchanged(store: Store) -> None:
    first = plant(store)
    receipt = first.form("receipt").form
    assert catalogue(store) is first
    assert note(store, {"a": {"type": "text"}}) == []
    second = catalogue(store)
    assert second is not first
    assert second.form("receipt").form is receipt
    assert second.form("note") is second.form("note")
    assert [form.key for form in second] == ["feeding", "location", "material", "note", "receipt", "supplier"]


def test_the_catalogue_notices_what_another_process_published(store: Store) -> None:
    plant(store)
    body = from_yaml("{form: other, label: 他, fields: {a: {type: text}}}").body

    def work(tx: Tx) -> None:
        put(tx, "forms", {"other": body}, CLI)
        tx.hooks.clear()  # as if it had been committed elsewhere

    store.write(work)
    assert "other" not in catalogue(store)
    catalogue_module._kept[store].looked -= catalogue_module.FRESH
    assert "other" in catalogue(store)


def test_older_versions_can_be_asked_for(store: Store) -> None:
    assert note(store, {"a": {"type": "text"}}) == []
    assert note(store, {"b": {"type": "text"}}) == []
    found = catalogue(store)
    assert list(found.version("note", 1).fields) == ["a"]
    assert list(found.version("note", 2).fields) == ["b"]
    with pytest.raises(NotFound):
        found.version("note", 3)


def test_a_retired_form_is_read_but_not_filled(store: Store) -> None:
    assert note(store, {"a": {"type": "text"}}) == []
    store.write(lambda tx: retire(tx, "forms", "note", CLI))
    found = catalogue(store)
    with pytest.raises(NotFound):
        found.form("note")
    assert found.any("note").table.name == "f_note"
    store.write(lambda tx: save_draft(tx, "forms", "note", {"label": "x", "fields": {"b": {"type": "text"}}}, CLI))
    store.write(lambda tx: publish(tx, "forms", "note", CLI))
    assert list(catalogue(store).form("note").fields) == ["b"]
    assert columns(store, "f_note")[9:] == ["a", "b"]


def test_the_forms_that_serve_are_found(store: Store) -> None:
    found = plant(store)
    assert found.serving("material").key == "material"  # type: ignore[union-attr]
    assert [live.key for live in found.servings("party")] == ["supplier"]
    assert published(store, SUPPLIER.replace("form: supplier", "form: carrier")).servings("party")[0].key == "carrier"


def test_publishing_does_not_wait_for_the_index_of_a_large_table(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes_module, "LARGE", 1)
    assert note(store, {"a": {"type": "text"}}) == []
    for _ in range(3):
        inserted(store, a=None)
    more = {"a": {"type": "text"}, "at": {"type": "datetime"}, "no": {"type": "text", "unique": True}}
    assert note(store, more) == []
    assert indexed(store) == {("created_at", "id"), ("no",)}
    worker = Worker(store, "test")
    while worker.run_due():
        pass
    assert indexed(store) == {("created_at", "id"), ("no",), ("at",)}


def indexed(store: Store) -> set[tuple[str | None, ...]]:
    found = inspect(store.engine).get_indexes("f_note")
    return {tuple(one["column_names"]) for one in found} - {("uid",)}

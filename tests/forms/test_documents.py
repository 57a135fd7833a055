"""A form as a document: what parses, what does not, and that nothing is lost on the way."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.definitions.yaml_text import dump as to_yaml
from suyuan.definitions.yaml_text import load
from suyuan.forms.document import dump, parse
from suyuan.forms.form import Form
from tests.forms.plant import FEEDING, MATERIAL, RECEIPT, bodies, told


def read(body: dict[str, Any]) -> Form:
    form, mistakes = parse(str(body["form"]), body)
    assert mistakes == []
    assert form is not None
    return form


def test_a_form_survives_the_way_out_and_in() -> None:
    for text in (MATERIAL, RECEIPT, FEEDING):
        (body,) = bodies(text).values()
        form = read(body)
        assert read(dump(form)) == form
        assert read(load(to_yaml(dump(form))).body) == form


def test_the_document_is_minimal_and_keeps_the_order_of_fields() -> None:
    form = read(
        {"form": "a", "label": {"en": "A"}, "fields": {"z": {"type": "text", "width": 6}, "b": {"type": "bool"}}}
    )
    assert dump(form) == {
        "form": "a",
        "label": {"zh": "", "en": "A"},
        "fields": {"z": {"type": "text"}, "b": {"type": "bool"}},
    }
    assert list(dump(form)["fields"]) == ["z", "b"]
    assert form.fields[0].label.show("zh") == "Z"


def test_a_preset_stands_for_a_type_with_options_and_the_document_wins() -> None:
    form = read(
        {
            "form": "a",
            "label": "甲",
            "fields": {
                "share": {"type": "percentage"},
                "stars": {"type": "rating", "max": 10},
                "any": {"type": "rating", "max": None},
                "tel": {"type": "phone", "required": True},
            },
        }
    )
    share, stars, unbounded, tel = form.fields
    assert (share.type, share.options.decimals, share.options.percent) == ("number", 2, True)
    assert (stars.options.min, stars.options.max) == (1, 10)
    assert unbounded.options.max is None
    assert tel.options.format == "phone"
    assert dump(form)["fields"]["stars"] == {"type": "rating", "max": 10}
    assert read(dump(form)) == form


def test_numbers_and_truth_values_may_stand_for_expressions() -> None:
    form = read(
        {
            "form": "a",
            "label": "甲",
            "fields": {
                "n": {"type": "number", "default": 3},
                "b": {"type": "bool", "default": True},
                "c": {"type": "choice", "default": "kg", "options": {"key": "kg", "label": "kg"}},
            },
        }
    )
    assert [f.default for f in form.fields] == ["3", "TRUE", '"kg"']


def test_one_trace_mapping_may_stand_without_brackets() -> None:
    form = read(bodies(FEEDING)["feeding"])
    assert len(form.trace) == 1
    assert form.trace[0].inputs[0].quantity == "inputs.fed"
    assert dump(form)["trace"]["inputs"] == {"lot": "inputs.lot", "quantity": "inputs.fed"}


def test_every_mistake_in_the_shape_is_told() -> None:
    body = {
        "form": "Bad Key",
        "labels": "x",
        "fields": {
            "Name": {"type": "text"},
            "a": {"type": "txt"},
            "b": {"type": "text", "lenght": 3, "requierd": True},
            "c": "text",
            "d": {"label": "x"},
            "e": {"type": "list", "fields": {"f": {"type": "list", "fields": {}}}},
            "g": {"type": "link"},
            "h": {"type": "number", "decimals": "two", "min": True},
        },
        "trace": {"verb": "transfrom"},
        "stage": "kitchen",
    }
    form, mistakes = parse("Bad Key", body)
    assert form is None
    assert told(mistakes) == {
        "form": "bad_key",
        "labels": "unknown_key_near",
        "label": "missing_key",
        "stage": "not_one_of",
        "trace.verb": "not_one_of_near",
        "fields.Name": "bad_key",
        "fields.a.type": "unknown_type_near",
        "fields.b.lenght": "unknown_key",
        "fields.b.requierd": "unknown_key_near",
        "fields.c": "want_mapping",
        "fields.d": "missing_key",
        "fields.e.fields.f": "list_in_list",
        "fields.g.to": "missing_key",
        "fields.h.decimals": "want_int",
        "fields.h.min": "want_number",
    }


KEYS = st.from_regex(r"[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,5})?", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)
LABELS = st.fixed_dictionaries({"zh": WORDS, "en": WORDS})
COMMON: dict[str, st.SearchStrategy[Any]] = {
    "label": LABELS,
    "hint": LABELS,
    "required": st.booleans(),
    "width": st.integers(1, 12),
    "unique": st.booleans(),
    "visible_when": st.sampled_from(["a > 1", "TRUE"]),
    "default": st.sampled_from(["1", '"x"', "NOW()"]),
}
OPTIONS = st.lists(KEYS, min_size=1, max_size=3, unique=True).map(lambda ks: [{"key": k, "label": k} for k in ks])


def of_type(type: str, required: dict[str, Any] | None = None, **optional: st.SearchStrategy[Any]) -> Any:
    fixed = {"type": st.just(type), **(required or {})}
    return st.fixed_dictionaries(fixed, optional={**COMMON, **optional})


SIMPLE = st.one_of(
    of_type("text", long=st.booleans(), max=st.integers(1, 99)),
    of_type("number", decimals=st.integers(0, 6), min=st.decimals(-9, 9, places=2), suffix=WORDS),
    of_type("rating", max=st.none() | st.integers(2, 9)),
    of_type("temperature", min=st.integers(-99, 9)),
    of_type("quantity", {"uom": st.sampled_from(["kg", "g"])}),
    of_type("money", currencies=st.just(["CNY", "EUR"])),
    of_type("choice", {"options": OPTIONS}),
    of_type("multi", {"options": OPTIONS}),
    of_type("link", {"to": KEYS}, fill=st.dictionaries(KEYS, KEYS, max_size=2), shown=st.lists(KEYS, max_size=2)),
    of_type("lot", where=st.just('status = "released"'), new=st.just({"rule": "A-{###}", "kind": "logistic"})),
    of_type("lookup", {"from": KEYS}, result=st.just("text")),
    of_type("file", max=st.integers(1, 9)),
)
FIELDS = st.dictionaries(
    KEYS,
    SIMPLE
    | st.fixed_dictionaries(
        {"type": st.just("list"), "fields": st.dictionaries(KEYS, SIMPLE, min_size=1, max_size=3)},
        optional={**COMMON, "min": st.integers(0, 5), "max": st.integers(5, 50)},
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150)
@given(KEYS, LABELS, FIELDS, st.booleans(), st.integers(-5, 500))
def test_any_form_that_parses_comes_back_the_same(
    key: str, label: Any, fields: dict[str, Any], hidden: bool, order: int
) -> None:
    form = read({"form": key, "label": label, "fields": fields, "hidden": hidden, "order": order})
    assert read(dump(form)) == form
    assert dump(read(dump(form))) == dump(form)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_anything_at_all_gives_mistakes_and_no_exception(body: Any) -> None:
    assert parse("a", {"label": "x", "fields": {"f": body, "l": {"type": "list", "fields": body}}, "trace": body})[1]
    assert parse("a", {"label": "x", "fields": body, "guards": body, "serves": body}) is not None

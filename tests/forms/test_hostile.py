"""Whatever is drawn or sent, the answer is mistakes in words and never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.definitions.publish import examine
from suyuan.definitions.world import World
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.live import LiveForm
from suyuan.forms.presets import PRESETS
from suyuan.kernel.i18n import say
from suyuan.store.engine import Store
from tests.forms.plant import PlantLook, plant, receipt, uid

WRITTEN = """a;b.c;a.b.c.d;SUM(rows.n);rows;this;this.a;a + b;"x";NOW();a = b;{###};A-{##};{a}-{#};{{;
ANY(rows.lot.material = link);LAST(3, a);kg;material;-created_at;;a AND (b OR c);1 / 0;rows.lot;link.name"""
TEXTS = st.sampled_from([*WRITTEN.replace("\n", "").split(";"), "x" * 300, "\0"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
OPTION_KEYS = sorted(
    {key for type in FIELD_TYPES for key in type.Options.__struct_encode_fields__}
    | {"label", "required", "required_when", "visible_when", "readonly", "readonly_when", "value", "default", "unique",
       "retired", "width"}
)  # fmt: skip
TYPES = st.sampled_from([*FIELD_TYPES.keys(), *PRESETS.keys()])
GOOD_OPTIONS = st.just([{"key": "kg", "label": "kg"}])


def field(nested: bool) -> Any:
    options = dict.fromkeys(OPTION_KEYS, TEXTS | VALUES)
    options["options"] = GOOD_OPTIONS | VALUES
    options["uom"] = st.just("kg")
    options["to"] = st.sampled_from(["material", "drawn", "nowhere"])
    options["new"] = st.fixed_dictionaries({}, optional={"rule": TEXTS, "material": TEXTS, "kind": TEXTS}) | VALUES
    options["label"] = st.just("x")
    for flag in ("required", "unique", "readonly", "retired"):
        options[flag] = st.booleans()
    fields = st.dictionaries(st.sampled_from(["n", "lot", "a"]), st.deferred(lambda: ROW), max_size=3)
    options["fields"] = VALUES if nested else fields
    some = st.lists(st.sampled_from(sorted(options)), max_size=3, unique=True)
    return some.flatmap(lambda keys: st.fixed_dictionaries({"type": TYPES, **{key: options[key] for key in keys}}))


ROW = field(nested=True)
FORMS = st.fixed_dictionaries(
    {
        "label": st.just("x"),
        "fields": st.dictionaries(st.sampled_from(["a", "b", "rows", "link", "lot"]), field(False), min_size=1),
    },
    optional={
        "title": TEXTS,
        "sort": TEXTS,
        "serves": VALUES | st.fixed_dictionaries({"role": st.just("material"), "name": TEXTS, "uom": TEXTS}),
        "guards": VALUES | st.fixed_dictionaries({"refuse": TEXTS, "say": st.just("x"), "at": TEXTS}),
        "views": VALUES | st.fixed_dictionaries({"key": TEXTS, "label": TEXTS, "where": TEXTS}),
        "trace": VALUES
        | st.fixed_dictionaries(
            {"verb": st.sampled_from(["receive", "transform", "pack", "ship"]), "outputs": st.fixed_dictionaries(
                {"lot": st.sampled_from(["lot", "rows.lot"]), "quantity": TEXTS})},
            optional={"where": TEXTS, "when": TEXTS, "status": TEXTS, "parent": TEXTS, "only_when": TEXTS},
        ),
    },
)  # fmt: skip


@pytest.fixture
def world(store: Store) -> Iterator[World]:
    plant(store)
    with store.read() as conn:
        yield World(conn)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(FORMS)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_any_drawing_is_judged_in_words(world: World, body: dict[str, Any]) -> None:
    changes, mistakes = examine(World(world.conn), "forms", {"drawn": body})
    assert changes or mistakes
    for mistake in mistakes:
        for lang in ("zh", "en"):
            assert say(mistake.code, lang, **mistake.params) != mistake.code


SENT = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.text(max_size=20)
    | st.sampled_from([uid(1), uid(11), "R-1", "2026-11-22", "2026-11-22T08:00:00Z", "kg", "bag", Decimal("1e999")]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "uom", "id", "code", "lot", "fed", "from", "currency"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([*receipt(), "no", "lot", "worth", "note", "receiver", "expires_on", "nothing", "", "a.b", "id"])


@pytest.fixture
def forms(store: Store) -> list[LiveForm]:
    found = plant(store)
    return [found.form("receipt"), found.form("feeding")]


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(KEYS | st.sampled_from(["product", "inputs", "good", "scrap", "batch"]), SENT, max_size=6))
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_anything_sent_is_judged_in_words(forms: list[LiveForm], sent: dict[str, Any]) -> None:
    for form, usual in zip(forms, (receipt(), {"product": uid(12)})):
        values, mistakes = form.check({**usual, **sent}, PlantLook())
        for mistake in mistakes:
            for lang in ("zh", "en"):
                assert say(mistake.code, lang, **mistake.params) != mistake.code
        form.wire(values)
        form.title(values)
        if not mistakes:
            form.show(values, "zh")

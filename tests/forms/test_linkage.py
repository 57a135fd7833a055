"""Linkage: rules that show, hide, require, lock, set and filter; what they promise holds of every record."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import structs

from suyuan.definitions.definition import Body
from suyuan.definitions.publish import examine
from suyuan.definitions.world import World
from suyuan.expr import compiled, parse
from suyuan.forms import document
from suyuan.forms.formulas import dependencies, ordered
from suyuan.forms.linkage import Does, Effects, effects
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Names
from suyuan.forms.scope import FormScope
from suyuan.store.engine import Store
from tests.forms.plant import PlantLook, plant, published, told, uid

FORM = """
form: check
label: {zh: 检查, en: Check}
sections:
  - {label: {zh: 基本, en: Basics}, fields: [kind, urgent], tab: true}
  - {label: {zh: 冷链, en: Cold chain}, tab: true, visible_when: kind = "cold", fields: [temperature],
     hint: {zh: 冷藏车填写, en: For cold lorries}, collapsed: true}
  - {label: {zh: 司机, en: Driver}, visible_when: urgent, fields: [driver]}
linkage:
  - {name: 紧急, when: urgent, show: [reason], require: [reason], lock: [kind]}
  - {name: 冷藏, when: kind = "cold", set: {ceiling: 4, rows.share: n * 2}, filter: {method: option <> "eye"}}
  - {name: 深冷, when: kind = "cold" AND urgent, set: {ceiling: 2}}
  - {name: 行, when: n > 10, hide: [rows.note], require: [rows.why]}
  - {name: 停用的, on: false, when: "TRUE", hide: [kind]}
  - {name: 空车, when: kind = "none", hide: [rows]}
fields:
  kind: {type: choice, options: [{key: cold, label: 冷}, {key: dry, label: 干}, {key: none, label: 无}]}
  urgent: {type: bool}
  reason: {type: text}
  ceiling: {type: number, default: 9}
  method: {type: choice, options: [{key: eye, label: {zh: 目测, en: By eye}}, {key: probe, label: 探针}]}
  temperature: {type: number}
  driver: {type: text}
  rows:
    type: list
    fields:
      n: {type: number}
      share: {type: number}
      note: {type: text}
      why: {type: text}
  total: {type: number, value: SUM(rows.share)}
"""


def test_a_form_with_rules_sections_and_uniques_survives_the_way_out_and_in(store: Store) -> None:
    form = structs.replace(published(store, FORM).form("check").form, version=0)
    assert document.parse("check", document.dump(form)) == (form, [])
    assert [rule.on for rule in form.linkage] == [True, True, True, True, False, True]
    assert form.sections[1].tab


def test_show_hide_require_and_lock(store: Store) -> None:
    form = published(store, FORM).form("check")
    values, mistakes = form.check({"urgent": False, "reason": "x"}, PlantLook())
    assert (values["reason"], mistakes) == (None, [])
    _, mistakes = form.check({"urgent": True}, PlantLook())
    assert told(mistakes) == {"reason": "required"}
    _, mistakes = form.check({"urgent": True, "reason": "x", "kind": "dry"}, PlantLook())
    assert told(mistakes) == {"kind": "readonly"}
    old, _ = form.check({"kind": "dry"}, PlantLook())
    _, mistakes = form.check({"urgent": True, "reason": "x", "kind": "dry"}, PlantLook(), old)
    assert mistakes == []


def test_a_rule_sets_a_value_only_while_it_holds_and_the_last_one_wins(store: Store) -> None:
    form = published(store, FORM).form("check")
    rows = [{"n": 3}, {"n": 20, "why": "big", "note": "gone"}]
    values, mistakes = form.check({"kind": "cold", "rows": rows}, PlantLook())
    assert mistakes == []
    assert (values["ceiling"], [row["share"] for row in values["rows"]], values["total"]) == (4, [6, 40], 46)
    assert [row["note"] for row in values["rows"]] == [None, None]
    warm, _ = form.check({"kind": "dry", "ceiling": 5, "rows": [{"n": 3, "share": 1}]}, PlantLook())
    assert (warm["ceiling"], warm["total"]) == (5, 1)
    _, mistakes = form.check({"kind": "cold", "ceiling": 5, "rows": [{"share": 1}]}, PlantLook())
    assert told(mistakes) == {"ceiling": "readonly", "rows[0].share": "readonly"}
    colder, _ = form.check({"urgent": True, "reason": "x"}, PlantLook(), values)
    assert colder["ceiling"] == 2
    again, _ = form.check({"kind": "dry", "urgent": False}, PlantLook(), values)
    assert again["ceiling"] == 4, "no rule holds any more: what it was stays, and is the person's"


def test_a_rule_filters_what_may_be_chosen(store: Store) -> None:
    form = published(store, FORM).form("check")
    _, mistakes = form.check({"kind": "cold", "method": "eye"}, PlantLook())
    (wrong,) = mistakes
    assert (wrong.path, wrong.code) == ("method", "forms.not_offered_now")
    assert wrong.params["given"].en == "By eye"
    assert form.check({"kind": "dry", "method": "eye"}, PlantLook())[1] == []
    old, _ = form.check({"kind": "dry", "method": "eye"}, PlantLook())
    assert form.check({"kind": "cold"}, PlantLook(), old)[1] == [], "what was chosen before may stay"


def test_sections_and_tabs_that_are_not_shown_keep_nothing(store: Store) -> None:
    form = published(store, FORM).form("check")
    values, _ = form.check({"kind": "dry", "temperature": 3, "driver": "Li", "rows": [{"n": 1}]}, PlantLook())
    assert (values["temperature"], values["driver"], len(values["rows"])) == (None, None, 1)
    cold, _ = form.check({"kind": "cold", "temperature": 3, "driver": "Li"}, PlantLook())
    assert (cold["temperature"], cold["driver"]) == (3, None)
    empty, _ = form.check({"kind": "none", "rows": [{"n": 1, "share": 8}]}, PlantLook())
    assert (empty["rows"], empty["total"]) == ([], 0)


def test_links_and_lots_are_filtered_over_their_own_fields(store: Store) -> None:
    plant(store)
    text = """
form: take
label: 取
linkage:
  - {name: 面粉, when: raw, filter: {material: kind = "raw", lots.lot: material = this.material}}
fields:
  raw: {type: bool}
  material: {type: link, to: material}
  lots: {type: list, fields: {lot: {type: lot}}}
"""
    form = published(store, text).form("take")
    given = {"raw": True, "material": uid(12), "lots": [{"lot": "R-1"}]}
    assert told(form.check(given, PlantLook())[1]) == {
        "material": "not_offered_now",
        "lots[0].lot": "not_offered_now",
    }
    assert form.check(given | {"material": uid(11)}, PlantLook())[1] == []
    assert form.check(given | {"raw": False}, PlantLook())[1] == []
    assert form.offering("material", {"raw": True}, PlantLook().env) == ['kind = "raw"']


def test_every_mistake_in_rules_sections_and_uniques_is_told(store: Store) -> None:
    body: Body = {
        "form": "check",
        "label": "x",
        "sections": [{"label": "s", "fields": ["a"], "visible_when": "b"}],
        "linkage": [
            {"name": "", "when": "nothing = 1", "show": ["rows.n", "row.n", "a.b"], "set": {"no": 1, "sum": 1}},
            {"name": "x", "when": "a", "filter": {"a": "TRUE", "c": "other = 1"}},
            {"name": "idle", "when": "a = 1"},
            {"name": "round", "when": "a = 1", "set": {"a": "a + 1"}},
            {"name": "kind", "when": "n > 1", "lock": ["a", "rows.n"], "set": {"a": '"x"'}},
        ],
        "guards": [{"refuse": "TRUE", "say": "x", "warn": "maybe"}],
        "uniques": [{"fields": ["a"]}, {"fields": ["a", "rows"]}, {"fields": ["a", "zz"]}, {"fields": ["zz", "a"]}],
        "fields": {
            "a": {"type": "number"},
            "b": {"type": "text"},
            "c": {"type": "choice", "options": [{"key": "x", "label": "x"}]},
            "no": {"type": "serial", "rule": "{###}"},
            "sum": {"type": "expression", "value": "1"},
            "rows": {"type": "list", "fields": {"n": {"type": "number"}}},
        },
    }
    with store.read() as conn:
        assert told(examine(World(conn), "forms", {"check": body})[1]) == {"check/guards[0].warn": "want_bool"}
        body["guards"] = []
        found = told(examine(World(conn), "forms", {"check": body})[1])
    assert found == {
        "check/fields.a": "circle",
        "check/linkage[0].name": "no_label",
        "check/linkage[0].show[1]": "no_field_near",
        "check/linkage[0].show[2]": "no_field",
        "check/linkage[0].set.no": "linkage_fixed",
        "check/linkage[0].set.sum": "linkage_fixed",
        "check/linkage[0].when": "unknown_name",
        "check/linkage[1].when": "wrong_result",
        "check/linkage[1].filter.a": "linkage_filter",
        "check/linkage[1].filter.c": "unknown_name",
        "check/linkage[2]": "linkage_nothing",
        "check/linkage[4].when": "unknown_name",
        "check/linkage[4].set.a": "wrong_result",
        "check/sections[0].visible_when": "wrong_result",
        "check/uniques[0].fields": "unique_one",
        "check/uniques[1].fields[1]": "not_for_type",
        "check/uniques[2].fields[1]": "no_field",
        "check/uniques[3].fields[0]": "no_field",
        "check/uniques[3].fields": "unique_same",
    }


TOP, ROW = ["a", "b", "c", "d"], ["l.x", "l.y"]
CONDITIONS = st.builds(
    "{} {} {}".format,
    st.sampled_from([*TOP, "SUM(l.x)", "COUNT(l)"]),
    st.sampled_from(["=", "<", ">", "<>"]),
    st.integers(0, 2),
)
AMOUNTS = st.sampled_from(["1", "a + 1", "b * 2", "c", "SUM(l.x)"])
PATHS = st.lists(st.sampled_from([*TOP, "l", *ROW]), max_size=3, unique=True)
RULES = st.fixed_dictionaries(
    {"name": st.just("r"), "when": CONDITIONS},
    optional={
        "on": st.booleans(),
        "show": PATHS,
        "hide": PATHS,
        "set": st.dictionaries(st.sampled_from([*TOP, *ROW]), AMOUNTS, max_size=2),
    },
)
NUMBERS = st.none() | st.integers(0, 3)
ROWS = st.lists(st.fixed_dictionaries({"x": NUMBERS, "y": NUMBERS}), max_size=2)
GIVEN = st.fixed_dictionaries({}, optional=dict.fromkeys(TOP, NUMBERS) | {"l": ROWS})


def live(rules: list[dict[str, Any]], sections: list[dict[str, Any]]) -> LiveForm:
    fields: Body = {key: {"type": "number"} for key in TOP}
    fields["b"]["default"] = 2
    fields["l"] = {"type": "list", "fields": {"x": {"type": "number"}, "y": {"type": "number", "default": 1}}}
    form, mistakes = document.parse(
        "f", {"form": "f", "label": "f", "fields": fields, "linkage": rules, "sections": sections}
    )
    assert form is not None, mistakes
    assume(not ordered(dependencies(form))[1])
    return LiveForm(form, FormScope(form, lambda key: None), lambda of: None)


@settings(max_examples=300, deadline=None)
@given(st.lists(RULES, max_size=5), st.none() | CONDITIONS, GIVEN, st.none() | GIVEN)
def test_hidden_fields_keep_nothing_and_set_fields_equal_their_expression(
    rules: list[dict[str, Any]], tab: str | None, first: dict[str, Any], then: dict[str, Any] | None
) -> None:
    form = live(rules, [{"label": "t", "fields": ["d"], "tab": True, "visible_when": tab}])
    look = PlantLook()
    values, _ = form.check(first, look)
    if then is not None:
        values, _ = form.check(then, look, values)
    scalars, said = form.scalars(values), effects(form.form)
    for path in [*TOP, "l", *ROW]:
        outer, _, inner = path.partition(".")
        for place in scalars["l"] if inner else [scalars]:
            names = Names(place, scalars) if inner else scalars
            effect, value = said.get(tuple(path.split(".")), Effects()), place[inner or outer]

            def holds(text: str, names: Any = names) -> bool:
                return compiled(parse(text))(names, look.env) is True

            setting = [does for does in effect.set if holds(does.when)]
            if setting:
                assert value == compiled(parse(_last(setting).text))(names, look.env)
                continue
            shown = all(map(holds, effect.visible)) and not any(map(holds, effect.hide))
            if not shown or (effect.show and not any(map(holds, effect.show))):
                assert value in (None, []), path


def _last(setting: list[Does]) -> Does:
    return setting[-1]

"""Times of day, trees, catch weights and layout, as a plant uses them."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.definitions.publish import examine
from suyuan.definitions.world import World
from suyuan.forms.live import LiveForm
from suyuan.store.engine import Store
from tests.forms.plant import LOCATION, MATERIAL, PlantLook, bodies, published, uid

BIRDS = """
form: birds
label: {zh: 冻品入库, en: Birds}
fields:
  head: {type: divider, label: {zh: 到货, en: Arrival}}
  how:
    type: note
    visible_when: material.code = "FLOUR"
    text: {zh: "<p>先<b>称重</b></p><script>x</script>", en: "<p>Weigh first</p>"}
  start: {type: time, min: "06:00", max: "22:00"}
  finish: {type: time}
  late: {type: expression, result: bool, value: finish > start}
  part:
    type: tree
    ends: true
    branches:
      - key: meat
        label: {zh: 肉, en: Meat}
        children: [{key: beef, label: {zh: 牛肉, en: Beef}}, {key: old, label: 旧, retired: true}]
      - {key: fish, label: {zh: 鱼, en: Fish}}
  material: {type: link, to: material}
  birds: {type: catch_weight, of: material, piece: bag, tolerance: 10}
  usual: {type: expression, value: birds / birds_pieces, decimals: 2}
"""


@pytest.fixture
def form(store: Store) -> LiveForm:
    return published(store, MATERIAL, LOCATION, BIRDS).form("birds")


def checked(form: LiveForm, **given: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values, mistakes = form.check(given, PlantLook())
    return form.wire(values), [(m.path, m.code) for m in mistakes]


def test_layout_holds_no_value_and_is_neither_sent_nor_read(form: LiveForm) -> None:
    values, mistakes = checked(form)
    assert not {"head", "how"} & set(values)
    assert mistakes == []
    assert checked(form, how="x")[1] == [("how", "forms.unknown_field")]
    note = next(f for f in form.form.fields if f.key == "how")
    assert note.options.text.zh == "<p>先<strong>称重</strong></p>"
    assert form.table.c.get("head") is None


def test_layout_takes_no_rule_about_values_and_no_place_in_a_list(store: Store) -> None:
    body = """
form: bad
label: x
fields:
  a: {type: note, required: true, default: 1}
  rows: {type: list, fields: {d: {type: divider}, n: {type: number, default: a}}}
"""
    with store.read() as conn:
        _, mistakes = examine(World(conn), "forms", bodies(body))
    found = {(m.path.partition("/")[2], m.code) for m in mistakes}
    assert {
        ("fields.a.required", "forms.not_for_type"),
        ("fields.a.default", "forms.not_for_type"),
        ("fields.rows.fields.d.type", "forms.not_in_list"),
    } <= found
    assert any(path == "fields.rows.fields.n.default" for path, _ in found)


def test_times_compare_and_keep_their_limits(form: LiveForm) -> None:
    values, mistakes = checked(form, start="08:30", finish="09:05")
    assert (values["late"], mistakes) == (True, [])
    assert checked(form, start="05:59", finish="24:00")[1] == [
        ("start", "forms.too_small"),
        ("finish", "forms.want_time"),
    ]


@pytest.mark.parametrize("text", ["8:30", "08：30", "8点30分", "8h30", "08:30:00"])
def test_times_are_read_as_people_write_them(form: LiveForm, text: str) -> None:
    live = form.fields["start"]
    assert live.type.parse(live.field, text, "zh") == "08:30"


def test_a_tree_takes_paths_of_what_is_in_use(form: LiveForm) -> None:
    assert checked(form, part="meat/beef")[1] == []
    for wrong, code in (
        ("meat", "tree_not_end"),
        ("meat/old", "not_offered"),
        ("beef", "not_offered"),
        ("a/b", "not_offered"),
    ):
        assert checked(form, part=wrong)[1] == [("part", f"forms.{code}")]
    live = form.fields["part"]
    assert live.type.show(live.field, "meat/beef", "en") == "Meat / Beef"
    assert live.type.show(live.field, "gone/away", "en") == "gone/away"
    assert live.type.parse(live.field, "肉 / 牛肉", "zh") == "meat/beef"


def test_pieces_alone_are_weighed_by_the_material(form: LiveForm) -> None:
    values, mistakes = checked(form, material=uid(11), birds={"pieces": 4})
    assert mistakes == []
    assert values["birds"] == {"pieces": "4.000", "value": "100.000", "uom": "kg"}
    assert values["usual"] == "25.00"


def test_a_real_weight_is_kept_beside_the_pieces_within_the_tolerance(form: LiveForm) -> None:
    values, mistakes = checked(form, material=uid(11), birds={"pieces": 4, "value": "104200", "uom": "g"})
    assert mistakes == []
    assert values["birds"] == {"pieces": "4.000", "value": "104200.000", "uom": "g"}
    assert values["usual"] == "26.05"
    off = checked(form, material=uid(11), birds={"pieces": 4, "value": "111"})[1]
    assert off == [("birds.value", "forms.weight_off")]


def test_pieces_that_do_not_convert_need_their_weight(form: LiveForm) -> None:
    for given in ({"material": uid(12), "birds": {"pieces": 4}}, {"birds": {"pieces": 4}}):
        assert checked(form, **given)[1] == [("birds.value", "forms.weight_needed")]
    assert checked(form, material=uid(12), birds={"pieces": 4, "value": "9.5"})[1] == []
    assert checked(form, birds={"pieces": "x", "value": 1})[1] == [("birds.pieces", "forms.want_number")]


def test_both_measures_are_stored_and_read_back(form: LiveForm) -> None:
    values, _ = form.check({"material": uid(11), "birds": {"pieces": 4, "value": "100"}}, PlantLook())
    row = form.row(values)
    assert [row[f"birds{part}"] for part in ("", "_uom", "_base", "_pieces")] == [100, "kg", 100, 4]
    assert form.wire(form.load(row, PlantLook(), {}))["birds"] == form.wire(values)["birds"]
    assert form.column("birds_pieces") is form.table.c.birds_pieces
    assert form.column("birds") is form.table.c.birds_base


def test_mistakes_of_options_are_told(store: Store) -> None:
    body = """
form: bad
label: x
fields:
  t: {type: time, min: "7", max: "06:00"}
  tree: {type: tree, branches: [{key: "a/b", label: x}, {key: c, label: x}, {key: c, label: y}]}
  w: {type: catch_weight, uom: kg, piece: crate, tolerance: 101}
  r: {type: rich_text, max: 0}
  n: {type: number, low: 3, high: 2}
"""
    with store.read() as conn:
        _, mistakes = examine(World(conn), "forms", bodies(body))
    assert {m.path.partition("/fields.")[2]: m.code for m in mistakes} == {
        "t.min": "forms.want_time",
        "t.max": "forms.min_over_max",
        "tree.branches[0].key": "forms.bad_option_key",
        "tree.branches[2].key": "forms.option_twice",
        "w.piece": "kernel.unknown_unit",
        "w.tolerance": "forms.option_range",
        "r.max": "forms.option_range",
        "n.high": "forms.min_over_max",
    }


SCANNED = """
form: arrival
label: {zh: 到货, en: Arrival}
fields:
  code:
    type: scan
    fill: {gtin: "01", lot: "10", made: "11", expires: "17", weight: "310n", pieces: "37", serial: "21", pallet: "00"}
  gtin: {type: gtin}
  lot: {type: text}
  made: {type: date}
  expires: {type: date}
  weight: {type: quantity, uom: kg}
  pieces: {type: number}
  serial: {type: text}
  pallet: {type: sscc}
"""


@pytest.mark.parametrize(
    "code",
    [
        "(01)96901234567895(10)AB-7(11)260200(17)270131(3103)012480",
        "]C1019690123456789510AB-7\x1d11260200172701313103012480",
        "https://id.example.com/01/96901234567895/10/AB-7?11=260200&17=270131&3103=012480",
    ],
)
def test_a_scanned_code_fills_each_field_as_it_takes_it(store: Store, code: str) -> None:
    form = published(store, SCANNED).form("arrival")
    values, mistakes = checked(form, code=code)
    assert mistakes == []
    told = [values[key] for key in ("gtin", "lot", "made", "expires", "pieces", "serial")]
    assert told == ["96901234567895", "AB-7", "2026-02-28", "2027-01-31", None, None]
    assert values["weight"] == {"value": "12.480", "uom": "kg"}
    assert checked(form, code=code, lot="typed")[0]["lot"] == "typed"


def test_a_pallet_code_tells_its_contents_by_count(store: Store) -> None:
    form = published(store, SCANNED).form("arrival")
    values, mistakes = checked(form, code="(00)106141412345678908(02)06901234567892(37)24")
    assert mistakes == []
    assert (values["pallet"], values["pieces"], values["gtin"]) == ("106141412345678908", "24", None)


def test_an_identifier_that_does_not_exist_is_told(store: Store) -> None:
    body = SCANNED.replace('"37"', '"38"').replace("310n", "31x")
    with store.read() as conn:
        _, mistakes = examine(World(conn), "forms", bodies(body))
    assert {(m.path.partition("/")[2], m.code) for m in mistakes} == {
        ("fields.code.fill.pieces", "forms.no_ai"),
        ("fields.code.fill.weight", "forms.no_ai"),
    }

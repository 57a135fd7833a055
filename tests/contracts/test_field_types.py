"""What every field type keeps to: its example cleans, shows, reads back, survives the database, and is documented."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from tests.forms.plant import NOW, PlantLook

from suyuan.definitions.publish import examine, put
from suyuan.definitions.world import World
from suyuan.forms.catalogue import catalogue
from suyuan.forms.describe import option_words, page
from suyuan.forms.document import dump, parse
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.formats import FORMATS
from suyuan.forms.live import LiveForm
from suyuan.forms.option_view import OptionView
from suyuan.forms.palette import GROUPS, Item, brief, items
from suyuan.forms.presets import PRESETS
from suyuan.forms.values import DEPARTMENT, PERSON, FileRef, Linked, LotRef, NewLot, wire
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.kernel.i18n import Label
from suyuan.kernel.i18n import catalogue as texts
from suyuan.store.engine import Store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "field-types.md"
BRIEF = PAGE.parents[1] / "web" / "src" / "forms" / "model" / "field-types.json"
KINDS = (
    "text", "number", "flag", "choice", "expression", "path", "paths", "order", "label", "rich", "options",
    "tree", "map", "form", "rule", "uom", "uoms", "fields", "list", "group",
)  # fmt: skip
UID = "01931f00-0000-7000-8000-000000000001"
OPTIONS = [{"key": "a", "label": {"zh": "甲", "en": "A"}}, {"key": "b", "label": {"zh": "乙", "en": "B"}}]
NEEDED: dict[str, dict[str, Any]] = {
    "choice": {"options": OPTIONS},
    "multi": {"options": OPTIONS},
    "link": {"to": "target"},
    "location": {"to": "target"},
    "quantity": {"uoms": ["kg", "g"]},
    "catch_weight": {"uoms": ["kg", "g"]},
    "tree": {"branches": [{"key": "a", "label": "甲 A", "children": [{"key": "b", "label": {"zh": "乙", "en": "B"}}]}]},
    "serial": {"rule": "A-{###}"},
    "expression": {"value": "1.5"},
    "verdict": {"value": "1 < 2"},
    **{key: {"options": OPTIONS} for key in ("radio", "dropdown", "color_tag", "checkbox")},
    **{key: {"to": "target"} for key in ("equipment", "item_code")},
    "lookup": {"from": "link.words"},
    "list": {"fields": {"x": {"type": "text"}, "n": {"type": "number"}}},
}
FORMATTED = {f"text:{format.key}": ("text", {"format": format.key}) for format in FORMATS}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    **{key: (key, NEEDED.get(key, {})) for key in list(FIELD_TYPES.keys()) if FIELD_TYPES[key].face.holds},
    **{preset.key: (preset.key, NEEDED.get(preset.key, {})) for preset in PRESETS},
    **FORMATTED,
    "new lot": ("lot", {"new": {"kind": "logistic"}}),
    "number lookup": ("lookup", {"from": "link.size"}),
    "link lookup": ("lookup", {"from": "link.again"}),
    "text expression": ("expression", {"result": "text", "value": '"x"'}),
    "date expression": ("expression", {"result": "date", "value": "TODAY()"}),
    "datetime expression": ("expression", {"result": "datetime", "value": "NOW()"}),
    "bool expression": ("expression", {"result": "bool", "value": "1 < 2"}),
}
BY_IDENTITY = ("list", "file", "image", "signature")
"""Shown by a name or count that does not identify them."""

COMPUTED = ("serial", "expression", "lookup")


class AnyLook(PlantLook):
    """Finds whatever is asked for: one record, lot, person, department, picture."""

    def __init__(self) -> None:
        super().__init__(NOW)
        facts = {"words": "好", "size": Decimal(12), "again": None}
        self.target = Linked("target", 1, UID, "目标", lambda: facts)
        facts["again"] = self.target
        self.unit = LotRef(5, UID, "RM-261122-001", lambda: {"uom": "kg"})

    def record(self, form: str, uid: str) -> Linked | None:
        return self.target

    def lot(self, code: str) -> LotRef | None:
        return self.unit

    def person(self, wanted: str) -> Linked | None:
        return Linked(PERSON, 1, UID, "王芳")

    def department(self, wanted: str) -> Linked | None:
        return Linked(DEPARTMENT, 1, UID, "品管部")

    def file(self, wanted: str) -> FileRef | None:
        return FileRef(wanted, "a.png", "image/png", 1000, made="signed")

    def at(self, form: str, id: int) -> Linked | None:
        found = {PERSON: self.person(""), DEPARTMENT: self.department(""), "target": self.target}
        return found.get(form, self.unit)


@pytest.fixture
def look() -> AnyLook:
    return AnyLook()


def form_with(store: Store, case: str) -> LiveForm:
    type, options = CASES[case]
    target = {
        "words": {"type": "text"},
        "size": {"type": "number"},
        "again": {"type": "link", "to": "target"},
    }
    bodies = {
        "target": {"form": "target", "label": "目标", "fields": target},
        "host": {
            "form": "host",
            "label": "表单",
            "fields": {"link": {"type": "link", "to": "target"}, "it": {"type": type, **options}},
        },
    }
    store.write(lambda tx: put(tx, "forms", bodies, CLI))
    return catalogue(store).form("host")


def cleaned(live: LiveForm, look: AnyLook) -> Any:
    it = live.fields["it"]
    given = {"link": UID} if it.field.type in COMPUTED else {"it": it.type.example(it.field)}
    values, mistakes = live.check(given, look)
    assert mistakes == []
    return values["it"]


@pytest.mark.parametrize("case", CASES)
def test_its_example_is_right_shows_and_reads_back(store: Store, look: AnyLook, case: str) -> None:
    live = form_with(store, case)
    it, value = live.fields["it"], cleaned(live, look)
    if it.field.type == "serial":
        value = "A-001"
    assert value is not None
    for lang in ("zh", "en"):
        shown = it.type.show(it.field, value, lang)
        assert isinstance(shown, str)
        if it.field.type in BY_IDENTITY or isinstance(value, Linked | NewLot):
            continue
        again = it.type.clean(it.field, it.type.parse(it.field, shown, lang), look)
        assert wire(again) == wire(value), (shown, lang)


@pytest.mark.parametrize("case", CASES)
def test_it_survives_the_database(store: Store, look: AnyLook, case: str) -> None:
    live = form_with(store, case)
    value = cleaned(live, look)
    if live.fields["it"].field.type == "serial":
        value = "A-001"
    if case in ("lot", "new lot", "person", "department"):
        return_path_only(live, look, value)
        return
    own = {"uid": UID, "version": 1, "revision": 1, "state": "submitted", "title": "", "created_at": NOW}
    target = catalogue(store).form("target").table

    def work(tx: Any) -> None:
        tx.run(target.insert(), {**own, "id": 1, "updated_at": NOW})
        tx.run(live.table.insert(), {**own, "updated_at": NOW, **live.row({"it": value})})
        for n, row in enumerate(value if case == "list" else ()):
            rows = live.lists["it"]
            tx.run(rows.table.insert(), {"uid": UID, "record": 1, "position": n, **rows.row(row)})

    store.write(work)
    with store.read() as conn:
        row = conn.execute(select(live.table)).mappings().one()
        inside = {"it": conn.execute(select(live.lists["it"].table)).mappings().all()} if case == "list" else {}
    back = live.load(row, look, inside)["it"]
    told = live.wire({"it": back})["it"]
    if case == "list":
        told = [{k: v for k, v in one.items() if k != "id"} for one in told]
    assert told == live.wire({"it": value})["it"]


def return_path_only(live: LiveForm, look: AnyLook, value: Any) -> None:
    """Types whose rows live in other rooms: the columns hold the id, and loading asks for it."""
    row = live.row({"it": value if not isinstance(value, NewLot) else look.unit})
    assert list(row) == ["link", "it"]
    assert wire(live.load({**row, "link": None}, look, {})["it"]) == wire(
        look.unit if isinstance(value, NewLot) else value
    )


@pytest.mark.parametrize("case", CASES)
def test_no_value_at_all_gives_anything_but_a_mistake(store: Store, look: AnyLook, case: str) -> None:
    it = form_with(store, case).fields["it"]
    deep: Any = {"id": {"id": []}, "value": {"value": []}, "code": {}, "from": [], "to": {}}
    for sent in (0, -1, 10**30, True, "x" * 20_000, "\0", "\ud800", [], {}, [[]], [{}], [None], deep, {"value": None}):
        assert cleans_or_refuses(lambda sent=sent: it.type.clean(it.field, sent, look))


def cleans_or_refuses(clean: Callable[[], Any]) -> bool:
    try:
        clean()
    except Invalid as refused:
        return bool(refused.mistakes)
    return True


@pytest.mark.parametrize("key", FIELD_TYPES.keys())
def test_it_is_documented_in_both_languages(key: str) -> None:
    found = FIELD_TYPES[key]
    about = texts()[f"forms.about_{key}"]
    assert about.zh
    assert about.en
    assert found.label.zh
    assert found.label.en
    for option, words in option_words(found.Options).items():
        assert words, f"{key}: the option {option} says nothing in {found.Options.__name__}"
    public = [name for name in vars(type(found).__mro__[-2]) if not name.startswith("_")]
    assert len(public) <= 12


def test_the_page_of_field_types_is_the_one_the_registry_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m suyuan.forms.describe > docs/field-types.md"


def test_the_web_is_told_what_the_registry_holds() -> None:
    wrote = "run: python -m suyuan.forms.palette > web/src/forms/model/field-types.json"
    assert BRIEF.read_text(encoding="utf-8") == brief(), wrote


@pytest.mark.parametrize("item", items(), ids=lambda item: item.key)
def test_what_the_palette_drops_has_words_and_reads_back(item: Item) -> None:
    assert item.group in GROUPS
    for told in (item.label, item.hint, *words_of(item.options)):
        assert told.zh
        assert told.en
    document = {"label": {"zh": "字段", "en": "Field"}, **item.start}
    form, mistakes = parse("a", {"label": "x", "fields": {"it": document}})
    assert mistakes == []
    assert form is not None
    assert dump(form)["fields"]["it"]["type"] == (item.preset or item.type)
    again, mistakes = parse("a", {k: v for k, v in dump(form).items() if k != "form"})
    assert (again, mistakes) == (form, [])


def words_of(options: Iterable[OptionView]) -> Iterator[Label]:
    for option in options:
        assert option.kind in KINDS, option
        assert (option.kind == "choice") == bool(option.choices)
        yield from (option.label, option.hint, *(choice.label for choice in option.choices))
        yield from words_of(option.options)


@pytest.mark.parametrize("item", items(), ids=lambda item: item.key)
def test_what_the_palette_drops_can_be_published_or_says_what_is_missing(store: Store, item: Item) -> None:
    body = {"label": "表单", "fields": {"it": {"label": "字段", **item.start}, "other": {"type": "text"}}}
    with store.read() as conn:
        _, mistakes = examine(World(conn), "forms", {"host": body})
    left = {m.code for m in mistakes}
    assert left <= {"forms.no_form", "expr.unexpected_end", "definitions.missing_key"}, mistakes


@pytest.mark.parametrize("key", PRESETS.keys())
def test_a_preset_names_a_type_and_options_that_are_right(key: str) -> None:
    preset = PRESETS[key]
    assert key not in FIELD_TYPES
    form, mistakes = parse("a", {"label": "x", "fields": {"it": {"type": key, **NEEDED.get(key, {})}}})
    assert mistakes == []
    assert form is not None
    for name in preset.options:
        assert name in {info.encode_name for info in msgspec.structs.fields(FIELD_TYPES[preset.type].Options)}

"""Records stay what they were while their form changes: retired fields, other orders, other names, and back again."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.definitions.back import rollback
from suyuan.definitions.publish import put
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.records import amend, one, timeline
from suyuan.store.engine import Store
from tests.records.plant import Plant

TEXT: dict[str, Any] = {"type": "text"}


def draw(store: Store, key: str, fields: dict[str, Any], **more: Any) -> None:
    body = {"form": key, "label": "便签", "fields": fields, **more}
    store.write(lambda tx: put(tx, "forms", {key: body}, CLI))


def test_an_old_record_shows_what_it_holds_in_fields_retired_since(plant: Plant) -> None:
    lines = {"type": "list", "fields": {"n": TEXT, "was": TEXT}}
    draw(plant.store, "note", {"a": TEXT, "b": TEXT, "mill": {"type": "link", "to": "supplier"}, "lines": lines})
    first = plant.write("note", a="1", b="2", mill=plant.mill, lines=[{"n": "x", "was": "y"}, {"n": "z"}])
    draw(plant.store, "note", {"c": TEXT, "a": TEXT, "lines": {"type": "list", "fields": {"m": TEXT, "n": TEXT}}})
    seen = one(plant.store, "note", first.id, by=plant.boss)
    assert (seen.version, seen.fields["a"], seen.fields["b"], seen.fields["c"]) == (1, "1", "2", None)
    assert seen.fields["mill"] == {"id": plant.mill, "title": "Mill"}
    assert [{k: v for k, v in row.items() if k != "id"} for row in seen.fields["lines"]] == [
        {"m": None, "n": "x", "was": "y"},
        {"m": None, "n": "z"},
    ]
    later = amend(plant.store, "note", first.id, {"c": "3"}, by=plant.boss, reason="more", revision=1)
    assert later.version == 2
    again = one(plant.store, "note", first.id, by=plant.boss)
    assert (again.version, again.fields["b"], again.fields["c"]) == (2, "2", "3")
    items = timeline(plant.store, "note", first.id, by=plant.boss)
    assert [(c.path, c.old, c.new) for c in items[0].changes] == [("c", None, "3")], "what is retired was not changed"


def test_what_is_hidden_stays_hidden_once_it_is_retired(plant: Plant) -> None:
    lines = {"type": "list", "fields": {"n": TEXT, "pay": TEXT}}
    draw(plant.store, "note", {"a": TEXT, "secret": TEXT, "lines": lines})
    first = plant.write("note", a="1", secret="sauce", lines=[{"n": "x", "pay": "sauce"}])
    draw(plant.store, "note", {"a": TEXT})
    role = {
        "role": "nothing",
        "label": {"zh": "x", "en": "x"},
        "grants": [{"form": "note", "verbs": ["read"], "hide": ["secret", "lines.pay"]}],
    }
    plant.store.write(lambda tx: store_role(tx, parse_role(role), CLI))
    reader = plant.people["nothing"]
    seen = one(plant.store, "note", first.id, by=reader)
    assert [sorted(row) for row in seen.fields["lines"]] == [["id", "n"]]
    assert "secret" not in seen.fields
    amend(plant.store, "note", first.id, {"a": "2"}, by=plant.boss, reason="x", revision=1)
    assert "sauce" not in str(timeline(plant.store, "note", first.id, by=reader))


KEYS = ("a", "b", "c", "d")
TYPES = {"a": TEXT, "b": {"type": "number", "decimals": 1}, "c": {"type": "bool"}, "d": {"type": "date"}}
VALUES = {"a": "x", "b": "1.5", "c": True, "d": "2026-11-20"}
DRAWN = st.tuples(
    st.lists(st.sampled_from(KEYS), min_size=1, unique=True),
    st.lists(st.sampled_from(("n", "m")), max_size=2, unique=True),
    st.sampled_from(["", "甲", "乙"]),
)
FRESH = itertools.count()
EDITS = st.lists(DRAWN | st.integers(1, 3), min_size=2, max_size=5)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_whatever_is_edited_every_value_ever_written_is_read_back(plant: Plant, edits: list[Any]) -> None:
    key = f"note_{next(FRESH)}"
    written: dict[str, dict[str, Any]] = {}
    version = 0
    for edit in [(list(KEYS), ["n"], ""), *edits]:
        if isinstance(edit, int):
            if edit >= version:
                continue
            plant.store.write(lambda tx, to=edit: rollback(tx, "forms", key, to, CLI))  # type: ignore[misc]
            version += 1
        else:
            keys, rows, label = edit
            fields = {k: TYPES[k] | ({"label": label} if label else {}) for k in keys}
            if rows:
                fields["lines"] = {"type": "list", "fields": dict.fromkeys(rows, TEXT)}
            before = version
            draw(plant.store, key, fields, order=before)
            version += 1
        live = plant.write(key, **_filled(plant, key))
        assert live.version == version
        written[live.id] = {k: v for k, v in live.fields.items() if v not in (None, [])}
        for uid, had in written.items():
            now = one(plant.store, key, uid, by=plant.boss).fields
            for name, value in had.items():
                if name == "lines":
                    for row, kept in zip(value, now["lines"], strict=True):
                        assert {k: kept[k] for k in row} == row
                else:
                    assert now[name] == value, (uid, name)


def _filled(plant: Plant, key: str) -> dict[str, Any]:
    live = catalogue(plant.store).form(key)
    given = {k: VALUES[k] for k in live.plain}
    return given | {k: [dict.fromkeys(rows.fields, "r")] for k, rows in live.lists.items()}

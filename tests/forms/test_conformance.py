"""The cases of linkage that the browser runs too (``web/src/forms/model/linkage.test.ts``): both must agree."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from suyuan.definitions.publish import put
from suyuan.forms.catalogue import catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.values import wire
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Mistake
from suyuan.store.engine import Store
from tests.forms.plant import PlantLook

GROUPS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "conformance" / "linkage.json").read_text())
ANOTHER = {"text": "another", "number": "77"}
"""A value that nothing computes, by type, to be sent for a field that is not the person's."""


def labelled(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the labels that the cases leave out."""
    whole = deepcopy(document)
    outer = list(whole["fields"].values())
    for field in [*outer, *(row for one in outer for row in one.get("fields", {}).values())]:
        field["label"] = "x"
        for option in field.get("options", ()):
            option["label"] = option["key"]
    return {"label": "x", **whole}


@pytest.fixture(scope="module", params=range(len(GROUPS)))
def group(request: pytest.FixtureRequest) -> dict[str, Any]:
    return GROUPS[request.param]


def live(store: Store, group: dict[str, Any]) -> LiveForm:
    store.write(lambda tx: put(tx, "forms", {"linked": labelled(group["form"])}, CLI))
    return catalogue(store).form("linked")


def parts(path: str) -> tuple[str, int, str]:
    found = re.fullmatch(r"(\w+)(?:\[(\d+)\]\.(\w+))?", path)
    assert found is not None
    return found[1], int(found[2] or 0), found[3] or ""


def at(values: dict[str, Any], path: str) -> Any:
    field, row, cell = parts(path)
    if not cell:
        return values[field]
    return values[field][row][cell] if row < len(values[field]) else None


def sent(given: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """What was given, with another value at a path."""
    field, row, cell = parts(path)
    changed = deepcopy(given)
    if cell:
        changed[field][row][cell] = value
    else:
        changed[field] = value
    return changed


def type_at(form: LiveForm, path: str) -> str:
    field, _, cell = parts(path)
    found = form.field(f"{field}.{cell}" if cell else field)
    assert found is not None
    return found.type


def found(mistakes: list[Mistake], code: str) -> set[str]:
    return {m.path for m in mistakes if m.code == code}


def test_values_and_what_is_needed_are_those_of_the_browser(store: Store, group: dict[str, Any]) -> None:
    form = live(store, group)
    for case in group["cases"]:
        values, mistakes = form.check(case["given"], PlantLook())
        told = {path: wire(at(values, path)) for path in case["values"]}
        assert told == case["values"], case["say"]
        flags = case["flags"]
        assert all(at(values, path) in (None, []) for path in flags if "hidden" in flags[path]), case["say"]
        blank = {path for path in flags if "required" in flags[path] and at(values, path) in (None, [])}
        assert found(mistakes, "forms.required") == blank, case["say"]


def test_a_value_sent_for_a_locked_field_is_refused(store: Store, group: dict[str, Any]) -> None:
    form = live(store, group)
    for case in group["cases"]:
        for path, flags in case["flags"].items():
            if "readonly" in flags and (another := ANOTHER.get(type_at(form, path))):
                _, mistakes = form.check(sent(case["given"], path, another), PlantLook())
                assert path in found(mistakes, "forms.readonly"), (case["say"], path)


def test_only_what_the_rules_leave_open_is_taken(store: Store, group: dict[str, Any]) -> None:
    form = live(store, group)
    for case in group["cases"]:
        for path, left in case.get("offered", {}).items():
            field, _, cell = parts(path)
            whole = form.field(f"{field}.{cell}" if cell else field)
            assert whole is not None
            for option in whole.options.options:
                several = type_at(form, path) == "multi"
                given = sent(case["given"], path, [option.key] if several else option.key)
                _, mistakes = form.check(given, PlantLook())
                refused = path in found(mistakes, "forms.not_offered_now")
                assert refused == (option.key not in left), (case["say"], path, option.key)

"""What follows a record is named by the form; a look-up of a choice speaks in the choice's words."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.definitions.publish import put
from suyuan.forms.catalogue import catalogue
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store

PLACE = {
    "form": "depot",
    "label": "仓库",
    "fields": {
        "name": {"type": "text"},
        "kind": {
            "type": "choice",
            "options": [
                {"key": "cold", "label": {"zh": "冷库", "en": "Cold store"}},
                {"key": "dry", "label": {"zh": "常温库", "en": "Dry store"}},
            ],
        },
    },
}
VISIT: dict[str, Any] = {
    "form": "visit",
    "label": "巡查",
    "fields": {
        "depot": {"type": "link", "to": "depot"},
        "kind": {"type": "lookup", "from": "depot.kind"},
        "lot": {"type": "lot"},
        "status": {"type": "lookup", "from": "lot.status"},
        "named": {"type": "lookup", "from": "depot.name"},
    },
}


def publish(store: Store, *bodies: dict[str, Any]) -> None:
    store.write(lambda tx: put(tx, "forms", {body["form"]: body for body in bodies}, CLI))


def test_a_lookup_of_a_choice_or_of_a_lots_status_is_shown_in_words(store: Store) -> None:
    publish(store, PLACE, VISIT)
    fields = {field.key: field for field in catalogue(store).form("visit").form.fields}
    lookup = FIELD_TYPES["lookup"]
    assert lookup.show(fields["kind"], "cold", "zh") == "冷库"
    assert lookup.show(fields["kind"], "cold", "en") == "Cold store"
    assert lookup.show(fields["status"], "held", "en") == "On hold"
    assert lookup.show(fields["named"], "cold", "en") == "cold"
    assert fields["named"].options.options == []


def test_a_form_names_what_follows_and_is_told_what_is_wrong_with_it(store: Store) -> None:
    follows = {"form": "visit", "fill": {"depot": "id"}}
    publish(store, {**PLACE, "then": [follows]}, VISIT)
    assert [one.form for one in catalogue(store).form("depot").form.then] == ["visit"]

    wrong = [{"form": "nothing"}, {"form": "visit", "fill": {"depo": "id", "depot": "nam"}}]
    with pytest.raises(Invalid) as caught:
        publish(store, {**PLACE, "then": wrong})
    paths = {mistake.path.partition("/")[2] for mistake in caught.value.mistakes}
    assert paths == {"then[0].form", "then[1].fill.depo", "then[1].fill.depot"}

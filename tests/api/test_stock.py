"""Stock over HTTP: by lot and place, by material, by place, and as a workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant
from tests.records.test_lot_options import TODAY, Yard


@pytest.fixture
def yard(plant: Plant) -> Yard:
    yard = Yard(plant)
    first = yard.arrive("10", 60)
    yard.arrive("20", 5)
    yard.arrive("8", 90, plant.dough)
    yard.write("putaway", lines=[{"lot": first, "quantity": yard.kg("4"), "to_place": yard.other}])
    return yard


def ask(client: Client, **query: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/stock?{urlencode(query)}")
    assert answer.status == 200, answer.raw
    found: dict[str, Any] = answer.json
    return found


def test_each_lot_is_listed_at_each_place_it_lies_what_expires_first_first(boss: Client, yard: Yard) -> None:
    body = ask(boss)
    told = [(row["title"], row["place"]["title"], row["on_hand"], row["status"]) for row in body["items"]]
    assert told == [
        ("Dough", "Shelf", "8", "quarantine"),
        ("Flour", "Shelf", "20", "released"),
        ("Flour", "Shelf", "6", "released"),
        ("Flour", "Other", "4", "released"),
    ]
    assert body["items"][1]["days_left"] == 5
    assert body["items"][3]["place"]["id"] == yard.other
    assert body["totals"]["lots"] == 3
    assert body["totals"]["by_status"] == {"released": 2, "quarantine": 1}
    assert body["totals"]["quantities"] == [{"uom": "kg", "on_hand": "38", "free": "38"}]


def test_pages_follow_one_another_without_a_gap(boss: Client, yard: Yard) -> None:
    seen, cursor = [], None
    while True:
        body = ask(boss, limit="1", **({"cursor": cursor} if cursor else {}))
        seen += [(row["code"], row["place"]["title"]) for row in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert seen == [(row["code"], row["place"]["title"]) for row in ask(boss)["items"]]


def test_stock_is_asked_for_by_place_material_status_day_and_text(boss: Client, yard: Yard) -> None:
    plant = yard.plant
    for query, count in (
        ({"place": yard.other}, 1),
        ({"place": "none"}, 0),
        ({"material": plant.dough}, 1),
        ({"status": "released"}, 3),
        ({"expiring": "7"}, 1),
        ({"search": "Dou"}, 1),
        ({"search": "S-1"}, 4),
        ({"material": plant.mill}, 0),
    ):
        assert len(ask(boss, **query)["items"]) == count, query


def test_stock_is_summed_by_material_and_by_place(boss: Client, yard: Yard) -> None:
    flour = ask(boss, by="material")["items"][1]
    assert (flour["title"], flour["on_hand"], flour["lots"]) == ("Flour", "30", 2)
    assert flour["expires_on"] == str(TODAY + timedelta(days=5))
    assert flour["by_status"] == {"released": "30"}
    places = [(row["place"]["title"], row["title"], row["on_hand"]) for row in ask(boss, by="place")["items"]]
    assert places == [("Other", "Flour", "4"), ("Shelf", "Dough", "8"), ("Shelf", "Flour", "26")]


def test_the_workbook_holds_the_same_lines(boss: Client, yard: Yard) -> None:
    answer = boss.get(f"/api/v1/stock.xlsx?place={yard.other}")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.raw)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "Flour" in text
    assert "Other" in text
    assert "Shelf" not in text


def test_stock_needs_the_ability_to_trace(caller: Caller, yard: Yard) -> None:
    assert caller("nothing").get("/api/v1/stock").status == 403
    assert caller("nobody").get("/api/v1/stock").status == 401


def test_a_lot_tells_where_it_lies(boss: Client, yard: Yard) -> None:
    code = ask(boss, place=yard.other)["items"][0]["code"]
    body = boss.get(f"/api/v1/lots/one?code={code}").json
    assert body["places"] == [
        {"place": "Shelf", "on_hand": "6", "free": "6"},
        {"place": "Other", "on_hand": "4", "free": "4"},
    ]
    assert body["place"] == "Shelf"

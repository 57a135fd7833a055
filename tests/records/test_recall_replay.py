"""Twelve thousand coded lots, of which 00112 to 10412 ate one lot: exactly those, and their shipments."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from suyuan.access.rights import viewer
from suyuan.api.recalling import scope_body
from suyuan.forms.catalogue import catalogue
from suyuan.records.recall import Opening, hold_all, open_case, release_all
from suyuan.records.submit import submit_in
from suyuan.store.engine import Store, Tx
from tests.records.plant import publish
from tests.records.recalls import RecallPlant, recall_plant

LOTS, FIRST, LAST = 12_000, 112, 10_412
CODED = """
form: coded
label: {zh: 喷码, en: Coded}
stage: production
fields:
  ingredient: {type: lot, required: true}
  fed: {type: quantity, of: ingredient, required: true}
  material: {type: link, to: material, required: true}
  lot: {type: lot, new: {rule: "{#####}", material: material, kind: lot, status: '"released"'}}
  made: {type: quantity, of: material, required: true}
trace: {verb: transform, inputs: {lot: ingredient, quantity: fed}, outputs: {lot: lot, quantity: made}}
"""
MOST_SECONDS = 20


@pytest.fixture
def plant(store: Store) -> RecallPlant:
    plant = recall_plant(store)
    publish(store, {"coded": CODED})
    return plant


def pieces(total: int, size: int) -> Iterator[range]:
    return (range(start, min(start + size, total + 1)) for start in range(1, total + 1, size))


def write_all(plant: RecallPlant, form: str, rows: list[dict[str, Any]]) -> None:
    """Many records through the one door, in one transaction."""
    seen, forms = viewer(plant.store, plant.boss), catalogue(plant.store)

    def work(tx: Tx) -> None:
        for row in rows:
            submit_in(tx, forms, seen, forms.form(form), row, "import")

    plant.store.write(work)


def kg(value: str) -> dict[str, str]:
    return {"value": value, "uom": "kg"}


@pytest.mark.long
def test_a_recall_of_ten_thousand_coded_lots_is_exact_and_quick(plant: RecallPlant) -> None:
    bad, good = plant.flour_lot("100000", supplier_lot="BAD"), plant.flour_lot("100000", supplier_lot="GOOD")
    shops = [plant.customer(f"Shop {n}") for n in range(20)]
    for piece in pieces(LOTS, 1000):
        facts = {"material": plant.dough, "fed": kg("0.5"), "made": kg("0.5")}
        write_all(plant, "coded", [facts | {"ingredient": bad if FIRST <= n <= LAST else good} for n in piece])
    for position, piece in enumerate(pieces(6000, 100)):
        plant.dispatch(shops[position % 20], *((f"{n:05}", "0.2") for n in piece))
    wanted = {f"{n:05}" for n in range(FIRST, LAST + 1)}
    took: dict[str, float] = {}

    def timed(name: str, work: Any) -> Any:
        start = time.perf_counter()
        done = work()
        took[name] = round(time.perf_counter() - start, 2)
        return done

    body = timed("scope", lambda: scope_body(plant.store, ["BAD"], plant.boss))
    assert {row["code"] for row in body["lots"]} == wanted | {bad}
    assert len(wanted) == 10_301
    assert {move["code"] for move in body["shipments"]} == {f"{n:05}" for n in range(FIRST, 6001)}
    assert body["totals"][0]["shipped"] == f"{(6000 - FIRST + 1) * 0.2:.1f}"
    opening = Opening(["BAD"], "drill", "Foreign bodies")
    case = timed("open", lambda: open_case(plant.store, opening, by=plant.boss))
    held = timed("hold", lambda: hold_all(plant.store, case.id, by=plant.boss))
    assert held.held == {"held": 10_302}
    assert plant.status("00112") == plant.status("10412") == "held"
    assert plant.status("00111") == plant.status("10413") == "released"
    timed("release", lambda: release_all(plant.store, case.id, by=plant.boss))
    assert {plant.status(f"{n:05}") for n in (FIRST, 5000, LAST)} == {"released"}
    print(json.dumps(took))
    assert took["scope"] + took["hold"] < MOST_SECONDS, took

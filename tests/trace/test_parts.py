"""A transformation told in several events, joined by its transformationID."""

from __future__ import annotations

import json
from typing import Any

import pytest

from suyuan.kernel.actor import CLI
from suyuan.records.capture import capture
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from suyuan.trace.graph import TraceGraph
from suyuan.trace.lots import find

PARTS = {
    "fed first": {"inputQuantityList": ["a"]},
    "fed later": {"inputQuantityList": ["b"]},
    "made": {"outputQuantityList": ["x"]},
    "whole": {"inputQuantityList": ["c"], "outputQuantityList": ["y"]},
}


def lot(name: str) -> str:
    return f"urn:epc:class:lgtin:4012345.012345.{name}"


def part(name: str, **more: Any) -> dict[str, Any]:
    lists = {
        key: [{"epcClass": lot(code), "quantity": 10, "uom": "KGM"} for code in codes]
        for key, codes in PARTS[name].items()
    }
    return {
        "type": "TransformationEvent",
        "eventID": f"urn:uuid:{list(PARTS).index(name)}0000000-0000-4000-8000-000000000000",
        "eventTime": "2026-07-22T06:45:00+08:00",
        "eventTimeZoneOffset": "+08:00",
        "transformationID": "urn:epc:id:gdti:4012345.55555.1",
        **lists,
        **more,
    }


def take(store: Store, *events: dict[str, Any]) -> None:
    body = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-07-22T06:45:00+08:00",
        "epcisBody": {"eventList": list(events)},
    }
    capture(store, json.dumps(body).encode(), by=CLI)


def back(store: Store, name: str) -> set[str]:
    with store.read() as conn:
        start = find(conn, lot(name))
        assert start is not None
        return {unit.code[-1] for unit in TraceGraph(conn).back(start.id).units}


@pytest.mark.parametrize("order", [list(PARTS), list(PARTS)[::-1]])
def test_what_went_in_by_one_part_came_out_by_another_in_whatever_order_they_come(
    store: Store, order: list[str]
) -> None:
    for name in order:
        take(store, part(name))
    assert back(store, "x") == {"x", "a", "b", "c"}
    assert back(store, "y") == {"y", "a", "b", "c"}
    with store.read() as conn:
        assert replay(conn) == []


def test_two_whole_transformations_of_one_number_stay_apart(store: Store) -> None:
    other = part("whole", eventID="urn:uuid:90000000-0000-4000-8000-000000000000")
    other["inputQuantityList"][0]["epcClass"], other["outputQuantityList"][0]["epcClass"] = lot("e"), lot("z")
    take(store, part("whole"), other)
    assert back(store, "y") == {"y", "c"}
    assert back(store, "z") == {"z", "e"}


def test_a_part_declared_an_error_no_longer_leads_anywhere(store: Store) -> None:
    take(store, part("fed first"), part("fed later"), part("made"))
    take(store, part("fed later", errorDeclaration={"declarationTime": "2026-07-23T06:45:00+08:00"}))
    assert back(store, "x") == {"x", "a"}
    with store.read() as conn:
        assert replay(conn) == []

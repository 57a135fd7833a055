"""The OpenAPI document is valid, whole, and tells each reader only of what they may know."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
from litestar import Litestar

from suyuan.api.app import declared
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant


def document(client: Client) -> Any:
    reply = client.get("/api/v1/openapi.json")
    assert reply.status == 200
    return reply.json


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(v) for v in value.values()))
    if isinstance(value, list):
        return set().union(*(references(v) for v in value))
    return set()


def test_every_shown_route_is_described_and_every_reference_leads_somewhere(app: Litestar, boss: Client) -> None:
    found = document(boss)
    assert found["openapi"] == "3.1.0"
    for route in declared(app):
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        assert route.hidden or route.method.lower() in found["paths"][path], route.path
    for reference in references(found):
        name = reference.removeprefix("#/components/schemas/")
        assert name in found["components"]["schemas"], reference
    for path, operations in found["paths"].items():
        for operation in operations.values():
            named = {p["name"] for p in operation.get("parameters", ()) if p.get("in") == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path)), path
            assert operation["summary"]
            assert operation["responses"]
    ids = [o["operationId"] for operations in found["paths"].values() for o in operations.values()]
    assert len(ids) == len(set(ids))
    for schema in found["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_what_is_sent_and_answered_fits_the_forms_schema(boss: Client, plant: Plant) -> None:
    found = document(boss)

    def validator(name: str) -> Any:
        whole = {"$ref": f"#/components/schemas/{name}", "components": found["components"]}
        return jsonschema.Draft202012Validator(whole)

    given = {"fields": plant.delivery(price=2)}
    assert list(validator("receipt.submit").iter_errors(given)) == []
    assert list(validator("receipt.submit").iter_errors({"fields": {"no": "x"}})) != []
    assert list(validator("receipt.submit").iter_errors({"fields": {"supplier": 1}})) != []
    answer = boss.post("/api/v1/records/receipt", given).json
    assert list(validator("receipt.read").iter_errors(answer)) == []
    problem = boss.post("/api/v1/records/receipt", {"fields": {}}).json
    assert list(validator("Problem").iter_errors(problem)) == []


def test_each_reader_is_told_of_their_own_forms_and_fields(caller: Caller) -> None:
    schemas = document(caller("clerk"))["components"]["schemas"]
    assert "shipment.submit" not in schemas
    assert "supplier.submit" not in schemas
    assert "price" not in schemas["receipt.submit"]["properties"]["fields"]["properties"]
    assert "receipt.read" not in document(caller("nobody"))["components"]["schemas"]

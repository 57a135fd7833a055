"""Requests made up from our own OpenAPI document, right in shape and wrong in value: never a server error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant

FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
TEXTS = """0|-1|1e9|true|null|2026-02-30|9999-12-31T23:59:59-14:00|0001-01-01T00:00:00+14:00|../x|ａ|𝟙|%|'|"|RR-|F|this
<img src=x onerror=alert(1)>|{{7*7}}|01a20244-e800-7091-80a3-170ffb76dc37|__proto__|(01)1|a\u202eb|\x7f|\ud7ff|\ufffe"""
odd = st.sampled_from(["", " ", "x" * 300, "é" * 50, *TEXTS.replace("\n", "|").split("|")])
scalar = odd | st.text(max_size=8) | st.integers(-(10**20), 10**20) | st.booleans() | st.none() | st.floats()
anything: Any = st.recursive(
    scalar, lambda i: st.lists(i, max_size=2) | st.dictionaries(odd, i, max_size=2), max_leaves=4
)


def of_schema(schema: Any, known: Any, depth: int = 0) -> Any:
    """Values of a JSON Schema, and now and then something else in place of a part."""
    if not isinstance(schema, dict) or depth > 5:
        return anything
    if "$ref" in schema:
        return of_schema(known[schema["$ref"].rpartition("/")[2]], known, depth + 1)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return st.one_of([of_schema(part, known, depth + 1) for part in schema[word]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | odd
    kind = schema.get("type")
    kind = next((k for k in kind if k != "null"), None) if isinstance(kind, list) else kind
    if kind == "object":
        parts = {k: of_schema(v, known, depth + 1) | anything for k, v in schema.get("properties", {}).items()}
        return st.fixed_dictionaries({}, optional=parts) if parts else st.dictionaries(odd, anything, max_size=3)
    if kind == "array":
        return st.lists(of_schema(schema.get("items", {}), known, depth + 1), max_size=3)
    return {"string": odd | st.text(max_size=20), "integer": st.integers(-3, 10**19)}.get(str(kind), scalar)


UNASKED = ("/live", "/session", "/claim", "/password")
METHODS = ("get", "post", "put", "patch", "delete")


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, found in document["paths"].items():
        if not path.endswith(UNASKED):
            yield from ((method.upper(), path, found[method]) for method in METHODS if method in found)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["boss", "clerk", "nothing"])
def test_no_request_of_the_documents_shape_is_a_server_error(caller: Caller, plant: Plant, role: str) -> None:
    plant.receipt()
    document = caller("boss").get("/api/v1/openapi.json").json
    client = caller(role)
    asked = 0
    for method, path, operation in operations(document):
        fuzz(client, method, path, operation, document["components"]["schemas"])
        asked += 1
    assert asked > 40


def fuzz(client: Client, method: str, path: str, operation: Any, known: Any) -> None:
    bodies = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(bodies), None)
    body = of_schema(bodies[kind].get("schema", {}), known) if kind else st.none()
    places = {p["name"]: p.get("schema", {}) for p in operation.get("parameters", ()) if p.get("in") == "query"}
    query = st.fixed_dictionaries({}, optional={name: of_schema(schema, known) for name, schema in places.items()})

    @FEW
    @given(body=body, query=query, id=st.just("0") | odd)
    def ask(body: Any, query: Any, id: str) -> None:
        _ask(client, (method, path, kind), body, query, id)

    ask()


def _ask(client: Client, where: tuple[str, str, str | None], body: Any, query: Any, id: str) -> None:
    method, path, kind = where
    for name, value in (("form", "receipt"), ("key", "odd"), ("id", id), ("entry", id)):
        path = path.replace(f"{{{name}}}", quote(value or "0", safe=""))
    text = "&".join(f"{k}={quote(str(v).encode('utf-8', 'surrogatepass'))}" for k, v in query.items())
    raw = json.dumps(body).encode("utf-8", "surrogatepass") if kind else b""
    headers = {"content_type": kind if kind and kind != "*/*" else "application/json"} if kind else {}
    reply = client(method, path + (f"?{text}" if text else ""), raw=raw, **headers)  # type: ignore[arg-type]
    assert reply.status < 500, (method, path, text, raw[:500], reply.raw)
    if reply.status >= 400 and not (path.endswith("/import") and reply.status == 422):
        told = reply.json
        assert {"type", "title", "status", "code", "detail", "id"} <= set(told), told
        assert all(e["message"] and not e["message"].startswith(e["code"]) for e in told.get("errors", [])), told

"""Nothing a client sends gives a 500: strict JSON, odd bytes, odd addresses, odd values."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from suyuan.api.app import create, declared
from suyuan.api.strict import decode
from suyuan.kernel.errors import Malformed
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant

BASE = "/api/v1/records/receipt"
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"nul",
        b'{"fields": NaN}',
        b'{"fields": -Infinity}',
        b'{"fields": {}, "fields": {}}',
        b'{"fields": {"no": "a", "no": "b"}}',
        b'{"fields": "\\ud800"}',
        b'{"fields": "\\u0000"}',
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"fields": 1' + b"0" * 70 + b"}",
        b'{"fields": 1e999999999}',
        b'{"fields": 1e-999999999}',
        b"[" * 70 + b"]" * 70,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_not_strict_json_is_a_400(boss: Client, raw: bytes) -> None:
    reply = boss("POST", BASE, raw=raw, content_type="application/json")
    assert reply.status == 400, reply.raw
    assert reply.json["id"]


def test_brackets_in_texts_are_not_depth() -> None:
    assert decode(json.dumps({"a": "[" * 500}).encode()) == {"a": "[" * 500}
    with pytest.raises(Malformed):
        decode(b"[" * 65 + b"]" * 65)
    assert decode(b"[" * 64 + b"]" * 64) is not None


def test_bodies_are_bounded_and_of_the_right_type(boss: Client) -> None:
    big = b'{"fields": {"note": "' + b"x" * (1 << 20) + b'"}}'
    assert boss("POST", BASE, raw=big, content_type="application/json").status == 413
    lied = boss(
        "POST",
        BASE,
        pieces=[b'{"fields": "', b"x" * (1 << 20), b'"}'],
        content_type="application/json",
        content_length="3",
    )
    assert lied.status == 413
    assert boss("POST", BASE, raw=b"{}", content_type="text/plain").status == 415
    assert boss("POST", BASE, raw=b"{}", content_type="application/json", content_length="many").status == 400


def test_wrong_methods_and_addresses(boss: Client) -> None:
    reply = boss("PUT", BASE, {})
    assert reply.status == 405
    assert "POST" in reply.headers["allow"]
    assert boss.get("/api/v2/records").status == 404
    assert boss.get("/api/v1/records/receipt/%00").status == 400
    assert boss.get("/api/v1/records/receipt/%FF%FE").status in (400, 404)
    assert boss.get(f"{BASE}?where=%FF").status == 400
    assert boss.get(f"{BASE}?" + "&".join(f"a{n}=1" for n in range(500))).status == 400


def test_no_file_outside_of_the_web_pages_is_served(app: Litestar) -> None:
    for path in (
        "/../pyproject.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../cli/__init__.py",
        "/" + "a" * 500 + ".x",
    ):
        reply = Client(app).get(path)
        assert reply.status == 404 or b'<div id="root">' in reply.raw, path
        assert b"import" not in reply.raw
        assert b"root:" not in reply.raw


text = st.text(max_size=30) | st.text(st.sampled_from("'\"();%_\\\x00\u202e\ud800=+-@"), max_size=10)
scalar = st.none() | st.booleans() | st.integers() | st.floats() | text
value: Any = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=8
)
KEYS = [
    "supplier",
    "material",
    "quantity",
    "price",
    "received_at",
    "place",
    "receiver",
    "photo",
    "lot",
    "no",
    "id",
    "this",
]
fields = st.dictionaries(st.sampled_from(KEYS) | text, value, max_size=8)


@pytest.fixture
def asked(caller: Caller) -> Client:
    return caller("boss")


@SLOW
@given(given_fields=fields)
def test_odd_values_are_refused_in_words(asked: Client, plant: Plant, given_fields: dict[str, Any]) -> None:
    for body in ({"fields": given_fields}, {"fields": plant.delivery() | given_fields}, given_fields):
        raw = json.dumps(body).encode("utf-8", "surrogatepass")
        reply = asked("POST", f"{BASE}/check", raw=raw, content_type="application/json")
        assert reply.status < 500, (body, reply.raw)
        reply = asked("POST", BASE, raw=raw, content_type="application/json")
        assert reply.status < 500, (body, reply.raw)


@SLOW
@given(
    rows=st.lists(st.dictionaries(st.sampled_from(["lot", "fed", "note", "id"]) | text, value, max_size=4), max_size=3)
)
def test_odd_rows_too(asked: Client, plant: Plant, rows: list[Any]) -> None:
    body = {"fields": {"material": plant.dough, "made": "1", "inputs": rows}}
    raw = json.dumps(body).encode("utf-8", "surrogatepass")
    assert asked("POST", "/api/v1/records/making", raw=raw, content_type="application/json").status < 500


_words = st.sampled_from(
    [
        "price",
        "no",
        "supplier",
        "supplier.name",
        "inputs.lot",
        "created_by",
        "title",
        "lot.status",
        "=",
        ">",
        "AND",
        "(",
        ")",
        "'x'",
        "1",
        "SUM",
        "TODAY()",
        "IN",
        "-",
        ",",
    ]
)
queries = st.lists(_words, max_size=7).map(" ".join) | text


@SLOW
@given(where=queries, sort=queries, chosen=queries, cursor=text, search=text)
def test_odd_queries_too(asked: Client, where: str, sort: str, chosen: str, cursor: str, search: str) -> None:
    from urllib.parse import quote

    def q(value: str) -> str:
        return quote(value.encode("utf-8", "surrogatepass"))

    for query in (
        f"where={q(where)}",
        f"sort={q(sort)}",
        f"fields={q(chosen)}",
        f"cursor={q(cursor)}",
        f"search={q(search)}",
    ):
        reply = asked.get(f"{BASE}?{query}")
        assert reply.status < 500, (query, reply.raw)
        reply = asked.get(f"/api/v1/lots?{query}" if "search" in query else f"/api/v1/trace?code={q(search)}")
        assert reply.status < 500, (query, reply.raw)


@SLOW
@given(raw=st.binary(max_size=60) | value.map(lambda v: json.dumps(v).encode("utf-8", "surrogatepass")))
def test_odd_bodies_at_every_door(asked: Client, app: Litestar, raw: bytes) -> None:
    for route in declared(app):
        if route.method in ("POST", "PUT", "PATCH") and "session" not in route.path and "claim" not in route.path:
            path = route.path.replace("{form:str}", "receipt").replace("{key:str}", "odd").replace("{id:str}", "0")
            kind = route.takes[0] if route.takes and route.takes[0] != "*/*" else "application/json"
            reply = asked(
                route.method, path + ("?name=x" if path.endswith("/files") else ""), raw=raw, content_type=kind
            )
            assert reply.status < 500, (route.method, path, raw, reply.raw)


@SLOW
@given(
    headers=st.dictionaries(
        st.sampled_from(
            [
                "accept-language",
                "cookie",
                "authorization",
                "origin",
                "idempotency-key",
                "suyuan-device",
                "suyuan-client-time",
                "user-agent",
                "content-type",
            ]
        ),
        st.text(string.printable, max_size=40),
        max_size=4,
    )
)
def test_odd_headers_too(app: Litestar, asked: Client, plant: Plant, headers: dict[str, str]) -> None:
    names = {k.replace("-", "_"): v for k, v in headers.items()}
    assert asked.post(BASE, {"fields": plant.delivery()}, **names).status < 500
    assert Client(app).get("/api/v1/me", **names).status < 500


def test_an_unforeseen_failure_tells_an_id_and_nothing_of_our_inside(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any) -> Any:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("suyuan.api.call.who_calls", broken)
    reply = Client(create(plant.store)).get("/api/v1/me")
    assert reply.status == 500
    assert b"secret" not in reply.raw
    assert reply.json["id"] in caplog.text
    assert "secret inside" in caplog.text

"""Every route declares who may call it, and one guard holds everybody to it."""

from __future__ import annotations

import pytest
from litestar import Litestar, get

from suyuan.api.app import UndeclaredRoute, create, declared, undeclared
from suyuan.api.route import Route
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import ROLES, Plant

PRINCIPALS = ["nobody", *(role["role"] for role in ROLES)]


def allowed(route: Route, role: str) -> bool:
    """What the declaration says, worked out from the role's document alone."""
    if route.who.kind == "public":
        return True
    if role == "nobody":
        return False
    if route.who.kind == "signed_in":
        return True
    document = next(r for r in ROLES if r["role"] == role)
    if route.who.kind == "ability":
        return not set(route.who.word.split()).isdisjoint(document.get("abilities", []))
    form, verb = route.who.form or "receipt", route.who.word
    return any(g["form"] in ("*", form) and verb in g["verbs"] for g in document["grants"])


def address(route: Route) -> str:
    path = route.path.replace("{form:str}", "receipt").replace("{key:str}", "receipt")
    return path.replace("{id:str}", "0").replace("{entry:str}", "0").replace("{path:path}", "nothing.txt")


def test_every_route_lets_in_whom_it_declares_and_nobody_else(app: Litestar, caller: Caller) -> None:
    clients = {role: caller(role) for role in PRINCIPALS}
    wrong = []
    seen = 0
    for route in declared(app):
        if route.path.endswith("/live"):
            continue
        for role, client in clients.items():
            body = {} if route.method in ("POST", "PUT", "PATCH") else None
            reply = client(route.method, address(route), body)
            seen += 1
            let_in = reply.status not in (401, 403)
            if let_in != allowed(route, role) and not _refused_later(route, role, reply.json.get("code", "")):
                wrong.append((route.method, route.path, role, reply.status))
            assert reply.status < 500, (route.method, route.path, role, reply.raw)
    assert wrong == []
    assert seen > 150


def _refused_later(route: Route, role: str, code: str) -> bool:
    """Signed-in routes whose handlers ask for more, and say so themselves."""
    said = ("records.not_this_one", "access.bad_claim", "access.key_needs_person")
    return route.who.kind in ("signed_in", "public") and code in said


def test_nobody_is_told_to_sign_in_and_not_what_there_is(app: Litestar) -> None:
    reply = Client(app).get("/api/v1/records/receipt")
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert reply.headers["content-type"] == "application/problem+json"


def test_an_undeclared_route_keeps_the_application_from_being_made(plant: Plant) -> None:
    @get("/api/v1/back_door", sync_to_thread=False)
    def back_door() -> str:
        return "open"

    with pytest.raises(UndeclaredRoute, match="back_door"):
        create(plant.store, [back_door])


def test_options_names_methods_and_nothing_else(app: Litestar) -> None:
    assert undeclared(app) == []
    reply = Client(app)("OPTIONS", "/api/v1/records/receipt")
    assert (reply.status, reply.raw) == (204, b"")


def test_an_unknown_key_is_refused_in_words(app: Litestar) -> None:
    reply = Client(app, authorization="Bearer sy_nonsense").get("/api/v1/me")
    assert reply.status == 401
    assert Client(app, authorization="Basic abc").get("/api/v1/me").status == 401


def test_answers_wear_safe_headers(app: Litestar) -> None:
    for path in ("/api/v1/me", "/healthz", "/nothing.txt", "/api/v1/nothing"):
        headers = Client(app).get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"].replace("wasm-unsafe-eval", "")
        assert "strict-transport-security" not in headers
    assert "strict-transport-security" in Client(app)("GET", "/healthz", scheme="https").headers

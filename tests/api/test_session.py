"""Signing in by cookie: a write needs a page of ours behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from litestar import Litestar

from suyuan.access.first_admin import first_admin_token
from suyuan.api.app import create
from suyuan.kernel.clock import SetClock
from suyuan.store.engine import Store
from tests.api.client import Client
from tests.records.plant import PASSWORD, Plant, make_plant


@pytest.fixture
def plant(store: Store) -> Plant:
    return make_plant(store, PASSWORD)


@pytest.fixture
def browser(app: Litestar) -> Client:
    client = Client(app)
    reply = client.post("/api/v1/session", {"user": "clerk", "password": PASSWORD})
    assert reply.status == 200, reply.raw
    return client


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(app: Litestar) -> None:
    plain = Client(app).post("/api/v1/session", {"user": "clerk", "password": PASSWORD})
    assert plain.json["person"]["user"] == "clerk"
    session = next(c for c in plain.cookies if c.startswith("suyuan="))
    assert "HttpOnly" in session
    assert "SameSite=Strict" in session
    safe = Client(app)("POST", "/api/v1/session", {"user": "clerk", "password": PASSWORD}, scheme="https")
    session = next(c for c in safe.cookies if c.startswith("__Host-suyuan="))
    assert "Secure" in session
    assert "Path=/" in session


def test_who_am_i(browser: Client) -> None:
    me = browser.get("/api/v1/me").json
    assert me["person"]["name"] == "clerk person"
    assert me["roles"] == [{"key": "clerk", "label": {"zh": "文员", "en": "Clerk"}}]
    forms = {f["key"]: f["may"] for app in me["apps"] for f in app["forms"]}
    assert forms["receipt"] == ["read", "submit", "amend"]
    assert "shipment" not in forms


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": None},
        {"origin": "http://evil.example"},
        {"origin": "http://plant.local.evil.example"},
        {"origin": "https://plant.local"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": None, "sec_fetch_site": "none"},
    ],
)
def test_a_cookie_write_from_elsewhere_is_refused(
    browser: Client, plant: Plant, headers: dict[str, str | None]
) -> None:
    reply = browser.post("/api/v1/records/receipt", {"fields": plant.delivery()}, **headers)
    assert (reply.status, reply.json["code"]) == (403, "api.foreign_origin")
    assert browser.get("/api/v1/records/receipt").json["items"] == []


def test_a_cookie_write_from_our_own_page_is_done(browser: Client, plant: Plant) -> None:
    assert browser.post("/api/v1/records/receipt", {"fields": plant.delivery()}).status == 201
    reply = browser.post(
        "/api/v1/records/receipt", {"fields": plant.delivery()}, origin=None, sec_fetch_site="same-origin"
    )
    assert reply.status == 201


def test_signing_out_ends_it_everywhere(browser: Client) -> None:
    stolen = dict(browser.jar)
    reply = browser("DELETE", "/api/v1/session")
    assert (reply.status, reply.raw) == (204, b"")
    assert "suyuan" not in browser.jar
    browser.jar = stolen
    assert browser.get("/api/v1/me").status == 401


def test_a_session_ends_by_itself(browser: Client, clock: SetClock) -> None:
    clock.move(timedelta(days=30))
    assert browser.get("/api/v1/me").status == 401


def test_a_wrong_password_is_refused_and_too_many_are_slowed_down(app: Litestar) -> None:
    client = Client(app)
    replies = [client.post("/api/v1/session", {"user": "clerk", "password": "wrong"}) for _ in range(12)]
    assert replies[0].status == 401
    assert replies[-1].status == 429
    assert int(replies[-1].headers["retry-after"]) >= 1


def test_a_person_changes_their_own_language_and_password(browser: Client, app: Litestar) -> None:
    assert browser("PATCH", "/api/v1/me", {"lang": "en"}).json["person"]["lang"] == "en"
    new = "another-good-passphrase"
    refused = browser.post("/api/v1/me/password", {"old": "wrong", "password": new})
    assert refused.errors == {"old": "access.password_wrong"}
    assert browser.post("/api/v1/me/password", {"old": PASSWORD, "password": new}).status == 200
    assert browser.get("/api/v1/me").status == 200
    assert Client(app).post("/api/v1/session", {"user": "clerk", "password": PASSWORD}).status == 401


def test_the_first_administrator_comes_in_by_the_token_once(store: Store) -> None:
    token = first_admin_token(store)
    client = Client(create(store))
    assert client.get("/api/v1/claim").json == {"open": True}
    given = {"token": "wrong", "user": "root", "password": "a-very-good-password", "name": "Root"}
    assert client.post("/api/v1/claim", given).status == 403
    reply = client.post("/api/v1/claim", given | {"token": token})
    assert reply.status == 200, reply.raw
    assert "admin" in client.get("/api/v1/me").json["abilities"]
    assert client.post("/api/v1/claim", given | {"token": token, "user": "other"}).status == 409
    assert client.get("/api/v1/claim").json == {"open": False}


def test_people_and_their_keys(app: Litestar, plant: Plant) -> None:
    boss = Client(app)
    boss.post("/api/v1/session", {"user": "boss", "password": PASSWORD})
    bad = boss.post("/api/v1/people", {"user": "x y", "name": "", "roles": ["nope"]})
    assert set(bad.errors) >= {"user", "roles"}
    made = boss.post("/api/v1/people", {"user": "new", "name": "New One", "roles": ["clerk"]}).json
    assert boss("PATCH", f"/api/v1/people/{made['id']}", {"roles": ["nothing"]}).json["roles"] == ["nothing"]
    assert boss("PATCH", f"/api/v1/people/{made['id']}", {"active": False}).json["active"] is False
    key = boss.post("/api/v1/keys", {"name": "k", "scopes": {"forms": [{"form": "receipt", "verbs": ["read"]}]}})
    assert key.status == 201
    program = Client(app, authorization=f"Bearer {key.json['secret']}")
    assert program.get("/api/v1/records/receipt").status == 200
    assert program.post("/api/v1/records/receipt", {"fields": {}}).status == 403
    assert [k["name"] for k in boss.get("/api/v1/keys").json["items"]] == ["k"]
    assert boss("DELETE", f"/api/v1/keys/{key.json['id']}").status == 204
    assert program.get("/api/v1/records/receipt").status == 401

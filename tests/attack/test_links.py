"""The address of a public form opens that form, its fields, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from litestar import Litestar

from suyuan.records import Query, read
from tests.api.client import Client, Reply
from tests.api.conftest import Caller
from tests.records.links import Door, make_door
from tests.records.plant import Plant


class Visitor:
    """Somebody who came by a link, over HTTP."""

    def __init__(self, app: Litestar, door: Door, client: Client | None = None) -> None:
        self.client = client or Client(app)
        self.base = f"/api/v1/public/{door.token}"
        self.visit = self.client.post(f"{self.base}/visit").json["visit"]

    def post(self, path: str, body: Any, visit: str | None = None) -> Reply:
        return self.client("POST", f"{self.base}/{path}", body, suyuan_visit=self.visit if visit is None else visit)

    def send(self, **fields: Any) -> Reply:
        return self.post("submit", {"fields": fields})


@pytest.fixture
def door(plant: Plant) -> Door:
    return make_door(plant)


@pytest.fixture
def visitor(app: Litestar, door: Door) -> Visitor:
    return Visitor(app, door)


def test_neither_token_nor_pass_is_a_key_to_anything_else(app: Litestar, door: Door, visitor: Visitor) -> None:
    for secret in (door.token, visitor.visit):
        key = Client(app, authorization=f"Bearer {secret}")
        jar = Client(app, cookie=f"suyuan={secret}")
        for path in (
            "/me",
            "/forms",
            "/records/notice",
            "/forms/notice",
            "/drafts",
            "/people",
            "/lots",
            "/worklists",
        ):
            for client in (key, jar, Client(app, suyuan_visit=secret)):
                assert client.get(f"/api/v1{path}").status == 401, path
    assert visitor.send(plate="1").status == 201
    for path in ("", "/records", "/forms", "/rows", "/../forms", "/files/0"):
        assert visitor.client.get(visitor.base + path).status in (200, 404, 405)


def test_a_pass_is_good_for_its_own_link_only_and_cannot_be_made(app: Litestar, plant: Plant, visitor: Visitor) -> None:
    other = Visitor(app, make_door(plant))
    visit, until, seal = visitor.visit.split(".")
    later = f"{visit}.{int(until) + 9999}.{seal}"
    forged = (other.visit, later, f"{'0' * 16}.{until}.{seal}", seal, "", "..", visitor.visit[:-2], "é" * 20, "a.b.c")
    for wrong in forged:
        for path in ("submit", "check"):
            assert visitor.post(path, {"fields": {"plate": "1"}}, wrong).status == 403, wrong
        assert visitor.post("options", {"field": "goods"}, wrong).status == 403


def test_unknown_addresses_answer_all_alike(app: Litestar, door: Door) -> None:
    client = Client(app)
    token = door.token
    told = set()
    for wrong in ("x", "A" * 43, token[:-1], token + "A", token.swapcase(), "é" * 43, "%00", "'" * 43, "0" * 400):
        for method, path, body in (("GET", "", None), ("POST", "/visit", {}), ("POST", "/submit", {"fields": {}})):
            reply = client(method, f"/api/v1/public/{wrong}{path}", body)
            if reply.status != 400:  # characters that no address may hold
                assert reply.status == 404, (wrong, path)
                told.add(json.dumps({k: v for k, v in reply.json.items() if k != "id"}))
    assert len(told) == 1


def test_hidden_fields_are_unknown_at_every_door(plant: Plant, visitor: Visitor) -> None:
    hidden = {"private": "x", "supplier": plant.shop, "checker": plant.boss.key[7:], "city": "x", "lot": "RM-1"}
    for key, value in hidden.items():
        for body in ({"fields": {"plate": "1", key: value}}, {"fields": {"plate": "1", key: None}}):
            assert visitor.post("submit", body).json["errors"][0]["code"] == "forms.unknown_field", key
            checked = visitor.post("check", body).json
            assert {"path": key, "code": "forms.unknown_field"}.items() <= checked["errors"][0].items()
            assert not hidden.keys() & checked["fields"].keys()
        assert visitor.post("options", {"field": key}).status == 422
    assert visitor.send(plate="1", id="x", state="voided", created_by=plant.boss.key).status == 422
    assert visitor.post("submit", {"fields": {"plate": "1"}, "via": "screen"}).status == 422
    assert read(plant.store, Query("notice"), by=plant.boss).items == []


def test_what_is_offered_tells_titles_and_no_more(plant: Plant, visitor: Visitor) -> None:
    offered = visitor.post("options", {"field": "goods", "values": {"supplier": plant.shop, "private": "x"}})
    assert {tuple(sorted(item)) for item in offered.json["items"]} == {("id", "title")}
    for secret in ("1.50", "cost", "sauce", "Hebei"):
        assert secret not in offered.raw.decode()
    for search in ("1.5", "kg", "%", "_", "sauce"):
        assert visitor.post("options", {"field": "goods", "search": search}).json["items"] == []
    for more in ({"where": "TRUE"}, {"limit": 500}, {"form": "supplier"}):
        assert visitor.post("options", {"field": "goods", **more}).status == 422
    assert visitor.send(plate="1", goods=plant.mill).status == 422
    assert "Mill" not in visitor.send(plate="1", goods=plant.mill).raw.decode()


def test_files_are_for_the_visit_alone(app: Litestar, caller: Caller, door: Door, visitor: Visitor) -> None:
    other = Visitor(app, door)
    path = f"{visitor.base}/files?name=..%2F..%2Fa.html"
    sent = visitor.client("POST", path, raw=b"<script>1</script>", content_type="text/html", suyuan_visit=visitor.visit)
    assert (sent.status, sent.json["name"]) == (201, "a.html")
    id = sent.json["id"]
    for client in (Client(app), visitor.client):
        assert client("GET", f"/api/v1/files/{id}", suyuan_visit=visitor.visit).status == 401
    assert caller("boss").get(f"/api/v1/files/{id}").status == 404
    assert other.send(plate="1", paper=[id]).status == 422
    assert visitor.send(plate="1", paper=[id]).status == 201
    shown = caller("boss").get(f"/api/v1/files/{id}")
    assert (shown.status, shown.headers["content-type"]) == (200, "text/plain")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert visitor.client("POST", path, raw=b"x", suyuan_visit="").status == 403


def test_a_hand_signs_for_its_own_visit_only(app: Litestar, caller: Caller, plant: Plant, visitor: Visitor) -> None:
    strokes = {"width": 400, "height": 160, "strokes": [[[20, 80, 0], [380, 120, 180]]]}
    kept = visitor.post("signatures", strokes)
    assert (kept.status, kept.json["name"]) == (201, "signature.png")
    assert visitor.post("signatures", strokes, visit="").status == 403
    assert visitor.post("signatures", strokes | {"strokes": [[["<script>", 1, 2]]]}).status == 422
    assert visitor.post("signatures", strokes | {"signer": "boss"}).status == 422
    assert caller("boss").get(f"/api/v1/files/{kept.json['id']}").status == 404
    assert caller("boss").post("/api/v1/records/notice", {
        "fields": {"supplier": plant.mill, "plate": "9", "paper": [kept.json["id"]]}}).status == 422  # fmt: skip
    assert visitor.client("GET", f"/api/v1/files/{kept.json['id']}", suyuan_visit=visitor.visit).status == 401


def test_who_is_signed_in_is_still_but_a_visitor_here(app: Litestar, plant: Plant, caller: Caller, door: Door) -> None:
    boss = Visitor(app, door, caller("boss"))
    assert boss.send(plate="1", supplier=plant.shop).status == 422
    assert boss.send(plate="1").status == 201
    assert read(plant.store, Query("notice"), by=plant.boss).items[0].created_by is None


def test_floods_are_slowed_down(visitor: Visitor) -> None:
    told = [visitor.send(plate=f"P{n}").status for n in range(23)]
    assert told == [201] * 20 + [429] * 3
    asked = [visitor.post("options", {"field": "goods"}).status for _ in range(250)]
    assert asked.count(429) > 0
    assert visitor.client.get(visitor.base).headers.get("retry-after") is not None


def test_large_and_odd_bodies_are_refused(visitor: Visitor) -> None:
    for body in ([], "x", {"fields": []}, {"fields": {"rows": [{"what": "x"}] * 20_000}}, {"fields": {"plate": ["x"]}}):
        assert visitor.post("submit", body).status in (413, 422), str(body)[:50]
    deep: Any = "x"
    for _ in range(200):
        deep = {"a": deep}
    assert visitor.post("check", {"fields": {"plate": deep}}).status in (400, 422)


def test_only_who_runs_forms_makes_links(caller: Caller, plant: Plant, door: Door) -> None:
    body = {
        "name": "n",
        "fields": ["plate"],
        "fixed": {"supplier": plant.mill},
        "expires_at": "2026-12-24T00:00:00+08:00",
    }
    path = "/api/v1/forms/notice/links"
    for role in ("clerk", "own_only", "nothing"):
        client = caller(role)
        assert client.post(path, body).status == 403
        assert client.get(path).status == 403
        assert client("DELETE", f"{path}/{door.link.id}").status == 403
    boss = caller("boss")
    made = boss.post(path, body)
    assert made.status == 201
    assert made.json["url"].startswith("http://plant.local/p/")
    assert made.json["qr"].startswith("<svg")
    assert "token" not in made.json
    listed = boss.get(path)
    assert made.json["url"][-43:] not in listed.raw.decode()
    renewed = boss.post(f"{path}/{made.json['id']}/renew").json
    assert renewed["url"] != made.json["url"]
    assert boss.post(path, body | {"expires_at": "soon"}).errors == {"expires_at": "api.want_instant"}
    assert boss("DELETE", f"{path}/{made.json['id']}").status == 204

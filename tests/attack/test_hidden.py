"""What a role hides leaks through no door: filter, sort, search, choices, titles, history, export, pages."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from litestar import Litestar

from suyuan.access.key import make_key
from suyuan.access.people import create_person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.kernel.actor import CLI
from suyuan.records import amend
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant, publish

SECRET = "sauce"
VISIT = """
form: visit
label: {zh: 走访, en: Visit}
title: "{guest}"
fields:
  guest: {type: text, required: true}
  whom: {type: link, to: supplier, required: true}
"""
DAY = """
form: day
label: {zh: 日程, en: Day}
title: "{note}"
sort: guard
fields:
  note: {type: text}
  guard: {type: text}
  visit: {type: link, to: visit}
"""


def asked(query: str) -> str:
    return "/api/v1/records/supplier?" + query


CONDITIONS = (
    f"secret = '{SECRET}'",
    f"this.secret = '{SECRET}'",
    "ISBLANK(secret)",
    "LEN(secret) > 1",
    f"name = 'x' OR secret = '{SECRET}'",
)
QUERIES = [f"where={quote(condition)}" for condition in CONDITIONS]
QUERIES += ["sort=secret", "sort=-secret", "fields=secret", "fields=name,secret"]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_hidden_field_does_not_exist_in_a_query(caller: Caller) -> None:
    for query in QUERIES:
        clerk = caller("clerk")
        refused = clerk.get(asked(query))
        nothing = clerk.get(asked(query.replace("secret", "qwerty")))
        assert (refused.status, nothing.status) == (422, 422)
        same = refused.raw.replace(b"secret", b"qwerty")
        told = [json.loads(raw)["errors"] for raw in (same, nothing.raw)]
        assert told[0] == told[1]


def test_nor_through_a_link_a_search_a_page_or_the_openapi_document(caller: Caller, plant: Plant) -> None:
    clerk = caller("clerk")
    plant.receipt(price="77.70")
    for query in (
        f"/api/v1/records/receipt?where={quote('supplier.secret = 1')}",
        "/api/v1/records/receipt?sort=supplier.secret",
        "/api/v1/records/receipt?fields=supplier.secret",
        f"/api/v1/records/receipt?where={quote('worth > 1')}",
        f"/api/v1/records/receipt?where={quote('lot.material.cost > 0')}",
        "/api/v1/records/receipt?fields=lot.material.cost",
    ):
        assert clerk.get(query).status == 422, query
    assert clerk.get(asked(f"search={SECRET}")).json["items"] == []
    for path in (asked(""), "/api/v1/records/receipt", "/api/v1/openapi.json", "/api/v1/lots"):
        reply = clerk.get(path)
        assert reply.status == 200
        for hidden in (SECRET, "77.7", "worth", "price"):
            assert hidden not in reply.raw.decode(), (path, hidden)


def newcomer(plant: Plant, app: Litestar, role: dict[str, object]) -> Client:
    """Somebody with just this role, by a key that allows all they may."""
    document = {"role": "newcomer", "label": {"zh": "新", "en": "New"}, "abilities": []} | role
    plant.store.write(lambda tx: store_role(tx, parse_role(document), CLI))
    person = create_person(plant.store, user="newcomer", name="New", roles=["newcomer"], by=CLI, any_password=True)
    verbs = ["read", "submit", "amend", "export", "import"]
    key = make_key(plant.store, person.uid, "k", {"forms": [{"form": "*", "verbs": verbs}]}, by=CLI)
    return Client(app, authorization=f"Bearer {key.secret}")


def test_the_name_of_a_record_one_may_not_read_is_told_at_no_door(plant: Plant, app: Litestar) -> None:
    publish(plant.store, {"visit": VISIT, "day": DAY})
    boss = plant.boss
    visit = plant.write("visit", guest="Guest", whom=plant.mill)
    day = plant.write("day", note="n", visit=visit.id)
    amend(plant.store, "visit", visit.id, {"whom": plant.shop}, by=boss, reason="moved", revision=1)
    grants = [{"form": "visit", "verbs": ["read"]}, {"form": "day", "verbs": ["read", "submit", "export"]}]
    client = newcomer(plant, app, {"grants": grants})
    whom = {"id": plant.shop, "title": None}
    assert client.get(f"/api/v1/records/visit/{visit.id}").json["fields"]["whom"] == whom
    for path in (
        "/api/v1/records/visit",
        f"/api/v1/records/visit/{visit.id}",
        f"/api/v1/records/visit/{visit.id}/timeline",
        "/api/v1/records/day?fields=note,visit.whom,visit.guest",
        f"/api/v1/records/day/{day.id}",
        "/api/v1/records/day/export?format=csv",
        "/api/v1/records/day/export?format=json&fields=visit.whom",
    ):
        reply = client.get(path)
        assert reply.status == 200, (path, reply.raw)
        assert "Shop" not in reply.raw.decode(), path
        assert "Mill" not in reply.raw.decode(), path
    offered = client.post("/api/v1/forms/day/options", {"field": "visit"})
    assert [item["title"] for item in offered.json["items"]] == ["Guest"]
    assert "Shop" not in offered.raw.decode()


def test_choices_cannot_be_searched_by_what_is_hidden(plant: Plant, app: Litestar) -> None:
    plant.write("material", code="ZEBRA-9", name="Salt")
    grants = [
        {"form": "material", "verbs": ["read"], "hide": ["code", "name"]},
        {"form": "receipt", "verbs": ["read", "submit"]},
    ]
    client = newcomer(plant, app, {"grants": grants})

    def found(search: str) -> list[str | None]:
        reply = client.post("/api/v1/forms/receipt/options", {"field": "material", "search": search})
        return [item["title"] for item in reply.json["items"]]

    assert found("ZEBRA") == found("Salt") == []
    assert found("") == [None, None, None]


def test_a_form_that_sorts_by_a_hidden_field_can_still_be_read(plant: Plant, app: Litestar) -> None:
    publish(plant.store, {"visit": VISIT, "day": DAY})
    for guard in ("b", "a"):
        plant.write("day", note=guard, guard=guard)
    grants = [{"form": "day", "verbs": ["read"], "hide": ["guard"]}]
    client = newcomer(plant, app, {"grants": grants})
    reply = client.get("/api/v1/records/day")
    assert reply.status == 200, reply.raw
    assert [item["title"] for item in reply.json["items"]] == ["a", "b"]  # newest first: nothing is told by the order


def test_a_page_belongs_to_its_reader_and_its_query(caller: Caller, plant: Plant) -> None:
    for _ in range(3):
        plant.receipt()
    boss, clerk = caller("boss"), caller("clerk")
    base = "/api/v1/records/receipt?limit=1"
    cursor = quote(boss.get(base).json["next"])
    assert boss.get(f"{base}&cursor={cursor}").status == 200
    assert clerk.get(f"{base}&cursor={cursor}").status == 400
    assert boss.get(f"{base}&sort=no&cursor={cursor}").status == 400
    assert boss.get(f"/api/v1/records/supplier?limit=1&cursor={cursor}").status == 400
    for broken in (cursor[:-4], "AAAA" + cursor[4:], cursor * 3, "%00", "é", "null"):
        assert boss.get(f"{base}&cursor={quote(broken)}").status == 400


def test_a_key_without_scopes_learns_nothing_of_the_plant(plant: Plant, app: Litestar) -> None:
    lot = plant.receipt().fields["lot"]["code"]
    uid = plant.boss.key[7:]
    key = make_key(plant.store, uid, "none", {}, by=CLI)
    client = Client(app, authorization=f"Bearer {key.secret}")
    for path in ("/lots", f"/lots/one?code={lot}", "/lots/wall", f"/trace?code={lot}", "/roles", "/records/receipt"):
        assert client.get(f"/api/v1{path}").status == 403, path
    assert client.get("/api/v1/forms").json["items"] == []
    assert client.get("/api/v1/forms/receipt").status == 404
    assert client.post("/api/v1/keys", {"name": "more", "scopes": {}}).status == 403
    assert client.post("/api/v1/forms/receipt/options", {"field": "supplier"}).status == 403


def test_files_of_others_are_not_there_until_a_record_shows_them(caller: Caller, plant: Plant) -> None:
    own, clerk, other = caller("own_only"), caller("clerk"), caller("nothing")
    sent = own("POST", "/api/v1/files?name=..%2F..%2Fetc%2Fpasswd", raw=b"<script>1</script>", content_type="text/html")
    file = sent.json
    assert file["name"] == "passwd"
    address = f"/api/v1/files/{file['id']}"
    assert [c.get(address).status for c in (own, clerk, other)] == [200, 404, 404]
    stolen = clerk.post("/api/v1/records/receipt", {"fields": plant.delivery(photo=[file["id"]])})
    assert stolen.errors == {"photo": "records.no_file"} or stolen.status == 422
    assert own.post("/api/v1/records/receipt", {"fields": plant.delivery(photo=[file["id"]])}).status == 201
    assert [c.get(address).status for c in (own, clerk, other)] == [200, 200, 404]
    headers = own.get(address).headers
    assert headers["content-disposition"].startswith("attachment")
    assert "sandbox" in headers["content-security-policy"]
    assert headers["content-type"] not in ("text/html", "image/svg+xml")


def test_a_form_may_be_titled_by_a_field_of_one_letter(plant: Plant) -> None:
    publish(plant.store, {"tiny": "form: tiny\nlabel: {zh: 小, en: Tiny}\ntitle: '{a}'\nfields:\n  a: {type: text}\n"})
    assert plant.write("tiny", a="x").title == "x"

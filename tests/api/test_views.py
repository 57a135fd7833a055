"""Views, the counts of boards and drafts over HTTP."""

from __future__ import annotations

import pytest

from tests.api.client import Client
from tests.api.conftest import Caller
from tests.records.plant import Plant
from tests.records.test_views import ORDER, publish

VIEWS = "/api/v1/forms/order/views"


@pytest.fixture
def boss(plant: Plant, caller: Caller) -> Client:
    publish(plant.store, {"order": ORDER})
    return caller("boss")


def test_a_view_is_kept_changed_opened_first_and_dropped(boss: Client) -> None:
    body = {"name": "Board", "face": "kanban", "by": "status", "fields": ["what"], "widths": {"what": 200}}
    made = boss.post(VIEWS, body)
    assert (made.status, made.json["face"], made.json["shared"]) == (201, "kanban", False)
    one = f"{VIEWS}/{made.json['id']}"
    changed = boss("PATCH", one, {"face": "table", "by": None, "widths": None, "shared": True}).json
    assert (changed["face"], changed["by"], changed["widths"], changed["shared"]) == (
        "table",
        None,
        {"what": 200},
        True,
    )
    assert boss("PATCH", one, {"name": " "}).errors == {"name": "records.name_blank"}
    assert boss("PATCH", one, {"colour": "red"}).status == 422
    for widths in ({"what": "200"}, {"what": True}, {"what": 1.5}):
        assert boss.post(VIEWS, body | {"widths": widths}).errors == {"widths": "api.want_whole"}
    assert boss.post(VIEWS, body | {"face": "cube"}).errors == {"face": "api.one_of"}
    assert boss("PUT", "/api/v1/forms/order/view", {"view": made.json["id"]}).status == 204
    assert boss.get(VIEWS).json["chosen"] == made.json["id"]
    assert boss("PUT", "/api/v1/forms/order/view", {"view": "nothing"}).status == 404
    assert boss("DELETE", one).status == 204
    assert boss.get(VIEWS).json == {"items": [], "chosen": "", "next": None}


def test_a_boards_columns_are_counted(boss: Client, plant: Plant) -> None:
    for status in ("new", "new", "open"):
        plant.write("order", what="w", status=status, shop=plant.mill)
    path = "/api/v1/records/order/groups"
    counted = boss.get(f"{path}?by=status").json
    assert counted["items"] == [{"value": "new", "count": 2}, {"value": "open", "count": 1}]
    shops = boss.get(f"{path}?by=shop&where=status%3D%27open%27").json["items"]
    assert shops == [{"value": {"id": plant.mill, "title": "Mill"}, "count": 1}]
    assert boss.get(path).status == 400
    assert boss.get(f"{path}?by=what").errors == {"by": "records.no_field"}
    assert boss.get(f"{path}?by=status&where=nothing%3D1").status == 422


def test_a_draft_goes_out_and_comes_back(boss: Client, plant: Plant, caller: Caller) -> None:
    path = f"/api/v1/drafts/{'a1' * 16}"
    body = {"form": "order", "version": 1, "values": {"what": "typed", "_k": [1]}, "key": "k", "begun": "", "saved": 0}
    kept = boss("PUT", path, body)
    assert (kept.status, kept.json["saved"], kept.json["replaced"]) == (200, 1, None)
    assert boss.get("/api/v1/drafts?form=order").json["items"][0]["hint"] == "typed"
    assert boss.get(path).json["values"] == body["values"]
    assert boss("PUT", path, body).json["replaced"]["device"] is not None
    assert boss("PUT", path, {**body, "values": []}).status == 422
    assert boss("PUT", path, body | {"values": {"x": "y" * 600_000}}).status == 413
    assert caller("clerk")("PUT", path, body).status == 403
    assert caller("clerk").get(path).status == 404
    submitted = boss("POST", "/api/v1/records/order", {"fields": {"what": "typed"}}, idempotency_key="k")
    assert submitted.status == 201
    assert boss.get("/api/v1/drafts").json["items"] == []
    assert boss("DELETE", path).status == 204

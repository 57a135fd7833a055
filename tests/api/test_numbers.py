"""Numbers before their records, over HTTP: previewed by designers, set aside by who submits."""

from __future__ import annotations

from tests.api.conftest import Caller
from tests.records.plant import Plant


def test_a_designer_sees_the_next_number_of_what_is_being_drawn(plant: Plant, caller: Caller) -> None:
    plant.receipt()
    client = caller("boss")
    published = client.post("/api/v1/forms/receipt/numbers/preview", {"field": "no"})
    assert published.json == {"number": "RR-261122-002"}
    drawn = {"form": "visit", "label": "Visit", "fields": {"who": {"type": "text"}}}
    drawn["fields"] |= {"no": {"type": "serial", "rule": "V-{who}-{##}"}}  # type: ignore[operator]
    body = {"field": "no", "values": {"who": "Li"}, "definition": drawn}
    assert client.post("/api/v1/forms/visit/numbers/preview", body).json == {"number": "V-Li-01"}
    assert client.post("/api/v1/forms/visit/numbers/preview", body | {"values": {}}).errors == {
        "values": "forms.rule_blank"
    }
    drawn["fields"] = {"no": {"type": "serial", "rule": "V"}}
    assert client.post("/api/v1/forms/visit/numbers/preview", body).status == 422
    assert caller("clerk").post("/api/v1/forms/receipt/numbers/preview", {"field": "no"}).status == 403
    assert plant.receipt().fields["no"] == "RR-261122-002"


def test_over_http(plant: Plant, caller: Caller) -> None:
    client = caller("clerk")
    made = client.post("/api/v1/forms/receipt/numbers/reserve", {"field": "no", "count": 2, "device": "T"})
    assert (made.status, made.json["numbers"]) == (201, ["RR-261122-001", "RR-261122-002"])
    number = made.json["numbers"][1]
    assert client.post("/api/v1/records/receipt", {"fields": plant.delivery(no=number)}).status == 201
    [block] = client.get("/api/v1/forms/receipt/numbers/blocks").json["items"]
    assert (block["first"], block["last"], block["count"], block["used"]) == ("RR-261122-001", number, 2, 1)
    left = client.get("/api/v1/forms/receipt/numbers").json["items"]
    assert [n["number"] for n in left] == ["RR-261122-001"]

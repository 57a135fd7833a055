"""What is printed into QR codes, and what a designer sees before publishing."""

from __future__ import annotations

from litestar import Litestar

from suyuan.kernel.actor import CLI
from suyuan.records.plant import Changes, change_plant
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.api.public.shop import FULL, GTIN, inspect, make_shop, publish_passport
from tests.records.plant import Plant


def test_a_lot_has_its_digital_link_and_says_whether_the_public_sees_it(plant: Plant, boss: Client) -> None:
    lot = make_shop(plant)
    publish_passport(plant, lots='material.code = "P" AND status = "released"')
    change_plant(plant.store, Changes(host="https://trace.example.com"), by=CLI)
    before = boss.get(f"/api/v1/consumer/link?code={lot}").json
    assert before["url"] == f"https://trace.example.com/01/{GTIN}/10/{lot}"
    assert (before["public"], before["why"]) == (False, "shipment")
    inspect(plant, lot)
    assert boss.get(f"/api/v1/consumer/link?code={lot}").json["public"] is True


def test_without_a_host_it_is_where_the_server_was_asked(plant: Plant, boss: Client) -> None:
    lot = make_shop(plant)
    found = boss.get(f"/api/v1/consumer/link?code={lot}").json
    assert found["url"] == f"http://plant.local/01/{GTIN}/10/{lot}"
    assert found["why"] == "passport"


def test_the_qr_code_is_a_picture_to_print(plant: Plant, boss: Client) -> None:
    lot = make_shop(plant)
    drawn = boss.get(f"/api/v1/consumer/qr?code={lot}")
    assert drawn.status == 200
    assert drawn.raw.startswith(b"<svg")
    assert boss.get(f"/api/v1/consumer/qr?code={lot}&format=png").raw.startswith(b"\x89PNG")


def test_a_material_without_gtin_has_no_address(plant: Plant, boss: Client) -> None:
    lot = plant.receipt().fields["lot"]["code"]
    assert boss.get(f"/api/v1/consumer/link?code={lot}").json["why"] == "gtin"
    assert boss.get(f"/api/v1/consumer/qr?code={lot}").status == 404


def test_a_draft_is_seen_before_it_is_published(plant: Plant, boss: Client, caller: Caller, app: Litestar) -> None:
    lot = make_shop(plant)
    seen = boss.post("/api/v1/consumer/preview", {"definition": FULL, "code": lot})
    assert seen.status == 200
    assert "Pork dumplings" in seen.json["html"]
    less = FULL | {"publish": {"lot": True}}
    assert "Pork dumplings" not in boss.post("/api/v1/consumer/preview", {"definition": less, "code": lot}).json["html"]
    assert Client(app).get(f"/01/{GTIN}/10/{lot}").status == 404
    assert caller("clerk").post("/api/v1/consumer/preview", {"definition": FULL, "code": lot}).status == 403


def test_a_passport_that_names_what_is_not_there_is_refused_with_every_mistake(plant: Plant, boss: Client) -> None:
    make_shop(plant)
    wrong = FULL | {
        "lots": "material.nothing = 1",
        "checks": FULL["checks"] | {"verdict": "outcome"},
        "steps": [{"form": "nowhere", "label": {"zh": "无", "en": "None"}}],
        "complaint": {"form": "complaint", "lot": "lot", "text": "words"},
    }
    assert boss("PUT", "/api/v1/passports/plant", wrong).status == 200
    reply = boss.post("/api/v1/passports/plant/publish")
    assert reply.status == 422
    paths = {path.removeprefix("plant/") for path in reply.errors}
    assert {"lots", "checks", "steps[0].form", "complaint"} <= paths

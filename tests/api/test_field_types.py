"""The palette of the form designer over HTTP."""

from __future__ import annotations

from suyuan.forms.palette import items
from tests.api.client import Client


def test_the_palette_tells_everything_that_can_be_dropped(boss: Client) -> None:
    found = boss.get("/api/v1/field-types").json
    assert found["groups"][0]["key"] == "basic"
    assert [item["key"] for item in found["items"]] == [item.key for item in items()]
    temperature = next(item for item in found["items"] if item["key"] == "temperature")
    assert temperature["start"] == {"type": "temperature"}
    limits = {option["key"]: option for option in temperature["options"]}
    assert (limits["max"]["kind"], limits["max"]["default"]) == ("number", 400)
    assert limits["low"]["label"]["zh"]
    lot = next(item for item in found["items"] if item["key"] == "lot")
    made = next(option for option in lot["options"] if option["key"] == "new")
    assert {"rule", "material"} <= {option["key"] for option in made["options"]}

"""Each event of a lot says which figure of its balance it counts in, so that the figures can be read back."""

from __future__ import annotations

from decimal import Decimal

from tests.api.client import Client
from tests.records.plant import Plant


def test_the_parts_of_the_events_add_up_to_the_balance(plant: Plant, boss: Client) -> None:
    lot = plant.receipt("100").fields["lot"]["code"]
    plant.making((lot, "30"), made="25")
    plant.making((lot, "5"), made="5")
    plant.write("shipment", customer=plant.shop, lot=lot, quantity={"value": "4", "uom": "kg"})
    body = boss.get(f"/api/v1/lots/one?code={lot}").json
    sums: dict[str, Decimal] = {}
    for event in body["events"]:
        sums[event["part"]] = sums.get(event["part"], Decimal(0)) + Decimal(event["quantity"])
    assert sums == {"received": Decimal(100), "used": Decimal(35), "shipped": Decimal(4)}
    assert all(Decimal(body["balance"][part]) == value for part, value in sums.items())


def test_what_changes_no_figure_counts_in_none(plant: Plant, boss: Client) -> None:
    lot = plant.receipt("100").fields["lot"]["code"]
    plant.write("verdict", lot=lot, status="held")
    parts = [event["part"] for event in boss.get(f"/api/v1/lots/one?code={lot}").json["events"]]
    assert parts == [None, "received"]

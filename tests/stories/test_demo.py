"""The demo plant: the same for the same seed, balanced, and never found half made."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from suyuan.forms.catalogue import catalogue
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import NotFound
from suyuan.kernel.settings import Settings
from suyuan.ledger.seal import Sealer
from suyuan.ledger.verify import verify
from suyuan.store.engine import open_store
from suyuan.stories.demo import make_demo
from suyuan.trace.balance import balance, replay
from suyuan.trace.tables import lot, trace_link

NOW = SetClock(datetime(2026, 11, 22, 8, tzinfo=UTC))


def made(folder, seed=7):
    settings = Settings.read(folder, {})
    make_demo(settings, days=2, seed=seed, password="demo-password", clock=NOW)
    store = open_store(settings)
    with store.read() as conn:
        lots = [tuple(row) for row in conn.execute(select(lot.c.code, lot.c.uid, lot.c.title).order_by(lot.c.id))]
        links = [
            tuple(row) for row in conn.execute(select(trace_link.c.event, trace_link.c.unit, trace_link.c.quantity))
        ]
        assert replay(conn) == []
    store.close()
    return lots, links


def test_the_same_seed_gives_the_same_plant_and_another_seed_another(tmp_path):
    first, again, other = made(tmp_path / "a"), made(tmp_path / "b"), made(tmp_path / "c", seed=8)
    assert first == again
    assert first != other
    assert len(first[0]) > 20


def test_a_plant_whose_making_was_broken_off_is_not_there(tmp_path):
    class Enough(Exception):
        pass

    def stop(day: int, of: int) -> None:
        raise Enough

    folder = tmp_path / "plant"
    with pytest.raises(Enough):
        make_demo(Settings.read(folder, {}), days=2, password="demo-password", clock=NOW, tell=stop)
    assert not folder.exists()
    assert made(folder)[0]


def left(folder, plant, days, now=NOW):
    """The codes of lots with something unexplained of a plant that lived ``days`` days; its balances replay."""
    settings = Settings.read(folder, {})
    make_demo(settings, plant=plant, days=days, seed=7, password="demo-password", clock=now)
    store = open_store(settings)
    with store.read() as conn:
        assert replay(conn) == []
        found = {code: balance(conn, id) for id, code in conn.execute(select(lot.c.id, lot.c.code)).all()}
        statuses = set(conn.execute(select(lot.c.status)).scalars())
        orders = catalogue(store).form("work_order").table
        open_orders = set(conn.execute(select(orders.c.status)).scalars())
    Sealer(store).seal()
    assert verify(store).ok
    store.close()
    assert all(one is None or one.on_hand >= 0 for one in found.values())
    unexplained = [one.unexplained for one in found.values() if one and one.unexplained]
    return unexplained, statuses, open_orders


def test_the_dairy_explains_every_litre(tmp_path):
    unexplained, statuses, orders = left(tmp_path / "plant", "dairy", 2)
    assert unexplained == []
    assert {"released", "quarantine"} <= statuses
    assert "done" in orders


def test_early_in_the_morning_there_is_work_waiting(tmp_path):
    before_dawn = SetClock(datetime(2026, 11, 21, 20, tzinfo=UTC))
    unexplained, statuses, orders = left(tmp_path / "plant", "dumplings", 2, before_dawn)
    assert unexplained == []
    assert "quarantine" in statuses
    assert {"planned", "released", "running", "done"} <= orders


def test_there_is_no_plant_of_any_other_name(tmp_path):
    with pytest.raises(NotFound, match="dairy, dumplings"):
        make_demo(Settings.read(tmp_path / "plant", {}), plant="brewery", password="demo-password", clock=NOW)


@pytest.mark.long
def test_in_thirty_days_only_the_planted_kilos_are_unexplained(tmp_path):
    unexplained, statuses, _ = left(tmp_path / "plant", "dumplings", 30)
    assert unexplained == [Decimal("1.5")]
    assert {"held", "quarantine", "released"} <= statuses


@pytest.mark.long
def test_ten_days_of_the_dairy_send_the_bad_tanker_back_and_explain_the_rest(tmp_path):
    unexplained, statuses, _ = left(tmp_path / "plant", "dairy", 10)
    assert unexplained == []
    assert "rejected" in statuses or "held" in statuses

"""The demo plant: the same for the same seed, balanced, and never found half made."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from suyuan.kernel.clock import SetClock
from suyuan.kernel.settings import Settings
from suyuan.store.engine import open_store
from suyuan.stories.demo import make_demo
from suyuan.trace.balance import replay
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

"""A plant that buys, made once and copied for every test; on SQLite only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from suyuan.kernel.clock import SetClock
from suyuan.kernel.ids import SeededEntropy
from suyuan.kernel.settings import Settings
from suyuan.store.engine import open_store
from tests.packs.supply import Supply, make_supply, open_supply

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)

KG_5 = {"value": "5", "uom": "kg"}


@pytest.fixture(scope="session")
def made_supply(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A plant made once, to be copied for every test, and the ids of its masters."""
    folder = tmp_path_factory.mktemp("made")
    store = open_store(Settings.read(folder, environ={}), clock=SetClock(NOW), entropy=SeededEntropy(7))
    try:
        ids = make_supply(store).ids
    finally:
        store.close()
    return folder / "suyuan.db", ids


@pytest.fixture
def supply(made_supply: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Supply]:
    """A plant with one approved mill that supplies flour."""
    file, ids = made_supply
    shutil.copyfile(file, tmp_path / "suyuan.db")
    store = open_store(Settings.read(tmp_path, environ={}), clock=SetClock(NOW), entropy=SeededEntropy(8))
    yield open_supply(store, ids)
    store.close()

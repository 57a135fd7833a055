"""Fixtures of every test: a store on each database, a clock that stands still, repeatable randomness."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from suyuan.kernel.clock import SetClock
from suyuan.kernel.ids import SeededEntropy
from suyuan.kernel.settings import Settings
from suyuan.store.engine import Store, open_store
from tests.postgres import Cluster, unavailable

DIALECTS = ["sqlite", "postgresql"]
ROOM = 4 * 1024**3

hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=DIALECTS, help="run the tests that use a database on this one only")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' folders in memory where there is room: every write of a plant waits for the disk otherwise."""
    memory = Path("/dev/shm")
    if hasattr(config, "workerinput") or config.option.basetemp or not os.access(memory, os.W_OK):
        return
    if shutil.disk_usage(memory).free > ROOM:
        folder = Path(tempfile.mkdtemp(prefix="suyuan-tests-", dir=memory))
        folder.chmod(0o711)  # PostgreSQL runs as nobody under root, and passes through to its own folder
        config.option.basetemp = str(folder / "base")
        tempfile.tempdir = str(folder)
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = config.getoption("--db")
    if not wanted:
        return
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        (left if params.get("dialect", wanted) != wanted else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 22, 8, tzinfo=UTC))


@pytest.fixture
def entropy() -> SeededEntropy:
    return SeededEntropy(7)


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database; a test that takes a store runs once on each."""
    return str(request.param)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL server for the session, without durability, started when first asked for."""
    if reason := unavailable():
        pytest.skip(reason)
    server = Cluster()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy."""
    folder = tmp_path_factory.mktemp("template")
    open_store(Settings.read(folder, environ={})).close()
    return folder / "suyuan.db"


@pytest.fixture
def settings(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> Iterator[Settings]:
    """A fresh plant: on SQLite a file in ``tmp_path``, on PostgreSQL a schema of its own."""
    folder = tmp_path / "plant"
    folder.mkdir()
    if dialect == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "suyuan.db")
        yield Settings.read(folder, environ={})
        return
    server: Cluster = request.getfixturevalue("cluster")
    schema = server.new_schema()
    yield Settings(folder, f"{server.url}&schema={schema}")
    server.drop_schema(schema)


@pytest.fixture
def store(settings: Settings, clock: SetClock, entropy: SeededEntropy) -> Iterator[Store]:
    """An empty, open store on either database."""
    opened = open_store(settings, clock=clock, entropy=entropy)
    yield opened
    opened.close()

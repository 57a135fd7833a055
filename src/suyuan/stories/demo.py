"""The demo plant: a simulated plant whose last day is today."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from suyuan.kernel.clock import Clock, SetClock, SystemClock
from suyuan.kernel.errors import NotFound
from suyuan.kernel.ids import SeededEntropy
from suyuan.kernel.settings import Settings
from suyuan.packs.pack import shelf
from suyuan.store.engine import open_store
from suyuan.stories.plant import Plant, read_plant
from suyuan.stories.simulate import Progress, run_days, set_up

DEMO = "dumplings"


def plant_file(name: str) -> Path:
    """The YAML of a plant that comes with the packs.

    :raises NotFound: there is none of that name.
    """
    if (found := next(shelf().glob(f"*/plants/{name}.yaml"), None)) is None:
        raise NotFound("stories.no_plant", name=name, plants=", ".join(plants()))
    return found


def plants() -> list[str]:
    """The names of the plants that come with the packs."""
    return sorted(file.stem for file in shelf().glob("*/plants/*.yaml"))


def make_demo(
    settings: Settings,
    *,
    plant: str = DEMO,
    days: int | None = None,
    seed: int = 7,
    password: str,
    clock: Clock | None = None,
    tell: Progress | None = None,
) -> Plant:
    """Make the demo plant in an empty data folder; the same for the same seed, days and last day.

    :param plant: which of ``plants()``.
    :param days: whole days lived before today, which is lived until now; the plant's own number when absent.
    :param password: of every account (user name = role key, and ``admin``).
    :param clock: gives the last moment.
    """
    told = read_plant(plant_file(plant))
    span = days if days is not None else told.days
    now = (clock or SystemClock()).now()
    first = (now.astimezone(told.timezone) - timedelta(days=span)).date()
    begin = datetime.combine(first, datetime.min.time(), told.timezone) - timedelta(hours=12)
    simulated = SetClock(begin)
    with _in_one_piece(settings) as place:
        store = open_store(place, clock=simulated, entropy=SeededEntropy(seed))
        try:
            world = set_up(store, simulated, told, seed, password, first + timedelta(days=span))
            run_days(world, first, span + 1, until=now, tell=tell)
        finally:
            store.close()
    return told


@contextmanager
def _in_one_piece(settings: Settings) -> Iterator[Settings]:
    """A folder beside the plant's to make it in, moved there when it is whole; a half-made plant is never found."""
    folder = settings.dir
    own = settings.database_url == Settings.read(folder, {}).database_url
    if not own or (folder.exists() and any(folder.iterdir())):
        yield settings
        return
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    yield Settings.read(making, {})
    if folder.exists():
        folder.rmdir()
    making.rename(folder)

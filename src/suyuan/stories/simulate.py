"""Run a plant: its people and master records, then its days, all through the product's own doors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from suyuan.access.people import create_person
from suyuan.kernel.actor import Actor, system
from suyuan.kernel.clock import SetClock
from suyuan.packs.install import install
from suyuan.packs.pack import find_pack, read_pack
from suyuan.store.engine import Store
from suyuan.stories.plant import Plant, Step
from suyuan.stories.values import fields_of
from suyuan.stories.world import PlantWorld

SIMULATOR = system("simulator")
Progress = Callable[[int, int], None]


def set_up(store: Store, clock: SetClock, plant: Plant, seed: int, password: str | None = None) -> PlantWorld:
    """Install the plant's packs, its people and its master records.

    :param password: of every account; without one nobody can sign in.
    """
    for name in plant.packs:
        install(store, read_pack(find_pack(name)), SIMULATOR)
    actors = {}
    for member in plant.people:
        person = create_person(
            store,
            user=member.user,
            name=member.name,
            password=password,
            roles=[member.role],
            by=SIMULATOR,
            any_password=True,
        )
        actors[member.user] = Actor(f"person:{person.uid}", person.name, "zh", person.id, device="simulation")
    world = PlantWorld(store, clock, plant, actors, seed)
    for form, rows in plant.masters.items():
        for row in rows:
            world.write(form, fields_of(world, row, {}), SIMULATOR)
            clock.move(timedelta(seconds=20))
    return world


def run_days(
    world: PlantWorld, first: date, days: int, until: datetime | None = None, tell: Progress | None = None
) -> None:
    """Live ``days`` days of the plant's steps.

    :param until: nothing is recorded at or after this instant.
    :param tell: told the days done and to do.
    """
    for n in range(days):
        day = first + timedelta(days=n)
        world.begin_day(_at(world.plant, day, time()))
        for step in sorted(world.plant.steps, key=lambda s: s.time):
            _run_step(world, step, _at(world.plant, day, step.time), until)
        if tell:
            tell(n + 1, days)


def _at(plant: Plant, day: date, at: time) -> datetime:
    return datetime.combine(day, at, plant.timezone)


def _run_step(world: PlantWorld, step: Step, at: datetime, until: datetime | None) -> None:
    moment = at
    for item in list(world.items(step.each, {})):
        if until is not None and moment >= until:
            return
        world.clock.set(max(moment, world.clock.now()))
        fields = fields_of(world, step.fields, {"item": item})
        if all(value != [] for value in fields.values()):
            world.write(step.form, fields, world.actors[step.by])
        moment += timedelta(minutes=step.every)

"""Run a plant: its people and master records, then its days, all through the product's own doors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from suyuan.access.people import create_person
from suyuan.kernel.actor import Actor, system
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Invalid
from suyuan.packs.install import install
from suyuan.packs.pack import find_pack, read_pack
from suyuan.store.engine import Store
from suyuan.stories.plant import Plant, Step
from suyuan.stories.values import fields_of
from suyuan.stories.world import PlantWorld

SIMULATOR = system("simulator")
Progress = Callable[[int, int], None]


def set_up(
    store: Store, clock: SetClock, plant: Plant, seed: int, password: str | None = None, last: date | None = None
) -> PlantWorld:
    """Install the plant's packs, its people and its master records.

    :param last: the last day it will live.
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
    world.last_day = last or world.today
    for form, rows in plant.masters.items():
        for row in rows:
            named = {key: value for key, value in row.items() if key != "as"}
            made = world.write(form, fields_of(world, named, {"actor": SIMULATOR, "form": form}), SIMULATOR)
            if "as" in row:
                world.call(form, row["as"], made)
            clock.move(timedelta(seconds=20))
    return world


def run_days(
    world: PlantWorld, first: date, days: int, until: datetime | None = None, tell: Progress | None = None
) -> None:
    """Live ``days`` days of the plant's steps.

    :param until: nothing is recorded at or after this instant.
    :param tell: told the days done and to do.
    """
    steps = sorted(world.plant.steps, key=lambda s: s.time)
    for n in range(days):
        day = first + timedelta(days=n)
        world.begin_day(_at(world.plant, day, time()), n, days - 1 - n)
        for step in steps:
            if step.on.on(day, world.number, world.ago, world.random):
                _run_step(world, step, _at(world.plant, day, step.time), until)
        if tell:
            tell(n + 1, days)


def _at(plant: Plant, day: date, at: time) -> datetime:
    return datetime.combine(day, at, plant.timezone)


def _run_step(world: PlantWorld, step: Step, at: datetime, until: datetime | None) -> None:
    moment, actor = at, world.actors[step.by]
    for item in list(world.items(step.each, {})):
        if until is not None and moment >= until:
            return
        world.clock.set(max(moment, world.clock.now()))
        try:
            _do(world, step, item, actor)
        except Invalid as error:
            raise Invalid([mistake.under(f"{step.step}: {step.form}") for mistake in error.mistakes]) from None
        moment += timedelta(minutes=step.every)


def _do(world: PlantWorld, step: Step, item: Mapping[str, Any], actor: Actor) -> None:
    """One record; none where a list that the step fills stays empty."""
    fields = fields_of(world, step.fields, {"item": item, "actor": actor, "form": step.form})
    if step.amend:
        world.amend(step.form, item["id"], fields, step.amend, actor)
    elif all(value != [] for value in fields.values()):
        world.write(step.form, fields, actor)

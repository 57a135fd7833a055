"""The words of a plant that can be simulated: people, master records and the steps of a day, as YAML."""

from __future__ import annotations

from datetime import date, time, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from suyuan.definitions import shape, yaml_text
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person of the plant; ``user`` is also the sign-in name."""

    user: str
    role: str
    name: str


class On(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """On which days a step is done; every condition given must hold.

    :param ago: on these days before the last one (0 is the last day).
    :param not_ago: not on these.
    :param weekday: Monday is 1.
    :param every: each so many days, counted from the first.
    :param chance: how likely, on each of the days.
    """

    ago: list[int] | None = None
    not_ago: list[int] = []
    weekday: list[int] | None = None
    every: int = 1
    chance: float = 1

    def on(self, day: date, number: int, ago: int, random: Random) -> bool:
        """Whether ``day``, the ``number``-th (from 0) and ``ago`` days before the last, is one."""
        return (
            (self.ago is None or ago in self.ago)
            and ago not in self.not_ago
            and (self.weekday is None or day.isoweekday() in self.weekday)
            and number % self.every == 0
            and (self.chance >= 1 or random.random() < self.chance)
        )


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is recorded each day: for each item of a source, one record.

    :param at: time of day of the first record, plant time.
    :param every: minutes between two records.
    :param each: one source with its options (see ``sources``).
    :param fields: field values (see ``values``).
    :param on: the days it is done on; every day when absent.
    :param amend: changes the record of ``form`` that the item is, for this reason, instead of making one.
    """

    step: str
    by: str
    at: str
    form: str
    each: dict[str, Any]
    fields: dict[str, Any]
    every: int = 5
    on: On = On()
    amend: str = ""

    @property
    def time(self) -> time:
        return time.fromisoformat(self.at)


class Plant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plant that the simulator can run.

    :param masters: records per form, in the order they are made; ``as`` gives one a name for ``@form/name``.
    :param steps: the steps of every day.
    """

    plant: str
    label: Label
    packs: list[str]
    people: list[Member]
    masters: dict[str, list[dict[str, Any]]]
    steps: list[Step]
    zone: str = "+08:00"
    days: int = 10

    @property
    def timezone(self) -> timezone:
        hours, minutes = self.zone[1:].split(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if self.zone.startswith("-") else offset)


def read_plant(file: Path) -> Plant:
    """The plant of a YAML file.

    :raises Invalid: every mistake with file and line.
    """
    loaded = yaml_text.load(yaml_text.read(file, file.name), file.name)
    mistakes: list[Mistake] = []
    plant = shape.read(Plant, loaded.body, "", mistakes)
    if plant is None:
        raise Invalid(yaml_text.located(loaded, mistakes))
    return plant

"""What stands on everything the plant prints: its name, when it was made and by whom, by the plant's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from suyuan.kernel.actor import Actor
from suyuan.kernel.i18n import say
from suyuan.records.plant import plant_of
from suyuan.store.engine import Store


@dataclass(frozen=True)
class Letterhead:
    """:param at: aware instant at which it was made.

    :param made: the line that says so.
    """

    plant: str
    zone: ZoneInfo
    at: datetime
    made: str
    lang: str


def letterhead(store: Store, lang: str, by: Actor) -> Letterhead:
    """The head of a paper that ``by`` has made now."""
    plant, now = plant_of(store), store.clock.now()
    shown = now.astimezone(plant.tz).strftime("%Y-%m-%d %H:%M")
    name = by.name or by.key
    made = say("records.made_by", lang, at=shown, by=name, zone=plant.zone)
    return Letterhead(plant.name.show(lang), plant.tz, now, made, lang)

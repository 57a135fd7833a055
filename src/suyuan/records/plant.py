"""The plant as a whole: what it is called and which clock hangs on its wall."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, select

from suyuan.expr import Env
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.tables import plant_setting
from suyuan.store.engine import Store, Tx

FRESH = timedelta(seconds=30)
"""How long a change made by another process may go unseen."""


class Plant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings of the plant, kept in its database.

    :param zone: IANA time zone; days begin and numbers count by it.
    """

    name: Label = Label("溯源", "Suyuan")
    zone: str = "Asia/Shanghai"

    @property
    def tz(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.zone)


_known: WeakKeyDictionary[Store, tuple[datetime, Plant, ZoneInfo]] = WeakKeyDictionary()
_lock = threading.Lock()


def plant_of(store: Store) -> Plant:
    """The plant's settings; asked of the database at most every half minute."""
    return _fresh(store)[1]


def env_of(store: Store, now: datetime, user: str | None) -> Env:
    """The moment and the person of an evaluation, by the plant's clock.

    :param now: aware instant.
    :param user: public id of the person.
    """
    return Env.at(now.astimezone(_fresh(store)[2]), user)


def _fresh(store: Store) -> tuple[datetime, Plant, ZoneInfo]:
    found = _known.get(store)
    now = store.clock.now()
    if found is None or abs(now - found[0]) > FRESH:
        with store.read() as conn:
            plant = _read(conn)
        found = (now, plant, plant.tz)
        with _lock:
            _known[store] = found
    return found


def _read(conn: Connection) -> Plant:
    body = conn.execute(select(plant_setting.c.body).where(plant_setting.c.id == 1)).scalar()
    return Plant() if body is None else msgspec.convert(body, Plant)


def set_plant(store: Store, *, name: Label | None = None, zone: str | None = None, by: Actor) -> Plant:
    """Change the plant's name or time zone; the caller has made sure that ``by`` may.

    :raises Invalid: an unknown time zone, an empty name.
    """
    mistakes = []
    if zone is not None:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            mistakes.append(Mistake("zone", "records.no_zone", {"zone": zone[:100]}))
    if name is not None and not (name.zh or name.en):
        mistakes.append(Mistake("name", "records.name_blank"))
    if mistakes:
        raise Invalid(mistakes)

    def write(tx: Tx) -> Plant:
        old = _read(tx.conn)
        new = Plant(name or old.name, zone or old.zone)
        body = msgspec.to_builtins(new)
        if not tx.run(plant_setting.update().where(plant_setting.c.id == 1), {"body": body}).rowcount:
            tx.run(plant_setting.insert(), {"id": 1, "body": body})
        append(tx, "plant.changed", Subject("plant", "plant"), body, by)
        return new

    new = store.write(write)
    with _lock:
        _known.pop(store, None)
    return new

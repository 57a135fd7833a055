"""The plant as a whole: what it is called and which clock hangs on its wall."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, select

from suyuan.expr import Env
from suyuan.forms.form import Form, Stage
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.tables import plant_setting
from suyuan.store.engine import Store, Tx

FRESH = timedelta(seconds=30)
"""How long a change made by another process may go unseen."""


NODES: dict[str, tuple[Stage, ...]] = {
    "purchase": ("supplier",),
    "receiving": ("receipt",),
    "production": ("production",),
    "inspection": ("inspection",),
    "packing": ("packing",),
    "logistics": ("shipment",),
}
"""The six nodes of a plant's chain and the stages of the forms that belong to each."""
_PREFIX = re.compile(r"\d{4,12}", re.ASCII)
_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", re.ASCII)


class Plant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings of the plant, kept in its database.

    :param zone: IANA time zone; days begin and numbers count by it.
    :param nodes: those of ``NODES`` that the plant works with; ``None``: nobody chose yet, all are. Forms of the
        others are not shown, which can be taken back at any time.
    :param gs1_prefix: the plant's GS1 company prefix, 4 to 12 digits.
    :param host: where the codes on bags lead, as ``https://trace.example.cn``.
    :param settled: steps of setting up that were said to be over, or not needed here.
    :param ready: setting up is over.
    """

    name: Label = Label("溯源", "Suyuan")
    zone: str = "Asia/Shanghai"
    nodes: tuple[str, ...] | None = None
    gs1_prefix: str = ""
    host: str = ""
    settled: tuple[str, ...] = ()
    ready: bool = False

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


def hidden_by(plant: Plant) -> Callable[[Form], bool]:
    """Whether a form belongs only to nodes that the plant works without; masters of tracing never do."""
    if plant.nodes is None:
        return lambda form: False
    off = {stage for node, stages in NODES.items() if node not in plant.nodes for stage in stages}
    return lambda form: form.stage in off and form.serves is None


class Changes(msgspec.Struct, frozen=True):
    """What to change of the plant's settings; what is ``None`` stays."""

    name: Label | None = None
    zone: str | None = None
    nodes: tuple[str, ...] | None = None
    gs1_prefix: str | None = None
    host: str | None = None
    settled: tuple[str, ...] | None = None
    ready: bool | None = None


def set_plant(store: Store, *, name: Label | None = None, zone: str | None = None, by: Actor) -> Plant:
    """Change the plant's name or time zone; as ``change_plant``."""
    return change_plant(store, Changes(name=name, zone=zone), by=by)


def change_plant(store: Store, changes: Changes, *, by: Actor) -> Plant:
    """Change the plant's settings; the caller has made sure that ``by`` may.

    :raises Invalid: every mistake at once, by setting.
    """
    if mistakes := list(_mistakes(changes)):
        raise Invalid(mistakes)
    given = {k: v for k in changes.__struct_fields__ if (v := getattr(changes, k)) is not None}

    def write(tx: Tx) -> Plant:
        new = msgspec.structs.replace(_read(tx.conn), **given)
        body = msgspec.to_builtins(new)
        if not tx.run(plant_setting.update().where(plant_setting.c.id == 1), {"body": body}).rowcount:
            tx.run(plant_setting.insert(), {"id": 1, "body": body})
        append(tx, "plant.changed", Subject("plant", "plant"), body, by)
        return new

    new = store.write(write)
    with _lock:
        _known.pop(store, None)
    return new


def _mistakes(changes: Changes) -> Iterator[Mistake]:
    if changes.zone is not None:
        try:
            ZoneInfo(changes.zone)
        except (KeyError, ValueError, OSError):
            yield Mistake("zone", "records.no_zone", {"zone": changes.zone[:100]})
    if changes.name is not None and not (changes.name.zh or changes.name.en):
        yield Mistake("name", "records.name_blank")
    for n, node in enumerate(changes.nodes or ()):
        if node not in NODES:
            yield Mistake(f"nodes[{n}]", "records.no_node", {"given": node[:40], "known": ", ".join(NODES)})
    if changes.nodes == ():
        yield Mistake("nodes", "records.nodes_blank")
    if changes.gs1_prefix and not _PREFIX.fullmatch(changes.gs1_prefix):
        yield Mistake("gs1_prefix", "records.bad_prefix")
    if changes.host and not _HOST.fullmatch(changes.host):
        yield Mistake("host", "records.bad_host")

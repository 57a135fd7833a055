"""Many clients at once: nothing is taken twice, written twice, or changed over another's change."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from suyuan.kernel.errors import Conflict, Forbidden, Invalid
from suyuan.packs.install import install
from suyuan.packs.installs import installs, roll_back
from suyuan.packs.pack import pack_of
from suyuan.records import amend, submit
from suyuan.trace.balance import balance, replay
from suyuan.trace.lots import find
from tests.records.links import make_door
from tests.records.plant import Plant, publish

CLIENTS = 8


def at_once(work: Any, times: int) -> list[Any]:
    def tried(n: int) -> Any:
        try:
            return work(n)
        except (Invalid, Conflict, Forbidden) as error:
            return type(error)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(tried, range(times)))


def test_eight_clients_never_take_more_than_there_is(plant: Plant) -> None:
    lot = plant.receipt("100").fields["lot"]["code"]
    given = {"customer": plant.shop, "lot": lot, "quantity": {"value": "15", "uom": "kg"}}
    done = at_once(lambda n: submit(plant.store, "shipment", given, by=plant.boss).form, 24)
    assert Counter(done) == {"shipment": 6, Invalid: 18}
    with plant.store.read() as conn:
        unit = find(conn, lot)
        assert unit is not None
        left = balance(conn, unit.id)
        assert left is not None
        assert (left.shipped, left.on_hand) == (Decimal(90), Decimal(10))
        assert replay(conn) == []


def test_one_idempotency_key_makes_one_record(plant: Plant) -> None:
    given = plant.delivery()
    done = at_once(lambda n: submit(plant.store, "receipt", given, by=plant.boss, key="same").id, CLIENTS)
    assert len(set(done)) == 1
    other = at_once(lambda n: submit(plant.store, "receipt", plant.delivery("7"), by=plant.boss, key="same"), 1)
    assert other == [Conflict]


def test_of_amendments_of_one_revision_one_is_done(plant: Plant) -> None:
    uid = plant.receipt().id

    def change(n: int) -> int:
        changes = {"price": str(n + 1)}
        return amend(plant.store, "receipt", uid, changes, by=plant.boss, reason="race", revision=1).revision

    assert Counter(at_once(change, CLIENTS)) == {2: 1, Conflict: CLIENTS - 1}


PAIR = """
form: pair
label: Pair
fields: {a: {type: text}, b: {type: number}}
uniques: [{fields: [a, b]}]
"""


def test_of_equal_pairs_one_is_written_whoever_submits_or_amends(plant: Plant) -> None:
    publish(plant.store, {"pair": PAIR})
    made = at_once(lambda n: plant.write("pair", a="x", b="1").form, CLIENTS)
    assert Counter(made) == {"pair": 1, Invalid: CLIENTS - 1}
    ids = [plant.write("pair", a=str(n), b="1").id for n in range(CLIENTS)]

    def change(n: int) -> int:
        changes = {"a": "same", "b": "7.00"}
        return amend(plant.store, "pair", ids[n], changes, by=plant.boss, reason="race", revision=1).revision

    assert Counter(at_once(change, CLIENTS)) == {2: 1, Invalid: CLIENTS - 1}


def test_a_public_link_takes_in_no_more_than_it_may(plant: Plant) -> None:
    door = make_door(plant, most=3)
    doors = [door.enter() for _ in range(CLIENTS)]
    done = at_once(lambda n: type(doors[n].send(plate=f"P{n}")), CLIENTS)
    assert done.count(Forbidden) == CLIENTS - 3


def test_an_installation_is_taken_back_once(plant: Plant) -> None:
    form = b"form: extra\nlabel: Extra\nfields: {a: {type: text}}\n"
    install(plant.store, pack_of({"pack.yaml": b"pack: p\nlabel: P\n", "forms/extra.yaml": form}), plant.boss)
    with plant.store.read() as conn:
        (found,) = installs(conn)
    done = at_once(lambda n: roll_back(plant.store, found.id, plant.boss).state, CLIENTS)
    assert Counter(done) == {"rolled_back": 1, Conflict: CLIENTS - 1}

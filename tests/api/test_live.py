"""Live facts: told to open pages as they are committed, each only what it may know."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from suyuan.access.rights import viewer
from suyuan.access.session import session_of, sign_in, sign_out
from suyuan.api.live import Hub
from suyuan.definitions.back import discard
from suyuan.definitions.draft import save_draft
from suyuan.definitions.publish import put, retire
from suyuan.kernel.actor import CLI, Actor
from suyuan.store.engine import Store
from tests.records.plant import PASSWORD, Plant, make_plant


@pytest.fixture
def plant(store: Store) -> Plant:
    return make_plant(store, PASSWORD)


async def facts(stream: AsyncIterator[bytes], count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < count:
        piece = await asyncio.wait_for(anext(stream), 10)
        found += [json.loads(line[6:]) for line in piece.decode().splitlines() if line.startswith("data: ")]
    return found


def watching(plant: Plant, *actors: Actor) -> Callable[[Callable[[], Any], int], list[list[dict[str, Any]]]]:
    """Do something while the actors watch; what each of them is told."""

    async def run(act: Callable[[], Any], count: int) -> list[list[dict[str, Any]]]:
        hub = Hub(plant.store)
        hub.open(asyncio.get_running_loop())
        streams = [hub.watch(lambda a=a: viewer(plant.store, a)) for a in actors]  # type: ignore[misc]
        for stream in streams:
            assert (await anext(stream)).startswith(b":")
        await asyncio.to_thread(act)
        told = [await facts(stream, count) for stream in streams]
        await hub.close()
        return told

    return lambda act, count: asyncio.run(run(act, count))


def test_a_record_and_its_lot_are_told(plant: Plant) -> None:
    made: list[Any] = []
    (told,) = watching(plant, plant.boss)(lambda: made.append(plant.receipt()), 2)
    record = made[0]
    assert {"type": "record", "form": "receipt", "id": record.id} in told
    assert {"type": "lot", "form": None, "id": record.fields["lot"]["code"]} in told


def test_nobody_is_told_of_what_they_may_not_see(plant: Plant) -> None:
    own = plant.people["own_only"]

    def act() -> None:
        plant.receipt()
        plant.write("supplier", name="Other", city="Hebei")
        plant.receipt(by=own)

    (told,) = watching(plant, own)(act, 2)
    assert sorted(f["form"] for f in told) == ["receipt", "supplier"]


def test_a_stream_ends_with_its_session(plant: Plant) -> None:
    session = sign_in(plant.store, "boss", PASSWORD)

    async def run() -> None:
        hub = Hub(plant.store)
        hub.open(asyncio.get_running_loop())
        stream = hub.watch(lambda: viewer(plant.store, session_of(plant.store, session.token)))
        await anext(stream)
        await asyncio.to_thread(sign_out, plant.store, session.token)
        await asyncio.to_thread(plant.receipt)
        assert [piece async for piece in stream if piece.startswith(b"data")] == []
        await hub.close()

    asyncio.run(asyncio.wait_for(run(), 20))


def test_drafts_are_told_to_designers_and_what_is_published_to_all(plant: Plant) -> None:
    clerk, body = plant.people["clerk"], {"label": "便签", "fields": {"a": {"type": "text"}}}

    def act() -> None:
        plant.store.write(lambda tx: save_draft(tx, "forms", "note", body, CLI))
        plant.store.write(lambda tx: discard(tx, "forms", "note", CLI))
        plant.store.write(lambda tx: put(tx, "forms", {"note": body}, CLI))

    (told,) = watching(plant, clerk)(act, 1)
    assert [(f["state"], f["form"], f["kind"]) for f in told] == [("published", "note", "forms")]
    designer = plant.boss
    (told,) = watching(plant, designer)(lambda: plant.store.write(lambda tx: retire(tx, "forms", "note", CLI)), 1)
    assert told[0]["state"] == "retired"
    (told,) = watching(plant, designer)(
        lambda: plant.store.write(lambda tx: save_draft(tx, "forms", "note", body, CLI)), 1
    )
    assert (told[0]["state"], told[0]["revision"]) == ("draft", 2)

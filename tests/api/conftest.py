from __future__ import annotations

from collections.abc import Callable

import pytest
from litestar import Litestar

from suyuan.access.key import make_key
from suyuan.access.role import ABILITIES, VERBS
from suyuan.api.app import create
from suyuan.kernel.actor import CLI
from suyuan.store.engine import Store
from tests.api.client import Client
from tests.records.plant import Plant, make_plant

Caller = Callable[[str], Client]


@pytest.fixture
def plant(store: Store) -> Plant:
    """A small plant with masters, on either database."""
    return make_plant(store)


@pytest.fixture
def app(plant: Plant) -> Litestar:
    """The application on that plant."""
    return create(plant.store)


@pytest.fixture
def caller(app: Litestar, plant: Plant) -> Caller:
    """A client with an API key of the person who has the role; its scopes allow all that its owner may."""

    def make(role: str) -> Client:
        if role == "nobody":
            return Client(app)
        uid = plant.people[role].key[7:]
        scopes = {"forms": [{"form": "*", "verbs": list(VERBS)}], "abilities": list(ABILITIES)}
        key = make_key(plant.store, uid, "test", scopes, by=CLI)
        return Client(app, authorization=f"Bearer {key.secret}")

    return make


@pytest.fixture
def boss(caller: Caller) -> Client:
    return caller("boss")

from __future__ import annotations

import pytest

from suyuan.store.engine import Store
from tests.records.plant import Plant, make_plant


@pytest.fixture
def plant(store: Store) -> Plant:
    """A small plant with masters, on either database."""
    return make_plant(store)

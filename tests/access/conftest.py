"""A small plant's people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from suyuan.access.people import create_person
from suyuan.access.person import Person
from suyuan.access.role import ADMINISTRATOR
from suyuan.access.roles import store_role
from suyuan.kernel.actor import CLI
from suyuan.store.engine import Store

PASSWORD = "correct horse 9"


@pytest.fixture
def role(store: Store) -> Callable[..., str]:
    """Stores a role from its document without key and label; answers its key."""

    def make(key: str, *grants: dict[str, Any], abilities: tuple[str, ...] = ()) -> str:
        document = {"role": key, "label": {"zh": key}, "abilities": abilities, "grants": grants}
        store.write(lambda tx: store_role(tx, document, CLI))
        return key

    return make


@pytest.fixture
def hire(store: Store) -> Callable[..., Person]:
    """Takes a person in by user name and roles, with ``PASSWORD`` if wanted."""

    def make(user: str, *roles: str, password: bool = False, department: str | None = None) -> Person:
        return create_person(
            store,
            user=user,
            name=user.title(),
            by=CLI,
            password=PASSWORD if password else None,
            department=department,
            roles=roles,
        )

    return make


@pytest.fixture
def admin(store: Store, hire: Callable[..., Person]) -> Person:
    """Somebody with the built-in role of administrators."""
    store.write(lambda tx: store_role(tx, ADMINISTRATOR, CLI))
    return hire("admin", "administrator", password=True)

"""A small plant's people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher

from suyuan.access import password
from suyuan.access.people import create_person
from suyuan.access.person import Person
from suyuan.access.role import ADMINISTRATOR
from suyuan.access.roles import store_role
from suyuan.kernel.actor import CLI
from suyuan.store.engine import Store

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
PASSWORD = "correct horse 9"


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with next to no work, so that the stories are quick; one test looks at the real parameters."""
    monkeypatch.setattr(password, "_hasher", QUICK)
    monkeypatch.setattr(password, "_nobody", QUICK.hash("nobody"))


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

    def make(user: str, *roles: str, with_password: bool = False, department: str | None = None) -> Person:
        return create_person(
            store,
            user=user,
            name=user.title(),
            by=CLI,
            password=PASSWORD if with_password else None,
            department=department,
            roles=roles,
        )

    return make


@pytest.fixture
def admin(store: Store, hire: Callable[..., Person]) -> Person:
    """Somebody with the built-in role of administrators."""
    store.write(lambda tx: store_role(tx, ADMINISTRATOR, CLI))
    return hire("admin", "administrator", with_password=True)

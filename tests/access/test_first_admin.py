"""The first administrator comes in by a one-time token; there is no default password."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from suyuan.access.first_admin import claim_admin, first_admin_token
from suyuan.access.people import set_roles
from suyuan.access.person import Person, people
from suyuan.access.rights import viewer
from suyuan.access.roles import retire_role
from suyuan.access.session import session_of, sign_in
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, Forbidden, Invalid, SuyuanError
from suyuan.ledger.read import entries_of
from suyuan.store.engine import Store
from tests.access.conftest import PASSWORD


def test_an_empty_plant_is_claimed_once_with_the_token(store: Store) -> None:
    token = first_admin_token(store)
    assert token is not None
    assert first_admin_token(store) == token
    who = claim_admin(store, token, "boss", PASSWORD, "厂长")
    v = viewer(store, session_of(store, sign_in(store, "boss", PASSWORD).token))
    assert v.may("admin")
    assert v.can("void", "raw_receipt")
    assert first_admin_token(store) is None
    with pytest.raises(Conflict):
        claim_admin(store, token, "thief", PASSWORD, "Thief")
    with store.read() as conn:
        (entry,) = entries_of(conn, ("person", who.uid))[:1]
        assert (entry.kind, entry.actor_key) == ("person.created", "system:claim")


def test_without_the_token_nobody_gets_in(store: Store) -> None:
    first_admin_token(store)
    for guess in ("", "A" * 43, "é"):
        with pytest.raises(Forbidden):
            claim_admin(store, guess, "boss", PASSWORD, "Boss")


def test_a_mistake_leaves_the_token_good(store: Store) -> None:
    token = first_admin_token(store) or ""
    with pytest.raises(Invalid) as caught:
        claim_admin(store, token, "a b", "password", "", lang="fr")
    assert [m.path for m in caught.value.mistakes] == ["user", "name", "lang", "password"]
    assert claim_admin(store, token, "boss", PASSWORD, "Boss").roles == ("administrator",)


def test_of_two_who_claim_at_once_one_wins(store: Store) -> None:
    token = first_admin_token(store) or ""

    def claim(user: str) -> str:
        try:
            return claim_admin(store, token, user, PASSWORD, "Boss").user
        except SuyuanError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(claim, ["one", "two"]))
    assert "access.already_claimed" in answers
    with store.read() as conn:
        assert len(people(conn)) == 1


def test_a_plant_with_an_administrator_has_no_token_and_keeps_its_administrator(store: Store, admin: Person) -> None:
    assert first_admin_token(store) is None
    with pytest.raises(Conflict):
        store.write(lambda tx: retire_role(tx, "administrator", CLI))
    with pytest.raises(Conflict):
        set_roles(store, admin.uid, [], by=CLI)


def test_a_new_version_of_a_role_cannot_take_the_last_administrator_away(
    store: Store, admin: Person, role: Callable[..., str]
) -> None:
    with pytest.raises(Conflict):
        role("administrator", abilities=("trace",))
    assert viewer(store, admin.actor()).may("admin")

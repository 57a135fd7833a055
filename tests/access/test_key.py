"""API keys: never more than their owner may now, and never more than their scopes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from suyuan.access.key import key_of, keys_of, make_key, revoke_key
from suyuan.access.people import create_person, deactivate, set_password, set_roles
from suyuan.access.person import Person
from suyuan.access.rights import viewer
from suyuan.access.scope import Scopes
from suyuan.access.tables import api_key
from suyuan.kernel.actor import CLI
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Forbidden, Invalid, NotFound, NotSignedIn
from suyuan.ledger.read import entries_of
from suyuan.ledger.tables import ledger_entry
from suyuan.store.engine import Store

Hire = Callable[..., Person]
Make = Callable[..., str]
READ = {"forms": [{"form": "*", "verbs": ["read"]}], "abilities": ["trace"]}


@pytest.fixture
def wang(hire: Hire, role: Make) -> Person:
    grant = {
        "form": "raw_receipt",
        "verbs": ["read", "submit"],
        "hide": ["price"],
        "where": "created_by = CURRENT_USER()",
    }
    return hire("wang", role("store", grant, abilities=("trace", "audit")))


def test_a_key_is_narrower_than_its_owner_and_never_wider(store: Store, wang: Person) -> None:
    made = make_key(store, wang.uid, "scale", READ, by=wang.actor())
    through = key_of(store, made.secret, device="scale 1", address="10.0.0.8")
    assert (through.person, through.api_key, through.device) == (wang.id, made.key.id, "scale 1")
    v = viewer(store, through)
    assert v.can("read", "raw_receipt")
    assert not v.can("submit", "raw_receipt")
    assert not v.can("read", "shipment")
    assert v.rows("raw_receipt") == ("created_by = CURRENT_USER()",)
    assert not v.readable("raw_receipt").has("price")
    assert not v.writable("raw_receipt").has("no")
    assert v.may("trace")
    assert not v.may("audit")
    assert viewer(store, wang.actor()).can("submit", "raw_receipt")


def test_a_key_loses_what_its_owner_loses_and_gains_nothing_beyond_its_scopes(
    store: Store, wang: Person, role: Make
) -> None:
    through = key_of(store, make_key(store, wang.uid, "scale", READ, by=CLI).secret)
    role("auditor", {"form": "shipment", "verbs": ["read", "export"]})
    set_roles(store, wang.uid, ["auditor"], by=CLI)
    v = viewer(store, through)
    assert not v.can("read", "raw_receipt")
    assert v.can("read", "shipment")
    assert not v.can("export", "shipment")
    assert not v.may("trace")


def test_a_key_without_scopes_opens_nothing(store: Store, wang: Person) -> None:
    through = key_of(store, make_key(store, wang.uid, "none", Scopes(), by=wang.actor()).secret)
    assert not viewer(store, through).can("read", "raw_receipt")
    assert viewer(store, through).abilities == frozenset()


def test_a_key_ends_when_revoked_when_its_time_is_over_and_when_its_owner_leaves(
    store: Store, clock: SetClock, wang: Person, hire: Hire
) -> None:
    lasting = make_key(store, wang.uid, "lasting", READ, by=wang.actor())
    brief = make_key(store, wang.uid, "brief", READ, by=wang.actor(), expires=clock.now() + timedelta(days=1))
    gone = make_key(store, wang.uid, "gone", READ, by=wang.actor())
    through = key_of(store, brief.secret)
    for made in (lasting, brief, gone):
        key_of(store, made.secret)
    with pytest.raises(Forbidden):
        revoke_key(store, gone.key.uid, by=hire("li").actor())
    revoke_key(store, gone.key.uid, by=wang.actor(), reason="lost")
    with pytest.raises(NotSignedIn):
        key_of(store, gone.secret)
    with pytest.raises(NotFound):
        revoke_key(store, gone.key.uid, by=wang.actor())
    clock.move(timedelta(days=1))
    with pytest.raises(NotSignedIn):
        key_of(store, brief.secret)
    set_roles(store, wang.uid, ["store"], by=CLI)
    assert not viewer(store, through).can("read", "raw_receipt")
    with store.read() as conn:
        assert [k.name for k in keys_of(conn, wang.id)] == ["lasting", "brief"]
        assert [e.kind for e in entries_of(conn, ("api_key", gone.key.uid))] == ["key.created", "key.revoked"]
    deactivate(store, wang.uid, by=CLI)
    with pytest.raises(NotSignedIn):
        key_of(store, lasting.secret)


def test_the_secret_is_told_once_and_kept_nowhere(store: Store, wang: Person) -> None:
    made = make_key(store, wang.uid, "scale", READ, by=wang.actor())
    with store.read() as conn:
        kept = [conn.execute(select(t)).all() for t in (api_key, ledger_entry)]
    assert made.secret not in repr(kept)
    for guess in ("", "sy_" + "A" * 43, made.secret[:-1]):
        with pytest.raises(NotSignedIn):
            key_of(store, guess)


def test_the_last_use_of_a_key_is_shown(store: Store, clock: SetClock, wang: Person) -> None:
    made = make_key(store, wang.uid, "scale", READ, by=wang.actor())
    clock.move(timedelta(hours=1))
    seen = store.committed.count
    key_of(store, made.secret)
    assert store.committed.wait(seen, 10) > seen
    with store.read() as conn:
        assert keys_of(conn, wang.id)[0].last_used == clock.now()


def test_a_key_is_made_for_oneself_and_not_by_a_key(store: Store, wang: Person, hire: Hire) -> None:
    everything = {"forms": [{"form": "*", "verbs": ["read", "submit"]}], "abilities": ["admin"]}
    with pytest.raises(Forbidden):
        make_key(store, wang.uid, "x", READ, by=hire("li").actor())
    through = key_of(store, make_key(store, wang.uid, "x", everything, by=wang.actor()).secret)
    with pytest.raises(Forbidden):
        make_key(store, wang.uid, "y", READ, by=through)
    with pytest.raises(Forbidden):
        set_password(store, wang.uid, "another horse 8", by=through, old=None)
    with pytest.raises(Forbidden):
        create_person(store, user="x", name="x", by=through)


def test_every_mistake_in_a_new_key_is_told_at_once(store: Store, clock: SetClock, wang: Person) -> None:
    with pytest.raises(Invalid) as caught:
        make_key(store, wang.uid, "", {"forms": [{"form": "*", "verbs": ["fly"]}]}, by=CLI, expires=clock.now())
    assert [m.path for m in caught.value.mistakes] == ["name", "scopes", "expires"]

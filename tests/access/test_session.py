"""Coming in, staying in, going out; and those who try to come in as somebody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from suyuan.access import password
from suyuan.access.people import deactivate, set_password
from suyuan.access.person import Person
from suyuan.access.session import IDLE, LONGEST, Session, end_session, session_of, sessions_of, sign_in, sign_out
from suyuan.access.tables import session, sign_in_attempt
from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Forbidden, Invalid, NotFound, NotSignedIn, TooMany
from suyuan.kernel.ids import SeededEntropy
from suyuan.kernel.settings import Settings
from suyuan.ledger.read import entries_of
from suyuan.ledger.tables import ledger_entry
from suyuan.store.engine import Store, open_store
from tests.access.conftest import PASSWORD

Hire = Callable[..., Person]
AT_LINE = Actor("anonymous", "", device="line 3", address="10.0.0.3")
ELSEWHERE = Actor("anonymous", "", device="laptop", address="203.0.113.9")


@pytest.fixture
def wang(hire: Hire) -> Person:
    return hire("wang", with_password=True)


def fail(store: Store, times: int, by: Actor, user: str = "wang", known: str = "") -> None:
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            sign_in(store, user, "wrong horse 9", by, known=known)


def is_open(store: Store, opened: Session) -> bool:
    try:
        session_of(store, opened.token)
    except NotSignedIn:
        return False
    return True


def test_a_session_says_who_it_is_and_from_where(store: Store, wang: Person) -> None:
    opened = sign_in(store, " WANG ", PASSWORD, AT_LINE)
    who = session_of(store, opened.token)
    assert (who.key, who.person, who.name, who.device, who.address) == (
        f"person:{wang.uid}",
        wang.id,
        "Wang",
        "line 3",
        "10.0.0.3",
    )
    moved = session_of(
        store, opened.token, device="line 4", address="10.0.0.4", client_time="2026-11-22T16:00:00+08:00"
    )
    assert (moved.device, moved.address, moved.client_time) == ("line 4", "10.0.0.4", "2026-11-22T16:00:00+08:00")
    with store.read() as conn:
        (seen,) = sessions_of(conn, wang.id, store.clock.now())
        assert (seen.device, seen.address) == ("line 3", "10.0.0.3")
        assert [e.kind for e in entries_of(conn, ("person", wang.uid))] == ["person.created", "session.opened"]


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(store: Store, wang: Person) -> None:
    for user, typed in (("wang", "wrong horse 9"), ("nobody", PASSWORD), ("wang", "x" * 4000), ("\ud800", "\ud800")):
        with pytest.raises(NotSignedIn, match=r"^access\.wrong$"):
            sign_in(store, user, typed, AT_LINE)


def test_one_without_password_or_who_left_cannot_come_in(store: Store, wang: Person, hire: Hire) -> None:
    hire("li")
    deactivate(store, wang.uid, by=CLI)
    for user in ("li", "wang"):
        with pytest.raises(NotSignedIn, match=r"^access\.wrong$"):
            sign_in(store, user, PASSWORD)


def test_who_reads_the_database_finds_no_token_and_the_ledger_no_typed_user_name(store: Store, wang: Person) -> None:
    opened = sign_in(store, "wang", PASSWORD, AT_LINE)
    with pytest.raises(NotSignedIn):
        sign_in(store, "my-secret-typed-in-the-wrong-box", "x", AT_LINE)
    with store.read() as conn:
        kept = [conn.execute(select(t)).all() for t in (session, sign_in_attempt, ledger_entry)]
        hashed = conn.scalars(select(session.c.token_hash)).one()
    assert opened.token not in repr(kept)
    assert "my-secret" not in repr(kept)
    assert len(hashed) == 32
    for guess in (hashed.hex(), "A" * 43, "", opened.token[:-1], opened.token + "A"):
        with pytest.raises(NotSignedIn):
            session_of(store, guess)


def test_tokens_do_not_follow_from_the_seed_of_a_simulated_plant(
    store: Store, settings: Settings, clock: SetClock, wang: Person
) -> None:
    first = sign_in(store, "wang", PASSWORD).token
    clock.move(timedelta(seconds=1))
    again = open_store(settings, clock=clock, entropy=SeededEntropy(7))
    try:
        assert sign_in(again, "wang", PASSWORD).token != first
    finally:
        again.close()


def test_an_unused_session_ends_and_a_used_one_goes_on_until_its_longest(
    store: Store, clock: SetClock, wang: Person
) -> None:
    idle, busy = sign_in(store, "wang", PASSWORD), sign_in(store, "wang", PASSWORD)
    clock.move(IDLE - timedelta(seconds=1))
    session_of(store, busy.token)
    clock.move(timedelta(seconds=1))
    with pytest.raises(NotSignedIn, match="session_over"):
        session_of(store, idle.token)
    while clock.now() < busy.expires - timedelta(hours=1):
        session_of(store, busy.token)
        clock.move(timedelta(hours=1))
    session_of(store, busy.token)
    clock.move(timedelta(hours=1))
    assert busy.expires - clock.now() == timedelta(0)
    with pytest.raises(NotSignedIn):
        session_of(store, busy.token)
    assert timedelta(days=7) == LONGEST


def test_the_use_of_a_session_is_known_to_other_processes(
    store: Store, settings: Settings, clock: SetClock, wang: Person
) -> None:
    opened = sign_in(store, "wang", PASSWORD)
    other = open_store(settings, clock=clock)
    try:
        session_of(other, opened.token)
        clock.move(IDLE / 2)
        seen = store.committed.count
        session_of(store, opened.token)
        assert store.committed.wait(seen, 10) > seen
        clock.move(IDLE / 2)
        assert session_of(other, opened.token).person == wang.id
    finally:
        other.close()


def test_signing_out_ends_the_session_here_at_once_and_elsewhere_within_a_second(
    store: Store, settings: Settings, clock: SetClock, wang: Person
) -> None:
    opened, kept = sign_in(store, "wang", PASSWORD), sign_in(store, "wang", PASSWORD)
    other_clock = SetClock(clock.now())
    other = open_store(settings, clock=other_clock)
    try:
        assert is_open(other, opened)
        sign_out(store, opened.token)
        assert not is_open(store, opened)
        other_clock.move(timedelta(seconds=1))
        assert not is_open(other, opened)
        assert is_open(store, kept)
        assert is_open(other, kept)
    finally:
        other.close()
    sign_out(store, opened.token)
    with store.read() as conn:
        assert [e.kind for e in entries_of(conn, ("person", wang.uid))].count("session.closed") == 1


def test_a_stolen_session_is_seen_in_the_list_and_ended_by_its_owner(store: Store, wang: Person, hire: Hire) -> None:
    mine, stolen = sign_in(store, "wang", PASSWORD, AT_LINE), sign_in(store, "wang", PASSWORD, ELSEWHERE)
    with store.read() as conn:
        seen = {s.address: s.uid for s in sessions_of(conn, wang.id, store.clock.now())}
    with pytest.raises(Forbidden):
        end_session(store, seen["203.0.113.9"], by=hire("li").actor())
    end_session(store, seen["203.0.113.9"], by=session_of(store, mine.token))
    assert [is_open(store, s) for s in (mine, stolen)] == [True, False]
    with pytest.raises(NotFound):
        end_session(store, seen["203.0.113.9"], by=CLI)


def test_a_new_password_ends_every_session_and_the_old_one_no_longer_opens(store: Store, wang: Person) -> None:
    before = sign_in(store, "wang", PASSWORD)
    me = session_of(store, before.token)
    with pytest.raises(Invalid, match="password_wrong"):
        set_password(store, wang.uid, "another horse 8", by=me, old="guess")
    with pytest.raises(Invalid, match="password_weak"):
        set_password(store, wang.uid, "password", by=me, old=PASSWORD)
    assert is_open(store, before)
    set_password(store, wang.uid, "another horse 8", by=me, old=PASSWORD)
    assert not is_open(store, before)
    with pytest.raises(NotSignedIn):
        sign_in(store, "wang", PASSWORD)
    assert is_open(store, sign_in(store, "wang", "another horse 8"))


def test_who_found_an_open_session_does_not_guess_the_password_with_it(
    store: Store, clock: SetClock, wang: Person
) -> None:
    thief = session_of(store, sign_in(store, "wang", PASSWORD).token)
    for _ in range(6):
        with pytest.raises(Invalid, match="password_wrong"):
            set_password(store, wang.uid, "another horse 8", by=thief, old="guess")
    with pytest.raises(TooMany):
        set_password(store, wang.uid, "another horse 8", by=thief, old=PASSWORD)
    clock.move(timedelta(seconds=1))
    set_password(store, wang.uid, "another horse 8", by=thief, old=PASSWORD)


def test_one_who_leaves_is_out_at_once(store: Store, wang: Person) -> None:
    opened = sign_in(store, "wang", PASSWORD)
    assert is_open(store, opened)
    deactivate(store, wang.uid, by=CLI)
    assert not is_open(store, opened)


def test_guessing_gets_slower_and_the_wait_is_told(store: Store, clock: SetClock, wang: Person) -> None:
    fail(store, 6, ELSEWHERE)
    waits = []
    for _ in range(11):
        with pytest.raises(TooMany) as caught:
            sign_in(store, "wang", PASSWORD, ELSEWHERE)
        waits.append(caught.value.params["seconds"])
        clock.move(timedelta(seconds=waits[-1]))
        fail(store, 1, ELSEWHERE)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    clock.move(timedelta(seconds=300))
    assert is_open(store, sign_in(store, "wang", PASSWORD, ELSEWHERE))
    fail(store, 3, ELSEWHERE)


def test_waiting_refusals_are_neither_counted_nor_written_to_the_ledger(store: Store, wang: Person) -> None:
    fail(store, 6, ELSEWHERE)
    for _ in range(20):
        with pytest.raises(TooMany):
            sign_in(store, "wang", "wrong horse 9", ELSEWHERE)
    with store.read() as conn:
        assert [e.kind for e in entries_of(conn, ("person", wang.uid))].count("session.refused") == 6


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(store: Store, wang: Person) -> None:
    fail(store, 6, ELSEWHERE)
    assert is_open(store, sign_in(store, "wang", PASSWORD, AT_LINE))


def test_many_strangers_do_not_slow_down_a_device_that_was_here_before(
    store: Store, clock: SetClock, wang: Person
) -> None:
    known = sign_in(store, "wang", PASSWORD, AT_LINE).known
    for n in range(21):
        fail(store, 1, Actor("anonymous", "", address=f"198.51.100.{n}"))
    with pytest.raises(TooMany):
        sign_in(store, "wang", PASSWORD, AT_LINE)
    again = sign_in(store, "wang", PASSWORD, AT_LINE, known=known)
    assert again.known == known
    clock.move(timedelta(seconds=60))
    assert is_open(store, sign_in(store, "wang", PASSWORD, AT_LINE))


def test_a_known_device_is_known_for_its_user_only_and_slowed_down_too(store: Store, wang: Person, hire: Hire) -> None:
    hire("li", with_password=True)
    known = sign_in(store, "li", PASSWORD, AT_LINE).known
    fail(store, 6, AT_LINE, known=known)
    with pytest.raises(TooMany):
        sign_in(store, "wang", PASSWORD, AT_LINE, known=known)
    fail(store, 6, AT_LINE, "li", known=known)
    with pytest.raises(TooMany):
        sign_in(store, "li", PASSWORD, AT_LINE, known=known)
    for forged in ("", "!", "AAAA", known[:-4] + "AAAA", "é"):
        with pytest.raises(TooMany):
            sign_in(store, "wang", PASSWORD, AT_LINE, known=forged)


def test_trying_one_password_on_many_accounts_gets_slow_too(store: Store, wang: Person) -> None:
    for n in range(51):
        fail(store, 1, ELSEWHERE, f"user{n}")
    with pytest.raises(TooMany):
        sign_in(store, "wang", PASSWORD, ELSEWHERE)


def test_failures_are_forgotten_after_a_day(store: Store, clock: SetClock, wang: Person) -> None:
    fail(store, 6, ELSEWHERE)
    clock.move(timedelta(days=1, seconds=1))
    fail(store, 5, ELSEWHERE)
    assert is_open(store, sign_in(store, "wang", PASSWORD, ELSEWHERE))
    clock.move(timedelta(days=1, seconds=1))
    sign_in(store, "wang", PASSWORD, AT_LINE)
    with store.read() as conn:
        assert len(conn.execute(select(sign_in_attempt)).all()) == 3


def test_passwords_are_kept_as_argon2id_of_19_mib_and_two_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert password.hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_crowd_at_the_door_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(password, "_turns", full)
    monkeypatch.setattr(password, "PATIENCE", 0)
    with pytest.raises(TooMany, match="busy"):
        password.verify_password(None, PASSWORD)

"""People come, change and leave; every change is a ledger entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from suyuan.access.department import create_department
from suyuan.access.password import check_password
from suyuan.access.people import change_person, create_person, deactivate, reactivate, set_password, set_roles
from suyuan.access.person import Person, people, person_by_id, person_by_uid, person_by_user
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from suyuan.ledger.read import entries_of
from suyuan.ledger.tables import ledger_entry
from suyuan.store.engine import Store
from tests.access.conftest import PASSWORD

Hire = Callable[..., Person]
Make = Callable[..., str]


def test_a_person_is_found_by_id_user_and_name(store: Store, role: Make) -> None:
    role("store", {"form": "raw_receipt", "verbs": ["read"]})
    place = create_department(store, "仓库", by=CLI)
    made = create_person(
        store, user=" ＷＡＮＧ.fang ", name="王芳", by=CLI, department=place.uid, roles=["store"], lang="en"
    )
    with store.read() as conn:
        assert person_by_id(conn, made.id) == person_by_uid(conn, made.uid) == person_by_user(conn, "Wang.Fang") == made
        assert made.user == "wang.fang"
        assert (made.department, made.roles, made.active) == (place.id, ("store",), True)
        assert [p.uid for p in people(conn, "芳")] == [p.uid for p in people(conn, "WANG")] == [made.uid]
        assert people(conn, "%") == []
        assert person_by_id(conn, 999) is None


def test_every_mistake_in_a_new_person_is_told_at_once(store: Store, hire: Hire) -> None:
    hire("wang")
    with pytest.raises(Invalid) as caught:
        create_person(
            store, user="a b", name="\u202e", lang="fr", password="short", department="?", roles=["?"], by=CLI
        )
    assert {m.path for m in caught.value.mistakes} == {"user", "name", "lang", "password", "department", "roles"}
    with pytest.raises(Invalid, match="user_taken"):
        hire("WANG")


def test_only_who_manages_people_may_change_them(store: Store, admin: Person, hire: Hire) -> None:
    wang, li = hire("wang"), hire("li")
    for forbidden in (
        lambda: create_person(store, user="x", name="x", by=wang.actor()),
        lambda: change_person(store, li.uid, name="x", by=wang.actor()),
        lambda: change_person(store, wang.uid, name="x", by=wang.actor()),
        lambda: set_roles(store, wang.uid, ["administrator"], by=wang.actor()),
        lambda: deactivate(store, li.uid, by=wang.actor()),
        lambda: reactivate(store, li.uid, by=wang.actor()),
        lambda: set_password(store, li.uid, PASSWORD, by=wang.actor()),
    ):
        with pytest.raises(Forbidden):
            forbidden()
    assert change_person(store, wang.uid, lang="en", by=wang.actor()).lang == "en"
    assert change_person(store, wang.uid, name="王", user="W", by=admin.actor()).user == "w"


def test_each_change_is_in_the_ledger_with_who_did_it_and_never_a_password(
    store: Store, admin: Person, hire: Hire
) -> None:
    who = hire("wang", with_password=True)
    change_person(store, who.uid, name="王芳", by=admin.actor())
    set_roles(store, who.uid, ["administrator"], by=admin.actor())
    set_password(store, who.uid, "another horse 8", by=admin.actor())
    deactivate(store, who.uid, by=admin.actor(), reason="离职")
    with store.read() as conn:
        entries = entries_of(conn, ("person", who.uid))
        everything = "\n".join(conn.scalars(select(ledger_entry.c.body)))
    assert [(e.kind, e.actor_name) for e in entries] == [
        ("person.created", "CLI"),
        ("person.changed", "Admin"),
        ("person.changed", "Admin"),
        ("person.password_set", "Admin"),
        ("person.changed", "Admin"),
    ]
    assert entries[-1].reason == "离职"
    assert entries[-1].body == {
        "user": "wang",
        "name": "王芳",
        "lang": "zh",
        "department": None,
        "roles": ["administrator"],
        "active": False,
    }
    for secret in (PASSWORD, "another horse 8", "argon2"):
        assert secret not in everything


def test_the_last_administrator_stays(store: Store, admin: Person, hire: Hire) -> None:
    with pytest.raises(Conflict, match="last_admin"):
        deactivate(store, admin.uid, by=CLI)
    with pytest.raises(Conflict, match="last_admin"):
        set_roles(store, admin.uid, [], by=CLI)
    hire("second", "administrator")
    assert deactivate(store, admin.uid, by=CLI).active is False
    assert reactivate(store, admin.uid, by=CLI).active is True


def test_nobody_is_nobody(store: Store) -> None:
    with pytest.raises(NotFound):
        set_roles(store, "0193", [], by=CLI)


def test_people_who_left_are_listed_only_when_asked_for(store: Store, hire: Hire) -> None:
    who = hire("wang")
    deactivate(store, who.uid, by=CLI)
    with store.read() as conn:
        assert people(conn) == []
        assert [p.uid for p in people(conn, gone=True)] == [who.uid]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("seven77", "access.password_short"),
        ("x" * 129, "access.password_long"),
        ("wangfang", "access.password_weak"),
        ("Wang Fang", "access.password_weak"),
        ("Password", "access.password_weak"),
        ("aaaaaaaaaa", "access.password_weak"),
        ("abcabcabca", "access.password_weak"),
        ("12345678", "access.password_weak"),
        ("hgfedcba", "access.password_weak"),
        ("1234567890", "access.password_weak"),
    ],
)
def test_an_easy_password_is_refused(password: str, code: str) -> None:
    assert [m.code for m in check_password(password, "wangfang", "Wang Fang")] == [code]


@pytest.mark.parametrize("password", [PASSWORD, "饺子馅要剁得细一些", "7hQ!2v9z"])
def test_a_good_password_is_taken(password: str) -> None:
    assert check_password(password, "wangfang", "Wang Fang") == []

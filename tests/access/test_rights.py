"""What a person may do: nothing, unless a role grants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from suyuan.access.department import change_department, create_department
from suyuan.access.people import deactivate, set_roles
from suyuan.access.person import Person
from suyuan.access.rights import Fields, require, require_ability, viewer
from suyuan.access.role import ADMINISTRATOR, parse_role
from suyuan.access.roles import retire_role, store_role
from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Forbidden, Invalid
from suyuan.kernel.i18n import say
from suyuan.kernel.settings import Settings
from suyuan.store.engine import Store, open_store

Make = Callable[..., str]
Hire = Callable[..., Person]


def test_without_a_role_nothing_is_allowed(store: Store, hire: Hire) -> None:
    for actor in (hire("wang").actor(), Actor("anonymous", "")):
        v = viewer(store, actor)
        assert not v.can("read", "raw_receipt")
        assert v.rows("raw_receipt") == ()
        assert not v.readable("raw_receipt").has("no")
        assert not v.writable("raw_receipt").has("no")
        assert not v.may("trace")
        with pytest.raises(Forbidden):
            require(v, "read", "raw_receipt")
        with pytest.raises(Forbidden):
            require_ability(v, "admin")


def test_the_product_itself_may_do_everything(store: Store) -> None:
    v = viewer(store, CLI)
    assert v.can("void", "anything")
    assert v.rows("anything") is None
    assert v.readable("x").all
    assert v.may("admin")


def test_several_roles_add_up(store: Store, role: Make, hire: Hire) -> None:
    role("store", {"form": "raw_receipt", "verbs": ["read", "submit"], "where": "created_by = CURRENT_USER()"})
    role("lab", {"form": "raw_receipt", "verbs": ["read"], "where": 'state = "submitted"'}, abilities=("trace",))
    v = viewer(store, hire("wang", "store", "lab").actor())
    assert v.roles == ("lab", "store")
    assert v.rows("raw_receipt") == ('state = "submitted"', "created_by = CURRENT_USER()")
    assert v.rows("raw_receipt", "submit") == ("created_by = CURRENT_USER()",)
    assert v.can("submit", "raw_receipt")
    assert not v.can("void", "raw_receipt")
    assert not v.can("read", "shipment")
    assert v.may("trace")
    assert not v.may("audit")


def test_a_grant_on_every_record_or_every_form_takes_the_conditions_of_others_away(
    store: Store, role: Make, hire: Hire
) -> None:
    role("own", {"form": "shipment", "verbs": ["read"], "where": "created_by = CURRENT_USER()"})
    role("all", {"form": "*", "verbs": ["read"]})
    v = viewer(store, hire("wang", "own", "all").actor())
    assert v.rows("shipment") is None
    assert v.rows("whatever") is None


def test_named_fields_add_up_and_hidden_ones_stay_hidden(store: Store, role: Make, hire: Hire) -> None:
    role("a", {"form": "supplier", "verbs": ["read", "submit"], "read": ["name", "visits.day"], "write": ["name"]})
    role("b", {"form": "supplier", "verbs": ["read"], "read": ["phone", "bank", "prices"]})
    role("c", {"form": "supplier", "verbs": ["read"], "read": [], "hide": ["bank", "prices.net"]})
    v = viewer(store, hire("wang", "a", "b", "c").actor())
    fields = v.readable("supplier")
    seen = {
        k for k in ("name", "phone", "bank", "uscc", "visits", "visits.day", "visits.by", "prices") if fields.has(k)
    }
    assert seen == {"name", "phone", "visits", "visits.day", "prices"}
    assert fields.has("prices.gross")
    assert not fields.has("prices.net")
    assert [v.writable("supplier").has(k) for k in ("name", "phone")] == [True, False]
    unlimited = viewer(store, hire("li", "c").actor())
    assert not unlimited.writable("supplier").has("name")


def test_a_hidden_list_hides_its_fields() -> None:
    fields = Fields(None, frozenset({"prices"}))
    assert not fields.has("prices")
    assert not fields.has("prices.net")
    assert fields.has("price")
    assert not fields.all


def test_a_change_of_rights_counts_at_once(store: Store, role: Make, hire: Hire) -> None:
    who = hire("wang", role("store", {"form": "raw_receipt", "verbs": ["read"]}))
    assert viewer(store, who.actor()).can("read", "raw_receipt")
    role("store", {"form": "raw_receipt", "verbs": ["submit"]})
    assert not viewer(store, who.actor()).can("read", "raw_receipt")
    assert viewer(store, who.actor()).can("submit", "raw_receipt")
    store.write(lambda tx: retire_role(tx, "store", CLI))
    assert not viewer(store, who.actor()).can("submit", "raw_receipt")
    role("store", {"form": "raw_receipt", "verbs": ["void"]})
    assert viewer(store, who.actor()).can("void", "raw_receipt")
    set_roles(store, who.uid, [], by=CLI)
    assert not viewer(store, who.actor()).can("void", "raw_receipt")


def test_one_who_left_may_do_nothing(store: Store, role: Make, hire: Hire) -> None:
    who = hire("wang", role("store", {"form": "raw_receipt", "verbs": ["read"]}))
    assert viewer(store, who.actor()).can("read", "raw_receipt")
    deactivate(store, who.uid, by=CLI)
    assert not viewer(store, who.actor()).can("read", "raw_receipt")


def test_a_change_in_another_process_counts_within_a_second(
    store: Store, settings: Settings, clock: SetClock, role: Make, hire: Hire
) -> None:
    who = hire("wang", role("store", {"form": "raw_receipt", "verbs": ["read"]}))
    other_clock = SetClock(clock.now())
    other = open_store(settings, clock=other_clock)
    try:
        assert viewer(other, who.actor()).can("read", "raw_receipt")
        set_roles(store, who.uid, [], by=CLI)
        other_clock.set(clock.now().replace(second=1))
        assert not viewer(other, who.actor()).can("read", "raw_receipt")
    finally:
        other.close()


def test_a_refused_change_of_rights_changes_nothing(store: Store, role: Make, hire: Hire) -> None:
    who = hire("wang", role("store", {"form": "raw_receipt", "verbs": ["read"]}))
    with pytest.raises(Invalid):
        set_roles(store, who.uid, ["store", "ghost"], by=CLI)
    assert viewer(store, who.actor()).can("read", "raw_receipt")


def test_the_viewer_knows_the_departments_below_the_own_one(store: Store, hire: Hire) -> None:
    plant = create_department(store, "一厂", by=CLI)
    line = create_department(store, "包装线", by=CLI, parent=plant.uid)
    crew = create_department(store, "甲班", by=CLI, parent=line.uid)
    create_department(store, "二厂", by=CLI)
    who = hire("wang", department=line.uid)
    v = viewer(store, who.actor())
    assert (v.department, v.departments) == (line.id, {line.id, crew.id})
    change_department(store, crew.uid, parent=plant.uid, by=CLI)
    assert viewer(store, who.actor()).departments == {line.id}
    with pytest.raises(Invalid):
        change_department(store, plant.uid, parent=crew.uid, by=CLI)


def test_a_role_may_mean_the_own_records_or_those_of_the_department(store: Store, role: Make, hire: Hire) -> None:
    role("own", {"form": "feeding", "verbs": ["submit"], "where": "own"})
    role("crew", {"form": "feeding", "verbs": ["read"], "where": " department "})
    line = create_department(store, "包装线", by=CLI)
    crew = create_department(store, "甲班", by=CLI, parent=line.uid)
    v = viewer(store, hire("wang", "own", "crew", department=line.uid).actor())
    assert v.rows("feeding", "submit") == ("created_by = CURRENT_USER()",)
    assert v.rows("feeding") == (f'created_by.department.id IN ("{line.uid}", "{crew.uid}")',)
    assert viewer(store, hire("li", "crew").actor()).rows("feeding") == ("created_by = CURRENT_USER()",)


def test_the_viewer_carries_the_actor_who_asks(store: Store, hire: Hire) -> None:
    who = hire("wang")
    here = replace(who.actor(), device="scanner 3")
    assert viewer(store, here).actor is here


def test_a_role_document_is_refused_with_every_mistake(store: Store) -> None:
    with pytest.raises(Invalid) as caught:
        parse_role(
            {
                "role": "Store!",
                "label": {},
                "grants": [
                    {"form": "x y", "verbs": []},
                    {"form": "*", "verbs": ["read"], "hide": ["a b"], "where": "a ="},
                ],
            }
        )
    assert [m.path for m in caught.value.mistakes] == [
        "role",
        "label",
        "grants[0].form",
        "grants[0].verbs",
        "grants[1].where",
        "grants[1].hide",
    ]
    for unknown in (
        {"role": "a", "label": {"zh": "a"}, "grant": []},
        {"role": "a", "label": {"zh": "a"}, "abilities": ["fly"]},
        {"role": "a", "label": {"zh": "a"}, "grants": [{"form": "f", "verbs": ["delete"]}]},
    ):
        with pytest.raises(Invalid):
            store.write(lambda tx, body=unknown: store_role(tx, body, CLI))


def test_a_refusal_is_told_in_both_languages(store: Store, hire: Hire) -> None:
    with pytest.raises(Forbidden) as caught:
        require(viewer(store, hire("wang").actor()), "void", "shipment")
    assert say(caught.value.code, "zh", **caught.value.params) == "您没有权限：作废（shipment）"
    assert say(caught.value.code, "en", **caught.value.params) == "You may not do this: void (shipment)"


def test_the_built_in_administrator_is_a_valid_role(store: Store) -> None:
    assert store.write(lambda tx: store_role(tx, ADMINISTRATOR, CLI)).abilities == ADMINISTRATOR.abilities

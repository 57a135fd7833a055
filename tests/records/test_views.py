"""Views of a list: kept, shared, changed by their owner only, and never a way to see what is hidden."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.definitions.document import from_yaml
from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Forbidden, Invalid, NotFound
from suyuan.records import submit
from suyuan.records.groups import groups
from suyuan.records.record import Query
from suyuan.records.views import Look, change_view, choose_view, drop_view, keep_view, views
from tests.records.plant import Plant, mistakes, publish

ORDER = """
form: order
label: {zh: 订单, en: Order}
title: "{what}"
fields:
  what: {type: text, required: true}
  status: {type: choice, options: [{key: new, label: 新}, {key: open, label: 进行}, {key: done, label: 完成}]}
  shop: {type: link, to: supplier}
  due: {type: date}
  ends: {type: date}
  photo: {type: image}
  worth: {type: number}
views:
  - {key: board, label: {zh: 看板, en: Board}, face: kanban, by: status, fields: [what, due]}
  - {key: plan, label: {zh: 日历, en: Plan}, face: calendar, date: due, until: ends}
  - {key: shots, label: {zh: 图片, en: Shots}, face: gallery, picture: photo}
"""


@pytest.fixture
def plant(plant: Plant) -> Plant:
    publish(plant.store, {"order": ORDER})
    return plant


def refused(plant: Plant, look: Look, name: str = "v", by: str = "boss") -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        keep_view(plant.store, "order", name, look, by=plant.people[by])
    return mistakes(wrong.value)


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({"face": "kanban"}, {"by": "forms.face_needs"}),
        ({"face": "kanban", "by": "what"}, {"by": "forms.face_type"}),
        ({"face": "kanban", "by": "nothing"}, {"by": "forms.no_field", "fields": "records.no_field"}),
        ({"face": "calendar", "until": "ends"}, {"date": "forms.face_needs"}),
        ({"face": "calendar", "date": "status"}, {"date": "forms.face_type"}),
        ({"face": "gallery", "picture": "due"}, {"picture": "forms.face_type"}),
        ({"face": "table", "by": "status"}, {"by": "forms.face_not_of"}),
        ({"where": "nothing > 1", "sort": "x"}, {"where": "expr.no_name", "sort": "records.no_sort"}),
        ({"fields": ["what"], "widths": {"what": 5}}, {"widths": "records.view_width"}),
        ({"fields": ["what"], "widths": {"due": 100}}, {"widths": "records.no_field"}),
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_view_that_could_not_be_shown_is_refused(plant: Plant, look: dict[str, Any], told: dict[str, str]) -> None:
    found = refused(plant, Look(**look))
    assert set(found) == set(told)
    assert all(found[path] == code or code == "expr.no_name" for path, code in told.items())


def test_a_view_is_kept_changed_and_dropped_by_its_owner(plant: Plant) -> None:
    boss, clerk = plant.boss, plant.people["clerk"]
    store = plant.store
    look = Look(face="kanban", by="status", fields=["what", "due"], widths={"what": 240}, sort="-due")
    made = keep_view(store, "order", "  Board  ", look, by=boss, shared=True)
    assert made.name == "Board"
    [seen] = views(store, "order", by=boss).items
    assert seen == made
    changed = change_view(store, "order", made.id, {"name": "B", "face": "table", "by": None}, by=boss)
    assert (changed.name, changed.face, changed.by, changed.sort, changed.widths) == (
        "B",
        "table",
        None,
        "-due",
        {"what": 240},
    )
    with pytest.raises(Invalid):
        change_view(store, "order", made.id, {"sort": "nothing"}, by=boss)
    assert views(store, "order", by=boss).items == [changed]
    with pytest.raises(Forbidden):
        views(store, "order", by=clerk)
    drop_view(store, "order", made.id, by=boss)
    assert views(store, "order", by=boss).items == []


def with_rights(plant: Plant, *hide: str) -> None:
    grants = [
        {"form": "order", "verbs": ["read", "submit"], "hide": list(hide)},
        {"form": "supplier", "verbs": ["read"]},
    ]
    document = {"role": "clerk", "label": {"zh": "文员", "en": "Clerk"}, "abilities": [], "grants": grants}
    plant.store.write(lambda tx: store_role(tx, parse_role(document), CLI))


def test_sharing_needs_reading_only_but_only_the_owner_or_a_designer_changes(plant: Plant) -> None:
    with_rights(plant)
    boss, clerk, store = plant.boss, plant.people["clerk"], plant.store
    mine = keep_view(store, "order", "Mine", Look(), by=clerk)
    shared = keep_view(store, "order", "Ours", Look(sort="due"), by=clerk, shared=True)
    [seen] = views(store, "order", by=boss).items
    assert (seen.name, seen.own, seen.may) == ("Ours", False, True)
    theirs = keep_view(store, "order", "Boss", Look(), by=boss, shared=True)
    assert [(v.name, v.own, v.may) for v in views(store, "order", by=clerk).items] == [
        ("Boss", False, False),
        ("Mine", True, True),
        ("Ours", True, True),
    ]
    with pytest.raises(Forbidden):
        change_view(store, "order", theirs.id, {"name": "x"}, by=clerk)
    with pytest.raises(NotFound):
        drop_view(store, "order", mine.id, by=boss)
    assert change_view(store, "order", shared.id, {"name": "All"}, by=boss).name == "All"


def test_a_view_over_what_is_hidden_says_so_and_tells_nothing_of_it(plant: Plant) -> None:
    boss, clerk, store = plant.boss, plant.people["clerk"], plant.store
    keep_view(store, "order", "Dear", Look(where="worth > 77", fields=["what", "worth"]), by=boss, shared=True)
    keep_view(store, "order", "Days", Look(face="calendar", date="due"), by=boss, shared=True)
    with_rights(plant, "worth", "due")
    days, dear = views(store, "order", by=clerk).items
    for view in (days, dear):
        assert view.barred
        assert (view.where, view.sort, view.fields, view.face, view.date) == (None, None, [], "table", None)
    assert refused(plant, Look(face="calendar", date="due"), by="clerk").keys() == {"date", "fields"}


def test_the_view_a_list_opens_with_is_ones_own_choice(plant: Plant) -> None:
    with_rights(plant)
    boss, clerk, store = plant.boss, plant.people["clerk"], plant.store
    made = keep_view(store, "order", "Mine", Look(), by=boss)
    for view in ("form.board", made.id):
        choose_view(store, "order", view, by=boss)
        assert (views(store, "order", by=boss).chosen, views(store, "order", by=clerk).chosen) == (view, "")
    for view in ("form.none", made.id):
        with pytest.raises(NotFound):
            choose_view(store, "order", view, by=clerk)
    drop_view(store, "order", made.id, by=boss)
    assert views(store, "order", by=boss).chosen == ""


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_forms_own_views_are_checked_when_it_is_published(plant: Plant) -> None:
    body = from_yaml(ORDER, "order.yaml").body
    body["views"] = [
        {"key": "b", "label": "B", "face": "kanban", "by": "due"},
        {"key": "c", "label": "C", "until": "due"},
    ]
    with pytest.raises(Invalid) as wrong:
        plant.store.write(lambda tx: put(tx, "forms", {"order": body}, CLI))
    told = {m.path.partition("views")[2]: m.code for m in wrong.value.mistakes}
    assert told == {"[0].by": "forms.face_type", "[1].until": "forms.face_not_of"}


def test_a_board_counts_what_its_reader_may_see(plant: Plant) -> None:
    for n, (status, shop) in enumerate(
        [("new", plant.mill), ("new", plant.shop), ("open", plant.mill), (None, plant.mill), ("done", None)]
    ):
        plant.write("order", what=f"w{n}", status=status, shop=shop)
    boss, store = plant.boss, plant.store

    def counted(key: str, by: str = "boss", **more: Any) -> dict[Any, int]:
        found = groups(store, Query("order", **more), key, by=plant.people[by])
        assert (found.more, found.left_out) == (False, 0)
        return {g.value["title"] if isinstance(g.value, dict) else g.value: g.count for g in found.items}

    assert counted("status") == {"new": 2, "open": 1, "done": 1, None: 1}
    assert counted("status", where="shop.name = 'Mill'") == {"new": 1, "open": 1, None: 1}
    assert counted("shop", search="w1") == {"Shop": 1}
    assert counted("shop") == {"Mill": 3, "Shop": 1, None: 1}
    for key in ("what", "nothing", "worth"):
        with pytest.raises(Invalid):
            groups(store, Query("order"), key, by=boss)

    with_rights(plant, "status")
    submit(store, "order", {"what": "own"}, by=plant.people["clerk"])
    with pytest.raises(Invalid):
        groups(store, Query("order"), "status", by=plant.people["clerk"])

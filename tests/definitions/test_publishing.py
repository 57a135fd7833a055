"""Drafts, publishing, versions and differences, with roles, apps and forms as the things drawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import suyuan.forms
from suyuan.access.roles import role_by_key
from suyuan.definitions.definition import Definition
from suyuan.definitions.diff import Change, diff
from suyuan.definitions.draft import save_draft
from suyuan.definitions.publish import publish, publish_all, put, retire
from suyuan.definitions.read import draft, latest, listed, one, stamp, versions
from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.errors import Conflict, Invalid, NotFound
from suyuan.ledger.entry import Subject
from suyuan.ledger.read import entries_of
from suyuan.store.engine import Store

assert suyuan.forms

WANG = Actor("person:wang", "王芳")
APP = {"app": "quality", "label": {"zh": "质量", "en": "Quality"}, "order": 30}


def saved(store: Store, body: dict[str, Any], revision: int | None = None, by: Actor = WANG) -> Definition:
    return store.write(lambda tx: save_draft(tx, "apps", "quality", body, by, revision))


def test_a_draft_is_published_and_told_in_the_ledger(store: Store) -> None:
    first = saved(store, APP)
    assert (first.version, first.state, first.revision) == (1, "draft", 1)
    with store.read() as conn, pytest.raises(NotFound):
        one(conn, "apps", "quality")
    done = store.write(lambda tx: publish(tx, "apps", "quality", CLI, "first"))
    assert (done.version, done.state, done.note, done.actor_name) == (1, "published", "first", CLI.name)
    with store.read() as conn:
        assert one(conn, "apps", "quality") == done
        assert draft(conn, "apps", "quality") is None
        assert stamp(conn, "apps") == 1
        told = entries_of(conn, Subject("definition", "apps/quality"))
    assert [(e.kind, e.actor_name) for e in told] == [
        ("definition.drafted", "王芳"),
        ("definition.published", CLI.name),
    ]
    assert told[1].body["body"]["label"] == {"zh": "质量", "en": "Quality"}
    assert told[1].reason == "first"


def test_the_published_version_stays_while_the_next_is_drawn(store: Store) -> None:
    saved(store, APP)
    store.write(lambda tx: publish(tx, "apps", "quality", CLI))
    saved(store, {**APP, "order": 31})
    saved(store, {**APP, "order": 32})
    with store.read() as conn:
        assert one(conn, "apps", "quality").body["order"] == 30
        found = latest(conn, "apps", "quality")
        assert found is not None
        assert (found.version, found.revision, found.body["order"]) == (2, 3, 32)
    store.write(lambda tx: publish(tx, "apps", "quality", CLI))
    with store.read() as conn:
        assert [(d.version, d.state) for d in versions(conn, "apps", "quality")] == [(2, "published"), (1, "published")]
        assert one(conn, "apps", "quality").body["order"] == 32
        assert one(conn, "apps", "quality", 1).body["order"] == 30
        assert [d.version for d in listed(conn, "apps")] == [2]


def test_two_people_drawing_at_once_are_told(store: Store) -> None:
    first = saved(store, APP, revision=0)
    saved(store, {**APP, "order": 40}, revision=first.revision, by=CLI)
    with pytest.raises(Conflict):
        saved(store, {**APP, "order": 50}, revision=first.revision)
    with store.read() as conn:
        assert latest(conn, "apps", "quality").body["order"] == 40  # type: ignore[union-attr]


def test_a_draft_may_hold_mistakes_but_is_not_published_with_them(store: Store) -> None:
    saved(store, {"app": "quality", "lable": "质量", "order": "first"})
    with pytest.raises(Invalid) as caught:
        store.write(lambda tx: publish(tx, "apps", "quality", CLI))
    assert {m.path: m.code for m in caught.value.mistakes} == {
        "lable": "definitions.unknown_key_near",
        "label": "definitions.missing_key",
        "order": "definitions.want_int",
    }
    with store.read() as conn:
        assert listed(conn, "apps") == []
        assert [d.state for d in listed(conn, "apps", drafts=True)] == ["draft"]


def test_without_a_draft_there_is_nothing_to_publish(store: Store) -> None:
    with pytest.raises(Conflict):
        store.write(lambda tx: publish(tx, "apps", "quality", CLI))
    with pytest.raises(NotFound):
        store.write(lambda tx: publish(tx, "flowers", "quality", CLI))


@pytest.mark.parametrize(("key", "body"), [("Quality", {}), ("a__b", {}), ("x" * 31, {}), ("good", {"app": "other"})])
def test_a_key_is_a_slug_and_that_of_its_document(store: Store, key: str, body: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        store.write(lambda tx: save_draft(tx, "apps", key, body, CLI))


@pytest.mark.parametrize("word", ["\ud800", 10**30, "x" * 600_000])
def test_what_cannot_be_kept_is_refused(store: Store, word: object) -> None:
    body = {**APP, "note": word}
    if isinstance(word, int):
        assert saved(store, body).body["note"] == word
    else:
        with pytest.raises(Invalid):
            saved(store, body)


def test_two_writers_of_one_new_draft_do_not_collide(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: saved(store, {**APP, "order": n}), range(8)))
    with store.read() as conn:
        found = latest(conn, "apps", "quality")
    assert found is not None
    assert (found.version, found.revision) == (1, 8)


def test_retired_things_stay_readable_and_come_back_as_a_new_version(store: Store) -> None:
    store.write(lambda tx: put(tx, "apps", {"quality": APP}, CLI))
    store.write(lambda tx: retire(tx, "apps", "quality", CLI, "merged"))
    with store.read() as conn:
        assert listed(conn, "apps") == []
        with pytest.raises(NotFound):
            one(conn, "apps", "quality")
        assert one(conn, "apps", "quality", 1).state == "retired"
    with pytest.raises(NotFound):
        store.write(lambda tx: retire(tx, "apps", "quality", CLI))
    store.write(lambda tx: put(tx, "apps", {"quality": APP}, CLI))
    with store.read() as conn:
        assert one(conn, "apps", "quality").version == 2


def test_putting_what_is_published_already_changes_nothing(store: Store) -> None:
    assert len(store.write(lambda tx: put(tx, "apps", {"quality": APP}, CLI))) == 1
    assert store.write(lambda tx: put(tx, "apps", {"quality": dict(APP)}, CLI)) == []
    changed = store.write(lambda tx: put(tx, "apps", {"quality": {**APP, "icon": "flask"}}, CLI))
    assert [d.version for d in changed] == [2]


def test_a_role_holds_from_its_publication(store: Store) -> None:
    body = {
        "role": "inspector",
        "label": "检验员",
        "abilities": ["trace"],
        "grants": [{"form": "*", "verbs": ["read"]}],
    }
    store.write(lambda tx: put(tx, "roles", {"inspector": body}, CLI))
    with store.read() as conn:
        found = role_by_key(conn, "inspector")
        assert found is not None
        assert found.grants[0].verbs == ("read",)


def test_a_role_tells_wrong_verbs_and_unknown_forms(store: Store) -> None:
    form = {"form": "note", "label": "便签", "fields": {"words": {"type": "text"}}}
    store.write(lambda tx: put(tx, "forms", {"note": form}, CLI))
    body = {
        "role": "r",
        "label": "r",
        "grants": [{"form": "note", "verbs": ["raed"]}, {"form": "*", "verbs": ["read"]}],
    }
    with pytest.raises(Invalid) as caught:
        store.write(lambda tx: put(tx, "roles", {"r": body}, CLI))
    assert [(m.path, m.code, m.params["near"]) for m in caught.value.mistakes] == [
        ("r/grants[0].verbs[0]", "definitions.not_one_of_near", "read")
    ]
    body["grants"] = [{"form": "noet", "verbs": ["read"]}]
    with pytest.raises(Invalid) as caught:
        store.write(lambda tx: put(tx, "roles", {"r": body}, CLI))
    assert [(m.path, m.params["near"]) for m in caught.value.mistakes] == [("r/grants[0].form.noet", "note")]


def test_several_forms_are_published_together_or_not_at_all(store: Store) -> None:
    link = {"form": "a", "label": "甲", "fields": {"b": {"type": "link", "to": "b"}}}
    back = {"form": "b", "label": "乙", "fields": {"a": {"type": "link", "to": "a"}, "x": {"type": "text"}}}
    broken = {**back, "fields": {**back["fields"], "y": {"type": "link", "to": "nowhere"}}}  # type: ignore[dict-item]

    def work(tx: Any, other: dict[str, Any]) -> list[Definition]:
        save_draft(tx, "forms", "a", link, CLI)
        save_draft(tx, "forms", "b", other, CLI)
        return publish_all(tx, "forms", ["a", "b"], CLI)

    with pytest.raises(Invalid) as caught:
        store.write(lambda tx: work(tx, broken))
    assert [m.path for m in caught.value.mistakes] == ["b/fields.y.to"]
    with store.read() as conn:
        assert listed(conn, "forms", drafts=True) == []
    assert [d.key for d in store.write(lambda tx: work(tx, back))] == ["a", "b"]


def test_a_difference_tells_paths_and_both_sides() -> None:
    old = {"form": "f", "label": {"zh": "甲", "en": "A"}, "fields": {"a": {"type": "text"}, "b": {"type": "text"}}}
    fields = {"b": {"type": "text", "max": 9}, "c": {"type": "bool"}}
    new = {"form": "f", "label": {"zh": "乙", "en": "A"}, "fields": fields, "guards": [{"refuse": "b = c"}]}
    assert diff(old, new) == [
        Change("changed", "label", {"zh": "甲", "en": "A"}, {"zh": "乙", "en": "A"}),
        Change("removed", "fields.a", {"type": "text"}),
        Change("added", "fields.b.max", None, 9),
        Change("added", "fields.c", None, {"type": "bool"}),
        Change("added", "guards", None, [{"refuse": "b = c"}]),
    ]
    assert diff({"fields": {"a": 1, "b": 2}}, {"fields": {"b": 2, "a": 1}}) == [
        Change("moved", "fields", ["a", "b"], ["b", "a"])
    ]
    assert diff({"guards": [{"refuse": "a"}]}, {"guards": [{"refuse": "b"}, {"refuse": "c"}]}) == [
        Change("changed", "guards[0].refuse", "a", "b"),
        Change("added", "guards[1]", None, {"refuse": "c"}),
    ]
    assert diff(old, old) == []

"""The ways back: earlier versions, discarded drafts, what was retired; the ledger agrees with all of it."""

from __future__ import annotations

from typing import Any

import pytest

import suyuan.forms
from suyuan.definitions import verify as verify_definitions
from suyuan.definitions.back import bring_back, discard, rollback
from suyuan.definitions.draft import save_draft
from suyuan.definitions.publish import publish, put, retire
from suyuan.definitions.read import draft, latest, listed, one
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, NotFound
from suyuan.store.engine import Store

assert suyuan.forms

TEXT, NUMBER = {"type": "text"}, {"type": "number"}


def drawn(store: Store, **fields: Any) -> None:
    body = {"form": "note", "label": "便签", "fields": fields}
    store.write(lambda tx: put(tx, "forms", {"note": body}, CLI))


def faults(store: Store) -> list[Any]:
    with store.read() as conn:
        return list(verify_definitions.compare(conn))


def test_an_earlier_version_becomes_a_new_one_and_later_fields_stay_as_retired(store: Store) -> None:
    drawn(store, a=TEXT)
    drawn(store, a=TEXT, b=NUMBER)
    done = store.write(lambda tx: rollback(tx, "forms", "note", 1, CLI, "back"))
    assert (done.version, done.state, done.note) == (3, "published", "back")
    form = catalogue(store).form("note")
    assert (form.version, list(form.fields)) == (3, ["a"])
    assert [f.key for f in form.form.fields if f.retired] == ["b"]
    store.write(lambda tx: rollback(tx, "forms", "note", 2, CLI))
    assert list(catalogue(store).form("note").fields) == ["a", "b"]
    assert faults(store) == []


def test_going_back_never_loses_a_draft(store: Store) -> None:
    drawn(store, a=TEXT)
    drawn(store, a=TEXT, b=NUMBER)
    store.write(lambda tx: save_draft(tx, "forms", "note", {"label": "x", "fields": {"c": TEXT}}, CLI))
    with pytest.raises(Conflict):
        store.write(lambda tx: rollback(tx, "forms", "note", 1, CLI))
    with pytest.raises(NotFound):
        store.write(lambda tx: rollback(tx, "forms", "note", 3, CLI))


def test_a_discarded_draft_is_gone_and_who_still_draws_it_notices(store: Store) -> None:
    drawn(store, a=TEXT)
    body: Any = {"label": "x", "fields": {"c": TEXT}}
    old = store.write(lambda tx: save_draft(tx, "forms", "note", body, CLI))
    store.write(lambda tx: discard(tx, "forms", "note", CLI))
    with store.read() as conn:
        assert draft(conn, "forms", "note") is None
        assert one(conn, "forms", "note").version == 1
        assert latest(conn, "forms", "note").revision > old.revision  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        store.write(lambda tx: save_draft(tx, "forms", "note", body, CLI, old.revision))
    assert faults(store) == []
    store.write(lambda tx: save_draft(tx, "forms", "note", body, CLI))
    assert faults(store) == []
    store.write(lambda tx: discard(tx, "forms", "note", CLI))
    with pytest.raises(NotFound):
        store.write(lambda tx: discard(tx, "forms", "note", CLI))


def test_what_was_retired_comes_back_as_it_was(store: Store) -> None:
    drawn(store, a=TEXT)
    drawn(store, a=TEXT, b=NUMBER)
    with pytest.raises(Conflict):
        store.write(lambda tx: bring_back(tx, "forms", "note", CLI))
    store.write(lambda tx: retire(tx, "forms", "note", CLI))
    assert "note" not in catalogue(store)
    store.write(lambda tx: save_draft(tx, "forms", "note", {"label": "x", "fields": {"c": TEXT}}, CLI))
    back = store.write(lambda tx: bring_back(tx, "forms", "note", CLI, "needed"))
    assert (back.version, back.state, back.note) == (2, "published", "needed")
    assert catalogue(store).form("note").version == 2
    with store.read() as conn:
        assert [d.state for d in listed(conn, "forms", drafts=True)] == ["draft"]
    assert faults(store) == []
    assert store.write(lambda tx: publish(tx, "forms", "note", CLI)).version == 3

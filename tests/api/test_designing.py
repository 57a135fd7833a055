"""Drawing forms over HTTP: drafts, the ways back, what is told of a draft and of trying it."""

from __future__ import annotations

from typing import Any

from tests.api.client import Client
from tests.api.conftest import Caller

FORMS = "/api/v1/forms"
NOTE: dict[str, Any] = {
    "form": "note",
    "label": {"zh": "便签", "en": "Note"},
    "app": "office",
    "folder": "daily",
    "fields": {"a": {"type": "text", "label": {"zh": "甲", "en": "A"}}},
}


def test_drafts_are_listed_and_read_by_designers_only(boss: Client, caller: Caller) -> None:
    saved = boss("PUT", f"{FORMS}/note", {"definition": NOTE, "revision": 0}).json
    assert (saved["state"], saved["revision"]) == ("draft", 1)
    items = boss.get(f"{FORMS}?drafts=true").json["items"]
    (note,) = [item for item in items if item["key"] == "note"]
    assert {k: note[k] for k in ("state", "published", "revision", "by", "folder", "app")} == {
        "state": "draft", "published": False, "revision": 1, "by": "boss person", "folder": "daily", "app": "office",
    }  # fmt: skip
    assert [item["key"] for item in items if item["state"] == "published"] != []
    assert all(item["key"] != "note" for item in boss.get(FORMS).json["items"])
    clerk = caller("clerk")
    assert clerk.get(f"{FORMS}?drafts=true").status == 403
    assert boss.get(f"{FORMS}/note?draft=true").json["definition"]["folder"] == "daily"
    boss.post(f"{FORMS}/note/publish", {"note": "first"})
    boss("PUT", f"{FORMS}/receipt", {"label": "x", "fields": "none yet"})
    assert clerk.get(f"{FORMS}/receipt?draft=true").status == 403
    assert clerk.get(f"{FORMS}/receipt?version=2").status == 404
    assert clerk.get(f"{FORMS}/receipt?version=1").status == 200
    assert clerk.get(f"{FORMS}/receipt").json["version"] == 1
    assert boss.get(f"{FORMS}/receipt?draft=true").json["definition"]["fields"] == "none yet"
    assert boss.get(f"{FORMS}/receipt").json["state"] == "published"


def test_rollback_discard_retire_and_bring_back(boss: Client) -> None:
    boss("PUT", f"{FORMS}/note", NOTE)
    boss.post(f"{FORMS}/note/publish")
    more = NOTE | {"fields": NOTE["fields"] | {"b": {"type": "number"}}}
    boss("PUT", f"{FORMS}/note", more)
    boss.post(f"{FORMS}/note/publish")
    back = boss.post(f"{FORMS}/note/rollback", {"version": 1, "note": "too early"})
    assert (back.status, back.json["version"]) == (200, 3)
    assert back.json["definition"]["fields"]["b"] == {"type": "number", "retired": True}
    boss("PUT", f"{FORMS}/note", more)
    assert boss.post(f"{FORMS}/note/rollback", {"version": 2}).status == 409
    assert boss("DELETE", f"{FORMS}/note/draft").status == 204
    assert boss("DELETE", f"{FORMS}/note/draft").status == 404
    assert boss.post(f"{FORMS}/note/retire", {"reason": "unused"}).json["state"] == "retired"
    assert boss.get(f"{FORMS}/note?draft=true").json["state"] == "retired"
    assert boss.post(f"{FORMS}/note/restore").json["state"] == "published"
    assert boss.post(f"{FORMS}/note/restore").status == 409

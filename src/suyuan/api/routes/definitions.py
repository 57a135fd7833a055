"""Every kind of drawn thing through the same five routes: list, read, draft, publish, versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suyuan.api.answer import Answer, exact
from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, Parameter, Who, ability, route
from suyuan.api.shape import Shape, obj, text, whole
from suyuan.api.strict import decode
from suyuan.definitions import back, draft, publish, read
from suyuan.definitions.definition import Body, Definition
from suyuan.definitions.diff import diff
from suyuan.kernel.errors import NotFound

_WRAPPED = Shape({"definition": obj(required=True), "revision": whole()})
_NOTE = Shape({"note": text(most=1000), "reason": text(most=1000)})
_BACK = Shape({"version": whole(required=True, least=1), "note": text(most=1000)})
MOST = 200
_VERSION = {"version": Parameter("whole", least=1)}


def shown(found: Definition) -> dict[str, Any]:
    """A definition as answered."""
    return {
        "key": found.key,
        "version": found.version,
        "state": found.state,
        "revision": found.revision,
        "definition": found.body,
        "note": found.note,
        "by": found.actor_name,
        "at": found.at,
    }


async def save(call: Call, kind: str, key: str) -> Answer:
    """Save a draft from the body: the document itself, or ``{definition, revision}``."""
    document: Any = decode(await call.raw())
    revision = None
    if isinstance(document, dict) and "definition" in document:
        given = _WRAPPED.check(document)
        document, revision = given["definition"], given["revision"]
    elif not isinstance(document, dict):
        _WRAPPED.check(document)
    by = call.actor
    return exact(shown(await call.write(lambda tx: draft.save_draft(tx, kind, key, document, by, revision))))


async def put_out(call: Call, kind: str, key: str) -> Answer:
    """Publish the draft."""
    note = (await call.optional_body())["note"] or ""
    by = call.actor
    return exact(shown(await call.write(lambda tx: publish.publish(tx, kind, key, by, note))))


async def take_back(call: Call, kind: str, key: str) -> Answer:
    """Take a definition out of use."""
    reason = (await call.optional_body())["reason"] or ""
    by = call.actor
    return exact(shown(await call.write(lambda tx: publish.retire(tx, kind, key, by, reason))))


async def go_back(call: Call, kind: str, key: str) -> Answer:
    """Publish an earlier version anew."""
    given, by = await call.body(), call.actor
    version, note = given["version"], given["note"] or ""
    return exact(shown(await call.write(lambda tx: back.rollback(tx, kind, key, version, by, note))))


async def throw_away(call: Call, kind: str, key: str) -> None:
    """Discard the draft."""
    by = call.actor
    await call.write(lambda tx: back.discard(tx, kind, key, by))


async def bring_back(call: Call, kind: str, key: str) -> Answer:
    """Put into use again what was retired."""
    reason = (await call.optional_body())["reason"] or ""
    by = call.actor
    return exact(shown(await call.write(lambda tx: back.bring_back(tx, kind, key, by, reason))))


async def version_of(call: Call, kind: str, key: str) -> Definition:
    """The version asked for; with ``draft`` the newest in any state; else the published one, else the newest."""

    def look() -> Definition:
        with call.store.read() as conn:
            if call.query["version"] is not None:
                return read.one(conn, kind, key, call.query["version"])
            newest = read.latest(conn, kind, key) if call.query.get("draft") else None
            try:
                return newest or read.one(conn, kind, key)
            except NotFound:
                found = read.latest(conn, kind, key)
                if found is None:
                    raise
                return found

    return await call.quick(look)


async def all_versions(call: Call, kind: str, key: str, tell: Callable[[Body, Body], list[Any]] = diff) -> Answer:
    """Versions, newest first, each with what it changed.

    :param tell: the changes from one document to the next.
    """

    def look() -> Any:
        with call.store.read() as conn:
            found = read.versions(conn, kind, key)
        items: list[Any] = []
        for one in found[:MOST]:
            older = next((d for d in found if d.version == one.version - 1), None)
            brief = {k: v for k, v in shown(one).items() if k != "definition"}
            items.append(brief | {"changes": tell(older.body, one.body) if older else []})
        return {"items": items, "next": None}

    return exact(await call.away(look))


def _draws(call: Call, writers: Who) -> bool:
    """Whether the caller may know of what is only being drawn."""
    return call.viewer is not None and any(call.viewer.may(word) for word in writers.word.split())  # type: ignore[arg-type]


def declare_kind(kind: str, word: str, readers: Who, writers: Who) -> None:
    """Declare the routes of a kind: list, read, versions for ``readers``; draft, publish, retire for ``writers``."""

    @route("GET", f"/{kind}", readers, summary=f"The published {kind}.")
    async def listed(call: Call) -> Answer:
        def look() -> list[Definition]:
            with call.store.read() as conn:
                return read.listed(conn, kind)

        return exact({"items": [shown(d) for d in await call.away(look)], "next": None})

    @route("GET", f"/{kind}/{{key:str}}", readers, query=_VERSION, summary=f"One {word} and its document.")
    async def one(call: Call) -> Answer:
        key = call.path["key"]
        found = await version_of(call, kind, key)
        if found.state == "draft" and not _draws(call, writers):
            raise NotFound("definitions.no_such", key=key[:100])
        return exact(shown(found))

    @route("GET", f"/{kind}/{{key:str}}/versions", readers, summary=f"The versions of one {word}, newest first.")
    async def versions(call: Call) -> Answer:
        return await all_versions(call, kind, call.path["key"])

    declare_writing(kind, word, writers)


def declare_writing(kind: str, word: str, writers: Who) -> None:
    """Declare the routes that draw a kind: draft and discard, publish, roll back, retire and bring back."""

    @route("PUT", f"/{kind}/{{key:str}}", writers, takes=("application/json",), summary=f"Save a draft of one {word}.")
    async def drafted(call: Call) -> Answer:
        return await save(call, kind, call.path["key"])

    @route("POST", f"/{kind}/{{key:str}}/publish", writers, body=_NOTE, summary=f"Publish the draft of one {word}.")
    async def published(call: Call) -> Answer:
        return await put_out(call, kind, call.path["key"])

    @route("POST", f"/{kind}/{{key:str}}/retire", writers, body=_NOTE, summary=f"Take one {word} out of use.")
    async def retired(call: Call) -> Answer:
        return await take_back(call, kind, call.path["key"])

    @route("DELETE", f"/{kind}/{{key:str}}/draft", writers, status=204, summary=f"Discard the draft of one {word}.")
    async def discarded(call: Call) -> None:
        await throw_away(call, kind, call.path["key"])

    @route("POST", f"/{kind}/{{key:str}}/rollback", writers, body=_BACK, summary=f"Back to an earlier {word}.")
    async def rolled_back(call: Call) -> Answer:
        return await go_back(call, kind, call.path["key"])

    @route("POST", f"/{kind}/{{key:str}}/restore", writers, body=_NOTE, summary=f"Bring back a retired {word}.")
    async def restored(call: Call) -> Answer:
        return await bring_back(call, kind, call.path["key"])


declare_kind("roles", "role", ability("admin"), ability("admin"))
declare_kind("apps", "app", SIGNED_IN, ability("design"))

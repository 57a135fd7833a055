"""Drafts of records: each is its author's alone."""

from __future__ import annotations

from typing import Any

import msgspec

from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, Parameter, route
from suyuan.api.shape import Shape, obj, text, whole
from suyuan.records.drafts import MOST_BYTES, Typed, draft, drafts, drop_draft, keep_draft

_TYPED = Shape(
    {
        "form": text(required=True, most=130),
        "version": whole(required=True, least=1),
        "values": obj(required=True, note="as the screen keeps them"),
        "key": text(required=True, most=200, note="idempotency key it will be submitted under"),
        "record": text(most=40, note="the record being amended"),
        "revision": whole(least=1, note="of that record"),
        "begun": text(most=4000, note="what the address filled in"),
        "saved": whole(note="of what this device saw last"),
    }
)
_WHICH = {"form": Parameter(most=130), "record": Parameter(most=40)}


@route("GET", "/drafts", SIGNED_IN, query=_WHICH)
async def listed(call: Call) -> Any:
    """The caller's drafts, newest first, without what was typed."""
    form, record = call.query["form"], call.query["record"]
    items = await call.away(lambda: drafts(call.store, by=call.actor, form=form, record=record))
    return {"items": items, "next": None}


@route("GET", "/drafts/{id:str}", SIGNED_IN)
async def one(call: Call) -> Any:
    """One of the caller's drafts, with what was typed and the fields that its form no longer has."""
    return await call.away(lambda: draft(call.store, call.path["id"], by=call.actor))


@route("PUT", "/drafts/{id:str}", SIGNED_IN, body=_TYPED, limit=2 * MOST_BYTES)
async def keep(call: Call) -> Any:
    """Keep a draft: the newest of a form, record and beginning stays, and tells what it took the place of."""
    given = await call.body()
    typed = msgspec.convert({k: v for k, v in given.items() if v is not None}, Typed)
    return await call.away(lambda: keep_draft(call.store, call.path["id"], typed, by=call.actor))


@route("DELETE", "/drafts/{id:str}", SIGNED_IN, status=204)
async def drop(call: Call) -> None:
    """Drop a draft."""
    await call.away(lambda: drop_draft(call.store, call.path["id"], by=call.actor))

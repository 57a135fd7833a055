"""Records: the one door over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

from suyuan import records
from suyuan.api.answer import Answer, Stream
from suyuan.api.call import Call
from suyuan.api.problem import BadParameters
from suyuan.api.refusal import errors
from suyuan.api.route import Parameter, form_verb, route
from suyuan.api.shape import Shape, flag, obj, text, whole
from suyuan.kernel.errors import Mistake
from suyuan.records.bulk import FORMATS, export
from suyuan.records.record import MOST, USUAL, Query

CONFIRMED = flag("guards that only warn do not keep it from being written")
CHECK = Shape({"fields": obj(required=True)})
SUBMIT = Shape({"fields": obj(required=True), "confirmed": CONFIRMED})
AMEND = Shape(
    {
        "fields": obj(required=True, note="absent unchanged, null clears, the sent list is the kept list"),
        "reason": text(required=True, most=1000),
        "revision": whole(required=True, least=1, note="the one that was looked at; stale answers 409"),
        "confirmed": CONFIRMED,
    }
)
VOID = Shape({"reason": text(required=True, most=1000), "revision": whole(least=1)})
RECORD = {"$ref": "#/components/schemas/Record"}
CHOOSE = {
    "where": Parameter(default="", note="condition over field keys, as verdict = 'pass' AND weight > 10"),
    "sort": Parameter(default="", most=500, note="-received_at,no"),
    "fields": Parameter(most=2000, note="a,inputs.lot,supplier.city"),
    "search": Parameter(default="", most=200, note="a text in the title"),
}
PAGE = {
    "limit": Parameter("whole", least=1, most=MOST, default=USUAL),
    "cursor": Parameter(most=2000),
}


def query_of(call: Call) -> Query:
    """The query that the parameters of the address tell."""
    given = call.query
    return Query(
        call.path["form"],
        where=given["where"],
        sort=given["sort"],
        fields=fields_of(given["fields"]),
        limit=given.get("limit") or USUAL,
        cursor=given.get("cursor"),
        search=given["search"],
    )


def fields_of(given: str | None) -> tuple[str, ...] | None:
    """``a,inputs.lot`` as paths.

    :raises BadParameters: an empty path among them.
    """
    if given is None:
        return None
    paths = tuple(path.strip() for path in given.split(","))
    if not all(paths):
        raise BadParameters([Mistake("fields", "api.required")])
    return paths


@route("POST", "/records/{form:str}", form_verb("submit"), body=SUBMIT, status=201, idempotent=True, answer=RECORD)
async def submit(call: Call) -> Any:
    """Submit a record; every mistake is answered at once, by field."""
    given = await call.body()
    form = call.path["form"]
    future = records.submit_soon(
        call.store,
        form,
        given["fields"],
        by=call.actor,
        via="api",
        key=call.key,
        confirmed=bool(given["confirmed"]),
    )
    record = await asyncio.wrap_future(future)
    return Answer(record, 201, {"location": f"/api/v1/records/{form}/{record.id}"})


@route("GET", "/records/{form:str}", form_verb("read"), query=CHOOSE | PAGE)
async def read(call: Call) -> Any:
    """Records of a form, a page at a time; nothing is counted."""
    query = query_of(call)
    if query.where or query.search or query.sort:
        return await call.away(lambda: records.read(call.store, query, by=call.actor))
    return await call.quick(lambda: records.read(call.store, query, by=call.actor))


@route("GET", "/records/{form:str}/{id:str}", form_verb("read"), answer=RECORD)
async def one(call: Call) -> Any:
    """One record."""
    form, id = call.path["form"], call.path["id"]
    return await call.quick(lambda: records.one(call.store, form, id, by=call.actor))


@route("PATCH", "/records/{form:str}/{id:str}", form_verb("amend"), body=AMEND, idempotent=True, answer=RECORD)
async def amend(call: Call) -> Any:
    """Change a record, with the reason; what it was stays in the ledger."""
    given = await call.body()
    future = records.amend_soon(
        call.store,
        call.path["form"],
        call.path["id"],
        given["fields"],
        by=call.actor,
        reason=given["reason"],
        revision=given["revision"],
        via="api",
        key=call.key,
        confirmed=bool(given["confirmed"]),
    )
    return await asyncio.wrap_future(future)


@route("POST", "/records/{form:str}/{id:str}/void", form_verb("void"), body=VOID, idempotent=True, answer=RECORD)
async def void(call: Call) -> Any:
    """Void a record, with the reason: what it did to lots is undone, and both stay visible."""
    given = await call.body()
    future = records.void_soon(
        call.store,
        call.path["form"],
        call.path["id"],
        by=call.actor,
        reason=given["reason"],
        revision=given["revision"],
        via="api",
        key=call.key,
    )
    return await asyncio.wrap_future(future)


@route("POST", "/records/{form:str}/check", form_verb("submit"), body=CHECK)
async def check(call: Call) -> Any:
    """What submitting would give: computed fields and mistakes; nothing is written."""
    given = await call.body()
    form = call.path["form"]
    found = await call.away(lambda: records.check(call.store, form, given["fields"], by=call.actor))
    return {"fields": found.fields, "errors": errors(found.mistakes, call.lang)}


@route("GET", "/records/{form:str}/{id:str}/timeline", form_verb("read"))
async def timeline(call: Call) -> Any:
    """What happened to a record, newest first: who, when, why, from which value to which."""
    form, id = call.path["form"], call.path["id"]
    return {"items": await call.away(lambda: records.timeline(call.store, form, id, by=call.actor)), "next": None}


@route(
    "GET",
    "/records/{form:str}/export",
    form_verb("export"),
    query=CHOOSE | {"format": Parameter(default="csv", choices=tuple(FORMATS))},
)
async def take_out(call: Call) -> Any:
    """The records a query finds, as CSV or JSON, with what the reader may see."""
    query, kind = query_of(call), call.query["format"]
    pieces = export(call.store, query, kind, by=call.actor)
    first = await call.away(next, pieces, None)

    async def sent() -> Any:
        piece = first
        while piece is not None:
            yield piece
            piece = await asyncio.to_thread(next, pieces, None)

    name = f"{query.form}.{kind}"
    return Stream(sent(), FORMATS[kind], {"content-disposition": f'attachment; filename="{name}"'})

"""Public forms: what somebody without an account may do at the address of a link, and nothing else."""

from __future__ import annotations

from typing import Any

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.public.limit import Limit, place_of
from suyuan.api.refusal import errors
from suyuan.api.route import PUBLIC, Parameter, route
from suyuan.api.routes.files import STROKES
from suyuan.api.shape import Shape, flag, obj, text
from suyuan.kernel.errors import TooMany
from suyuan.records.by_link import (
    MOST_FILE,
    begin_visit,
    check_by_link,
    greet,
    options_by_link,
    sign_by_link,
    submit_by_link,
    upload_by_link,
)
from suyuan.records.plant import plant_of

_HEADER = "suyuan-visit"
_PIN = Shape({"pin": text(most=20)})
_FIELDS = Shape({"fields": obj(required=True)})
_SUBMIT = Shape({"fields": obj(required=True), "confirmed": flag(note="what guards warn of was seen")})
_OPTIONS = Shape({"field": text(required=True, most=130), "values": obj(), "row": obj(), "search": text(most=100)})


def _slowly(call: Call, limit: Limit, more: str = "") -> None:
    """Refuse whoever asks too often.

    :raises TooMany: with the seconds to wait.
    """
    if not limit.take(place_of(call.actor.address) + more, call.store.clock.now()):
        raise TooMany("api.too_often", seconds=max(1, round(limit.every.total_seconds())))


def _visit(call: Call) -> tuple[str, str]:
    """The token of the address and the pass of the visit."""
    _slowly(call, call.house.limits.links)
    return call.path["token"], call.headers.get(_HEADER, "")[:200]


@route("GET", "/public/{token:str}", PUBLIC)
async def hello(call: Call) -> Any:
    """What a public link is for, and whether it asks for a PIN."""
    _slowly(call, call.house.limits.links)
    found = await call.away(lambda: greet(call.store, call.path["token"]))
    plant = await call.away(lambda: plant_of(call.store).name)
    return {"name": found.name, "label": found.label, "pin": found.pin, "plant": plant}


@route("POST", "/public/{token:str}/visit", PUBLIC, body=_PIN)
async def begin(call: Call) -> Any:
    """Begin a visit: the form, and the pass that goes with every further call in the header ``Suyuan-Visit``."""
    _slowly(call, call.house.limits.links)
    pin = (await call.body())["pin"]
    return await call.away(lambda: begin_visit(call.store, call.path["token"], pin, by=call.actor))


@route("POST", "/public/{token:str}/options", PUBLIC, body=_OPTIONS)
async def choose(call: Call) -> Any:
    """What a field of the public form offers, by title."""
    token, visit = _visit(call)
    given = await call.body()
    items = await call.away(
        lambda: options_by_link(
            call.store,
            token,
            visit,
            given["field"],
            given["values"] or {},
            given["row"],
            given["search"] or "",
            by=call.actor,
        )
    )
    return {"items": items}


@route("POST", "/public/{token:str}/check", PUBLIC, body=_FIELDS)
async def check(call: Call) -> Any:
    """What submitting would give; nothing is written."""
    token, visit = _visit(call)
    given = await call.body()
    found = await call.away(lambda: check_by_link(call.store, token, visit, given["fields"], by=call.actor))
    return {"fields": found.fields, "errors": errors(found.mistakes, call.lang)}


@route("POST", "/public/{token:str}/submit", PUBLIC, body=_SUBMIT, status=201, idempotent=True)
async def submit(call: Call) -> Any:
    """Submit the form."""
    token, visit = _visit(call)
    _slowly(call, call.house.limits.link_submits, token)
    given = await call.body()
    fields, confirmed = given["fields"], bool(given["confirmed"])
    receipt = await call.away(
        lambda: submit_by_link(call.store, token, visit, fields, by=call.actor, key=call.key, confirmed=confirmed)
    )
    return Answer(receipt, 201)


@route(
    "POST",
    "/public/{token:str}/files",
    PUBLIC,
    query={
        "name": Parameter(required=True, most=1000),
        "field": Parameter(most=130, note="path of the field it is for; a picture is stamped where that asks for it"),
    },
    takes=("*/*",),
    limit=MOST_FILE,
    status=201,
)
async def upload(call: Call) -> Any:
    """Send a file that this visit will put into the form."""
    token, visit = _visit(call)
    _slowly(call, call.house.limits.link_files)
    raw, asked = await call.raw(), call.query
    kept = await call.away(
        lambda: upload_by_link(
            call.store, token, visit, asked["name"], raw, by=call.actor, field=asked.get("field") or ""
        )
    )
    return kept.wire


@route("POST", "/public/{token:str}/signatures", PUBLIC, body=STROKES, status=201)
async def signature(call: Call) -> Any:
    """Sign: the strokes of a visitor's hand."""
    token, visit = _visit(call)
    _slowly(call, call.house.limits.link_files)
    given = await call.body()
    return (await call.away(lambda: sign_by_link(call.store, token, visit, given, by=call.actor))).wire

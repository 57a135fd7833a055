"""Views of a form's list, and the counts of a board's columns."""

from __future__ import annotations

from typing import Any

import msgspec

from suyuan.api.call import Call
from suyuan.api.route import Parameter, form_verb, route
from suyuan.api.routes.records import CHOOSE
from suyuan.api.shape import Shape, flag, many, obj, text
from suyuan.forms.faces import KINDS
from suyuan.kernel.errors import refuse
from suyuan.records.groups import groups
from suyuan.records.record import Query
from suyuan.records.views import Look, change_view, choose_view, drop_view, keep_view, views

_LOOK = {
    "where": text(most=4000),
    "sort": text(most=500),
    "fields": many("text", most=200),
    "widths": obj(note="pixels by column"),
    "face": text(choices=KINDS),
    "by": text(most=130, note="kanban: field of the columns"),
    "date": text(most=130, note="calendar: field of the day"),
    "until": text(most=130, note="calendar: field of the last day"),
    "picture": text(most=130, note="gallery: image field"),
}
_VIEW = Shape({"name": text(required=True, most=200), "shared": flag(), **_LOOK})
_CHANGE = Shape({"name": text(most=200), "shared": flag(), **_LOOK})
_CHOICE = Shape({"view": text(most=130, note="a view's id, form.<key>, or null for all records")})
_WHOLE = ("name", "shared", "fields", "widths", "face")
"""Members that cannot be blank: null leaves them as they are."""


def _widths(given: dict[str, Any]) -> None:
    widths = given.get("widths") or {}
    if not all(type(width) is int for width in widths.values()):
        raise refuse("widths", "api.want_whole")


def _look(given: dict[str, Any]) -> Look:
    _widths(given)
    return msgspec.convert({k: v for k, v in given.items() if k in _LOOK and v is not None}, Look)


@route("GET", "/forms/{form:str}/views", form_verb("read"))
async def list_views(call: Call) -> Any:
    """The caller's views of a form's list, those shared, and the one the list opens with."""
    found = await call.away(lambda: views(call.store, call.path["form"], by=call.actor))
    return {"items": found.items, "chosen": found.chosen, "next": None}


@route("POST", "/forms/{form:str}/views", form_verb("read"), body=_VIEW, status=201)
async def new_view(call: Call) -> Any:
    """Keep a view."""
    given = await call.body()
    look, shared = _look(given), bool(given["shared"])
    return await call.away(
        lambda: keep_view(call.store, call.path["form"], given["name"], look, by=call.actor, shared=shared)
    )


@route("PATCH", "/forms/{form:str}/views/{id:str}", form_verb("read"), body=_CHANGE)
async def other_view(call: Call) -> Any:
    """Change a view, its owner or who may design; what is absent stays, null clears."""
    sent = await call.body_as_sent()
    _widths(sent)
    changes = {k: v for k, v in sent.items() if v is not None or k not in _WHOLE}
    return await call.away(lambda: change_view(call.store, call.path["form"], call.path["id"], changes, by=call.actor))


@route("DELETE", "/forms/{form:str}/views/{id:str}", form_verb("read"), status=204)
async def end_view(call: Call) -> None:
    """Delete a view."""
    await call.away(lambda: drop_view(call.store, call.path["form"], call.path["id"], by=call.actor))


@route("PUT", "/forms/{form:str}/view", form_verb("read"), body=_CHOICE, status=204)
async def chosen_view(call: Call) -> None:
    """Say with which view the caller's list of the form opens."""
    view = (await call.body())["view"] or ""
    await call.away(lambda: choose_view(call.store, call.path["form"], view, by=call.actor))


@route(
    "GET",
    "/records/{form:str}/groups",
    form_verb("read"),
    query={
        "by": Parameter(required=True, most=130, note="a choice or link field"),
        **{k: CHOOSE[k] for k in ("where", "search")},
    },
)
async def counted(call: Call) -> Any:
    """How many records a query finds for each value of a choice or link field."""
    asked = call.query
    query = Query(call.path["form"], where=asked["where"], search=asked["search"])
    return await call.away(lambda: groups(call.store, query, asked["by"], by=call.actor))

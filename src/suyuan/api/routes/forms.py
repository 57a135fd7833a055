"""Forms: their documents, what may be chosen in their fields."""

from __future__ import annotations

from typing import Any

from suyuan.access.rights import Fields, Viewer
from suyuan.access.role import VERBS
from suyuan.api.answer import Answer, exact
from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, Parameter, ability, route
from suyuan.api.routes.definitions import all_versions, declare_writing, shown, version_of
from suyuan.api.shape import Shape, obj, text, whole
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.errors import NotFound
from suyuan.records.options import options
from suyuan.records.rows import rows

_OPTIONS = Shape(
    {
        "field": text(required=True, most=130),
        "values": obj(),
        "row": obj(),
        "search": text(most=200),
        "limit": whole(least=1, most=100),
    }
)
_ROWS = Shape({"field": text(required=True, most=130), "values": obj()})


def _fields(may: Fields, keys: list[str]) -> Any:
    """``"*"``, or the paths that may be seen or filled."""
    return "*" if may.all else [key for key in keys if may.has(key)]


def _may(seen: Viewer, form: str) -> list[str]:
    return [verb for verb in VERBS if seen.can(verb, form)]


@route("GET", "/forms", SIGNED_IN)
async def listed(call: Call) -> Any:
    """The forms that the caller may do anything with."""
    assert call.viewer is not None
    seen = call.viewer
    items = []
    for form in await call.quick(catalogue, call.store):
        may = _may(seen, form.key)
        if may or seen.may("design"):
            brief = {"key": form.key, "version": form.version, "label": form.label, "app": form.app}
            items.append(brief | {"icon": form.icon, "stage": form.stage, "hidden": form.hidden, "may": may})
    return {"items": items, "next": None}


@route("GET", "/forms/{key:str}", SIGNED_IN, query={"version": Parameter("whole", least=1)})
async def one(call: Call) -> Answer:
    """A form's document, and what the caller may do with it."""
    assert call.viewer is not None
    key, seen = call.path["key"], call.viewer
    may = _may(seen, key)
    if not may and not seen.may("design"):
        raise NotFound("definitions.no_such", key=key[:100])
    found = await version_of(call, "forms", key)
    paths = []
    for name, field in found.body.get("fields", {}).items():
        inner = field.get("fields") if isinstance(field, dict) else None
        paths += [name, *(f"{name}.{k}" for k in inner or ())]
    rights = {
        "may": may,
        "readable": _fields(seen.readable(key), paths),
        "writable": _fields(seen.writable(key), paths),
    }
    return exact(shown(found) | rights)


@route("GET", "/forms/{key:str}/versions", ability("design"))
async def versions(call: Call) -> Answer:
    """The versions of a form, newest first, each with what it changed."""
    return await all_versions(call, "forms", call.path["key"])


declare_writing("forms", "form", ability("design"))


@route("POST", "/forms/{form:str}/options", SIGNED_IN, body=_OPTIONS)
async def choose(call: Call) -> Any:
    """What may be chosen in a link, lot, person or department field, as the record stands."""
    given = await call.body()
    form = call.path["form"]
    return await call.away(
        lambda: options(
            call.store,
            form,
            given["field"],
            by=call.actor,
            values=given["values"] or {},
            row=given["row"],
            search=given["search"] or "",
            limit=given["limit"] or 20,
        )
    )


@route("POST", "/forms/{form:str}/rows", SIGNED_IN, body=_ROWS)
async def propose(call: Call) -> Any:
    """The rows that a detail list proposes, as the record stands: ``{rows, notices}``."""
    given = await call.body()
    form = call.path["form"]
    return await call.away(lambda: rows(call.store, form, given["field"], by=call.actor, values=given["values"] or {}))

"""Forms: their documents, what may be chosen in their fields."""

from __future__ import annotations

from typing import Any

from suyuan.access.rights import ALL, Fields, Viewer, require_ability
from suyuan.access.role import VERBS
from suyuan.api.answer import Answer, exact
from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, Parameter, ability, route
from suyuan.api.routes.definitions import all_versions, declare_writing, shown, version_of
from suyuan.api.shape import Shape, obj, text, whole
from suyuan.definitions.definition import Body
from suyuan.definitions.diff import diff
from suyuan.definitions.read import listed as listed_definitions
from suyuan.definitions.read import published_keys
from suyuan.forms.catalogue import catalogue
from suyuan.forms.changes import FormChange, changes, may_know
from suyuan.forms.document import parse as parse_form
from suyuan.kernel.errors import NotFound
from suyuan.records.options import options
from suyuan.records.rows import rows
from suyuan.store.engine import Store

ASKED = {
    "field": text(required=True, most=130),
    "values": obj(),
    "row": obj(),
    "search": text(most=200),
    "limit": whole(least=1, most=100),
}
_ROWS = Shape({"field": text(required=True, most=130), "values": obj()})


def _fields(may: Fields, keys: list[str]) -> Any:
    """``"*"``, or the paths that may be seen or filled."""
    return "*" if may.all else [key for key in keys if may.has(key)]


def _mapping(value: Any) -> dict[str, Any]:
    """``value``, or nothing where a draft says something else."""
    return value if isinstance(value, dict) else {}


def _may(seen: Viewer, form: str) -> list[str]:
    return [verb for verb in VERBS if seen.can(verb, form)]


@route("GET", "/forms", SIGNED_IN, query={"drafts": Parameter("flag", default=False)})
async def listed(call: Call) -> Any:
    """The forms that the caller may do anything with; with ``drafts`` (ability design) the newest of each form."""
    assert call.viewer is not None
    seen = call.viewer
    if call.query["drafts"]:
        require_ability(seen, "design")
        return {"items": await call.away(lambda: _drawn(call.store, seen)), "next": None}
    items = []
    for form in await call.quick(catalogue, call.store):
        may = _may(seen, form.key)
        if may or seen.may("design"):
            brief = {"key": form.key, "version": form.version, "label": form.label, "app": form.app}
            brief |= {"folder": form.folder, "icon": form.icon, "stage": form.stage, "hidden": form.hidden}
            brief |= {"serves": form.serves.role if form.serves else None, "may": may}
            items.append(brief)
    return {"items": items, "next": None}


_TOLD: dict[str, Any] = {"app": "", "folder": "", "icon": "", "stage": None, "hidden": False}


def _drawn(store: Store, seen: Viewer) -> list[dict[str, Any]]:
    """The newest version of every form, whatever its state; a draft may still be malformed."""
    with store.read() as conn:
        newest = listed_definitions(conn, "forms", drafts=True)
        published = set(published_keys(conn, "forms"))
    items = []
    for found in newest:
        label = found.body.get("label")
        label = {"zh": label, "en": label} if isinstance(label, str) else label if isinstance(label, dict) else {}
        told = {k: v if type(v := found.body.get(k)) in (str, bool) else usual for k, usual in _TOLD.items()}
        items.append(
            {"key": found.key, "version": found.version, "label": label, **told, "may": _may(seen, found.key),
             "state": found.state, "published": found.key in published, "revision": found.revision,
             "by": found.actor_name, "at": found.at}
        )  # fmt: skip
    return items


@route(
    "GET",
    "/forms/{key:str}",
    SIGNED_IN,
    query={"version": Parameter("whole", least=1), "draft": Parameter("flag", default=False)},
)
async def one(call: Call) -> Answer:
    """A form's document, and what the caller may do with it; with ``draft`` (ability design) the one being drawn."""
    assert call.viewer is not None
    key, seen = call.path["key"], call.viewer
    may = _may(seen, key)
    if not may and not seen.may("design"):
        raise NotFound("definitions.no_such", key=key[:100])
    if call.query["draft"]:
        require_ability(seen, "design")
    found = await version_of(call, "forms", key)
    if found.state == "draft" and not seen.may("design"):
        raise NotFound("definitions.no_such", key=key[:100])
    paths = []
    for name, field in _mapping(found.body.get("fields")).items():
        paths += [name, *(f"{name}.{k}" for k in _mapping(_mapping(field).get("fields")))]
    rights = {
        "may": may,
        "readable": _fields(seen.readable(key), paths),
        "writable": _fields(seen.writable(key), paths),
    }
    return exact(shown(found) | rights)


@route(
    "GET",
    "/forms/{key:str}/changes",
    SIGNED_IN,
    query={"since": Parameter("whole", least=1, required=True)},
)
async def since(call: Call) -> Answer:
    """What changed between an earlier version and the published one, in words; of fields that the caller may see."""
    assert call.viewer is not None
    key, seen, version = call.path["key"], call.viewer, call.query["since"]
    if not _may(seen, key) and not seen.may("design"):
        raise NotFound("definitions.no_such", key=key[:100])

    def look() -> list[FormChange]:
        forms = catalogue(call.store)
        return changes(forms.version(key, version).form, forms.any(key).form)

    found = await call.away(look)
    may = ALL if seen.may("design") else seen.readable(key)
    return exact({"items": [change for change in found if may_know(change, may)]})


@route("GET", "/forms/{key:str}/versions", ability("design"))
async def versions(call: Call) -> Answer:
    """The versions of a form, newest first, each with what it changed in words."""
    key = call.path["key"]

    def tell(old: Body, new: Body) -> list[Any]:
        (before, _), (after, _) = parse_form(key, old), parse_form(key, new)
        return changes(before, after) if before is not None and after is not None else diff(old, new)

    return await all_versions(call, "forms", key, tell)


declare_writing("forms", "form", ability("design"))


def asked_options(given: dict[str, Any]) -> dict[str, Any]:
    """What a body asks about a field's options, for ``options`` and its like."""
    return {
        "field": given["field"],
        "values": given["values"] or {},
        "row": given["row"],
        "search": given["search"] or "",
        "limit": given["limit"] or 20,
    }


@route("POST", "/forms/{form:str}/options", SIGNED_IN, body=Shape(ASKED))
async def choose(call: Call) -> Any:
    """What may be chosen in a link, lot, person or department field, as the record stands."""
    form, asked = call.path["form"], asked_options(await call.body())
    return await call.away(lambda: options(call.store, form, by=call.actor, **asked))


@route("POST", "/forms/{form:str}/rows", SIGNED_IN, body=_ROWS)
async def propose(call: Call) -> Any:
    """The rows that a detail list proposes, as the record stands: ``{rows, notices}``."""
    given = await call.body()
    form = call.path["form"]
    return await call.away(lambda: rows(call.store, form, given["field"], by=call.actor, values=given["values"] or {}))

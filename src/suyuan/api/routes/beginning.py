"""Beginning a form: keys for labels, from a sheet, from a form of a shipped pack."""

from __future__ import annotations

import io
from typing import Any

from suyuan.api.answer import Answer, exact
from suyuan.api.call import Call
from suyuan.api.refusal import errors
from suyuan.api.route import Parameter, ability, route
from suyuan.api.shape import Shape, many
from suyuan.forms.catalogue import catalogue
from suyuan.forms.slugs import slugs
from suyuan.packs.templates import template, templates
from suyuan.records.importing.source import KINDS
from suyuan.records.sheet_form import form_of_sheet
from suyuan.records.xlsx_in import MOST_BYTES

_SLUGS = Shape({"texts": many("text", required=True, most=500)})


@route("POST", "/slugs", ability("design"), body=_SLUGS)
async def keys(call: Call) -> Any:
    """Keys for labels, no two the same: ASCII slugs, Chinese by its sounds."""
    given = await call.body()
    texts = [text[:200] for text in given["texts"]]
    return {"keys": await call.away(slugs, texts)}


@route(
    "POST",
    "/forms/from-sheet",
    ability("design"),
    query={"name": Parameter(default="", most=100, note="of the form; the sheet's own when blank")},
    takes=tuple(KINDS),
    limit=MOST_BYTES,
)
async def from_sheet(call: Call) -> Answer:
    """A form whose fields are the columns of a sheet; nothing is written."""
    raw = await call.raw()
    kind = KINDS[call.headers["content-type"].partition(";")[0].strip().lower()]
    found = await call.away(lambda: form_of_sheet(io.BytesIO(raw), kind, call.query["name"].strip()))
    return exact({"definition": found.definition, "notices": errors(found.notices, call.lang)})


@route("GET", "/form-templates", ability("design"))
async def listed(call: Call) -> Any:
    """The forms of the shipped packs that may be copied."""
    return {"items": await call.away(lambda: list(templates(catalogue(call.store)))), "next": None}


@route("GET", "/form-templates/{pack:str}/{key:str}", ability("design"))
async def one(call: Call) -> Answer:
    """The document of one of them."""
    found = await call.away(template, call.path["pack"], call.path["key"])
    return exact({"definition": found})

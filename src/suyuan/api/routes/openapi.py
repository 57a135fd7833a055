"""The description of the API for programs."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from suyuan.access.rights import viewer
from suyuan.api.call import Call
from suyuan.api.openapi import document
from suyuan.api.route import PUBLIC, ROUTES, route
from suyuan.forms.catalogue import catalogue


async def _document(call: Call) -> Any:
    def make() -> Any:
        seen = call.viewer or viewer(call.store, call.actor)
        return document(ROUTES, catalogue(call.store), seen, version("suyuan"))

    return await call.away(make)


@route("GET", "/openapi.json", PUBLIC)
async def openapi(call: Call) -> Any:
    """OpenAPI 3.1: every route, and a typed schema for each form that the caller may read or submit."""
    return await _document(call)


@route("GET", "/openapi.json", PUBLIC, root=True, hidden=True)
async def openapi_at_root(call: Call) -> Any:
    """The same at the root."""
    return await _document(call)

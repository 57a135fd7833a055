"""OpenAPI 3.1 of everything declared, with one typed schema for every form the reader may submit or read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from suyuan.access.rights import Viewer
from suyuan.api.field_schema import COMMON, TEXT, Schema, fields_in, fields_out
from suyuan.api.route import Route
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.live import LiveForm

_PATH = re.compile(r"\{(\w+):(\w+)\}")
_PROBLEM = {
    "description": "What is wrong, in words.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(routes: Iterable[Route], forms: Catalogue, seen: Viewer, version: str) -> dict[str, Any]:
    """The whole document.

    :param routes: those declared; hidden ones and plain pages are left out.
    :param seen: only forms that this reader may read or submit are described, with the fields they may see and fill.
    """
    schemas: dict[str, Schema] = dict(COMMON)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        if not route.hidden:
            path = _PATH.sub(r"{\1}", route.path)
            paths.setdefault(path, {})[route.method.lower()] = _operation(route)
    for form in forms:
        live = forms.form(form.key)
        _form_schemas(live, seen, schemas)
        _form_paths(live, seen, paths)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Suyuan", "version": version, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-suyuan"},
            },
        },
        "security": [{"key": []}, {"session": []}],
    }


def _operation(route: Route) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": route.summary,
        "operationId": operation_id(route),
        "x-who": ":".join(part for part in (route.who.kind, route.who.form, route.who.word) if part),
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": {str(route.status): _answer(route), "default": _PROBLEM},
    }
    if route.idempotent:
        header = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}}
        found["parameters"].append(header)
    if route.body is not None:
        found["requestBody"] = {
            "required": bool(route.body.schema()["required"]),
            "content": {"application/json": {"schema": route.body.schema()}},
        }
    elif route.takes:
        found["requestBody"] = {"required": True, "content": {kind: {} for kind in route.takes}}
    if route.who.kind == "public":
        found["security"] = []
    return found


def operation_id(route: Route) -> str:
    """A stable name: method and path in words."""
    bare = _PATH.sub(r"by_\1", route.path.removeprefix("/api/v1"))
    return f"{route.method.lower()}_" + re.sub(r"\W+", "_", bare).strip("_")


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name, _ in _PATH.findall(route.path)
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": p.required, "schema": p.schema()}
        | ({"description": p.note} if p.note else {})
        for name, p in route.query.items()
    ]


def _answer(route: Route) -> dict[str, Any]:
    if route.status == 204:
        return {"description": "Done."}
    schema = dict(route.answer) if route.answer else {}
    return {"description": route.summary, "content": {route.gives: {"schema": schema} if schema else {}}}


def _form_schemas(live: LiveForm, seen: Viewer, schemas: dict[str, Schema]) -> None:
    name = live.key
    if seen.can("submit", name):
        shape = fields_in(live)
        may = seen.writable(name)
        shape["properties"] = {k: v for k, v in shape["properties"].items() if may.has(k)}
        shape["required"] = [k for k in shape["required"] if may.has(k)]
        schemas[f"{name}.submit"] = {
            "type": "object",
            "properties": {"fields": shape},
            "required": ["fields"],
            "additionalProperties": False,
        }
    if seen.can("read", name):
        shape = fields_out(live)
        may = seen.readable(name)
        shape["properties"] = {k: v for k, v in shape["properties"].items() if may.has(k)}
        only = {"form": {"const": name}, "fields": shape}
        schemas[f"{name}.read"] = {"allOf": [{"$ref": "#/components/schemas/Record"}, {"properties": only}]}


def _form_paths(live: LiveForm, seen: Viewer, paths: dict[str, dict[str, Any]]) -> None:
    name, base = live.key, f"/api/v1/records/{live.key}"
    label = live.form.label.show("en")
    read = {"$ref": f"#/components/schemas/{name}.read"}
    out = read if seen.can("read", name) else {"$ref": "#/components/schemas/Record"}
    found = paths.setdefault(base, {})
    if seen.can("submit", name):
        found["post"] = {
            "summary": f"Submit: {label}",
            "operationId": f"submit_{name}",
            "parameters": [{"name": "Idempotency-Key", "in": "header", "schema": TEXT}],
            "requestBody": _json({"$ref": f"#/components/schemas/{name}.submit"}, required=True),
            "responses": {"201": _json(out) | {"description": "The record."}, "default": _PROBLEM},
        }
    if seen.can("read", name):
        page = {
            "type": "object",
            "properties": {"items": {"type": "array", "items": read}, "next": {"type": ["string", "null"]}},
            "required": ["items", "next"],
        }
        found["get"] = {
            "summary": f"Read: {label}",
            "operationId": f"read_{name}",
            "parameters": [
                {"name": n, "in": "query", "schema": TEXT} for n in ("where", "sort", "fields", "search", "cursor")
            ]
            + [{"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 500}}],
            "responses": {"200": _json(page) | {"description": "A page."}, "default": _PROBLEM},
        }
    if not found:
        del paths[base]


def _json(schema: Schema, required: bool | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"content": {"application/json": {"schema": schema}}}
    return found if required is None else {"required": required, **found}

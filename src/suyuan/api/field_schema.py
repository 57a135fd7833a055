"""JSON Schema of a form's fields, as they are sent in and as they are sent out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DECIMAL_OUT: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
_AS_TEXT: Schema = {"type": "string", "pattern": r"^\s*[+-]?[\d.]+([eE][+-]?\d+)?\s*$"}
DECIMAL_IN: Schema = {"anyOf": [{"type": "number"}, _AS_TEXT]}
DATE: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
LINK: Schema = {"$ref": "#/components/schemas/Link"}
LOT: Schema = {"$ref": "#/components/schemas/LotLink"}
FILE: Schema = {"$ref": "#/components/schemas/File"}
ID: Schema = {"type": "string", "format": "uuid"}

COMMON: dict[str, Schema] = {
    "Link": {
        "type": "object",
        "properties": {"id": TEXT, "title": {"type": ["string", "null"]}},
        "required": ["id", "title"],
    },
    "LotLink": {
        "type": "object",
        "properties": {"id": {"type": ["string", "null"]}, "code": {"type": ["string", "null"]}},
        "required": ["id", "code"],
    },
    "File": {
        "type": "object",
        "properties": {"id": ID, "name": TEXT, "type": TEXT, "size": {"type": "integer"}, "sha256": TEXT},
        "required": ["id"],
    },
    "Problem": {
        "type": "object",
        "description": "RFC 9457; titles and messages in Accept-Language (zh, en).",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "code": TEXT,
            "detail": TEXT,
            "id": TEXT,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"path": TEXT, "code": TEXT, "message": TEXT},
                    "required": ["path", "code", "message"],
                },
            },
        },
        "required": ["type", "title", "status", "detail", "id"],
    },
    "Record": {
        "type": "object",
        "properties": {
            "id": ID,
            "form": TEXT,
            "version": {"type": "integer"},
            "revision": {"type": "integer"},
            "state": {"enum": ["submitted", "voided"]},
            "title": TEXT,
            "created_at": INSTANT,
            "created_by": {"anyOf": [LINK, {"type": "null"}]},
            "updated_at": INSTANT,
            "fields": {"type": "object"},
        },
        "required": ["id", "form", "version", "revision", "state", "created_at", "created_by", "fields"],
    },
}


def fields_out(live: LiveForm) -> Schema:
    """The ``fields`` of a record of this form as read."""
    properties = {key: _described(f.field, _nullable(_out(f.field))) for key, f in live.fields.items()}
    return {"type": "object", "title": live.form.label.show("en"), "properties": properties}


def fields_in(live: LiveForm) -> Schema:
    """The ``fields`` of a record of this form as submitted; what the server computes is left out."""
    given = {key: f.field for key, f in live.fields.items() if not _computed(f.field)}
    return {
        "type": "object",
        "title": live.form.label.show("en"),
        "properties": {key: _described(field, _nullable(_in(field))) for key, field in given.items()},
        "required": [key for key, field in given.items() if field.required and field.default is None],
        "additionalProperties": False,
    }


def _computed(field: Field) -> bool:
    return field.value is not None or field.type in ("serial", "expression", "lookup")


def _described(field: Field, schema: Schema) -> Schema:
    words = " / ".join(text for text in (field.label.zh, field.label.en) if text)
    return schema | {"description": words} if words and "$ref" not in schema else schema


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _measure(field: Field, decimal: Schema, word: str) -> Schema:
    return {
        "type": "object",
        "properties": {"value": decimal, word: TEXT},
        "required": ["value", word] if decimal is DECIMAL_OUT else ["value"],
    }


def _weight(decimal: Schema) -> Schema:
    return {"type": "object", "properties": {"pieces": _nullable(decimal), "value": _nullable(decimal), "uom": TEXT}}


def _choices(field: Field) -> Schema:
    return {"type": "string", "enum": [option.key for option in field.options.options]}


def _rows(field: Field, inner: Callable[[Field], Schema], sent: bool) -> Schema:
    rows = [f for f in field.options.fields if not f.retired and not (sent and _computed(f))]
    properties = {"id": ID} | {f.key: _described(f, _nullable(inner(f))) for f in rows}
    row: Schema = {"type": "object", "properties": properties}
    if sent:
        row["additionalProperties"] = False
    return {"type": "array", "items": row}


def _out(field: Field) -> Schema:
    kind = field.type
    if kind in ("expression", "lookup"):
        return _RESULTS.get(field.options.result or "text", TEXT) | {"readOnly": True}
    made = _OUT.get(kind)
    if made is not None:
        return made
    if kind == "quantity":
        return _measure(field, DECIMAL_OUT, "uom")
    if kind == "catch_weight":
        return _weight(DECIMAL_OUT)
    if kind == "money":
        return _measure(field, DECIMAL_OUT, "currency")
    if kind == "choice":
        return {"type": "string"}
    if kind == "multi":
        return {"type": "array", "items": TEXT}
    if kind == "code_range":
        return _range()
    return _rows(field, _out, sent=False) if kind == "list" else {}


_RESULTS: dict[str, Schema] = {
    "number": DECIMAL_OUT,
    "text": TEXT,
    "bool": {"type": "boolean"},
    "date": DATE,
    "datetime": INSTANT,
    "link": {"type": "object"},
}
_OUT: dict[str, Schema] = {
    "text": TEXT,
    "serial": TEXT,
    "scan": TEXT,
    "tree": TEXT,
    "time": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    "rich_text": {"type": "string", "contentMediaType": "text/html"},
    "number": DECIMAL_OUT,
    "bool": {"type": "boolean"},
    "date": DATE,
    "datetime": INSTANT,
    "link": LINK,
    "location": LINK,
    "person": LINK,
    "department": LINK,
    "lot": LOT,
    "file": {"type": "array", "items": FILE},
    "image": {"type": "array", "items": FILE},
    "signature": {"type": "array", "items": FILE},
}


def _range() -> Schema:
    return {
        "type": "object",
        "properties": {"from": TEXT, "to": TEXT, "count": {"type": "integer"}},
        "required": ["from", "to"],
    }


def _in(field: Field) -> Schema:
    kind = field.type
    named: Schema = {"anyOf": [TEXT, {"type": "object", "properties": {"id": ID, "code": TEXT}}]}
    if kind in ("link", "location", "person", "department"):
        return {"anyOf": [ID, {"type": "object", "properties": {"id": ID}, "required": ["id"]}]}
    if kind == "lot":
        return named | {"description": "the lot's code"}
    if kind in ("file", "image", "signature"):
        one: Schema = {"anyOf": [ID, {"type": "object", "properties": {"id": ID}, "required": ["id"]}]}
        return {"anyOf": [one, {"type": "array", "items": one}]}
    if kind == "number":
        return DECIMAL_IN
    if kind == "quantity":
        return {"anyOf": [DECIMAL_IN, _measure(field, DECIMAL_IN, "uom")]}
    if kind == "catch_weight":
        return {"anyOf": [DECIMAL_IN, _weight(DECIMAL_IN)]}
    if kind == "money":
        return {"anyOf": [DECIMAL_IN, _measure(field, DECIMAL_IN, "currency")]}
    if kind == "choice":
        return _choices(field)
    if kind == "multi":
        return {"type": "array", "items": _choices(field), "uniqueItems": True}
    if kind == "list":
        return _rows(field, _in, sent=True)
    if kind == "text" and field.options.max:
        return TEXT | {"maxLength": field.options.max}
    return _out(field)

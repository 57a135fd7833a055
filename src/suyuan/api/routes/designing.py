"""Drawing a form: what publishing would change, trying it before, one expression at a time."""

from __future__ import annotations

from typing import Any

import msgspec

from suyuan.api.answer import Answer, exact
from suyuan.api.call import Call
from suyuan.api.refusal import errors
from suyuan.api.route import ability, route
from suyuan.api.routes.forms import ASKED, asked_options
from suyuan.api.shape import Shape, obj, text
from suyuan.records.examine import examine_form
from suyuan.records.trial import try_options, try_record, try_rows
from suyuan.records.try_expression import WANTED, Asked, try_expression

_DEFINITION = obj(required=True, note="the document, as PUT /forms/{key} takes it")
_EXAMINE = Shape({"definition": _DEFINITION})
_TRY = Shape({"definition": _DEFINITION, "fields": obj(required=True)})
_TRY_OPTIONS = Shape({"definition": _DEFINITION, **ASKED})
_TRY_ROWS = Shape({"definition": _DEFINITION, "field": text(required=True, most=130), "values": obj()})
_EXPRESSION = Shape(
    {
        "definition": _DEFINITION,
        "text": text(required=True, most=10_000),
        "at": text(most=130, note="path of the field or list it stands in"),
        "want": text(most=20, choices=(*WANTED, "any")),
        "target": text(most=130, note="form whose fields its bare names are; $lot, $option, $rows:path"),
        "record": text(most=100, note="id of the record to try it on"),
        "values": obj(note="of a record that is being filled, to try it on"),
    }
)


@route("POST", "/forms/{key:str}/examine", ability("design"), body=_EXAMINE)
async def examine(call: Call) -> Answer:
    """What publishing the document would change and touch, its mistakes and hints; nothing is written."""
    given = await call.body()
    found = await call.away(examine_form, call.store, call.path["key"], given["definition"])
    told: dict[str, Any] = msgspec.structs.asdict(found)
    told["mistakes"] = errors(found.mistakes, call.lang)
    told["hints"] = errors(found.hints, call.lang)
    return exact(told)


@route("POST", "/forms/{key:str}/try", ability("design"), body=_TRY)
async def attempt(call: Call) -> Any:
    """What submitting would give if the document were published; nothing is written."""
    given, key = await call.body(), call.path["key"]
    work = lambda: try_record(call.store, key, given["definition"], given["fields"], by=call.actor)  # noqa: E731
    found = await call.away(work)
    return {"fields": found.fields, "errors": errors(found.mistakes, call.lang)}


@route("POST", "/forms/{key:str}/try/options", ability("design"), body=_TRY_OPTIONS)
async def choose(call: Call) -> Any:
    """What a field of the document would offer."""
    given, key = await call.body(), call.path["key"]
    body, asked = given["definition"], asked_options(given)
    return await call.away(lambda: try_options(call.store, key, body, by=call.actor, **asked))


@route("POST", "/forms/{key:str}/try/rows", ability("design"), body=_TRY_ROWS)
async def propose(call: Call) -> Any:
    """The rows that a detail list of the document would propose."""
    given, key = await call.body(), call.path["key"]
    values = given["values"] or {}
    return await call.away(
        lambda: try_rows(call.store, key, given["definition"], given["field"], by=call.actor, values=values)
    )


@route("POST", "/forms/{key:str}/expression", ability("design"), body=_EXPRESSION)
async def expression(call: Call) -> Any:
    """Type, mistakes and value on a sample record of one expression of the document."""
    given, key = await call.body(), call.path["key"]
    asked = Asked(
        given["text"], given["at"] or "", given["want"] or "any", given["target"], given["record"], given["values"]
    )
    return await call.away(lambda: try_expression(call.store, key, given["definition"], asked, by=call.actor))

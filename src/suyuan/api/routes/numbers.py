"""Numbers before their records: shown in advance, set aside for a device."""

from __future__ import annotations

from typing import Any

from suyuan.api.call import Call
from suyuan.api.route import ability, form_verb, route
from suyuan.api.shape import Shape, obj, text, whole
from suyuan.forms.reserve import MOST
from suyuan.records.numbers import number_blocks, preview_number, reserve_numbers, waiting_numbers

_RESERVE = Shape(
    {
        "field": text(required=True, most=130),
        "values": obj(note="what the rule reads of the record"),
        "count": whole(required=True, least=1, most=MOST),
        "device": text(most=200, note="what the device is called"),
    }
)
_PREVIEW = Shape({"field": text(required=True, most=130), "values": obj(), "definition": obj()})


@route("POST", "/forms/{form:str}/numbers/reserve", form_verb("submit"), body=_RESERVE, status=201)
async def reserve(call: Call) -> Any:
    """Set serial numbers aside for the caller, who may then send them with new records, each once."""
    given = await call.body()
    form, device = call.path["form"], given["device"] or call.actor.device
    return await call.away(
        lambda: reserve_numbers(
            call.store, form, given["field"], given["values"] or {}, given["count"], device, by=call.actor
        )
    )


@route("GET", "/forms/{form:str}/numbers", form_verb("submit"))
async def waiting(call: Call) -> Any:
    """Numbers set aside that no record has used: the caller's own, or everybody's for who may design."""
    return {
        "items": await call.away(lambda: waiting_numbers(call.store, call.path["form"], by=call.actor)),
        "next": None,
    }


@route("GET", "/forms/{form:str}/numbers/blocks", form_verb("submit"))
async def blocks(call: Call) -> Any:
    """What was set aside together and how many of it are used: the caller's, or everybody's for who may design."""
    return {
        "items": await call.away(lambda: number_blocks(call.store, call.path["form"], by=call.actor)),
        "next": None,
    }


@route("POST", "/forms/{form:str}/numbers/preview", ability("design"), body=_PREVIEW)
async def preview(call: Call) -> Any:
    """The number that the next record would get, of the published form or of a document; nothing is taken."""
    given = await call.body()
    form = call.path["form"]
    shown = await call.away(
        lambda: preview_number(
            call.store, form, given["field"], given["values"] or {}, by=call.actor, definition=given["definition"]
        )
    )
    return {"number": shown}

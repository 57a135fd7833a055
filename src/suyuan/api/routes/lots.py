"""Lots and traces."""

from __future__ import annotations

from typing import Any

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.route import Parameter, ability, route
from suyuan.api.tracing import MOST_UNITS, lot_body, lots_body, trace_body, trace_of, wall_body
from suyuan.forms.catalogue import catalogue
from suyuan.trace.event import STATUSES, VOID

_CODE = Parameter(required=True, most=400)


@route(
    "GET",
    "/lots",
    ability("trace"),
    query={
        "search": Parameter(default="", most=400, note="code, supplier's lot, GS1 code, name"),
        "status": Parameter(choices=(*STATUSES, "expired", VOID)),
        "material": Parameter(most=36),
        "stage": Parameter(most=40),
        "in_stock": Parameter("flag", default=False),
        "limit": Parameter("whole", least=1, most=500, default=50),
        "cursor": Parameter(most=400),
    },
)
async def list_lots(call: Call) -> Any:
    """Lots, newest first, or those that answer to a text."""
    return await call.away(lambda: lots_body(call.store, **call.query))


@route("GET", "/lots/one", ability("trace"), query={"code": _CODE})
async def one_lot(call: Call) -> Any:
    """One lot: status, balance, contents, events."""
    assert call.viewer is not None
    return await call.away(lot_body, call.store, call.query["code"], call.viewer)


@route("GET", "/lots/wall", ability("trace"))
async def wall(call: Call) -> Any:
    """Every lot in compact columns."""
    return await call.away(wall_body, call.store)


@route(
    "GET",
    "/trace",
    ability("trace"),
    query={
        "code": _CODE,
        "direction": Parameter(default="both", choices=("back", "forward", "both")),
        "as_of": Parameter("instant", note="as known at this instant"),
        "depth": Parameter("whole", least=0, most=10_000, note="generations at most"),
        "limit": Parameter("whole", least=1, most=1_000_000, default=MOST_UNITS, note="units sent at most"),
    },
)
async def trace(call: Call) -> Any:
    """Where a lot came from and went, with quantities and shares."""
    q = call.query

    def work() -> Answer:
        found = trace_of(call.store, q["code"], q["direction"], q["as_of"], q["depth"], q["limit"])
        assert call.viewer is not None
        return Answer(trace_body(found, catalogue(call.store), call.viewer))

    return await call.away(work)

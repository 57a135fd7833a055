"""What stands beside a lot."""

from __future__ import annotations

from typing import Any

from suyuan.api.call import Call
from suyuan.api.route import Parameter, ability, route
from suyuan.api.tracing import MOST_UNITS, trace_of
from suyuan.records.context import context
from suyuan.records.layers import layers


@route("GET", "/lots/context", ability("trace"), query={"code": Parameter(required=True, most=400)})
async def beside_lot(call: Call) -> Any:
    """Every record about a lot that the caller may read, with checks, people, equipment, files and climate."""
    return await call.away(lambda: context(call.store, call.query["code"], by=call.actor))


@route(
    "GET",
    "/lots/layers",
    ability("trace"),
    query={
        "code": Parameter(required=True, most=400),
        "direction": Parameter(default="both", choices=("back", "forward", "both")),
        "as_of": Parameter("instant", note="as known at this instant"),
        "depth": Parameter("whole", least=0, most=10_000, note="generations at most"),
    },
)
async def layers_of_trace(call: Call) -> Any:
    """What stands beside every unit of a trace, in numbers: checks, temperatures, equipment, people."""
    q = call.query

    def work() -> Any:
        found = trace_of(call.store, q["code"], q["direction"], q["as_of"], q["depth"], MOST_UNITS)
        return {"marks": layers(call.store, found, by=call.actor)}

    return await call.away(work)

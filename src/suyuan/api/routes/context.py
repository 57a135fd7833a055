"""What stands beside a lot."""

from __future__ import annotations

from typing import Any

from suyuan.api.call import Call
from suyuan.api.route import Parameter, ability, route
from suyuan.records.context import context


@route("GET", "/lots/context", ability("trace"), query={"code": Parameter(required=True, most=400)})
async def beside_lot(call: Call) -> Any:
    """Every record about a lot that the caller may read, with checks, people, equipment, files and climate."""
    return await call.away(lambda: context(call.store, call.query["code"], by=call.actor))

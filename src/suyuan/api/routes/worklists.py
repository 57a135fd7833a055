"""My day."""

from __future__ import annotations

from typing import Any

from suyuan.api.answer import Answer, exact
from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, Parameter, ability, route
from suyuan.api.routes.definitions import all_versions, declare_writing, shown, version_of
from suyuan.records.worklists import my_day


@route("GET", "/worklists", SIGNED_IN)
async def worklists(call: Call) -> Any:
    """What waits for the caller, by the worklists of their roles: counts, first rows, what to do."""
    return {"items": await call.away(lambda: my_day(call.store, by=call.actor)), "next": None}


@route("GET", "/worklists/{key:str}", ability("design"), query={"version": Parameter("whole", least=1)})
async def one(call: Call) -> Answer:
    """One worklist and its document."""
    return exact(shown(await version_of(call, "worklists", call.path["key"])))


@route("GET", "/worklists/{key:str}/versions", ability("design"))
async def versions(call: Call) -> Answer:
    """The versions of one worklist, newest first."""
    return await all_versions(call, "worklists", call.path["key"])


declare_writing("worklists", "worklist", ability("design"))

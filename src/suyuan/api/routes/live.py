"""Server-sent events: what changed just now."""

from __future__ import annotations

from typing import Any

from suyuan.access.rights import Viewer, viewer
from suyuan.api.answer import Stream
from suyuan.api.call import Call
from suyuan.api.principal import who_calls
from suyuan.api.route import SIGNED_IN, route


@route("GET", "/live", SIGNED_IN, gives="text/event-stream")
async def live(call: Call) -> Any:
    """Events ``{type: record | lot | definition, form, id}`` as they are committed, of what the caller may know."""
    scope: Any = call.request.scope

    def rights() -> Viewer:
        actor, _, _ = who_calls(call.house, scope, call.headers, call.lang, SIGNED_IN)
        return viewer(call.store, actor)

    return Stream(call.house.hub.watch(rights), "text/event-stream", {"cache-control": "no-store"})

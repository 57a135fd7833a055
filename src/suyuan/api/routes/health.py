"""Is it alive, is it ready, what has it done: for whoever watches the machine. And the web pages."""

from __future__ import annotations

from sqlalchemy import func, select

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.route import PUBLIC, route
from suyuan.kernel.errors import NotFound, Unavailable
from suyuan.ledger.tables import ledger_entry


@route("GET", "/healthz", PUBLIC, root=True, hidden=True)
async def healthz(call: Call) -> Answer:
    """The process answers."""
    return Answer(b"ok\n", media_type="text/plain; charset=utf-8")


@route("GET", "/readyz", PUBLIC, root=True, hidden=True)
async def readyz(call: Call) -> Answer:
    """The database answers too."""

    def look() -> None:
        with call.store.read() as conn:
            conn.execute(select(1)).scalar_one()

    try:
        await call.away(look)
    except Exception:
        raise Unavailable("api.not_ready") from None
    return Answer(b"ready\n", media_type="text/plain; charset=utf-8")


@route("GET", "/metrics", PUBLIC, root=True, hidden=True, gives="text/plain")
async def metrics(call: Call) -> Answer:
    """Counters for Prometheus; they name routes, never addresses or data."""

    def newest() -> int:
        with call.store.read() as conn:
            return conn.execute(select(func.max(ledger_entry.c.id))).scalar() or 0

    house = call.house
    house.metrics.live = len(house.hub.watchers)
    text = house.metrics.text({"ledger_newest_entry": await call.away(newest), "commits": call.store.committed.count})
    return Answer(text.encode(), media_type="text/plain; version=0.0.4; charset=utf-8")


@route("GET", "/", PUBLIC, root=True, hidden=True, any_query=True)
async def first_page(call: Call) -> Answer:
    """The web front end."""
    return await _page(call, "/")


@route("GET", "/{path:path}", PUBLIC, root=True, hidden=True, any_query=True)
async def page(call: Call) -> Answer:
    """A file of the web front end; other addresses are its own and get the first page."""
    return await _page(call, str(call.path["path"]))


async def _page(call: Call, path: str) -> Answer:
    found = call.house.site.answer(path, call.headers)
    if found is None:
        raise NotFound("api.no_such_address")
    return found

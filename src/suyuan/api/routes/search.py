"""One search for everything, and the lots of what was found."""

from __future__ import annotations

from typing import Any

from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, Parameter, ability, route
from suyuan.api.tracing import lot_row, materials, today_of
from suyuan.forms.catalogue import catalogue
from suyuan.records.lots_of import MOST, lots_of
from suyuan.records.search import MOST as MOST_HITS
from suyuan.records.search import search

_TEXT = Parameter(required=True, most=400, note="code, number, name, or what a scanner read")


@route(
    "GET",
    "/search",
    SIGNED_IN,
    query={"text": _TEXT, "limit": Parameter("whole", least=1, most=MOST_HITS, default=MOST_HITS)},
)
async def find(call: Call) -> Any:
    """Lots, documents, parties and products that answer to a text, best first; only what the caller may see."""
    q = call.query
    return {"items": await call.away(lambda: search(call.store, q["text"], by=call.actor, limit=q["limit"]))}


@route(
    "GET",
    "/lots/of",
    ability("trace"),
    query={
        "form": Parameter(required=True, most=30),
        "id": Parameter(required=True, most=36),
        "limit": Parameter("whole", least=1, most=MOST, default=50),
    },
)
async def of_record(call: Call) -> Any:
    """The lots of a document, customer, supplier, place or material, newest first."""
    q = call.query

    def look() -> Any:
        found, title = lots_of(call.store, q["form"], q["id"], by=call.actor, limit=q["limit"])
        with call.store.read() as conn:
            known = materials(conn, catalogue(call.store), (x.material for x in found))
        today = today_of(call.store)
        return {"title": title, "items": [lot_row(x, today, known) for x in found]}

    return await call.away(look)

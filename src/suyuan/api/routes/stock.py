"""Stock by lot, material and place."""

from __future__ import annotations

from typing import Any

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.download import download
from suyuan.api.route import Parameter, ability, route
from suyuan.api.stocking import NOWHERE, stock_body, stock_sheet
from suyuan.print import xlsx
from suyuan.records.plant import plant_of
from suyuan.trace.stocklist import STATES

_FILTER = {
    "material": Parameter(most=36),
    "place": Parameter(most=36, note=f"id of a place, or {NOWHERE}"),
    "status": Parameter(choices=STATES),
    "expiring": Parameter("whole", least=0, most=3650, note="within so many days"),
    "search": Parameter(default="", most=400, note="code, supplier's lot, material"),
}


@route(
    "GET",
    "/stock",
    ability("trace"),
    query={
        "by": Parameter(default="lot", choices=("lot", "material", "place")),
        **_FILTER,
        "limit": Parameter("whole", least=1, most=500, default=100),
        "cursor": Parameter(most=600),
    },
)
async def stock(call: Call) -> Any:
    """What is on hand: by lot and place, or summed by material or place; with totals."""
    return await call.away(lambda: stock_body(call.store, **call.query))


@route("GET", "/stock.xlsx", ability("trace"), query=_FILTER)
async def stock_workbook(call: Call) -> Answer:
    """The same by lot and place as a workbook."""

    def work() -> Answer:
        sheet = stock_sheet(call.store, call.lang, **call.query)
        made = xlsx.workbook([sheet], sheet.title, call.lang, plant_of(call.store).tz, call.store.clock.now())
        return download(made, f"{sheet.title}.xlsx", xlsx.MEDIA_TYPE)

    return await call.away(work)

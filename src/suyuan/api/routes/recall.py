"""Recalls: how far one would reach, cases, holding, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from suyuan.api.answer import Answer
from suyuan.api.call import Call, instant
from suyuan.api.download import download
from suyuan.api.recall_papers import Papers, call_sheets, report_pdf, report_sheets, stock_sheet
from suyuan.api.recalling import case_body, cases_body, scope_body, suspects_body
from suyuan.api.route import Parameter, ability, form_verb, route
from suyuan.api.shape import Shape, many, text
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.print import xlsx
from suyuan.print.sheet import Sheet
from suyuan.records import recall
from suyuan.records.recall import CASE, STATUS, Opening
from suyuan.trace.recall import MOST_TRIGGERS

_CODES = {"code": Parameter(required=True, most=400, many=True, note="lot, other name of one, or supplier's lot")}
_CASE = {"$ref": "#/components/schemas/Record"}
OPEN = Shape(
    {
        "lots": many("text", required=True, most=MOST_TRIGGERS, note="codes, other names, suppliers' lots"),
        "mode": text(required=True, choices=("drill", "real")),
        "class": text(choices=("1", "2", "3")),
        "reason": text(required=True, most=2000),
        "opened_at": text(most=40, note="when the plant came to know; now when left out"),
    }
)
CLOSE = Shape(
    {
        "cause": text(required=True),
        "action": text(),
        "capa": text(most=60),
        "destroyed": text(most=30, note="a number, in the unit of the case"),
        "note": text(),
    }
)


@route("GET", "/recall/scope", ability("trace"), query=_CODES)
async def scope(call: Call) -> Any:
    """How far a recall of these lots would reach, and why."""
    return await call.away(scope_body, call.store, call.query["code"], call.actor)


@route("GET", "/recall/suspects", ability("trace"), query=_CODES)
async def suspects(call: Call) -> Any:
    """What several lots have in common: the lots that went into them."""
    return await call.away(suspects_body, call.store, call.query["code"], call.actor)


@route("GET", "/recall/cases", form_verb("read", CASE))
async def cases(call: Call) -> Any:
    """Recall cases, newest first, with the minutes each step took."""
    return await call.away(cases_body, call.store, call.actor)


@route("POST", "/recall/cases", form_verb("submit", CASE), body=OPEN, status=201, idempotent=True, answer=_CASE)
async def open_case(call: Call) -> Any:
    """Open a recall case, as a drill or in earnest; its clock starts."""
    given = await call.body()
    at = None if given["opened_at"] is None else instant(given["opened_at"])
    if isinstance(at, Mistake):
        raise Invalid([Mistake("opened_at", at.code, at.params)])
    wrong = [Mistake(f"lots[{n}]", "api.too_long", {"most": 400}) for n, t in enumerate(given["lots"]) if len(t) > 400]
    if wrong:
        raise Invalid(wrong)
    opening = Opening(given["lots"], given["mode"], given["reason"], given["class"] or "2", at)
    record = await call.away(lambda: recall.open_case(call.store, opening, by=call.actor, key=call.key))
    return Answer(record, 201, {"location": f"/api/v1/recall/cases/{record.id}"})


@route("GET", "/recall/cases/{id:str}", form_verb("read", CASE))
async def one_case(call: Call) -> Any:
    """A recall case with its scope as it is now."""
    return await call.away(case_body, call.store, call.path["id"], call.actor)


@route("POST", "/recall/cases/{id:str}/hold", form_verb("submit", STATUS), idempotent=True)
async def hold(call: Call) -> Any:
    """Hold everything the case reaches, in one transaction; again: whatever is new."""
    id = call.path["id"]
    held = await call.away(lambda: recall.hold_all(call.store, id, by=call.actor, key=call.key))
    return msgspec.structs.asdict(held)


@route("POST", "/recall/cases/{id:str}/release", form_verb("void", STATUS), idempotent=True, answer=_CASE)
async def release(call: Call) -> Any:
    """End a drill's hold: its lots get back the status they had."""
    id = call.path["id"]
    return await call.away(lambda: recall.release_all(call.store, id, by=call.actor, key=call.key))


@route("POST", "/recall/cases/{id:str}/close", form_verb("amend", CASE), body=CLOSE, idempotent=True, answer=_CASE)
async def close(call: Call) -> Any:
    """Close a case with cause and correction."""
    told = {key: value for key, value in (await call.body()).items() if value is not None}
    id = call.path["id"]
    return await call.away(lambda: recall.close_case(call.store, id, told, by=call.actor, key=call.key))


@route("GET", "/recall/cases/{id:str}/stock.xlsx", form_verb("read", CASE), gives=xlsx.MEDIA_TYPE)
async def stock_to_pull(call: Call) -> Answer:
    """The stock to pull, by place, as a workbook."""
    return await call.away(_workbook, call, lambda papers: [stock_sheet(papers)], "pull_list")


@route("GET", "/recall/cases/{id:str}/calls.xlsx", form_verb("read", CASE), gives=xlsx.MEDIA_TYPE)
async def call_list(call: Call) -> Answer:
    """The customers to call, with quantities, papers and contacts, as a workbook."""
    return await call.away(_workbook, call, call_sheets, "call_list")


@route("GET", "/recall/cases/{id:str}/report.xlsx", form_verb("read", CASE), gives=xlsx.MEDIA_TYPE)
async def report_workbook(call: Call) -> Answer:
    """The close-out report as a workbook."""
    return await call.away(_workbook, call, report_sheets, "report")


@route("GET", "/recall/cases/{id:str}/report.pdf", form_verb("read", CASE), gives="application/pdf")
async def report(call: Call) -> Answer:
    """The close-out report to sign."""

    def work() -> Answer:
        papers = Papers.of(call.store, call.path["id"], call.actor, call.lang)
        return download(report_pdf(papers), f"{papers.no} {papers.say('report')}.pdf", "application/pdf")

    return await call.away(work)


def _workbook(call: Call, sheets: Callable[[Papers], list[Sheet]], name: str) -> Answer:
    papers = Papers.of(call.store, call.path["id"], call.actor, call.lang)
    return download(papers.workbook(sheets(papers)), f"{papers.no} {papers.say(name)}.xlsx", xlsx.MEDIA_TYPE)

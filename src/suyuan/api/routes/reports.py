"""Reports on lots: the trace report and the sortable sheet of FSMA 204."""

from __future__ import annotations

from datetime import timedelta

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.download import download
from suyuan.api.problem import BadParameters
from suyuan.api.route import Parameter, ability, route
from suyuan.api.routes.registers import span_of
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import say
from suyuan.print import csv, pdf, xlsx
from suyuan.records.letterhead import letterhead
from suyuan.records.plant import env_of
from suyuan.records.report.fsma import fsma_sheet
from suyuan.records.report.make import trace_report
from suyuan.records.report.write import report_pdf, report_xlsx


@route(
    "GET",
    "/lots/report",
    ability("trace"),
    query={
        "code": Parameter(required=True, most=400),
        "format": Parameter(default="pdf", choices=("pdf", "xlsx")),
        "direction": Parameter(default="both", choices=("back", "forward", "both")),
    },
    gives=pdf.MEDIA_TYPE,
)
async def report(call: Call) -> Answer:
    """The trace report of a lot: lineage, balance, checks, people, documents, ledger proofs."""
    q = call.query

    def work() -> Answer:
        head = letterhead(call.store, call.lang, call.actor)
        found = trace_report(call.store, q["code"], call.lang, by=call.actor, direction=q["direction"])
        name = f"{say('records.report_title', call.lang)} {found.code}"
        if q["format"] == "xlsx":
            return download(report_xlsx(found, head), f"{name}.xlsx", xlsx.MEDIA_TYPE)
        return download(report_pdf(call.store, found, head, call.actor), f"{name}.pdf", pdf.MEDIA_TYPE)

    return await call.away(work)


@route(
    "GET",
    "/lots/fsma",
    ability("trace"),
    query={
        "code": Parameter(most=400, many=True, note="everything traced both ways from these lots"),
        "from": Parameter(most=10, note="or every event from this day"),
        "to": Parameter(most=10, note="to this day"),
        "format": Parameter(default="xlsx", choices=("xlsx", "csv")),
    },
    gives=xlsx.MEDIA_TYPE,
)
async def fsma(call: Call) -> Answer:
    """The sortable sheet of FSMA 204: key data elements of every critical tracking event."""
    q = call.query
    codes = list(q["code"] or ())
    if not codes and not (q["from"] and q["to"]):
        raise BadParameters([Mistake("code", "api.required")])
    span = span_of(call) if q["from"] or q["to"] else None

    def work() -> Answer:
        start = env_of(call.store, call.store.clock.now(), None).start_of
        within = None if span is None else (start(span.first), start(span.last + timedelta(days=1)))
        sheet = fsma_sheet(call.store, call.lang, by=call.actor, codes=codes, span=within)
        head = letterhead(call.store, call.lang, call.actor)
        if q["format"] == "csv":
            return download(csv.table(sheet, call.lang, head.zone), "fsma-204.csv", csv.MEDIA_TYPE)
        return download(
            xlsx.workbook([sheet], "FSMA 204", call.lang, head.zone, head.at), "fsma-204.xlsx", xlsx.MEDIA_TYPE
        )

    return await call.away(work)

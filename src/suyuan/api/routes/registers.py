"""Registers: which there are, and the lines of a month on screen, as PDF, as a workbook."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.download import download
from suyuan.api.problem import BadParameters
from suyuan.api.route import SIGNED_IN, Parameter, ability, route
from suyuan.api.routes.definitions import declare_kind
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.errors import Mistake
from suyuan.print import pdf, xlsx
from suyuan.print.sheet import words
from suyuan.records.cell import Amount
from suyuan.records.letterhead import letterhead
from suyuan.records.plant import env_of
from suyuan.records.register_print import register_pdf, register_xlsx
from suyuan.records.registers import RegisterSheet, Span, month, open_registers, read_register

MOST_SHOWN = 1000
"""Lines sent to a screen; the rest are counted, and stand in the files."""
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}", re.ASCII)
_YEARS = range(1900, 9999)

declare_kind("registers", "register", SIGNED_IN, ability("design"))


@route("GET", "/reports/registers", SIGNED_IN)
async def listed(call: Call) -> Any:
    """The registers over forms that the caller may read."""

    def look() -> Any:
        forms = catalogue(call.store)
        return [
            {"key": r.key, "label": r.label, "note": r.note, "form": r.form, "form_label": forms.any(r.form).form.label}
            for r in open_registers(call.store, by=call.actor)
        ]

    return {"items": await call.away(look), "next": None}


@route(
    "GET",
    "/reports/registers/{key:str}",
    SIGNED_IN,
    query={
        "month": Parameter(most=7, note="2026-11; this month when nothing is given"),
        "from": Parameter(most=10, note="first day, in place of month"),
        "to": Parameter(most=10, note="last day"),
        "format": Parameter(default="json", choices=("json", "pdf", "xlsx")),
    },
)
async def sheet(call: Call) -> Answer:
    """The lines of a register; ``json`` holds the first thousand in words and counts the others."""
    span = span_of(call)
    kind = call.query["format"]

    def work() -> Answer:
        found = read_register(call.store, call.path["key"], span, call.lang, by=call.actor)
        head = letterhead(call.store, call.lang, call.actor)
        name = f"{found.register.label.show(call.lang)} {found.span}".replace(" – ", "_")
        if kind == "pdf":
            return download(register_pdf(found, head), f"{name}.pdf", pdf.MEDIA_TYPE)
        if kind == "xlsx":
            return download(register_xlsx(found, head), f"{name}.xlsx", xlsx.MEDIA_TYPE)
        return Answer(_body(found, call, head.zone))

    return await call.away(work)


def _body(found: RegisterSheet, call: Call, zone: Any) -> dict[str, Any]:
    rows = found.rows[:MOST_SHOWN]
    return {
        "key": found.register.key,
        "label": found.register.label,
        "note": found.register.note,
        "form": found.register.form,
        "from": found.span.first,
        "to": found.span.last,
        "columns": found.heads,
        "rows": [[str(v) if isinstance(v, Amount) else words(v, call.lang, zone) for v in row] for row in rows],
        "records": found.records[:MOST_SHOWN],
        "left": len(found.rows) - len(rows),
        "hidden": found.hidden,
    }


def span_of(call: Call) -> Span:
    """The days asked for: ``month``, or ``from`` to ``to``; this month when nothing is given.

    :raises BadParameters: what is no month or no date, the last day before the first.
    """
    q = call.query
    mistakes: list[Mistake] = []
    days = {key: _day(key, q[key], mistakes) for key in ("from", "to")}
    found = _MONTH.fullmatch(q.get("month") or "")
    asked = q.get("month")
    if asked and (found is None or int(found[1]) not in _YEARS or any(days.values())):
        mistakes.append(Mistake("month", "api.want_month"))
    first, last = days["from"], days["to"]
    if (first is None) != (last is None):
        mistakes.append(Mistake("to" if last is None else "from", "api.required"))
    if first is not None and last is not None and last < first:
        mistakes.append(Mistake("to", "api.want_later"))
    if mistakes:
        raise BadParameters(mistakes)
    if first is not None and last is not None:
        return Span(first, last)
    if found is not None:
        return month(int(found[1]), int(found[2]))
    today = env_of(call.store, call.store.clock.now(), None).today
    return month(today.year, today.month)


def _day(key: str, text: str | None, mistakes: list[Mistake]) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        if found is not None and int(found[1]) in _YEARS:
            return date.fromisoformat(text)
    except ValueError:
        pass
    mistakes.append(Mistake(key, "api.want_day"))
    return None

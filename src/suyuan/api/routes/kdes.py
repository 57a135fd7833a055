"""The trace map, and how complete the records are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.download import download
from suyuan.api.route import Parameter, ability, route
from suyuan.api.routes.definitions import declare_kind
from suyuan.api.routes.registers import span_of
from suyuan.kernel.errors import NotFound
from suyuan.print import pdf, xlsx
from suyuan.records.completeness import Completeness, Judged, Share, completeness
from suyuan.records.kde_map import MapDatum, MapList, trace_maps
from suyuan.records.kde_print import map_pdf, map_xlsx
from suyuan.records.letterhead import letterhead
from suyuan.records.plant import env_of, plant_of
from suyuan.records.registers import Span
from suyuan.trace.event import Lot
from suyuan.trace.lots import ref_by_code, refs

MOST = 12
MOST_LOTS = 200
DAYS = 30
_SPAN = {
    "from": Parameter(most=10, note="first day; thirty days until today when nothing is given"),
    "to": Parameter(most=10, note="last day"),
}
_LIST = Parameter(most=60, note="key of a list; the first when absent")

declare_kind("kde_lists", "kde_list", ability("design"), ability("design"))


@route("GET", "/kdes", ability("trace", "audit"))
async def maps(call: Call) -> Any:
    """The lists of key data elements against the forms in use: which field captures each datum, and the gaps."""
    found = await call.away(lambda: trace_maps(call.store, by=call.actor))
    return {"items": [_map(one) for one in found], "next": None}


@route(
    "GET",
    "/kdes/map",
    ability("trace", "audit"),
    query={"list": _LIST, "format": Parameter(default="pdf", choices=("pdf", "xlsx")), **_SPAN},
)
async def printed(call: Call) -> Answer:
    """The trace map of one list as PDF or as a workbook, with what the records of some days fill."""
    span = _span(call)

    def work() -> Answer:
        real = completeness(call.store, call.query["list"] or "", by=call.actor, span=span)
        found = next(m for m in trace_maps(call.store, by=call.actor) if m.words.key == real.words.key)
        head = letterhead(call.store, call.lang, call.actor)
        name = f"{found.words.label.show(call.lang)} {head.at.astimezone(head.zone):%Y-%m-%d}"
        if call.query["format"] == "pdf":
            return download(map_pdf(found, real, head), f"{name}.pdf", pdf.MEDIA_TYPE)
        return download(map_xlsx(found, real, head), f"{name}.xlsx", xlsx.MEDIA_TYPE)

    return await call.away(work)


@route(
    "GET",
    "/kdes/completeness",
    ability("trace", "audit"),
    query={
        "list": _LIST,
        "by": Parameter(default="day", choices=("day", "lot")),
        "limit": Parameter("whole", least=1, most=200, default=MOST, note="records to mend that are told"),
        **_SPAN,
    },
)
async def complete(call: Call) -> Any:
    """How many of the data asked for are filled, by day or by lot, and the records that lack most."""
    span = _span(call)

    def work() -> Any:
        found = completeness(call.store, call.query["list"] or "", by=call.actor, span=span)
        group = _by_day(call, found, span) if call.query["by"] == "day" else _by_lot(call, found)
        data = {f"{event}.{datum}": _share(share) for (event, datum), share in found.data.items()}
        return {
            "list": found.words.key,
            "from": span.first,
            "to": span.last,
            **_share(found.share),
            "records": len(found.judged),
            "items": group,
            "data": data,
            **_mend(call, found.judged, call.query["limit"]),
            "hidden": list(dict.fromkeys(label.show(call.lang) for label in found.hidden)),
        }

    return await call.away(work)


@route("GET", "/kdes/lot", ability("trace", "audit"), query={"code": Parameter(required=True, most=200), "list": _LIST})
async def of_lot(call: Call) -> Any:
    """How complete the records of one lot are, and what they lack."""

    def work() -> Any:
        with call.store.read() as conn:
            lot = ref_by_code(conn, call.query["code"])
        if lot is None:
            raise NotFound("trace.unknown_lot", lot=call.query["code"])
        found = completeness(call.store, call.query["list"] or "", by=call.actor, lot_id=lot.id)
        return {
            "list": found.words.key,
            "label": found.words.label,
            **_share(found.share),
            "records": len(found.judged),
            **_mend(call, found.judged, MOST_LOTS),
        }

    return await call.away(work)


def _span(call: Call) -> Span:
    if call.query["from"] or call.query["to"]:
        return span_of(call)
    today = env_of(call.store, call.store.clock.now(), None).today
    return Span(today - timedelta(days=DAYS - 1), today)


def _map(found: MapList) -> dict[str, Any]:
    words = found.words
    nodes = []
    for node in words.nodes:
        events = [
            {"key": e.key, "label": e.label, "ccp": e.ccp, "data": [_datum(d) for d in found.of(e)]}
            for e in node.events
        ]
        nodes.append({"key": node.key, "label": node.label, "stage": node.stage, "events": events})
    counts = {"data": len(found.data), "gaps": found.gaps}
    return {"key": words.key, "label": words.label, "note": words.note, **counts, "nodes": nodes}


def _datum(found: MapDatum) -> dict[str, Any]:
    datum = found.datum
    fields = [
        {"form": f.form, "path": f.path, "form_label": f.form_label, "label": f.label, "why": f.why or None}
        for f in found.fields
    ]
    return {
        "key": datum.key,
        "label": datum.label,
        "law": datum.law,
        "when": datum.when or datum.rows_where,
        "optional": datum.optional,
        "gap": found.gap,
        "fields": fields,
    }


def _share(share: Share) -> dict[str, int]:
    return {"wanted": share.wanted, "filled": share.filled}


def _grouped(judged: Iterable[Judged], keys: Callable[[Judged], Iterable[Any]]) -> dict[Any, tuple[Share, int]]:
    found: dict[Any, tuple[Share, int]] = {}
    for one in judged:
        for key in keys(one):
            share, count = found.get(key, (Share(), 0))
            share.add(one.share)
            found[key] = share, count + 1
    return found


def _by_day(call: Call, found: Completeness, span: Span) -> list[dict[str, Any]]:
    zone = plant_of(call.store).tz
    days = _grouped(found.judged, lambda one: [one.at.astimezone(zone).date()])
    return [
        {"day": day, "records": n, **_share(share)}
        for day, (share, n) in sorted(days.items())
        if span.first <= day <= span.last
    ]


def _by_lot(call: Call, found: Completeness) -> list[dict[str, Any]]:
    """The lots that lack most, worst first."""
    lots = _grouped(found.judged, lambda one: one.lots)
    worst = sorted(lots, key=lambda id: (lots[id][0].filled - lots[id][0].wanted, id))[:MOST_LOTS]
    with call.store.read() as conn:
        known = refs(conn, worst)
    return [_lot(known[id], *lots[id]) for id in worst if id in known]


def _lot(lot: Lot, share: Share, records: int) -> dict[str, Any]:
    return {"code": lot.code, "title": lot.title, "status": lot.status, "records": records, **_share(share)}


def _mend(call: Call, judged: list[Judged], limit: int) -> dict[str, Any]:
    """The records that lack most, newest first among equals."""
    lacking = [one for one in reversed(judged) if one.missing]
    lacking.sort(key=lambda one: -len(one.missing))
    return {"mend": [_lacking(call, one) for one in lacking[:limit]], "mend_all": len(lacking)}


def _lacking(call: Call, one: Judged) -> dict[str, Any]:
    seen = call.viewer
    may = seen is not None and (seen.can("amend", one.form.key) if one.record else seen.can("submit", one.form.key))
    return {
        "form": one.form.key,
        "form_label": one.form.label,
        "id": one.record or None,
        "title": one.title,
        "at": one.at,
        "may": may,
        "lot_field": one.lot_path or None,
        "missing": [{"key": ".".join(m.key), "label": m.label, "law": m.law, "path": m.path} for m in one.missing],
    }

"""Make the trace report of a lot, with only what its reader may see."""

from __future__ import annotations

from suyuan.access.rights import require_ability, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import say
from suyuan.records.desk import desk_for
from suyuan.records.report.evidence import Evidence, files_section, people_section
from suyuan.records.report.lineage import Lineage, balance_facts, bearing, lot_facts
from suyuan.records.report.sealed import proofs_section
from suyuan.records.report.words import Section, TraceReport
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.balance import balance
from suyuan.trace.graph import TraceGraph


def trace_report(store: Store, code: str, lang: str, *, by: Actor, direction: str = "both") -> TraceReport:
    """The report of the lot that ``code`` names.

    :param direction: back, forward or both.
    :raises Forbidden: without the ability ``trace``.
    :raises NotFound: there is no such lot.
    """
    seen = viewer(store, by)
    require_ability(seen, "trace")
    forms = catalogue(store)
    with store.read() as conn:
        lot = lots.find(conn, code) if code.strip() else None
        if lot is None:
            raise NotFound("trace.unknown_lot", lot=code[:100])
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        graph = TraceGraph(conn, desk.env.today)
        walk = {"back": graph.back, "forward": graph.forward, "both": graph.both}[direction]
        found = bearing(walk(lot.id))
        lineage, evidence = Lineage(desk, found, lang), Evidence(desk, found, lang)
        records = evidence.records()
        facts, balanced = balance_facts(None if lot.kind == "logistic" else balance(conn, lot.id), lang)
        sections: list[Section] = []
        if direction != "forward":
            sections.append(lineage.sources())
        if direction != "back":
            sections += [lineage.outcomes(), lineage.shipments()]
        sections += [lineage.happenings(), files_section(records, lang), people_section(records, lang)]
        proofs = proofs_section(store, conn, records, lang)
        said = (
            [say("records.report_unread", lang, forms=_listed(list(evidence.unread), lang))] if evidence.unread else []
        )
        own = [*lot_facts(desk, lot, lang), *lineage.origin()]
    return TraceReport(lot.code, lot.title, direction, own, facts, balanced, sections, records, proofs, said)


def _listed(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names)

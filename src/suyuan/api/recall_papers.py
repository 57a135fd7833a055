"""What is taken away from a recall: stock to pull, the call list, the close-out report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from suyuan.api.recalling import case_picture, customers, steps
from suyuan.kernel.actor import Actor
from suyuan.kernel.i18n import say
from suyuan.ledger.entry import Entry, Subject
from suyuan.ledger.read import entries_of
from suyuan.print import pdf, xlsx
from suyuan.print.paper import Block, Facts, Grid, Heading, Note, Paper, Signatures
from suyuan.print.sheet import CellKind, Column, Sheet, words
from suyuan.records.plant import plant_of
from suyuan.records.recalled import Picture
from suyuan.records.record import Record
from suyuan.store.engine import Store
from suyuan.trace.recall import Reached, sums
from suyuan.trace.words import status_words


@dataclass(frozen=True)
class Papers:
    """One case, ready to be written down.

    :param entries: the ledger's entries of the case and of what it held, oldest first.
    """

    case: Record
    seen: Picture
    entries: list[Entry]
    plant: str
    zone: tzinfo
    at: datetime
    lang: str
    by: str

    @classmethod
    def of(cls, store: Store, id: str, by: Actor, lang: str) -> Papers:
        """:raises NotFound: there is no such case, or the actor may not see it."""
        case, seen = case_picture(store, id, by)
        held = [row["hold"]["id"] for row in case.fields.get("holds") or () if row.get("hold")]
        with store.read() as conn:
            entries = [entry for uid in (id, *held) for entry in entries_of(conn, Subject("record", uid))]
        plant = plant_of(store)
        now = store.clock.now()
        return cls(case, seen, sorted(entries, key=lambda e: e.id), plant.name.show(lang), plant.tz, now, lang, by.name)

    @property
    def no(self) -> str:
        """The case's number."""
        return str(self.case.fields.get("no") or "")

    @property
    def what(self) -> str:
        """The lots it began with, in words."""
        return str(self.case.fields.get("what") or "")

    def say(self, code: str, **params: Any) -> str:
        """Words of these papers."""
        return say(f"api.recall_{code}", self.lang, **params)

    def sheet(self, name: str, columns: Sequence[tuple[str, CellKind]], rows: Iterable[Sequence[Any]]) -> Sheet:
        """A table; its name, title and columns are text keys."""
        heads = [Column(self.say(key), 0, kind) for key, kind in columns]
        return Sheet(self.say(name), heads, list(rows), f"{self.no} {self.say(name)}", self.what)

    def workbook(self, sheets: Sequence[Sheet]) -> bytes:
        """``sheets`` as XLSX."""
        return xlsx.workbook(sheets, f"{self.no} {sheets[0].name}", self.lang, self.zone, self.at)


def stock_sheet(papers: Papers) -> Sheet:
    """What is to be pulled, by place; a box to tick for whoever walks the store."""
    columns: list[tuple[str, CellKind]] = [
        *(("place", "text"), ("lot", "text"), ("product", "text"), ("supplier_lot", "text"), ("status", "text")),
        *(("expires_on", "date"), ("quantity", "number"), ("uom", "text"), ("why", "text"), ("pulled", "text")),
    ]
    rows = [
        [
            pile.place,
            one.unit.code,
            one.unit.title,
            one.unit.supplier_lot,
            status_words(one.unit.status).show(papers.lang),
            one.unit.expires_on,
            _plain(pile.quantity),
            papers.say("pallet") if one.contained else one.unit.uom,
            why(papers, one),
            "",
        ]
        for one in papers.seen.scope.lots
        for pile in one.lying
    ]
    return papers.sheet("pull_list", columns, sorted(rows, key=lambda row: (row[0] or "~", row[2], row[1])))


def why(papers: Papers, one: Reached) -> str:
    """Why a lot is in, in words."""
    reason = one.why
    if reason.through is None:
        return papers.say("why_start")
    amount = "" if reason.quantity is None else f" {_plain(reason.quantity)} {reason.uom or ''}".rstrip()
    share = "" if reason.share is None else f" ({reason.share * 100:.1f} %)"
    return papers.say("why_holds" if one.contained else "why_ate", lot=reason.through) + amount + share


def call_sheets(papers: Papers) -> list[Sheet]:
    """Whom to call and what they got; every delivery; shops that were supplied by customers."""
    told = papers.case.fields.get("calls") or ()
    calls = {row["customer"]["id"]: row for row in told if row.get("customer")}
    columns: list[tuple[str, CellKind]] = [
        *(("customer", "text"), ("contact", "text"), ("phone", "text"), ("address", "text"), ("product", "text")),
        *(("lots", "text"), ("quantities", "text"), ("first", "datetime"), ("last", "datetime"), ("waybills", "text")),
        *(("told_at", "datetime"), ("spoke_to", "text"), ("still_there", "number"), ("sold", "number")),
    ]
    rows = []
    for one in customers(papers.seen):
        call = calls.get(one["id"], {})
        amounts = " + ".join(f"{q['value']} {q['uom']}" for q in one["quantities"])
        joined = ["、".join(one[key]) for key in ("products", "lots")]
        rows.append(
            [
                one["title"],
                one["contact"],
                one["phone"],
                one["address"],
                *joined,
                amounts,
                one["first"],
                one["last"],
                " ".join(one["waybills"]),
                _at(call.get("called_at")),
                call.get("spoke_to"),
                _number(call.get("still_there")),
                _number(call.get("sold")),
            ]
        )
    sheets = [papers.sheet("call_list", columns, rows), _moves_sheet(papers, "deliveries")]
    return [*sheets, _moves_sheet(papers, "onward")] if papers.seen.scope.onward else sheets


def _moves_sheet(papers: Papers, name: str) -> Sheet:
    columns: list[tuple[str, CellKind]] = [
        *(("time", "datetime"), ("customer", "text"), ("document", "text"), ("lot", "text"), ("product", "text")),
        *(("quantity", "number"), ("uom", "text"), ("waybills", "text")),
    ]
    moves = getattr(papers.seen.scope, name)
    rows = [
        [
            m.time,
            m.party,
            m.record_title,
            m.code,
            m.title,
            None if m.quantity is None else _plain(m.quantity),
            None if m.quantity is None else m.uom,
            papers.seen.papers.get((m.form or "", m.record_id), {}).get("waybill"),
        ]
        for m in moves
    ]
    return papers.sheet(name, columns, rows)


def lots_sheet(papers: Papers) -> Sheet:
    """Every lot reached."""
    columns: list[tuple[str, CellKind]] = [
        *(("lot", "text"), ("product", "text"), ("supplier_lot", "text"), ("status", "text"), ("made", "number")),
        *(("on_hand", "number"), ("shipped", "number"), ("lost", "number"), ("uom", "text"), ("why", "text")),
    ]
    rows = [
        [
            one.unit.code,
            one.unit.title,
            one.unit.supplier_lot,
            status_words(one.unit.status).show(papers.lang),
            None if one.contained or one.quantity is None else _plain(one.quantity),
            _plain(one.on_hand),
            _plain(one.shipped),
            _plain(one.lost),
            papers.say("pallet") if one.contained else one.unit.uom,
            why(papers, one),
        ]
        for one in papers.seen.scope.lots
    ]
    return papers.sheet("lots", columns, rows)


def accounts_sheet(papers: Papers) -> Sheet:
    """Where everything affected is, with percentages; what customers said counts once they were called."""
    columns: list[tuple[str, CellKind]] = [("part", "text"), ("quantity", "number"), ("uom", "text"), ("share", "text")]
    rows: list[list[Any]] = []
    for total in sums(papers.seen.scope):
        calls = [c for c in papers.case.fields.get("calls") or () if c.get("called_at") and c.get("uom") == total.uom]
        still, sold = (sum((Decimal(c.get(k) or 0) for c in calls), Decimal(0)) for k in ("still_there", "sold"))
        unknown = max(Decimal(0), total.out - still - sold)
        parts = {"affected": total.affected, "on_hand": total.on_hand, "lost": total.lost, "shipped": total.shipped}
        parts |= {"returned": total.returned, "still_there": still, "sold": sold, "unaccounted": unknown}
        whole = total.affected
        for name, value in parts.items():
            share = f"{value / whole * 100:.1f} %" if whole else ""
            rows.append([papers.say(name), _plain(value), total.uom, share])
    return papers.sheet("accounts", columns, rows)


def steps_sheet(papers: Papers) -> Sheet:
    """When each step was done, and how many minutes after the plant knew."""
    columns: list[tuple[str, CellKind]] = [("step", "text"), ("time", "datetime"), ("minutes", "number")]
    opened = _at(papers.case.fields.get("opened_at"))
    rows = [[papers.say("opened_at"), opened, Decimal(0)]]
    for name, step in steps(papers.case.fields).items():
        minutes = None if step["minutes"] is None else Decimal(str(step["minutes"]))
        rows.append([papers.say(name), step["at"], minutes])
    return papers.sheet("times", columns, rows)


def ledger_sheet(papers: Papers) -> Sheet:
    """The entries of the ledger that prove it."""
    columns: list[tuple[str, CellKind]] = [
        *(("entry", "text"), ("time", "datetime"), ("fact", "text"), ("by", "text"), ("reason", "text"))
    ]
    rows = [[e.uid, e.at, e.kind, e.actor_name, e.reason] for e in papers.entries]
    return papers.sheet("ledger", columns, rows)


def report_sheets(papers: Papers) -> list[Sheet]:
    """The close-out report as tables."""
    case = [accounts_sheet(papers), steps_sheet(papers)]
    return [*case, lots_sheet(papers), *call_sheets(papers), stock_sheet(papers), ledger_sheet(papers)]


def report_pdf(papers: Papers) -> bytes:
    """The close-out report to sign."""
    fields = papers.case.fields
    drill = fields.get("mode") == "drill"
    title = papers.say("drill_report" if drill else "report")
    made = papers.say("made_by", at=words(papers.at, papers.lang, papers.zone), by=papers.by)
    calls, *moves = call_sheets(papers)
    narrow = Sheet(calls.name, [calls.columns[n] for n in _CALLS], [[row[n] for n in _CALLS] for row in calls.rows])
    blocks: list[Block] = [
        Facts(_head(papers)),
        *(block for key in ("reason", "cause", "action") for block in _told(papers, key)),
        *_table(accounts_sheet(papers)),
        *_table(steps_sheet(papers)),
        *_table(lots_sheet(papers)),
        *_table(narrow),
        *(block for sheet in moves for block in _table(sheet)),
        *_table(ledger_sheet(papers)),
        Signatures([papers.say("sign_quality"), papers.say("sign_manager")]),
    ]
    paper = Paper(title, papers.plant, papers.no, made, blocks, papers.what, landscape=True)
    return pdf.render(paper, papers.lang, papers.zone, papers.at)


_CALLS = (0, 1, 2, 4, 6, 10, 11, 12, 13)
_MOST_PRINTED = 400


def _head(papers: Papers) -> list[tuple[str, str]]:
    fields = papers.case.fields
    shown = [
        ("case", papers.no),
        ("kind", papers.say(f"mode_{fields.get('mode')}")),
        ("class", str(fields.get("class") or "")),
        ("opened_at", words(_at(fields.get("opened_at")), papers.lang, papers.zone)),
        ("due_at", words(_at(fields.get("due_at")), papers.lang, papers.zone)),
        ("owner", str((fields.get("owner") or {}).get("title") or "")),
        ("lots_reached", str(fields.get("lots_reached") or "")),
        ("customers_reached", str(fields.get("customers_reached") or "")),
        ("recovered", f"{fields.get('recovered') or '0'} {fields.get('uom') or ''}".strip()),
        ("destroyed", f"{fields.get('destroyed') or '0'} {fields.get('uom') or ''}".strip()),
        ("capa", str(fields.get("capa") or "")),
    ]
    return [(papers.say(key), value) for key, value in shown if value]


def _told(papers: Papers, key: str) -> list[Block]:
    value = papers.case.fields.get(key)
    return [Heading(papers.say(key), 2), Note(str(value))] if value else []


def _table(sheet: Sheet) -> list[Block]:
    return [Heading(sheet.name, 2), Grid(sheet, _MOST_PRINTED)] if sheet.rows else []


def _at(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _plain(value: Decimal) -> Decimal:
    """Without needless zeros."""
    text = format(value, "f")
    return Decimal((text.rstrip("0").rstrip(".") if "." in text else text) or "0")

"""A trace report as a workbook, in which everything stands, and as a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import say
from suyuan.print import pdf, xlsx
from suyuan.print.paper import Block, Facts, Grid, Heading, Note, Paper, Picture, Pictures, Signatures
from suyuan.print.sheet import Column, Sheet, words
from suyuan.records.cell import Amount, Cell, joined_amounts, split_amounts
from suyuan.records.files import content
from suyuan.records.letterhead import Letterhead
from suyuan.records.read import readable_file
from suyuan.records.report.words import Kept, Section, TraceReport
from suyuan.store.engine import Store

MOST_RECORDS = 60
"""Records told field by field on paper, the nearest to the lot first; the workbook has them all."""
MOST_SIGNATURES = 24


def report_xlsx(report: TraceReport, head: Letterhead) -> bytes:
    """Every table complete: one sheet each, then two for each form: its records, and the rows of their lists."""
    lang = head.lang
    name = say("records.report_title", lang)
    sheets = [_summary(report, head, name)]
    sheets += [_sheet(section, lang) for section in (*report.sections, *_by_form(report.records, lang), report.proofs)]
    return xlsx.workbook(sheets, f"{name} {report.code}", lang, head.zone, head.at)


def _summary(report: TraceReport, head: Letterhead, name: str) -> Sheet:
    lang = head.lang
    rows: list[tuple[str, Cell]] = [*report.facts, *report.balance]
    if report.balanced:
        rows.append((say("records.report_sum", lang), report.balanced[0]))
    columns = [Column(say("records.report_item", lang), 24), Column(say("records.report_value", lang), 60)]
    shown = [(label, str(v) if isinstance(v, Amount) else v) for label, v in rows]
    note = "\n".join([head.plant, head.made, *report.said])
    return Sheet(say("records.report_summary", lang), columns, shown, f"{name} {report.code} {report.title}", note)


def _sheet(section: Section, lang: str) -> Sheet:
    columns, rows = split_amounts(section.heads, section.rows, lang)
    return Sheet(section.name, columns, rows, section.name if section.note else "", section.note)


def _by_form(records: Sequence[Kept], lang: str) -> Iterator[Section]:
    for (_, form), group in groupby(records, key=lambda r: (r.key, r.form)):
        found = list(group)
        heads = list(dict.fromkeys(label for r in found for label, _ in r.facts))
        rows = [[r.title, *(dict(r.facts).get(label) for label in heads)] for r in found]
        document = say("records.report_document", lang)
        yield Section(form, [document, *heads], rows)
        for label in dict.fromkeys(label for r in found for label, _, _ in r.lists):
            lists = [(r.title, inner, rows) for r in found for name, inner, rows in r.lists if name == label]
            inner_heads = list(dict.fromkeys(h for _, inner, _ in lists for h in inner))
            lines = [
                [title, *(dict(zip(inner, row)).get(h) for h in inner_heads)]
                for title, inner, rows in lists
                for row in rows
            ]
            yield Section(f"{form}·{label}", [document, *inner_heads], lines)


def report_pdf(store: Store, report: TraceReport, head: Letterhead, by: Actor) -> bytes:
    """The report on A4. Where a table is long its end is left to the workbook, and how much is said."""
    lang = head.lang
    blocks: list[Block] = [Note(text, "bad") for text in report.said]
    blocks += [Heading(say("records.report_summary", lang)), Facts(_told(report.facts, head))]
    if report.balanced is not None:
        blocks += [Heading(say("records.report_balance", lang)), Facts(_told(report.balance, head), 4)]
        blocks.append(Note(report.balanced[0], "good" if report.balanced[1] else "bad"))
    for section in report.sections:
        blocks += _table(section, lang)
    blocks += _inspections(report.records, head)
    blocks += _records(report.records, head)
    blocks += _signatures(store, report.records, lang, by)
    blocks += _table(report.proofs, lang)
    blocks.append(Signatures([say("records.report_made_by", lang), say("records.report_reviewed_by", lang)]))
    name = say("records.report_title", lang)
    subtitle = f"{report.code}  {report.title}  ·  {say(f'records.direction_{report.direction}', lang)}"
    paper = Paper(name, head.plant, f"{name} {report.code}", head.made, blocks, subtitle, report.code, True)
    return pdf.render(paper, lang, head.zone, head.at)


def _told(facts: Sequence[tuple[str, Cell]], head: Letterhead) -> list[tuple[str, str]]:
    return [(label, str(v) if isinstance(v, Amount) else words(v, head.lang, head.zone)) for label, v in facts]


def _table(section: Section, lang: str) -> list[Block]:
    blocks: list[Block] = [Heading(section.name)]
    if section.note:
        blocks.append(Note(section.note))
    if not section.rows:
        return [*blocks, Note(say("records.report_none", lang))]
    shown = section.printed or range(len(section.heads))
    heads, rows = [section.heads[n] for n in shown], [[row[n] for n in shown] for row in section.rows]
    columns, cells = joined_amounts(heads, rows)
    return [*blocks, Grid(Sheet(section.name, columns, cells), section.most)]


def _inspections(records: Sequence[Kept], head: Letterhead) -> list[Block]:
    """The checks of the lot and its kin with their results, the nearest first."""
    found = sorted((r for r in records if r.inspection), key=lambda r: r.level)
    return _told_records(say("records.report_inspections", head.lang), found, head)


def _records(records: Sequence[Kept], head: Letterhead) -> list[Block]:
    """Receipts, production, temperatures and whatever else was written down."""
    found = sorted((r for r in records if not r.inspection), key=lambda r: r.level)
    return _told_records(say("records.report_records", head.lang), found, head)


def _told_records(title: str, found: Sequence[Kept], head: Letterhead) -> list[Block]:
    lang = head.lang
    blocks: list[Block] = [Heading(title)]
    if not found:
        return [*blocks, Note(say("records.report_none", lang))]
    for record in found[:MOST_RECORDS]:
        blocks.append(Heading(f"{record.form} · {record.title}", 2))
        blocks.append(Facts(_told(record.facts, head), 3))
        for label, heads, rows in record.lists:
            columns, cells = joined_amounts(heads, rows)
            blocks += [Note(label), Grid(Sheet(f"{record.form}·{label}", columns, cells), 100)]
    if len(found) > MOST_RECORDS:
        blocks.append(Note(say("records.report_more", lang, count=len(found) - MOST_RECORDS), "bad"))
    return blocks


def _signatures(store: Store, records: Sequence[Kept], lang: str, by: Actor) -> list[Block]:
    """The signatures themselves, the nearest first, as far as the reader may open them."""
    found = sorted((r for r in records if r.signatures), key=lambda r: r.level)
    wanted = [(f"{r.form} · {r.title} · {label}", id) for r in found for label, id in r.signatures]
    if not wanted:
        return []
    pictures: list[Picture] = []
    for caption, id in wanted[:MOST_SIGNATURES]:
        try:
            with content(store, readable_file(store, id, by=by)) as stream:
                pictures.append(Picture(caption, stream.read()))
        except NotFound:
            continue
    blocks: list[Block] = [Heading(say("records.report_signatures", lang)), Pictures(pictures)]
    if len(wanted) > MOST_SIGNATURES:
        blocks.append(Note(say("records.report_more_signatures", lang, count=len(wanted) - MOST_SIGNATURES), "bad"))
    return blocks

"""The trace map as a workbook, and as a paper."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.kernel.i18n import say
from suyuan.print import pdf, xlsx
from suyuan.print.paper import Block, Facts, Grid, Heading, Note, Paper
from suyuan.print.sheet import Column, Sheet
from suyuan.records.completeness import Completeness
from suyuan.records.kde_list import Node
from suyuan.records.kde_map import Captured, MapDatum, MapList
from suyuan.records.letterhead import Letterhead

_HEADS = ("kde_event", "kde_datum", "kde_law", "kde_field", "kde_state", "kde_share")


def map_xlsx(found: MapList, real: Completeness, head: Letterhead) -> bytes:
    """All data in one sheet, the node in the first column."""
    lang = head.lang
    name = found.words.label.show(lang)
    rows = [
        [node.label.show(lang), *line] for node in found.words.nodes for line in _lines(found, real, node, head.lang)
    ]
    columns = [Column(say("records.kde_node", lang)), *_columns(lang)]
    note = "\n".join(filter(None, [head.plant, found.words.note.show(lang), _sum(found, real, lang), head.made]))
    sheet = Sheet(say("records.kde_map", lang), columns, rows, name, note)
    return xlsx.workbook([sheet], name, lang, head.zone, head.at)


def map_pdf(found: MapList, real: Completeness, head: Letterhead) -> bytes:
    """The same on A4, a table for each node; takes some tenths of a second."""
    lang = head.lang
    name = found.words.label.show(lang)
    blocks: list[Block] = [Facts([(say("records.register_plant", lang), head.plant)], 1)]
    blocks.append(Note(_sum(found, real, lang), "bad" if found.gaps else "good"))
    for node in found.words.nodes:
        lines = list(_lines(found, real, node, lang))
        if lines:
            blocks += [Heading(node.label.show(lang)), Grid(Sheet(node.key, _columns(lang), lines))]
    title = say("records.kde_map", lang)
    paper = Paper(f"{title} · {name}", head.plant, name, head.made, blocks, found.words.note.show(lang), "", True)
    return pdf.render(paper, lang, head.zone, head.at)


def _columns(lang: str) -> list[Column]:
    return [Column(say(f"records.{head}", lang)) for head in _HEADS]


def _sum(found: MapList, real: Completeness, lang: str) -> str:
    total = real.share
    counts = {"data": len(found.data), "gaps": found.gaps, "filled": total.filled, "wanted": total.wanted}
    return say("records.kde_sum", lang, **counts)


def _lines(found: MapList, real: Completeness, node: Node, lang: str) -> Iterator[list[str]]:
    for event in node.events:
        for one in found.of(event):
            share = real.data.get((event.key, one.datum.key))
            told = f"{share.filled} / {share.wanted}" if share else ""
            fields = "\n".join(_field(field, lang) for field in one.fields)
            label = event.label.show(lang)
            yield [label, one.datum.label.show(lang), one.datum.law, fields, _state(one, lang), told]


def _field(field: Captured, lang: str) -> str:
    return f"{field.form_label.show(lang)} › {field.label.show(lang)}"


def _state(one: MapDatum, lang: str) -> str:
    return say("records.kde_gap" if one.gap else "records.kde_captured", lang)

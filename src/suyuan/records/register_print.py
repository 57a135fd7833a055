"""A register as a workbook, and as a paper to sign."""

from __future__ import annotations

from suyuan.kernel.i18n import say
from suyuan.print import pdf, xlsx
from suyuan.print.paper import Block, Facts, Grid, Note, Paper, Signatures
from suyuan.print.sheet import Sheet
from suyuan.records.cell import joined_amounts, split_amounts
from suyuan.records.letterhead import Letterhead
from suyuan.records.registers import RegisterSheet

WIDE = 7
"""Columns from which a paper lies on its side."""


def register_xlsx(found: RegisterSheet, head: Letterhead) -> bytes:
    """All lines; an amount has its number and its unit in two columns."""
    lang = head.lang
    name = found.register.label.show(lang)
    columns, rows = split_amounts(found.heads, found.rows, lang)
    lines = [f"{head.plant}  {found.span}", found.register.note.show(lang), *_hidden(found, lang), head.made]
    sheet = Sheet(name, columns, rows, f"{name} {found.span}", "\n".join(filter(None, lines)))
    return xlsx.workbook([sheet], name, lang, head.zone, head.at)


def register_pdf(found: RegisterSheet, head: Letterhead) -> bytes:
    """The same on A4, with the legal basis above and lines to sign on below; takes some tenths of a second."""
    lang = head.lang
    name = found.register.label.show(lang)
    columns, rows = joined_amounts(found.heads, found.rows)
    facts = [
        (say("records.register_plant", lang), head.plant),
        (say("records.register_span", lang), str(found.span)),
        (say("records.register_lines", lang), str(len(found.rows))),
    ]
    blocks: list[Block] = [Facts(facts, 3)]
    blocks += [Note(text, "bad") for text in _hidden(found, lang)]
    blocks += [Grid(Sheet(name, columns, rows))] if rows else [Note(say("records.register_none", lang))]
    if found.register.signs:
        blocks.append(Signatures([label.show(lang) for label in found.register.signs]))
    wide = len(columns) >= WIDE
    paper = Paper(name, head.plant, f"{name} {found.span}", head.made, blocks, found.register.note.show(lang), "", wide)
    return pdf.render(paper, lang, head.zone, head.at)


def _hidden(found: RegisterSheet, lang: str) -> list[str]:
    if not found.hidden:
        return []
    between = "、" if lang == "zh" else ", "
    return [say("records.register_left_out", lang, columns=between.join(found.hidden))]

"""Papers as PDF, set by Typst with our own fonts embedded."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import Any

from suyuan.kernel.i18n import say
from suyuan.print import qr
from suyuan.print.paper import Block, Facts, Grid, Heading, Note, Paper, Picture, Pictures, Signatures
from suyuan.print.sheet import width_of, words
from suyuan.print.typeset import LONGEST, Bench, bench, characters_beyond, clean, pdf_of

MEDIA_TYPE = "application/pdf"
_SAMPLE = 200


def render(paper: Paper, lang: str, zone: tzinfo = UTC, made_at: datetime | None = None) -> bytes:
    """``paper`` as PDF on A4. It takes some tenths of a second: never call it on an event loop.

    Characters that our fonts lack are set in the machine's fonts where those have them, and told by their code points
    at the end. An image that cannot be shown is told by its caption.

    :param zone: by whose clock instants are shown.
    :param made_at: aware instant in the file; 2000-01-01 when not given. The same data makes the same bytes.
    """
    with bench("paper.typ") as at:
        data, unusual = _data(paper, lang, zone, at)
        return pdf_of(at.compiler(data, unusual), made_at)


def _data(paper: Paper, lang: str, zone: tzinfo, at: Bench) -> tuple[dict[str, Any], bool]:
    """What the template reads, its images written beside it; and whether characters are beyond our fonts."""
    maker = Maker(lang, zone, at)
    blocks = [maker.block(block) for block in paper.blocks]
    said = {"title": paper.title, "subtitle": paper.subtitle, "plant": paper.plant, "mark": paper.mark}
    data: dict[str, Any] = {key: clean(text) for key, text in said.items()}
    data |= {"made": clean(paper.made), "page": say("print.page", lang), "lang": lang, "landscape": paper.landscape}
    unusual = characters_beyond([data, blocks], lang)
    if unusual:
        blocks.append({"kind": "note", "tone": "bad", "text": unusual})
    data |= {"blocks": blocks, "qr": None}
    if paper.qr:
        (at.folder / "qr.png").write_bytes(qr.png(paper.qr))
        data["qr"] = "qr.png"
    return data, bool(unusual)


class Maker:
    """Turns blocks into what the template reads."""

    def __init__(self, lang: str, zone: tzinfo, at: Bench) -> None:
        self.lang, self.zone, self.at = lang, zone, at

    def block(self, block: Block) -> dict[str, Any]:
        """One block by its kind."""
        match block:
            case Heading(text, level):
                return {"kind": "heading", "text": clean(text), "level": level}
            case Note(text, tone):
                return {"kind": "note", "text": clean(text), "tone": tone}
            case Facts(pairs, columns):
                shown = [[clean(label), clean(text)] for label, text in pairs]
                return {"kind": "facts", "pairs": shown, "columns": columns}
            case Grid():
                return self._grid(block)
            case Pictures(pictures):
                return {"kind": "pictures", "pictures": [self._picture(p) for p in pictures]}
            case Signatures(labels):
                return {"kind": "signatures", "labels": [clean(label) for label in labels]}

    def _grid(self, grid: Grid) -> dict[str, Any]:
        sheet, rows = grid.sheet, grid.sheet.rows[: grid.most]
        heads = [clean(column.label) for column in sheet.columns]
        cells = [[clean(words(value, self.lang, self.zone)) for value in row] for row in rows]
        widths = [_weight([heads[n], *(row[n] for row in cells[:_SAMPLE])]) for n in range(len(heads))]
        left = len(sheet.rows) - len(rows)
        return {
            "kind": "grid",
            "heads": heads,
            "widths": widths,
            "numbers": [column.kind in ("number", "money") for column in sheet.columns],
            "cells": [text for row in cells for text in row],
            "more": say("print.more", self.lang, count=left, sheet=sheet.name) if left else "",
        }

    def _picture(self, picture: Picture) -> dict[str, Any]:
        name, caption = self.at.image(picture.image), clean(picture.caption)
        return {"file": name, "caption": caption if name else say("print.no_image", self.lang, caption=caption)}


def _weight(texts: list[str]) -> int:
    """How wide a column is beside the others: by its longest word and its usual text."""
    word = max((width_of(w) for text in texts for w in re.split(r"[\s\u200b]", text) if w), default=4)
    usual = sorted(width_of(text) for text in texts)[len(texts) * 9 // 10 if len(texts) > 1 else 0]
    return max(5, min(max(min(word, LONGEST), usual), 40))

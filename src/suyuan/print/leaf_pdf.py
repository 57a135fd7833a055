"""Leaves as PDF or as images, set by Typst: pages in a flow, labels to the tenth of a millimetre."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any

import msgspec

from suyuan.print.barcode import svg
from suyuan.print.leaf import (
    Code,
    Counter,
    Format,
    Frame,
    Gap,
    Leaf,
    LeafBlock,
    Line,
    Photos,
    Rule,
    Signings,
    Spot,
    Table,
    Title,
    Words,
)
from suyuan.print.paper import Note, Pictures
from suyuan.print.pdf import Maker
from suyuan.print.typeset import Bench, bench, characters_beyond, clean, pdf_of, whole

_CODE = re.compile(r"[\w\-/_.]{13,}", re.ASCII)
_DASH = re.compile(r"(\w[-/_.])(?=\w)")


@dataclass(frozen=True)
class Shown:
    """The first pages as images, for looking at.

    :param images: PNG, one a page.
    :param pages: how many there are in all.
    :param spills: marks of the spots whose text does not fit.
    """

    images: list[bytes]
    pages: int
    spills: list[int]


def leaves_pdf(
    leaves: Sequence[Leaf], paper: Format, title: str, lang: str, zone: tzinfo = UTC, made_at: datetime | None = None
) -> bytes:
    """All leaves in one PDF, each on pages of its own. It takes its time: never call it on an event loop.

    :param title: in the file's properties.
    :param made_at: as for ``pdf.render``.
    """
    with bench("leaf.typ") as at:
        data, unusual = _data(leaves, paper, title, lang, zone, at)
        return pdf_of(at.compiler(data, unusual), made_at)


def leaves_shown(
    leaves: Sequence[Leaf], paper: Format, title: str, lang: str, zone: tzinfo = UTC, *, ppi: int = 110, most: int = 5
) -> Shown:
    """The first ``most`` pages as images of ``ppi`` pixels to an inch."""
    with bench("leaf.typ") as at:
        data, unusual = _data(leaves, paper, title, lang, zone, at)
        compiler = at.compiler(data, unusual)
        made = compiler.compile(format="png", ppi=float(ppi))
        images = [made] if isinstance(made, bytes) else list(made or [])
        spills = msgspec.json.decode(compiler.query("<spill>", field="value"))
    return Shown(images[:most], len(images), sorted({int(n) for n in spills}))


def _data(
    leaves: Sequence[Leaf], paper: Format, title: str, lang: str, zone: tzinfo, at: Bench
) -> tuple[dict[str, Any], bool]:
    maker = _Leaves(Maker(lang, zone, at), at)
    told = [maker.leaf(leaf) for leaf in leaves]
    unusual = characters_beyond(told, lang)
    if unusual and any(paper.margins):
        told[-1] = maker.leaf(replace(leaves[-1], blocks=[*leaves[-1].blocks, Note(unusual, "bad")]))
    top, right, bottom, left = (float(m) for m in paper.margins)
    data: dict[str, Any] = {"title": clean(title), "lang": lang, "leaves": told}
    data |= {"width": float(paper.width), "height": float(paper.height)}
    data |= {"margins": {"top": top, "right": right, "bottom": bottom, "left": left}}
    return data, bool(unusual)


class _Leaves:
    """Turns leaves into what the template reads."""

    def __init__(self, maker: Maker, at: Bench) -> None:
        self.maker, self.at = maker, at

    def leaf(self, leaf: Leaf) -> dict[str, Any]:
        """One leaf."""
        head, foot = ([self._line(line) for line in lines] for lines in (leaf.head, leaf.foot))
        return {"head": head, "foot": foot, "blocks": [self._placed(b) for b in leaf.blocks]}

    def _line(self, line: Line) -> list[Any]:
        return [{"count": part.value} if isinstance(part, Counter) else clean(part) for part in line]

    def _placed(self, block: LeafBlock | Spot) -> dict[str, Any]:
        if not isinstance(block, Spot):
            return self._block(block)
        at = {"x": block.x, "y": block.y, "w": block.width, "h": block.height}
        return (
            self._block(block.block, spot=True) | {key: float(value) for key, value in at.items()} | {"n": block.mark}
        )

    def _block(self, block: LeafBlock, spot: bool = False) -> dict[str, Any]:
        match block:
            case Words():
                return _words(block, spot)
            case Title(text, subtitle, code):
                shown = None if code is None else self._block(code)
                return {"kind": "title", "text": clean(text), "subtitle": clean(subtitle), "code": shown}
            case Code():
                return _code(block)
            case Table():
                return _table(block)
            case Photos(pictures, columns, height):
                told = self.maker.block(Pictures(pictures))
                return told | {"kind": "photos", "columns": columns, "height": float(height)}
            case Signings():
                return self._signings(block)
            case Rule(weight):
                return {"kind": "rule", "weight": float(weight)}
            case Frame(weight):
                return {"kind": "frame", "weight": float(weight)}
            case Gap(height):
                return {"kind": "gap", "height": None if height is None else float(height)}
        return self.maker.block(block)

    def _signings(self, block: Signings) -> dict[str, Any]:
        signs = [
            {
                "label": clean(sign.label),
                "file": None if sign.image is None else self.at.image(sign.image),
                "name": clean(sign.name),
                "at": clean(sign.at),
            }
            for sign in block.signs
        ]
        return {"kind": "signings", "columns": block.columns, "signs": signs}


def _words(block: Words, spot: bool) -> dict[str, Any]:
    told = {"kind": "words", "text": whole(block.text) if spot else clean(block.text), "bold": block.bold}
    return told | {"size": float(block.size), "align": block.align, "tone": block.tone, "shrink": block.shrink}


def _code(block: Code) -> dict[str, Any]:
    size = {"width": float(block.width), "height": float(block.height)}
    return {"kind": "code", "svg": svg(block.symbol), "text": whole(block.text), "align": block.align} | size


def _table(block: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "heads": [clean(head) for head in block.heads],
        "cells": [_cell(text, right) for row in block.rows for text, right in zip(row, block.right)],
        "widths": list(block.widths),
        "right": list(block.right),
        "sums": None if block.sums is None else [clean(text) for text in block.sums],
        "more": clean(block.more),
    }


def _cell(text: str, right: bool) -> str:
    """A cell whose long codes may break after their dashes, so that they do not run into the next column.

    :param right: a number, which stays with its unit.
    """
    if right:
        return clean(text).replace(" ", "\u00a0")
    return _CODE.sub(lambda found: _DASH.sub("\\1\u200b", found[0]), clean(text))


def millimetres(value: Decimal) -> str:
    """``value`` in millimetres for people, to the tenth."""
    return f"{value.quantize(Decimal('0.1')):f} mm"

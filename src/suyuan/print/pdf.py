"""Papers as PDF, set by Typst with our own fonts embedded."""

from __future__ import annotations

import re
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import typst

from suyuan.kernel.i18n import say
from suyuan.print import qr
from suyuan.print.fonts import FAMILY, beyond, fonts
from suyuan.print.images import suffix_of
from suyuan.print.paper import Block, Facts, Grid, Heading, Note, Paper, Picture, Pictures, Signatures
from suyuan.print.sheet import width_of, words

MEDIA_TYPE = "application/pdf"
_AT_ONCE = threading.BoundedSemaphore(2)
_SAMPLE = 200
_LONGEST = 24
_RUN = re.compile(rf"[^\s\u2e80-\uffef]{{{_LONGEST + 1},}}")
_EVERY = re.compile(r"(.{12})(?=.)")


def render(paper: Paper, lang: str, zone: tzinfo = UTC, made_at: datetime | None = None) -> bytes:
    """``paper`` as PDF on A4. It takes some tenths of a second: never call it on an event loop.

    Characters that our fonts lack are set in the machine's fonts where those have them, and told by their code points
    at the end. An image that cannot be shown is told by its caption.

    :param zone: by whose clock instants are shown.
    :param made_at: aware instant in the file; 2000-01-01 when not given. The same data makes the same bytes.
    """
    with tempfile.TemporaryDirectory(prefix="suyuan-print-") as name, _AT_ONCE:
        folder = Path(name)
        (folder / "paper.typ").write_text(_template(), encoding="utf-8")
        data, unusual = _data(paper, lang, zone, folder)
        (folder / "data.json").write_bytes(msgspec.json.encode(data))
        at = made_at or datetime(2000, 1, 1, tzinfo=UTC)
        return _compiled(folder, bool(unusual), int(at.timestamp()))


def _compiled(folder: Path, system: bool, at: int) -> bytes:
    main = folder / "paper.typ"
    made = typst.compile(str(main), root=str(folder), font_paths=fonts(system), ignore_system_fonts=True, timestamp=at)
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> str:
    return (resources.files("suyuan.print") / "paper.typ").read_text(encoding="utf-8")


def _data(paper: Paper, lang: str, zone: tzinfo, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """What the template reads, its images written beside it; and the characters beyond our fonts."""
    maker = _Maker(lang, zone, folder)
    blocks = [maker.block(block) for block in paper.blocks]
    said = {"title": paper.title, "subtitle": paper.subtitle, "plant": paper.plant, "mark": paper.mark}
    data: dict[str, Any] = {key: _clean(text) for key, text in said.items()}
    data |= {"made": _clean(paper.made), "page": say("print.page", lang), "lang": lang, "landscape": paper.landscape}
    unusual = beyond(_texts([data, blocks]))
    if unusual:
        codes = "  ".join(f"{c} U+{ord(c):04X}" for c in unusual[:200])
        blocks.append({"kind": "note", "tone": "bad", "text": say("print.beyond", lang, characters=codes)})
    data |= {"fonts": [FAMILY], "blocks": blocks, "qr": None}
    if paper.qr:
        (folder / "qr.png").write_bytes(qr.png(paper.qr))
        data["qr"] = "qr.png"
    return data, unusual


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _clean(text: str) -> str:
    """Without control characters; a long run of Latin may break anywhere."""
    kept = "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn") else "\ufffd" for c in text)
    return _RUN.sub(lambda found: _EVERY.sub("\\1\u200b", found[0]), kept)


class _Maker:
    """Turns blocks into what the template reads."""

    def __init__(self, lang: str, zone: tzinfo, folder: Path) -> None:
        self.lang, self.zone, self.folder = lang, zone, folder
        self.images = 0

    def block(self, block: Block) -> dict[str, Any]:
        """One block by its kind."""
        match block:
            case Heading(text, level):
                return {"kind": "heading", "text": _clean(text), "level": level}
            case Note(text, tone):
                return {"kind": "note", "text": _clean(text), "tone": tone}
            case Facts(pairs, columns):
                shown = [[_clean(label), _clean(text)] for label, text in pairs]
                return {"kind": "facts", "pairs": shown, "columns": columns}
            case Grid():
                return self._grid(block)
            case Pictures(pictures):
                return {"kind": "pictures", "pictures": [self._picture(p) for p in pictures]}
            case Signatures(labels):
                return {"kind": "signatures", "labels": [_clean(label) for label in labels]}

    def _grid(self, grid: Grid) -> dict[str, Any]:
        sheet, rows = grid.sheet, grid.sheet.rows[: grid.most]
        heads = [_clean(column.label) for column in sheet.columns]
        cells = [[_clean(words(value, self.lang, self.zone)) for value in row] for row in rows]
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
        suffix = suffix_of(picture.image)
        name = f"image{self.images}.{suffix}"
        self.images += 1
        if suffix:
            (self.folder / name).write_bytes(picture.image)
            if not self._shows(name):
                suffix = ""
        caption = _clean(picture.caption)
        if suffix:
            return {"file": name, "caption": caption}
        return {"file": None, "caption": say("print.no_image", self.lang, caption=caption)}

    def _shows(self, name: str) -> bool:
        """Whether the image can be read at all, tried on a page of its own."""
        trial = self.folder / "trial.typ"
        trial.write_text(f'#image("{name}", width: 1cm)', encoding="utf-8")
        try:
            typst.compile(str(trial), root=str(self.folder), font_paths=fonts(False), ignore_system_fonts=True)
        except typst.TypstError:
            return False
        return True


def _weight(texts: list[str]) -> int:
    """How wide a column is beside the others: by its longest word and its usual text."""
    word = max((width_of(w) for text in texts for w in re.split(r"[\s\u200b]", text) if w), default=4)
    usual = sorted(width_of(text) for text in texts)[len(texts) * 9 // 10 if len(texts) > 1 else 0]
    return max(5, min(max(min(word, _LONGEST), usual), 40))

"""Texts with chips: ``{supplier}`` and ``{lot.material}`` are fields, ``{#copy}`` is told by the printing itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

WORDS = ("plant", "made", "by", "today", "now", "copy", "number", "of", "serial")
"""What the printing tells: the plant's name; when and by whom it was made, in one line; the person; the day and the
moment; the how-manieth copy of this record it is; its number among those printed at once, and of how many; a number
that only ever counts up."""
PAGE_WORDS = ("page", "pages")
"""What only a head or foot may tell."""
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,5}")


@dataclass(frozen=True)
class Chip:
    """One chip.

    :param word: what the printing tells, blank for a field.
    :param path: of a field, blank for a word.
    :param wrong: what stands there when it is neither.
    """

    word: str = ""
    path: str = ""
    wrong: str = ""


@lru_cache(4096)
def pieces(text: str) -> Sequence[str | Chip]:
    """Texts and chips in turn; ``{{`` and ``}}`` write braces."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[str | Chip]:
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        yield found[0][0] if found[0] in ("{{", "}}") else _chip(found)
    if end < len(text):
        yield text[end:]


def _chip(found: re.Match[str]) -> Chip:
    inside = (found[1] or "").strip()
    if inside.startswith("#") and inside[1:] in (*WORDS, *PAGE_WORDS):
        return Chip(word=inside[1:])
    return Chip(path=inside) if _PATH.fullmatch(inside) else Chip(wrong=inside or found[0])


def chips(text: str) -> list[Chip]:
    """The chips of a text."""
    return [piece for piece in pieces(text) if isinstance(piece, Chip)]

"""The fonts that papers are set in, and which characters they have."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import typst

FAMILY = "Suyuan Sans"


def folder() -> Path:
    """Where our own fonts lie."""
    return Path(str(resources.files("suyuan.print"))) / "fonts"


@functools.cache
def fonts(system: bool) -> typst.Fonts:
    """Our fonts, with those of the machine where ``system``."""
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(folder())])


@functools.cache
def _covered() -> frozenset[str]:
    found: set[str] = set()
    for part in (folder() / "covered.txt").read_text(encoding="ascii").split():
        first, _, last = part.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def beyond(texts: Iterable[str]) -> list[str]:
    """The characters of ``texts`` that our fonts do not have, each once, in order."""
    return sorted(set().union(*texts) - _covered() - {"\n", "\u200b", "\t"})

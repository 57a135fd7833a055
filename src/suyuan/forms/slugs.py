"""Keys for labels: ASCII slugs, Chinese by its sounds (Hanyu Pinyin without tones, ISO 7098)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from suyuan.definitions.shape import MAX_KEY
from suyuan.forms.check import FORBIDDEN
from suyuan.forms.physical import OWN_COLUMNS, ROW_COLUMNS

TAKEN = FORBIDDEN | set(OWN_COLUMNS) | set(ROW_COLUMNS)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z0-9]+")


def slug(text: str, taken: Iterable[str] = (), longest: int = MAX_KEY) -> str:
    """A key for what is called ``text``: never a reserved word, never one of ``taken``.

    Syllables stand apart while they fit, else together, else only their first letters.
    """
    used = TAKEN | set(taken)
    parts = list(_parts(text))
    joined = ("_".join(part for word in parts for part in word), "_".join("".join(word) for word in parts),
              "".join(part[0] for word in parts for part in word))  # fmt: skip
    found = next((way for way in joined if len(way) <= longest), joined[-1][:longest]) or "field"
    found = found if found[0].isalpha() else f"n{found}"[:longest]
    base, n = found, 1
    while found in used:
        n += 1
        found = f"{base[: longest - len(str(n)) - 1].rstrip('_')}_{n}"
    return found


def slugs(texts: Iterable[str]) -> list[str]:
    """A key for each of ``texts``, no two the same."""
    found: list[str] = []
    for text in texts:
        found.append(slug(text, found))
    return found


def _parts(text: str) -> Iterable[list[str]]:
    """Words of ``text``: each a list of syllables, or of itself."""
    at = 0
    for run in _HAN.finditer(text):
        yield from ([word] for word in _latin(text[at : run.start()]))
        yield _sounds(run[0])
        at = run.end()
    yield from ([word] for word in _latin(text[at:]))


def _latin(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    return _WORD.findall("".join(c for c in bare if not unicodedata.combining(c)).lower())


def _sounds(run: str) -> list[str]:
    from pypinyin import lazy_pinyin  # half a second and its dictionary, only where somebody draws

    return [sound for sound in lazy_pinyin(run, errors="ignore") if _WORD.fullmatch(sound)]

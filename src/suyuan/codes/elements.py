"""GS1 element strings: ``(01)09521234543213(10)ABC`` as people write them, and as scanners send them with FNC1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from suyuan.codes.ai import AIS, Ai, ai_at, matches
from suyuan.codes.content import faults
from suyuan.codes.digital_link import KEYS, Elements
from suyuan.kernel.errors import Invalid, Mistake, refuse

GS = "\x1d"
_RETAIL = ("]E0", "]E4", "]I1")
_SYMBOLOGY = ("]C1", "]d2", "]Q3", "]e0", "]J1")
_BRACKETED = re.compile(r"\((\d{2,4})\)")


def parse_elements(text: str) -> Elements:
    """The elements of ``text``, keys first, all of them checked for content and association.

    :param text: bracketed (``(01)...(10)...``; ``\\(`` writes a bracket inside a value) or as scanned: an optional
        symbology identifier (``]C1``, ``]d2``, ``]Q3``...), then FNC1 as the GS character (0x1D). EAN, UPC and ITF-14
        scans with their identifier (``]E0``, ``]E4``, ``]I1``) are a GTIN.
    :raises Invalid: with every mistake: unknown identifiers, lengths, check digits, dates, missing or clashing ones.
    """
    body = text.strip()
    found = list(_bracketed(body) if body.startswith("(") else _scanned(body))
    mistakes = list(check_elements(found))
    if mistakes:
        raise Invalid(mistakes)
    return _keys_first(found)


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    marked = text.replace("\\(", "\x00")
    ends = list(_BRACKETED.finditer(marked))
    if not ends or ends[0].start() != 0:
        raise refuse("", "codes.not_elements", value=text)
    for this, following in zip(ends, [*ends[1:], None]):
        value = marked[this.end() : following.start() if following else None]
        yield this[1], value.replace("\x00", "(")


def _scanned(text: str) -> Iterator[tuple[str, str]]:
    if text.startswith(_RETAIL):
        yield "01", text[3:].zfill(14)
        return
    for identifier in _SYMBOLOGY:
        text = text.removeprefix(identifier)
    rest = text.replace("\u00e8", GS).removeprefix(GS)
    if not rest:
        raise refuse("", "codes.not_elements", value=text)
    while rest:
        ai = ai_at(rest)
        if ai is None:
            raise refuse("", "codes.ai_unknown", ai=rest[:4])
        value, rest = _take(ai, rest[len(ai.key) :])
        yield ai.key, value


def _take(ai: Ai, rest: str) -> tuple[str, str]:
    if ai.predefined:
        return rest[: ai.most], rest[ai.most :].removeprefix(GS)
    value, _, after = rest.partition(GS)
    return value, after


def check_elements(elements: Iterable[tuple[str, str]]) -> Iterator[Mistake]:
    """Every mistake in ``elements``: content of each, repetition, and which must or may not stand together."""
    values: dict[str, str] = {}
    for key, value in elements:
        if key not in AIS:
            yield Mistake("", "codes.ai_unknown", {"ai": key})
        elif values.setdefault(key, value) != value:
            yield Mistake("", "codes.ai_repeated", {"ai": key})
        else:
            yield from (Mistake("", code, params) for code, params in faults(AIS[key], value))
    for key in values:
        yield from _associations(AIS[key], values.keys())


def _associations(ai: Ai, present: Iterable[str]) -> Iterator[Mistake]:
    others = [k for k in present if k != ai.key]

    def has(pattern: str) -> bool:
        return any(matches(pattern, other) for other in others)

    if ai.needs and not any(all(has(p) for p in group) for group in ai.needs):
        yield Mistake("", "codes.ai_needs", {"ai": ai.key, "needs": " / ".join("+".join(g) for g in ai.needs)})
    for clash in ai.without:
        if has(clash):
            yield Mistake("", "codes.ai_clash", {"ai": ai.key, "other": clash})


def _keys_first(elements: list[tuple[str, str]]) -> Elements:
    unique = dict(elements)
    order = [k for k in ("00", "8006", "01", "414", *KEYS) if k in unique]
    first = next(iter(order), None)
    ranked = sorted(unique, key=lambda k: k != first)
    return tuple((k, unique[k]) for k in ranked)


def build_elements(elements: Iterable[tuple[str, str]], bracketed: bool = True) -> str:
    """``elements`` written out: with brackets for people, or with FNC1 as GS (0x1D) for a bar code.

    In a bar code, identifiers of predefined length come first, so that fewer separators are needed.

    :raises Invalid: as ``parse_elements``.
    """
    given = list(elements)
    mistakes = list(check_elements(given))
    if mistakes:
        raise Invalid(mistakes)
    if bracketed:
        return "".join(f"({k}){v.replace('(', chr(92) + '(')}" for k, v in given)
    ordered = sorted(given, key=lambda e: not AIS[e[0]].predefined)
    written = "".join(k + v + ("" if AIS[k].predefined else GS) for k, v in ordered)
    return written.removesuffix(GS)

"""GS1 Digital Link URIs (URI Syntax 1.2 to 1.4): read, build, and reduce to the form one key always has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from suyuan.codes.ai import AIS
from suyuan.codes.content import faults, has_shape
from suyuan.kernel.errors import Invalid, Mistake, refuse

Elements = tuple[tuple[str, str], ...]
"""Application identifiers with their values, in the order of the key and its qualifiers."""

GS1_STEM = "https://id.gs1.org"

KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "00": ((),),
    "01": (("22", "10", "21"), ("235",)),
    "253": ((),),
    "255": ((),),
    "401": ((),),
    "402": ((),),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8003": ((),),
    "8004": (("7040",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": ((),),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
"""Primary keys with their allowed sequences of qualifiers."""

_NAMES = {
    "gtin": "01", "itip": "8006", "cpid": "8010", "gln": "414", "payto": "415", "partygln": "417",
    "gsrnp": "8017", "gsrn": "8018", "gcn": "255", "sscc": "00", "gdti": "253", "ginc": "401", "gsin": "402",
    "grai": "8003", "giai": "8004", "gmn": "8013", "cpv": "22", "lot": "10", "ser": "21", "cpsn": "8011",
    "glnx": "254", "refno": "8020", "srin": "8019",
}  # fmt: skip
"""Convenience names that releases before 1.2 allowed in place of the numbers."""

_FINEST = {"01": ("21", "235", "10"), "414": ("254",), "8006": ("21", "10"), "8010": ("8011",)}
"""Qualifiers that identify more finely, the finest first; anything else is left out of the canonical form."""


@dataclass(frozen=True)
class DigitalLink:
    """A Digital Link taken apart.

    :param stem: scheme, domain and path before the key, without a trailing slash.
    :param path: the key and its qualifiers.
    :param query: data attributes that are application identifiers.
    :param other: other parameters of the query.
    """

    stem: str
    path: Elements
    query: Elements = ()
    other: tuple[tuple[str, str], ...] = ()


def escape(value: str) -> str:
    """``value`` percent-encoded for a path segment, the way canonical Digital Links are written."""
    return quote(value, safe="'")


def _pad(key: str, value: str) -> str:
    return value.zfill(14) if key == "01" and len(value) in (8, 12, 13) and value.isdigit() else value


def _sequence_allowed(key: str, qualifiers: list[str]) -> bool:
    for allowed in KEYS[key]:
        left = iter(allowed)
        if all(q in left for q in qualifiers):
            return True
    return False


def _path_elements(segments: list[str]) -> tuple[int, Elements] | None:
    """Where the key begins among the path segments, and what stands from there on."""
    for at in range(len(segments) - 2, -1, -2):
        key = _NAMES.get(segments[at], segments[at])
        if key not in KEYS:
            continue
        names = [_NAMES.get(s, s) for s in segments[at::2]]
        values = [_pad(n, unquote(v)) for n, v in zip(names, segments[at + 1 :: 2])]
        if all(n in AIS and has_shape(n, v) for n, v in zip(names, values)) and _sequence_allowed(key, names[1:]):
            return at, tuple(zip(names, values))
    return None


_URL = re.compile(r"https?://[^/?#\s]+/\S+", re.IGNORECASE)


def recognise(uri: str) -> Elements | None:
    """The key and qualifiers of a Digital Link of any domain, check digits not looked at; else ``None``."""
    if not _URL.fullmatch(uri):
        return None
    segments = urlsplit(uri).path.rstrip("/").split("/")
    found = _path_elements(segments)
    return found[1] if found else None


def parse(uri: str) -> DigitalLink:
    """A Digital Link taken apart, its values checked.

    :raises Invalid: when it is not a Digital Link or a value is wrong.
    """
    if not _URL.fullmatch(uri):
        raise refuse("", "codes.not_digital_link", value=uri)
    parts = urlsplit(uri)
    segments = parts.path.rstrip("/").split("/")
    found = _path_elements(segments)
    if found is None:
        raise refuse("", "codes.not_digital_link", value=uri)
    at, path = found
    pairs = parse_qsl(parts.query.replace(";", "&"), keep_blank_values=True)
    query = tuple((k, v) for k, v in pairs if k.isdigit())
    wrong = [Mistake("", code, params) for k, v in path + query if k in AIS for code, params in faults(AIS[k], v)]
    wrong += [Mistake("", "codes.ai_unknown", {"ai": k}) for k, _ in query if k not in AIS]
    wrong += [Mistake("", "codes.ai_not_in_query", {"ai": k}) for k, _ in query if k in AIS and not AIS[k].in_query]
    if wrong:
        raise Invalid(wrong)
    stem = f"{parts.scheme.lower()}://{parts.netloc.lower()}{'/'.join(segments[:at])}"
    return DigitalLink(stem.rstrip("/"), path, query, tuple((k, v) for k, v in pairs if not k.isdigit()))


def build(elements: Elements, stem: str = GS1_STEM) -> str:
    """The Digital Link of ``elements`` (key first, then qualifiers, then attributes) under ``stem``.

    :raises Invalid: when the first is no key, a value is wrong, or an element has no place in a link.
    """
    wrong = [Mistake("", "codes.ai_unknown", {"ai": k}) for k, _ in elements if k not in AIS]
    wrong += [Mistake("", code, p) for k, v in elements if k in AIS for code, p in faults(AIS[k], _pad(k, v))]
    if not elements or elements[0][0] not in KEYS:
        wrong.append(Mistake("", "codes.no_key", {}))
    if wrong:
        raise Invalid(wrong)
    key = elements[0][0]
    given = {k: _pad(k, v) for k, v in elements}
    path = [key, *_qualifiers(key, given)]
    attributes = [k for k in given if k not in path]
    misplaced = [Mistake("", "codes.ai_not_in_query", {"ai": k}) for k in attributes if not AIS[k].in_query]
    if misplaced:
        raise Invalid(misplaced)
    query = "&".join(f"{k}={escape(given[k])}" for k in attributes)
    return f"{stem.rstrip('/')}/{'/'.join(f'{k}/{escape(given[k])}' for k in path)}" + (f"?{query}" if query else "")


def _qualifiers(key: str, given: dict[str, str]) -> list[str]:
    sequences = [[q for q in sequence if q in given] for sequence in KEYS[key]]
    return max(sequences, key=len)


def finest(elements: Elements) -> Elements:
    """``elements`` without what does not identify: the key and its finest qualifier (CBV 2.0, event hash rule 18)."""
    key, given = elements[0][0], dict(elements)
    for qualifier in _FINEST.get(key, ()):
        if qualifier in given:
            return (elements[0], (qualifier, given[qualifier]))
    return (elements[0],)


def canonical_link(elements: Elements) -> str:
    """The constrained canonical Digital Link of ``elements``, whatever their check digits."""
    return f"{GS1_STEM}/" + "/".join(f"{k}/{escape(v)}" for k, v in finest(elements))

"""Characters that people cannot tell apart: a skeleton by which two look-alike codes agree."""

from __future__ import annotations

import unicodedata

_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("OoοОоօ〇", "0"),
        **dict.fromkeys("IiLl|ǀΙιІіӀӏ丨", "1"),
        **dict.fromkeys("‐‑‒–—―−－_ー一", "-"),
        **dict(zip("АВЕЅКМНРСТХУЈԚԜҮаеѕкрсхуј", "ABESKMHPCTXYJQWYAESKPCXYJ")),
        **dict(zip("ΑΒΕΖΗΚΜΝΡΤΥΧ", "ABEZHKMNPTYX")),
    }
)
"""Latin, Cyrillic, Greek and Han look-alikes (after Unicode TR 39, narrowed to what codes are made of)."""


def skeleton(code: str) -> str:
    """What ``code`` looks like: two codes with one skeleton are easily taken for each other.

    Spaces, accents, width, case, O and 0, I, l and 1, the kinds of hyphen, and Cyrillic or Greek letters of Latin
    shape are made one.
    """
    plain = unicodedata.normalize("NFKD", code)
    seen = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf") and not c.isspace())
    return seen.translate(_LOOKALIKES).upper().translate(_LOOKALIKES)


def confusable(a: str, b: str) -> bool:
    """Whether ``a`` and ``b`` are different codes that look alike."""
    return a != b and skeleton(a) == skeleton(b)

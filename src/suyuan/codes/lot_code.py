"""Cleanliness of lot codes: one spelling, nothing invisible, nothing from an alphabet it could be confused with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from suyuan.kernel.errors import Invalid, Mistake

MAX_LENGTH = 80
PUNCTUATION = frozenset("-_./+#:()")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _allowed(char: str) -> bool:
    """ASCII letters and digits, a little punctuation, and Han characters."""
    return char in PUNCTUATION or (char.isascii() and char.isalnum()) or unicodedata.name(char, "").startswith("CJK")


def _reasons(code: str, alphabet: str | None) -> Iterator[Mistake]:
    if not code:
        yield Mistake("", "codes.lot_empty", {})
    if len(code) > MAX_LENGTH:
        yield Mistake("", "codes.lot_long", {"most": MAX_LENGTH})
    hidden = [c for c in code if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")]
    if any(c in _BIDI for c in hidden):
        yield Mistake("", "codes.lot_bidi", {})
    if any(c not in _BIDI for c in hidden):
        yield Mistake("", "codes.lot_hidden", {"codes": " ".join(sorted({f"U+{ord(c):04X}" for c in hidden}))})
    visible = [c for c in code if c not in hidden]
    if any(c.isspace() for c in visible):
        yield Mistake("", "codes.lot_space", {})
    wrong = {c for c in visible if not c.isspace() and not (c in alphabet if alphabet is not None else _allowed(c))}
    if wrong:
        yield Mistake("", "codes.lot_characters", {"characters": " ".join(sorted(wrong))})


def clean(text: str, alphabet: str | None = None) -> str:
    """``text`` as a lot code: compatibility-normalised (full width becomes ASCII) and trimmed.

    :param alphabet: the characters allowed; ASCII letters and digits, ``-_./+#:()`` and Han characters when ``None``.
    :raises Invalid: with every reason: empty, too long, hidden or direction-turning characters, spaces, or characters
        outside the alphabet.
    """
    code = unicodedata.normalize("NFKC", text).strip(" \t\r\n\u3000")
    mistakes = list(_reasons(code, alphabet))
    if mistakes:
        raise Invalid(mistakes)
    return code

"""Text, short or long, free or of a known format."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

from suyuan.forms.field_type import FIELD_TYPES, WORDS, Face, FieldType
from suyuan.forms.form import Field
from suyuan.forms.formats import FORMATS
from suyuan.forms.look import Look
from suyuan.forms.marks import FormatKey
from suyuan.kernel.errors import Mistake, refuse

SHORT, LONG = 200, 10_000


class TextOptions(msgspec.Struct, frozen=True):
    """:param long: several lines, 10,000 characters unless ``max`` says less.
    :param max: most characters (code points).
    :param format: a known format (see ``docs/field-types.md``).
    """

    long: bool = False
    max: int | None = None
    format: FormatKey = ""

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        if self.max is not None and not 1 <= self.max <= LONG:
            yield Mistake("max", "forms.option_range", {"least": 1, "most": LONG})
        if self.format and self.format not in FORMATS:
            known = ", ".join(FORMATS.keys())
            yield Mistake("format", "definitions.not_one_of", {"given": self.format, "known": known})


class TextField(FieldType):
    key = "text"
    Options = TextOptions
    operators = WORDS
    face = Face(icon="text", unique=True, scan=True)

    def clean(self, f: Field, value: Any, look: Look) -> str | None:
        o: TextOptions = f.options
        found = plain_text(value, o.long)
        if not found:
            return None
        most = o.max or (LONG if o.long else SHORT)
        if len(found) > most:
            raise refuse("", "forms.too_long", most=most, given=len(found))
        return FORMATS[o.format].clean(found) if o.format else found

    def example(self, f: Field) -> str:
        return FORMATS[f.options.format].example if f.options.format else "速冻水饺 01"


def plain_text(value: Any, lines: bool = False) -> str:
    """``value`` as a clean text: NFC, no spaces around, no control characters (line ends only with ``lines``).

    :raises Invalid: it is no text, or holds control, surrogate or text-direction characters.
    """
    if not isinstance(value, str):
        raise refuse("", "forms.want_text")
    if value.isascii() and value.isprintable():
        return value.strip()
    found = unicodedata.normalize("NFC", value.replace("\r\n", "\n") if lines else value).strip()
    for char in found:
        if not char.isprintable() and unicodedata.category(char) in _REFUSED and not (lines and char in "\n\t"):
            raise refuse("", "forms.control_character", character=f"U+{ord(char):04X}")
    return found


_REFUSED = ("Cc", "Cf", "Cs", "Zl", "Zp")

FIELD_TYPES.add(TextField())

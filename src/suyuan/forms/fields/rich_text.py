"""Rich text: paragraphs, headings, lists, bold, italic, links; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from suyuan.forms.field_type import FIELD_TYPES, Face, FieldType
from suyuan.forms.fields.text import plain_text
from suyuan.forms.form import Field
from suyuan.forms.look import Look
from suyuan.forms.rich import clean_html, from_words, to_words
from suyuan.kernel.errors import Mistake, refuse

MOST = 20_000


class RichTextOptions(msgspec.Struct, frozen=True):
    """:param max: most characters, markup included."""

    max: int = MOST

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        if not 1 <= self.max <= MOST:
            yield Mistake("max", "forms.option_range", {"least": 1, "most": MOST})


class RichTextField(FieldType):
    """HTML of a few elements, cleaned on every write and written one way."""

    key = "rich_text"
    widget = "rich_text"
    Options = RichTextOptions
    operators = ("contains", "blank", "not_blank")
    face = Face(icon="rich", start={"width": 12}, in_list=False)

    def clean(self, f: Field, value: Any, look: Look) -> str | None:
        given = plain_text(value, lines=True)
        if len(given) > MOST * 2:
            raise refuse("", "forms.too_long", most=f.options.max, given=len(given))
        found = clean_html(given)
        if len(found) > f.options.max:
            raise refuse("", "forms.too_long", most=f.options.max, given=len(found))
        return found or None

    def show(self, f: Field, value: Any, lang: str) -> str:
        return to_words(value)

    def parse(self, f: Field, text: str, lang: str) -> Any:
        return from_words(text)

    def example(self, f: Field) -> str:
        return "<h3>清洗</h3><p>先<strong>断电</strong>，再拆刀。</p><ul><li>刀片</li><li>输送带</li></ul>"


FIELD_TYPES.add(RichTextField())

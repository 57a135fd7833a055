"""Layout: what stands between the fields and holds no value."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from suyuan.forms.field_type import FIELD_TYPES, Cell, Face, FieldType, NoOptions
from suyuan.forms.form import Field
from suyuan.forms.look import Look
from suyuan.forms.marks import RichLabel
from suyuan.forms.rich import clean_html
from suyuan.kernel.errors import refuse
from suyuan.kernel.i18n import Label


class DividerField(FieldType):
    """A line across the form, its label upon it."""

    key = "divider"
    widget = "divider"
    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    operators = ()
    face = Face("layout", "divider", {"width": 12}, in_list=False, holds=False)

    def columns(self, f: Field) -> list[Cell]:
        return []

    def clean(self, f: Field, value: Any, look: Look) -> Any:
        raise refuse("", "forms.holds_nothing")

    def example(self, f: Field) -> Any:
        return None


class NoteOptions(msgspec.Struct, frozen=True):
    """:param text: what it says, in both languages: rich text as in a field of that type."""

    text: RichLabel = Label()

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "text", Label(clean_html(self.text.zh), clean_html(self.text.en)))


class NoteField(DividerField):
    """A text of the builder's, as an instruction above the fields it is about."""

    key = "note"
    widget = "note"
    Options = NoteOptions
    face = Face(
        "layout",
        "note",
        {"width": 12, "text": {"zh": "<p>在这里写说明。</p>", "en": "<p>Write the instruction here.</p>"}},
        in_list=False,
        holds=False,
    )


FIELD_TYPES.add(DividerField())
FIELD_TYPES.add(NoteField())

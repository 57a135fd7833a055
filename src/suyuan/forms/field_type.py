"""The seam of field types: one file each in ``fields``, registered in ``FIELD_TYPES``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec
from sqlalchemy.types import TypeEngine

from suyuan.expr.types import TEXT, Type
from suyuan.forms.form import Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.values import wire
from suyuan.kernel.i18n import Label, catalogue
from suyuan.kernel.registry import Registry
from suyuan.store.columns import Text

EQUALITY = ("=", "<>", "blank", "not_blank")
ORDER = ("=", "<>", "<", "<=", ">", ">=", "between", "blank", "not_blank")
WORDS = ("=", "<>", "contains", "blank", "not_blank")
MEMBERS = ("contains", "blank", "not_blank")
PRESENCE = ("blank", "not_blank")


class NoOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For types without options of their own."""


@dataclass(frozen=True)
class Cell:
    """One column of a field.

    :param name: column name.
    :param type: a type of ``suyuan.store.columns``.
    :param pick: what of the field's value stands in it; the value is never ``None``.
    :param refers: table whose ``id`` it holds, ``""`` for none.
    """

    name: str
    type: TypeEngine[Any]
    pick: Callable[[Any], Any]
    refers: str = ""


@dataclass(frozen=True)
class Face:
    """What the designer needs to know of a type or preset.

    :param group: where it stands in the palette, a key of ``palette.GROUPS``.
    :param icon: name of its sign; the web knows each.
    :param start: what the document of a new field says besides its type and label.
    :param in_list: may stand in a detail list.
    :param unique: may be asked to differ in every record.
    :param scan: may be filled by scanning.
    :param holds: holds a value; layout does not.
    """

    group: str = "basic"
    icon: str = "text"
    start: Mapping[str, Any] = field(default_factory=dict)
    in_list: bool = True
    unique: bool = False
    scan: bool = False
    holds: bool = True


def same(value: Any) -> Any:
    """The value itself, for columns that hold it as it is."""
    return value


class FieldType:
    """One type of field. It has no state: everything about one field comes with it.

    :cvar key: the word in documents.
    :cvar widget: how it is drawn; the web has one component for each.
    :cvar Options: the Struct of what may be said about it; its keys stand beside the field's own.
    :cvar operators: what a condition builder offers for it.
    :cvar face: how the designer offers it.
    """

    key: ClassVar[str]
    widget: ClassVar[str] = "text"
    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    operators: ClassVar[tuple[str, ...]] = EQUALITY
    face: ClassVar[Face] = Face()

    @property
    def label(self) -> Label:
        """Its name for people."""
        return catalogue()[f"forms.type_{self.key}"]

    def expr_type(self, f: Field) -> Type:
        """What an expression sees."""
        return TEXT

    def columns(self, f: Field) -> list[Cell]:
        """Its columns; one named as the field, unless it needs more or none."""
        return [Cell(f.key, Text(), same)]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> Any:
        """The value from its columns, in the order of ``columns``; called only when the first is not NULL."""
        return parts[0]

    def clean(self, f: Field, value: Any, look: Look) -> Any:
        """The value from what was sent (never ``None`` or ``""``).

        :raises Invalid: it is wrong; paths are relative to the field.
        """
        raise NotImplementedError

    def show(self, f: Field, value: Any, lang: str) -> str:
        """The value (never ``None``) in words, for titles, lists and exports."""
        return str(wire(value))

    def parse(self, f: Field, text: str, lang: str) -> Any:
        """What to send for a text that ``show`` gave or a person typed; ``clean`` judges it."""
        return text

    def example(self, f: Field) -> Any:
        """Something that may be sent."""
        raise NotImplementedError


FIELD_TYPES: Registry[FieldType] = Registry("field type")


def holds(f: Field) -> bool:
    """Whether the field holds a value; layout does not."""
    return FIELD_TYPES[f.type].face.holds

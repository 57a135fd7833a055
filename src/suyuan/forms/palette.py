"""Everything that can be dropped on a form, as the designer's palette shows it.

``python -m suyuan.forms.palette > web/src/forms/model/field-types.json`` writes it down for the tests of the web.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from suyuan.forms.document import parse
from suyuan.forms.field_type import FIELD_TYPES, FieldType
from suyuan.forms.form import Field
from suyuan.forms.option_view import OptionView, option_views
from suyuan.forms.presets import PRESETS, Preset
from suyuan.forms.starters import STARTERS
from suyuan.kernel.i18n import Label, catalogue

GROUPS = ("basic", "choice", "people", "link", "media", "layout", "trace")
FIRST = ("text", "number", "quantity", "money", "date", "time", "datetime", "choice", "multi", "person", "link",
         "image", "list", "lot", "inspection_list")  # fmt: skip
"""What is used most stands first in its group, with its presets behind it."""


class Item(msgspec.Struct, frozen=True):
    """One thing to drop.

    :param key: of the type, the preset or the starter.
    :param type: key of the field type that it makes.
    :param preset: the preset it makes, ``""`` for none; documents name it as their ``type``.
    :param expr: kind of its value in expressions.
    :param start: document of the new field, without its label.
    :param example: a value that may be sent.
    """

    key: str
    type: str
    preset: str
    group: str
    label: Label
    hint: Label
    icon: str
    widget: str
    expr: str
    start: Mapping[str, Any]
    options: list[OptionView]
    operators: list[str]
    in_list: bool
    can_unique: bool
    can_scan: bool
    holds: bool
    example: Any


def groups() -> list[dict[str, Any]]:
    """The groups of the palette, in order."""
    return [{"key": key, "label": catalogue()[f"forms.group_{key}"]} for key in GROUPS]


@cache
def items() -> tuple[Item, ...]:
    """Everything in the palette: by group, the most used first, presets behind their type."""
    found = [*_types(), *_starters()]
    rank = {key: n for n, key in enumerate(FIRST)}

    def place(item: Item) -> tuple[int, int, int]:
        beside = item.preset and FIELD_TYPES[item.type].face.group == item.group
        own = rank.get(item.key, rank.get(item.type, len(FIRST)) if beside else len(FIRST))
        return GROUPS.index(item.group), own, 0 if item.key == item.type else 1

    return tuple(sorted(found, key=place))


def _types() -> Iterator[Item]:
    for type in FIELD_TYPES:
        face = type.face
        yield _item(type.key, type, None, face.group, type.label, face.icon, {"type": type.key, **face.start})
    for preset in PRESETS:
        type = FIELD_TYPES[preset.type]
        start = {"type": preset.key, **(type.face.start if preset.start is None else preset.start)}
        start = {key: value for key, value in start.items() if key not in preset.options or preset.start}
        yield _item(preset.key, type, preset, preset.group, preset.label, preset.icon, start)


def _starters() -> Iterator[Item]:
    for one in STARTERS:
        type = FIELD_TYPES[one.document["type"]]
        yield _item(one.key, type, None, one.group, one.label, one.icon, one.document)


def _item(
    key: str, type: FieldType, preset: Preset | None, group: str, label: Label, icon: str, start: Mapping[str, Any]
) -> Item:
    field, face = _field(start), type.face
    return Item(
        key,
        type.key,
        preset.key if preset else "",
        group,
        label,
        catalogue()[f"forms.use_{key}"],
        icon,
        (preset and preset.widget) or type.widget,
        type.expr_type(field).kind if face.holds else "",
        start,
        option_views(type.key, type.Options, preset.options if preset else {}),
        list(type.operators),
        face.in_list,
        face.unique,
        face.scan,
        face.holds,
        type.example(field) if face.holds else None,
    )


def _field(start: Mapping[str, Any]) -> Field:
    form, mistakes = parse("palette", {"label": "-", "fields": {"it": dict(start)}})
    if form is None:
        raise ValueError(f"the palette drops what cannot be read: {start} {mistakes}")
    return form.fields[0]


def brief() -> str:
    """What the web has to keep to, as JSON: a line for each item, without its words."""
    told = ("key", "type", "preset", "group", "icon", "widget", "expr", "operators", "start", "holds", "example")
    lines = []
    for item in items():
        kinds = {option.key: option.kind for option in item.options}
        usual = PRESETS[item.preset].options if item.preset else {}
        line = {name: getattr(item, name) for name in told} | {"options": kinds, "preset_options": usual}
        lines.append(msgspec.json.encode(line).decode())
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    sys.stdout.write(brief())

"""The options of a field type as the designer draws them: which box each needs, in words of both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from suyuan.definitions.shape import plain
from suyuan.forms.fields.tree import Branch
from suyuan.forms.form import Field
from suyuan.forms.formats import FORMATS
from suyuan.forms.marks import FOUND
from suyuan.forms.option import Option
from suyuan.kernel.i18n import Label, catalogue

_PLAIN: dict[Any, str] = {bool: "flag", int: "number", Decimal: "number", str: "text", Label: "label"}


class OptionView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One option.

    :param key: as in documents.
    :param kind: what is to be entered: text, number, flag, choice, expression, path, paths, order, label, options,
        tree, rich, map, form, rule, uom, uoms, fields, list, or group with ``options`` of its own.
    :param default: what holds when the document says nothing.
    :param choices: of a choice.
    :param needed: must be said.
    """

    key: str
    kind: str
    label: Label
    hint: Label
    default: Any = None
    choices: list[Option] = []
    options: list[OptionView] = []
    needed: bool = False


def option_views(owner: str, shape: type[msgspec.Struct], usual: Mapping[str, Any]) -> list[OptionView]:
    """Every option of ``shape``.

    :param owner: key of the type, or ``<type>_<option>`` of a group: texts are ``option_<owner>_<key>`` or
        ``option_<key>``, and the same with ``_hint`` behind.
    :param usual: defaults of a preset, by key in documents.
    """
    hints = get_type_hints(shape, include_extras=True)
    entered = (info for info in msgspec.structs.fields(shape) if kind_of(hints[info.name])[0] != FOUND)
    return [_view(owner, info, hints[info.name], usual) for info in entered]


def _view(owner: str, info: msgspec.structs.FieldInfo, annotation: Any, usual: Mapping[str, Any]) -> OptionView:
    key = info.encode_name
    kind, inner = kind_of(annotation)
    default = None if info.default is msgspec.NODEFAULT else plain(info.default)
    needed = info.default is msgspec.NODEFAULT and info.default_factory is msgspec.NODEFAULT
    return OptionView(
        key,
        kind,
        words(owner, key),
        words(owner, f"{key}_hint"),
        usual.get(key, default),
        list(_choices(owner, key, kind, inner)),
        option_views(f"{owner}_{key}", inner, {}) if kind == "group" else [],
        needed,
    )


def words(owner: str, key: str) -> Label:
    """The text of an option: its owner's own, else the one for every option of that name."""
    texts = catalogue()
    return texts.get(f"forms.option_{owner}_{key}") or texts[f"forms.option_{key}"]


def kind_of(annotation: Any) -> tuple[str, Any]:
    """The kind of box for a type, and the type within: of a choice the ``Literal``, of a group its Struct."""
    if get_origin(annotation) is Annotated:
        bare, mark = get_args(annotation)[:2]
        return ("choice", bare) if mark == "format" else (str(mark), bare)
    if get_origin(annotation) in (Union, UnionType):
        return kind_of(next(part for part in get_args(annotation) if part is not NoneType))
    if get_origin(annotation) is Literal:
        return "choice", annotation
    if get_origin(annotation) is list:
        within = get_args(annotation)[0]
        return {Option: "options", Field: "fields", Branch: "tree"}.get(within, "list"), within
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct) and annotation is not Label:
        return "group", annotation
    if get_origin(annotation) is dict:
        return "map", annotation
    return _PLAIN[annotation], annotation


def _choices(owner: str, key: str, kind: str, inner: Any) -> Iterator[Option]:
    if kind != "choice":
        return
    if inner is str:
        yield from (Option(known.key, known.label) for known in FORMATS)
    for value in get_args(inner):
        yield Option(value, words(owner, f"{key}_{value or 'none'}"))

"""A form as a document, and back: ``parse(dump(form)) == form``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from suyuan.definitions.definition import Body
from suyuan.definitions.shape import MAX_KEY, join, key_mistake, members, nearest, plain, read, unknown
from suyuan.forms import fields as fields_package
from suyuan.forms.field_type import FIELD_TYPES, FieldType
from suyuan.forms.fields.computed import ListOptions
from suyuan.forms.form import (
    About,
    Expr,
    Field,
    Form,
    FormView,
    Guard,
    Linkage,
    Next,
    Section,
    Serves,
    Stage,
    TraceMapping,
    Unique,
    Update,
)
from suyuan.forms.presets import PRESETS, Preset
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label

FIELD_TYPES.scan(fields_package)


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    """A form's document, its keys in reading order."""

    form: str
    label: Label
    hint: Label | None = None
    app: str = ""
    folder: str = ""
    icon: str = ""
    stage: Stage | None = None
    order: int = 0
    title: str = ""
    sort: str = "-created_at"
    flow: str | None = None
    hidden: bool = False
    serves: Serves | None = None
    sections: list[Section] = []
    fields: Any
    linkage: list[Linkage] = []
    guards: list[Guard] = []
    uniques: list[Unique] = []
    trace: list[TraceMapping] = []
    updates: list[Update] = []
    about: About | None = None
    then: list[Next] = []
    views: list[FormView] = []


class _Common(msgspec.Struct, frozen=True, kw_only=True):
    """What every field may say, in reading order."""

    label: Label | None = None
    hint: Label | None = None
    required: bool = False
    required_when: Expr | None = None
    visible_when: Expr | None = None
    readonly: bool = False
    readonly_when: Expr | None = None
    value: Expr | None = None
    default: Expr | None = None
    unique: bool = False
    scan: bool = False
    width: int = 6
    retired: bool = False


_LIST = ("min", "max", "rows", "scan_count")
"""What a list says beside its fields."""
_COMMON = _Common.__struct_fields__
_FORM = [key for key in _Head.__struct_fields__ if key not in ("form", "fields")]


def default_label(key: str) -> Label:
    """The label of a field that says none: its key in words."""
    return Label(en=key.replace("_", " ").capitalize())


def parse(key: str, body: Body) -> tuple[Form | None, list[Mistake]]:
    """The form a document tells, or every mistake in its shape; paths are those of the document."""
    mistakes: list[Mistake] = []
    head = read(_Head, {"form": key, **body}, "", mistakes)
    if wrong := key_mistake("form", key):
        mistakes.append(wrong)
    fields = _fields(body.get("fields", {}), "fields", mistakes, nested=False)
    if mistakes or head is None:
        return None, mistakes
    return Form(key=key, fields=fields, **{name: getattr(head, name) for name in _FORM}), []


def _fields(body: Any, path: str, mistakes: list[Mistake], nested: bool) -> list[Field]:
    if not isinstance(body, Mapping):
        mistakes.append(Mistake(path, "definitions.want_mapping"))
        return []
    found = [_field(key, item, join(path, str(key)), mistakes, nested) for key, item in body.items()]
    return [field for field in found if field is not None]


def _field(key: Any, body: Any, path: str, mistakes: list[Mistake], nested: bool) -> Field | None:
    if wrong := key_mistake(path, key, MAX_KEY):
        mistakes.append(wrong)
        return None
    if not isinstance(body, Mapping):
        mistakes.append(Mistake(path, "definitions.want_mapping"))
        return None
    named = _type(body.get("type"), path, mistakes)
    if named is None:
        return None
    type, preset = named
    shape = type.Options.__struct_encode_fields__
    mistakes += [unknown(path, k, (*_COMMON, *shape, "type")) for k in body if k not in (*_COMMON, *shape, "type")]
    common = read(_Common, {k: v for k, v in body.items() if k in _COMMON}, path, mistakes)
    if type.key == "list":
        options: msgspec.Struct | None = _list_options(body, path, mistakes, nested)
    else:
        given = {**(preset.options if preset else {}), **{k: v for k, v in body.items() if k in shape}}
        options = read(type.Options, given, path, mistakes)
    if common is None or options is None:
        return None
    rest = {name: getattr(common, name) for name in _COMMON if name != "label"}
    rest["default"] = _literal_choice(type, options, rest["default"])
    label = common.label or default_label(key)
    return Field(key=key, type=type.key, label=label, options=options, preset=preset.key if preset else "", **rest)


def _type(name: Any, path: str, mistakes: list[Mistake]) -> tuple[FieldType, Preset | None] | None:
    if name is None:
        mistakes.append(Mistake(path, "definitions.missing_key", {"key": "type"}))
        return None
    preset = PRESETS.get(str(name))
    type = FIELD_TYPES.get(preset.type if preset else str(name))
    if type is None:
        near = nearest(str(name), [*FIELD_TYPES.keys(), *PRESETS.keys()])
        code = "forms.unknown_type_near" if near else "forms.unknown_type"
        mistakes.append(Mistake(join(path, "type"), code, {"type": str(name), "near": near}))
        return None
    return type, preset


def _list_options(body: Mapping[str, Any], path: str, mistakes: list[Mistake], nested: bool) -> ListOptions | None:
    if nested:
        mistakes.append(Mistake(path, "forms.list_in_list"))
        return None
    bounds = read(ListOptions, {k: body[k] for k in _LIST if k in body}, path, mistakes)
    rows = _fields(body.get("fields", {}), join(path, "fields"), mistakes, nested=True)
    return None if bounds is None else msgspec.structs.replace(bounds, fields=rows)


def _literal_choice(type: FieldType, options: Any, default: str | None) -> str | None:
    """``default: kg`` of a choice means the text, since an option is what it must be."""
    if type.key == "choice" and default is not None and any(o.key == default for o in options.options):
        return f'"{default}"'
    return default


def dump(form: Form) -> Body:
    """The shortest document that parses to ``form``; keys in reading order, defaults left out."""
    out: Body = {"form": form.key, "label": plain(form.label)}
    for info in members(_Head):
        if info.name == "fields":
            out["fields"] = {field.key: dump_field(field) for field in form.fields}
        elif info.name in _FORM and info.name != "label":
            value = getattr(form, info.name)
            if value != (info.default if info.default is not msgspec.NODEFAULT else []):
                out[info.name] = plain(value)
    if "trace" in out:
        out["trace"] = _single([_trace(mapping) for mapping in out["trace"]])
    return out


def _single(items: list[Any]) -> Any:
    return items[0] if len(items) == 1 else items


def _trace(mapping: Body) -> Body:
    return {k: _single(v) if k in ("inputs", "outputs", "objects") else v for k, v in mapping.items()}


def dump_field(field: Field) -> Body:
    """The document of one field."""
    out: Body = {"type": field.preset or field.type}
    if field.label != default_label(field.key):
        out["label"] = plain(field.label)
    if isinstance(field.options, ListOptions):
        out |= {k: v for k, v in plain(field.options).items() if k in _LIST and v != getattr(ListOptions(), k)}
    elif field.options is not None:
        out |= _options(field)
    for info in members(_Common):
        value = getattr(field, info.name)
        if info.name != "label" and value != info.default:
            out[info.name] = plain(value)
    if isinstance(field.options, ListOptions):
        out["fields"] = {row.key: dump_field(row) for row in field.options.fields}
    return out


def _options(field: Field) -> Body:
    preset = PRESETS.get(field.preset)
    given = plain(field.options)
    if preset is None:
        return dict(given)
    usual = read(FIELD_TYPES[field.type].Options, {**given, **preset.options}, "", [])
    return {
        info.encode_name: plain(value)
        for info in members(field.options.__class__)
        for value in (getattr(field.options, info.name),)
        if (info.encode_name in given if info.encode_name not in preset.options else value != getattr(usual, info.name))
    }

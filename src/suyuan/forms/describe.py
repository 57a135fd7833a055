"""The page about field types, made from the registry: ``python -m suyuan.forms.describe > docs/field-types.md``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import msgspec

from suyuan.forms.field_type import FIELD_TYPES, FieldType
from suyuan.forms.formats import FORMATS
from suyuan.forms.option_view import option_views
from suyuan.forms.presets import PRESETS, Preset
from suyuan.kernel.i18n import LANGUAGES, Label, say
from suyuan.kernel.i18n import catalogue as texts

_PARAM = re.compile(r":param (\w+): (.*?)(?=\n\s*:param|\Z)", re.S)


def option_words(options: type[msgspec.Struct]) -> dict[str, str]:
    """What each option means, from the Struct's docstring, by its key in documents."""
    told = {name: " ".join(text.split()) for name, text in _PARAM.findall(options.__doc__ or "")}
    return {info.encode_name: told.get(info.name, "") for info in msgspec.structs.fields(options)}


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Field types · 字段类型"
    yield ""
    yield "Made by `python -m suyuan.forms.describe` from the registry; do not edit by hand."
    yield ""
    yield "Every field has a `type` and may have: `label`, `hint`, `required`, `required_when`, `visible_when`,"
    yield "`readonly`, `readonly_when`, `value` (a formula; the field is then read-only), `default` (an expression),"
    yield "`unique`, `scan`, `width` (columns of twelve). The options of its type stand beside these."
    yield ""
    for type in FIELD_TYPES:
        yield from _type(type)
    yield "## Presets · 预设"
    yield ""
    yield "A preset is a type with options chosen; what the document says wins over them."
    yield ""
    yield "| preset | 名称 | name | type | options | widget | 用途 | for |"
    yield "|---|---|---|---|---|---|---|---|"
    for preset in PRESETS:
        chosen = ", ".join(f"`{key}: {_word(value)}`" for key, value in preset.options.items())
        names = f"{preset.label.zh} | {preset.label.en} | `{preset.type}`"
        yield f"| `{preset.key}` | {names} | {chosen} | {_use(preset)} |"
    yield ""
    yield "## Formats of text · 文本格式"
    yield ""
    yield "| format | 名称 | name | example |"
    yield "|---|---|---|---|"
    for known in FORMATS:
        yield f"| `{known.key}` | {known.label.zh} | {known.label.en} | `{known.example}` |"
    yield ""
    yield "## Numbering rules · 编号规则"
    yield ""
    for lang in LANGUAGES:
        yield say("forms.about_rules", lang)
        yield ""


def _type(type: FieldType) -> Iterator[str]:
    yield f"## `{type.key}` · {type.label.zh} · {type.label.en}"
    yield ""
    for lang in LANGUAGES:
        yield say(f"forms.about_{type.key}", lang)
        yield ""
    yield f"Widget `{type.widget}`; in conditions {', '.join(f'`{op}`' for op in type.operators)}."
    yield ""
    meanings = option_words(type.Options)
    if meanings:
        names = {view.key: view.label for view in option_views(type.key, type.Options, {})}
        yield "| option | 名称 | name | default | meaning |"
        yield "|---|---|---|---|---|"
        for info in msgspec.structs.fields(type.Options):
            name = names.get(info.encode_name, Label("（自动）", "(found)"))
            said = f"{name.zh} | {name.en} | {_default(info)} | {meanings[info.encode_name]}"
            yield f"| `{info.encode_name}` | {said} |"
        yield ""


def _use(preset: Preset) -> str:
    use = texts()[f"forms.use_{preset.key}"]
    widget = f"`{preset.widget}`" if preset.widget else ""
    return f"{widget} | {use.zh} | {use.en}"


def _default(info: msgspec.structs.FieldInfo) -> str:
    if info.default is msgspec.NODEFAULT and info.default_factory is msgspec.NODEFAULT:
        return "needed"
    return "" if info.default in (None, "", msgspec.NODEFAULT) else f"`{_word(info.default)}`"


def _word(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    sys.stdout.write(page())

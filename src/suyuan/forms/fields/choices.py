"""Yes or no, one of several, some of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from suyuan.expr.types import BOOL, TEXT, ListOf, Type
from suyuan.forms.field_type import EQUALITY, FIELD_TYPES, MEMBERS, Cell, Face, FieldType, same
from suyuan.forms.form import Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.option import Option, option_label
from suyuan.kernel.errors import Mistake, refuse
from suyuan.kernel.i18n import say
from suyuan.store.columns import Flag, Json


class ChoiceOptions(msgspec.Struct, frozen=True):
    """:param options: what there is to choose."""

    options: list[Option]

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        if not any(not option.retired for option in self.options):
            yield Mistake("options", "forms.no_options")
        seen = set()
        for n, option in enumerate(self.options):
            if not OPTION_KEY.fullmatch(option.key):
                yield Mistake(f"options[{n}].key", "forms.bad_option_key", {"key": option.key})
            if option.key in seen:
                yield Mistake(f"options[{n}].key", "forms.option_twice", {"key": option.key})
            seen.add(option.key)


OPTION_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)


THREE = [{"key": f"option_{n}", "label": {"zh": f"选项 {n}", "en": f"Option {n}"}} for n in (1, 2, 3)]
"""The options of a choice just dropped."""


class BoolField(FieldType):
    key = "bool"
    widget = "bool"
    operators = EQUALITY
    face = Face("choice", "check")

    def expr_type(self, f: Field) -> Type:
        return BOOL

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Flag(), same)]

    def clean(self, f: Field, value: Any, look: Look) -> bool:
        if type(value) is not bool:
            raise refuse("", "forms.want_bool")
        return value

    def show(self, f: Field, value: Any, lang: str) -> str:
        return say("forms.yes" if value else "forms.no", lang)

    def parse(self, f: Field, text: str, lang: str) -> Any:
        return _TRUTH.get(text.strip().lower(), text)

    def example(self, f: Field) -> bool:
        return True


_TRUTH: dict[str, bool] = {
    **dict.fromkeys(("是", "yes", "true", "1", "y", "√"), True),
    **dict.fromkeys(("否", "no", "false", "0", "n", "×"), False),
}


class ChoiceField(FieldType):
    key = "choice"
    widget = "choice"
    Options = ChoiceOptions
    operators = EQUALITY
    face = Face("choice", "choice", {"options": THREE}, unique=True)

    def clean(self, f: Field, value: Any, look: Look) -> str:
        return _offered(f, value)

    def show(self, f: Field, value: Any, lang: str) -> str:
        return option_label(f.options.options, value, lang)

    def parse(self, f: Field, text: str, lang: str) -> Any:
        return _key(f, text)

    def example(self, f: Field) -> str:
        return str(f.options.options[0].key)


def _offered(f: Field, value: Any) -> str:
    for option in f.options.options:
        if option.key == value and not option.retired:
            return str(option.key)
    raise refuse("", "forms.not_offered", given=str(value)[:40])


def _key(f: Field, text: str) -> str:
    bare = text.strip()
    return next((o.key for o in f.options.options if bare in (o.key, o.label.zh, o.label.en)), bare)


class MultiField(FieldType):
    key = "multi"
    widget = "multi"
    Options = ChoiceOptions
    operators = MEMBERS
    face = Face("choice", "multi", {"options": THREE})

    def expr_type(self, f: Field) -> Type:
        return ListOf(TEXT)

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Json(), same)]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> list[str]:
        return list(parts[0])

    def clean(self, f: Field, value: Any, look: Look) -> list[str] | None:
        if not isinstance(value, list):
            raise refuse("", "forms.want_list")
        if len(value) > len(f.options.options):
            raise refuse("", "forms.chosen_twice")
        chosen = [_offered(f, item) for item in value]
        if len(set(chosen)) < len(chosen):
            raise refuse("", "forms.chosen_twice")
        return chosen or None

    def show(self, f: Field, value: Any, lang: str) -> str:
        return ("、" if lang == "zh" else ", ").join(option_label(f.options.options, key, lang) for key in value)

    def parse(self, f: Field, text: str, lang: str) -> Any:
        parts = text.replace("、", ",").replace("，", ",").replace(";", ",").split(",")
        return [_key(f, part) for part in parts if part.strip()]

    def example(self, f: Field) -> list[str]:
        return [f.options.options[0].key]


FIELD_TYPES.add(BoolField())
FIELD_TYPES.add(ChoiceField())
FIELD_TYPES.add(MultiField())

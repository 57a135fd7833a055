"""The time of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from suyuan.forms.field_type import FIELD_TYPES, ORDER, Face, FieldType
from suyuan.forms.form import Field
from suyuan.forms.look import Look
from suyuan.kernel.errors import Mistake, refuse

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_LOOSE = re.compile(r"(\d{1,2})(?:[:：时点](\d{1,2})?分?|h(\d{2})?)(?::\d{2})?", re.ASCII)


class TimeOptions(msgspec.Struct, frozen=True):
    """:param min: earliest time, as 06:00.
    :param max: latest time, as 22:30.
    """

    min: str = ""
    max: str = ""

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        for name, limit in (("min", self.min), ("max", self.max)):
            if limit and not _TIME.fullmatch(limit):
                yield Mistake(name, "forms.want_time")
        if self.min and self.max and self.min > self.max:
            yield Mistake("max", "forms.min_over_max")


class TimeField(FieldType):
    """Hours and minutes of a day's 24, ``HH:MM``; as texts they compare as times do."""

    key = "time"
    widget = "time"
    Options = TimeOptions
    operators = ORDER
    face = Face(icon="time")

    def clean(self, f: Field, value: Any, look: Look) -> str:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            raise refuse("", "forms.want_time")
        o: TimeOptions = f.options
        if o.min and value < o.min:
            raise refuse("", "forms.too_small", least=o.min)
        if o.max and value > o.max:
            raise refuse("", "forms.too_large", most=o.max)
        return value

    def parse(self, f: Field, text: str, lang: str) -> Any:
        match = _LOOSE.fullmatch(text.strip())
        return f"{int(match[1]):02d}:{int(match[2] or match[3] or 0):02d}" if match else text.strip()

    def example(self, f: Field) -> str:
        return f.options.min or "08:30"


FIELD_TYPES.add(TimeField())

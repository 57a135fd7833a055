"""Printed codes: a run of them, or one scanned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from suyuan.expr.types import NUMBER, Type
from suyuan.forms.field_type import FIELD_TYPES, PRESENCE, WORDS, Cell, Face, FieldType
from suyuan.forms.fields.text import plain_text
from suyuan.forms.form import Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.marks import FillMap
from suyuan.forms.scanned import scanned
from suyuan.forms.values import CodeRange
from suyuan.kernel.errors import refuse
from suyuan.store.columns import Json

_CODE = re.compile(r"(?P<prefix>[0-9A-Za-z./_-]*?)(?P<digits>[0-9]{1,18})", re.ASCII)


class CodeRangeOptions(msgspec.Struct, frozen=True):
    """:param prefix: what every code begins with.
    :param max: most codes in one run.
    """

    prefix: str = ""
    max: int = 1_000_000


class CodeRangeField(FieldType):
    key = "code_range"
    widget = "code_range"
    Options = CodeRangeOptions
    operators = PRESENCE
    face = Face("trace", "range")

    def expr_type(self, f: Field) -> Type:
        return NUMBER

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Json(), lambda run: run.wire())]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> CodeRange:
        return CodeRange(parts[0]["from"], parts[0]["to"], parts[0]["count"])

    def clean(self, f: Field, value: Any, look: Look) -> CodeRange:
        if isinstance(value, CodeRange):
            return value
        if not isinstance(value, Mapping) or set(value) - {"from", "to", "count"}:
            raise refuse("", "forms.want_code_range")
        first, last = _code(f, value.get("from"), "from"), _code(f, value.get("to"), "to")
        if first["prefix"] != last["prefix"] or len(first["digits"]) != len(last["digits"]):
            raise refuse("to", "forms.range_differs")
        count = int(last["digits"]) - int(first["digits"]) + 1
        if count < 1:
            raise refuse("to", "forms.range_backwards")
        if count > f.options.max:
            raise refuse("to", "forms.range_too_long", most=f.options.max)
        return CodeRange(first[0], last[0], count)

    def show(self, f: Field, value: Any, lang: str) -> str:
        return f"{value.first} – {value.last}"

    def parse(self, f: Field, text: str, lang: str) -> Any:
        parts = re.split(r"\s*[–~～—]\s*|\s+-\s+", text.strip())
        return {"from": parts[0], "to": parts[-1]}

    def example(self, f: Field) -> Any:
        return {"from": f"{f.options.prefix}0001", "to": f"{f.options.prefix}0250"}


def _code(f: Field, value: Any, path: str) -> re.Match[str]:
    match = _CODE.fullmatch(value) if isinstance(value, str) and len(value) <= 60 else None
    if match is None or not match["prefix"].startswith(f.options.prefix):
        raise refuse(path, "forms.bad_code", prefix=f.options.prefix)
    return match


class ScanOptions(msgspec.Struct, frozen=True):
    """:param gs1: must be a GS1 code (element string or Digital Link).
    :param fill: our field -> application identifier whose content fills it (``{gtin: "01", lot: "10"}``).
    :param max: most characters.
    """

    gs1: bool = False
    fill: FillMap = {}
    max: int = 200


class ScanField(FieldType):
    key = "scan"
    widget = "scan"
    Options = ScanOptions
    operators = WORDS
    face = Face("media", "scan", unique=True, scan=True)

    def clean(self, f: Field, value: Any, look: Look) -> str:
        if isinstance(value, str):
            value = value.replace("\x1d", "<GS>")
        found = plain_text(value).replace("<GS>", "\x1d")
        if len(found) > f.options.max:
            raise refuse("", "forms.too_long", most=f.options.max, given=len(found))
        read = scanned(found)
        if read is None and f.options.gs1:
            raise refuse("", "forms.not_gs1")
        return read.text if read else found.replace("\x1d", "")

    def example(self, f: Field) -> str:
        return "(01)06901234567892(10)FD-261122-001"


FIELD_TYPES.add(CodeRangeField())
FIELD_TYPES.add(ScanField())

"""What a request may hold: checked with every mistake at once, and shown as JSON Schema in ``/openapi.json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from suyuan.kernel.errors import Invalid, Mistake


@dataclass(frozen=True)
class Part:
    """One member of a body.

    :param kind: text, whole, flag, object, list or any.
    :param required: it must be there (``null`` counts as there only for ``any``).
    :param most: characters of a text, members of a list, or the largest whole number.
    :param least: the smallest whole number.
    :param choices: the only texts allowed.
    :param of: JSON kind of a list's members, text or object.
    """

    kind: str
    required: bool = False
    most: int = 4000
    least: int = 0
    choices: tuple[str, ...] = ()
    of: str = ""
    note: str = ""

    def schema(self) -> dict[str, Any]:
        """It as JSON Schema."""
        shown: dict[str, Any] = {"description": self.note} if self.note else {}
        if self.kind == "text":
            shown |= {"type": "string", "maxLength": self.most}
            if self.choices:
                shown["enum"] = list(self.choices)
        elif self.kind == "whole":
            shown |= {"type": "integer", "minimum": self.least, "maximum": self.most}
        elif self.kind == "list":
            shown |= {"type": "array", "items": {"type": _JSON[self.of]} if self.of else {}, "maxItems": self.most}
        elif self.kind != "any":
            shown |= {"type": _JSON[self.kind]}
        return shown


_JSON = {"text": "string", "flag": "boolean", "object": "object"}
_CHECKS: dict[str, Callable[[Any], bool]] = {
    "text": lambda v: isinstance(v, str),
    "whole": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "flag": lambda v: isinstance(v, bool),
    "object": lambda v: isinstance(v, dict),
    "list": lambda v: isinstance(v, list),
    "any": lambda v: True,
}


def text(required: bool = False, most: int = 4000, choices: tuple[str, ...] = (), note: str = "") -> Part:
    """A text of at most ``most`` characters."""
    return Part("text", required, most, choices=choices, note=note)


def whole(required: bool = False, least: int = 0, most: int = 2**31 - 1, note: str = "") -> Part:
    """A whole number."""
    return Part("whole", required, most, least, note=note)


def flag(note: str = "") -> Part:
    """true or false."""
    return Part("flag", note=note)


def obj(required: bool = False, note: str = "") -> Part:
    """An object whose inside somebody else checks."""
    return Part("object", required, note=note)


def many(of: str = "", required: bool = False, most: int = 10_000, note: str = "") -> Part:
    """A list."""
    return Part("list", required, most, of=of, note=note)


def anything(required: bool = False, note: str = "") -> Part:
    """Any value."""
    return Part("any", required, note=note)


@dataclass(frozen=True)
class Shape:
    """The members of a JSON object."""

    parts: Mapping[str, Part] = field(default_factory=dict)

    def check(self, data: Any) -> dict[str, Any]:
        """``data`` with every member of the shape present (``None`` where absent).

        :raises Invalid: naming every unknown, missing and wrong member.
        """
        if not isinstance(data, dict):
            raise Invalid([Mistake("", "api.want_object")])
        mistakes = [
            Mistake(str(k)[:200], "api.unknown_key", {"key": str(k)[:200]}) for k in data if k not in self.parts
        ]
        for key, part in self.parts.items():
            value = data.get(key)
            if value is None:
                if part.required and not (part.kind == "any" and key in data):
                    mistakes.append(Mistake(key, "api.required"))
            else:
                mistakes += _wrong(key, part, value)
        if mistakes:
            raise Invalid(mistakes)
        return {key: data.get(key) for key in self.parts}

    def schema(self) -> dict[str, Any]:
        """It as JSON Schema."""
        return {
            "type": "object",
            "properties": {k: p.schema() for k, p in self.parts.items()},
            "required": [k for k, p in self.parts.items() if p.required],
            "additionalProperties": False,
        }


def _wrong(key: str, part: Part, value: Any) -> list[Mistake]:
    if not _CHECKS[part.kind](value):
        return [Mistake(key, f"api.want_{part.kind}")]
    if part.kind == "text":
        if len(value) > part.most:
            return [Mistake(key, "api.too_long", {"most": part.most})]
        if part.choices and value not in part.choices:
            return [Mistake(key, "api.one_of", {"choices": ", ".join(part.choices)})]
    elif part.kind == "whole" and not part.least <= value <= part.most:
        return [Mistake(key, "api.out_of_range", {"least": part.least, "most": part.most})]
    elif part.kind == "list":
        if len(value) > part.most:
            return [Mistake(key, "api.too_many_items", {"most": part.most})]
        if part.of:
            check = _CHECKS[part.of]
            return [Mistake(f"{key}[{i}]", f"api.want_{part.of}") for i, v in enumerate(value) if not check(v)][:100]
    return []


def plain(value: Any) -> Any:
    """What our answers hold that msgspec does not write itself: a decimal as its text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} cannot be answered")

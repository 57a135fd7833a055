"""The tree of an expression, its JSON form and its canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

LIMIT_TEXT = 4096
LIMIT_DEPTH = 32
LIMIT_NODES = 500
LIMIT_DIGITS = 34

SLUG = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}\Z")
RESERVED = frozenset({"TRUE", "FALSE", "BLANK", "AND", "OR", "NOT", "IN"})

STRENGTH = {
    "OR": 1,
    "AND": 2,
    "=": 4,
    "<>": 4,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "&": 5,
    "+": 6,
    "-": 6,
    "*": 7,
    "/": 7,
}
"""How tightly each infix operator binds."""

NEGATION = 8
COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Const:
    """A value written out: a number, a text, TRUE, FALSE or BLANK."""

    value: Decimal | str | bool | None
    at: int = field(default=0, compare=False)
    to: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """A field, through links and lists: its keys."""

    parts: tuple[str, ...]
    at: int = field(default=0, compare=False)
    to: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator; ``-`` with one argument is the negative."""

    fn: str
    args: tuple[Node, ...]
    at: int = field(default=0, compare=False)
    to: int = field(default=0, compare=False)
    depth: int = field(default=0, compare=False)


Node: TypeAlias = Const | Path | Call


def depth(node: Node) -> int:
    """Levels of ``node``: 1 for a leaf."""
    return node.depth if isinstance(node, Call) else 1


def call(fn: str, args: tuple[Node, ...], at: int = 0, to: int = 0) -> Call:
    """A ``Call`` that knows its depth."""
    return Call(fn, args, at, to, 1 + max((depth(a) for a in args), default=0))


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything below it."""
    yield node
    if isinstance(node, Call):
        for arg in node.args:
            yield from walk(arg)


def to_tree(node: Node) -> dict[str, Any]:
    """The JSON form: ``{"field": "inputs.fed"}``, ``{"number": "1.5"}``, ``{"text": ..}``, ``{"bool": ..}``,
    ``{"blank": true}`` or ``{"call": "SUM", "args": [..]}``."""
    if isinstance(node, Path):
        return {"field": ".".join(node.parts)}
    if isinstance(node, Call):
        return {"call": node.fn, "args": [to_tree(a) for a in node.args]}
    value = node.value
    if value is None:
        return {"blank": True}
    if isinstance(value, bool):
        return {"bool": value}
    return {"number": format(value, "f")} if isinstance(value, Decimal) else {"text": value}


def to_text(node: Node, labels: Mapping[str, str] | None = None, strength: int = 0) -> str:
    """The canonical text of ``node``.

    :param labels: field key (dotted) to label, to show it to people; without it the keys are shown.
    :param strength: how tightly the place it stands in binds; parentheses are put where needed.
    """
    if isinstance(node, Const):
        return _const_text(node)
    if isinstance(node, Path):
        return _path_text(node, labels)
    if node.fn == "-" and len(node.args) == 1:
        text = "-" + to_text(node.args[0], labels, NEGATION)
        return f"({text})" if strength > NEGATION else text
    own = STRENGTH.get(node.fn)
    if own is None or len(node.args) < 2:
        return f"{node.fn}({', '.join(to_text(a, labels) for a in node.args)})"
    right = own + 1
    left = right if node.fn in ("AND", "OR") or own == 4 else own
    parts = [to_text(node.args[0], labels, left), *(to_text(a, labels, right) for a in node.args[1:])]
    text = f" {node.fn} ".join(parts)
    return f"({text})" if strength > own else text


def _const_text(node: Const) -> str:
    value = node.value
    if value is None:
        return "BLANK"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value, "f")
    return '"' + value.replace('"', '""') + '"'


def _path_text(node: Path, labels: Mapping[str, str] | None) -> str:
    key = ".".join(node.parts)
    if labels and key in labels:
        shown = labels[key]
        bare = shown.upper() not in RESERVED and re.fullmatch(r"[^\W\d]\w*", shown)
        return shown if bare else "{" + shown + "}"
    first, *rest = node.parts
    return ".".join(["{" + first + "}" if first.upper() in RESERVED else first, *rest])

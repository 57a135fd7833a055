"""What an expression reads, and the window functions it calls."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from suyuan.expr.check import PERIOD
from suyuan.expr.errors import wrong
from suyuan.expr.node import Call, Const, Node, Path, to_text, walk
from suyuan.expr.parse import Expression
from suyuan.expr.rows import ELSEWHERE, WINDOWS, own_paths

PERIODS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@functools.lru_cache(8192)
def reads(e: Expression) -> frozenset[tuple[str, ...]]:
    """The paths of the fields ``e`` reads of the record at hand; of window functions, and functions over
    other forms, only what is under ``this``."""
    return frozenset(_paths(e.root, False))


def _paths(node: Node, past: bool) -> Iterator[tuple[str, ...]]:
    if isinstance(node, Path):
        if not past or node.parts[0] == "this":
            yield node.parts
    elif isinstance(node, Call) and node.fn in ELSEWHERE:
        yield from (path.parts for path in own_paths(node))
    elif isinstance(node, Call):
        for arg in node.args:
            yield from _paths(arg, past or node.fn in WINDOWS)


@dataclass(frozen=True)
class Window:
    """One call of a window function.

    :param key: its canonical text, the key of its result in ``Env.windows``.
    :param fn: LAST | COUNTIF | SUMIF | AVERAGEIF.
    :param count: how many records (LAST).
    :param field: what is read of each of them, or ``None`` (COUNTIF).
    :param where: their condition, or ``None``; ``this.x`` in it is the record at hand.
    :param period: how far back from now (the IFs).
    """

    key: str
    fn: str
    count: int
    field: Expression | None
    where: Expression | None
    period: timedelta | None


@functools.lru_cache(2048)
def windows(e: Expression) -> tuple[Window, ...]:
    """The window functions ``e`` calls, each once.

    :raises ExpressionError: when one is not written as ``check`` asks.
    """
    found = {to_text(n): n for n in walk(e.root) if isinstance(n, Call) and n.fn in WINDOWS}
    return tuple(_window(key, node) for key, node in found.items())


def _window(key: str, node: Call) -> Window:
    args = node.args
    if node.fn == "LAST" and 2 <= len(args) <= 3:
        where = _part(args[2]) if len(args) == 3 else None
        if isinstance(args[0], Const) and isinstance(args[0].value, Decimal) and 1 <= args[0].value <= 1000:
            return Window(key, "LAST", int(args[0].value), _part(args[1]), where, None)
    if node.fn != "LAST" and len(args) == (2 if node.fn == "COUNTIF" else 3):
        last = args[-1]
        match = PERIOD.fullmatch(last.value) if isinstance(last, Const) and isinstance(last.value, str) else None
        if match:
            period = int(match[1]) * PERIODS[match[2]]
            return Window(key, node.fn, 0, None if len(args) == 2 else _part(args[0]), _part(args[-2]), period)
    raise wrong("bad_option", node.at, node.to, name=node.fn, wanted='"30d"')


def _part(node: Node) -> Expression:
    text = to_text(node)
    return Expression(text, node, text)

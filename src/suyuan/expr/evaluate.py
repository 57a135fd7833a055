"""Values at run time: following paths, going through rows, and the entry points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, Overflow
from typing import Any, TypeAlias

from suyuan.expr.arithmetic import same
from suyuan.expr.env import Env
from suyuan.expr.errors import wrong

Value: TypeAlias = Decimal | str | bool | date | datetime | Mapping[str, Any] | list[Any] | None
Compiled: TypeAlias = Callable[[Any, Env], Any]

LIMIT_ROWS = 1_000
LIMIT_STEPS = 100_000


class Overlay:
    """Values with one name bound otherwise: what the condition of ANY sees for one row."""

    __slots__ = ("below", "budget", "name", "value")

    def __init__(self, below: Any, name: str, value: Any, budget: list[int]) -> None:
        self.below, self.name, self.value, self.budget = below, name, value, budget

    def get(self, name: str, default: Any = None) -> Any:
        return self.value if name == self.name else self.below.get(name, default)


def follow(values: Any, parts: tuple[str, ...]) -> Any:
    """The value at a path: through links by key, through lists item by item."""
    found = values.get(parts[0])
    for at in range(1, len(parts)):
        if found is None:
            return None
        if isinstance(found, list):
            return [None if item is None else follow(item, parts[at:]) for item in found]
        found = found.get(parts[at])
    return found


def rows_of(values: Any, paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], list[Any]] | None:
    """The one list among ``paths``: where it is, and its rows."""
    found: tuple[tuple[str, ...], list[Any]] | None = None
    for path in paths:
        value = values.get(path[0])
        at = 1
        while at < len(path) and value is not None and not isinstance(value, list):
            value = value.get(path[at])
            at += 1
        if isinstance(value, list):
            if found is not None and found[0] != path[:at]:
                raise wrong("two_lists")
            found = (path[:at], value)
    return found


def each(
    body: Compiled, paths: tuple[tuple[str, ...], ...], windows: tuple[str, ...], once: bool, values: Any, env: Env
) -> Any:
    """``body`` for every row of the list it reads.

    :param windows: texts of the LAST windows it reads.
    :param once: without a list, evaluate it once; otherwise there are no rows.
    :raises ExpressionError: past 1,000 rows, or 100,000 rows within rows.
    """
    found = rows_of(values, paths)
    if found is None and windows:
        bound = window(values, env, windows[0])
        if isinstance(bound, list):
            found = ((windows[0],), bound)
    if found is None:
        return body(values, env) if once else []
    root, rows = found
    budget = values.budget if isinstance(values, Overlay) else [LIMIT_STEPS]
    budget[0] -= len(rows)
    if len(rows) > LIMIT_ROWS or budget[0] < 0:
        raise wrong("too_much", limit=LIMIT_ROWS)
    return [body(overlaid(values, root, row, budget), env) for row in rows]


def overlaid(values: Any, root: tuple[str, ...], row: Any, budget: list[int]) -> Overlay:
    """``values`` in which ``root`` is the one ``row``."""
    if len(root) == 1:
        return Overlay(values, root[0], row, budget)
    return Overlay(values, root[0], overlaid(values.get(root[0]), root[1:], row, budget), budget)


def window(values: Any, env: Env, text: str) -> Any:
    """The result of a window function bound before, or its item for the row at hand."""
    if isinstance(values, Overlay):
        found = values.get(text, Overlay)
        if found is not Overlay:
            return found
    if text not in env.windows:
        raise wrong("no_window", name=text)
    return env.windows[text]


def elsewhere(values: Any, env: Env, what: Any) -> Any:
    """The answer of a function over another form (an ``Elsewhere``), as far as anybody can give it."""
    if what.key in env.windows:
        return env.windows[what.key]
    if env.ask is None:
        raise wrong("no_window", name=what.key)
    return env.ask(what, values)


def strict(run: Callable[..., Any], *args: Any) -> Any:
    """``run`` of the values, blank where one of them is."""
    for arg in args:
        if arg is None:
            return None
    try:
        return run(*args)
    except Overflow:
        return None


def strict_env(run: Callable[..., Any], env: Env, *args: Any) -> Any:
    """``strict`` for functions that need the environment."""
    for arg in args:
        if arg is None:
            return None
    try:
        return run(env, *args)
    except Overflow:
        return None


def compare(env: Env, fn: str, a: Any, b: Any) -> bool:
    """An ordered comparison with every care: a date against an instant is its first moment in the plant."""
    if a is None or b is None:
        return False
    if isinstance(a, date) and isinstance(b, date):
        if isinstance(a, datetime) and not isinstance(b, datetime):
            b = env.start_of(b)
        elif isinstance(b, datetime) and not isinstance(a, datetime):
            a = env.start_of(a)
    if fn == "<":
        return bool(a < b)
    if fn == "<=":
        return bool(a <= b)
    return bool(a > b) if fn == ">" else bool(a >= b)


def equal(a: Any, b: Any) -> bool:
    """See ``arithmetic.same``; lists cannot be compared."""
    if isinstance(a, list) or isinstance(b, list):
        raise wrong("list_here", name="=")
    return same(a, b)

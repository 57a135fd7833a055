"""Which detail list an argument goes through row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from suyuan.expr.function import FUNCTIONS
from suyuan.expr.node import Call, Node, Path, walk

WINDOWS = frozenset({"LAST", "COUNTIF", "SUMIF", "AVERAGEIF"})
ELSEWHERE = frozenset({"EXISTS", "LATEST", "COUNTOF", "SUMOF"})
"""Functions over the records of other forms; ``this.x`` in them is the record or row at hand."""


def goes_by_row(fn: str, arg: Node) -> bool:
    """Whether ``arg`` of the function ``fn`` is evaluated for each row rather than once."""
    if isinstance(arg, Path) or (isinstance(arg, Call) and arg.fn == "LAST"):
        return False
    found = FUNCTIONS.get(fn)
    return found is not None and found.rows and any(True for _ in sources(arg))


def sources(node: Node) -> Iterator[Path | Call]:
    """The paths and LAST windows read directly in ``node``, those inside a further function over rows, and whole
    lists, aside."""
    if isinstance(node, Path):
        yield node
    elif isinstance(node, Call):
        if node.fn == "LAST":
            yield node
        elif node.fn in ELSEWHERE:
            yield from own_paths(node)
        elif node.fn not in WINDOWS:
            own = FUNCTIONS.get(node.fn)
            if own is not None and own.rows:
                return
            for at, arg in enumerate(node.args):
                if not (isinstance(arg, Path) and own is not None and own.params and own.param(at).whole):
                    yield from sources(arg)


def own_paths(node: Call) -> Iterator[Path]:
    """What a function over another form reads of the record or row at hand: its paths under ``this``, without it."""
    for inner in walk(node):
        if isinstance(inner, Path) and inner.parts[0] == "this" and len(inner.parts) > 1:
            yield Path(inner.parts[1:], inner.at, inner.to)


def root_of(path: tuple[str, ...], listed: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...] | None:
    """The shortest beginning of ``path`` that is a list."""
    for length in range(1, len(path) + 1):
        if listed(path[:length]):
            return path[:length]
    return None

"""Functions over the records of other forms: what each call asks for."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from suyuan.expr.errors import wrong
from suyuan.expr.node import Call, Const, Node, to_text, walk
from suyuan.expr.parse import Expression
from suyuan.expr.rows import ELSEWHERE, own_paths


@dataclass(frozen=True)
class Elsewhere:
    """One call of a function over another form's records.

    :param key: its canonical text.
    :param fn: EXISTS | LATEST | COUNTOF | SUMOF.
    :param form: key of the form.
    :param field: what is read of each record (LATEST, SUMOF), else ``None``.
    :param where: their condition, or ``None``; ``this.x`` in it is the record or row at hand.
    :param own: the paths it reads of the record or row at hand, without ``this``.
    """

    key: str
    fn: str
    form: str
    field: Expression | None
    where: Expression | None
    own: tuple[tuple[str, ...], ...]


@functools.lru_cache(4096)
def elsewhere_of(node: Call) -> Elsewhere:
    """The call ``node``.

    :raises ExpressionError: when it is not written as ``check`` asks.
    """
    args = node.args
    least = 2 if node.fn in ("LATEST", "SUMOF") else 1
    first = args[0] if args else None
    if not (isinstance(first, Const) and isinstance(first.value, str) and least <= len(args) <= least + 1):
        raise wrong("literal", node.at, node.to, name=node.fn)
    field = _part(args[1]) if least == 2 else None
    where = _part(args[least]) if len(args) > least else None
    own = tuple(dict.fromkeys(path.parts for path in own_paths(node)))
    return Elsewhere(to_text(node), node.fn, first.value, field, where, own)


def elsewheres(e: Expression) -> list[Elsewhere]:
    """The functions over other forms that ``e`` calls."""
    return [elsewhere_of(n) for n in walk(e.root) if isinstance(n, Call) and n.fn in ELSEWHERE]


def _part(node: Node) -> Expression:
    text = to_text(node)
    return Expression(text, node, text)

"""What a function of the language is; the functions themselves stand in ``functions/``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from suyuan.kernel.i18n import Label
from suyuan.kernel.registry import Registry


@dataclass(frozen=True)
class Param:
    """One argument of a function.

    :param kinds: scalar kinds taken, or ``any``.
    :param single: a single value may stand here.
    :param listed: a list may stand here.
    :param literal: must be written out in the expression.
    :param rest: any further arguments too.
    :param whole: a list named here is taken whole, even where the arguments around it go row by row.
    """

    name: str
    kinds: frozenset[str]
    single: bool = True
    listed: bool = False
    optional: bool = False
    literal: bool = False
    rest: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Function:
    """A function of the language.

    :param key: its name, upper case.
    :param signature: ``"value: number, digits?: number"``: after a name ``?`` is optional, before it ``*`` is any
        number of them; kinds are joined by ``|``, a kind in brackets is a list of them; behind them ``!`` asks for a
        literal, ``~`` takes a list whole.
    :param result: a kind, ``=name`` (the type of that argument, or of its items), or ``~a,b`` (the type they share).
    :param run: the values (after the ``Env`` where ``env``) to the value; blank arguments never reach it unless
        ``blanks``.
    :param sql: how it is done in SQL, where it can be done exactly (see ``sql.py``).
    :param rows: its arguments may go through the rows of a detail list: ``SUM(inputs.fed * inputs.price)``.
    :param same: its arguments must be of one type.
    :param options: the values a literal argument may have, by its name.
    :param doc: what it does, in both languages.
    :param examples: expression and result, as text.
    """

    key: str
    signature: str
    result: str
    run: Callable[..., Any] | None
    doc: Label
    examples: tuple[tuple[str, str], ...]
    group: str
    sql: Callable[..., Any] | None = None
    env: bool = False
    blanks: bool = False
    rows: bool = False
    same: bool = False
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    params: tuple[Param, ...] = ()

    @property
    def least(self) -> int:
        """How many values it takes at least."""
        return sum(1 for p in self.params if not p.optional and not p.rest)

    @property
    def most(self) -> int | None:
        """How many values it takes at most."""
        return None if any(p.rest for p in self.params) else len(self.params)

    def param(self, index: int) -> Param:
        """The argument at ``index``, counting the repeated one."""
        return self.params[min(index, len(self.params) - 1)]


FUNCTIONS: Registry[Function] = Registry("function")

_PARAM = re.compile(r"(\*?)(\w+)(\??): ([\w|\[\]]+)([!~]?)")


def _params(signature: str) -> tuple[Param, ...]:
    found = []
    for part in filter(None, signature.split(", ")):
        match = _PARAM.fullmatch(part)
        if match is None:
            raise ValueError(f"cannot read the parameter {part!r}")
        rest, name, optional, kinds, mark = match.groups()
        each = kinds.split("|")
        found.append(
            Param(
                name,
                frozenset(k.strip("[]") for k in each),
                single=any(not k.startswith("[") for k in each),
                listed=any(k.startswith("[") for k in each),
                optional=bool(optional),
                literal=mark == "!",
                rest=bool(rest),
                whole=mark == "~" or all(k.startswith("[") for k in each),
            )
        )
    return tuple(found)


def function(
    key: str,
    signature: str,
    result: str,
    run: Callable[..., Any] | None,
    *,
    zh: str,
    en: str,
    examples: tuple[tuple[str, str], ...],
    group: str,
    **more: Any,
) -> Function:
    """Register a function; see ``Function`` for what the parts mean."""
    made = Function(
        key, signature, result, run, Label(zh, en), examples, group=group, params=_params(signature), **more
    )
    return FUNCTIONS.add(made)

"""An expression into one Python function.

Values never enter the source text: they are constants bound by name. The quick form compares in place; a value of
another type makes it fail with ``TypeError``, and the careful form is asked, which answers or gives the error in words.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from suyuan.expr import arithmetic
from suyuan.expr import evaluate as runtime
from suyuan.expr.elsewhere import elsewhere_of
from suyuan.expr.env import Env
from suyuan.expr.errors import wrong
from suyuan.expr.evaluate import Compiled
from suyuan.expr.function import FUNCTIONS
from suyuan.expr.functions.logic import among
from suyuan.expr.functions.texts import joined
from suyuan.expr.node import COMPARISONS, Call, Const, Node, Path, to_text
from suyuan.expr.parse import Expression
from suyuan.expr.rows import ELSEWHERE, WINDOWS, goes_by_row, sources

ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
TRUTHS = COMPARISONS | {"AND", "OR", "NOT", "IN", "ISBLANK", "ANY", "ALL"}
ERRORS = (TypeError, AttributeError, ValueError, ArithmeticError, LookupError)


def evaluate(e: Expression, values: Mapping[str, Any], env: Env) -> Any:
    """The value of ``e``.

    :param values: by field key: Decimal, text, bool, date, aware datetime, ``None``; a link is a Mapping (``id`` for
        equality, ``uid`` its public id where that differs), a detail list a list of Mappings (``[]`` without
        rows).
    :raises ExpressionError: when a value is of a type ``check`` would not have allowed, or there is too much of it.
    """
    return compiled(e)(values, env)


@functools.lru_cache(8192)
def compiled(e: Expression) -> Compiled:
    """``e`` as a function of values and environment, made once.

    :raises ExpressionError: when it calls an unknown function or with the wrong number of values.
    """
    quick = _Code(False).function(e.root)
    careful = functools.cache(lambda: _Code(True).function(e.root))

    def run(values: Any, env: Env) -> Any:
        try:
            return quick(values, env)
        except ERRORS:
            pass
        try:
            return careful()(values, env)
        except ERRORS:
            raise wrong("wrong_value", 0, len(e.source)) from None

    return run


class _Code:
    def __init__(self, careful: bool) -> None:
        self.careful = careful
        self.bound: dict[str, Any] = {
            "__builtins__": {},
            "type": type,
            "str": str,
            "same": runtime.equal,
            "follow": runtime.follow,
            "each": runtime.each,
            "window": runtime.window,
            "elsewhere": runtime.elsewhere,
            "strict": runtime.strict,
            "strict_env": runtime.strict_env,
            "compare": runtime.compare,
            "joined": joined,
            "negative": arithmetic.negative,
            **{name: getattr(arithmetic, name) for name in ARITHMETIC.values()},
        }
        self.lines: list[str] = []
        self.count = 0

    def function(self, root: Node) -> Compiled:
        name = self.define(root)
        exec(compile("\n".join(self.lines), "<expression>", "exec"), self.bound)
        made: Compiled = self.bound[name]
        return made

    def name(self, value: Any = None) -> str:
        self.count += 1
        name = f"n{self.count}"
        if value is not None:
            self.bound[name] = value
        return name

    def define(self, root: Node) -> str:
        name, body = self.name(), self.value(root)
        self.lines.append(f"def {name}(v, e):\n g = v.get\n return {body}")
        return name

    def value(self, node: Node) -> str:
        if isinstance(node, Const):
            return repr(node.value) if node.value is None or isinstance(node.value, bool) else self.name(node.value)
        if isinstance(node, Path):
            if len(node.parts) == 1:
                return f"g({node.parts[0]!r})"
            return f"follow(v, {self.name(node.parts)})"
        args = node.args
        if node.fn in ARITHMETIC:
            if len(args) == 1:
                return f"negative({self.value(args[0])})"
            return f"{ARITHMETIC[node.fn]}({self.value(args[0])}, {self.value(args[1])})"
        if node.fn in ("=", "<>"):
            return self.equality(node.fn, *args)
        if node.fn in COMPARISONS:
            return self.order(node.fn, *args)
        if node.fn == "&":
            return f"joined(e, {self.value(args[0])}, {self.value(args[1])})"
        return self.call(node)

    def truth(self, node: Node) -> str:
        """Code that is exactly True or False."""
        if isinstance(node, Call) and node.fn in TRUTHS:
            return self.value(node)
        return f"({self.strictly_bool(node)} is True)"

    def strictly_bool(self, node: Node) -> str:
        if not self.careful:
            return self.value(node)
        return f"{self.name(_bool)}({self.value(node)})"

    def equality(self, fn: str, a: Node, b: Node) -> str:
        if isinstance(a, Const) and not isinstance(b, Const):
            a, b = b, a
        no = "not " if fn == "<>" else ""
        if self.careful or not isinstance(b, Const):
            return f"({no}same({self.value(a)}, {self.value(b)}))"
        if b.value is None:
            return f"({self.value(a)} is {no}None)"
        if isinstance(b.value, bool):
            return f"({self.value(a)} is {no}{b.value!r})"
        found, wanted = self.name(), self.value(b)
        kind = "str" if isinstance(b.value, str) else self.name(Decimal)
        sign = "==" if fn == "=" else "!="
        return (
            f"({found} {sign} {wanted} if type({found} := {self.value(a)}) is {kind} else {no}same({found}, {wanted}))"
        )

    def order(self, fn: str, a: Node, b: Node) -> str:
        if self.careful or isinstance(a, Call) or isinstance(b, Call):
            return f"compare(e, {fn!r}, {self.value(a)}, {self.value(b)})"
        tests, sides = [], []
        for side in (a, b):
            if isinstance(side, Const):
                if side.value is None:
                    return "False"
                sides.append(self.value(side))
            else:
                found = self.name()
                tests.append(f"({found} := {self.value(side)}) is not None")
                sides.append(found)
        return f"({' and '.join([*tests, f'{sides[0]} {fn} {sides[1]}'])})"

    def call(self, node: Call) -> str:
        known, args = FUNCTIONS.get(node.fn), node.args
        if known is None:
            raise wrong("unknown_function", node.at, node.to, name=node.fn)
        if len(args) < known.least:
            raise wrong("too_few", node.at, node.to, name=node.fn, count=known.least)
        if known.most is not None and len(args) > known.most:
            raise wrong("too_many", node.at, node.to, name=node.fn, count=known.most)
        if node.fn in WINDOWS:
            return f"window(v, e, {self.name(to_text(node))})"
        if node.fn in ELSEWHERE:
            return f"elsewhere(v, e, {self.name(elsewhere_of(node))})"
        special = SPECIAL.get(node.fn)
        if special is not None:
            return special(self, args)
        shown = [self.by_row(node.fn, a) if goes_by_row(node.fn, a) else self.value(a) for a in args]
        run = self.name(known.run)
        if known.blanks:
            return f"{run}({', '.join(['e', *shown] if known.env else shown)})"
        return f"{'strict_env' if known.env else 'strict'}({', '.join([run, *(['e'] if known.env else []), *shown])})"

    def by_row(self, fn: str, arg: Node) -> str:
        found = list(sources(arg))
        paths = tuple(dict.fromkeys(p.parts for p in found if isinstance(p, Path)))
        windows = tuple(dict.fromkeys(to_text(w) for w in found if isinstance(w, Call)))
        body = self.define(arg)
        return f"each({body}, {self.name(paths)}, {self.name(windows)}, {fn not in ('ANY', 'ALL')}, v, e)"

    def both(self, word: str, args: tuple[Node, ...]) -> str:
        return "(" + f" {word} ".join(self.truth(a) for a in args) + ")"

    def choice(self, args: tuple[Node, ...]) -> str:
        otherwise = self.value(args[2]) if len(args) == 3 else "None"
        return f"({self.value(args[1])} if {self.truth(args[0])} else {otherwise})"

    def filled(self, args: tuple[Node, ...]) -> str:
        found = self.name()
        return f"({found} if ({found} := {self.value(args[0])}) is not None else {self.value(args[1])})"

    def among(self, args: tuple[Node, ...]) -> str:
        """IN; constants of one kind are one look into a tuple."""
        value, options = self.value(args[0]), args[1:]
        run, shown = self.name(among), ", ".join(self.value(o) for o in options)
        for kind in (str, Decimal):
            if options and all(isinstance(o, Const) and type(o.value) is kind for o in options):
                found, among_them = self.name(), self.name(tuple(o.value for o in options if isinstance(o, Const)))
                quick = f"{found} in {among_them} if type({found} := {value}) is {self.name(kind)}"
                return f"({quick} else {run}({found}, {shown}))"
        return f"{run}({value}, {shown})"

    def blank(self, args: tuple[Node, ...]) -> str:
        return f"{self.name(_is_blank)}({self.value(args[0])})"


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, list) and not value)


def _bool(value: Any) -> Any:
    if value is not None and not isinstance(value, bool):
        raise TypeError("not a truth value")
    return value


SPECIAL: dict[str, Callable[[_Code, tuple[Node, ...]], str]] = {
    "IF": _Code.choice,
    "AND": lambda code, args: code.both("and", args) if args else "True",
    "OR": lambda code, args: code.both("or", args) if args else "False",
    "NOT": lambda code, args: f"(not {code.truth(args[0])})",
    "IFBLANK": _Code.filled,
    "ISBLANK": _Code.blank,
    "IN": _Code.among,
}

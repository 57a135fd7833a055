"""Text or JSON tree into an ``Expression``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from suyuan.expr.errors import ExpressionError, mistake, wrong
from suyuan.expr.lex import Token, tokens
from suyuan.expr.node import (
    COMPARISONS,
    LIMIT_DEPTH,
    LIMIT_DIGITS,
    LIMIT_NODES,
    RESERVED,
    SLUG,
    STRENGTH,
    Const,
    Node,
    Path,
    call,
    depth,
    to_text,
    to_tree,
)
from suyuan.kernel.errors import Mistake


@dataclass(frozen=True)
class Expression:
    """A formula or condition; two are equal when their canonical texts are.

    :param text: canonical text, with field keys.
    :param root: its tree.
    :param source: the text the positions of its nodes refer to.
    """

    text: str
    root: Node = field(compare=False, repr=False)
    source: str = field(compare=False, repr=False)

    @property
    def tree(self) -> dict[str, Any]:
        """The JSON form; ``from_tree`` reads it back."""
        return to_tree(self.root)

    def show(self, labels: Mapping[str, str]) -> str:
        """The text with labels for field keys (dotted key to label), as ``parse(text, names)`` reads it."""
        return to_text(self.root, labels)


def parse(text: str, names: Mapping[str, str] | None = None) -> Expression:
    """Read an expression.

    :param text: at most 4 kB of UTF-8; 32 levels; 500 parts.
    :param names: labels (plain, or dotted through links and lists) to field keys; keys themselves are always known.
    :raises ExpressionError: every unknown name, or the first thing that cannot be read.
    """
    if names:
        return _Parser(text, names).expression()
    found = _parsed(text)
    if isinstance(found, tuple):
        raise ExpressionError(list(found))
    return found


@functools.lru_cache(4096)
def _parsed(text: str) -> Expression | tuple[Mistake, ...]:
    """What ``text`` says, or why it says nothing: a form may hold the same wrong text thousands of times."""
    try:
        return _Parser(text, {}).expression()
    except ExpressionError as error:
        return tuple(error.mistakes)


def from_tree(tree: Any) -> Expression:
    """The expression of a JSON tree, as ``Expression.tree`` gives it; limits as for ``parse``.

    :raises ExpressionError: when it is malformed.
    """
    return parse(to_text(_node(tree, LIMIT_DEPTH, [LIMIT_NODES])))


def _node(tree: Any, levels: int, left: list[int]) -> Node:
    left[0] -= 1
    if levels <= 0:
        raise wrong("too_deep", limit=LIMIT_DEPTH)
    if left[0] < 0:
        raise wrong("too_many_parts", limit=LIMIT_NODES)
    match tree:
        case {"field": str(key)} if len(tree) == 1 and all(SLUG.match(p) for p in key.split(".")):
            return Path(tuple(key.split(".")))
        case {"number": str(digits)} if len(tree) == 1 and len(digits) <= 2 * LIMIT_DIGITS:
            return Const(_digits(digits))
        case {"text": str(value)} if len(tree) == 1:
            return Const(value)
        case {"bool": bool(value)} if len(tree) == 1:
            return Const(value)
        case {"blank": True} if len(tree) == 1:
            return Const(None)
        case {"call": str(fn), "args": list(args)} if len(tree) == 2 and _callable(fn, len(args)):
            return call(fn, tuple(_node(a, levels - 1, left) for a in args))
    raise wrong("bad_tree")


def _digits(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise wrong("bad_tree") from None
    if not value.is_finite() or value.is_signed() or value.as_tuple().exponent > 0:  # type: ignore[operator]
        raise wrong("bad_tree")
    return value


def _callable(fn: str, count: int) -> bool:
    if fn in STRENGTH and fn not in ("AND", "OR"):
        return count == 2 or (fn == "-" and count == 1)
    return bool(SLUG.match(fn)) and fn == fn.upper() and fn not in ("TRUE", "FALSE", "BLANK")


class _Parser:
    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self.text = text
        self.names = names
        self.tokens = tokens(text)
        self.next = 0
        self.count = 0
        self.level = 0
        self.mistakes: list[Mistake] = []

    def expression(self) -> Expression:
        root = self.either()
        if self.token.kind != "end":
            raise self.unexpected()
        if self.mistakes:
            raise ExpressionError(self.mistakes)
        return Expression(to_text(root), root, self.text)

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        self.next += 1
        return self.tokens[self.next - 1]

    def sign(self, *wanted: str) -> str | None:
        if self.token.kind == "sign" and self.token.value in wanted:
            return self.take().value
        return None

    def word(self, wanted: str) -> bool:
        token = self.token
        if token.kind == "name" and not token.braced and len(token.parts) == 1 and token.value.upper() == wanted:
            self.next += 1
            return True
        return False

    def require(self, wanted: str) -> Token:
        if not self.sign(wanted):
            if self.token.kind == "end":
                raise wrong("unexpected_end", self.token.at, self.token.to)
            raise wrong("expected", self.token.at, self.token.to, wanted=wanted)
        return self.tokens[self.next - 1]

    def unexpected(self) -> ExpressionError:
        token = self.token
        if token.kind == "end":
            return wrong("unexpected_end", token.at, token.to)
        return wrong("unexpected", token.at, token.to, found=self.text[token.at : token.to])

    def made(self, node: Node) -> Node:
        self.count += 1
        if self.count > LIMIT_NODES:
            raise wrong("too_many_parts", 0, len(self.text), limit=LIMIT_NODES)
        if depth(node) > LIMIT_DEPTH:
            raise wrong("too_deep", node.at, node.to, limit=LIMIT_DEPTH)
        return node

    def deeper(self) -> None:
        self.level += 1
        if self.level > LIMIT_DEPTH:
            raise wrong("too_deep", self.token.at, self.token.to, limit=LIMIT_DEPTH)

    def binary(self, fn: str, left: Node, right: Node) -> Node:
        return self.made(call(fn, (left, right), left.at, right.to))

    def either(self) -> Node:
        return self.joined("OR", self.both)

    def both(self) -> Node:
        return self.joined("AND", self.negated)

    def joined(self, fn: str, operand: Any) -> Node:
        found = [operand()]
        while self.word(fn):
            found.append(operand())
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]
        return self.made(call(fn, tuple(found), found[0].at, found[-1].to))

    def negated(self) -> Node:
        at = self.token.at
        following = self.tokens[min(self.next + 1, len(self.tokens) - 1)]
        if (following.value == "(" and following.kind == "sign") or not self.word("NOT"):
            return self.comparison()
        self.deeper()
        inner = self.negated()
        self.level -= 1
        return self.made(call("NOT", (inner,), at, inner.to))

    def comparison(self) -> Node:
        left = self.chain(0)
        if (fn := self.sign(*COMPARISONS)) is not None:
            node = self.binary(fn, left, self.chain(0))
            if self.token.kind == "sign" and self.token.value in COMPARISONS:
                raise wrong("chained", self.token.at, self.token.to)
            return node
        if self.word("IN"):
            return self.among(left)
        if self.token.value.upper() == "NOT" and self.tokens[self.next + 1].value.upper() == "IN":
            self.next += 2
            inner = self.among(left)
            return self.made(call("NOT", (inner,), inner.at, inner.to))
        return left

    def among(self, left: Node) -> Node:
        self.require("(")
        args, end = self.arguments()
        return self.made(call("IN", (left, *args), left.at, end))

    CHAINS = (("&",), ("+", "-"), ("*", "/"))

    def chain(self, at: int) -> Node:
        if at == len(self.CHAINS):
            return self.unary()
        left = self.chain(at + 1)
        while (fn := self.sign(*self.CHAINS[at])) is not None:
            left = self.binary(fn, left, self.chain(at + 1))
        return left

    def unary(self) -> Node:
        at = self.token.at
        fn = self.sign("-", "+")
        if fn is None:
            return self.leaf()
        self.deeper()
        inner = self.unary()
        self.level -= 1
        return inner if fn == "+" else self.made(call("-", (inner,), at, inner.to))

    def leaf(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.next += 1
            return self.made(Const(token.number, token.at, token.to))
        if token.kind == "text":
            self.next += 1
            return self.made(Const(token.value, token.at, token.to))
        if token.kind == "name":
            return self.named(self.take())
        if not self.sign("("):
            raise self.unexpected()
        self.deeper()
        inner = self.either()
        self.level -= 1
        self.require(")")
        return inner

    def named(self, token: Token) -> Node:
        upper = token.value.upper()
        if not token.braced and len(token.parts) == 1:
            if self.token.kind == "sign" and self.token.value == "(":
                self.next += 1
                args, end = self.arguments()
                return self.made(call(upper, tuple(args), token.at, end))
            if upper in ("TRUE", "FALSE", "BLANK"):
                return self.made(Const(None if upper == "BLANK" else upper == "TRUE", token.at, token.to))
            if upper in RESERVED:
                self.next -= 1
                raise self.unexpected()
        return self.made(Path(self.keys(token), token.at, token.to))

    def arguments(self) -> tuple[list[Node], int]:
        """What stands up to the closing parenthesis, and where that ends."""
        if self.sign(")"):
            return [], self.tokens[self.next - 1].to
        self.deeper()
        args = [self.either()]
        while self.sign(","):
            args.append(self.either())
        self.level -= 1
        return args, self.require(")").to

    def keys(self, token: Token) -> tuple[str, ...]:
        parts = token.parts
        whole = self.names.get(".".join(parts))
        if whole is not None:
            return tuple(whole.split("."))
        keys: list[str] = []
        for part in parts:
            label = ".".join([*keys, part])
            known = self.names.get(label) or self.names.get(part)
            keys = known.split(".") if known and "." in known else [*keys, known or part]
        for key in keys:
            if not SLUG.match(key):
                self.mistakes.append(mistake("unknown_name", token.at, token.to, name=token.value.strip("{}")))
                break
        return tuple(keys)

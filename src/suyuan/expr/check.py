"""Static check: the type of an expression, and every mistake in it at once."""

from __future__ import annotations

import re
from typing import Any

from suyuan.expr.errors import ExpressionError, mistake
from suyuan.expr.function import FUNCTIONS, Function, Param
from suyuan.expr.node import COMPARISONS, Call, Const, Node, Path, to_text
from suyuan.expr.parse import Expression
from suyuan.expr.rows import ELSEWHERE, WINDOWS, goes_by_row, root_of, sources
from suyuan.expr.types import BLANK, BOOL, DATE, NUMBER, TEXT, ListOf, Reaching, Scope, TargetScope, Type, fits, unified
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label

PERIOD = re.compile(r"([1-9][0-9]{0,3}) ?(h|d|w)", re.ASCII)
ARITHMETIC = frozenset({"+", "-", "*", "/"})
SHOWABLE = frozenset({"text", "number", "bool", "date", "datetime", "blank"})


def check(e: Expression, scope: Scope, want: Type | None = None) -> Type:
    """The type of ``e`` where its names mean what ``scope`` says.

    :param want: the type the place needs; text may stand for a link (its public id).
    :raises ExpressionError: with every mistake, each with its position in ``e.source``.
    """
    checker = Checker(scope)
    found = checker.type_of(e.root) or BLANK
    if not checker.mistakes and want is not None and not fits(found, want):
        checker.say("wrong_result", e.root, wanted=want.words, found=found.words)
    if checker.mistakes:
        raise ExpressionError(sorted(checker.mistakes, key=lambda m: (m.params["at"], m.params["to"])))
    return found


def _kinds(param: Param) -> Label:
    words = [Type(k).words for k in sorted(param.kinds)]
    return Label("、".join(w.zh for w in words), " or ".join(w.en for w in words))


class Checker:
    """Walks a tree once, gathering mistakes; an unknown type is ``None`` and fits everywhere."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.mistakes: list[Mistake] = []
        self.roots: list[tuple[str, ...]] = []
        self.items: list[Call] = []
        self.window = False

    def say(self, code: str, node: Node, **params: Any) -> None:
        self.mistakes.append(mistake(code, node.at, node.to, **params))

    def type_of(self, node: Node) -> Type | None:
        """The type of ``node``, ``None`` where a mistake hides it."""
        if isinstance(node, Const):
            return _const_type(node)
        if isinstance(node, Path):
            return self.path(node)
        if node.fn in ARITHMETIC:
            return self.arithmetic(node)
        if node.fn in COMPARISONS:
            return self.comparison(node)
        if node.fn == "&":
            for arg in node.args:
                self.scalar(node, arg, SHOWABLE)
            return TEXT
        known = FUNCTIONS.get(node.fn)
        if known is None:
            self.say("unknown_function", node, name=node.fn)
            for arg in node.args:
                self.type_of(arg)
            return None
        return self.function(node, known)

    def path(self, node: Path) -> Type | None:
        found = self.scope.type_of(node.parts)
        if found is None:
            self.say("unknown_name", node, name=to_text(node))
            return None
        for root in self.roots:
            if node.parts[: len(root)] == root and found.kind == "list":
                return found.of
        return found

    def scalar(self, parent: Call, arg: Node, kinds: frozenset[str] | None = None) -> Type | None:
        """The type of an operand, which must be no list, and of one of ``kinds`` where given."""
        found = self.type_of(arg)
        if found is None:
            return None
        if found.kind in ("list", "row"):
            self.say("list_here", arg, name=parent.fn)
            return None
        if kinds is not None and found.kind not in kinds:
            wanted = BOOL if "bool" in kinds and len(kinds) == 2 else NUMBER if "number" in kinds else TEXT
            wanted = TEXT if parent.fn == "&" else wanted
            self.say("wrong_type", arg, name=parent.fn, wanted=wanted.words, found=found.words)
            return None
        return found

    def arithmetic(self, node: Call) -> Type | None:
        if node.fn in "*/" or len(node.args) == 1:
            for arg in node.args:
                self.scalar(node, arg, frozenset({"number", "blank"}))
            return NUMBER
        left, right = (self.scalar(node, a, frozenset({"number", "date", "blank"})) for a in node.args)
        dates = [t == DATE for t in (left, right)]
        if node.fn == "-":
            if dates == [True, True]:
                return NUMBER
            if dates == [False, True] and left is not None:
                self.say("wrong_type", node.args[1], name="-", wanted=NUMBER.words, found=DATE.words)
                return None
        elif dates == [True, True]:
            self.say("wrong_type", node.args[1], name="+", wanted=NUMBER.words, found=DATE.words)
        return DATE if any(dates) else NUMBER

    def comparison(self, node: Call) -> Type:
        left, right = (self.scalar(node, a) for a in node.args)
        if left is None or right is None or "blank" in (left.kind, right.kind):
            return BOOL
        pair = {left.kind, right.kind}
        if node.fn in ("=", "<>"):
            good = left.kind == right.kind or pair == {"link", "text"}
            if pair == {"link"} and None not in (left.form, right.form):
                good = left.form == right.form
        else:
            good = (left.kind == right.kind and not pair & {"bool", "link"}) or pair == {"date", "datetime"}
        if not good:
            self.say("not_comparable", node, left=left.words, right=right.words)
        return BOOL

    def function(self, node: Call, known: Function) -> Type | None:
        if node.fn in WINDOWS:
            return self.windowed(node, known)
        if node.fn in ELSEWHERE:
            return self.elsewhere(node, known)
        types = [self.argument(node, known, at) for at in range(len(node.args))]
        if not self.counted(node, known):
            return None
        if known.same and not known.result.startswith("~"):
            self.shared(node, [t.of if t and t.kind == "list" else t for t in types])
        return self.result(node, known, types)

    def counted(self, node: Call, known: Function) -> bool:
        count = len(node.args)
        if count < known.least:
            self.say("too_few", node, name=node.fn, count=known.least)
        elif known.most is not None and count > known.most:
            self.say("too_many", node, name=node.fn, count=known.most)
        else:
            return True
        return False

    def argument(self, node: Call, known: Function, at: int) -> Type | None:
        arg = node.args[at]
        found = self.by_row(arg) if goes_by_row(node.fn, arg) else self.type_of(arg)
        if not known.params or found is None:
            return found
        param = known.param(at)
        if param.literal:
            self.literal(node, arg, param, known)
        inner = found.of if found.kind == "list" else found
        if found.kind == "list" and not param.listed:
            self.say("list_here", arg, name=node.fn)
            return None
        if found.kind not in ("list", "blank") and not param.single:
            self.say("no_list", arg, name=node.fn)
            return None
        if "any" in param.kinds or inner is None or inner.kind == "blank" or inner.kind in param.kinds:
            return found
        self.say("wrong_type", arg, name=node.fn, wanted=_kinds(param), found=found.words)
        return None

    def literal(self, node: Call, arg: Node, param: Param, known: Function) -> None:
        if not isinstance(arg, Const):
            self.say("literal", arg, name=node.fn)
        options = known.options.get(param.name)
        if isinstance(arg, Const) and options and str(arg.value).upper() not in options:
            self.say("bad_option", arg, name=node.fn, wanted=", ".join(options))

    def by_row(self, arg: Node) -> Type | None:
        """The list type of what ``arg`` gives for each row, or its own type where it reads no list."""
        roots: set[tuple[str, ...]] = set()
        windows: list[Call] = []
        for source in sources(arg):
            if isinstance(source, Call):
                windows.append(source)
            elif (root := self.list_root(source.parts)) is not None:
                roots.add(root)
        if len(roots) + len(set(windows)) > 1:
            self.say("two_lists", arg)
            return None
        self.roots.extend(roots)
        self.items.extend(windows)
        found = self.type_of(arg)
        del self.roots[len(self.roots) - len(roots) :]
        del self.items[len(self.items) - len(windows) :]
        return ListOf(found) if found is not None and (roots or windows) else found

    def list_root(self, parts: tuple[str, ...]) -> tuple[str, ...] | None:
        if any(parts[: len(root)] == root for root in self.roots):
            return None
        whole = self.scope.type_of(parts)
        if whole is None or whole.kind != "list":
            return None
        return root_of(parts, lambda p: (t := self.scope.type_of(p)) is None or t.kind == "list")

    def shared(self, node: Call, types: list[Type | None]) -> Type | None:
        try:
            if node.fn == "IN" and any(t and t.kind == "link" for t in types):
                types = [t for t in types if t is None or t.kind != "text"]
            return unified(types)
        except ValueError:
            first = next(t for t in types if t is not None and t.kind != "blank")
            other = next(t for t in types if t is not None and t.kind != "blank" and t != first)
            self.say("different", node, name=node.fn, left=first.words, right=other.words)
            return None

    def result(self, node: Call, known: Function, types: list[Type | None]) -> Type | None:
        spec = known.result
        if spec[0] not in "=~":
            return Type(spec)
        names = spec[1:].split(",")
        used = [t for at, t in enumerate(types) if known.param(at).name in names]
        found = self.shared(node, [t.of if t and t.kind == "list" else t for t in used])
        return found if found is not None or any(t is None for t in used) else BLANK

    def elsewhere(self, node: Call, known: Function) -> Type | None:
        """EXISTS and the like: their values read the names of another form, and ours under ``this``."""
        if self.window:
            self.say("window_inside", node, name=node.fn)
            return None
        if not self.counted(node, known):
            return None
        form, rest = node.args[0], node.args[1:]
        if not isinstance(form, Const) or not isinstance(form.value, str):
            self.say("literal", form, name=node.fn)
            return None
        if not isinstance(self.scope, Reaching):
            self.say("not_elsewhere", node, name=node.fn)
            return None
        target = self.scope.other(form.value)
        if target is None:
            self.say("no_form", form, form=form.value)
            return None
        inner = Checker(TargetScope(target, self.scope))
        inner.window, inner.roots = True, [("this", *root) for root in self.roots]
        read = [s.parts for arg in rest for s in sources(arg) if isinstance(s, Path) and s.parts[0] != "this"]
        roots = {root for parts in read if (root := inner.list_root(parts)) is not None}
        if len(roots) > 1:
            inner.say("two_lists", node)
        inner.roots.extend(roots)
        kinds = [None if p.kinds == {"any"} else p.kinds | {"blank"} for p in known.params[1:]]
        types = [inner.scalar(node, arg, kind) for arg, kind in zip(rest, kinds, strict=False)]
        self.mistakes += inner.mistakes
        if known.result[0] != "=":
            return Type(known.result)
        return types[0]

    def windowed(self, node: Call, known: Function) -> Type | None:
        if self.window:
            self.say("window_inside", node, name=node.fn)
            return None
        self.window = True
        types = [self.argument(node, known, at) for at in range(len(node.args))]
        self.window = False
        if not self.counted(node, known):
            return None
        if node.fn != "LAST":
            period = node.args[-1]
            if isinstance(period, Const) and not (isinstance(period.value, str) and PERIOD.fullmatch(period.value)):
                self.say("bad_option", period, name=node.fn, wanted='"8h", "30d", "4w"')
            return NUMBER
        count = node.args[0]
        if isinstance(count, Const) and count.value not in range(1, 1001):
            self.say("bad_option", count, name=node.fn, wanted="1 … 1000")
        item = types[1] or BLANK
        return item if node in self.items else ListOf(item)


def _const_type(node: Const) -> Type:
    if node.value is None:
        return BLANK
    if isinstance(node.value, bool):
        return BOOL
    return TEXT if isinstance(node.value, str) else NUMBER

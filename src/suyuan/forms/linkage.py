"""What linkage rules and sections do to each field: gathered by field, then made ready to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from suyuan.expr import Env, compiled, parse
from suyuan.forms.form import Field, Form

Run = Callable[[Any, Env], Any]
NodeKey = tuple[str, ...]
"""A field as a place in the computation: ``(key,)`` or ``(list, key)``."""


class Does(NamedTuple):
    """An expression that counts while a condition holds."""

    when: str
    text: str


@dataclass
class Effects:
    """What is said of one field outside it.

    :ivar visible: conditions that must all hold for it to be shown: those of its section and its tab.
    :ivar show: conditions one of which must hold, if there are any.
    """

    visible: list[str] = field(default_factory=list)
    show: list[str] = field(default_factory=list)
    hide: list[str] = field(default_factory=list)
    require: list[str] = field(default_factory=list)
    lock: list[str] = field(default_factory=list)
    set: list[Does] = field(default_factory=list)
    filter: list[Does] = field(default_factory=list)


def effects(form: Form) -> dict[NodeKey, Effects]:
    """The effects of every field that a section or a rule says something of; rules switched off say nothing."""
    found: dict[NodeKey, Effects] = {}
    for key, text in _sections(form):
        found.setdefault((key,), Effects()).visible.append(text)
    for rule in form.linkage:
        if not rule.on:
            continue
        for does in ("show", "hide", "require", "lock"):
            for path in getattr(rule, does):
                getattr(found.setdefault(tuple(path.split(".")), Effects()), does).append(rule.when)
        for does in ("set", "filter"):
            for path, text in getattr(rule, does).items():
                getattr(found.setdefault(tuple(path.split(".")), Effects()), does).append(Does(rule.when, text))
    return found


def _sections(form: Form) -> Iterator[tuple[str, str]]:
    """Field keys, each with a condition of its section or of the tab that the section stands in."""
    tab = None
    for section in form.sections:
        tab = section.visible_when if section.tab else tab
        texts = {text for text in (tab, section.visible_when) if text is not None}
        yield from ((key, text) for key in section.fields for text in sorted(texts))


def shown_when(of: Field, told: Effects) -> list[str]:
    """Every condition that decides whether the field is shown, its own with those told of it."""
    own = [of.visible_when] if of.visible_when is not None else []
    return [*own, *told.visible, *told.show, *told.hide]


class Linking:
    """The effects of one field, compiled; ``names`` are what its expressions read.

    :param of: the field, whose own conditions count with those of the rules.
    """

    __slots__ = ("filters", "hides", "judging", "locks", "needs", "sets", "shows", "visible")

    def __init__(self, of: Field, told: Effects) -> None:
        self.visible = _runs([of.visible_when, *told.visible])
        self.shows, self.hides = _runs(told.show), _runs(told.hide)
        self.needs, self.locks = _runs([of.required_when, *told.require]), _runs([of.readonly_when, *told.lock])
        self.sets = [(_run(does.when), _run(does.text)) for does in told.set]
        self.filters = [(_run(does.when), does.text, _run(does.text)) for does in told.filter]
        self.judging = bool(self.needs or self.locks or self.filters)

    @property
    def hiding(self) -> bool:
        """Whether the field may be hidden at all."""
        return bool(self.visible or self.shows or self.hides)

    def seen(self, names: Any, env: Env) -> bool:
        """Whether it is shown."""
        if not all(run(names, env) is True for run in self.visible) or _any(self.hides, names, env):
            return False
        return not self.shows or _any(self.shows, names, env)

    def needed(self, names: Any, env: Env) -> bool:
        """Whether a condition asks for it to be filled."""
        return _any(self.needs, names, env)

    def locked(self, names: Any, env: Env) -> bool:
        """Whether a condition keeps it from being filled."""
        return _any(self.locks, names, env)

    def setter(self, names: Any, env: Env) -> Run | None:
        """The expression that is its value now, if a rule sets it."""
        return next((run for when, run in reversed(self.sets) if when(names, env) is True), None)

    def narrowed(self, names: Any, env: Env) -> list[tuple[str, Run]]:
        """The conditions on what may be chosen now, as texts and compiled."""
        return [(text, run) for when, text, run in self.filters if when(names, env) is True]


def _run(text: str) -> Run:
    return compiled(parse(text))


def _runs(texts: Iterable[str | None]) -> list[Run]:
    return [_run(text) for text in texts if text is not None]


def _any(runs: list[Run], names: Any, env: Env) -> bool:
    return any(run(names, env) is True for run in runs)

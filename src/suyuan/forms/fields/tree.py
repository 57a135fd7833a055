"""One of a tree of options: a category and what is below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from suyuan.forms.field_type import FIELD_TYPES, WORDS, Face, FieldType
from suyuan.forms.fields.choices import OPTION_KEY
from suyuan.forms.form import Field
from suyuan.forms.look import Look
from suyuan.kernel.errors import Mistake, refuse
from suyuan.kernel.i18n import Label

MOST_BRANCHES, DEEPEST = 2000, 8


class Branch(msgspec.Struct, frozen=True):
    """One option of a tree; ``retired`` ones stay readable and are no longer offered."""

    key: str
    label: Label
    children: list[Branch] = []
    retired: bool = False


class TreeOptions(msgspec.Struct, frozen=True):
    """:param branches: the tree: ``key``, ``label``, ``children``, ``retired``.
    :param ends: only what has nothing below it may be chosen.
    """

    branches: list[Branch]
    ends: bool = False

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong with these options."""
        if not any(not branch.retired for branch in self.branches):
            yield Mistake("branches", "forms.no_options")
        if sum(1 for _ in self._all(self.branches, 1)) > MOST_BRANCHES:
            yield Mistake("branches", "forms.option_range", {"least": 1, "most": MOST_BRANCHES})
        yield from self._wrong(self.branches, "branches", 1)

    def _all(self, branches: list[Branch], depth: int) -> Iterator[Branch]:
        for branch in branches if depth <= DEEPEST else ():
            yield branch
            yield from self._all(branch.children, depth + 1)

    def _wrong(self, branches: list[Branch], path: str, depth: int) -> Iterator[Mistake]:
        if depth > DEEPEST:
            yield Mistake(path, "forms.tree_too_deep", {"most": DEEPEST})
            return
        seen = set()
        for n, branch in enumerate(branches):
            if not OPTION_KEY.fullmatch(branch.key):
                yield Mistake(f"{path}[{n}].key", "forms.bad_option_key", {"key": branch.key})
            if branch.key in seen:
                yield Mistake(f"{path}[{n}].key", "forms.option_twice", {"key": branch.key})
            seen.add(branch.key)
            yield from self._wrong(branch.children, f"{path}[{n}].children", depth + 1)


def _branch(key: str, zh: str, en: str, *children: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"key": key, "label": {"zh": zh, "en": en}}
    return made | {"children": list(children)} if children else made


_TWO = [
    _branch(
        "group_1", "类别 1", "Group 1", _branch("item_1", "项目 1", "Item 1"), _branch("item_2", "项目 2", "Item 2")
    ),
    _branch("group_2", "类别 2", "Group 2", _branch("item_3", "项目 3", "Item 3")),
]


class TreeField(FieldType):
    """Kept as the keys from the root, ``meat/beef``; shown as ``Meat / Beef``."""

    key = "tree"
    widget = "tree"
    Options = TreeOptions
    operators = WORDS
    face = Face("choice", "tree", {"branches": _TWO})

    def clean(self, f: Field, value: Any, look: Look) -> str:
        found = _walk(f.options.branches, value.split("/")) if isinstance(value, str) and len(value) <= 400 else None
        if not found or any(branch.retired for branch in found):
            raise refuse("", "forms.not_offered", given=str(value)[:40])
        if f.options.ends and any(not child.retired for child in found[-1].children):
            raise refuse("", "forms.tree_not_end", given=found[-1].label)
        return str(value)

    def show(self, f: Field, value: Any, lang: str) -> str:
        found = _walk(f.options.branches, value.split("/"))
        return " / ".join(branch.label.show(lang) or branch.key for branch in found) if found else str(value)

    def parse(self, f: Field, text: str, lang: str) -> Any:
        found = _walk(f.options.branches, [part.strip() for part in re.split("[/／>]", text.strip())])
        return "/".join(branch.key for branch in found) if found else text.strip()

    def example(self, f: Field) -> str:
        keys, branches = [], f.options.branches
        while branches:
            keys.append(branches[0].key)
            branches = branches[0].children
        return "/".join(keys)


def _walk(branches: list[Branch], names: Sequence[str]) -> list[Branch] | None:
    """The branches that keys (or labels, in either language) lead through from the root."""
    found: list[Branch] = []
    for name in names:
        by_key = next((b for b in branches if b.key == name), None)
        branch = by_key or next((b for b in branches if name in (b.label.zh, b.label.en)), None)
        if branch is None:
            return None
        found.append(branch)
        branches = branch.children
    return found or None


FIELD_TYPES.add(TreeField())

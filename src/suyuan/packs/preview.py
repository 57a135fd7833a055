"""What installing a pack would change in a plant, document by document, in words, before anything is written."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from suyuan.definitions.definition import Changing, kind_of
from suyuan.definitions.diff import Change, diff
from suyuan.forms.changes import changes as form_changes
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import LANGUAGES, Label, say
from suyuan.packs.install import Place, examined
from suyuan.packs.pack import Pack

LONGEST = 80


class Item(msgspec.Struct, frozen=True):
    """One document of a pack beside what the plant has.

    :param fate: ``new``, ``changed`` or ``same``.
    :param words: each difference as a sentence.
    """

    kind: str
    key: str
    label: Label
    fate: Literal["new", "changed", "same"]
    words: list[Label]


class Preview(msgspec.Struct, frozen=True):
    """What would happen.

    :param mistakes: with file and line; nothing can be installed while there are any.
    """

    items: list[Item]
    mistakes: list[Mistake]


def preview(conn: Connection, pack: Pack, leave: Container[Place] = ()) -> Preview:
    """What installing ``pack`` now would do; nothing is written.

    :param leave: documents left out.
    """
    items: list[Item] = []
    mistakes: list[Mistake] = []
    for kind, changes, wrong in examined(conn, pack, leave):
        items += [_item(kind, change) for change in changes]
        mistakes += wrong
    return Preview(items, mistakes)


def _item(kind: str, change: Changing) -> Item:
    label = getattr(change.new, "label", None) or Label(change.new.key, change.new.key)
    if change.old is None:
        return Item(kind, change.new.key, label, "new", [])
    words = _words(kind, change)
    return Item(kind, change.new.key, label, "changed" if words else "same", words)


def _words(kind: str, change: Changing) -> list[Label]:
    if kind == "forms":
        return [found.words for found in form_changes(change.old, change.new)]
    dump = kind_of(kind).dump
    return [_sentence(one) for one in diff(dump(change.old), dump(change.new))]


def _sentence(change: Change) -> Label:
    told = {"path": change.path, "old": _short(change.old), "new": _short(change.new)}
    return Label(*(say(f"packs.change_{change.kind}", lang, **told) for lang in LANGUAGES))


def _short(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

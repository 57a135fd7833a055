"""Apps: the groups that forms are shown under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.store.engine import Tx


class Folder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of forms within an app; a form names it by its key."""

    key: str
    label: Label


class App(msgspec.Struct, frozen=True):
    """A group of forms in the navigation.

    :param app: key.
    :param order: apps stand by it, then by key.
    :param folders: in which its forms lie, in order.
    """

    app: str
    label: Label
    icon: str = ""
    order: int = 0
    folders: list[Folder] = []

    @property
    def key(self) -> str:
        return self.app


class Apps:
    """The kind ``apps``."""

    key, word = "apps", "app"

    def parse(self, key: str, body: Body) -> tuple[App | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        mistakes: list[Mistake] = []
        found = shape.read(App, {"app": key, **body}, "", mistakes)
        return found, mistakes

    def dump(self, struct: App) -> Body:
        """As ``definitions.Kind``."""
        return shape.dump(struct)

    def settle(self, world: World, new: App, old: App | None) -> App:
        """As it is."""
        return new

    def check(self, world: World, new: App, old: App | None) -> list[Mistake]:
        """It has a name, and so has each of its folders, whose keys differ."""
        return list(_mistakes(new))

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Nothing beyond the definition itself."""

    def retire(self, tx: Tx, old: App, by: Actor) -> None:
        """Nothing: its forms are shown without it."""


def _mistakes(app: App) -> Iterator[Mistake]:
    if not (app.label.zh or app.label.en):
        yield Mistake("label", "definitions.missing_key", {"key": "label"})
    seen = set[str]()
    for n, folder in enumerate(app.folders):
        if wrong := shape.key_mistake(f"folders[{n}].key", folder.key):
            yield wrong
        if folder.key in seen:
            yield Mistake(f"folders[{n}].key", "definitions.folder_twice", {"key": folder.key})
        if not (folder.label.zh or folder.label.en):
            yield Mistake(f"folders[{n}].label", "definitions.missing_key", {"key": "label"})
        seen.add(folder.key)


KINDS.add(Apps())

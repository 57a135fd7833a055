"""Apps: the groups that forms are shown under."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.store.engine import Tx


class App(msgspec.Struct, frozen=True):
    """A group of forms in the navigation.

    :param app: key.
    :param order: apps stand by it, then by key.
    """

    app: str
    label: Label
    icon: str = ""
    order: int = 0

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
        """It has a name."""
        return [] if new.label.zh or new.label.en else [Mistake("label", "definitions.missing_key", {"key": "label"})]

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Nothing beyond the definition itself."""

    def retire(self, tx: Tx, old: App, by: Actor) -> None:
        """Nothing: its forms are shown without it."""


KINDS.add(Apps())

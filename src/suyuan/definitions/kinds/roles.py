"""Roles as a kind of definition; what they grant is the business of ``access``."""

from __future__ import annotations

from collections.abc import Sequence

from suyuan.access.role import ANY_FORM, Role, check_role
from suyuan.access.roles import retire_role, store_role
from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.world import World
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.store.engine import Tx


class Roles:
    """The kind ``roles``."""

    key, word = "roles", "role"

    def parse(self, key: str, body: Body) -> tuple[Role | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        mistakes: list[Mistake] = []
        found = shape.read(Role, {"role": key, **body}, "", mistakes)
        return found, mistakes if found is None else check_role(found)

    def dump(self, struct: Role) -> Body:
        """As ``definitions.Kind``."""
        return shape.dump(struct)

    def settle(self, world: World, new: Role, old: Role | None) -> Role:
        """As it is."""
        return new

    def check(self, world: World, new: Role, old: Role | None) -> list[Mistake]:
        """Every form it grants is there (once forms are published at all)."""
        keys = {form.key for form in world.all("forms")} if "forms" in KINDS else set()
        return [
            shape.unknown(f"grants[{n}].form", grant.form, keys)
            for n, grant in enumerate(new.grants)
            if keys and grant.form != ANY_FORM and grant.form not in keys
        ]

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """From the commit on they hold."""
        for change in changes:
            store_role(tx, change.new, by)

    def retire(self, tx: Tx, old: Role, by: Actor) -> None:
        """From the commit on nobody has its rights."""
        retire_role(tx, old.role, by)


KINDS.add(Roles())

"""Who may manage people and rights."""

from __future__ import annotations

from suyuan.access.rights import require_ability, viewer
from suyuan.kernel.actor import Actor
from suyuan.store.engine import Store


def require_admin(store: Store, by: Actor) -> None:
    """Raise ``Forbidden`` unless ``by`` manages people."""
    require_ability(viewer(store, by), "admin")

"""The look-ups of one call, made for whoever asks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from suyuan.access.rights import Viewer
from suyuan.forms.catalogue import Catalogue
from suyuan.records.look import Desk
from suyuan.records.plant import env_of
from suyuan.store.engine import Store


def desk_for(
    store: Store, conn: Connection, forms: Catalogue, seen: Viewer, now: Any, form: str = "", record: str | None = None
) -> Desk:
    """The look-ups of one call at the instant ``now``."""
    by = seen.actor
    user = by.key.partition(":")[2] if by.person is not None else None
    return Desk(conn, forms, seen, env_of(store, now, user), form, record)

"""The look-ups of planning, over a database connection."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from suyuan.expr.env import Env
from suyuan.trace import lots
from suyuan.trace.event import Inside, Lot
from suyuan.trace.look import Material
from suyuan.trace.restock import piles_of
from suyuan.trace.stock import Piles


class TraceLook:
    """``look.Look`` over ``conn``; may be used as it is or as a part of a caller's own.

    :param material: gives a material by its record id.
    """

    def __init__(self, conn: Connection, env: Env, material: Callable[[int], Material | None]) -> None:
        self.conn = conn
        self._env = env
        self.material = material

    @property
    def env(self) -> Env:
        return self._env

    def unit(self, id: int) -> Lot | None:
        return lots.ref(self.conn, id)

    def stock(self, id: int) -> Piles:
        return piles_of(self.conn, id)

    def alike(self, code: str) -> list[str]:
        return lots.alike(self.conn, code)

    def contents(self, container: int) -> tuple[Inside, ...]:
        return lots.contents(self.conn, container)

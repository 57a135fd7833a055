"""Where this plant lives and how it is run: one folder, one database, few switches."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """Settings of one process.

    :param dir: the plant's folder (``SUYUAN_DATA``); made if absent.
    :param database_url: ``sqlite`` in that folder unless ``SUYUAN_DATABASE_URL`` names a PostgreSQL URL.
    :param host: address to serve on; plain HTTP only on loopback.
    :param port: port to serve on.
    """

    dir: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8470

    @classmethod
    def read(cls, dir: str | Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings from the ``--dir`` option and the environment."""
        folder = Path(dir or environ.get("SUYUAN_DATA") or "data").resolve()
        url = environ.get("SUYUAN_DATABASE_URL") or f"sqlite:///{folder / 'suyuan.db'}"
        return cls(folder, url, environ.get("SUYUAN_HOST", "127.0.0.1"), int(environ.get("SUYUAN_PORT", "8470")))

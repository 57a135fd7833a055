"""Keys that must not stand in the database: one small file each, readable by the owner only."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from suyuan.kernel.ids import Entropy
from suyuan.store.sqlite import fsync_folder

NAME = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


def secrets_folder(dir: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the keys are: ``SUYUAN_SECRETS``, else ``secrets`` in the plant's folder."""
    return Path(environ.get("SUYUAN_SECRETS") or dir / "secrets")


class Secrets:
    """The key files of one folder.

    :param folder: made (mode 0700) when the first key is.
    :param entropy: where new keys come from.
    """

    def __init__(self, folder: Path, entropy: Entropy) -> None:
        self.folder = folder
        self._entropy = entropy

    def get(self, name: str, size: int = 32) -> bytes:
        """The key called ``name``; ``size`` random bytes are made and kept durably the first time.

        Two processes that ask at once get the same key.
        """
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError):
            return path.read_bytes()
        self.put(name, self._entropy.bytes(size))
        return path.read_bytes()

    def put(self, name: str, key: bytes) -> bool:
        """Keep ``key`` under ``name`` unless there is one already; whether it was kept."""
        path = self._path(name)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder)
        try:
            with open(handle, "wb") as out:
                out.write(key)
                out.flush()
                os.fsync(out.fileno())
            os.link(temporary, path)
        except FileExistsError:
            return False
        finally:
            os.unlink(temporary)
        fsync_folder(self.folder)
        return True

    def has(self, name: str) -> bool:
        """Whether there is a key called ``name``."""
        return self._path(name).exists()

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"not a name of a key: {name!r}")
        return self.folder / f"{name}.key"

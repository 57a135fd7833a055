"""The web pages: hashed assets kept for ever, compressed once, every other address answered by the first page."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from dataclasses import dataclass
from pathlib import Path

from suyuan.api.answer import Answer

FOREVER = "public, max-age=31536000, immutable"
SMALL = 1024
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".svg": "image/svg+xml"}
_TEXTS = ("text/", "application/json", "application/wasm", "application/manifest+json", "image/svg+xml")


@dataclass
class Asset:
    """One file, as is and compressed (when that is smaller)."""

    content: bytes
    packed: bytes | None
    media_type: str
    hashed: bool


class Site:
    """The files of a folder, read when first asked for and kept in memory.

    :param folder: the built web front end; may be absent.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._assets: dict[str, Asset] = {}
        self._lock = threading.Lock()

    def answer(self, path: str, headers: dict[str, str]) -> Answer | None:
        """The file at ``path``; for an address without a file ending, the first page; else ``None``.

        :param path: of the address, starting with a slash.
        """
        asset = self._asset(path.strip("/"))
        if asset is None and "." not in path.rpartition("/")[2] and not path.startswith("/api/"):
            asset = self._asset("index.html")
        if asset is None:
            return None
        sent = {"cache-control": FOREVER if asset.hashed else "no-cache", "vary": "accept-encoding"}
        if asset.packed is not None and "gzip" in headers.get("accept-encoding", ""):
            return Answer(asset.packed, 200, sent | {"content-encoding": "gzip"}, asset.media_type)
        return Answer(asset.content, 200, sent, asset.media_type)

    def _asset(self, name: str) -> Asset | None:
        found = self._assets.get(name)
        if found is not None or not name or "\x00" in name or len(name) > 200:
            return found
        file = (self.folder / name).resolve()
        if not file.is_relative_to(self.folder) or not file.is_file():
            return None
        with self._lock:
            asset = self._assets[name] = _load(file, hashed=name.startswith("assets/"))
        return asset


def _load(file: Path, hashed: bool) -> Asset:
    content = file.read_bytes()
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    packed = None
    if len(content) > SMALL and kind.startswith(_TEXTS):
        built = file.with_name(file.name + ".gz")
        packed = built.read_bytes() if built.is_file() else gzip.compress(content, 6, mtime=0)
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return Asset(content, packed if packed and len(packed) < len(content) else None, kind, hashed)

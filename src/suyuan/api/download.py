"""Files made for the caller: named in any script, never kept by a cache."""

from __future__ import annotations

import re
from urllib.parse import quote

from suyuan.api.answer import Answer

_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


def download(content: bytes, name: str, media_type: str) -> Answer:
    """``content`` to be saved as ``name`` (RFC 6266: once in ASCII, once as it is)."""
    stem, dot, suffix = name.rpartition(".")
    plain = _PLAIN.sub("-", stem).strip("-.") or "file"
    shown = f"attachment; filename=\"{plain}{dot}{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Answer(content, 200, {"content-disposition": shown, "cache-control": "no-store"}, media_type)

"""Which uploaded images may stand on a paper."""

from __future__ import annotations

import struct

MOST_BYTES = 4 * 1024 * 1024
MOST_PIXELS = 30_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


def suffix_of(image: bytes) -> str:
    """``png`` or ``jpg`` for an image fit to print; blank for other formats and for what is too large."""
    if len(image) > MOST_BYTES:
        return ""
    if image.startswith(_JPEG):
        return "jpg"
    if image.startswith(_PNG) and len(image) > 33 and image[12:16] == b"IHDR":
        width, height = struct.unpack(">II", image[16:24])
        return "png" if 0 < width * height <= MOST_PIXELS else ""
    return ""

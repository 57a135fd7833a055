"""Makes one picture anew, in a process of its own with little memory and time.

It reads a line of JSON (``lines`` to print into the picture, ``font``) and then the picture from standard input, and
writes the picture that is kept: JPEG or PNG, turned upright, without anything else that stood in the file (place,
camera, comments). Exit codes: 3 too many pixels, 4 no picture that can be read. It imports nothing of the product.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 4096
MEMORY, SECONDS = 1 << 30, 20
TOO_MANY_PIXELS, UNREADABLE = 3, 4


def restrain() -> None:
    """Bounds memory and time where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def settled(raw: bytes, lines: Sequence[str], font: str) -> bytes:
    """The picture that is kept of ``raw``.

    :raises Image.DecompressionBombError: it has too many pixels.
    :raises Exception: whatever else a file that is no picture makes of the decoder.
    """
    with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "GIF", "WEBP")) as given:
        if given.width * given.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        kind = given.format
        given.load()
        image = ImageOps.exif_transpose(given)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    image = image.convert("RGBA" if clear and not lines else "RGB")
    if lines:
        stamp(image, lines, font)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    if kind in ("PNG", "GIF") or bare.mode == "RGBA":
        bare.save(out, "PNG")
    else:
        bare.save(out, "JPEG", quality=88)
    return out.getvalue()


def stamp(image: Image.Image, lines: Sequence[str], font: str) -> None:
    """Print ``lines`` into the lower left corner, light on dark."""
    size = max(12, min(image.width // 28, image.height // (3 * len(lines))))
    face = ImageFont.truetype(font, size)
    draw = ImageDraw.Draw(image, "RGBA")
    gap = size // 3
    height = len(lines) * (size + gap) + 2 * gap
    width = max(int(draw.textlength(line, font=face)) for line in lines) + 2 * gap
    top = image.height - height
    draw.rectangle((0, top, min(width, image.width), image.height), fill=(0, 0, 0, 150))
    for n, line in enumerate(lines):
        draw.text((gap, top + gap + n * (size + gap)), line, font=face, fill=(255, 255, 255, 255))


def main() -> int:
    restrain()
    warnings.simplefilter("error")
    head = json.loads(sys.stdin.buffer.readline())
    try:
        made = settled(sys.stdin.buffer.read(), head["lines"], head["font"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return TOO_MANY_PIXELS
    except Exception:
        return UNREADABLE
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())

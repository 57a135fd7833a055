"""Handwritten signatures: the strokes are kept, and the picture is drawn from them by the server."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import msgspec
from PIL import Image, ImageDraw

from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import refuse
from suyuan.records.files import SIGNED, File, Making, put_down
from suyuan.store.engine import Store

MOST_STROKES, MOST_POINTS, WIDEST, LONGEST_MS = 300, 20_000, 4000, 600_000
SHOWN_WIDTH, SHOWN_HEIGHT, PEN = 600, 600, 3.0
"""No picture is larger, whatever the proportions of the sheet."""
_INK = (20, 33, 30)


class Strokes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a hand did: each stroke is its points ``[x, y, milliseconds since the first]``, all whole numbers.

    :param width: of the sheet, in the points' measure.
    :param height: the same.
    """

    width: int
    height: int
    strokes: list[list[tuple[int, int, int]]]

    def points(self) -> Iterator[tuple[int, int, int]]:
        """All of them, in order."""
        for stroke in self.strokes:
            yield from stroke


def sign(store: Store, given: Any, by: Actor) -> File:
    """Keep a signature that ``by`` has just written; it can stand in one record only.

    :param given: ``{width, height, strokes}`` as in ``Strokes``.
    :raises Invalid: there are no strokes, too many, or points off the sheet or out of order in time.
    """
    strokes = _checked(given)
    original = store.files.put([msgspec.json.encode(strokes, order="sorted")])
    return put_down(store, "signature.png", picture(strokes), by, Making(SIGNED, original.sha256, by.name or by.key))


def _checked(given: Any) -> Strokes:
    try:
        strokes = msgspec.convert(given, Strokes)
    except msgspec.ValidationError:
        raise refuse("strokes", "records.want_strokes") from None
    points = list(strokes.points())
    if not (0 < len(strokes.strokes) <= MOST_STROKES and 2 <= len(points) <= MOST_POINTS):
        raise refuse("strokes", "records.strokes_many", most=MOST_POINTS)
    if not (0 < strokes.width <= WIDEST and 0 < strokes.height <= WIDEST):
        raise refuse("strokes", "records.want_strokes")
    times = [t for _, _, t in points]
    on_sheet = all(-50 <= x <= strokes.width + 50 and -50 <= y <= strokes.height + 50 for x, y, _ in points)
    if not on_sheet or times != sorted(times) or not 0 <= times[0] <= times[-1] <= LONGEST_MS:
        raise refuse("strokes", "records.want_strokes")
    return strokes


def picture(strokes: Strokes) -> bytes:
    """The signature as PNG, black on white."""
    scale = 2 * min(SHOWN_WIDTH / strokes.width, SHOWN_HEIGHT / strokes.height)
    size = (max(2, round(strokes.width * scale)), max(2, round(strokes.height * scale)))
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for stroke in strokes.strokes:
        _draw(draw, [(x * scale, y * scale) for x, y, _ in stroke])
    small = image.resize((size[0] // 2, size[1] // 2), Image.Resampling.LANCZOS)
    inked = Image.new("RGB", small.size, "white")
    inked.paste(_INK, mask=small.point(lambda value: 255 - value))
    out = io.BytesIO()
    inked.save(out, "PNG")
    return out.getvalue()


def _draw(draw: ImageDraw.ImageDraw, points: Sequence[tuple[float, float]]) -> None:
    for x, y in points:
        draw.ellipse((x - PEN, y - PEN, x + PEN, y + PEN), fill=0)
    for one, next in pairwise(points):
        draw.line((*one, *next), fill=0, width=round(2 * PEN))

"""QR codes (ISO/IEC 18004)."""

from __future__ import annotations

import io

import segno


def png(text: str, scale: int = 8) -> bytes:
    """``text`` as a QR code of error correction M or better, black on white, with its quiet zone.

    :param scale: pixels of one module.
    :raises ValueError: a text too long for any QR code.
    """
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def svg(text: str) -> str:
    """The same as an SVG element without size, for a page of HTML."""
    made: str = segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True)
    return made

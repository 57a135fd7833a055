"""Bar codes and matrix codes as modules, and drawn to an exact size: libzint for all but QR (segno)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import segno
import zint

Symbology = Literal["qr", "datamatrix", "gs1_128", "code128", "ean13"]
INCH = Decimal("25.4")
LEAST_DOTS = 2
"""Dots of the printer that one module has at least, so that heat and ink do not fill it."""
_BYTES_A_ROW = 144
_ZINT = {
    "datamatrix": zint.Symbology.DATAMATRIX,
    "gs1_128": zint.Symbology.GS1_128,
    "code128": zint.Symbology.CODE128,
    "ean13": zint.Symbology.EANX,
}
_QUIET = {"qr": 4, "datamatrix": 2, "gs1_128": 10, "code128": 10, "ean13": 11}
_SQUARE_ONLY = 100


class Unencodable(ValueError):
    """The symbology cannot hold the content."""


@dataclass(frozen=True)
class Symbol:
    """A code as modules.

    :param rows: dark modules; a linear code has one row.
    :param quiet: modules of white that belong to it on each side (and above and below where it has two dimensions).
    """

    kind: Symbology
    rows: tuple[tuple[bool, ...], ...]
    quiet: int

    @property
    def linear(self) -> bool:
        """Whether it is read along one line only."""
        return len(self.rows) == 1

    @property
    def across(self) -> int:
        """Modules from side to side, with the quiet zones."""
        return len(self.rows[0]) + 2 * self.quiet

    @property
    def down(self) -> int:
        """Modules from top to bottom, with the quiet zones; 1 of a linear code."""
        return 1 if self.linear else len(self.rows) + 2 * self.quiet


@lru_cache(4096)
def encode(kind: Symbology, content: str, gs1: bool = False) -> Symbol:
    """``content`` in a symbology.

    QR has error correction M (ISO/IEC 18004), DataMatrix is ECC 200 and square (ISO/IEC 16022), Code 128 is
    ISO/IEC 15417, EAN-13 is ISO/IEC 15420.

    :param content: a text; with ``gs1`` an element string with brackets, ``(01)...(10)...``.
    :param gs1: put FNC1 first, as GS1 wants it; always so for ``gs1_128``.
    :raises Unencodable: it is too long, or has characters that the symbology lacks.
    """
    if not content:
        raise Unencodable("empty")
    if kind == "qr":
        return Symbol(kind, _qr(content), _QUIET[kind])
    symbol = zint.Symbol()
    symbol.symbology = _ZINT[kind]
    symbol.show_hrt = False
    gs1 = gs1 or kind == "gs1_128"
    symbol.input_mode = zint.InputMode.GS1 if gs1 else zint.InputMode.UNICODE
    if kind == "datamatrix":
        symbol.option_3 = _SQUARE_ONLY
    try:
        symbol.encode(_square_brackets(content) if gs1 else content)
    except (RuntimeError, ValueError) as wrong:
        raise Unencodable(str(wrong)) from None
    return Symbol(kind, _modules(symbol), _QUIET[kind])


def _qr(content: str) -> tuple[tuple[bool, ...], ...]:
    try:
        return tuple(tuple(map(bool, row)) for row in segno.make_qr(content, error="m", boost_error=False).matrix)
    except ValueError as wrong:
        raise Unencodable(str(wrong)) from None


def _square_brackets(elements: str) -> str:
    """Brackets as libzint wants them; ``\\(`` stands for a bracket inside a value."""
    marked = elements.replace("\\(", "\x00")
    found: list[str] = []
    for part in marked.split("(")[1:]:
        ai, _, value = part.partition(")")
        found.append(f"[{ai}]{value}")
    return "".join(found).replace("\x00", "(")


def _modules(symbol: zint.Symbol) -> tuple[tuple[bool, ...], ...]:
    packed = symbol.encoded_data.tobytes()
    return tuple(
        tuple(bool(packed[row * _BYTES_A_ROW + x // 8] >> (x % 8) & 1) for x in range(symbol.width))
        for row in range(symbol.rows)
    )


def module_for(symbol: Symbol, width: Decimal, height: Decimal, dpi: int) -> Decimal | None:
    """Millimetres of one module so that the symbol is as large as fits, in whole dots of a printer.

    :param width: and ``height``: millimetres there are; the height does not bound a linear code.
    :param dpi: dots of the printer to an inch.
    :returns: ``None`` when not even the least module fits.
    """
    dot = INCH / dpi
    room = width / symbol.across
    if not symbol.linear:
        room = min(room, height / symbol.down)
    dots = int(room / dot)
    return None if dots < LEAST_DOTS else dots * dot


def least_size(symbol: Symbol, dpi: int) -> tuple[Decimal, Decimal]:
    """Millimetres that the symbol needs at least, across and down."""
    module = LEAST_DOTS * INCH / dpi
    return symbol.across * module, symbol.down * module


def svg(symbol: Symbol) -> str:
    """The symbol in black with its quiet zone, one unit a module; a linear code is one unit high.

    Dark modules are drawn as runs along rows and along columns in one path, so that no hairline shows between them.
    """
    top = 0 if symbol.linear else symbol.quiet
    path = [f"M{x + symbol.quiet} {y + top}h{n}v1h-{n}z" for y, row in enumerate(symbol.rows) for x, n in _runs(row)]
    if not symbol.linear:
        columns = zip(*symbol.rows)
        path += [
            f"M{x + symbol.quiet} {y + top}h1v{n}h-1z" for x, column in enumerate(columns) for y, n in _runs(column)
        ]
    w, h = symbol.across, symbol.down
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
    return f'{head} preserveAspectRatio="none"><path d="{"".join(path)}"/></svg>'


def _runs(modules: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many there are."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(modules):
        if dark and at and modules[at - 1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found

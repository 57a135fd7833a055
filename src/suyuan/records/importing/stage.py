"""A sheet's lines kept as text, so that any piece of them can be read again from where it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

import msgspec

from suyuan.records.grid import Cell

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[Any])
_READ: dict[str, Callable[[str], Cell]] = {
    "n": Decimal,
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
    "h": time.fromisoformat,
}


def staged(rows: Iterable[tuple[int, list[Cell]]]) -> Iterator[bytes]:
    """Each line as one line of JSON: its number, then its cells."""
    for number, cells in rows:
        yield _encoder.encode([number, *(_kept(cell) for cell in cells)]) + b"\n"


def _kept(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"n": format(cell, "f")}
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time):
        return {"h": cell.isoformat()}
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace").decode()
    return cell


def lines_from(stream: BinaryIO, place: int) -> Iterator[tuple[int, list[Cell], int]]:
    """Number and cells of every line from byte ``place`` on, and the byte that comes after it."""
    stream.seek(place)
    for raw in stream:
        place += len(raw)
        number, *cells = _decoder.decode(raw)
        yield number, [_read(cell) for cell in cells], place


def _read(kept: Any) -> Cell:
    if isinstance(kept, dict):
        ((kind, text),) = kept.items()
        return _READ[kind](text)
    return kept  # type: ignore[no-any-return]

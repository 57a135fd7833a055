"""The words of what a template prints: leaves of one format, each with blocks in a flow or at fixed places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Literal

from suyuan.print.barcode import Symbol
from suyuan.print.paper import Facts, Heading, Note, Picture

Align = Literal["left", "center", "right"]


class Counter(Enum):
    """What only the finished pages know."""

    PAGE = "page"
    PAGES = "pages"


Line = Sequence[str | Counter]
"""A line of a head or foot: texts and counters in turn."""


@dataclass(frozen=True)
class Words:
    """A paragraph.

    :param size: points.
    :param shrink: at a fixed place: set it smaller until it fits, down to 4 points.
    """

    text: str
    size: Decimal = Decimal(9)
    bold: bool = False
    align: Align = "left"
    tone: Literal["plain", "quiet", "good", "bad"] = "plain"
    shrink: bool = True


@dataclass(frozen=True)
class Title:
    """The title of a leaf, with a code at its right where there is one."""

    text: str
    subtitle: str = ""
    code: Code | None = None


@dataclass(frozen=True)
class Code:
    """A code at its exact size.

    :param width: and ``height``: millimetres, quiet zones included.
    :param text: what people read below it; none when blank.
    """

    symbol: Symbol
    width: Decimal
    height: Decimal
    text: str = ""
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table.

    :param widths: shares of the columns.
    :param right: which columns are set to the right, as numbers are.
    :param sums: a last line, ``None`` for none.
    :param more: what is said below it; none when blank.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    right: Sequence[bool]
    sums: Sequence[str] | None = None
    more: str = ""


@dataclass(frozen=True)
class Photos:
    """Images side by side.

    :param height: millimetres of each.
    """

    pictures: Sequence[Picture]
    columns: int = 4
    height: Decimal = Decimal(32)


@dataclass(frozen=True)
class Signed:
    """One place to sign.

    :param image: the handwritten signature; a line to sign on when there is none.
    :param name: and ``at``: who signed and when, as far as known.
    """

    label: str
    image: bytes | None = None
    name: str = ""
    at: str = ""


@dataclass(frozen=True)
class Signings:
    """Places to sign, side by side."""

    signs: Sequence[Signed]
    columns: int = 3


@dataclass(frozen=True)
class Rule:
    """A line; at a fixed place across or down, whichever side is longer.

    :param weight: points.
    """

    weight: Decimal = Decimal("0.5")


@dataclass(frozen=True)
class Frame:
    """An empty rectangle."""

    weight: Decimal = Decimal("0.5")


@dataclass(frozen=True)
class Gap:
    """White, in millimetres; ``None`` begins a new page."""

    height: Decimal | None = Decimal(4)


LeafBlock = Words | Title | Heading | Note | Facts | Code | Table | Photos | Signings | Rule | Frame | Gap


@dataclass(frozen=True)
class Spot:
    """A block at a fixed place, in millimetres from the upper left corner.

    :param mark: by which it is told that its text does not fit.
    """

    block: LeafBlock
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    mark: int = 0


@dataclass(frozen=True)
class Leaf:
    """One print of one thing: some pages, or one label.

    :param head: left and right in the head of every page; ``foot`` likewise.
    """

    blocks: Sequence[LeafBlock | Spot]
    head: tuple[Line, Line] = ((), ())
    foot: tuple[Line, Line] = ((), ())


@dataclass(frozen=True)
class Format:
    """:param width: and ``height``: millimetres of the paper.

    :param margins: top, right, bottom, left.
    """

    width: Decimal
    height: Decimal
    margins: tuple[Decimal, Decimal, Decimal, Decimal] = (Decimal(0),) * 4

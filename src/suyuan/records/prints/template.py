"""The words of a print template: the paper, and the blocks on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import msgspec

from suyuan.forms.form import Expr
from suyuan.kernel.i18n import Label
from suyuan.print.leaf import Format

SIZES: dict[str, tuple[str, str]] = {
    "A4": ("210", "297"),
    "A5": ("148", "210"),
    "A6": ("105", "148"),
    "letter": ("215.9", "279.4"),
}
"""Millimetres across and down."""
LEAST_SIDE, MOST_SIDE = Decimal(10), Decimal(600)


class Margins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Millimetres around what is printed on a page."""

    top: Decimal = Decimal(20)
    right: Decimal = Decimal(15)
    bottom: Decimal = Decimal(17)
    left: Decimal = Decimal(15)


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The paper.

    :param size: by name, or ``custom`` with ``width`` and ``height`` in millimetres.
    :param margins: of a page; a label has none.
    :param dpi: dots of the label printer to an inch; modules of codes are whole dots.
    """

    size: Literal["A4", "A5", "A6", "letter", "custom"] = "A4"
    width: Decimal | None = None
    height: Decimal | None = None
    landscape: bool = False
    margins: Margins = Margins()
    dpi: Literal[203, 300, 600] = 300

    def sides(self) -> tuple[Decimal, Decimal]:
        """Millimetres across and down."""
        named = SIZES.get(self.size)
        width, height = (Decimal(side) for side in named) if named else (self.width, self.height)
        width, height = width or LEAST_SIDE, height or LEAST_SIDE
        return (height, width) if self.landscape else (width, height)


class Edge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Texts at the left and right of a head or foot, with chips."""

    left: Label = Label()
    right: Label = Label()


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Refuses to print.

    :param refuse: condition that must not hold.
    :param say: the reason in words.
    """

    refuse: Expr
    say: Label


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One block. In a document the keys of ``options`` stand beside the others.

    :param block: key of a block type.
    :param when: it is printed only where this holds.
    :param x: and ``y``, ``w``, ``h``: place and size on a label, in millimetres; none on a page.
    """

    block: str
    when: Expr | None = None
    x: Decimal | None = None
    y: Decimal | None = None
    w: Decimal | None = None
    h: Decimal | None = None
    options: Any = None

    def place(self) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
        """Left, top, width and height on a label; ``None`` on a page."""
        if self.x is None or self.y is None or self.w is None or self.h is None:
            return None
        return self.x, self.y, self.w, self.h


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """One template.

    :param key: of the template.
    :param form: whose records it prints.
    :param kind: a page with blocks in a flow, or a label with blocks at fixed places.
    :param each: detail list of which each row is printed on its own; names then mean the row's fields first.
    :param header: in the head of every page; ``footer`` likewise.
    :param guards: when it is not printed.
    :param order: templates of a form stand by it, then by key.
    """

    key: str
    label: Label
    form: str
    kind: Literal["page", "label"] = "page"
    each: str = ""
    order: int = 0
    page: Sheet = Sheet()
    header: Edge = Edge()
    footer: Edge = Edge()
    guards: list[Refusal] = []
    blocks: list[Block] = []

    @property
    def print(self) -> str:
        """Its key, as its document names it."""
        return self.key

    def format(self) -> Format:
        """The paper as the printing room knows it."""
        width, height = self.page.sides()
        m = self.page.margins
        margins = (Decimal(0),) * 4 if self.kind == "label" else (m.top, m.right, m.bottom, m.left)
        return Format(width, height, margins)

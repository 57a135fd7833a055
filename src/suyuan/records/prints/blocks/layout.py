"""Lines, frames, white, new pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

import msgspec

from suyuan.kernel.errors import Mistake
from suyuan.print.leaf import Frame, Gap, LeafBlock, Rule
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block


class LineOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param weight: points."""

    weight: Decimal = Decimal("0.5")


class LineBlock(BlockType):
    """A line across a page; on a label across or down, along the longer side."""

    key, Options = "line", LineOptions
    on: ClassVar[tuple[str, ...]] = ("page", "label")

    def mistakes(self, o: LineOptions, at: Checking) -> Iterator[Mistake]:
        yield from between(o.weight, Decimal("0.1"), 10, "weight")

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        return [Rule(block.options.weight)]


class FrameBlock(LineBlock):
    """An empty rectangle on a label."""

    key = "frame"
    on = ("label",)

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        return [Frame(block.options.weight)]


class GapOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param height: millimetres."""

    height: Decimal = Decimal(4)


class GapBlock(BlockType):
    """White between blocks."""

    key, Options = "gap", GapOptions

    def mistakes(self, o: GapOptions, at: Checking) -> Iterator[Mistake]:
        yield from between(o.height, 0, 200, "height")

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        return [Gap(block.options.height)]


class PageBreakBlock(BlockType):
    """What follows begins on a new page."""

    key = "page_break"

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        return [Gap(None)]


for _type in (LineBlock(), FrameBlock(), GapBlock(), PageBreakBlock()):
    BLOCKS.add(_type)

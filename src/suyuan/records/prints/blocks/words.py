"""Texts: the title, headings, paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.print.leaf import LeafBlock, Title, Words
from suyuan.print.paper import Heading
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.blocks.code import CodeOptions, code_mistakes, code_of, code_paths, code_values
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block


class TextOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param text: with chips.

    :param size: points.
    :param shrink: on a label: set smaller until it fits its place.
    """

    text: Label
    size: Decimal = Decimal(9)
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    tone: Literal["plain", "quiet", "good", "bad"] = "plain"
    shrink: bool = True


class TextBlock(BlockType):
    """A paragraph, or a text on a label."""

    key, on, Options = "text", ("page", "label"), TextOptions
    start = {"text": {"zh": "文字", "en": "Text"}}

    def mistakes(self, o: TextOptions, at: Checking) -> Iterator[Mistake]:
        yield from at.text(o.text, "text")
        yield from between(o.size, 4, 100, "size")

    def texts(self, o: TextOptions) -> Iterator[Label]:
        yield o.text

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: TextOptions = block.options
        return [Words(at.text(o.text), o.size, o.bold, o.align, o.tone, o.shrink)]


class HeadingOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param level: 1 or 2."""

    text: Label
    level: Literal[1, 2] = 1


class HeadingBlock(BlockType):
    """A heading above what follows."""

    key, Options = "heading", HeadingOptions
    start = {"text": {"zh": "小标题", "en": "Heading"}}

    def mistakes(self, o: HeadingOptions, at: Checking) -> Iterator[Mistake]:
        yield from at.text(o.text, "text")

    def texts(self, o: HeadingOptions) -> Iterator[Label]:
        yield o.text

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        return [Heading(at.text(block.options.text), block.options.level)]


class TitleOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param code: stands at the right of the title."""

    text: Label
    subtitle: Label = Label()
    code: CodeOptions | None = None


class TitleBlock(BlockType):
    """The title of a page."""

    key, Options = "title", TitleOptions
    start = {"text": {"zh": "标题", "en": "Title"}}

    def mistakes(self, o: TitleOptions, at: Checking) -> Iterator[Mistake]:
        yield from at.text(o.text, "text")
        yield from at.text(o.subtitle, "subtitle")
        if o.code is not None:
            yield from (m.under("code") for m in code_mistakes(o.code, at))

    def paths(self, o: TitleOptions) -> Iterator[str]:
        if o.code is not None:
            yield from code_paths(o.code)

    def expressions(self, o: TitleOptions) -> Iterator[str]:
        if o.code is not None:
            yield from code_values(o.code)

    def texts(self, o: TitleOptions) -> Iterator[Label]:
        yield from (o.text, o.subtitle)

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: TitleOptions = block.options
        code = None if o.code is None else code_of(o.code, at, block, "code.")
        return [Title(at.text(o.text), at.text(o.subtitle), code)]


for _type in (TextBlock(), HeadingBlock(), TitleBlock()):
    BLOCKS.add(_type)

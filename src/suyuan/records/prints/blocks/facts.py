"""Labels with their values, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from suyuan.kernel.errors import Mistake
from suyuan.print.leaf import LeafBlock
from suyuan.print.paper import Facts
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.column import Column, column_mistakes, fact
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block


class FieldsOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param columns: pairs in one line.

    :param blanks: those without a value are printed too.
    """

    fields: list[Column]
    columns: int = 2
    blanks: bool = True


class FieldsBlock(BlockType):
    """Fields of the record with their labels."""

    key, Options = "fields", FieldsOptions
    start = {"fields": ["title"]}

    def mistakes(self, o: FieldsOptions, at: Checking) -> Iterator[Mistake]:
        yield from column_mistakes(o.fields, "fields", at)
        yield from between(o.columns, 1, 4, "columns")

    def paths(self, o: FieldsOptions) -> Iterator[str]:
        yield from (column.path for column in o.fields if column.path)

    def expressions(self, o: FieldsOptions) -> Iterator[str]:
        yield from (column.value for column in o.fields if column.value)

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: FieldsOptions = block.options
        pairs = [pair for column in o.fields if (pair := fact(column, at)) is not None and (pair[1] or o.blanks)]
        return [Facts(pairs, o.columns)] if pairs else []


BLOCKS.add(FieldsBlock())

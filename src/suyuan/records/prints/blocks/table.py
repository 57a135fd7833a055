"""A detail list as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from suyuan.expr import BOOL
from suyuan.forms.form import Expr
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.print.leaf import LeafBlock
from suyuan.print.paper import Note
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.checking import Checking
from suyuan.records.prints.column import Column, Line, column_mistakes, table
from suyuan.records.prints.filling import Filling, Reader
from suyuan.records.prints.template import Block


class TableOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param rows: the detail list.

    :param where: condition on its rows.
    :param sort: a field of the rows, ``-`` before it for descending; as they stand when blank.
    :param number: a first column counts the lines.
    :param empty: what is said when there is no row.
    """

    rows: str
    columns: list[Column]
    where: Expr | None = None
    sort: str = ""
    number: bool = False
    empty: Label = Label()


class TableBlock(BlockType):
    """The rows of a detail list."""

    key, Options = "table", TableOptions

    def mistakes(self, o: TableOptions, at: Checking) -> Iterator[Mistake]:
        if o.rows not in at.lists():
            yield Mistake("rows", "records.register_rows", {"key": o.rows})
            return
        inside = at.in_rows(o.rows)
        yield from column_mistakes(o.columns, "columns", inside)
        if o.where:
            yield from inside.expression(o.where, "where", BOOL)
        if o.sort:
            yield from inside.path(o.sort.removeprefix("-"), "sort")
        yield from at.text(o.empty, "empty")

    def paths(self, o: TableOptions) -> Iterator[str]:
        yield from (f"{o.rows}.{column.path}" for column in o.columns if column.path)

    def texts(self, o: TableOptions) -> Iterator[Label]:
        yield o.empty

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: TableOptions = block.options
        if at.reader.telling.path(o.rows) is None:
            at.reader.hide(at.reader.label(o.rows))
            return []
        inside = at.reader.in_rows(o.rows)
        lines = [] if at.example else rows_of(at, o, inside)
        if not lines and not at.example:
            said = at.text(o.empty)
            return [Note(said)] if said else []
        return [table(o.columns, lines, inside, number=o.number, example=at.example)]


def rows_of(at: Filling, o: TableOptions, inside: Reader) -> list[Line]:
    """The rows that are printed, in their order."""
    lines = [Line(at.values, row) for row in at.values.get(o.rows) or ()]
    if o.where:
        holds = inside.plain(o.where)
        if holds is None:
            inside.hide(inside.label(o.rows))
            return []
        lines = [line for line in lines if holds(line.values, line.row) is True]
    return in_order(lines, o.sort, inside)


def in_order(lines: list[Line], sort: str, inside: Reader) -> list[Line]:
    """``lines`` by a field, blank ones last."""
    tell = inside.tell(sort.removeprefix("-")) if sort else None
    if tell is None:
        return lines
    known: list[tuple[Any, Line]] = [(tell(line.values, line.row), line) for line in lines]
    there = [one for one in known if one[0] is not None]
    there.sort(key=lambda one: _key(one[0]), reverse=sort.startswith("-"))
    return [line for _, line in there] + [line for value, line in known if value is None]


def _key(value: Any) -> tuple[str, Any]:
    """Numbers by size, all else by kind."""
    amount = getattr(value, "value", value)
    return type(amount).__name__, amount


BLOCKS.add(TableBlock())

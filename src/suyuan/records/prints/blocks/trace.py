"""What went into a lot, generation by generation: the ingredients page of a batch record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label, say
from suyuan.print.leaf import LeafBlock, Table
from suyuan.print.paper import Note
from suyuan.records.cell import Amount, Cell
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.column import share
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block
from suyuan.records.report.lineage import Lineage
from suyuan.trace.graph import TraceGraph

MOST_UNITS = 500
_SHOWN = (0, 1, 2, 3, 5, 7, 11)
"""Of the columns of a trace report: level, material, lot, supplier's lot, expiry, how much, from whom."""
_NUMBERS = (0, 7)


class TraceOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param lot: path of the lot.

    :param levels: generations back; 0 means all.
    :param empty: what is said when nothing went in.
    """

    lot: str
    levels: int = 0
    empty: Label = Label()


class TraceBlock(BlockType):
    """Everything that went into a lot."""

    key, Options = "trace", TraceOptions

    def mistakes(self, o: TraceOptions, at: Checking) -> Iterator[Mistake]:
        yield from at.lot(o.lot, "lot")
        yield from between(o.levels, 0, 50, "levels")
        yield from at.text(o.empty, "empty")

    def paths(self, o: TraceOptions) -> Iterator[str]:
        yield o.lot

    def texts(self, o: TraceOptions) -> Iterator[Label]:
        yield o.empty

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: TraceOptions = block.options
        reader = at.reader
        if not reader.desk.viewer.may("trace") or reader.tell(o.lot) is None:
            reader.hide(self.label.show(reader.lang))
            return []
        lot = None if at.example else next(iter(at.lots(o.lot)[-1:]), None)
        if lot is None:
            return []
        graph = TraceGraph(reader.desk.conn, reader.desk.env.today)
        found = graph.back(lot.id, depth=o.levels or None, limit=MOST_UNITS)
        section = Lineage(reader.desk, found, reader.lang).sources()
        rows = [[row[n] for n in _SHOWN] for row in section.rows]
        if not rows:
            said = at.text(o.empty)
            return [Note(said)] if said else []
        more = say("records.print_more", reader.lang, count=found.hidden) if found.hidden else ""
        return [_table([section.heads[n] for n in _SHOWN], rows, at, more)]


def _table(heads: list[str], rows: list[list[Cell]], at: Filling, more: str) -> Table:
    shown = [[at.reader.shown(_rounded(value)) for value in row] for row in rows]
    right = [n in _NUMBERS for n in _SHOWN]
    widths = [share(head, [row[n] for row in shown], right[n]) for n, head in enumerate(heads)]
    return Table(heads, shown, widths, right, None, more)


def _rounded(value: Cell) -> Cell:
    """Amounts that the trace divided, to the gram."""
    if isinstance(value, Amount):
        return Amount(value.value.quantize(Decimal("0.001")), value.unit)
    return value


BLOCKS.add(TraceBlock())

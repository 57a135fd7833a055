"""Columns and facts of a template: what stands there, and how it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from suyuan.definitions import shape
from suyuan.forms.form import Expr
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label, say
from suyuan.print.leaf import Table
from suyuan.print.sheet import width_of
from suyuan.records.cell import Amount, Cell, cell
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.filling import Filling, Reader
from suyuan.records.telling import Tell, Values

MOST_COLUMNS = 20
MOST_ROWS = 2000
"""Lines of one table; how many are left out is said under it."""
_INSET, _LONGEST_WORD, _LONGEST_TEXT = 2, 18, 28
_SAMPLE = 200


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column, or one fact; in a document a bare text is its ``path``.

    :param path: of a field, through links too: ``supplier.licence_no``, ``lot.material``.
    :param value: expression, in place of a path.
    :param label: its head; the field's own label when absent.
    :param width: share of the width; found from the contents when 0.
    :param sum: its numbers are added up in a last line.
    """

    path: str = ""
    value: Expr | None = None
    label: Label | None = None
    width: int = 0
    sum: bool = False

    def head(self, reader: Reader) -> str:
        """What stands above it."""
        if self.label is not None:
            return self.label.show(reader.lang)
        return reader.label(self.path) if self.path else ""


def written_out(body: dict[str, Any], key: str) -> dict[str, Any]:
    """``body`` with its bare texts under ``key`` as columns."""
    given = body.get(key)
    if not isinstance(given, list):
        return body
    return body | {key: [{"path": one} if isinstance(one, str) else one for one in given]}


def short(column: Column) -> Any:
    """The shortest document of a column."""
    found = shape.dump(column)
    return column.path if set(found) == {"path"} else found


def column_mistakes(columns: Sequence[Column], key: str, at: Checking) -> Iterator[Mistake]:
    """What is wrong with columns that stand under ``key``."""
    if not columns:
        yield Mistake(key, "definitions.missing_key", {"key": key})
    yield from between(len(columns), 0, MOST_COLUMNS * 5 if key == "fields" else MOST_COLUMNS, key)
    for n, column in enumerate(columns):
        path = f"{key}[{n}]"
        yield from between(column.width, 0, 100, f"{path}.width")
        if bool(column.path) == bool(column.value):
            yield Mistake(path, "records.register_column")
        elif column.value:
            if column.label is None:
                yield Mistake(f"{path}.label", "definitions.missing_key", {"key": "label"})
            yield from at.expression(column.value, f"{path}.value")
        else:
            yield from at.path(column.path, f"{path}.path")


@dataclass(frozen=True)
class Line:
    """A record's values and those of one of its rows."""

    values: Values
    row: Values | None


def teller(column: Column, reader: Reader) -> Tell | None:
    """What reads a column; ``None``, and its label kept, where the reader may not."""
    if column.value is None:
        return reader.tell(column.path)
    plain = reader.plain(column.value)
    if plain is None:
        reader.hide(column.head(reader) or column.value)
        return None
    return lambda values, row: cell(reader.desk, None, plain(values, row), reader.lang)


def fact(column: Column, at: Filling) -> tuple[str, str] | None:
    """A label with its value; ``None`` where the reader may not be told."""
    if column.value is None:
        if at.reader.tell(column.path) is None:
            return None
        return column.head(at.reader), at.told(column.path)
    tell = teller(column, at.reader)
    if tell is None:
        return None
    head = column.head(at.reader)
    return head, f"‹{head}›" if at.example else at.reader.shown(tell(at.values, at.row))


def table(
    columns: Sequence[Column], lines: Sequence[Line], reader: Reader, *, number: bool, example: bool, beyond: int = 0
) -> Table:
    """Columns and lines as a table; columns that may not be read are left out.

    :param number: a first column counts the lines.
    :param example: no lines: one is made of the columns' names.
    :param beyond: how many more lines there are than ``lines``.
    """
    used = [(column, tell) for column in columns if (tell := teller(column, reader)) is not None]
    heads = [column.head(reader) for column, _ in used]
    left = len(lines) + beyond - MOST_ROWS
    if example:
        cells: list[list[Cell]] = [[f"‹{head}›" for head in heads]]
    else:
        cells = [[tell(line.values, line.row) for _, tell in used] for line in lines[:MOST_ROWS]]
    columns_of = [[row[n] for row in cells] for n in range(len(used))]
    right = [_numeric(values) for values in columns_of]
    told = [_aligned(values) if numeric else values for values, numeric in zip(columns_of, right)]
    shown = [[reader.shown(values[n], bare=False) for values in told] for n in range(len(cells))]
    widths = [
        column.width or share(heads[n], [row[n] for row in shown[:_SAMPLE]], right[n])
        for n, (column, _) in enumerate(used)
    ]
    sums = None
    if any(column.sum for column, _ in used) and not example and left <= 0:
        sums = [_sum(values, reader) if column.sum else "" for values, (column, _) in zip(told, used)]
    if number:
        heads, right, widths = ["#", *heads], [True, *right], [4, *widths]
        shown = [[str(n), *row] for n, row in enumerate(shown, 1)]
    if sums is not None:
        sums = [say("records.print_sum", reader.lang), *sums] if number else _named(sums, reader.lang)
        if number:
            widths[0] = max(widths[0], 6)
    more = say("records.print_more", reader.lang, count=left) if left > 0 else ""
    return Table(heads, shown, widths, right, sums, more)


def share(head: str, texts: Sequence[str], right: bool) -> int:
    """How wide a column is beside the others, in characters: numbers stand whole, texts by their longest word."""
    if right:
        return max(4, *(width_of(text) for text in [*head.split(), *texts])) + _INSET
    word = max((width_of(word) for text in [head, *texts] for word in text.split()), default=0)
    usual = sorted(map(width_of, texts))[len(texts) * 9 // 10] if len(texts) > 1 else width_of("".join(texts))
    return max(4, min(word, _LONGEST_WORD), min(usual, _LONGEST_TEXT)) + _INSET


def _named(sums: list[str], lang: str) -> list[str]:
    """The word for a sum in the first column, where it is free."""
    return [say("records.print_sum", lang), *sums[1:]] if sums and not sums[0] else sums


def _numeric(values: Sequence[Cell]) -> bool:
    there = [v for v in values if v is not None and v != ""]
    return bool(there) and all(isinstance(v, Amount | Decimal) for v in there)


def _aligned(values: Sequence[Cell]) -> list[Cell]:
    """Numbers with as many decimals as the one that needs most: no needless zeros, points below each other."""
    numbers = [v.value if isinstance(v, Amount) else v for v in values]
    needed = [-int(v.normalize().as_tuple().exponent) for v in numbers if isinstance(v, Decimal)]
    step = Decimal(1).scaleb(-max(0, *needed))
    return [
        Amount(v.value.quantize(step), v.unit)
        if isinstance(v, Amount)
        else v.quantize(step)
        if isinstance(v, Decimal)
        else v
        for v in values
    ]


def _sum(values: Sequence[Cell], reader: Reader) -> str:
    """What the numbers of a column come to; blank where their units differ."""
    amounts = [v for v in values if isinstance(v, Amount)]
    numbers = [v for v in values if isinstance(v, Decimal)]
    if amounts and not numbers and len({a.unit for a in amounts}) == 1:
        total = sum((a.value for a in amounts), Decimal(0))
        return reader.shown(Amount(total, amounts[0].unit), bare=False)
    return reader.shown(sum(numbers, Decimal(0))) if numbers and not amounts else ""

"""The words of a trace report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from suyuan.records.cell import Cell


@dataclass(frozen=True)
class Section:
    """One table of the report.

    :param name: its heading, and the name of its sheet.
    :param heads: labels of the columns.
    :param rows: as many cells each.
    :param note: said under the heading.
    :param printed: which columns stand on paper; all when ``None``. The sheet has them all.
    :param most: rows printed; the sheet has them all.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    printed: Sequence[int] | None = None
    most: int = 300


@dataclass(frozen=True)
class Kept:
    """One record that the report tells of, as its reader may see it.

    :param form: label of its form.
    :param facts: label and value of each plain field that is filled.
    :param lists: label, heads and rows of each detail list.
    :param signatures: caption, and public id of the image.
    :param level: generations from the lot, the nearest of its lots.
    """

    key: str
    uid: str
    form: str
    title: str
    level: int
    facts: Sequence[tuple[str, Cell]]
    lists: Sequence[tuple[str, Sequence[str], Sequence[Sequence[Cell]]]] = ()
    files: Sequence[tuple[str, str, str, int, str]] = ()
    people: Sequence[tuple[str, str]] = ()
    signatures: Sequence[tuple[str, str]] = ()
    inspection: bool = False


@dataclass(frozen=True)
class TraceReport:
    """Everything that a trace report says, before it is written as anything.

    :param facts: label and value of what is known of the lot.
    :param balance: label and value of each part of its balance; empty for containers.
    :param balanced: the sum, told; and whether it closes.
    :param said: notes: what was left out and why.
    """

    code: str
    title: str
    direction: str
    facts: Sequence[tuple[str, Cell]]
    balance: Sequence[tuple[str, Cell]]
    balanced: tuple[str, bool] | None
    sections: Sequence[Section]
    records: Sequence[Kept]
    proofs: Section
    said: Sequence[str] = field(default_factory=tuple)

"""One measured figure, what it should be, and tables of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much is measured.

    :param requests: per figure over HTTP, after a warm-up of a tenth of them.
    :param rows: rows of the long list.
    :param links: links of the large trace graph.
    :param rounds: repetitions of what is measured one by one.
    """

    requests: int = 4000
    rows: int = 1_000_000
    links: int = 1_000_000
    rounds: int = 5


FULL = Size()
QUICK = Size(requests=800, rows=50_000, links=150_000, rounds=3)


@dataclass(frozen=True)
class Figure:
    """A measured value.

    :param target: ``>= 600`` or ``<= 1.5`` in ``unit``; empty where nothing is asked of it.
    :param note: what else there is to know.
    """

    name: str
    value: float
    unit: str
    target: str = ""
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether it is as wanted; ``None`` where nothing is asked."""
        if not self.target:
            return None
        sign, limit = self.target.split()
        return self.value >= float(limit) if sign == ">=" else self.value <= float(limit)

    @property
    def shown(self) -> str:
        """The value with about three digits that count."""
        return f"{self.value:,.0f}" if abs(self.value) >= 100 else f"{self.value:.3g}"


HEADS = ("figure", "value", "unit", "target", "", "note")


def rows_of(figures: Iterable[Figure]) -> list[tuple[str, ...]]:
    """The figures as texts, one row each."""
    marks = {None: "", True: "ok", False: "MISSED"}
    return [(f.name, f.shown, f.unit, f.target, marks[f.holds], f.note) for f in figures]


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns."""
    rows = [HEADS, *rows_of(figures)]
    widths = [max(_width(row[n]) for row in rows) for n in range(len(HEADS))]
    return "\n".join("  ".join(_padded(text, w) for text, w in zip(row, widths)).rstrip() for row in rows)


def markdown(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = [HEADS, ("---", "---:", "---", "---", "---", "---"), *rows_of(figures)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

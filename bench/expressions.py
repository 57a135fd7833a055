"""Expressions on a record of 36 fields."""

from __future__ import annotations

import functools
import time
import timeit
from typing import Any

from bench import expr
from bench.figure import FULL, Figure, Size
from suyuan.expr import compiled, parse


def run(size: Size = FULL) -> list[Figure]:
    """The best CPU time of each condition and formula."""
    return [
        Figure(
            f"expression: {text}",
            _microseconds(functools.partial(compiled(parse(text)), expr.RECORD, expr.ENV)),
            "us",
            f"<= {expr.LIMIT}" if text in expr.CONDITIONS else "",
        )
        for text in (*expr.CONDITIONS, *expr.FORMULAS)
    ]


def _microseconds(run: Any, times: int = 50_000) -> float:
    return min(timeit.repeat(run, timer=time.process_time, number=times, repeat=5)) / times * 1e6

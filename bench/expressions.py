"""Expressions on a record of 36 fields."""

from __future__ import annotations

import functools

from bench import expr
from bench.figure import FULL, Figure, Size
from suyuan.expr import compiled, parse


def run(size: Size = FULL) -> list[Figure]:
    """The best time of each condition and formula."""
    return [
        Figure(
            f"expression: {text}",
            expr.microseconds(functools.partial(compiled(parse(text)), expr.RECORD, expr.ENV), 20_000),
            "us",
            f"<= {expr.LIMIT}" if text in expr.CONDITIONS else "",
        )
        for text in (*expr.CONDITIONS, *expr.FORMULAS)
    ]

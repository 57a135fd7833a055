"""Sampling by attributes: ISO 2859-1 (GB/T 2828.1), single plans, normal inspection."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from suyuan.expr.function import function

GROUP = "sampling"

LOT_SIZES = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
"""Greatest lot size of each row of table 1; a larger lot is in one row more."""
LETTERS = "ABCDEFGHJKLMNPQR"
LEVELS = {
    "S1": "AAAABBBBCCCCDDD",
    "S2": "AAABBBCCCDDDEEE",
    "S3": "AABBCCDDEEFFGGH",
    "S4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
"""Code letter of each row of table 1, by inspection level."""
SAMPLES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
"""Sample size of each code letter."""
_DECADE = (10, 15, 25, 40, 65)
AQLS = (*(Decimal(number).scaleb(power) for power in range(-3, 2) for number in _DECADE), Decimal(1000))
ACCEPT = {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30, 26: 44}
"""Acceptance number by letter and AQL counted together, which is constant along the diagonals of table 2-A."""
FEW = 5
"""The numbers 30 and 44 stand for the first letters (A to E) only."""


class SamplingPlan(NamedTuple):
    """How many to inspect, and how many of them may be bad."""

    sample: int
    accept: int


def sampling_plan(size: Decimal, level: str, aql: Decimal) -> SamplingPlan | None:
    """The plan of table 2-A, arrows followed.

    :param size: of the lot, in pieces; a fraction counts as one more.
    :param level: I, II, III, S1 to S4.
    :returns: ``None`` for an unknown level or AQL, and for an empty lot.
    """
    letters = LEVELS.get(level.strip().upper().replace("-", ""))
    if letters is None or aql not in AQLS or size <= 0 or size >= Decimal(10) ** 18:
        return None
    pieces = int(size.to_integral_value(ROUND_CEILING))
    at, column = LETTERS.index(letters[sum(pieces > most for most in LOT_SIZES)]), AQLS.index(aql)
    step = 0
    while _accept(at, column) is None:
        if step == 0:
            step = -1 if at + column == 15 or at + column > 24 else 1
            if not 0 <= at + step < len(LETTERS):
                step = -step
        at += step
    return SamplingPlan(min(SAMPLES[at], pieces), _accept(at, column) or 0)


def _accept(letter: int, aql: int) -> int | None:
    found = ACCEPT.get(letter + aql)
    return None if found is None or (found > 21 and letter >= FEW) else found


def _plan(size: Decimal, level: str, aql: Decimal | str) -> SamplingPlan | None:
    try:
        return sampling_plan(size, level, Decimal(aql))
    except ArithmeticError:
        return None


def _sample(size: Decimal, level: str, aql: Decimal | str) -> Decimal | None:
    found = _plan(size, level, aql)
    return None if found is None else Decimal(found.sample)


def _accepted(size: Decimal, level: str, aql: Decimal | str) -> Decimal | None:
    found = _plan(size, level, aql)
    return None if found is None else Decimal(found.accept)


function(
    "AQL_SAMPLE",
    "size: number, level: text, aql: number|text",
    "number",
    _sample,
    group=GROUP,
    zh="按 GB/T 2828.1（ISO 2859-1）正常检验一次抽样：批量、检验水平（I、II、III、S1–S4）、AQL 对应的样本量。",
    en="Sample size by ISO 2859-1 (GB/T 2828.1), single plan, normal inspection: lot size, level (I, II, III, S1 to "
    "S4), AQL.",
    examples=(('AQL_SAMPLE(1000, "II", 1)', "80"), ('AQL_SAMPLE(1000, "II", 0.015)', "800")),
)
function(
    "AQL_ACCEPT",
    "size: number, level: text, aql: number|text",
    "number",
    _accepted,
    group=GROUP,
    zh="同一抽样方案的接收数 Ac：样本中不合格数不超过它时接收。",
    en="The acceptance number Ac of the same plan: with no more bad ones in the sample the lot is accepted.",
    examples=(('AQL_ACCEPT(1000, "II", 1)', "2"), ('AQL_ACCEPT(1000, "II", "2.5")', "5")),
)

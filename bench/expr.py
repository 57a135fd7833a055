"""How fast expressions are: ``python bench/expr.py``. To hold: a condition on a 36-field record within 2 us."""

from __future__ import annotations

import functools
import sys
import timeit
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from suyuan.expr import Env, check, compiled, parse
from suyuan.expr.parse import _parsed
from suyuan.expr.types import NUMBER, TEXT, NameScope

ENV = Env.at(datetime(2026, 11, 22, 8, tzinfo=UTC))
RECORD: dict[str, Any] = {f"f{i}": Decimal(i) for i in range(34)} | {"status": "released", "name": "酱油"}
RECORD["rows"] = [{"q": Decimal(i), "p": Decimal("1.5")} for i in range(10)]
SCOPE = NameScope({**{f"f{i}": NUMBER for i in range(34)}, "status": TEXT, "name": TEXT})
CONDITIONS = (
    'status = "released" AND f3 > 2 AND f4 + f5 < 100',
    "f33 > 10",
    "NOT(f1 < f2 OR f1 > f3)",
    'IN(status, "held", "released") AND NOT ISBLANK(name)',
)
FORMULAS = ("ROUND(f10 / f3 * 100, 1)", "SUM(rows.q * rows.p)", 'name & "-" & f12')
LIMIT = 2.0


def microseconds(run: Any, times: int) -> float:
    """The best of five rounds."""
    return min(timeit.repeat(run, number=times, repeat=5)) / times * 1e6


def main() -> int:
    """Prints the times; 1 when a condition takes longer than it may."""
    late = False
    for text in (*CONDITIONS, *FORMULAS):
        took = microseconds(functools.partial(compiled(parse(text)), RECORD, ENV), 20_000)
        late |= text in CONDITIONS and took > LIMIT
        print(f"{took:8.2f} us  {text}")
    text = CONDITIONS[0]
    print(f"{microseconds(lambda: _parsed.__wrapped__(text), 500):8.2f} us  parse")
    print(f"{microseconds(lambda: check(parse(text), SCOPE), 500):8.2f} us  check")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())

"""How a simulated field gets its value: constants, references and seeded choices, as data in the plant's YAML.

``=item.supplier`` reads the context, ``@material/SALT`` names a master record, ``@person/store`` one of the people;
``{pick: [..]}``, ``{between: [a, b], decimals: n}``, ``{within: [lower, upper], decimals: n}``,
``{jitter: x, by: 0.05}``, ``{share: [a, b], of: list.field}``, ``{part: x, by: [a, b]}``, ``{less: x, by: y}``,
``{days: n, ago: true}`` (``from_end`` counts from the last day), ``{after: minutes}``, ``{code: text}``,
``{last: form}``, ``{case: x, of: {value: ..}, else: ..}``, ``{on_ago: [days], then: .., else: ..}``,
``{chance: p, then: .., else: ..}``, ``{run: prefix, digits: n, of: count}`` (codes that no run had before),
``{rows: source, fields: {..}}``, ``{proposed: list, set: {..}}`` and ``{join: [lists]}``
make one. Anything else is itself.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from suyuan.kernel.actor import Actor


class World(Protocol):
    """What the makers need of the simulated plant."""

    random: random.Random

    ago: int
    last_day: date
    coded: dict[str, int]

    @property
    def today(self) -> date: ...

    @property
    def now(self) -> datetime: ...

    def proposed(self, form: str, field: str, values: Mapping[str, Any], by: Actor) -> list[dict[str, Any]]: ...

    def reference(self, form: str, code: str) -> str: ...

    def last(self, form: str) -> str: ...

    def items(self, source: Mapping[str, Any], context: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]: ...


Context = Mapping[str, Any]
Maker = Callable[[World, Mapping[str, Any], Context], Any]
MAKERS: dict[str, Maker] = {}


def maker(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of ``{name: ...}``."""

    def add(make: Maker) -> Maker:
        MAKERS[name] = make
        return make

    return add


def value_of(world: World, spec: Any, context: Context) -> Any:
    """The value that ``spec`` makes now."""
    if isinstance(spec, str):
        if spec.startswith("="):
            return lookup(context, spec[1:])
        if spec.startswith("@"):
            return world.reference(*spec[1:].split("/", 1))
        return spec
    if isinstance(spec, Mapping):
        for name, make in MAKERS.items():
            if name in spec:
                return make(world, spec, context)
        return fields_of(world, spec, context)
    if isinstance(spec, list):
        return [value_of(world, part, context) for part in spec]
    return str(spec) if isinstance(spec, Decimal) else spec


def fields_of(world: World, specs: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """All the values of ``specs``, in order; later ones may read earlier ones by ``of``."""
    made: dict[str, Any] = {}
    for key, spec in specs.items():
        value = value_of(world, spec, {**context, "record": context.get("record", made)})
        if value is not None:
            made[key] = value
    return made


def lookup(context: Context, path: str) -> Any:
    """``item.line.id`` or ``item.lines.0.material`` in nested mappings and lists; absent is ``None``."""
    found: Any = context
    for name in path.split("."):
        if isinstance(found, list):
            found = found[int(name)] if name.isdigit() and int(name) < len(found) else None
        else:
            found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _round(value: float | Decimal, decimals: Any) -> str:
    step = Decimal(1).scaleb(-int(decimals or 0))
    return str(Decimal(str(value)).quantize(step, ROUND_HALF_UP))


def _uniform(world: World, low: Any, high: Any) -> float:
    return world.random.uniform(float(low), float(high))


@maker("pick")
def _pick(world: World, spec: Mapping[str, Any], context: Context) -> Any:
    return value_of(world, world.random.choice(spec["pick"]), context)


@maker("between")
def _between(world: World, spec: Mapping[str, Any], context: Context) -> str:
    outlier = spec.get("outlier")
    span = outlier["between"] if outlier and world.random.random() < float(outlier["chance"]) else spec["between"]
    return _round(_uniform(world, *span), spec.get("decimals"))


@maker("jitter")
def _jitter(world: World, spec: Mapping[str, Any], context: Context) -> str:
    middle, by = float(value_of(world, spec["jitter"], context)), float(spec["by"])
    return _round(middle * _uniform(world, 1 - by, 1 + by), spec.get("decimals"))


@maker("share")
def _share(world: World, spec: Mapping[str, Any], context: Context) -> str:
    list_key, field = spec["of"].split(".")
    total = sum((Decimal(row[field]["value"]) for row in context["record"][list_key]), Decimal())
    low, high = spec["share"]
    return _round(float(total) * _uniform(world, low, high), spec.get("decimals"))


@maker("within")
def _within(world: World, spec: Mapping[str, Any], context: Context) -> str:
    """Well inside limits, of which one may be absent: nearer to the middle than to an end."""
    lower, upper = (None if v is None else float(v) for v in (value_of(world, v, context) for v in spec["within"]))
    if lower is None and upper is None:
        lower, upper = 0.0, 1.0
    if lower is None:
        lower = 0.0 if upper is not None and upper > 0 else (upper or 0) - 6
    if upper is None:
        upper = lower + max(abs(lower), 1)
    middle, reach = (lower + upper) / 2, (upper - lower) * float(spec.get("spread", 0.35))
    return _round(_uniform(world, middle - reach, middle + reach), spec.get("decimals"))


@maker("part")
def _part(world: World, spec: Mapping[str, Any], context: Context) -> str:
    whole = value_of(world, spec["part"], context)
    return _round(float(whole or 0) * _uniform(world, *spec["by"]), spec.get("decimals"))


@maker("less")
def _less(world: World, spec: Mapping[str, Any], context: Context) -> str:
    return str(
        Decimal(str(value_of(world, spec["less"], context))) - Decimal(str(value_of(world, spec["by"], context)))
    )


@maker("after")
def _after(world: World, spec: Mapping[str, Any], context: Context) -> str:
    return (world.now + timedelta(minutes=float(value_of(world, spec["after"], context)))).isoformat()


@maker("case")
def _case(world: World, spec: Mapping[str, Any], context: Context) -> Any:
    found = value_of(world, spec["case"], context)
    return value_of(world, spec["of"].get(str(found), spec.get("else")), context)


@maker("on_ago")
def _on_ago(world: World, spec: Mapping[str, Any], context: Context) -> Any:
    return value_of(world, spec.get("then" if world.ago in spec["on_ago"] else "else"), context)


@maker("chance")
def _chance(world: World, spec: Mapping[str, Any], context: Context) -> Any:
    return value_of(world, spec.get("then" if world.random.random() < float(spec["chance"]) else "else"), context)


@maker("days")
def _days(world: World, spec: Mapping[str, Any], context: Context) -> str:
    count = int(value_of(world, spec["days"], context))
    start = world.last_day if spec.get("from_end") else world.today
    return (start + timedelta(days=-count if spec.get("ago") else count)).isoformat()


@maker("code")
def _code(world: World, spec: Mapping[str, Any], context: Context) -> str:
    names = context.get(spec.get("of", "item"), {})

    def part(found: re.Match[str]) -> str:
        token = found.group(1)
        if token == "yyMMdd":
            return world.today.strftime("%y%m%d")
        if set(token) == {"#"}:
            return str(world.random.randrange(10 ** len(token))).zfill(len(token))
        return str(lookup(names, token) or "")

    return re.sub(r"\{([^}]+)\}", part, spec["code"])


@maker("run")
def _run(world: World, spec: Mapping[str, Any], context: Context) -> dict[str, str]:
    prefix, digits = spec["run"], int(spec["digits"])
    first = world.coded.get(prefix, 0) + 1
    last = first + math.ceil(float(value_of(world, spec["of"], context))) - 1
    world.coded[prefix] = last
    return {"from": f"{prefix}{first:0{digits}}", "to": f"{prefix}{last:0{digits}}"}


@maker("last")
def _last(world: World, spec: Mapping[str, Any], context: Context) -> str:
    return world.last(spec["last"])


@maker("rows")
def _rows(world: World, spec: Mapping[str, Any], context: Context) -> list[dict[str, Any]]:
    rows = world.items(value_of(world, spec["rows"], context), context)
    return [fields_of(world, spec["fields"], {**context, "row": row}) for row in rows]


@maker("proposed")
def _proposed(world: World, spec: Mapping[str, Any], context: Context) -> list[dict[str, Any]]:
    """The rows the product proposes as the record stands, with what ``set`` says of each, as ``row``."""
    found = world.proposed(context["form"], spec["proposed"], context["record"], context["actor"])
    wanted = spec.get("set", {})
    return [row | fields_of(world, wanted, {**context, "row": row}) for row in found]


@maker("join")
def _join(world: World, spec: Mapping[str, Any], context: Context) -> list[Any]:
    return [row for part in spec["join"] for row in value_of(world, part, context) or []]

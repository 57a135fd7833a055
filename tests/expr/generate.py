"""Typed expressions at random, over one table of edge values: what the differential tests feed every back end."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from suyuan.expr import BOOL, DATE, DATETIME, ROW, TEXT, Env, LinkTo, ListOf, NameScope, Number

PLANT = timezone(timedelta(hours=8))
ENV = Env.at(datetime(2026, 11, 22, 16, 0, tzinfo=PLANT), user="u-1")

FIELDS = {
    "n3": Number(3),
    "m3": Number(3),
    "n6": Number(6),
    "n0": Number(0),
    "s": TEXT,
    "t": TEXT,
    "b": BOOL,
    "c": BOOL,
    "d": DATE,
    "f": DATE,
    "i": DATETIME,
    "j": DATETIME,
    "l": LinkTo("lot"),
    "k": LinkTo("lot"),
}
LISTS = {
    "rows": ListOf(ROW),
    "rows.q": ListOf(Number(3)),
    "rows.p": ListOf(Number(3)),
    "rows.name": ListOf(TEXT),
    "rows.ok": ListOf(BOOL),
    "tags": ListOf(TEXT),
}
SCOPE = NameScope({**FIELDS, **LISTS})

NUMBERS = ["0", "1", "-1", "0.001", "2.5", "12.345", "-0.5", "100", "999999999999999.999", "-999999999999999.999"]
TEXTS = [
    "",
    "a",
    "A",
    "ab",
    "abc",
    "b ",
    " b",
    "Z",
    "中",
    "中文",
    "\ufffd",
    "\U00020000",
    "é",
    "%",
    "_",
    "a%b",
    "'",
    "\\",
]
DATES = [
    date(1, 1, 1),
    date(9999, 12, 31),
    date(2024, 2, 29),
    date(2026, 11, 22),
    date(2026, 11, 23),
    date(1999, 12, 31),
]
INSTANTS = [
    datetime(2026, 11, 22, 8, 0, tzinfo=UTC),
    datetime(2026, 11, 21, 16, 0, tzinfo=UTC),
    datetime(2026, 11, 21, 15, 59, 59, 999999, tzinfo=UTC),
    datetime(2020, 2, 29, 23, 30, 0, 1, tzinfo=UTC),
]
LINKS = [{"id": 1, "uid": "u-1"}, {"id": 2, "uid": "u-2"}]


def records(rng: random.Random, count: int) -> list[dict[str, Any]]:
    """Records of edge values; the first has nothing filled in."""
    found: list[dict[str, Any]] = [{**dict.fromkeys(FIELDS), "rows": [], "tags": None}]
    while len(found) < count:
        found.append({name: _value(rng, kind.kind, kind.decimals) for name, kind in FIELDS.items()} | _lists(rng))
    return found


def _lists(rng: random.Random) -> dict[str, Any]:
    rows = [
        {
            "q": _value(rng, "number", 3),
            "p": _value(rng, "number", 3),
            "name": _value(rng, "text", None),
            "ok": _value(rng, "bool", None),
        }
        for _ in range(rng.randrange(4))
    ]
    return {"rows": rows, "tags": rng.choice([None, ["a"], ["a", "中", "%"]])}


def _value(rng: random.Random, kind: str, decimals: int | None) -> Any:
    if rng.random() < 0.2:
        return None
    if kind == "number":
        value = Decimal(rng.choice(NUMBERS)) if rng.random() < 0.7 else Decimal(rng.randrange(-(10**6), 10**6)) / 1000
        limit = Decimal(10) ** (18 - (decimals or 0)) - 1
        return max(min(value, limit), -limit).quantize(Decimal(1).scaleb(-(decimals or 0)))
    choices: dict[str, list[Any]] = {
        "text": TEXTS,
        "bool": [True, False],
        "date": DATES,
        "datetime": INSTANTS,
        "link": LINKS,
    }
    return rng.choice(choices[kind])


SQL = {
    "bool": [
        *["(<number> {=|<>|<|<=|>|>=} <number>)"] * 3,
        *["(<text> {=|<>|<|<=|>|>=} <text>)"] * 2,
        "(<date> {=|<>|<|<=|>|>=} <date>)",
        "(<datetime> {=|<>|<|<=|>|>=} <datetime>)",
        *["(<bool> {AND|OR} <bool>)"] * 2,
        "(<bool> {AND|OR} <bool> {AND|OR} <bool>)",
        *["NOT(<bool>)"] * 2,
        "ISBLANK(<{number|text|bool|date|datetime}>)",
        "IN(<number>, <number>, <number>)",
        "IN(<text>, <text.>, <text.>, <text>)",
        "IN(<date>, <date.>, <date.>)",
        "IN(<bool>, <bool>)",
        "({l|k} {=|<>} {l|k|BLANK})",
        '({l|k} {=|<>} {"u-1"|CURRENT_USER()|s})',
        "ISBLANK({l|k})",
        "{CONTAINS|STARTSWITH|ENDSWITH}(<text>, <text>)",
        "({i|j} {<|<=|>|>=} {DATE(2026, 11, 22)|TODAY()|BLANK})",
        "(DATE({i|j}) {=|<>|<|<=|>|>=} {DATE(2026, 11, 22)|TODAY()|BLANK|DATE(2020, 3, 1)})",
        "((<bool>) {=|<>} (<bool>))",
        '{CONTAINS(tags, "a")|CONTAINS(tags, "%")|"中" IN (tags)|CONTAINS(tags, s)}',
        "IF(<bool>, <bool>, <bool>)",
    ],
    "number": [
        *["(<number> {+|-} <number>)"] * 3,
        "(<number> * {2|-3|0.01|1.05|0|12345.678901})",
        "(<number> * <number.>)",
        "(-<number>)",
        "ABS(<number>)",
        "{MAX|MIN|SUM}(<number>, <number>)",
        "IF(<bool>, <number>, <number>)",
        "IF(<bool>, <number>)",
        "IFBLANK(<number>, <number>)",
        "LEN(<text>)",
        "{YEAR|MONTH|DAY}(<date>)",
        "(<date.> - <date.>)",
        "DATEDIF(<date>, <date.>)",
    ],
    "text": [
        "(<text> & <text>)",
        "{LEFT|RIGHT}(<text>, {0|1|2|-1|30})",
        "MID(<text>, {0|1|2|9}, {0|1|2|-1|30})",
        "{TRIM|UPPER|LOWER}(<text>)",
        "IF(<bool>, <text>, <text>)",
        "IFBLANK(<text>, <text>)",
        "CONCAT(<text>, <text.>, <text.>)",
    ],
    "date": [
        "(<date> {+|-} {1|-1|30|400|-3650000|0.9|99999999})",
        'DATEADD(<date>, {1|-1|30|400|-3650000|0.9|99999999}, "{D|W}")',
        "IF(<bool>, <date>, <date>)",
        "IFBLANK(<date>, <date>)",
        "{MIN|MAX}(<date>, <date>)",
    ],
    "datetime": [
        "IF(<bool>, <datetime>, <datetime>)",
        "IFBLANK(<datetime>, <datetime>)",
        "{MIN|MAX}(<datetime>, <datetime>)",
    ],
}
FURTHER = {
    "bool": [
        "{ANY|ALL}(rows.q {=|<|>} <number>)",
        "{ANY|ALL}(rows.ok {AND|OR} rows.name = <text>)",
        "ANY(tags = <text>)",
        "ISBLANK(rows)",
        "{ANY|ALL}(rows.name IN (tags, rows.name, <text.>) {AND|OR} rows.q > <number.>)",
        "{ANY|ALL}(XLOOKUP(rows.name, tags, tags) {=|<>} <text.>)",
    ],
    "number": [
        "(<number> / <number>)",
        "(<number> * <number>)",
        "{ROUND|ROUNDUP|ROUNDDOWN}(<number>, {0|2|-2|5|<number.>})",
        "{ROUND|INT|ROUNDUP}(<number> / <number>)",
        "MOD(<number>, <number>)",
        "AVERAGE(<number>, <number>, <number.>)",
        "COUNT(<number>, <text>, rows.q)",
        "{SUM|AVERAGE|MIN|MAX|FIRST|FINAL}(rows.q)",
        "SUM(rows.q * rows.p)",
        "SUM(IF(rows.ok, rows.q, <number>))",
        "COUNT(rows)",
        "COUNTUNIQUE(rows.name, tags)",
        'DATEDIF(<date>, <date>, "{D|W|M|Y}")',
        'DATEDIF(<datetime>, <datetime>, "{D|W|M|Y|H|MI|S}")',
        "WEEKDAY(<date>)",
        "{HOUR|MINUTE|YEAR|DAY|WEEKDAY}(<datetime>)",
        "VALUE(<text>)",
        "XLOOKUP(<text>, rows.name, rows.q, <number>)",
    ],
    "text": [
        "(<text> & <{number|date|bool|datetime}>)",
        'TEXT(<number>, "{0|0.00|#,##0.0|0%|#,##0.000}")',
        'TEXT(<date>, "{YYYY-MM-DD|YYMMDD|D/M/YYYY}")',
        'TEXT(<datetime>, "HH:MI:SS")',
        "SUBSTITUTE(<text>, <text.>, <text>)",
        'TEXTJOIN("-", rows.name, <text>, rows.q)',
        "TEXTJOIN(<text>, tags)",
        "{LEFT|RIGHT}(<text>, <number>)",
    ],
    "date": [
        'DATEADD(<date>, <number>, "{M|Y|D|W}")',
        "(<date> + <number>)",
        "EOMONTH(<date>, {0|1|-13|<number.>})",
        "DATE(<datetime>)",
        "DATE({2024|2023|0|<number.>}, {2|12|13}, {29|31|1})",
    ],
    "datetime": ['DATEADD(<datetime>, <number>, "{D|W|H|MI|S}")'],
}
PICK = re.compile(r"{([^{}]*)}")
HOLE = re.compile(r"<(\w+)(\.?)>")


class Generator:
    """Makes texts of expressions.

    :param sql: only what SQL can do, mostly.
    """

    def __init__(self, seed: int, sql: bool) -> None:
        self.rng = random.Random(seed)
        self.sql = sql

    def expression(self) -> str:
        """A text that nearly always passes ``check`` over ``SCOPE``."""
        kind = self.rng.choice(["bool"] * 6 + ["number", "number", "text", "date", "datetime"])
        return self.make(kind, self.rng.choice([2, 2, 3, 3, 4]))

    def make(self, kind: str, depth: int) -> str:
        if depth <= 0 or self.rng.random() < 0.12:
            return self.leaf(kind)
        templates = SQL[kind] if self.sql or self.rng.random() < 0.4 else FURTHER[kind]
        picked = PICK.sub(lambda m: self.rng.choice(m[1].split("|")), self.rng.choice(templates))
        return HOLE.sub(lambda m: self.leaf(m[1]) if m[2] else self.make(m[1], depth - 1), picked)

    def leaf(self, kind: str) -> str:
        rng = self.rng
        if rng.random() < 0.04:
            return "BLANK"
        if rng.random() < 0.6:
            return rng.choice([name for name, t in FIELDS.items() if t.kind == kind])
        match kind:
            case "number":
                return rng.choice([*NUMBERS, str(rng.randrange(20)), "0.0005", "1234.5678", "1" + "0" * 18])
            case "text":
                return '"' + rng.choice(TEXTS).replace('"', '""') + '"'
            case "bool":
                return rng.choice(["TRUE", "FALSE"])
            case "date":
                return rng.choice([*(f'DATE("{d.isoformat()}")' for d in DATES), "TODAY()"])
        return rng.choice([*(f'DATETIME("{i.isoformat()}")' for i in INSTANTS), "NOW()"])

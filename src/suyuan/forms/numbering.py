"""Numbers by rule: ``RM-{yyMMdd}-{###}``, allocated from a counter row in the transaction that uses them.

A counter belongs to the pattern with everything but the counter filled in, so each day, month or prefix starts at 1,
and no two numbers of one scope are equal. A transaction that is rolled back leaves no gap; a number once committed is
never given again, whatever happens to its record.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from suyuan.codes.check_digits import mod10
from suyuan.forms.tables import number_counter
from suyuan.kernel.errors import Invalid, Mistake, refuse
from suyuan.store.engine import Tx
from suyuan.store.quick import Quick

_TOKEN = re.compile(r"\{([^{}]*)\}")
_COUNTER = re.compile(r"#{1,12}")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}")
_DATES: dict[str, str] = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d"}
_DATE = re.compile(r"(yyyy|yy|MM|dd)+")
_SSCC = re.compile(r"sscc:(\d{5,13})", re.ASCII)
MAX_LENGTH = 60
SSCC_DIGITS = 17
"""Digits of an SSCC before its check digit (GS1 General Specifications 3.2)."""


@dataclass(frozen=True)
class Part:
    """A piece of a rule: literal text, a date format, a field path, the counter's width, or the start of an SSCC."""

    kind: str
    text: str


@dataclass(frozen=True)
class Rule:
    """A numbering rule taken apart."""

    text: str
    parts: tuple[Part, ...]

    @property
    def paths(self) -> list[tuple[str, ...]]:
        """The fields it reads."""
        return [tuple(part.text.split(".")) for part in self.parts if part.kind == "field"]

    @property
    def width(self) -> int:
        """Digits the counter is padded to."""
        return next(len(part.text) for part in self.parts if part.kind == "counter")

    @property
    def sscc(self) -> bool:
        """Whether it gives SSCC: extension digit and GS1 company prefix, the counter, the check digit."""
        return self.parts[0].kind == "sscc"


@lru_cache(1024)
def parse_rule(text: str) -> Rule:
    """The rule ``text`` tells.

    :raises Invalid: an unknown token; no counter or two; a counter touching a field, where two records could get
        the same number once the counter outgrows its width; something beside an SSCC, which is a number by itself.
    """
    parts, at = [], 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            parts.append(Part("text", text[at : match.start()]))
        parts.append(_part(match[1]))
        at = match.end()
    if at < len(text):
        parts.append(Part("text", text[at:]))
    if any(part.kind == "text" and ("{" in part.text or "}" in part.text) for part in parts):
        raise refuse("", "forms.rule_brace")
    if len(parts) > 1 and any(part.kind == "sscc" for part in parts):
        raise refuse("", "forms.rule_sscc")
    if sum(part.kind in ("counter", "sscc") for part in parts) != 1:
        raise refuse("", "forms.rule_counter")
    for one, other in itertools.pairwise(parts):
        if {one.kind, other.kind} == {"counter", "field"}:
            raise refuse("", "forms.rule_touching")
    return Rule(text, tuple(parts))


def _part(token: str) -> Part:
    if _COUNTER.fullmatch(token):
        return Part("counter", token)
    if found := _SSCC.fullmatch(token):
        return Part("sscc", found[1])
    if _DATE.fullmatch(token):
        return Part("date", re.sub(r"yyyy|yy|MM|dd", lambda m: _DATES[m[0]], token))
    if _PATH.fullmatch(token):
        return Part("field", token)
    raise refuse("", "forms.rule_token", token=token)


def prefix(rule: Rule, today: date, read: Callable[[tuple[str, ...]], Any]) -> str:
    """``rule`` with everything but the counter filled in; the counter stands as ``{}``.

    :param read: the shown text of a field path; ``None`` or blank refuses.
    :raises Invalid: a field it needs is blank.
    """
    filled = []
    for part in rule.parts:
        if part.kind == "date":
            filled.append(today.strftime(part.text))
        elif part.kind == "field":
            value = read(tuple(part.text.split(".")))
            if value is None or str(value) == "":
                raise refuse("", "forms.rule_blank", field=part.text)
            filled.append(str(value).replace("{", "(").replace("}", ")"))
        elif part.kind == "sscc":
            filled.append(part.text + "{}")
        else:
            filled.append("{}" if part.kind == "counter" else part.text)
    return "".join(filled)


def number(rule: Rule, filled: str, count: int) -> str:
    """The number ``count`` under the filled-in pattern."""
    if rule.sscc:
        return _sscc(filled.removesuffix("{}"), count)
    found = filled.replace("{}", str(count).zfill(rule.width))
    if len(found) > MAX_LENGTH:
        raise refuse("", "forms.too_long", most=MAX_LENGTH, given=len(found))
    return found


def _sscc(start: str, count: int) -> str:
    digits = str(count).zfill(SSCC_DIGITS - len(start))
    if len(start) + len(digits) > SSCC_DIGITS:
        raise refuse("", "forms.rule_sscc_full", start=start)
    return start + digits + mod10(start + digits)


def allocate(tx: Tx, scope: str, filled: str, count: int = 1) -> int:
    """The next of ``count`` numbers under ``filled``: the last is the answer, the first ``answer - count + 1``.

    One statement; on PostgreSQL the counter row stays locked until the transaction ends, so numbers have no gaps.
    """
    statement = _UPSERT[tx.store.dialect]
    row = statement.first(tx.conn, {"scope": scope, "prefix": filled, "last": count})
    assert row is not None
    return int(row[0])


def _upsert(insert: Any) -> Insert:
    statement = insert(number_counter)
    raised = {"last": number_counter.c.last + statement.excluded.last}
    upsert: Insert = statement.on_conflict_do_update(
        index_elements=[number_counter.c.scope, number_counter.c.prefix], set_=raised
    ).returning(number_counter.c.last)
    return upsert


_UPSERT = {"sqlite": Quick(_upsert(sqlite.insert)), "postgresql": Quick(_upsert(postgresql.insert))}


def preview(rule: Rule, today: date) -> str:
    """What a number will look like: counter at 1, fields as their names."""
    return number(rule, prefix(rule, today, lambda path: path[-1].upper()), 1)


def rule_mistakes(path: str, text: str) -> list[Mistake]:
    """What is wrong with the rule ``text``, under ``path``."""
    try:
        parse_rule(text)
    except Invalid as wrong:
        return [mistake.under(path) for mistake in wrong.mistakes]
    return []

"""Dates and instants, in the plant's time zone."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sqlalchemy import extract

from suyuan.expr.arithmetic import CONTEXT, small
from suyuan.expr.env import Env
from suyuan.expr.function import function
from suyuan.expr.node import Call, Const
from suyuan.expr.sql_term import Term, constant, number

if TYPE_CHECKING:
    from suyuan.expr.sql import SqlWalk

GROUP = "dates"
MICROSECONDS = {"W": 604_800_000_000, "D": 86_400_000_000, "H": 3_600_000_000, "MI": 60_000_000, "S": 1_000_000}
UNITS = ("D", "W", "M", "Y", "H", "MI", "S")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def day_of(env: Env, value: Any, month: Decimal | None = None, day: Decimal | None = None) -> date | None:
    """The calendar date of year, month and day, of a text YYYY-MM-DD, or of an instant in the plant; else blank."""
    try:
        if month is not None and day is not None:
            return date(small(value), small(month), small(day))
        if isinstance(value, str):
            return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except (ValueError, OverflowError):
        return None
    return env.local(value).date()


def instant_of(env: Env, text: str) -> datetime | None:
    """The instant a text writes (RFC 3339; without offset: the plant's time), else blank."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=env.now.tzinfo)
    except ValueError:
        return None


def moved(env: Env, value: Any, count: Decimal, unit: str = "D") -> Any:
    """``value`` later by ``count`` units; months keep the day where the month has it; blank outside 1 to 9999."""
    unit = unit.upper()
    if unit in ("M", "Y"):
        return None if isinstance(value, datetime) else months_later(value, small(count) * (12 if unit == "Y" else 1))
    try:
        if isinstance(value, datetime):
            exact = CONTEXT.multiply(count, MICROSECONDS[unit]).quantize(Decimal(1), ROUND_HALF_UP, CONTEXT)
            return value + timedelta(microseconds=small(exact, 10**18))
        if unit not in ("D", "W"):
            return None
        return value + timedelta(days=small(count) * (7 if unit == "W" else 1))
    except (OverflowError, InvalidOperation):
        return None


def months_later(value: date, months: int) -> date | None:
    """``value`` that many months on, on the last day where the month is shorter."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(value.day, calendar.monthrange(year, month + 1)[1]))


def between(env: Env, start: Any, end: Any, unit: str = "D") -> Decimal | None:
    """Whole units from ``start`` to ``end``, negative when it is before."""
    unit = unit.upper()
    if unit in ("M", "Y"):
        return _months(_day(env, start), _day(env, end), 12 if unit == "Y" else 1)
    if isinstance(start, datetime) and isinstance(end, datetime):
        exact = (end - start) // timedelta(microseconds=1)
        whole = abs(exact) // MICROSECONDS[unit]
        return Decimal(whole if exact >= 0 else -whole)
    if unit not in ("D", "W"):
        return None
    days = (_day(env, end) - _day(env, start)).days
    whole = abs(days) // (7 if unit == "W" else 1)
    return Decimal(whole if days >= 0 else -whole)


def _day(env: Env, value: date) -> date:
    return env.local(value).date() if isinstance(value, datetime) else value


def _months(start: date, end: date, size: int) -> Decimal:
    sign = 1
    if start > end:
        start, end, sign = end, start, -1
    months = (end.year - start.year) * 12 + end.month - start.month - (1 if end.day < start.day else 0)
    return Decimal(sign * (months // size))


def month_end(value: date, months: Decimal = Decimal(0)) -> date | None:
    """The last day of the month ``months`` on."""
    found = months_later(value.replace(day=1), small(months))
    return found and found.replace(day=calendar.monthrange(found.year, found.month)[1])


def _unit(node: Call) -> str:
    unit = node.args[2] if len(node.args) > 2 else Const("D")
    return str(unit.value).upper() if isinstance(unit, Const) else ""


def _part_sql(walk: SqlWalk, node: Call) -> Term:
    term = walk.term(node.args[0])
    if term.kind != "date" or term.sql is None:
        raise walk.refuse(node, node.fn)
    return number(extract(node.fn.lower(), term.sql), 0, 10_000)


def _day_sql(walk: SqlWalk, node: Call) -> Term:
    term = walk.term(node.args[0])
    if term.kind != "datetime" or len(node.args) > 1:
        raise walk.refuse(node, node.fn)
    return Term("date", day_of=term.sql)


def _moved_sql(walk: SqlWalk, node: Call) -> Term:
    day, count = walk.term(node.args[0]), walk.term(node.args[1])
    if count.kind == "blank":
        return Term("blank")
    if day.kind != "date" or not count.const or _unit(node) not in ("D", "W"):
        raise walk.refuse(node, node.fn)
    return walk.shifted(day, constant(Decimal(small(count.value) * (7 if _unit(node) == "W" else 1))), 1, node)


def _between_sql(walk: SqlWalk, node: Call) -> Term:
    start, end = walk.term(node.args[0]), walk.term(node.args[1])
    if "blank" in (start.kind, end.kind):
        return Term("blank")
    if start.kind != "date" or end.kind != "date" or _unit(node) != "D":
        raise walk.refuse(node, node.fn)
    return walk.days_between(end, start, node)


function(
    "DATE",
    "year: number|text|datetime, month?: number, day?: number",
    "date",
    day_of,
    group=GROUP,
    sql=_day_sql,
    env=True,
    zh="年、月、日组成的日期，或文本 YYYY-MM-DD 的日期，或时间所在的日期；不存在的日期为空。",
    en="The date of year, month and day, of a text YYYY-MM-DD, or of an instant; blank if there is no such day.",
    examples=(("DATE(2026, 2, 28)", "2026-02-28"), ('DATE("2026-02-28") + 1', "2026-03-01"), ("DATE(2026, 2, 30)", "")),
)
function(
    "DATETIME",
    "text: text",
    "datetime",
    instant_of,
    group=GROUP,
    env=True,
    zh="文本所写的时间，如 2026-02-28T08:30:00+08:00；不写时区时为工厂时间。",
    en="The instant a text writes, as 2026-02-28T08:30:00+08:00; the plant's time without an offset.",
    examples=(('DATETIME("2026-02-28T08:30:00+08:00")', "2026-02-28 08:30:00"),),
)
function(
    "YEAR",
    "date: date|datetime",
    "number",
    lambda env, v: Decimal(_day(env, v).year),
    group=GROUP,
    sql=_part_sql,
    env=True,
    zh="年份。",
    en="Its year.",
    examples=(("YEAR(DATE(2026, 2, 28))", "2026"),),
)
function(
    "MONTH",
    "date: date|datetime",
    "number",
    lambda env, v: Decimal(_day(env, v).month),
    group=GROUP,
    sql=_part_sql,
    env=True,
    zh="月份，1 至 12。",
    en="Its month, 1 to 12.",
    examples=(("MONTH(DATE(2026, 2, 28))", "2"),),
)
function(
    "DAY",
    "date: date|datetime",
    "number",
    lambda env, v: Decimal(_day(env, v).day),
    group=GROUP,
    sql=_part_sql,
    env=True,
    zh="日，1 至 31。",
    en="Its day of the month, 1 to 31.",
    examples=(("DAY(DATE(2026, 2, 28))", "28"),),
)
function(
    "WEEKDAY",
    "date: date|datetime",
    "number",
    lambda env, v: Decimal(_day(env, v).isoweekday()),
    group=GROUP,
    env=True,
    zh="星期几：周一为 1，周日为 7。",
    en="Its day of the week: Monday is 1, Sunday 7.",
    examples=(("WEEKDAY(DATE(2026, 11, 22))", "7"),),
)
function(
    "HOUR",
    "instant: datetime",
    "number",
    lambda env, v: Decimal(env.local(v).hour),
    group=GROUP,
    env=True,
    zh="小时，0 至 23。",
    en="Its hour, 0 to 23.",
    examples=(('HOUR(DATETIME("2026-02-28T08:30:00+08:00"))', "8"),),
)
function(
    "MINUTE",
    "instant: datetime",
    "number",
    lambda env, v: Decimal(env.local(v).minute),
    group=GROUP,
    env=True,
    zh="分钟，0 至 59。",
    en="Its minute, 0 to 59.",
    examples=(('MINUTE(DATETIME("2026-02-28T08:30:00+08:00"))', "30"),),
)
function(
    "TODAY",
    "",
    "date",
    lambda env: env.today,
    group=GROUP,
    env=True,
    zh="今天的日期。",
    en="The date today.",
    examples=(("TODAY()", "2026-11-22"),),
)
function(
    "NOW",
    "",
    "datetime",
    lambda env: env.now,
    group=GROUP,
    env=True,
    zh="现在的时间。",
    en="The present instant.",
    examples=(("NOW()", "2026-11-22 16:00:00"),),
)
function(
    "DATEADD",
    "value: date|datetime, count: number, unit?: text!",
    "=value",
    moved,
    group=GROUP,
    sql=_moved_sql,
    env=True,
    options={"unit": UNITS},
    zh="往后推若干单位：D 天（默认）、W 周、M 月、Y 年、H 小时、MI 分、S 秒；M、Y 只用于日期，H、MI、S 只用于时间。",
    en="Later by so many units: D days (unless said), W weeks; M months, Y years for dates; H hours, MI minutes, "
    "S seconds for instants.",
    examples=(('DATEADD(DATE(2026, 1, 31), 1, "M")', "2026-02-28"), ("DATEADD(DATE(2026, 1, 31), 7)", "2026-02-07")),
)
function(
    "DATEDIF",
    "start: date|datetime, end: date|datetime, unit?: text!",
    "number",
    between,
    group=GROUP,
    sql=_between_sql,
    env=True,
    options={"unit": UNITS},
    zh="从开始到结束的整单位数：D 天（默认）、W 周、M 月、Y 年、H 小时、MI 分、S 秒；结束在前时为负。",
    en="Whole units from start to end: D days (unless said), W, M, Y; H, MI, S between instants; negative backwards.",
    examples=(
        ('DATEDIF(DATE(2026, 1, 31), DATE(2026, 3, 1), "M")', "1"),
        ("DATEDIF(DATE(2026, 1, 1), TODAY())", "325"),
    ),
)
function(
    "EOMONTH",
    "date: date, months?: number",
    "date",
    month_end,
    group=GROUP,
    zh="若干月之后那个月的最后一天。",
    en="The last day of the month so many months on.",
    examples=(("EOMONTH(DATE(2026, 2, 3))", "2026-02-28"),),
)

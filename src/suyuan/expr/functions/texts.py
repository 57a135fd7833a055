"""Texts; positions count characters (code points) from 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, and_, func, literal

from suyuan.expr.arithmetic import CONTEXT, plain, rounded, small
from suyuan.expr.env import Env
from suyuan.expr.errors import wrong
from suyuan.expr.function import function
from suyuan.expr.functions.lists import filled
from suyuan.expr.node import Call
from suyuan.expr.sql_element import ByCode, ListHas, Position, Tail, length
from suyuan.expr.sql_term import Term, number
from suyuan.store.columns import Text

if TYPE_CHECKING:
    from suyuan.expr.sql import SqlWalk

GROUP = "texts"
LIMIT_RESULT = 100_000
ONE = Decimal(1)
_VALUE = re.compile(r"[+-]?[0-9]{1,34}(\.[0-9]{1,34})?", re.ASCII)
_NUMBER_FORMAT = re.compile(r"(#,##)?0(\.(0{1,20}))?(%)?", re.ASCII)
_DATE_PART = re.compile(r"YYYY|YY|MM|MI|M|DD|D|HH|SS", re.IGNORECASE)


def shown(env: Env, value: Any) -> str:
    """A value as text: numbers without idle zeros, dates YYYY-MM-DD, instants in the plant's zone, blank as ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return env.local(value).strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return str(value.get("title") or value.get("uid") or value.get("id") or "")
    return plain(value if isinstance(value, Decimal) else Decimal(value))


def joined(env: Env, *values: Any) -> str:
    """All of them in one text; a blank is ""."""
    return "".join([shown(env, v) for v in values])


def text_join(env: Env, separator: str | None, *values: Any) -> str:
    """Those that are filled in, ``separator`` between them."""
    return (separator or "").join(shown(env, v) for v in filled(values))


def left(text: str, count: Decimal = ONE) -> str:
    """The first ``count`` characters."""
    return text[: max(small(count), 0)]


def right(text: str, count: Decimal = ONE) -> str:
    """The last ``count`` characters."""
    return text[max(len(text) - max(small(count), 0), 0) :]


def mid(text: str, start: Decimal, count: Decimal) -> str:
    """``count`` characters from the one at ``start``; a start before 1 is 1."""
    begin = max(small(start), 1) - 1
    return text[begin : begin + max(small(count), 0)]


def contains(whole: Any, part: str) -> bool:
    """Whether ``part`` stands in the text, or is one of the list."""
    return part in whole


def substitute(text: str, old: str, new: str) -> str:
    """``old`` replaced by ``new`` everywhere; nothing happens for an empty ``old``."""
    if not old:
        return text
    if len(text) + text.count(old) * len(new) > LIMIT_RESULT:
        raise wrong("too_much", limit=LIMIT_RESULT)
    return text.replace(old, new)


def upper(text: str) -> str:
    """The letters a to z as capitals."""
    return "".join(chr(ord(c) - 32) if "a" <= c <= "z" else c for c in text)


def lower(text: str) -> str:
    """The letters A to Z as small ones."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def number_of(text: str) -> Decimal | None:
    """The number a text writes, else blank."""
    text = text.strip(" ")
    return Decimal(text) if _VALUE.fullmatch(text) else None


def formatted(env: Env, value: Any, pattern: str) -> str:
    """A number as ``0.00``, ``#,##0`` or ``0%``; a date or instant as ``YYYY-MM-DD HH:MI``."""
    if isinstance(value, date):
        return _date_text(env.local(value) if isinstance(value, datetime) else value, pattern)
    match = _NUMBER_FORMAT.fullmatch(pattern)
    if match is None:
        return shown(env, value)
    commas, _, decimals, percent = match.groups()
    places = len(decimals or "")
    number = rounded(CONTEXT.multiply(value, 100) if percent else value, places)
    text = format(number.copy_abs(), "f")
    units, _, rest = text.partition(".")
    if commas:
        units = f"{int(units):,}"
    rest = rest[:places].ljust(places, "0")
    body = f"{units}.{rest}" if places else units
    sign = "-" if number < 0 else ""
    return f"{sign}{body}{percent or ''}"


def _date_text(value: date, pattern: str) -> str:
    instant = value if isinstance(value, datetime) else None

    def part(match: re.Match[str]) -> str:
        match match.group().upper():
            case "YYYY":
                return f"{value.year:04}"
            case "YY":
                return f"{value.year % 100:02}"
            case "MM":
                return f"{value.month:02}"
            case "M":
                return str(value.month)
            case "DD":
                return f"{value.day:02}"
            case "D":
                return str(value.day)
            case "HH":
                return f"{instant.hour if instant else 0:02}"
            case "MI":
                return f"{instant.minute if instant else 0:02}"
        return f"{instant.second if instant else 0:02}"

    return _DATE_PART.sub(part, pattern)


def _count(walk: SqlWalk, node: Call, at: int) -> int | None:
    """A constant whole number, ``None`` for a blank."""
    if at >= len(node.args):
        return 1
    if not walk.folds(node.args[at]):
        raise walk.refuse(node, node.fn)
    value = walk.folded(node.args[at]).value
    return None if value is None else small(value)


def _part_sql(text: ColumnElement[Any], begin: ColumnElement[Any] | int, count: int | None = None) -> Term:
    start = literal(begin, Integer()) if isinstance(begin, int) else begin
    ends = [] if count is None else [literal(count, Integer())]
    return Term("text", func.substr(text, start, *ends, type_=Text()))


def _slice_sql(walk: SqlWalk, node: Call) -> Term:
    text, count = walk.text(node.args[0]), _count(walk, node, len(node.args) - 1 if node.fn == "MID" else 1)
    start = _count(walk, node, 1) if node.fn == "MID" else 1
    if count is None or start is None:
        return Term("blank")
    count = max(count, 0)
    if node.fn != "RIGHT":
        return _part_sql(text, max(start, 1), count)
    return Term("text", Tail(text, literal(count, Integer()))) if count else _part_sql(text, 1, 0)


def _length_sql(walk: SqlWalk, node: Call) -> Term:
    return number(length(walk.text(node.args[0])), 0, 10**10)


def _contains_sql(walk: SqlWalk, node: Call) -> Term:
    whole = walk.term(node.args[0])
    if whole.kind == "list" and whole.sql is not None:
        return Term("bool", ListHas(whole.sql, walk.text(node.args[1])))
    return Term("bool", Position(walk.text(node.args[0]), walk.text(node.args[1])) > 0)


def _starts_sql(walk: SqlWalk, node: Call) -> Term:
    text, part = walk.text(node.args[0]), walk.text(node.args[1])
    return Term("bool", func.substr(text, 1, length(part), type_=Text()) == part)


def _ends_sql(walk: SqlWalk, node: Call) -> Term:
    text, part = walk.text(node.args[0]), walk.text(node.args[1])
    if walk.folds(node.args[1]) and (end := walk.folded(node.args[1]).value):
        return Term("bool", Tail(text, literal(len(end), Integer())) == part)
    tail = func.substr(text, length(text) - length(part) + 1, type_=Text())
    return Term("bool", and_(length(text) >= length(part), tail == part))


def _case_sql(walk: SqlWalk, node: Call) -> Term:
    text = ByCode(walk.text(node.args[0]))
    return Term("text", (func.upper if node.fn == "UPPER" else func.lower)(text, type_=Text()))


def _trim_sql(walk: SqlWalk, node: Call) -> Term:
    return Term("text", func.trim(walk.text(node.args[0]), type_=Text()))


def _concat_sql(walk: SqlWalk, node: Call) -> Term:
    """Texts only: other kinds are written differently by each database."""
    found: ColumnElement[Any] = literal("", Text())
    for arg in node.args:
        if walk.folds(arg):
            found = found + literal(shown(walk.env, walk.folded(arg).value), Text())
        else:
            found = found + func.coalesce(walk.text(arg), "", type_=Text())
    return Term("text", found)


function(
    "LEN",
    "text: text",
    "number",
    lambda text: Decimal(len(text)),
    group=GROUP,
    sql=_length_sql,
    zh="字符数。",
    en="How many characters it has.",
    examples=(('LEN("酱油500ml")', "7"),),
)
function(
    "LEFT",
    "text: text, count?: number",
    "text",
    left,
    group=GROUP,
    sql=_slice_sql,
    zh="开头的若干个字符，默认 1 个。",
    en="Its first characters; one unless said.",
    examples=(('LEFT("A12345", 3)', "A12"),),
)
function(
    "RIGHT",
    "text: text, count?: number",
    "text",
    right,
    group=GROUP,
    sql=_slice_sql,
    zh="末尾的若干个字符，默认 1 个。",
    en="Its last characters; one unless said.",
    examples=(('RIGHT("A12345", 2)', "45"),),
)
function(
    "MID",
    "text: text, start: number, count: number",
    "text",
    mid,
    group=GROUP,
    sql=_slice_sql,
    zh="从第几个字符起的若干个字符。",
    en="Some characters from a position on.",
    examples=(('MID("A12345", 2, 3)', "123"),),
)
function(
    "CONTAINS",
    "text: text|[text], part: text",
    "bool",
    contains,
    group=GROUP,
    sql=_contains_sql,
    zh="文本中含有该内容，或多选中选了该项时为 TRUE。",
    en="TRUE where the text holds the part, or the choices hold it.",
    examples=(('CONTAINS("食用盐", "盐")', "TRUE"),),
)
function(
    "STARTSWITH",
    "text: text, part: text",
    "bool",
    lambda text, part: text.startswith(part),
    group=GROUP,
    sql=_starts_sql,
    zh="以该内容开头时为 TRUE。",
    en="TRUE where the text begins so.",
    examples=(('STARTSWITH("SC123", "SC")', "TRUE"),),
)
function(
    "ENDSWITH",
    "text: text, part: text",
    "bool",
    lambda text, part: text.endswith(part),
    group=GROUP,
    sql=_ends_sql,
    zh="以该内容结尾时为 TRUE。",
    en="TRUE where the text ends so.",
    examples=(('ENDSWITH("SC123", "23")', "TRUE"),),
)
function(
    "CONCAT",
    "*values: text|number|bool|date|datetime",
    "text",
    joined,
    group=GROUP,
    sql=_concat_sql,
    env=True,
    blanks=True,
    zh="连接成一段文本；空视为没有内容。也可写作 a & b。",
    en="All of them in one text; a blank adds nothing. Also written a & b.",
    examples=(('CONCAT("L", 12, BLANK)', "L12"), ('"a" & 1.50', "a1.5")),
)
function(
    "TEXTJOIN",
    "separator: text, *values: text|number|date|[text]|[number]|[date]",
    "text",
    text_join,
    group=GROUP,
    env=True,
    blanks=True,
    rows=True,
    zh="用分隔符连接有值的各项。",
    en="Those that are filled in, with a separator between.",
    examples=(('TEXTJOIN("-", "a", BLANK, "b")', "a-b"),),
)
function(
    "UPPER",
    "text: text",
    "text",
    upper,
    group=GROUP,
    sql=_case_sql,
    zh="字母 a–z 变为大写。",
    en="The letters a to z as capitals.",
    examples=(('UPPER("lot-a1")', "LOT-A1"),),
)
function(
    "LOWER",
    "text: text",
    "text",
    lower,
    group=GROUP,
    sql=_case_sql,
    zh="字母 A–Z 变为小写。",
    en="The letters A to Z as small ones.",
    examples=(('LOWER("LOT-A1")', "lot-a1"),),
)
function(
    "TRIM",
    "text: text",
    "text",
    lambda text: text.strip(" "),
    group=GROUP,
    sql=_trim_sql,
    zh="去掉首尾空格。",
    en="Without the spaces at both ends.",
    examples=(('TRIM("  a b ")', "a b"),),
)
function(
    "SUBSTITUTE",
    "text: text, old: text, new: text",
    "text",
    substitute,
    group=GROUP,
    zh="替换其中的内容。",
    en="One part replaced by another everywhere.",
    examples=(('SUBSTITUTE("a-b-c", "-", "")', "abc"),),
)
function(
    "VALUE",
    "text: text",
    "number",
    number_of,
    group=GROUP,
    zh="文本所写的数字；不是数字时为空。",
    en="The number a text writes; blank if it writes none.",
    examples=(('VALUE("12.50")', "12.5"),),
)
function(
    "TEXT",
    "value: number|date|datetime, format: text!",
    "text",
    formatted,
    group=GROUP,
    env=True,
    zh="按格式写成文本：0.00、#,##0、0%、YYYY-MM-DD HH:MI。",
    en="Written in a format: 0.00, #,##0, 0%, YYYY-MM-DD HH:MI.",
    examples=(
        ('TEXT(1234.5, "#,##0.00")', "1,234.50"),
        ('TEXT(0.25, "0%")', "25%"),
        ('TEXT(DATE(2026, 3, 9), "YYMMDD")', "260309"),
    ),
)

"""The expression language: exact decimals, two-valued logic, Chinese names, four back ends that agree.

See ``docs/expressions.md`` for people and ``docs/decisions/0003-expressions.md`` for the reasons.
"""

from __future__ import annotations

from suyuan.expr.check import check
from suyuan.expr.compile import compiled, evaluate
from suyuan.expr.elsewhere import Elsewhere, elsewheres
from suyuan.expr.elsewhere_sql import Records, elsewhere_sql, elsewhere_value
from suyuan.expr.env import Env
from suyuan.expr.errors import ExpressionError
from suyuan.expr.evaluate import Value
from suyuan.expr.function import FUNCTIONS, Function
from suyuan.expr.parse import Expression, from_tree, parse
from suyuan.expr.reads import Window, reads, windows
from suyuan.expr.sql import to_sql
from suyuan.expr.sql_problems import sql_problems
from suyuan.expr.types import (
    BLANK,
    BOOL,
    DATE,
    DATETIME,
    NUMBER,
    ROW,
    TEXT,
    LinkTo,
    ListOf,
    NameScope,
    Number,
    Scope,
    Type,
)
from suyuan.expr.window_sql import Past, bind_windows, window_sql, window_value

__all__ = [
    "BLANK",
    "BOOL",
    "DATE",
    "DATETIME",
    "FUNCTIONS",
    "NUMBER",
    "ROW",
    "TEXT",
    "Elsewhere",
    "Env",
    "Expression",
    "ExpressionError",
    "Function",
    "LinkTo",
    "ListOf",
    "NameScope",
    "Number",
    "Past",
    "Records",
    "Scope",
    "Type",
    "Value",
    "Window",
    "bind_windows",
    "check",
    "compiled",
    "elsewhere_sql",
    "elsewhere_value",
    "elsewheres",
    "evaluate",
    "from_tree",
    "parse",
    "reads",
    "sql_problems",
    "to_sql",
    "window_sql",
    "window_value",
    "windows",
]  # fmt: skip

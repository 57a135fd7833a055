"""The one error an expression can give."""

from __future__ import annotations

from typing import Any

from suyuan.kernel.errors import Invalid, Mistake


class ExpressionError(Invalid):
    """What is wrong with an expression: every mistake, each with its position.

    The params of each mistake hold ``at`` and ``to`` (offsets in the text) and ``column`` (``at`` + 1).
    """


def mistake(code: str, at: int, to: int, **params: Any) -> Mistake:
    """A mistake ``expr.<code>`` about the characters ``at`` to ``to``."""
    return Mistake("", f"expr.{code}", {"at": at, "to": to, "column": at + 1, **params})


def wrong(code: str, at: int = 0, to: int = 0, **params: Any) -> ExpressionError:
    """An error of one mistake."""
    return ExpressionError([mistake(code, at, to, **params)])

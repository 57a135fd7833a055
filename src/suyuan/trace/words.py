"""Small words for messages."""

from __future__ import annotations

from decimal import Decimal

from suyuan.kernel.i18n import Label, catalogue


def plain(value: Decimal) -> str:
    """``value`` without exponent and trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def status_words(status: str) -> Label:
    """A lot's status for people."""
    return catalogue()[f"trace.status_{status}"]

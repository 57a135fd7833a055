"""What a choice offers, and its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from suyuan.kernel.i18n import Label

Colour = Literal["", "green", "amber", "red", "blue", "grey"]


class Option(msgspec.Struct, frozen=True):
    """One thing to choose; ``retired`` ones stay readable and are no longer offered."""

    key: str
    label: Label
    color: Colour = ""
    retired: bool = False


def option_label(options: Iterable[Option], key: str, lang: str) -> str:
    """The words of the option ``key``; the key itself where no option has it."""
    return next((o.label.show(lang) or o.key for o in options if o.key == key), key)


def option_words(options: Iterable[Option], key: str) -> Label:
    """The words of the option ``key`` in both languages; the key itself where no option has any."""
    found = next((o.label for o in options if o.key == key), Label())
    return found if found.zh or found.en else Label(key, key)

"""Rules for the texts people give about themselves and others."""

from __future__ import annotations

import re
import unicodedata

from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import LANGUAGES

_USER = re.compile(r"[\w.@-]{1,64}")
LONGEST_NAME = 100


def fold(user: str) -> str:
    """A user name as it is kept and compared: NFKC, lower case, no blanks around it."""
    return unicodedata.normalize("NFKC", user).strip().casefold()


def check_user(user: str) -> list[Mistake]:
    """What is wrong with a folded user name."""
    return [] if _USER.fullmatch(user) else [Mistake("user", "access.bad_user")]


def check_name(name: str) -> list[Mistake]:
    """What is wrong with the name of a person, department or key."""
    fits = 0 < len(name.strip()) <= LONGEST_NAME
    clean = all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)
    return [] if fits and clean else [Mistake("name", "access.bad_name")]


def check_lang(lang: str) -> list[Mistake]:
    """What is wrong with a language."""
    return [] if lang in LANGUAGES else [Mistake("lang", "access.bad_lang")]

"""Passwords: which are good enough, and Argon2id behind a semaphore, so that signing in never takes all memory."""

from __future__ import annotations

import os
import threading
import unicodedata
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from suyuan.access.words import fold
from suyuan.kernel.errors import Mistake, TooMany

LEAST, MOST = 8, 128
PATIENCE = 10.0
"""Seconds to wait for a turn before ``TooMany``."""
_EASY = """
password passw0rd password1 iloveyou sunshine princess football baseball qwertyui qwertyuiop qwerty123 1q2w3e4r
1qaz2wsx asdfghjk asdfghjkl zxcvbnm1 administrator admin123 admin888 admin1234 changeme welcome1 letmein1 woaini1314
5201314520 a1234567 a12345678 a123456789 aa123456 abc12345 abcd1234 q1w2e3r4 123qweasd 147258369 suyuan123 superman
trustno1 starwars dragon123 monkey123 p@ssw0rd p@ssword
"""
_COMMON = frozenset(_EASY.split())
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
_nobody = _hasher.hash("nobody has this password")


def check_password(password: str, *about: str) -> list[Mistake]:
    """What is wrong with a new password.

    :param about: the person's user name and name, which it must not be.
    """
    if len(password) < LEAST:
        return [Mistake("password", "access.password_short", {"least": LEAST})]
    if len(password) > MOST:
        return [Mistake("password", "access.password_long", {"most": MOST})]
    folded = fold(password)
    weak = folded in _COMMON or folded in map(fold, about) or _repeats(folded) or _runs(folded)
    return [Mistake("password", "access.password_weak")] if weak else []


def _repeats(text: str) -> bool:
    return any(text == (text[:n] * len(text))[: len(text)] for n in (1, 2, 3))


def _runs(text: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps in ({1}, {-1}) or text in ("1234567890", "0987654321")


def hash_password(password: str) -> str:
    """The Argon2id hash of ``password`` (19 MiB, 2 passes), about 30 ms of work."""
    with _turn():
        return _hasher.hash(_plain(password))


def verify_password(hashed: str | None, password: str) -> bool:
    """Whether ``password`` is the one hashed; with ``None`` the same work is done and the answer is no."""
    if len(password) > MOST:
        return False
    with _turn():
        try:
            return _hasher.verify(_nobody if hashed is None else hashed, _plain(password)) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False


def _plain(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


class _turn:
    def __enter__(self) -> None:
        if not _turns.acquire(timeout=PATIENCE):
            raise TooMany("access.busy", seconds=1)

    def __exit__(self, *_: object) -> None:
        _turns.release()

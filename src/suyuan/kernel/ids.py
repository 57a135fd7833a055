"""Public identifiers (UUIDv7, RFC 9562) and random secrets, both injected."""

from __future__ import annotations

import os
import random
import threading
import uuid
from typing import Protocol

from suyuan.kernel.clock import Clock


class Entropy(Protocol):
    """Where random bytes come from."""

    def bytes(self, count: int) -> bytes: ...


class SystemEntropy:
    """The operating system's generator."""

    def bytes(self, count: int) -> bytes:
        return os.urandom(count)


class SeededEntropy:
    """A repeatable generator for simulated plants and tests; never for a real one."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


class Ids:
    """Makes UUIDv7 strings which sort in the order they were made, in one process.

    :param clock: gives the millisecond part.
    :param entropy: gives the random part.
    """

    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self.clock = clock
        self.entropy = entropy
        self._lock = threading.Lock()
        self._last = (0, 0)

    def new(self) -> str:
        """A new UUIDv7 string (36 characters, lower case)."""
        noise = int.from_bytes(self.entropy.bytes(8), "big")
        millis = int(self.clock.now().timestamp() * 1000)
        with self._lock:
            last, count = self._last
            count = count + 1 if millis <= last else noise >> 55
            millis = max(millis, last)
            if count > 0xFFF:
                millis, count = millis + 1, 0
            self._last = (millis, count)
        value = f"{(millis << 80) | (0x7 << 76) | (count << 64) | (0b10 << 62) | (noise & ((1 << 62) - 1)):032x}"
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def is_id(text: str) -> bool:
    """Whether ``text`` is a UUID in its canonical form."""
    try:
        return str(uuid.UUID(text)) == text
    except (ValueError, AttributeError, TypeError):
        return False

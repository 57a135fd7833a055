"""Python's cycle collector, held back while a large answer without cycles is built."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_holding = 0


@contextmanager
def held_back() -> Iterator[None]:
    """No collection while the block runs, in any thread: hundreds of thousands of new rows would set off many in vain.

    Blocks may nest and overlap; the last to end lets the collector on, if it was on.
    """
    global _holding
    with _lock:
        if _holding == 0 and not gc.isenabled():
            off = True
        else:
            off = False
            _holding += 1
            gc.disable()
    try:
        yield
    finally:
        if not off:
            with _lock:
                _holding -= 1
                if _holding == 0:
                    gc.enable()

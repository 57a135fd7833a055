from __future__ import annotations

from tests.api.conftest import app, boss, caller, plant

__all__ = ["app", "boss", "caller", "plant"]

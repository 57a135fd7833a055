"""The functions, one file a group; importing this package registers them all."""

from __future__ import annotations

import sys

from suyuan.expr.function import FUNCTIONS

FUNCTIONS.scan(sys.modules[__name__])

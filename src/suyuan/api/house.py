"""What every request of one server shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from suyuan.api.metrics import Metrics
from suyuan.api.public.limit import Limits
from suyuan.api.static import Site
from suyuan.store.engine import Store

if TYPE_CHECKING:
    from suyuan.api.live import Hub


@dataclass
class House:
    """The store, those who watch, the web pages, the counters, the limits for strangers."""

    store: Store
    hub: Hub
    site: Site
    metrics: Metrics = field(default_factory=Metrics)
    limits: Limits = field(default_factory=Limits)

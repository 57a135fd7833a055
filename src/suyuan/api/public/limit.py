"""How often strangers may ask: tokens by address that fill up again with time, kept in memory."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

MOST_ADDRESSES = 10_000


class Limit:
    """At most ``most`` in a row, and one more each ``every``.

    :param most: tokens of a full bucket.
    :param every: how long one token takes to come back.
    """

    def __init__(self, most: int, every: timedelta) -> None:
        self.most, self.every = most, every
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, now: datetime) -> bool:
        """Whether one more is allowed now; then it is counted."""
        with self._lock:
            left, since = self._buckets.pop(key, (float(self.most), now))
            left = min(float(self.most), left + max(timedelta(0), now - since) / self.every)
            allowed = left >= 1
            self._buckets[key] = (left - 1 if allowed else left, now)
            if len(self._buckets) > MOST_ADDRESSES:
                self._buckets.popitem(last=False)
            return allowed


def place_of(address: str) -> str:
    """What counts as one asker: an IPv4 address, or the network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", strict=False))


class Limits:
    """The limits of one server."""

    def __init__(self) -> None:
        self.pages = Limit(120, timedelta(seconds=0.5))
        self.complaints = Limit(5, timedelta(minutes=12))
        self.all_complaints = Limit(200, timedelta(minutes=5))
        self.links = Limit(240, timedelta(seconds=0.25))
        self.link_submits = Limit(20, timedelta(seconds=15))
        self.link_files = Limit(40, timedelta(seconds=15))

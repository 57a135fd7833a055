"""What an evaluation may know besides the values: bound once, so that replays agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Env:
    """The moment and the person of an evaluation.

    :param now: aware instant; its ``tzinfo`` is the plant's time zone.
    :param today: the plant's calendar date.
    :param user: public id of the person.
    :param windows: results of the window functions by their canonical text (see ``windows``), bound beforehand.
    :param ask: answers a function over another form (``Elsewhere``) for the values at hand; ``None`` where nothing can.
    """

    now: datetime
    today: date
    user: str | None = None
    windows: Mapping[str, Any] = field(default_factory=dict)
    ask: Callable[[Any, Any], Any] | None = field(default=None, compare=False)

    @classmethod
    def at(cls, now: datetime, user: str | None = None, windows: Mapping[str, Any] | None = None) -> Env:
        """The environment of the moment ``now``, in its own zone."""
        return cls(now, now.date(), user, windows or {})

    def local(self, instant: datetime) -> datetime:
        """``instant`` in the plant's time zone."""
        try:
            return instant.astimezone(self.now.tzinfo)
        except OverflowError:
            return instant

    def start_of(self, day: date) -> datetime:
        """The instant at which ``day`` begins in the plant."""
        return datetime(day.year, day.month, day.day, tzinfo=self.now.tzinfo)

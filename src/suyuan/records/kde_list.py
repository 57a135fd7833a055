"""The words of a list of key data elements: node by node, event by event, each datum and the field that captures it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from suyuan.forms.form import Expr, Stage
from suyuan.kernel.i18n import Label


class Datum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One datum that has to be kept.

    :param key: unique in its event.
    :param law: who asks for it: ``GB 14881-2025 11.1``.
    :param field: ``form.field`` or ``form.list.field``; of several in one form any one will do, several forms each
        capture it for their own records. In a document one may stand as a bare text.
    :param when: condition on the record; where it does not hold the datum is not asked for.
    :param rows_where: condition on the rows of the list; only these are asked for it, and a list without any is not.
    :param optional: it has its place but need not be filled: it is on the map and does not count as missing.
    """

    key: str
    label: Label
    law: str = ""
    field: list[str] = []
    when: Expr | None = None
    rows_where: Expr | None = None
    optional: bool = False


class TrackingEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A critical tracking event, or a control point, and what has to be known of it.

    :param ccp: it watches a critical control point.
    :param lots: condition on lots: each such lot needs a record of the event's first form that names it.
    """

    key: str
    label: Label
    ccp: bool = False
    lots: Expr | None = None
    data: list[Datum]


class Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One node of the chain."""

    key: str
    label: Label
    stage: Stage
    events: list[TrackingEvent]


class KdeList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One list.

    :param kde_list: key.
    :param note: what it is drawn from.
    :param order: lists stand by it, then by key; the first is the plant's own measure.
    """

    kde_list: str
    label: Label
    note: Label = Label()
    order: int = 0
    nodes: list[Node]

    @property
    def key(self) -> str:
        return self.kde_list

    def every(self) -> Iterator[tuple[Node, TrackingEvent, Datum]]:
        """Each datum, with where it stands."""
        for node in self.nodes:
            for event in node.events:
                for datum in event.data:
                    yield node, event, datum


def form_of(path: str) -> str:
    """The form of a field's path."""
    return path.partition(".")[0]


def inside(path: str) -> str:
    """A field's path within its form."""
    return path.partition(".")[2]


def event_form(event: TrackingEvent) -> str:
    """The form whose records are the event: that of its first field; blank when it names none."""
    return next((form_of(path) for datum in event.data for path in datum.field), "")

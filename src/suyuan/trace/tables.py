"""The trace's tables. Every quantity is in its lot's base uom, with 6 decimals."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Table

from suyuan.store.columns import Day, Flag, Instant, Key, Scaled, Text
from suyuan.store.tables import metadata

DECIMALS = 6
_Amount = Scaled(DECIMALS)


def _amount(name: str) -> Column[object]:
    return Column(name, _Amount, nullable=False)


lot = Table(
    "lot",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, unique=True),
    Column("skeleton", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("material", Key, index=True),
    Column("title", Text, nullable=False, index=True),
    Column("supplier_lot", Text, index=True),
    Column("produced_on", Day),
    Column("expires_on", Day),
    Column("status", Text, nullable=False, index=True),
    Column("first_status", Text, nullable=False),
    Column("uom", Text, nullable=False),
    Column("stage", Text),
    Column("form", Text, nullable=False),
    Column("record", Text),
    Column("place_form", Text),
    Column("place", Key),
    Column("place_title", Text),
    Column("foreign", Flag, nullable=False),
    Column("created_at", Instant, nullable=False),
)
"""``skeleton`` is the code with look-alike characters made equal; ``record`` the public id of the record that made it;
``title`` the material's name when it was made; ``place*`` where it was last put."""

lot_balance = Table(
    "lot_balance",
    metadata,
    Column("lot", Key, ForeignKey("lot.id"), primary_key=True, autoincrement=False),
    _amount("received"),
    _amount("made"),
    _amount("used"),
    _amount("shipped"),
    _amount("lost"),
    _amount("sampled"),
    _amount("on_hand"),
    _amount("packed"),
)
"""Taken by conditional UPDATE; rebuildable from the links (see ``replay``)."""

lot_stock = Table(
    "lot_stock",
    metadata,
    Column("id", Key, primary_key=True),
    Column("lot", Key, ForeignKey("lot.id"), nullable=False),
    Column("place_form", Text),
    Column("place", Key),
    Column("place_title", Text),
    _amount("on_hand"),
    _amount("packed"),
    Column("since", Key, nullable=False),
    Index(None, "lot"),
    Index(None, "place"),
)
"""What lies of a lot at each place; all NULL where its records name none. The sum over the places is the balance's, and
both follow from the links (see ``stock``); ``since`` is the event that began the pile."""

lot_identifier = Table(
    "lot_identifier",
    metadata,
    Column("value", Text, primary_key=True),
    Column("lot", Key, ForeignKey("lot.id"), primary_key=True, autoincrement=False),
    Column("scheme", Text, nullable=False),
    Index(None, "lot"),
)
"""Other names of a unit in canonical spelling: ``gs1`` (a Digital Link) or ``uri``."""

lot_inside = Table(
    "lot_inside",
    metadata,
    Column("id", Key, primary_key=True),
    Column("container", Key, ForeignKey("lot.id"), nullable=False),
    Column("content", Key, ForeignKey("lot.id"), nullable=False),
    _amount("quantity"),
    Column("since", Key, nullable=False),
    Column("until", Key),
    Index(None, "container", "until"),
    Index(None, "content", "until"),
)
"""Contents of containers over time, by the events that began and ended it."""

trace_event = Table(
    "trace_event",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("event_id", Text),
    Column("entry", Key, nullable=False),
    Column("verb", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("action", Text),
    Column("event_time", Instant, nullable=False),
    Column("offset_minutes", SmallInteger, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("form", Text),
    Column("record", Key),
    Column("record_uid", Text, index=True),
    Column("record_title", Text),
    Column("place_form", Text),
    Column("place", Key),
    Column("place_title", Text),
    Column("source_form", Text),
    Column("source", Key),
    Column("source_title", Text),
    Column("destination_form", Text),
    Column("destination", Key),
    Column("destination_title", Text),
    Column("step", Text),
    Column("disposition", Text),
    Column("status", Text),
    Column("loss", Text),
    Column("inputs_total", _Amount),
    Column("inputs_uom", Text),
    Column("outputs_total", _Amount),
    Column("outputs_uom", Text),
    Column("corrects", Key),
    Column("voided_at", Instant),
    Column("voided_by", Key),
    Column("void_entry", Key),
    Column("void_reason", Text),
    Column("transformation", Text, index=True),
    Column("document", Key),
    Column("raw", Text),
    Index("ix_trace_event_event_id", "event_id"),
)
"""``entry`` is the ledger entry, ``event_id`` a foreign event's own eventID, ``type`` and ``action`` EPCIS's words,
``voided_by`` the event that corrects or declares it (none when it was only taken back), ``raw`` a captured event's
own JSON text and ``document`` what it came in. The totals are over the links of one dimension (see ``totals``)."""

trace_link = Table(
    "trace_link",
    metadata,
    Column("unit", Key, ForeignKey("lot.id"), primary_key=True, autoincrement=False),
    Column("side", SmallInteger, primary_key=True, autoincrement=False),
    Column("event", Key, ForeignKey("trace_event.id"), primary_key=True, autoincrement=False),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
    Column("quantity", _Amount),
    Column("given", Text),
    sqlite_with_rowid=False,
)
"""Who took part in which event, with how much; ``side`` is ``event.Side``. Kept in two orders, by unit and by event,
each answering from the index alone: on SQLite the table itself is the first, on PostgreSQL both are indexes."""

Index(
    "ix_trace_link_event_sqlite",
    trace_link.c.event,
    trace_link.c.side,
    trace_link.c.n,
    trace_link.c.unit,
    trace_link.c.quantity,
).ddl_if(dialect="sqlite")
Index(
    "ix_trace_link_event",
    trace_link.c.event,
    trace_link.c.side,
    trace_link.c.unit,
    postgresql_include=["n", "quantity"],
).ddl_if(dialect="postgresql")
Index(
    "ix_trace_link_unit",
    trace_link.c.unit,
    trace_link.c.side,
    trace_link.c.event,
    postgresql_include=["n", "quantity"],
).ddl_if(dialect="postgresql")

trace_link_at = Table(
    "trace_link_at",
    metadata,
    Column("event", Key, ForeignKey("trace_event.id"), primary_key=True, autoincrement=False),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    Column("place_form", Text, nullable=False),
    Column("place", Key, nullable=False),
    Column("place_title", Text, nullable=False),
)
"""The place that the link ``n`` of an event takes from, where the record names one."""

trace_document = Table(
    "trace_document",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("received_at", Instant, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
)
"""A captured EPCIS document, verbatim."""

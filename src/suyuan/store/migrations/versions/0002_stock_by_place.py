"""Stock by lot and place, filled from the events; lots whose every record was voided become void."""

import importlib

from alembic import op
from sqlalchemy import Column, ForeignKey, SmallInteger

from suyuan.store.columns import Key, Scaled, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    bind = op.get_bind()
    op.create_table(
        "lot_stock",
        Column("id", Key, primary_key=True),
        Column("lot", Key, ForeignKey("lot.id", name="fk_lot_stock_lot"), nullable=False),
        Column("place_form", Text),
        Column("place", Key),
        Column("place_title", Text),
        Column("on_hand", Scaled(6), nullable=False),
        Column("packed", Scaled(6), nullable=False),
        Column("since", Key, nullable=False),
    )
    op.create_index("ix_lot_stock_lot", "lot_stock", ["lot"])
    op.create_index("ix_lot_stock_place", "lot_stock", ["place"])
    op.create_table(
        "trace_link_at",
        Column(
            "event",
            Key,
            ForeignKey("trace_event.id", name="fk_trace_link_at_event"),
            primary_key=True,
            autoincrement=False,
        ),
        Column("n", SmallInteger, primary_key=True, autoincrement=False),
        Column("place_form", Text, nullable=False),
        Column("place", Key, nullable=False),
        Column("place_title", Text, nullable=False),
    )
    # the piles follow from the events by one function, which lives where the events do
    importlib.import_module("suyuan.trace.restock").rebuild(bind)

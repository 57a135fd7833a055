"""What was installed when, and what was there before."""

from alembic import op
from sqlalchemy import Column

from suyuan.store.columns import Instant, Json, Key, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "pack_install",
        Column("id", Key, primary_key=True),
        Column("uid", Text, nullable=False, unique=True),
        *(Column(name, Text, nullable=False) for name in ("pack", "state", "actor_key", "actor_name")),
        Column("at", Instant, nullable=False),
        Column("body", Json, nullable=False),
    )

"""Imports as jobs, what was wrong with their rows, and what column heads meant."""

from alembic import op
from sqlalchemy import Column, ForeignKey

from suyuan.store.columns import Instant, Json, Key, Text

revision = "0004"
down_revision = "0003"
_COUNTS = ("lines", "turn", "place", "line", "rows", "made", "changed", "same", "bad")


def upgrade() -> None:
    op.create_table(
        "import_job",
        Column("id", Key, primary_key=True),
        Column("uid", Text, nullable=False, unique=True),
        *(Column(name, Text, nullable=False) for name in ("form", "owner", "lang", "name", "kind", "state", "file")),
        Column("staged", Text),
        Column("person", Key),
        Column("api_key", Key),
        *(Column(name, Key, nullable=False) for name in _COUNTS),
        Column("body", Json, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("changed_at", Instant, nullable=False),
    )
    op.create_index("ix_import_job_owner", "import_job", ["owner", "id"])
    op.create_table(
        "import_bad",
        Column("id", Key, primary_key=True),
        Column("job", Key, ForeignKey("import_job.id", name="fk_import_bad_job"), nullable=False),
        *(Column(name, Key, nullable=False) for name in ("row", "last")),
        Column("body", Json, nullable=False),
    )
    op.create_index("ix_import_bad_row", "import_bad", ["job", "row"], unique=True)
    op.create_table(
        "import_mapping",
        Column("id", Key, primary_key=True),
        Column("form", Text, nullable=False),
        Column("owner", Text, nullable=False),
        Column("body", Json, nullable=False),
    )
    op.create_index("ix_import_mapping_owner", "import_mapping", ["form", "owner"], unique=True)

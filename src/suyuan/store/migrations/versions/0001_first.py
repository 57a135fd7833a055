"""The tables of version 0.1, as frozen in the two files beside this one (see ``store.schema``)."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    bind = op.get_bind()
    file = Path(__file__).with_name(f"0001_{bind.dialect.name}.sql")
    for statement in file.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            bind.exec_driver_sql(statement)

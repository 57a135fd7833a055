"""Every room's tables as they stand."""

from alembic import op

from suyuan.store.migrate import import_tables
from suyuan.store.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    import_tables()
    metadata.create_all(op.get_bind(), checkfirst=True)

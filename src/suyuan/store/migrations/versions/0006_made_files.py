"""How a kept file was made from what was sent, of what, and who signed it."""

from alembic import op
from sqlalchemy import Column

from suyuan.store.columns import Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for name in ("made", "original", "signer"):
        op.add_column("attachment", Column(name, Text))

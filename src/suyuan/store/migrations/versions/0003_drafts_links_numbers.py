"""Drafts of records, the view a list opens with, public links of forms, numbers set aside."""

from alembic import op
from sqlalchemy import Column, ForeignKey, LargeBinary, UniqueConstraint

from suyuan.store.columns import Instant, Json, Key, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _drafts()
    _links()
    op.create_table(
        "number_reserved",
        Column("id", Key, primary_key=True),
        Column("scope", Text, nullable=False),
        Column("number", Text, nullable=False),
        Column("owner", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("expires_at", Instant, nullable=False),
        Column("used_at", Instant),
        UniqueConstraint("scope", "number", name="uq_number_reserved_scope_number"),
    )
    op.create_index("ix_number_reserved_owner", "number_reserved", ["scope", "owner"])


def _drafts() -> None:
    op.create_table(
        "record_draft",
        Column("id", Key, primary_key=True),
        Column("uid", Text, nullable=False),
        Column("owner", Text, nullable=False),
        Column("form", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("begun", Text, nullable=False),
        Column("version", Key, nullable=False),
        Column("revision", Key),
        Column("key", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("body", Json, nullable=False),
        Column("size", Key, nullable=False),
        Column("saved", Key, nullable=False),
        Column("updated_at", Instant, nullable=False),
        UniqueConstraint("uid", name="uq_record_draft_uid"),
        UniqueConstraint("owner", "form", "record", "begun", name="uq_record_draft_owner_form_record_begun"),
    )
    op.create_index("ix_record_draft_updated_at", "record_draft", ["updated_at"])
    op.create_table(
        "view_choice",
        Column("id", Key, primary_key=True),
        Column("owner", Text, nullable=False),
        Column("form", Text, nullable=False),
        Column("view", Text, nullable=False),
        UniqueConstraint("owner", "form", name="uq_view_choice_owner_form"),
    )


def _links() -> None:
    op.create_table(
        "form_link",
        Column("id", Key, primary_key=True),
        Column("uid", Text, nullable=False),
        Column("form", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("token_hash", LargeBinary(32), nullable=False),
        Column("pin_hash", Text),
        Column("body", Json, nullable=False),
        Column("expires_at", Instant, nullable=False),
        Column("used", Key, nullable=False),
        Column("last_used_at", Instant),
        Column("made_by", Text, nullable=False),
        Column("made_by_name", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("revoked_at", Instant),
        UniqueConstraint("uid", name="uq_form_link_uid"),
        UniqueConstraint("token_hash", name="uq_form_link_token_hash"),
    )
    op.create_index("ix_form_link_form", "form_link", ["form"])
    op.create_table(
        "form_link_use",
        Column("id", Key, primary_key=True),
        Column("link", Key, ForeignKey("form_link.id", name="fk_form_link_use_link"), nullable=False),
        Column("record", Text, nullable=False),
        Column("at", Instant, nullable=False),
    )
    op.create_index("ix_form_link_use_at", "form_link_use", ["link", "at"])

"""What records need beside the tables of the forms: uploaded files and where they are used, saved views, drafts,
public links, imports."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, UniqueConstraint

from suyuan.store.columns import Flag, Instant, Json, Key, Text
from suyuan.store.tables import metadata

attachment = Table(
    "attachment",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("uploaded_at", Instant, nullable=False, index=True),
    Column("made", Text),
    Column("original", Text),
    Column("signer", Text),
)
"""``uploaded_by`` is an actor's key; ``type`` is told by the content, never by the client."""

attachment_use = Table(
    "attachment_use",
    metadata,
    Column("id", Key, primary_key=True),
    Column("attachment", Key, ForeignKey("attachment.id"), nullable=False),
    Column("form", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    UniqueConstraint("attachment", "form", "record", "field"),
)
"""Which records show a file, in which field: who may read that, may read the file."""

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("form", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("shared", Flag, nullable=False),
    Column("body", Json, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_saved_view_form", "form", "owner"),
)
"""``owner`` is an actor's key; ``body`` holds the members of a view beside its name (see ``views.Look``)."""

view_choice = Table(
    "view_choice",
    metadata,
    Column("id", Key, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("view", Text, nullable=False),
    UniqueConstraint("owner", "form"),
)
"""The view a person's list of a form opens with: a saved view's id, or ``form.<key>`` of one that came with it."""

record_draft = Table(
    "record_draft",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
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
    Column("updated_at", Instant, nullable=False, index=True),
    UniqueConstraint("owner", "form", "record", "begun"),
)
"""What somebody typed and has not submitted: one for each form and record (``""`` for a new one) and beginning.

``saved`` counts how often it was kept, so that a device that has not seen the last time is told.
"""

form_link = Table(
    "form_link",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("form", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("pin_hash", Text),
    Column("body", Json, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used", Key, nullable=False),
    Column("last_used_at", Instant),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
"""A public address at which a form can be filled without an account; ``body`` holds what may be filled and the limits
(see ``links.Terms``)."""

form_link_use = Table(
    "form_link_use",
    metadata,
    Column("id", Key, primary_key=True),
    Column("link", Key, ForeignKey("form_link.id"), nullable=False),
    Column("record", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_form_link_use_at", "link", "at"),
)
"""What came in by a link, and when."""

plant_setting = Table(
    "plant_setting",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("body", Json, nullable=False),
)
"""One row: the settings of the plant as a whole."""

import_job = Table(
    "import_job",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("form", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("person", Key),
    Column("api_key", Key),
    Column("lang", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("staged", Text),
    Column("lines", Key, nullable=False),
    Column("turn", Key, nullable=False),
    Column("place", Key, nullable=False),
    Column("line", Key, nullable=False),
    Column("rows", Key, nullable=False),
    Column("made", Key, nullable=False),
    Column("changed", Key, nullable=False),
    Column("same", Key, nullable=False),
    Column("bad", Key, nullable=False),
    Column("body", Json, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_import_job_owner", "owner", "id"),
)
"""One file being brought in. ``owner`` is an actor's key; ``file`` is what was sent and ``staged`` its lines as read
(both SHA-256 in the file store); ``place`` is the byte of ``staged`` that comes next, ``line`` the last line done,
``turn`` counts the pieces; ``body`` holds head, samples and the plan."""

import_bad = Table(
    "import_bad",
    metadata,
    Column("id", Key, primary_key=True),
    Column("job", Key, ForeignKey("import_job.id"), nullable=False),
    Column("row", Key, nullable=False),
    Column("last", Key, nullable=False),
    Column("body", Json, nullable=False),
    Index("ix_import_bad_row", "job", "row", unique=True),
)
"""A row of an import that is wrong: its first and last line, and every mistake with its line."""

import_mapping = Table(
    "import_mapping",
    metadata,
    Column("id", Key, primary_key=True),
    Column("form", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("body", Json, nullable=False),
    Index("ix_import_mapping_owner", "form", "owner", unique=True),
)
"""Which column head meant which field the last time somebody imported into a form."""

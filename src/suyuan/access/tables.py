"""People, what they may do, and how they come in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, Table

from suyuan.store.columns import Flag, Instant, Json, Key, Text
from suyuan.store.tables import metadata

access_policy = Table(
    "access_policy",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("stamp", Key, nullable=False),
    Column("claimed", Instant),
)
"""One row: ``stamp`` rises with every change of rights, ``claimed`` is when the first administrator came."""

department = Table(
    "department",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("parent", Key, ForeignKey("department.id"), index=True),
    Column("active", Flag, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("user", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("department", Key, ForeignKey("department.id"), index=True),
    Column("password_hash", Text),
    Column("active", Flag, nullable=False),
    Column("stamp", Key, nullable=False),
)
"""``user`` is kept folded (NFKC, lower case); ``stamp`` counts changes of this person."""

role = Table(
    "role",
    metadata,
    Column("key", Text, primary_key=True),
    Column("document", Json, nullable=False),
    Column("active", Flag, nullable=False),
)

person_role = Table(
    "person_role",
    metadata,
    Column("person", Key, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("role", Text, ForeignKey("role.key"), primary_key=True, index=True),
)

session = Table(
    "session",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("person", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("created", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("device", Text, nullable=False),
    Column("address", Text, nullable=False),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
    Column("person", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created", Instant, nullable=False),
    Column("expires", Instant),
    Column("last_used", Instant),
    Column("active", Flag, nullable=False),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("bucket", Text, primary_key=True),
    Column("failures", Key, nullable=False),
    Column("last", Instant, nullable=False, index=True),
    Column("until", Instant, nullable=False),
)
"""Failed tries by bucket (see ``throttle``): how many, when the last was, and until when the next has to wait."""
